"""Signing in by name and password: how often it may be tried, and what is told.

A wrong name and a wrong password are the same answer after the same time; so is one who has to
wait, whether the name is somebody's or nobody's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from quoth.errors import OptionError, QuothError
from quoth.ledger.users import LONGEST_PASSWORD, Session, key_of
from quoth.web.state import State, state_of

_T = TypeVar("_T")
_LONGEST_NAME = 300  # characters; what is longer is nobody's, and is not looked at


class WrongPasswordError(QuothError):
    """A name and password that do not belong together, or a token that is none."""

    http_status = 403
    code = "password"


class TooOftenError(QuothError):
    """Too many wrong passwords; ``retry_after`` is in seconds."""

    http_status = 429
    code = "rate"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many wrong passwords; try again in {retry_after} s")
        self.retry_after = retry_after


async def sign_in(request: Request, name: str, password: str) -> Session:
    """Begins a session.

    Raises:
        WrongPasswordError: for a wrong name or password.
        TooOftenError: when it was tried too often.
    """
    state = state_of(request)
    session = await _tried(request, name, state.ledger.sign_in, name, password)
    if session is None:
        raise WrongPasswordError("the name or the password is wrong")
    state.people.changed()
    return session


async def change_password(request: Request, name: str, old: str, new: str) -> Session:
    """Gives a user another password, and begins a new session: those before it have ended.

    Raises:
        WrongPasswordError: when ``old`` is wrong.
        TooOftenError: when it was tried too often.
        OptionError: when ``new`` will not do.
    """
    state = state_of(request)
    session = await _tried(request, name, state.ledger.change_password, name, old, new)
    if session is None:
        raise WrongPasswordError("the old password is wrong")
    state.people.changed()
    return session


async def sign_out(state: State, secret: str) -> None:
    """Ends a session."""
    await state.ask(state.ledger.sign_out, secret)
    state.people.changed()


async def _tried(
    request: Request, name: str, way: Callable[..., _T | None], *given: str
) -> _T | None:
    """What a ``way`` to try a password gives: None for a wrong one. ``given``: the name, the
    password that is tried, and a new one."""
    state = state_of(request)
    client, key = (request.scope.get("client") or ("", 0))[0], key_of(name[:_LONGEST_NAME])
    wait = max(state.failed_clients.wait(client), state.failed_names.wait(key))
    if wait:
        raise TooOftenError(wait)
    # Counted before it is looked at, so that many at once are not more than one after the other.
    state.failed_clients.failed(client)
    state.failed_names.failed(key)
    if len(name) > _LONGEST_NAME or len(given[1]) > LONGEST_PASSWORD:
        return None
    right = False
    try:
        found = await state.ask(way, *given)
        right = found is not None
        return found
    except OptionError:  # the new password will not do; the old one was right
        right = True
        raise
    finally:
        if right:
            state.failed_clients.forgiven(client)
            state.failed_names.forgiven(key)
