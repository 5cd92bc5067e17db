"""Logging in and out, one's own account, the users, and the audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from quoth.errors import OptionError, QuothError
from quoth.ledger.logbook import KINDS
from quoth.ledger.users import ROLES, SHORTEST
from quoth.web.access import costs_work, requires
from quoth.web.answers import cursor as cursor_of
from quoth.web.answers import offset_of
from quoth.web.guard import local, role_of
from quoth.web.markup import address
from quoth.web.pages import Form, checked, field_of, telling
from quoth.web.render import page
from quoth.web.session import LOGIN, SESSION, Told, cookie, cookies_of, new_session
from quoth.web.signing import TooOftenError, WrongPasswordError, change_password, sign_in, sign_out
from quoth.web.state import State, state_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_PAGE = 60
_DOORS = {"page": "pages", "rest": "REST", "command line": "command line", "python": "Python",
          "server": "the server itself"}  # fmt: skip


@router.get("/login")
@requires(None)
async def login(request: Request, next: str = "/") -> Response:
    """Where a name and password, or a token, are given; ``next`` is the page to go back to."""
    return _login_page(request, local(next))


def _login_page(
    request: Request, next: str, error: QuothError | None = None, name: str = ""
) -> Response:
    answer = page(
        request, "login.html", next=next, error=None if error is None else str(error), name=name,
        has_tokens=state_of(request).settings.guarded,
    )  # fmt: skip
    if error is not None:
        answer.status_code = error.http_status
    if isinstance(error, TooOftenError):
        answer.headers["retry-after"] = str(error.retry_after)
    return answer


@router.post("/login")
@requires(None)
@costs_work
async def logged_in(request: Request, form: Form) -> Response:
    """Checks a name and password, or a token, and lets in to the page that was asked for."""
    state = state_of(request)
    next = local(field_of(form, "next"))
    name = field_of(form, "name").strip()
    try:
        if name:
            value = (await sign_in(request, name, field_of(form, "password"))).secret
        else:
            value = _by_token(state, field_of(form, "token").strip())
    except (WrongPasswordError, TooOftenError) as error:
        return _login_page(request, next, error, name)
    response = RedirectResponse(next, 303)
    _let_in(response, value)
    return response


def _by_token(state: State, token: str) -> str:
    role = role_of(state.settings, token)
    if role is None:
        raise WrongPasswordError("this token is not valid here")
    return state.keys.login(role)


def _let_in(response: Response, value: str) -> None:
    # The session that forms are signed for is another one from here on: nobody planted it.
    response.headers.append("set-cookie", cookie(SESSION, new_session()))
    response.headers.append("set-cookie", cookie(LOGIN, value))


@router.post("/logout", dependencies=[Depends(checked)])
@requires(None)
async def logged_out(request: Request) -> Response:
    """Ends a session: its cookie opens nothing any more, wherever a copy of it is."""
    secret = cookies_of(request.headers.get("cookie", "")).get(LOGIN, "")
    if request.state.user is not None:
        await sign_out(state_of(request), secret)
    response = RedirectResponse("/login", 303)
    response.headers.append("set-cookie", cookie(LOGIN, "", seconds=0))
    return response


@router.get("/account")
async def account(request: Request) -> Response:
    """Who one is here, and the form of another password."""
    return await _account(request)


async def _account(request: Request, error: QuothError | None = None) -> Response:
    state, name = state_of(request), request.state.user
    me = None if name is None else await state.ask(state.ledger.user, name)
    answer = page(
        request, "account.html", me=me, error=None if error is None else str(error),
        shortest=SHORTEST,
    )  # fmt: skip
    answer.status_code = 200 if error is None else error.http_status
    return answer


@router.post("/account/password")
@requires("read")
@costs_work
async def own_password(request: Request, form: Form) -> Response:
    """Another password for who is signed in; the sessions elsewhere end."""
    name, new = request.state.user, field_of(form, "new")
    if name is None:
        raise OptionError("nobody is signed in by name")
    try:
        if new != field_of(form, "again"):
            raise OptionError("the new password was not written the same twice")
        session = await change_password(request, name, field_of(form, "old"), new)
    except (OptionError, WrongPasswordError, TooOftenError) as error:
        return await _account(request, error)
    response = telling(request, "/account", Told("Password changed; other sessions have ended"))
    _let_in(response, session.secret)
    return response


@router.get("/people")
@requires("admin")
async def people(request: Request) -> Response:
    """The users."""
    return await _people(request)


async def _people(
    request: Request, error: str | None = None, form: FormData | None = None
) -> Response:
    state = state_of(request)
    given = {name: field_of(form, name) for name in ("name", "role")} if form is not None else {}
    found = await state.ask(state.ledger.users)
    answer = page(
        request, "people.html", users=found, roles=ROLES, error=error, given=given,
        shortest=SHORTEST,
    )  # fmt: skip
    answer.status_code = 422 if error else 200
    return answer


@router.post("/people/{action}")
@requires("admin")
@costs_work
async def change(request: Request, action: str, form: Form) -> Response:
    """Adds a user, gives another role or password, or takes a user away."""
    state = state_of(request)
    name, role, password = (field_of(form, one) for one in ("name", "role", "password"))
    ledger = state.ledger
    ways: dict[str, tuple[str, Callable[[], Any]]] = {
        "add": ("Added", lambda: ledger.add_user(name, password, role=role or "editor")),
        "role": (f"Role is now {role}", lambda: ledger.set_role(name, role)),
        "password": ("Password changed", lambda: ledger.set_password(name, password)),
        "remove": ("Removed", lambda: ledger.remove_user(name, keep_one=True)),
    }
    if action not in ways:
        raise OptionError("users are added, removed, or get another role or password")
    told, way = ways[action]
    try:
        await state.ask(way)
    except OptionError as error:
        return await _people(request, str(error), form)
    state.people.changed()
    return telling(request, "/people", Told(told, name.strip()[:60]))


@router.get("/log")
@requires("edit")
async def log(
    request: Request, user: str = "", kind: str = "", since: str = "", until: str = "",
    cursor: str | None = None,
) -> Response:  # fmt: skip
    """Who did what, the last first; of a user, a kind and days only, if given."""
    state = state_of(request)
    at = offset_of(cursor)
    asked = {"user": user, "kind": kind, "since": since, "until": until}
    given = {name: value or None for name, value in asked.items()}
    found = await state.ask(state.ledger.log, **given, limit=_PAGE + 1, offset=at)
    names = await state.ask(state.ledger.log_names)
    next = None
    if len(found) > _PAGE:
        next = address("/log", **asked, cursor=cursor_of(at + _PAGE))
    return page(
        request, "log.html", entries=found[:_PAGE], names=names, kinds=KINDS, asked=asked,
        next=next, link=_link, doors=_DOORS,
    )  # fmt: skip


def _link(about: str | None, target: str | None) -> str | None:
    """Where what an entry is about is shown."""
    pages = {"statement": "/statement/", "article": "/article/", "speaker": "/speaker/",
             "search": "/saved/"}  # fmt: skip
    return f"{pages[about]}{target}" if about in pages and target is not None else None
