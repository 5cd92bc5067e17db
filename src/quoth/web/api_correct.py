"""``/api/v1``: what people decide about statements and speakers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from quoth.ledger import Changes
from quoth.records import Form, Kind, Polarity, Span, SpeakerType, Tone
from quoth.web import shapes
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS
from quoth.web.state import State, state_of

router = APIRouter(prefix="/api/v1", tags=["corrections"], responses=ERRORS)

_MOST = 2_000_000_000


class Place(BaseModel):
    """Characters of the article's text, end excluded."""

    start: Annotated[int, Field(ge=0, le=_MOST)]
    end: Annotated[int, Field(ge=0, le=_MOST)]

    def span(self) -> Span:
        """The same as a span; one that is out of order is empty, and refused where it is used."""
        return Span(self.start, max(self.start, self.end))


class Told(BaseModel):
    """Who decides, and why; both may be left out."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "desk", "why": "a test run"}]}
    )

    by: str | None = Field(None, max_length=300)
    why: str | None = Field(None, max_length=2000)


class Parts(Told):
    """Parts of a statement; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"speaker": "Tilda Rosk", "contents": [{"start": 0, "end": 18}]}]
        },
    )

    speaker: str | None = Field(None, max_length=500)
    type: SpeakerType | None = None
    roles: list[Annotated[str, Field(max_length=500)]] | None = Field(None, max_length=20)
    cue: Place | None = None
    sources: list[Place] | None = Field(None, max_length=50)
    contents: list[Place] | None = Field(None, max_length=50)
    form: Form | None = None
    kind: Kind | None = None
    tone: Tone | None = None
    polarity: Polarity | None = None
    future: bool | None = None
    said_on: str | None = Field(None, max_length=40)

    def changes(self) -> Changes:
        """The same as the ledger takes it."""
        return Changes(
            speaker=self.speaker,
            type=self.type,
            roles=None if self.roles is None else tuple(self.roles),
            cue=self.cue.span() if self.cue else None,
            sources=None if self.sources is None else tuple(p.span() for p in self.sources),
            contents=None if self.contents is None else tuple(p.span() for p in self.contents),
            form=self.form,
            kind=self.kind,
            tone=self.tone,
            polarity=self.polarity,
            future=self.future,
            said_on=self.said_on,
        )


class Decided(Parts):
    """A decision about a statement; parts only count with "correct"."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"action": "correct", "speaker": "Tilda Rosk", "why": "named in line 3"}]
        },
    )

    action: Literal["confirm", "correct", "reject"]


class Known(Told):
    """What is known of an article; what is left out stays, and null takes a value away."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"outlet": "The Herald", "published": "2020-03-01"}]},
    )

    title: str | None = Field(None, max_length=2000)
    outlet: str | None = Field(None, max_length=2000)
    url: str | None = Field(None, max_length=2000)
    published: str | None = Field(None, max_length=40)
    language: str | None = Field(None, max_length=3)
    section: str | None = Field(None, max_length=2000)
    authors: list[Annotated[str, Field(max_length=500)]] | None = Field(None, max_length=100)


class Merged(Told):
    """Speakers that are one: ids, or names of all who are called so."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"speakers": ["i12", "i407"]}]}
    )

    speakers: list[Annotated[str, Field(max_length=300)]] = Field(
        min_length=2, max_length=50, examples=[["i12", "i407"]]
    )


class Renamed(Told):
    """Another name or type of a speaker over all articles."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Ada Roth", "type": "person"}]}
    )

    name: str | None = Field(None, max_length=300)
    type: Literal["person", "organisation", "document", "author"] | None = None


