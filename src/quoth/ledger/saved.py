"""Saved searches: a `StatementQuery` with a name, kept in the ledger, and what it has told."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.acting import by_whom
from quoth.errors import NotFoundError, OptionError
from quoth.ledger import logbook
from quoth.ledger.desk_tables import alerts, saved_searches, search_matches
from quoth.ledger.keep import now
from quoth.query import StatementQuery, one_of
from quoth.wording import is_web_address

AlertKind = Literal["statements", "quotation", "figure"]
#: What each kind of saved search tells of.
KINDS: dict[AlertKind, str] = {
    "statements": "new, changed and withdrawn statements",
    "quotation": "quotations that their speaker never said before",
    "figure": "figures that changed",
}
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 2000
_SECRET = "whsec_"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name. ``kind`` says what it tells of (`KINDS`).

    ``feed`` is the secret part of its feed's address, ``secret`` what sent alerts are signed with.
    ``hook`` is the address they are sent to, None for none; ``tries``, ``next_try`` (UTC) and
    ``trouble`` say how sending stands, ``waiting`` how many alerts are still to be sent, ``alerts``
    how many came up in all.
    """

    id: int
    name: str
    kind: AlertKind
    query: StatementQuery
    made_at: str
    made_by: str | None
    feed: str
    secret: str
    hook: str | None
    looked_at: str
    tries: int
    next_try: str | None
    trouble: str | None
    alerts: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Alert:
    """What a saved search told: ``what`` is "new", "changed", "withdrawn", "never said before" or
    "figure changed"; ``told`` and ``before`` are the statement in words, and the one before it
    (who, cue, content, title, outlet, url, published, article), None where there is none."""

    id: int
    search: int
    made_at: str
    what: str
    statement: int | None
    told: dict[str, Any] | None
    before: dict[str, Any] | None
    why: str


def save(
    connection: Connection,
    name: str,
    query: StatementQuery,
    *,
    kind: str = "statements",
    hook: str | None = None,
    by: str | None = None,
) -> int:
    """Saves a search; gives its number. It has not looked yet.

    Raises:
        OptionError: when it has no name, one that another has, or asks for nothing; when there is
            no such kind, or the hook is no address.
    """
    values = {
        "name": _name(connection, name, None),
        "kind": _kind(kind),
        "asked": _asked(query),
        "hook": _hook(hook),
    }
    new = saved_searches.insert().values(
        **values,
        made_at=now(),
        made_by=by_whom(by),
        feed=secrets.token_urlsafe(24),
        secret=_SECRET + base64.b64encode(secrets.token_bytes(32)).decode(),
        state="",
        looked_at="",
        sent=0,
        tries=0,
    )
    id = int(connection.execute(new.returning(saved_searches.c.id)).scalar_one())
    _log(connection, "saved", id, str(values["name"]), by)
    return id


def change(connection: Connection, id: int, values: Mapping[str, Any]) -> None:
    """Changes a saved search: ``name``, ``kind``, ``query`` or ``hook`` (None takes it away);
    ``again`` tries at once to send what could not be sent.

    Raises:
        NotFoundError: when there is none of that number.
        OptionError: as `save`.
    """
    old = _row(connection, id)
    new: dict[str, Any] = {}
    if "name" in values:
        new["name"] = _name(connection, values["name"], id)
    if "kind" in values:
        new["kind"] = _kind(values["kind"])
    if "query" in values and _asked(values["query"]) != old.asked:
        new |= {"asked": _asked(values["query"]), "state": "", "looked_at": ""}
        connection.execute(search_matches.delete().where(search_matches.c.search_id == id))
    if "hook" in values and _hook(values["hook"]) != old.hook:
        # What came up before the address was given is not sent to it.
        last = sa.select(sa.func.max(alerts.c.id)).where(alerts.c.search_id == id)
        new |= {"hook": _hook(values["hook"]), "sent": connection.scalar(last) or 0}
        new |= {"tries": 0, "next_try": None, "trouble": None}
    if values.get("again"):
        new |= {"tries": 0, "next_try": None}
    if new:
        connection.execute(saved_searches.update().where(saved_searches.c.id == id).values(**new))
        _log(connection, "changed", id, new.get("name", old.name))


def forget(connection: Connection, id: int) -> None:
    """Takes a saved search away, with its alerts.

    Raises:
        NotFoundError: when there is none of that number.
    """
    name = _row(connection, id).name
    for table in (alerts, search_matches):
        connection.execute(table.delete().where(table.c.search_id == id))
    connection.execute(saved_searches.delete().where(saved_searches.c.id == id))
    _log(connection, "removed", id, name)


