"""Who acts on a ledger at the moment, and through which door: for what is decided and logged.

Whoever lets people in (the web app, the command line) says so around what they do:

    with acting(Acting("page", user="Mia")):
        ledger.reject(12, by="somebody else")   # logged as Mia's
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Door = Literal["page", "rest", "command line", "python", "server"]
UserRole = Literal["reader", "editor", "admin"]
#: Of what the audit log tells.
LogKind = Literal["decision", "mark", "search", "watch", "articles", "user", "sign-in"]
BY_TOKEN = "access token"
_LONGEST_NAME = 280  # characters; with the mark it fits where names are kept


@dataclass(frozen=True, slots=True)
class Acting:
    """``user``: who is signed in; then every decision is theirs, whatever name comes with it.
    ``by_token``: nobody is, where there are users; a name that comes with a decision is marked as
    one that was only told."""

    door: Door = "python"
    user: str | None = None
    by_token: bool = False


_NOW: ContextVar[Acting] = ContextVar("quoth_acting", default=Acting())  # noqa: B039 (frozen)


@contextmanager
def acting(one: Acting) -> Iterator[None]:
    """Says who acts, until the end of the block."""
    before = _NOW.set(one)
    try:
        yield
    finally:
        _NOW.reset(before)


def door() -> Door:
    """The door through which somebody acts."""
    return _NOW.get().door


def by_whom(told: str | None) -> str | None:
    """By whom something is decided, where ``told`` is the name that came with it."""
    now = _NOW.get()
    if now.user is not None:
        return now.user
    if not now.by_token:
        return told
    # Cut before it is marked: what is long, or mostly spaces, may not push the mark away.
    name = " ".join((told or "").split())[:_LONGEST_NAME].rstrip()
    return f"{name} ({BY_TOKEN})" if name else BY_TOKEN