class Split(Told):
    """Appearances (``places[].speaker``) that are somebody else."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"apart": [31]}]})

    apart: list[Annotated[int, Field(ge=0, le=_MOST)]] = Field(
        min_length=1, max_length=1000, examples=[[31]]
    )


@router.post(
    "/statements/{id}/corrections", response_model=Answer[shapes.DecisionMade], status_code=201
)
async def decide(request: Request, id: int, decided: Decided) -> Json:
    """Confirms, corrects or rejects a statement; gives the number of the decision."""
    state = state_of(request)
    ledger = state.ledger
    told = {"by": decided.by, "why": decided.why}
    if decided.action == "correct":
        number = await state.ask(ledger.correct, id, decided.changes(), **told)
    else:
        way = ledger.confirm if decided.action == "confirm" else ledger.reject
        number = await state.ask(way, id, **told)
    return await _decided(state, number)


@router.post(
    "/articles/{id}/statements", response_model=Answer[shapes.DecisionMade], status_code=201
)
async def add(request: Request, id: int, parts: Parts) -> Json:
    """Adds a statement that was missed in a kept text; ``contents`` are needed."""
    state = state_of(request)
    number = await state.ask(
        state.ledger.add_statement, id, parts.changes(), by=parts.by, why=parts.why
    )
    return await _decided(state, number)


@router.patch("/articles/{id}", response_model=Answer[shapes.DecisionMade])
async def edit(request: Request, id: int, known: Known) -> Json:
    """Changes what is known of an article; gives the number of the decision."""
    state = state_of(request)
    given = known.model_dump(exclude_unset=True, exclude={"by", "why"})
    number = await state.ask(state.ledger.edit_article, id, given, by=known.by, why=known.why)
    state.refresh()
    return await _decided(state, number, status=200)


@router.post("/articles/{id}/delete", response_model=Answer[shapes.DecisionMade], status_code=201)
async def delete(request: Request, id: int, told: Told) -> Json:
    """Takes an article out of all that is listed, searched and compared, until that is undone."""
    state = state_of(request)
    number = await state.ask(state.ledger.delete_article, id, by=told.by, why=told.why)
    state.refresh()
    return await _decided(state, number)


@router.get("/corrections", response_model=Answer[list[shapes.DecisionLogged]])
async def corrections(
    request: Request, limit: Annotated[int, Query(ge=1, le=100)] = 20, cursor: str | None = None
) -> Json:
    """The log of decisions, the last one first."""
    state = state_of(request)
    at = offset_of(cursor)
    found = await state.ask(state.ledger.corrections, limit=limit + 1, offset=at)
    return success([asdict(one) for one in found[:limit]], cursor_after(len(found), limit, at))


@router.post(
    "/corrections/{number}/undo", response_model=Answer[shapes.DecisionMade], status_code=201
)
async def undo(request: Request, number: int, told: Told) -> Json:
    """Takes a decision back."""
    state = state_of(request)
    new = await state.ask(state.ledger.undo, number, by=told.by, why=told.why)
    return await _decided(state, new)


@router.post("/speakers/merge", response_model=Answer[shapes.DecisionMade], status_code=201)
async def merge(request: Request, merged: Merged) -> Json:
    """Says that speakers are one over all articles."""
    state = state_of(request)
    number = await state.ask_long(
        state.ledger.merge_speakers, merged.speakers, by=merged.by, why=merged.why
    )
    return await _decided(state, number)


@router.post("/speakers/{id}/rename", response_model=Answer[shapes.DecisionMade], status_code=201)
async def rename(request: Request, id: str, renamed: Renamed) -> Json:
    """Gives a speaker another name or type over all articles; what the articles say stays."""
    state = state_of(request)
    number = await state.ask_long(
        state.ledger.rename_speaker, id, name=renamed.name, type=renamed.type, by=renamed.by,
        why=renamed.why,
    )  # fmt: skip
    return await _decided(state, number)


@router.post("/speakers/{id}/split", response_model=Answer[shapes.DecisionMade], status_code=201)
async def split(request: Request, id: str, parted: Split) -> Json:
    """Says that in some places a speaker is somebody else."""
    state = state_of(request)
    number = await state.ask_long(
        state.ledger.split_speaker, id, parted.apart, by=parted.by, why=parted.why
    )
    return await _decided(state, number)


async def _decided(state: State, number: int, *, status: int = 201) -> Json:
    """The number of a decision, and what it hit, in words."""
    one = await state.ask(state.ledger.decision, number)
    told = {"statement": one.statement, "before": one.before, "after": one.after}
    return success({"decision": number, **told}, status=status)
