"""``/api/v1``: stories, and what people decide about them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Query as Parameter

from quoth.formats.story_view import story_to_dict, whole_story_to_dict
from quoth.web.access import costs_work
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS
from quoth.web.asked import IN_SCHEMA, Query
from quoth.web.state import State, state_of
from quoth.web.story_models import (
    DecisionForm,
    Joined,
    Moved,
    Named,
    Parted,
    StoryForm,
    WholeStoryForm,
)

router = APIRouter(prefix="/api/v1", tags=["stories"], responses=ERRORS)

_MOST = 100


@router.get("/stories", response_model=Answer[list[StoryForm]], openapi_extra=IN_SCHEMA)
async def stories(
    request: Request,
    query: Query,
    least: Annotated[int, Parameter(ge=1, le=1000, description="Articles at least.")] = 1,
    limit: Annotated[int, Parameter(ge=1, le=_MOST)] = 20,
    cursor: str | None = None,
) -> Json:
    """Articles of one event as stories, the newest first: those with a statement that a search
    finds, or with the words in a title."""
    state = state_of(request)
    at = offset_of(cursor)
    found = await state.ask_long(
        state.ledger.stories, query, least=least, limit=limit + 1, offset=at
    )
    return success(
        [story_to_dict(one) for one in found[:limit]], cursor_after(len(found), limit, at)
    )


@router.get("/stories/{id}", response_model=Answer[WholeStoryForm])
@costs_work
async def story(request: Request, id: int) -> Json:
    """One story: its articles by date, who speaks, quotations and their versions, figures, copies,
    unnamed sources and the reasons given, each outlet in numbers."""
    state = state_of(request)
    return success(whole_story_to_dict(await state.ask_long(state.told_story, id)))


@router.post("/articles/{id}/story", response_model=Answer[DecisionForm], status_code=201)
async def move(request: Request, id: int, moved: Moved) -> Json:
    """Says that an article belongs to another story, or (null) to one of its own."""
    state = state_of(request)
    number = await state.ask_long(
        state.ledger.move_article, id, moved.story, by=moved.by, why=moved.why
    )
    return await _decided(state, number)


@router.post("/stories/join", response_model=Answer[DecisionForm], status_code=201)
async def join(request: Request, joined: Joined) -> Json:
    """Says that stories are one."""
    state = state_of(request)
    number = await state.ask_long(
        state.ledger.join_stories, joined.stories, by=joined.by, why=joined.why
    )
    return await _decided(state, number)


@router.post("/stories/{id}/split", response_model=Answer[DecisionForm], status_code=201)
async def split(request: Request, id: int, parted: Parted) -> Json:
    """Says that some articles of a story are one of their own."""
    state = state_of(request)
    number = await state.ask_long(
        state.ledger.split_story, id, parted.articles, by=parted.by, why=parted.why
    )
    return await _decided(state, number)


@router.post("/stories/{id}/rename", response_model=Answer[DecisionForm], status_code=201)
async def rename(request: Request, id: int, named: Named) -> Json:
    """Gives a story a name; an empty one takes it away."""
    state = state_of(request)
    number = await state.ask_long(
        state.ledger.rename_story, id, named.name, by=named.by, why=named.why
    )
    return await _decided(state, number)


async def _decided(state: State, number: int) -> Json:
    one = await state.ask(state.ledger.decision, number)
    state.refresh()
    told = {"statement": one.statement, "before": one.before, "after": one.after}
    return success({"decision": number, **told}, status=201)
