"""Pages that take long to count: "Counting…" at once, and the page itself when it is there.

The first answer is a page of its own that asks for the same address again without a script; that
second request waits for what the first one began. So the page comes with its own title and status,
and several people who ask the same wait for one answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response

from quoth.web.render import page, wants_page
from quoth.web.state import state_of

_T = TypeVar("_T")
_SOON = 0.15  # seconds within which a page is simply answered
_PATIENCE = 20.0  # seconds that a browser which shows "Counting…" is left waiting
_KEPT = 30.0  # seconds for which an answer waits for whoever asked


async def when_ready(
    request: Request,
    title: str,
    question: Callable[[], Coroutine[Any, Any, _T]],
    show: Callable[[_T], Response],
) -> Response:
    """The page that ``show`` makes of what ``question`` gives; both work off the event loop.

    Raises:
        QuothError: what ``question`` raised.
    """
    state = state_of(request)
    if request.method != "GET" or not wants_page(request):
        return await state.ask(show, await question())
    key = f"{request.url.path}?{request.url.query}"
    begun: asyncio.Task[_T] | None = state.waiting.get(key)
    again = begun is not None
    task = begun if begun is not None else asyncio.create_task(question())
    if begun is None:
        state.waiting[key] = task
        task.add_done_callback(lambda done: _forget_later(state.waiting, key, done))
    done, _ = await asyncio.wait({task}, timeout=_PATIENCE if again else _SOON)
    if not done:
        answer = page(request, "waiting.html", title=title)
        answer.status_code = 202
        return answer
    if state.waiting.get(key) is task:
        del state.waiting[key]
    return await state.ask(show, task.result())


def _forget_later(waiting: dict[str, Any], key: str, task: asyncio.Task[Any]) -> None:
    """Lets go of an answer that nobody came back for."""
    if not task.cancelled():
        task.exception()  # told to whoever asks; nobody may

    def forget() -> None:
        if waiting.get(key) is task:
            del waiting[key]

    asyncio.get_running_loop().call_later(_KEPT, forget)
