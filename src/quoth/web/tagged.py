"""What an answer of the interface is known by: its ``ETag``, and a ``Link`` to the page after it.

A client that sends the tag back (``If-None-Match``) is told 304, without a body, while the answer
would be the same. The tag is made of the answer itself, so it can never be out of date.
"""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NEXT = "quoth-next"
"""The header by which a route says what cursor comes after; clients see ``Link``."""

_OURS = "private, no-cache"  # kept by the client alone, and asked after each time


class Tagged:
    """ASGI middleware: tags what GET gives of the interface as JSON; streams go through as they
    are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and tags its answer."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def tag(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start":
                if not _taggable(scope, message):
                    del MutableHeaders(scope=message)[NEXT]
                    await send(message)
                    return
                held = message
                return
            if held is None:
                await send(message)
                return
            begun, held = held, None
            if message.get("more_body"):
                await send(begun)
                await send(message)
                return
            body = message.get("body", b"")
            headers = MutableHeaders(scope=begun)
            etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
            headers["etag"], headers["cache-control"] = etag, _OURS
            if (cursor := headers.get(NEXT)) is not None:
                del headers[NEXT]
                headers["link"] = f'<{_page_after(scope, cursor)}>; rel="next"'
            if _known(Headers(scope=scope).get("if-none-match", ""), etag):
                begun["status"], body = 304, b""
                for name in ("content-length", "content-type"):
                    del headers[name]
            await send(begun)
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, tag)


def _taggable(scope: Scope, message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return scope["method"] == "GET" and message["status"] == 200 and kind == "application/json"


def _known(given: str, etag: str) -> bool:
    """Whether a client has what is tagged so; a tag may be weak ("W/") and stand among others."""
    tags = [one.strip().removeprefix("W/") for one in given.split(",")]
    return etag in tags or given.strip() == "*"


def _page_after(scope: Scope, cursor: str) -> str:
    given = parse_qsl(scope["query_string"].decode("latin-1"), encoding="latin-1")
    kept = [(name, value) for name, value in given if name != "cursor"]
    return f"{scope['path']}?{urlencode([*kept, ('cursor', cursor)], encoding='latin-1')}"