def _log(connection: Connection, action: str, id: int, name: str, by: str | None = None) -> None:
    logbook.write(connection, "search", action, about="search", target=id, told=name, by=by)


def saved(connection: Connection, which: int | str | None = None) -> list[SavedSearch]:
    """The saved searches by name; that of a number or a name only, if ``which``.

    Raises:
        NotFoundError: when there is none of that number or name.
    """
    counted = (
        sa.select(
            alerts.c.search_id,
            sa.func.count().label("alerts"),
            sa.func.sum(sa.case((alerts.c.id > saved_searches.c.sent, 1), else_=0)).label(
                "waiting"
            ),
        )
        .join(saved_searches, saved_searches.c.id == alerts.c.search_id)
        .group_by(alerts.c.search_id)
        .subquery()
    )
    question = (
        sa.select(saved_searches, counted.c.alerts, counted.c.waiting)
        .outerjoin(counted, counted.c.search_id == saved_searches.c.id)
        .order_by(saved_searches.c.name)
    )
    if which is not None:
        column = saved_searches.c.id if isinstance(which, int) else saved_searches.c.name
        question = question.where(column == which)
    found = [_saved(row) for row in connection.execute(question)]
    if which is not None and not found:
        raise NotFoundError("saved search", f"there is no {which!r}; quoth saved list shows them")
    return found


def of_feed(connection: Connection, feed: str) -> SavedSearch | None:
    """The saved search whose feed has that secret address, or None."""
    plain = feed.encode("utf-8", "replace").decode().replace("\x00", "")
    question = sa.select(saved_searches.c.id).where(saved_searches.c.feed == plain)
    id = connection.scalar(question)
    return None if id is None else saved(connection, int(id))[0]


def alerts_of(
    connection: Connection, search: int | None = None, *, limit: int = 100, offset: int = 0
) -> list[Alert]:
    """What saved searches told, the last first; of one search only, if given."""
    question = sa.select(alerts).order_by(alerts.c.id.desc()).limit(limit).offset(offset)
    if search is not None:
        question = question.where(alerts.c.search_id == search)
    return [alert_of(row) for row in connection.execute(question)]


def alert_of(row: Row[Any]) -> Alert:
    """The alert of a row."""
    return Alert(
        row.id, row.search_id, row.made_at, row.what, row.statement_id, row.told, row.before,
        row.why,
    )  # fmt: skip


def _row(connection: Connection, id: int) -> Row[Any]:
    question = sa.select(saved_searches).where(saved_searches.c.id == id).with_for_update()
    row = connection.execute(question).one_or_none()
    if row is None:
        raise NotFoundError("saved search", f"there is no {id}; quoth saved list shows them")
    return row


def _saved(row: Row[Any]) -> SavedSearch:
    return SavedSearch(
        id=row.id,
        name=row.name,
        kind=row.kind,
        query=query_of(row.asked),
        made_at=row.made_at,
        made_by=row.made_by,
        feed=row.feed,
        secret=row.secret,
        hook=row.hook,
        looked_at=row.looked_at,
        tries=row.tries,
        next_try=row.next_try,
        trouble=row.trouble,
        alerts=row.alerts or 0,
        waiting=(row.waiting or 0) if row.hook else 0,
    )


def query_of(asked: Mapping[str, Any]) -> StatementQuery:
    """The query of what a row holds."""
    filters = {name: value for name, value in asked.items() if name != "words"}
    return StatementQuery.of(asked.get("words", ""), filters)


def _asked(query: StatementQuery) -> dict[str, Any]:
    if not query.words and not query.given:
        raise OptionError("a saved search needs words or a filter; all statements are no search")
    for value in (query.words, *query.given.values()):
        if isinstance(value, str) and ("\x00" in value or not _is_text(value)):
            raise OptionError("a saved search holds text without NUL characters")
    return {"words": query.words, **query.given}


def _name(connection: Connection, name: str, own: int | None) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > _LONGEST_NAME or "\x00" in plain or not _is_text(plain):
        raise OptionError(f"a saved search needs a name of 1 to {_LONGEST_NAME} characters")
    taken = connection.scalar(sa.select(saved_searches.c.id).where(saved_searches.c.name == plain))
    if taken not in (None, own):
        raise OptionError(f"there is a saved search {plain!r} already; choose another name")
    return plain


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _kind(kind: str) -> str:
    return one_of("kind", kind, get_args(AlertKind)) or "statements"


def _hook(hook: str | None) -> str | None:
    plain = (hook or "").strip()
    if not plain:
        return None
    if not is_web_address(plain) or not plain.isascii() or len(plain) > _LONGEST_ADDRESS:
        raise OptionError(
            f"hook: {plain[:200]!r} is no address; it begins with https:// or http://"
        )
    return plain
