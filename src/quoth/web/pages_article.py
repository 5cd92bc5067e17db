"""The page of a kept article: its text with its statements, its versions, its story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from quoth.errors import NotFoundError
from quoth.formats.html import section_pieces, title_of
from quoth.ledger import Version
from quoth.web.access import may
from quoth.web.cards import links_of
from quoth.web.markup import safe
from quoth.web.render import page, streamed_page
from quoth.web.state import state_of

_NEAR = 20  # stories that an article may be moved to

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/article/{id}")
async def article(request: Request, id: int) -> Response:
    """A kept article: its text with its statements, its versions and what changed."""
    return await article_page(request, id)


async def article_page(
    request: Request,
    id: int,
    *,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page of a kept article; with the ``error`` of a form and what was ``given`` in it."""
    ledger = state_of(request).ledger
    role = request.state.role

    def found() -> dict[str, Any]:
        version = ledger.version(id)
        address = ledger.address_of(id)
        history = ledger.history(address)
        current = bool(history) and history[-1][0].id == id
        near = ledger.stories(limit=_NEAR) if current and may(role, "edit") else []
        return {
            "version": version,
            "address": address,
            "history": history,
            "story": ledger.story_of(id) if current else None,
            "near": near,
            "marks": ledger.marks_of("article", id),
        }

    try:
        values = await state_of(request).ask(found)
    except NotFoundError:
        fate = await state_of(request).ask(ledger.fate_of_article, id)
        if fate is None:
            raise
        gone = page(request, "gone.html", title=f"Article {id}", fate=fate)
        gone.status_code = 410
        return gone
    version: Version = values["version"]
    links = await state_of(request).ask(links_of, ledger, version, may(request.state.role, "edit"))
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
