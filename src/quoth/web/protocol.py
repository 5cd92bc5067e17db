"""HTTP as uvicorn speaks it, with limits on how slow one client may be and how often it is there.

A request that never ends, an answer that nobody takes and connections by the hundred cost their
sender nothing and would keep everybody else out. What many clients do together is for a proxy.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 15.0  # from the first byte, or from the connection, to the end of the headers
BODY_SECONDS = 120.0  # from there to the end of the body
TAKEN_SECONDS = 60.0  # that a client may take nothing of an answer
_PLAIN = b"content-length: 0\r\nconnection: close\r\n\r\n"
_LATE = b"HTTP/1.1 408 Request Timeout\r\n" + _PLAIN
_MANY = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n" + _PLAIN


class Limited(H11Protocol):
    """A connection; made by `limited`, whose classes count their clients."""

    most = 100
    clients: Counter[str]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client comes: one too many of its kind is sent away."""
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._awaits = ""
        host = self.client[0] if self.client else ""
        self._host = host
        self._refused = self.clients[host] >= self.most
        self.clients[host] += 1
        if self._refused:
            transport.write(_MANY)
            transport.close()
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """A client goes."""
        self.clients[self._host] -= 1
        if self.clients[self._host] <= 0:
            del self.clients[self._host]
        self._await("")
        self._taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a request comes."""
        if self._refused:
            return
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """An answer was given; the next request may be on its way already."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._watch()

    def pause_writing(self) -> None:
        """The client does not take what it is sent."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(TAKEN_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        self._taken()

    def _taken(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _watch(self) -> None:
        """Sets the clock for what is awaited of the client."""
        state = self.conn.their_state
        begun = bool(self.conn.trailing_data[0]) or self.cycle is None
        if state is h11.SEND_BODY:
            self._await("body", BODY_SECONDS)
        elif state is h11.IDLE and begun:
            self._await("headers", HEADER_SECONDS)
        else:
            self._await("")

    def _await(self, what: str, seconds: float = 0.0) -> None:
        if what == self._awaits:
            return  # bytes one by one do not set the clock back
        self._awaits = what
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if what:
            self._timer = self.loop.call_later(seconds, self._late)

    def _late(self) -> None:
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(_LATE)
        self.transport.close()


def limited(most: int) -> type[Limited]:
    """The protocol with at most ``most`` connections of one client at once."""
    members: dict[str, Any] = {"most": most, "clients": Counter()}
    return type("LimitedProtocol", (Limited,), members)
