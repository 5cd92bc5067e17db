"""``/api/v1``: articles, statements and speakers of the ledger."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Query as Parameter
from fastapi.responses import Response, StreamingResponse

from quoth.codec import dumps, reading_to_dict
from quoth.errors import NotFoundError
from quoth.formats.history_view import history_to_dict
from quoth.formats.statements import statement_to_dict
from quoth.ledger import Statement
from quoth.ledger.search import Order
from quoth.web import shapes
from quoth.web.access import costs_work
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS, Asked
from quoth.web.asked import IN_SCHEMA, Query
from quoth.web.exports import streamed
from quoth.web.state import state_of

router = APIRouter(prefix="/api/v1", tags=["ledger"], responses=ERRORS)

_MOST = 100
_LINES = "application/x-ndjson"


@router.post(
    "/articles",
    response_model=Answer[shapes.KeptText],
    status_code=201,
    responses={200: {"model": Answer[shapes.KeptText], "description": "It was kept already"}},
)
@costs_work
async def keep(request: Request, asked: Asked) -> Json:
    """Reads a text, a page or an address and keeps it; the same text again changes nothing."""
    state = state_of(request)
    _ = state.ledger  # raises where there is none, before anything is read
    kept = await state.keep(await state.read(asked.given(state)))
    return success(
        {
            "address": kept.address,
            "outcome": kept.outcome,
            "id": kept.version,
            "version": kept.number,
            "statements": kept.statements,
            "learnt": list(kept.learnt),
            "warning": kept.warning,
        },
        status=201 if kept.outcome in ("new", "changed") else 200,
    )


@router.get("/articles", response_model=Answer[list[shapes.Listed]])
async def articles(
    request: Request,
    q: Annotated[str, Parameter(description="Words of the title or the address.")] = "",
    outlet: Annotated[str, Parameter(description="Words of the outlet's name.")] = "",
    since: Annotated[str | None, Parameter(description="ISO date", examples=["2031-03"])] = None,
    until: Annotated[str | None, Parameter(description="ISO date", examples=["2031-03"])] = None,
    limit: Annotated[int, Parameter(ge=1, le=_MOST)] = 20,
    cursor: str | None = None,
) -> Json:
    """The articles kept, the newest first; those of words, an outlet and days only, if given."""
    state = state_of(request)
    at = offset_of(cursor)
    found = await state.ask(
        state.ledger.articles, q, outlet=outlet, since=since, until=until, limit=limit + 1,
        offset=at,
    )  # fmt: skip
    return success(found[:limit], cursor_after(len(found), limit, at))


@router.get("/articles/{id}", response_model=Answer[shapes.Reading])
async def article(request: Request, id: int) -> Json:
    """The reading of one kept text."""
    state = state_of(request)
    version = await state.ask(state.ledger.version, id)
    return success(reading_to_dict(version.reading))


@router.get("/history", response_model=Answer[shapes.History])
async def history(request: Request, address: str) -> Json:
    """The versions of an article, and what changed between them."""
    state = state_of(request)
    versions = await state.ask(state.ledger.history, address)
    found = [
        (v.number, v.added_at, v.reading, [(c.what, c.before, c.after) for c in changes])
        for v, changes in versions
    ]
    return success(history_to_dict(address, found))


@router.get(
    "/statements", response_model=Answer[list[shapes.StatementKept]], openapi_extra=IN_SCHEMA
)
async def statements(
    request: Request,
    query: Query,
    limit: Annotated[int, Parameter(ge=1, le=_MOST)] = 20,
    cursor: str | None = None,
    prefix: bool = False,
    order: Order = "best",
) -> Response:
    """Statements, best first or in another order, the words marked.

    With ``Accept: application/x-ndjson`` all of them, one a line, in reading order of the articles.
    """
    state = state_of(request)
    ledger = state.ledger
    if _LINES in request.headers.get("accept", ""):
        everything = await state.ask_long(ledger.statements, query)
        return StreamingResponse(streamed(_lines(everything)), media_type=_LINES)
    at = offset_of(cursor)
    found = await state.ask(
        ledger.search, query, limit=limit + 1, offset=at, prefix=prefix, order=order
    )
    shown = [statement_to_dict(one) for one in found[:limit]]
    return success(shown, cursor_after(len(found), limit, at))


@router.get("/statements/{id}", response_model=Answer[shapes.StatementKept])
async def statement(request: Request, id: int) -> Json:
    """One statement."""
    state = state_of(request)
    found: Statement | None = await state.ask(state.ledger.statement, id)
    if found is None:
        raise NotFoundError("statement", f"no article holds a statement {id}")
    return success(statement_to_dict(found))


def _lines(found: Iterator[Statement]) -> Generator[bytes, None, None]:
    for one in found:
        yield dumps(statement_to_dict(one)).encode("utf-8", "backslashreplace") + b"\n"
