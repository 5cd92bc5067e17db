"""``/api/v1``: speakers over all articles, comparisons, audits, exports."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Query as Parameter
from fastapi.responses import Response, StreamingResponse

from quoth.formats import FORMATS, format_of
from quoth.formats.audit_view import audit_to_dict
from quoth.formats.compare_view import copies_to_dict, figures_to_dict, quotation_to_dict
from quoth.formats.speakers_view import speaker_to_dict
from quoth.ledger.audit import By
from quoth.web import shapes
from quoth.web.access import costs_work
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS
from quoth.web.asked import IN_SCHEMA, Query
from quoth.web.exports import exported
from quoth.web.state import state_of

router = APIRouter(prefix="/api/v1", tags=["ledger"], responses=ERRORS)

_MOST = 100
Limit = Annotated[int, Parameter(ge=1, le=_MOST)]
Number = Annotated[int | None, Parameter(ge=1, le=2_147_483_647, description="Only of this story.")]
Day = Annotated[str | None, Parameter(description="ISO date", examples=["2031-03-04"])]


@router.get("/speakers", response_model=Answer[list[shapes.SpeakerHeard]])
async def speakers(
    request: Request,
    name: Annotated[str, Parameter(examples=["Lindqvist"])] = "",
    type: Annotated[str | None, Parameter(examples=["person"])] = None,
    limit: Limit = 20,
    cursor: str | None = None,
) -> Json:
    """Who speaks, over all articles, those with most statements first."""
    state = state_of(request)
    at = offset_of(cursor)
    found = await state.ask_long(state.ledger.speakers, name, type=type, limit=limit + 1, offset=at)
    return success(
        [speaker_to_dict(one) for one in found[:limit]], cursor_after(len(found), limit, at)
    )


@router.get("/speakers/{id}", response_model=Answer[shapes.SpeakerWhole])
async def speaker(request: Request, id: str) -> Json:
    """One speaker: where they appear and why each was joined, and who is heard beside them."""
    state = state_of(request)
    one, places, others = await state.ask_long(state.ledger.speaker, id)
    beside = [{"id": id, "name": name, "articles": number} for id, name, number in others]
    return success({**speaker_to_dict(one, places), "beside": beside})


@router.get("/compare/quotations", response_model=Answer[list[shapes.QuotationIn]])
@costs_work
async def quotations(
    request: Request, since: Day = None, until: Day = None, story: Number = None,
    once: bool = True, limit: Limit = 20, cursor: str | None = None,
) -> Json:  # fmt: skip
    """The same quotation in several articles, with what differs word by word."""
    found, at = await _compared(request, "quotations", since, until, story, once, cursor)
    groups = found.quotations[at : at + limit + 1]
    return success(
        [quotation_to_dict(one) for one in groups[:limit]], cursor_after(len(groups), limit, at)
    )


@router.get("/compare/copies", response_model=Answer[list[shapes.Copies]])
@costs_work
async def copies(
    request: Request, since: Day = None, until: Day = None, story: Number = None, limit: Limit = 20,
    cursor: str | None = None,
) -> Json:  # fmt: skip
    """Articles that are copies of one text, whole or in part."""
    found, at = await _compared(request, "copies", since, until, story, True, cursor)
    groups = found.copies[at : at + limit + 1]
    return success(
        [copies_to_dict(one) for one in groups[:limit]], cursor_after(len(groups), limit, at)
    )


@router.get("/compare/figures", response_model=Answer[list[shapes.FiguresOf]])
@costs_work
async def figures(
    request: Request, since: Day = None, until: Day = None, story: Number = None,
    once: bool = True, limit: Limit = 20, cursor: str | None = None,
) -> Json:  # fmt: skip
    """Figures that count the same thing in one story and differ, in order of time."""
    found, at = await _compared(request, "figures", since, until, story, once, cursor)
    groups = found.figures[at : at + limit + 1]
    return success(
        [figures_to_dict(one) for one in groups[:limit]], cursor_after(len(groups), limit, at)
    )


@router.get("/audit", response_model=Answer[list[shapes.AuditOf]], openapi_extra=IN_SCHEMA)
@costs_work
async def audit(request: Request, query: Query, by: By = "all") -> Json:
    """Counts of who is heard, how much and in which form; each leads back to its statements."""
    state = state_of(request)
    found = await state.ask_long(state.audited, by, query)
    return success([audit_to_dict(one) for one in found])


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {format_of(name).media_type: {} for name in FORMATS}}},
    openapi_extra=IN_SCHEMA,
)
@costs_work
async def export(
    request: Request,
    query: Query,
    to: Annotated[str, Parameter(examples=["csv"])] = "jsonl",
    spreadsheet: Annotated[
        bool, Parameter(description="For csv: no cell is a formula, and Excel knows the encoding.")
    ] = False,
) -> Response:
    """What a search finds, in any of quoth's formats, streamed."""
    state = state_of(request)
    format = format_of(to)
    found = await state.ask_long(state.ledger.statements, query)
    body = exported(found, to, spreadsheet=spreadsheet)
    return StreamingResponse(body, media_type=format.media_type)


async def _compared(
    request: Request, what: str, since: str | None, until: str | None, story: int | None,
    once: bool, given: str | None,
) -> tuple[Any, int]:  # fmt: skip
    state = state_of(request)
    at = offset_of(given)
    found = await state.ask_long(
        state.compared, (what,), since=since, until=until, story=story, once=once
    )
    return found, at
