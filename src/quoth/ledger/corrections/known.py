"""What is known of a kept article (title, outlet, …): filled later, changed, edited, deleted.

What an article did not say is filled when the same text comes again with it. Another value is kept
as a change in the log of decisions, with its time; so is what people edit and delete. Each of these
can be undone. A person's word is never overruled by what is taken in later.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.errors import OptionError, TooLargeError
from quoth.ledger.corrections.entries import undone, write
from quoth.ledger.keep import MOST_BYTES, now, plain_url
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.rows import search_again
from quoth.ledger.schema import SEARCHED, articles, attributions, corrections, versions
from quoth.records import Article, is_date, is_language
from quoth.wording import is_web_address

#: What is known of an article, by the names of the columns of ``versions``.
FIELDS = ("title", "outlet", "url", "published", "language", "authors", "section")
#: The decisions of this module.
ACTIONS = ("edit", "learn", "delete")

_READ_BY = ("published", "language")  # what a text is read by, too
_LONGEST = 2_000  # characters
_MOST_AUTHORS = 100


def news_in(connection: Connection, row: Row[Any], article: Article) -> dict[str, Any]:
    """What the article says of itself that its kept text does not: values by field.

    A value that the log has seen before is none, so that two sources that disagree do not take
    turns; nor is one in a field that a person edited.
    """
    stated = {name: _plain(getattr(article, name)) for name in FIELDS}
    held = {name: getattr(row, name) for name in FIELDS}
    new = {name: value for name, value in stated.items() if _is_news(name, value, held[name])}
    if not new:
        return {}
    entries = _entries(connection, row.id)
    gone = undone(connection)
    for number, action, fields in entries:
        for name in set(fields) & set(new):
            by_hand = action == "edit" and number not in gone
            if by_hand or new[name] in fields[name]:
                del new[name]
    if "url" in new and _taken(connection, new["url"], row.article_id):
        del new["url"]
    return new


def learn(connection: Connection, version: int, article: Article) -> tuple[str, ...]:
    """Completes a kept text by what the same text says of itself now; gives the fields.

    Values that replace others go into the log as one decision, "learn".
    """
    row = _current(connection, version)
    if row is None:
        return ()
    new = news_in(connection, row, article)
    changed = {name: [getattr(row, name), new[name]] for name in new if getattr(row, name)}
    if new:
        _set(connection, row, new)
    if changed:
        write(connection, "learn", version, _details(changed))
    return tuple(name for name in FIELDS if name in new)


def edit(
    connection: Connection,
    version: int,
    values: Mapping[str, Any],
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Changes what is known of an article; gives the number of the decision.

    Args:
        version: the key of its newest text.
        values: by field (`FIELDS`); None or "" takes a value away.

    Raises:
        OptionError: when there is no such article, a value cannot be, or nothing changes.
    """
    row = _found(connection, version)
    new = {name: _checked(name, value) for name, value in values.items()}
    fields = {n: [getattr(row, n), v] for n, v in new.items() if (getattr(row, n) or None) != v}
    if not fields:
        raise OptionError(f"article {version}: no changes given, or the values are already stored")
    if "url" in fields and new["url"] and (other := _taken(connection, new["url"], row.article_id)):
        raise OptionError(f"article {version}: article {other} has the address {new['url']}")
    _set(connection, row, {name: new[name] for name in fields})
    return write(connection, "edit", version, _details(fields), by, why)


def delete(
    connection: Connection, version: int, *, by: str | None = None, why: str | None = None
) -> int:
    """Takes an article out of all that is searched, listed and compared; gives the number of the
    decision. Its rows stay, so that the decision can be undone, and it is not taken in again.

    Raises:
        OptionError: when there is no such article.
    """
    row = _found(connection, version)
    _take_out(connection, row)
    said = " · ".join(part for part in (row.published, row.outlet, row.title) if part)
    return write(connection, "delete", version, {"before": said or row.given_id}, by, why)


def put_right(connection: Connection, decision: Row[Any]) -> None:
    """Does what a decision of this module says, or takes it back where it is undone."""
    version = decision.version_id
    row = connection.execute(
        sa.select(versions).where(versions.c.id == version).with_for_update()
    ).one()
    gone = undone(connection)
    if decision.action == "delete":
        _have_back(connection, row) if decision.id in gone else _take_out(connection, row)
        return
    values: dict[str, Any] = {}
    for number, _, fields in _entries(connection, version):
        for name in set(fields) & set(decision.details["fields"]):
            before, after = fields[name]
            values.setdefault(name, before)  # as it was before the first of them
            if number not in gone:
                values[name] = after
    if values.get("url") and (other := _taken(connection, values["url"], row.article_id)):
        raise OptionError(f"article {other} has the address {values['url']} now")
    _set(connection, row, values)


def carried_to(connection: Connection, version: int, article: Article) -> None:
    """Edits a new text of an article as people edited the one before it, where it still says of
    itself what that said, or nothing."""
    owner = sa.select(versions.c.article_id).where(versions.c.id == version).scalar_subquery()
    before = sa.select(sa.func.max(versions.c.id)).where(
        versions.c.article_id == owner, versions.c.id < version
    )
    last = connection.scalar(before)
    if last is None:
        return
    gone = undone(connection)
    live: dict[str, list[Any]] = {}
    for number, action, fields in _entries(connection, last):
        if action == "edit" and number not in gone:
            for name, (old, new) in fields.items():
                live[name] = [live[name][0] if name in live else old, new]
    values = {
        name: new
        for name, (old, new) in live.items()
        if (stated := _plain(getattr(article, name))) in (None, old or None)
        and name != "url"
        and stated != new
    }
    if values:
        edit(connection, version, values, why="as edited in the previous version")


