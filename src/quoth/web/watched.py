"""Feeds, site maps and pages that are watched: the page and ``/api/v1/watched``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData

from quoth.errors import OptionError
from quoth.ledger.watching import Watched
from quoth.web.access import costs_work
from quoth.web.answers import Answer, Json, success
from quoth.web.api_read import ERRORS
from quoth.web.pages import Form, checked, field_of, telling
from quoth.web.render import page
from quoth.web.session import Told
from quoth.web.state import State, state_of
from quoth.wording import is_web_address

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["watched"], responses=ERRORS)

_MOST = 43_200


class Place(BaseModel):
    """A feed, a site map or a page to watch; ``every`` is in minutes, null: only when asked."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"place": "https://herald.example/feed", "every": 30}]},
    )

    place: str = Field(max_length=4000)
    every: Annotated[int, Field(ge=1, le=_MOST)] | None = None
    by: str | None = Field(None, max_length=300)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page that could not be read the last time."""

    address: str
    why: str


@dataclass(frozen=True, slots=True)
class WatchedWhole(Watched):
    """The same with the pages that could not be read."""

    troubles: tuple[Trouble, ...]


@api.get("/watched", response_model=Answer[list[Watched]])
async def watched(request: Request) -> Json:
    """What is watched, and how it stands."""
    state = state_of(request)
    found = await state.ask(state.ledger.watched)
    return success([asdict(one) for one in found])


@api.post("/watched", response_model=Answer[WatchedWhole], status_code=201)
@costs_work
async def watch(request: Request, place: Place) -> Json:
    """Watches a feed, a site map or a page, and looks at it soon; one that is watched already has
    its interval changed."""
    state = state_of(request)
    id = await _watch(state, place.place, place.every, place.by)
    return await _one(state, id, 201)


@api.get("/watched/{id}", response_model=Answer[WatchedWhole])
async def one(request: Request, id: int) -> Json:
    """What is watched under a number."""
    return await _one(state_of(request), id, 200)


@api.delete("/watched/{id}", status_code=204)
async def forget(request: Request, id: int) -> Response:
    """Watches it no more; what was kept of it stays."""
    state = state_of(request)
    await state.ask(state.ledger.forget_watched, id)
    return Response(status_code=204)


@api.post("/watched/{id}/look", response_model=Answer[WatchedWhole], status_code=202)
@costs_work
async def look(request: Request, id: int) -> Json:
    """Looks at it soon; ask for its state."""
    state = state_of(request)
    answer = await _one(state, id, 202)
    state.look_at(id)
    return answer


@pages.get("/watch")
async def shown(request: Request) -> Response:
    """What is watched, and how it stands."""
    return await _page(request)


@pages.post("/watch")
@costs_work
async def add(request: Request, form: Form) -> Response:
    """Watches an address."""
    state = state_of(request)
    every = field_of(form, "every").strip()
    try:
        if every and not (every.isascii() and every.isdecimal() and len(every) < 9):
            raise OptionError(f"every: {every!r} is no number of minutes")
        by = request.state.by or None
        await _watch(state, field_of(form, "place"), int(every) if every else None, by)
    except OptionError as error:
        return await _page(request, str(error), form)
    return telling(request, "/watch", Told("Watched", field_of(form, "place").strip()[:200]))


@pages.post("/watch/{id}/look", dependencies=[Depends(checked)])
@costs_work
async def look_now(request: Request, id: int) -> Response:
    """Looks at it soon."""
    state = state_of(request)
    seen, _ = await state.ask(state.ledger.watched_one, id)
    state.look_at(id)
    told = Told("Looking; load this page again to see how it stands", seen.place[:200])
    return telling(request, "/watch", told)


@pages.post("/watch/{id}/delete", dependencies=[Depends(checked)])
async def stop(request: Request, id: int) -> Response:
    """Watches it no more."""
    state = state_of(request)
    seen, _ = await state.ask(state.ledger.watched_one, id)
    await state.ask(state.ledger.forget_watched, id)
    return telling(request, "/watch", Told("Watched no more", seen.place[:200]))


async def _watch(state: State, place: str, every: int | None, by: str | None) -> int:
    # Folders and files are those of the server: only its command line names them.
    if not is_web_address(place.strip()):
        raise OptionError(
            f"{place.strip()[:200]!r} is no address; it begins with https:// or http://"
        )
    id: int = await state.ask(state.ledger.watch, place, every=every, by=by)
    state.look_at(id)
    return id


async def _one(state: State, id: int, status: int) -> Json:
    seen, troubles = await state.ask(state.ledger.watched_one, id)
    told = [{"address": address, "why": why} for address, why in troubles]
    return success({**asdict(seen), "troubles": told}, status=status)


async def _page(
    request: Request, error: str | None = None, form: FormData | None = None
) -> Response:
    state = state_of(request)
    ledger = state.ledger

    def found() -> dict[str, Any]:
        several = ledger.watched()
        troubles = {one.id: ledger.watched_one(one.id)[1] for one in several}
        return {"watched": several, "troubles": troubles}

    given = {name: field_of(form, name) for name in form} if form is not None else {}
    values = await state.ask(found)
    answer = page(request, "watch.html", error=error, given=given, **values)
    answer.status_code = 422 if error else 200
    return answer
