"""Corrections on the pages: small forms that decide, and the log of what was decided."""

from __future__ import annotations

import re
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from quoth.errors import OptionError
from quoth.ledger import Changes
from quoth.records import Span, SpeakerType
from quoth.web.answers import cursor as cursor_of
from quoth.web.answers import offset_of
from quoth.web.pages import Form, came_from
from quoth.web.render import page
from quoth.web.state import state_of

router = APIRouter(include_in_schema=False)

_PAGE = 40


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
    state = state_of(request)
    ledger = state.ledger
    told = _told(form)
    if action == "correct":
        await state.ask(ledger.correct, id, _changes(form), **told)
    elif action == "confirm":
        await state.ask(ledger.confirm, id, **told)
    elif action == "reject":
        await state.ask(ledger.reject, id, **told)
    else:
        raise OptionError("a statement is confirmed, corrected or rejected")
    came = came_from(request) or ""
    if came.startswith(("/statements", "/speaker/")):  # a list to go on with
        return RedirectResponse(f"{came}#st{id}", 303)
    return RedirectResponse("/corrections" if action == "reject" else f"/statement/{id}", 303)


@router.post("/article/{id}/add")
async def add(request: Request, id: int, form: Form) -> Response:
    """Adds a statement to a kept text."""
    state = state_of(request)
    await state.ask(state.ledger.add_statement, id, _changes(form), **_told(form))
    return RedirectResponse(f"/article/{id}", 303)


@router.post("/corrections/{number}/undo")
async def undo(request: Request, number: int, form: Form) -> Response:
    """Takes a decision back."""
    state = state_of(request)
    await state.ask(state.ledger.undo, number, **_told(form))
    return RedirectResponse("/corrections", 303)


@router.post("/speaker/{id}/merge")
async def merge(request: Request, id: str, form: Form) -> Response:
    """Says that another speaker is the same."""
    state = state_of(request)
    # An id, or the address of the speaker's page.
    other = re.split(r"[?#]", _text(form, "other").strip(), maxsplit=1)[0].rsplit("/", 1)[-1]
    await state.ask_long(state.ledger.merge_speakers, [id, other], **_told(form))
    state.refresh()
    return RedirectResponse("/corrections", 303)


@router.post("/speaker/{id}/split")
async def split(request: Request, id: str, form: Form) -> Response:
    """Says that in some places it is somebody else."""
    state = state_of(request)
    apart = [int(str(value)) for value in form.getlist("apart") if str(value).isdecimal()]
    if not apart:
        raise OptionError("no place was ticked; tick those in which it is somebody else")
    await state.ask_long(state.ledger.split_speaker, id, apart, **_told(form))
    state.refresh()
    return RedirectResponse("/corrections", 303)


def _told(form: FormData) -> dict[str, str | None]:
    return {"by": _text(form, "by")[:300] or None, "why": _text(form, "why")[:2000] or None}


def _changes(form: FormData) -> Changes:
    """What the fields of a form say; an empty one says nothing."""
    given: dict[str, Any] = {}
    for name in ("speaker", "form", "kind", "tone", "polarity", "said_on"):
        if _text(form, name).strip():
            given[name] = _text(form, name).strip()[:500]
    type = _text(form, "type")
    if type in get_args(SpeakerType):
        given["type"] = type
    if _text(form, "roles").strip():
        given["roles"] = tuple(part.strip() for part in _text(form, "roles").split(";"))
    if _text(form, "cue"):
        given["cue"] = _place(_text(form, "cue"))
    for name in ("sources", "contents"):
        places = tuple(_place(part) for part in _text(form, name).split(";") if part.strip())
        if places:
            given[name] = places
    if not given:
        raise OptionError("nothing to change was given")
    return Changes(**given)


def _place(text: str) -> Span:
    start, _, end = text.partition(":")
    try:
        return Span(int(start), int(end))
    except ValueError as error:
        raise OptionError(f"{text!r} is no place; write START:END, as 120:134") from error


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
