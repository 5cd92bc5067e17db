"""The review queue: the page, decided by keyboard or button, and ``/api/v1/review``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Query as Parameter

from quoth.formats.statements import statement_to_dict
from quoth.web import shapes
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS
from quoth.web.asked import IN_SCHEMA, Query, shown
from quoth.web.pages_saved import in_words
from quoth.web.render import page
from quoth.web.state import state_of

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["corrections"], responses=ERRORS)

_PAGE = 10


@api.get("/review", response_model=Answer[list[shapes.StatementKept]], openapi_extra=IN_SCHEMA)
async def queue(
    request: Request,
    query: Query,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> Json:
    """Statements that nobody has decided about, the least certain first."""
    state = state_of(request)
    at = offset_of(cursor)
    found, _ = await state.ask(state.ledger.review_queue, query, limit=limit + 1, offset=at)
    return success(
        [statement_to_dict(one) for one in found[:limit]], cursor_after(len(found), limit, at)
    )


@pages.get("/review")
async def review(request: Request, query: Query, cursor: str | None = None) -> Response:
    """Statements that nobody has decided about, the least certain first."""
    state = state_of(request)
    at = offset_of(cursor)
    found, total = await state.ask(state.ledger.review_queue, query, limit=_PAGE + 1, offset=at)
    return page(
        request, "review.html", statements=found[:_PAGE], total=total, query=shown(query),
        asked=in_words(query), next=cursor_after(len(found), _PAGE, at), at=at,
    )  # fmt: skip
