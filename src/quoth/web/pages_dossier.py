"""The page of one statement with all that is known of it, the sheet of it to print, its
citations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from quoth.web.dossier_page import citations_page, dossier_page
from quoth.web.pages import error_page
from quoth.web.render import frame_of, page
from quoth.web.state import state_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/statement/{id}")
async def statement(request: Request, id: int) -> Response:
    """One statement, with an address of its own that lasts."""
    return await statement_page(request, id)


@router.get("/statement/{id}/evidence")
async def evidence(request: Request, id: int) -> Response:
    """All of a statement on a sheet to print."""
    return await _made(request, id, partial(dossier_page, sheet=True))


@router.get("/statement/{id}/cite")
async def cited(request: Request, id: int) -> Response:
    """How a statement is cited, in every style."""
    return await _made(request, id, citations_page)


async def statement_page(
    request: Request,
    id: int,
    *,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page of one statement; with the ``error`` of a form and what was ``given`` in it. Where
    it stands no more, what became of it."""
    job = partial(dossier_page, error=error, given=dict(given or {}))
    return await _made(request, id, job, status=422 if error else 200)


async def _made(
    request: Request, id: int, make: Callable[..., bytes | None], *, status: int = 200
) -> Response:
    """What ``make`` makes in a process of its own, or what became of a statement that stands no
    more."""
    state = state_of(request)
    await state.ask(state.ledger.freshen)
    job = partial(make, link=f"{request.base_url}statement/{id}")
    html = await state.searchers.run(job, frame_of(request), id)
    if html is not None:
        return HTMLResponse(html, status)
    fate = await state.ask(state.ledger.fate, id)
    if fate is None:
        return error_page(request, 404, f"there is no statement {id}")
    gone = page(request, "gone.html", title=f"Statement {id}", fate=fate)
    gone.status_code = 410
    return gone
