"""``/api/v1``: sessions, users, the audit log."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from quoth.acting import LogKind, UserRole
from quoth.errors import OptionError
from quoth.ledger.users import Session
from quoth.web import shapes
from quoth.web.access import Role, costs_work, requires
from quoth.web.answers import Answer, Json, cursor_after, offset_of, success
from quoth.web.api_read import ERRORS
from quoth.web.signing import change_password, sign_in, sign_out
from quoth.web.state import state_of

router = APIRouter(prefix="/api/v1", tags=["people"], responses=ERRORS)

_PASSWORD = "four words of a long song"
Day = Annotated[str | None, Query(description="ISO date", examples=["2031-03-04"])]


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Credentials(_Base):
    """A name and password."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Mia", "password": _PASSWORD}]}
    )

    name: str = Field(max_length=300)
    password: str = Field(max_length=1000)


class OtherPassword(_Base):
    """One's own password, and what it shall be."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"old": _PASSWORD, "new": "five words of another one"}]},
    )

    old: str = Field(max_length=1000)
    new: str = Field(max_length=1000)


class NewUser(Credentials):
    """A user to add."""

    role: UserRole = "editor"


class UserChange(_Base):
    """What is to be changed of a user; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "admin"}]})

    role: UserRole | None = None
    password: str | None = Field(None, max_length=1000)


class SessionBegun(_Base):
    """``token`` goes into ``Authorization: Bearer``; times in UTC."""

    token: str
    name: str
    role: UserRole
    ends_at: str


class Me(_Base):
    """Who asks: ``name`` is null for a token, and where nobody has to sign in."""

    name: str | None
    may: Role | None


@router.post("/session", response_model=Answer[SessionBegun], status_code=201)
@requires(None)
@costs_work
async def begin(request: Request, given: Credentials) -> Json:
    """Signs a user in; the token is used like an access token until it ends."""
    return _begun(await sign_in(request, given.name, given.password))


@router.get("/session", response_model=Answer[Me])
async def me(request: Request) -> Json:
    """Who asks, and what they may do."""
    return success({"name": request.state.user, "may": request.state.role})


@router.delete("/session", status_code=204)
@requires("read")
async def end(request: Request) -> Response:
    """Signs a user out: the token opens nothing any more."""
    secret = request.headers.get("authorization", "").partition(" ")[2].strip()
    if request.state.user is None or not secret:
        raise OptionError("no session: a user signs out with the token of POST /session")
    await sign_out(state_of(request), secret)
    return Response(status_code=204)


@router.put("/session/password", response_model=Answer[SessionBegun])
@requires("read")
@costs_work
async def own_password(request: Request, given: OtherPassword) -> Json:
    """Another password for who is signed in; all sessions end, and a new one begins."""
    if request.state.user is None:
        raise OptionError("no session: users change their own password; sign in first")
    session = await change_password(request, request.state.user, given.old, given.new)
    return _begun(session, 200)


@router.get("/users", response_model=Answer[list[shapes.UserKnown]])
@requires("admin")
async def users(request: Request) -> Json:
    """The users, by name."""
    state = state_of(request)
    return success([asdict(one) for one in await state.ask(state.ledger.users)])


@router.post("/users", response_model=Answer[shapes.UserKnown], status_code=201)
@requires("admin")
@costs_work
async def add(request: Request, new: NewUser) -> Json:
    """Adds a user."""
    state = state_of(request)
    await state.ask(state.ledger.add_user, new.name, new.password, role=new.role)
    return await _user(request, new.name, 201)


@router.patch("/users/{name}", response_model=Answer[shapes.UserKnown])
@requires("admin")
@costs_work
async def change(request: Request, name: str, change: UserChange) -> Json:
    """Gives a user another role or password; the sessions end."""
    state = state_of(request)
    await state.ask(state.ledger.change_user, name, role=change.role, password=change.password)
    return await _user(request, name, 200)


@router.delete("/users/{name}", status_code=204)
@requires("admin")
async def remove(request: Request, name: str) -> Response:
    """Takes a user away; the sessions end, and what they decided keeps their name."""
    state = state_of(request)
    await state.ask(state.ledger.remove_user, name, keep_one=True)
    state.people.changed()
    return Response(status_code=204)


@router.get("/log", response_model=Answer[list[shapes.LogEntry]])
@requires("edit")
async def log(
    request: Request, user: str | None = None, kind: LogKind | None = None, since: Day = None,
    until: Day = None, limit: Annotated[int, Query(ge=1, le=100)] = 20, cursor: str | None = None,
) -> Json:  # fmt: skip
    """Who did what, when and through which door, the last first."""
    state = state_of(request)
    at = offset_of(cursor)
    plain = None if user is None else user.encode("utf-8", "replace").decode()
    found = await state.ask(
        state.ledger.log, user=plain, kind=kind, since=since, until=until, limit=limit + 1,
        offset=at,
    )  # fmt: skip
    return success([asdict(one) for one in found[:limit]], cursor_after(len(found), limit, at))


async def _user(request: Request, name: str, status: int) -> Json:
    state = state_of(request)
    state.people.changed()
    return success(asdict(await state.ask(state.ledger.user, name)), status=status)


def _begun(session: Session, status: int = 201) -> Json:
    told: dict[str, Any] = {"name": session.user.name, "role": session.user.role}
    return success({"token": session.secret, **told, "ends_at": session.ends_at}, status=status)
