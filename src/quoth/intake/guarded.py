"""A network backend for httpcore that connects to permitted addresses only, and not for ever.

httpx and httpcore time each single read; a server that sends a byte now and then is never cut. And
they look a name up themselves, after any check made before. Here both are done at the only place
where it holds: where the connection is opened, and at every read of it. The name is looked up once,
its addresses are checked, and the connection goes to one of those very addresses, while the Host
header and TLS keep the name. So a name that changes its address between check and use ("DNS
rebinding") gains nothing.

This module imports httpcore; `quoth.intake.fetch` imports it when the first address is fetched.
"""

from __future__ import annotations

import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from quoth.intake.addresses import is_inside, why_refused

Resolver = Callable[[str, int], Sequence[str]]

_HEAD_END = re.compile(rb"\r?\n\r?\n")


class RefusalError(Exception):
    """Why an address cannot be fetched, in words for the user; ``status`` of the answer, if any."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


class Deadline:
    """The end of the time allowed for one fetch; ``seconds`` count from now."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds left, and never more than ``at_most``.

        Raises:
            RefusalError: when no time is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left if at_most is None else min(left, at_most)

    def passed(self) -> RefusalError:
        """The refusal that says so."""
        return RefusalError(f"took longer than {self._seconds:g} seconds")


def look_up(host: str, port: int) -> list[str]:
    """The addresses of ``host`` as the system knows them, in its order of preference.

    Raises:
        OSError, UnicodeError: when the name cannot be looked up.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Tape:
    """What has come in over a connection: enough to tell where its head and its body end."""

    def __init__(self) -> None:
        self.received = 0
        self.ended = False
        self._last = b""
        self._head = bytearray()
        self._head_length = 0
        self._in_head = True

    def record(self, data: bytes) -> None:
        """Note ``data``, which has just been read; empty data is the end of the connection."""
        self.ended = not data
        self.received += len(data)
        self._last = data
        if self._in_head:
            searched = max(0, len(self._head) - 3)
            self._head += data
            self._find_head_end(searched)

    def surplus(self, body_length: int) -> bytes:
        """What came in the last read beyond a body of ``body_length`` bytes."""
        beyond = self.received - self._head_length - body_length
        return self._last[-beyond:] if beyond > 0 and not self._in_head else b""

    def _find_head_end(self, start: int) -> None:
        while self._in_head and (match := _HEAD_END.search(self._head, start)):
            # "HTTP/1.1 1xx" is an interim answer, after which another head follows.
            self._in_head = bytes(self._head.split(b" ", 2)[1:2][0][:1]) == b"1"
            self._head_length += match.end()
            del self._head[: match.end()]
            start = 0


class GuardedStream(httpcore.NetworkStream):
    """A connection on which every wait ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline, tape: Tape) -> None:
        self._inner = inner
        self._deadline = deadline
        self._tape = tape

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there, waiting no longer than the deadline; note it on the tape."""
        try:
            data = self._inner.read(max_bytes, timeout=self._deadline.left(timeout))
        except httpcore.ReadTimeout:
            raise self._deadline.passed() from None
        self._tape.record(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send ``buffer``, waiting no longer than the deadline."""
        try:
            self._inner.write(buffer, timeout=self._deadline.left(timeout))
        except httpcore.WriteTimeout:
            raise self._deadline.passed() from None

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection secured, for the server of that name.

        Raises:
            RefusalError: when the certificate is not valid for it, or no common ground is found.
        """
        left = self._deadline.left(timeout)
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, timeout=left)
        except httpcore.ConnectTimeout:
            raise RefusalError(f"no secure connection within {left:.0f} seconds") from None
        except httpcore.ConnectError as error:
            raise RefusalError(_tls_failure(error.__cause__)) from error
        return GuardedStream(inner, self._deadline, self._tape)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore knows of the connection."""
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to permitted addresses only.

    ``resolve`` gives the addresses of a name, ``inner`` opens the connections; tests hand in their
    own. ``tape`` records what the newest connection has received.
    """

    def __init__(
        self,
        deadline: Deadline,
        *,
        allow_private: bool,
        resolve: Resolver,
        inner: httpcore.NetworkBackend,
    ) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolve = resolve
        self._inner = inner
        self.tape = Tape()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first permitted address of ``host`` that answers.

        Raises:
            RefusalError: when there is none.
        """
        failure = RefusalError(f"{host} has no address")
        for address in self._permitted(host, port, timeout):
            seconds = self._deadline.left(timeout)
            try:
                stream = self._inner.connect_tcp(
                    address, port, seconds, local_address, socket_options
                )
            except httpcore.ConnectTimeout:
                failure = RefusalError(f"no connection to {host} within {seconds:.3g} seconds")
            except httpcore.ConnectError as error:
                failure = RefusalError(_connect_failure(host, port, error.__cause__))
            else:
                self.tape = Tape()
                return GuardedStream(stream, self._deadline, self.tape)
        raise failure

    def _permitted(self, host: str, port: int, timeout: float | None) -> list[str]:
        """The addresses of ``host`` that may be read from.

        Raises:
            RefusalError: when there is none.
        """
        if (host == "localhost" or host.endswith(".localhost")) and not self._allow_private:
            raise RefusalError(_refused(host, "loopback", inside=True))
        addresses = self._look_up(host, port, timeout)
        reasons = [(why_refused(a, allow_private=self._allow_private), a) for a in addresses]
        permitted = [address for reason, address in reasons if reason is None]
        if addresses and not permitted:
            reason, address = reasons[0]
            raise RefusalError(_refused(host, reason or "", inside=is_inside(address)))
        return permitted

    def _look_up(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        """The addresses of ``host``; the system's own look-up cannot be told when to stop."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host, port))
            except Exception as error:
                answers.put(error)

        threading.Thread(target=ask, name="quoth-look-up", daemon=True).start()
        seconds = self._deadline.left(timeout)
        try:
            answer = answers.get(timeout=seconds)
        except queue.Empty:
            raise RefusalError(
                f"no address found for {host} within {seconds:.3g} seconds"
            ) from None
        if isinstance(answer, (OSError, UnicodeError)):
            raise RefusalError(f"no address found for {host}; check the spelling and the network")
        if isinstance(answer, Exception):
            raise answer
        return answer


def _refused(host: str, reason: str, *, inside: bool) -> str:
    """The refusal of a forbidden address; it does not tell which address the name led to."""
    how = "; it is read only where private addresses are allowed" if inside else ""
    return f"refused: {host} is not on the public network ({reason}){how}"


def _connect_failure(host: str, port: int, cause: BaseException | None) -> str:
    if isinstance(cause, ConnectionRefusedError):
        return f"{host} refused the connection on port {port}"
    what = cause.strerror if isinstance(cause, OSError) else None
    return f"cannot connect to {host} on port {port}" + (f" ({what})" if what else "")


def _tls_failure(cause: BaseException | None) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({cause.verify_message.rstrip('.')})"
    what = cause.reason if isinstance(cause, ssl.SSLError) else None
    return "no secure connection" + (f" ({what.replace('_', ' ').lower()})" if what else "")
