"""Stories: the list of them, one with all that its articles tell, and what people decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from quoth.errors import OptionError
from quoth.formats.story_view import outlet_to_dict
from quoth.ledger import Story, WholeStory
from quoth.web.access import costs_work
from quoth.web.answers import cursor as cursor_of
from quoth.web.answers import offset_of
from quoth.web.asked import Query, shown
from quoth.web.figure_plots import figures_plot
from quoth.web.markup import address
from quoth.web.pages import Form
from quoth.web.pages_correct import field, told_by, tried, typed
from quoth.web.render import led_on, page
from quoth.web.state import state_of
from quoth.web.waiting import when_ready

router = APIRouter(include_in_schema=False)

_PAGE = 30
_NEAR = 30  # stories that are offered to join with


@router.get("/stories")
async def stories(
    request: Request, query: Query, single: bool = False, cursor: str | None = None
) -> Response:
    """Articles of one event, the newest first."""
    state = state_of(request)
    at = offset_of(cursor)
    asked = {**shown(query), "single": "true" if single else None}

    def show(found: list[Story]) -> Response:
        next = None
        if len(found) > _PAGE:
            next = address("/stories", **{**asked, "cursor": cursor_of(at + _PAGE)})
        return page(request, "stories.html", stories=found[:_PAGE], query=asked, next=next)

    least = 1 if single else 2
    ask = partial(state.ledger.stories, query, least=least, limit=_PAGE + 1, offset=at)
    return await when_ready(request, "Stories", partial(state.ask_long, ask), show)


@router.get("/story/{id}")
@costs_work
async def story(request: Request, id: int) -> Response:
    """One story; one that has become part of another leads there."""
    moved = await led_on(request, state_of(request).ledger.story_now, "story", id)
    return moved or await story_page(request, id)


async def story_page(
    request: Request,
    id: int,
    *,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page of a story; with the ``error`` of a form and what was ``given`` in it."""
    state = state_of(request)

    def found() -> tuple[WholeStory, list[Story]]:
        return state.told_story(id), state.ledger.stories(limit=_NEAR)

    def show(values: tuple[WholeStory, list[Story]]) -> Response:
        told, near = values
        answer = page(
            request, "story.html", whole=told, story=told.story, about=told.about,
            plots=[figures_plot(group) for group in told.figures],
            outlets=[outlet_to_dict(one) for one in told.outlets],
            single={int(id) for one in told.outlets for id in one.single_source},
            near=[one for one in near if one.id != told.story.id],
            error=error, given=given or {},
        )  # fmt: skip
        answer.status_code = 422 if error else 200
        return answer

    return await when_ready(request, "Story", partial(state.ask_long, found), show)


@router.post("/story/{id}/rename")
async def rename(request: Request, id: int, form: Form) -> Response:
    """Gives a story a name."""
    name = field(form, "name")
    return await _decided(request, form, id, "rename_story", id, name)


@router.post("/story/{id}/join")
async def join(request: Request, id: int, form: Form) -> Response:
    """Says that another story is the same."""

    def other() -> list[int]:
        return [id, number_in(field(form, "other"))]

    return await _decided(request, form, id, "join_stories", other)


@router.post("/story/{id}/split")
async def split(request: Request, id: int, form: Form) -> Response:
    """Says that the articles that were ticked are a story of their own."""
    apart = [int(str(value)) for value in form.getlist("apart") if str(value).isdecimal()]
    return await _decided(request, form, id, "split_story", id, apart)


@router.post("/article/{id}/move")
async def move(request: Request, id: int, form: Form) -> Response:
    """Says that an article belongs to another story, or to one of its own."""
    ledger = state_of(request).ledger
    now = await state_of(request).ask_long(ledger.story_of, id)

    def to() -> int | None:
        given = field(form, "story").strip()
        return number_in(given) if given else None

    answer = await _decided(request, form, now.id, "move_article", id, to)
    if answer.status_code == 303:  # on to the story that it is in now
        now = await state_of(request).ask_long(ledger.story_of, id)
        answer.headers["location"] = f"/story/{now.id}"
    return answer


async def _decided(
    request: Request, form: FormData, id: int, name: str, *arguments: Any
) -> Response:
    """On to the story after a decision; a form that failed is shown again as it was filled in.
    What of ``arguments`` can be called is called first."""
    state = state_of(request)
    decide: Callable[..., int] = getattr(state.ledger, name)

    async def decided() -> int:
        given = [one() if callable(one) else one for one in arguments]
        number = await state.ask_long(decide, *given, **told_by(request, form))
        state.refresh()
        return number

    async def again(error: str) -> Response:
        return await story_page(request, id, error=error, given=typed(form))

    return await tried(request, form, decided, again, f"/story/{id}")


def number_in(text: str) -> int:
    """The number of a story in its address, or by itself.

    Raises:
        OptionError: when there is none.
    """
    last = re.split(r"[?#]", text.strip(), maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    if not (last.isascii() and last.isdecimal() and len(last) < 10):
        raise OptionError(f"{text.strip()[:80]!r} is no story; give its number or its address")
    return int(last)
