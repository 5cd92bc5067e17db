"""The audit log: who did what, when, and through which door. Rows are only added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.acting import Door, LogKind, by_whom, door
from quoth.errors import OptionError
from quoth.ledger.keep import now
from quoth.ledger.people_tables import logbook
from quoth.query import one_of
from quoth.records import is_date
from quoth.wording import shortened

KINDS: tuple[str, ...] = get_args(LogKind)
_WORDS = 240  # characters of what an entry tells
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: when (UTC), who (a user, or a name that was told; None: nobody said),
    through which door, and what: ``action`` of a ``kind`` on ``target``, which is a number, an id
    or a name of what ``about`` says; ``told`` is it in words."""

    id: int
    made_at: str
    made_by: str | None
    door: Door
    kind: LogKind
    action: str
    about: str | None
    target: str | None
    told: str


def write(
    connection: Connection,
    kind: LogKind,
    action: str,
    *,
    about: str | None = None,
    target: int | str | None = None,
    told: str = "",
    by: str | None = None,
) -> None:
    """Adds a line to the log; ``by`` counts where nobody is signed in."""
    who = by_whom(by)
    values = {
        "made_at": now(),
        "made_by": _kept(who[:_LONGEST_NAME]) if who else None,
        "door": door(),
        "kind": kind,
        "action": action,
        "about": about,
        "target": None if target is None else _kept(str(target)[:_LONGEST_NAME]),
        "told": _kept(shortened(told, _WORDS)),
    }
    connection.execute(logbook.insert().values(**values))


def entries(
    connection: Connection,
    *,
    user: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Entry]:
    """The log, the last line first.

    Args:
        connection: of the ledger.
        user: only what was done by this user, or under this name.
        kind: one of `KINDS`.
        since: done on this day (ISO date, UTC) or later.
        until: done on this day or before.
        limit: how many at most.
        offset: how many of the last to pass over.

    Raises:
        OptionError: for another kind, or a day that is none.
    """
    question = sa.select(logbook).order_by(logbook.c.id.desc()).limit(limit).offset(offset)
    if one_of("kind", kind, KINDS) is not None:
        question = question.where(logbook.c.kind == kind)
    if user is not None:
        question = question.where(logbook.c.made_by == user.replace("\x00", ""))
    if since is not None:
        question = question.where(logbook.c.made_at >= _day("since", since).isoformat())
    if until is not None:
        after = _day("until", until) + timedelta(days=1)
        question = question.where(logbook.c.made_at < after.isoformat())
    return [Entry(**row._mapping) for row in connection.execute(question)]


def names(connection: Connection) -> list[str]:
    """Who stands in the log, by name."""
    question = sa.select(logbook.c.made_by).where(logbook.c.made_by.is_not(None)).distinct()
    return sorted(connection.scalars(question.limit(1000)), key=str.casefold)


def decided(
    connection: Connection,
    action: str,
    number: int,
    version: int | None,
    details: dict[str, Any],
    by: str | None,
) -> None:
    """Adds a line about a decision of the other log, whose number is ``number``."""
    before, after = str(details.get("before") or ""), str(details.get("after") or "")
    if details.get("statement") is not None:
        about, target = "statement", int(details["statement"])
    elif version is not None:
        about, target = "article", version
    else:
        about, target = "decision", number
    told = " → ".join(shortened(one, _WORDS // 2) for one in dict.fromkeys((before, after)) if one)
    write(connection, "decision", action, about=about, target=target, told=told, by=by)


def _day(name: str, given: str) -> date:
    if len(given) != 10 or not is_date(given):
        raise OptionError(f"{name}: {given!r} is not a day; expected YYYY-MM-DD")
    day = date.fromisoformat(given)
    if day == date.max:
        raise OptionError(f"{name}: {given!r} is too late; name an earlier day")
    return day


def _kept(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