def _take_out(connection: Connection, row: Row[Any]) -> None:
    _in_article(connection, row.article_id, deleted_at=now())
    connection.execute(versions.update().where(versions.c.id == row.id).values(is_current=False))
    connection.execute(
        attributions.update()
        .where(attributions.c.version_id == row.id)
        .values(**dict.fromkeys(SEARCHED, ""))
    )


def _have_back(connection: Connection, row: Row[Any]) -> None:
    _in_article(connection, row.article_id, deleted_at=None)
    connection.execute(versions.update().where(versions.c.id == row.id).values(is_current=True))
    _search_again(connection, row.id)


def _is_news(name: str, value: Any, held: Any) -> bool:
    if not value or value == held:
        return False
    if name in ("url", "language") and held:
        return False  # one text under two addresses is two articles; a language is detected
    return not (name == "published" and held and held.startswith(value))  # it knows more already


def _plain(value: Any) -> Any:
    """A value as its column holds it; None for an empty one."""
    return list(value) or None if isinstance(value, tuple) else value or None


def _checked(name: str, value: Any) -> Any:
    if name not in FIELDS:
        raise OptionError(f"{name}: unknown field; expected one of {', '.join(FIELDS)}")
    several = [value] if isinstance(value, str) or value is None else list(value)
    if name != "authors" and len(several) > 1:
        raise OptionError(f"{name}: expected one value")
    lines = [line for one in several if (line := " ".join(str(one or "").split()))]
    for line in lines:
        _refuse(name, line)
    if name == "authors":
        return lines[:_MOST_AUTHORS]
    return lines[0] if lines else None


def _refuse(name: str, line: str) -> None:
    if "\x00" in line or (not line.isprintable() and any("\ud800" <= c <= "\udfff" for c in line)):
        raise OptionError(f"{name}: {line!r} cannot be stored as text")
    if len(line) > _LONGEST or len(line.encode()) > MOST_BYTES:
        raise TooLargeError(name, f"it has more than {MOST_BYTES:,} bytes")
    if name == "published" and not is_date(line):
        raise OptionError(
            f"published: {line!r} is not a valid date; expected ISO 8601, for example 2020-03-01"
        )
    if name == "language" and not is_language(line):
        raise OptionError(
            f"language: {line!r} is not a language code; expected for example en or de"
        )
    if name == "url" and not is_web_address(line):
        raise OptionError(
            f"url: {line!r} is not a valid URL; expected for example https://example.org/news"
        )


def _current(connection: Connection, version: int) -> Row[Any] | None:
    question = sa.select(versions).where(versions.c.id == version, versions.c.is_current)
    return connection.execute(question.with_for_update()).one_or_none()


def _found(connection: Connection, version: int) -> Row[Any]:
    row = _current(connection, version)
    if row is not None:
        return row
    owner = sa.select(versions.c.article_id).where(versions.c.id == version).scalar_subquery()
    newest = sa.select(versions.c.id).where(versions.c.article_id == owner, versions.c.is_current)
    other = connection.scalar(newest)
    if other is not None:
        raise OptionError(f"article {version} is an earlier version; the newest is article {other}")
    raise OptionError(f"there is no article {version}; quoth articles shows the numbers")


def _entries(connection: Connection, version: int) -> list[tuple[int, str, dict[str, list[Any]]]]:
    """Number, action and changed fields of what was learnt and edited of a text, in order."""
    question = (
        sa.select(corrections.c.id, corrections.c.action, corrections.c.details)
        .where(corrections.c.version_id == version, corrections.c.action.in_(("edit", "learn")))
        .order_by(corrections.c.id)
    )
    return [(r.id, r.action, r.details.get("fields", {})) for r in connection.execute(question)]


def _set(connection: Connection, row: Row[Any], values: Mapping[str, Any]) -> None:
    """Puts values in place, with what hangs on them: the article's key, search, staleness."""
    new = dict(values)
    if "authors" in new:
        new["authors"] = new["authors"] or []
    if any(
        name in _READ_BY and getattr(row, name) != new[name] for name in set(_READ_BY) & set(new)
    ):
        new["stale"] = True
    connection.execute(versions.update().where(versions.c.id == row.id).values(**new))
    if not row.is_current:
        return  # an earlier text, or one of a deleted article
    if "url" in new:
        address = plain_url(new["url"]) if new["url"] else row.given_id
        key = f"url:{address}" if new["url"] else f"text:{row.digest}"
        _in_article(connection, row.article_id, key=key, address=address)
    if "outlet" in new:
        _search_again(connection, row.id)


def _search_again(connection: Connection, version: int) -> None:
    (reading,) = readings_of(connection, [version])
    search_again(connection, version, reading)


def _taken(connection: Connection, url: str, but: int) -> int | None:
    """The number of another article that has an address, deleted ones too."""
    question = (
        sa.select(sa.func.max(versions.c.id))
        .join(articles)
        .where(articles.c.key == f"url:{plain_url(url)}", articles.c.id != but)
    )
    found: int | None = connection.scalar(question)
    return found


def _in_article(connection: Connection, article: int, **values: Any) -> None:
    connection.execute(articles.update().where(articles.c.id == article).values(**values))


def _details(fields: Mapping[str, list[Any]]) -> dict[str, Any]:
    def told(side: int) -> str:
        return "; ".join(f"{name}: {_told(both[side])}" for name, both in fields.items())

    return {"fields": dict(fields), "before": told(0), "after": told(1)}


def _told(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")
