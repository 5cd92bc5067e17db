"""Answers that are pages."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse

from quoth.web.access import is_api
from quoth.web.exports import streamed
from quoth.web.markup import Frame, html_of, pieces_of


def frame_of(request: Request) -> Frame:
    """What the page that answers a request shows beside its own."""
    return Frame(
        path=request.url.path,
        has_ledger=request.app.state.quoth.has_ledger,
        role=request.state.role,
        guarded=request.state.guarded,
        user=request.state.user,
        has_users=request.app.state.quoth.people.exist,
        csrf=request.state.csrf,
        by=request.state.by,
        told=request.state.told,
    )


async def led_on(
    request: Request, now: Callable[[Any], Any], page: str, id: int | str
) -> Response | None:
    """To what something that was merged has become part of, as ``now`` tells; None where it stands
    by itself, or is not there."""
    found = await request.app.state.quoth.ask(now, id)
    if found is None or found == id:
        return None
    return RedirectResponse(f"/{page}/{found}", 307)


def wants_page(request: Request) -> bool:
    """Whether a browser asks, which is shown pages; programs are answered in JSON."""
    return "text/html" in request.headers.get("accept", "") and not is_api(request.url.path)


def page(request: Request, template: str, /, **values: Any) -> Response:
    """The page that a template makes of values."""
    return HTMLResponse(html_of(template, frame_of(request), **values))


def streamed_page(
    request: Request, template: str, /, *, status: int = 200, **values: Any
) -> Response:
    """The same for a page that may be long: written in a thread, and sent piece by piece."""
    pieces: Generator[bytes, None, None] = pieces_of(template, frame_of(request), **values)
    return StreamingResponse(
        streamed(pieces), status_code=status, media_type="text/html; charset=utf-8"
    )
