"""``/api/v1/searches``: saved searches and what they tell."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from quoth.formats.alerts_view import alert_to_dict
from quoth.ledger import SavedSearch
from quoth.query import FIELDS, FILTERS, StatementQuery
from quoth.web.access import costs_work, may
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS
from quoth.web.state import State, state_of

router = APIRouter(prefix="/api/v1", tags=["saved searches"], responses=ERRORS)

_MOST = 2_000_000_000
Kind = Literal["statements", "quotation", "figure"]
Id = Annotated[int, Field(ge=0, le=_MOST)]


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid")


_FIELDS: dict[str, Any] = {
    one.name: (one.type | None, Field(None, description=one.help)) for one in FIELDS
}
Searched = create_model("Searched", __base__=_Base, **_FIELDS)
"""Words and filters of a search, as those of ``GET /statements``."""

_EXAMPLE: dict[str, Any] = {
    "name": "Roth on the pier",
    "query": {"words": "pier", "speaker": "Roth"},
}


class New(_Base):
    """A search to save."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: str = Field(max_length=500)
    kind: Kind = "statements"
    query: Searched  # type: ignore[valid-type]
    hook: str | None = Field(None, max_length=4000)
    by: str | None = Field(None, max_length=300)


class Changed(_Base):
    """What is to be changed of a saved search; what is left out stays. ``again`` tries at once to
    send what could not be sent."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"hook": "https://desk.example/in"}]}
    )

    name: str | None = Field(None, max_length=500)
    kind: Kind | None = None
    query: Searched | None = None  # type: ignore[valid-type]
    hook: str | None = Field(None, max_length=4000)
    again: bool = False


class Saved(BaseModel):
    """A saved search; ``secret`` is told to those who may edit."""

    id: int
    name: str
    kind: Kind
    query: dict[str, Any]
    made_at: str
    made_by: str | None
    feed: str = Field(description="The path of its Atom feed.")
    hook: str | None
    secret: str | None
    looked_at: str
    tries: int
    next_try: str | None
    trouble: str | None
    alerts: int
    waiting: int


class Words(BaseModel):
    """A statement in words, as it was when the alert came up."""

    who: str
    cue: str
    content: str
    title: str
    outlet: str | None
    url: str | None
    published: str | None
    article: int


class AlertForm(BaseModel):
    """What a saved search told."""

    id: int
    made_at: str
    what: str
    statement: int | None
    told: Words | None
    before: Words | None
    why: str


@router.get("/searches", response_model=Answer[list[Saved]])
async def searches(request: Request) -> Json:
    """The saved searches, by name."""
    state = state_of(request)
    found = await state.ask(state.ledger.saved_searches)
    return success([_form(one, request) for one in found])


@router.post("/searches", response_model=Answer[Saved], status_code=201)
@costs_work
async def save(request: Request, new: New) -> Json:
    """Saves a search: it tells what comes, changes or goes from now on."""
    state = state_of(request)
    id = await state.ask_long(
        state.ledger.save_search, new.name, _query(new.query), kind=new.kind, hook=new.hook,
        by=new.by,
    )  # fmt: skip
    return await _one(state, request, id, 201)


@router.get("/searches/{id}", response_model=Answer[Saved])
async def search(request: Request, id: int) -> Json:
    """One saved search."""
    return await _one(state_of(request), request, id)


@router.patch("/searches/{id}", response_model=Answer[Saved])
@costs_work
async def change(request: Request, id: int, changed: Changed) -> Json:
    """Changes a saved search."""
    state = state_of(request)
    given = changed.model_dump(exclude_unset=True)
    values: dict[str, Any] = {
        name: value for name, value in given.items() if value is not None or name == "hook"
    }
    if changed.query is not None:
        values["query"] = _query(changed.query)
    await state.ask_long(state.ledger.change_search, id, values)
    state.look_soon()
    return await _one(state, request, id)


@router.delete("/searches/{id}", status_code=204)
async def forget(request: Request, id: int) -> Response:
    """Takes a saved search away, with its alerts."""
    state = state_of(request)
    await state.ask(state.ledger.forget_search, id)
    return Response(status_code=204)


@router.get("/searches/{id}/alerts", response_model=Answer[list[AlertForm]])
@costs_work
async def alerts(
    request: Request, id: int, limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> Json:  # fmt: skip
    """What a saved search tells, the last first; it looks at once."""
    state = state_of(request)
    at = offset_of(cursor)
    await state.ask(state.ledger.saved_search, id)
    await state.ask_long(state.ledger.look, id)
    found = await state.ask(state.ledger.alerts, id, limit=limit + 1, offset=at)
    return success(
        [alert_to_dict(one) for one in found[:limit]], cursor_after(len(found), limit, at)
    )


async def _one(state: State, request: Request, id: int, status: int = 200) -> Json:
    found = await state.ask(state.ledger.saved_search, id)
    return success(_form(found, request), status=status)


def _form(one: SavedSearch, request: Request) -> dict[str, Any]:
    asked = {"words": one.query.words} if one.query.words else {}
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "query": {**asked, **one.query.given},
        "made_at": one.made_at,
        "made_by": one.made_by,
        "feed": f"/feeds/{one.feed}.atom",
        "hook": one.hook,
        "secret": one.secret if may(request.state.role, "edit") else None,
        "looked_at": one.looked_at,
        "tries": one.tries,
        "next_try": one.next_try,
        "trouble": one.trouble,
        "alerts": one.alerts,
        "waiting": one.waiting,
    }


def _query(asked: BaseModel) -> StatementQuery:
    given = asked.model_dump()
    return StatementQuery.of(given["words"] or "", {o.name: given[o.name] for o in FILTERS})
