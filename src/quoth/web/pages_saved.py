"""Saved searches on the pages, and their Atom feeds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from quoth.errors import OptionError
from quoth.formats.alerts_view import atom
from quoth.ledger import SavedSearch
from quoth.ledger.saved import KINDS
from quoth.query import FILTERS, StatementQuery
from quoth.web.access import costs_work, requires
from quoth.web.answers import cursor as cursor_of
from quoth.web.answers import offset_of
from quoth.web.asked import Query, shown
from quoth.web.pages import Form, checked, field_of, telling
from quoth.web.render import page
from quoth.web.session import Told
from quoth.web.state import state_of

router = APIRouter(include_in_schema=False)

_PAGE = 30
_IN_FEED = 100


@router.get("/saved")
async def saved(request: Request, query: Query) -> Response:
    """The saved searches; with a query, the form that saves it."""
    return await _list(request, query)


@router.post("/saved")
@costs_work
async def save(request: Request, form: Form) -> Response:
    """Saves a search."""
    state = state_of(request)
    query = StatementQuery()
    try:
        query = _query(form)
        id = await state.ask_long(
            state.ledger.save_search, field_of(form, "name"), query,
            kind=field_of(form, "tells") or "statements", hook=field_of(form, "hook"),
            by=field_of(form, "by").strip()[:300] or request.state.by or None,
        )  # fmt: skip
    except OptionError as error:
        return await _list(request, query, str(error), form)
    return telling(request, f"/saved/{id}", Told("Saved"))


@router.get("/saved/{id}")
@costs_work
async def one(request: Request, id: int, cursor: str | None = None) -> Response:
    """One saved search with what it told."""
    return await _one(request, id, offset_of(cursor))


@router.post("/saved/{id}/change")
@costs_work
async def change(request: Request, id: int, form: Form) -> Response:
    """Changes the name, kind or address of a saved search."""
    state = state_of(request)
    values: dict[str, Any] = {
        name: field_of(form, field)
        for name, field in (("name", "name"), ("kind", "tells"), ("hook", "hook"))
        if field in form
    }
    if "again" in form:
        values["again"] = True
    try:
        await state.ask_long(state.ledger.change_search, id, values)
    except OptionError as error:
        return await _one(request, id, 0, str(error), form)
    state.look_soon()
    return telling(request, f"/saved/{id}", Told("Tried again" if "again" in form else "Changed"))


@router.post("/saved/{id}/delete", dependencies=[Depends(checked)])
async def delete(request: Request, id: int) -> Response:
    """Takes a saved search away."""
    state = state_of(request)
    name = (await state.ask(state.ledger.saved_search, id)).name
    await state.ask(state.ledger.forget_search, id)
    return telling(request, "/saved", Told("Taken away", name))


@router.get("/feeds/{feed}.atom")
@requires(None)
@costs_work
async def feed(request: Request, feed: str) -> Response:
    """What a saved search tells, as a feed: its address is the secret that opens it, since programs
    that read feeds know no tokens."""
    state = state_of(request)
    found: SavedSearch = await state.ask(state.ledger.search_of_feed, feed)
    await state.ask_long(state.ledger.look, found.id)
    alerts = await state.ask(state.ledger.alerts, found.id, limit=_IN_FEED)
    base = f"{request.url.scheme}://{request.url.netloc}"
    body = atom(
        found.name, f"{base}/feeds/{found.feed}.atom", alerts, base=base, made_at=found.made_at
    )
    mark = f'"{found.id}-{alerts[0].id if alerts else 0}"'
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers={"etag": mark})
    return Response(body, media_type="application/atom+xml", headers={"etag": mark})


async def _list(
    request: Request, query: StatementQuery, error: str | None = None, form: FormData | None = None
) -> Response:
    state = state_of(request)
    found = await state.ask(state.ledger.saved_searches)
    given = {name: field_of(form, name) for name in form} if form is not None else {}
    total = None
    if query.words or query.given:
        total = await state.ask(state.ledger.count, query)
    answer = page(
        request, "saved.html", searches=[(one, shown(one.query)) for one in found], kinds=KINDS,
        query=shown(query), asked=in_words(query), total=total, error=error, given=given,
        words=in_words,
    )  # fmt: skip
    answer.status_code = 422 if error else 200
    return answer


async def _one(
    request: Request, id: int, at: int, error: str | None = None, form: FormData | None = None
) -> Response:
    state = state_of(request)
    ledger = state.ledger
    await state.ask(ledger.saved_search, id)
    await state.ask_long(ledger.look, id)
    one = await state.ask(ledger.saved_search, id)
    alerts = await state.ask(ledger.alerts, id, limit=_PAGE + 1, offset=at)
    given = {name: field_of(form, name) for name in form} if form is not None else {}
    answer = page(
        request, "saved_one.html", one=one, query=shown(one.query), asked=in_words(one.query),
        alerts=alerts[:_PAGE], next=cursor_of(at + _PAGE) if len(alerts) > _PAGE else None,
        kinds=KINDS, error=error, given=given,
        feed=f"{request.url.scheme}://{request.url.netloc}/feeds/{one.feed}.atom",
    )  # fmt: skip
    answer.status_code = 422 if error else 200
    return answer


def in_words(query: StatementQuery) -> str:
    """What a query asks for, as people read it."""
    parts = [f"“{query.words}”"] if query.words else []
    for one in FILTERS:
        value = getattr(query, one.name)
        if value is None:
            continue
        if one.kind == "flag":
            parts.append(one.shown[0] if value else one.shown[1])
        else:
            parts.append(f"{one.label.lower()} {value}")
    return ", ".join(parts)


def _query(form: FormData) -> StatementQuery:
    filters = {one.name: field_of(form, one.name) for one in FILTERS if field_of(form, one.name)}
    return StatementQuery.of(field_of(form, "q"), filters)
