"""The page of one statement with all that is known of it, and the sheet of it to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from quoth.formats.citations import citations
from quoth.formats.dossier_view import WORDS
from quoth.formats.html import section_pieces
from quoth.ledger import Ledger, Statement
from quoth.ledger.dossier import Dossier
from quoth.web.access import may
from quoth.web.figure_plots import figures_plot
from quoth.web.markup import safe
from quoth.web.pages import error_page
from quoth.web.render import page, streamed_page
from quoth.web.state import state_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/statement/{id}")
async def statement(request: Request, id: int) -> Response:
    """One statement, with an address of its own that lasts."""
    return await statement_page(request, id)


@router.get("/statement/{id}/evidence")
async def evidence(request: Request, id: int) -> Response:
    """All of a statement on a sheet to print."""
    ledger: Ledger = state_of(request).ledger
    one = await state_of(request).ask(ledger.statement, id)
    if one is None:
        return await _gone(request, id)
    values = await _values(request, one)
    return page(request, "evidence.html", one=one, **values)


async def statement_page(
    request: Request,
    id: int,
    *,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page of one statement; with the ``error`` of a form and what was ``given`` in it. Where
    it stands no more, what became of it."""
    state = state_of(request)
    ledger: Ledger = state.ledger
    one = await state.ask(ledger.statement, id)
    if one is None:
        return await _gone(request, id)
    values = await _values(request, one)
    values["marks"] = await state.ask(ledger.marks_of, "statement", id)
    section: Any = ()
    if may(request.state.role, "edit"):  # who corrects selects words of the article
        version = await state.ask(ledger.version, one.version)
        section = map(safe, section_pieces(version.reading))
    return streamed_page(
        request, "statement.html", status=422 if error else 200, one=one, section=section,
        error=error, given=given or {}, **values,
    )  # fmt: skip


async def _gone(request: Request, id: int) -> Response:
    """What became of a statement that stands no more."""
    state = state_of(request)
    fate = await state.ask(state.ledger.fate, id)
    if fate is None:
        return error_page(request, 404, f"there is no statement {id}")
    gone = page(request, "gone.html", id=id, fate=fate)
    gone.status_code = 410
    return gone


async def _values(request: Request, one: Statement) -> dict[str, Any]:
    """What both pages show of a statement."""
    state = state_of(request)
    link = f"{request.base_url}statement/{one.id}"

    def found() -> dict[str, Any]:
        d: Dossier = state.ledger.dossier(one.id)
        return {
            "d": d,
            "fate": d.fate,
            "plots": [figures_plot(group) for group in d.rivals],
            "citations": citations(one, link),
            "names": {what: words.capitalize() for what, words in WORDS.items()},
            "address_here": link,
        }

    return await state.ask(found)
