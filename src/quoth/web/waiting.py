"""Pages that take long to count: their frame is shown at once, what they hold when it is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from quoth.errors import QuothError
from quoth.web.render import page

_T = TypeVar("_T")
_SOON = 0.1  # seconds within which a page is simply answered
_MAIN = b'<main id="main" tabindex="-1">'
_END = b"</main>"


async def when_ready(
    request: Request,
    title: str,
    question: Coroutine[Any, Any, _T],
    show: Callable[[_T], Response],
) -> Response:
    """The page that ``show`` makes of what ``question`` gives.

    When that takes longer than a moment, the head of the page and "Counting…" are sent first, so
    that the reader sees something at once; the rest follows without a script.

    Raises:
        QuothError: what ``question`` raised within that moment; later it is told in the page.
    """
    task = asyncio.ensure_future(question)
    done, _ = await asyncio.wait({task}, timeout=_SOON)
    if done:
        return show(task.result())
    shell = bytes(page(request, "waiting.html", title=title).body)

    async def body() -> AsyncIterator[bytes]:
        yield shell.partition(_END)[0]
        try:
            # Shielded: somebody who leaves does not stop what others may wait for too.
            answer = show(await asyncio.shield(task))
        except QuothError as error:
            answer = page(request, "error.html", status="", message=str(error))
        yield bytes(answer.body).partition(_MAIN)[2]

    return StreamingResponse(body(), media_type="text/html; charset=utf-8")
