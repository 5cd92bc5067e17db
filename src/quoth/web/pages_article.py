"""Pages of what is kept: an article with its versions, one statement; addresses that last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from quoth.formats.html import section_pieces, title_of
from quoth.ledger import Ledger, Version
from quoth.web.cards import links_of
from quoth.web.markup import safe
from quoth.web.pages import error_page
from quoth.web.render import page, streamed_page
from quoth.web.state import state_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/article/{id}")
async def article(request: Request, id: int) -> Response:
    """A kept article: its text with its statements, its versions and what changed."""
    return await article_page(request, id)


@router.get("/statement/{id}")
async def statement(request: Request, id: int) -> Response:
    """One statement, with an address of its own that lasts."""
    return await statement_page(request, id)


async def article_page(
    request: Request,
    id: int,
    *,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page of a kept article; with the ``error`` of a form and what was ``given`` in it."""
    ledger = state_of(request).ledger

    def found() -> dict[str, Any]:
        version = ledger.version(id)
        address = ledger.address_of(id)
        history = ledger.history(address)
        return {"version": version, "address": address, "history": history}

    values = await state_of(request).ask(found)
    version: Version = values["version"]
    links = await state_of(request).ask(links_of, ledger, version, request.state.role == "edit")
    return streamed_page(
        request,
        "article.html",
        status=422 if error else 200,
        reading=version.reading,
        name=title_of(version.reading),
        section=map(safe, section_pieces(version.reading, links=links)),
        error=error,
        given=given or {},
        **values,
    )


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
    fate = await state.ask(ledger.fate, id)
    if one is None:
        if fate is None:
            return error_page(request, 404, f"there is no statement {id}")
        gone = page(request, "gone.html", id=id, fate=fate)
        gone.status_code = 410
        return gone
    version = await state.ask(ledger.version, one.version)
    return streamed_page(
        request,
        "statement.html",
        status=422 if error else 200,
        one=one,
        fate=fate,
        section=map(safe, section_pieces(version.reading)),
        error=error,
        given=given or {},
    )
