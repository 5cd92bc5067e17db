"""Tags, collections and notes: forms on the pages, the page of all, and ``/api/v1/marks``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from quoth.ledger.marks import Mark
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS
from quoth.web.guard import came_from, local
from quoth.web.pages import Form, checked, field_of, telling
from quoth.web.render import page
from quoth.web.session import Told
from quoth.web.state import state_of

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["marks"], responses=ERRORS)

_PAGE = 50
Kind = Literal["tag", "collection", "note"]
About = Literal["statement", "article", "speaker"]


class New(BaseModel):
    """A mark to put on something: ``target`` is a number, or the id of a speaker."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "tag", "text": "checked", "about": "statement", "target": "12"}]
        },
    )

    kind: Kind
    text: str = Field(max_length=20_000)
    about: About
    target: str = Field(max_length=40)
    by: str | None = Field(None, max_length=300)


class Made(BaseModel):
    """The number of a mark that was put on something."""

    id: int
    kind: Kind


@api.get("/marks", response_model=Answer[list[Mark]])
async def marks(
    request: Request, kind: Kind | None = None, text: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20, cursor: str | None = None,
) -> Json:  # fmt: skip
    """The marks there are, the last first; of one kind and text only, if given."""
    state = state_of(request)
    at = offset_of(cursor)
    plain = None if text is None else text.encode("utf-8", "replace").decode().replace("\x00", "")
    found = await state.ask(state.ledger.marks, kind=kind, text=plain, limit=limit + 1, offset=at)
    return success([asdict(one) for one in found[:limit]], cursor_after(len(found), limit, at))


@api.post("/marks", response_model=Answer[Made], status_code=201)
async def mark(request: Request, new: New) -> Json:
    """Puts a tag or a note on something, or it into a collection; again, nothing changes."""
    state = state_of(request)
    id = await state.ask(state.ledger.mark, new.kind, new.text, new.about, new.target, by=new.by)
    return success({"id": id, "kind": new.kind}, status=201)


@api.delete("/marks/{id}", status_code=204)
async def unmark(request: Request, id: int) -> Response:
    """Takes a mark away."""
    state = state_of(request)
    await state.ask(state.ledger.unmark, id)
    return Response(status_code=204)


@pages.get("/marks")
async def shown(request: Request, cursor: str | None = None) -> Response:
    """The tags and collections there are, and the last notes."""
    state = state_of(request)
    at = offset_of(cursor)
    several = await state.ask(state.ledger.tags_and_collections)
    notes = await state.ask(state.ledger.marks, kind="note", limit=_PAGE + 1, offset=at)
    return page(
        request, "marks_all.html", several=several, notes=notes[:_PAGE],
        next=cursor_after(len(notes), _PAGE, at),
    )  # fmt: skip


@pages.post("/marks")
async def add(request: Request, form: Form) -> Response:
    """Puts a mark on what a page is about, and leads back to it."""
    state = state_of(request)
    about, kind, text = field_of(form, "about"), field_of(form, "mark"), field_of(form, "text")
    by = request.state.by or None
    await state.ask(state.ledger.mark, kind, text, about, field_of(form, "target"), by=by)
    told = Told({"collection": "Collected", "note": "Noted"}.get(kind, "Tagged"), text[:140])
    return telling(request, _back(request), told)


@pages.post("/marks/{id}/delete", dependencies=[Depends(checked)])
async def delete(request: Request, id: int) -> Response:
    """Takes a mark away."""
    state = state_of(request)
    await state.ask(state.ledger.unmark, id)
    return telling(request, _back(request), Told("Taken away"))


def _back(request: Request) -> str:
    came = local(came_from(request) or "/marks")
    return f"{came.partition('#')[0]}#marks" if came != "/" else "/marks"
