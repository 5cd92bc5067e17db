"""Corrections on the pages: small forms that decide, and the log of what was decided."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from quoth.errors import OptionError
from quoth.ledger import Changes, Correction
from quoth.ledger.stories import ACTIONS as STORY_ACTIONS
from quoth.records import Span, SpeakerType
from quoth.web.answers import cursor as cursor_of
from quoth.web.answers import offset_of
from quoth.web.guard import came_from
from quoth.web.markup import DONE
from quoth.web.pages import Form
from quoth.web.pages_article import article_page
from quoth.web.pages_dossier import statement_page
from quoth.web.pages_ledger import speaker_page
from quoth.web.render import page, wants_page
from quoth.web.session import Told, by_cookie
from quoth.web.state import state_of
from quoth.wording import shortened

router = APIRouter(include_in_schema=False)

_PAGE = 40
_WORDS = 140  # characters of a statement in what is told after a decision
_KNOWN = ("title", "outlet", "url", "published", "language", "section")


@router.get("/corrections")
async def corrections(request: Request, cursor: str | None = None) -> Response:
    """What was decided, the last decision first."""
    state = state_of(request)
    at = offset_of(cursor)
    found = await state.ask(state.ledger.corrections, limit=_PAGE + 1, offset=at)
    next = cursor_of(at + _PAGE) if len(found) > _PAGE else None
    return page(request, "corrections.html", corrections=found[:_PAGE], next=next)


@router.post("/statement/{id}/{action}")
async def decide(request: Request, id: int, action: str, form: Form) -> Response:
    """Confirms, corrects or rejects a statement."""
    ledger = state_of(request).ledger
    told = told_by(request, form)

    async def correct() -> int:
        return await state_of(request).ask(ledger.correct, id, _changes(form), **told)

    if action == "correct":
        return await tried(
            request, form, correct, lambda error: statement_page(
                request, id, error=error, given=typed(form)
            ), f"/statement/{id}",
        )  # fmt: skip
    if action not in ("confirm", "reject"):
        raise OptionError("a statement is confirmed, corrected or rejected")
    way = ledger.confirm if action == "confirm" else ledger.reject
    number = await state_of(request).ask(way, id, **told)
    return await lead_on(request, form, number, f"/statement/{id}", came=True)


@router.post("/article/{id}/add")
async def add(request: Request, id: int, form: Form) -> Response:
    """Adds a statement to a kept text."""
    state = state_of(request)

    async def added() -> int:
        told = told_by(request, form)
        return await state.ask(state.ledger.add_statement, id, _changes(form), **told)

    return await _on_article(request, form, id, added)


async def _on_article(
    request: Request, form: Form, id: int, decide: Callable[[], Awaitable[int]]
) -> Response:
    """Decides about an article; where that fails, its page keeps what was typed."""
    return await tried(
        request, form, decide,
        lambda error: article_page(request, id, error=error, given=typed(form)),
        f"/article/{id}",
    )  # fmt: skip


@router.post("/article/{id}/edit")
async def edit(request: Request, id: int, form: Form) -> Response:
    """Changes what is known of an article to what the fields of the form hold."""
    state = state_of(request)
    article = (await state.ask(state.ledger.version, id)).reading.article
    given: dict[str, Any] = {}
    for name in _KNOWN:
        value = " ".join(field(form, name).split())
        if name in form and value != (getattr(article, name) or ""):
            given[name] = value
    authors = [part.strip() for part in field(form, "authors").split(";") if part.strip()]
    if "authors" in form and authors != list(article.authors):
        given["authors"] = authors

    async def edited() -> int:
        told = told_by(request, form)
        return await state.ask(state.ledger.edit_article, id, given, **told)

    return await _on_article(request, form, id, edited)


@router.post("/article/{id}/delete")
async def delete(request: Request, id: int, form: Form) -> Response:
    """Deletes an article, and leads to the log, where that can be undone."""
    state = state_of(request)
    number = await state.ask(state.ledger.delete_article, id, **told_by(request, form))
    state.refresh()
    return await lead_on(request, form, number, "/corrections")


@router.post("/corrections/{number}/undo")
async def undo(request: Request, number: int, form: Form) -> Response:
    """Takes a decision back; an undo likewise, so that what it undid counts again."""
    state = state_of(request)
    new = await state.ask(state.ledger.undo, number, **told_by(request, form))
    state.refresh()
    return await lead_on(request, form, new, "/corrections", came=True)


@router.post("/speaker/{id}/merge")
async def merge(request: Request, id: str, form: Form) -> Response:
    """Says that another speaker is the same."""
    state = state_of(request)
    # An id, or the address of the speaker's page.
    other = re.split(r"[?#]", field(form, "other").strip(), maxsplit=1)[0].rsplit("/", 1)[-1]

    async def merged() -> int:
        told = told_by(request, form)
        number = await state.ask_long(state.ledger.merge_speakers, [id, other], **told)
        state.refresh()
        return number

    return await tried(
        request, form, merged,
        lambda error: speaker_page(request, id, error=error, given=typed(form)),
        f"/speaker/{id}",
    )  # fmt: skip


@router.post("/speaker/{id}/rename")
async def rename(request: Request, id: str, form: Form) -> Response:
    """Gives a speaker another name or type over all articles."""
    state = state_of(request)
    name, type = field(form, "name").strip(), field(form, "type")

    async def renamed() -> int:
        number = await state.ask_long(
            state.ledger.rename_speaker, id, name=name or None, type=type or None,
            **told_by(request, form),
        )  # fmt: skip
        state.refresh()
        return number

    return await tried(
        request, form, renamed,
        lambda error: speaker_page(request, id, error=error, given=typed(form)),
        f"/speaker/{id}",
    )  # fmt: skip


@router.post("/speaker/{id}/split")
async def split(request: Request, id: str, form: Form) -> Response:
    """Says that in some places it is somebody else."""
    state = state_of(request)
    apart = [int(str(value)) for value in form.getlist("apart") if str(value).isdecimal()]

    async def parted() -> int:
        if not apart:
            raise OptionError("no article selected; select the articles with the other speaker")
        told = told_by(request, form)
        number = await state.ask_long(state.ledger.split_speaker, id, apart, **told)
        state.refresh()
        return number

    return await tried(
        request, form, parted,
        lambda error: speaker_page(request, id, error=error, given=typed(form)),
        f"/speaker/{id}",
    )  # fmt: skip


async def tried(
    request: Request,
    form: FormData,
    decide: Callable[[], Awaitable[int]],
    again: Callable[[str], Awaitable[Response]],
    link: str,
) -> Response:
    """On to ``link`` after a decision; a form that failed is shown ``again`` as it was filled in.

    Raises:
        OptionError: what the decision raised, for programs.
    """
    try:
        number = await decide()
    except OptionError as error:
        if not wants_page(request):
            raise
        return await again(str(error))
    return await lead_on(request, form, number, link)


async def lead_on(
    request: Request, form: FormData, number: int, link: str, *, came: bool = False
) -> Response:
    """On to the page one came from, or to ``link``, which tells what was decided and about which
    statement, and lets it be taken back."""
    state = state_of(request)
    one = await state.ask(state.ledger.decision, number)
    back = came_from(request) if came else None
    answer = RedirectResponse(_to(back, one, link), 303)
    answer.headers.append("set-cookie", state.keys.telling(_telling(one)))
    if "by" in form and request.state.user is None:
        answer.headers.append("set-cookie", by_cookie(field(form, "by").strip()[:300]))
    return answer


def _to(back: str | None, one: Correction, link: str) -> str:
    if back is None or not back.startswith(
        ("/statement", "/speaker/", "/article/", "/story/", "/corr", "/review")
    ):
        return link
    listed = back.startswith(("/statements", "/speaker/")) and one.statement is not None
    return f"{back}#st{one.statement}" if listed else back


def _telling(one: Correction) -> Told:
    action = "redo" if one.action == "undo" and one.redoes else one.action
    link = f"/statement/{one.statement}" if one.statement is not None else None
    if action in ("merge", "split", "rename", *STORY_ACTIONS):
        words = f"{one.before} → {one.after}"
    else:
        words = one.after or one.before
    return Told(
        DONE.get(action, action), shortened(words, _WORDS), link, one.id, one.action == "undo"
    )


def told_by(request: Request, form: FormData) -> dict[str, str | None]:
    """By whom a form decides, and why."""
    named = request.state.user is None and "by" in form  # who is signed in decides as themselves
    by = field(form, "by") if named else request.state.by
    return {"by": by.strip()[:300] or None, "why": field(form, "why")[:2000] or None}


def _changes(form: FormData) -> Changes:
    """What the fields of a form say; an empty one says nothing."""
    given: dict[str, Any] = {}
    for name in ("speaker", "form", "kind", "tone", "polarity", "said_on"):
        if field(form, name).strip():
            given[name] = field(form, name).strip()[:500]
    type = field(form, "type")
    if type in get_args(SpeakerType):
        given["type"] = type
    if field(form, "roles").strip():
        given["roles"] = tuple(part.strip() for part in field(form, "roles").split(";"))
    if field(form, "cue"):
        given["cue"] = _place(field(form, "cue"))
    for name in ("sources", "contents"):
        places = tuple(_place(part) for part in field(form, name).split(";") if part.strip())
        if places:
            given[name] = places
    if not given:
        raise OptionError("no changes given")
    return Changes(**given)


def _place(text: str) -> Span:
    start, _, end = text.partition(":")
    try:
        return Span(int(start), int(end))
    except ValueError as error:
        raise OptionError(
            f"Invalid span {text!r}: expected START:END, for example 120:134"
        ) from error


def field(form: FormData, name: str) -> str:
    """What a field of a form holds, "" where there is none."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def typed(form: FormData) -> dict[str, str]:
    """What was typed, for the form to be shown again; places that were ticked apart by spaces."""
    shown = {name: field(form, name) for name in form}
    return {**shown, "apart": " ".join(str(value) for value in form.getlist("apart"))}
