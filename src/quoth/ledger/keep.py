"""Keeping readings: which article it is, whether its text is new, and its rows, in one go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Row

from quoth._version import __version__
from quoth.errors import InputError, TooLargeError
from quoth.ledger.rows import delete_parts, digest, insert_parts, version_values
from quoth.ledger.schema import SEARCHED, articles, attributions, facts, versions
from quoth.records import Article, Reading
from quoth.wording import shortened

Outcome = Literal["new", "changed", "completed", "unchanged", "deleted"]
ADDED: tuple[Outcome, ...] = ("new", "changed", "completed")
"""The outcomes of articles of which the ledger has more than before."""

#: Of an id, URL or outlet: PostgreSQL's indexes hold no more than 2,704 bytes of a value.
MOST_BYTES = 2000

_KNOWN: tuple[sa.Column[Any], ...] = tuple(
    versions.c[name]
    for name in (
        "id", "article_id", "number", "digest", "text", "title", "outlet", "url", "published",
        "language", "authors", "section",
    )
)  # fmt: skip
_TRACKING = re.compile(r"utm_|fbclid$|gclid$|mc_[ce]id$")
_ROUTE = re.compile(r"!?/[^/]|!\w")
_WORD = re.compile(r"\w+")
# Two texts without an address of their own, of one name, that share fewer of their four-word runs
# are two articles: tables number their rows from 1.
_SAME_STORY = 0.2
_RUN = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an article: ``version`` is the key of the version that holds its text,
    ``number`` that version's place among those of the article.

    ``outcome``: "new"; "changed", another text of an article; "completed", the same text, of which
    now more is known: ``learnt`` names what (title, outlet, …); "unchanged"; "deleted", by a person
    and so not taken in again. ``warning``: what else is to be told of it, or None.
    """

    address: str
    outcome: Outcome
    version: int
    number: int
    statements: int
    learnt: tuple[str, ...] = ()
    warning: str | None = None


def now() -> str:
    """The time of day in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def address_of(article: Article) -> str:
    """What an article is asked for by: its URL without tracking marks, else its id."""
    return plain_url(article.url) if article.url else article.id


def plain_url(url: str) -> str:
    """A URL without what does not name the page: tracking marks, the case of the host, and the
    fragment, unless it is the address of a page within an application ("#!/story/5")."""
    try:
        parts = urlsplit(url.strip())
        query = [(k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.match(k)]
        host = parts.netloc.lower()
    except ValueError:
        return url.strip()
    host = host.removesuffix(":80" if parts.scheme.lower() == "http" else ":443")
    kept = urlencode(query) if len(query) < len(parse_qsl(parts.query, True)) else parts.query
    route = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", kept, route))


def find(connection: Connection, article: Article) -> Row[Any] | None:
    """The row of ``versions`` that already holds this article's text as its current one."""
    mark = digest(article.text)
    if article.url:
        row = _of_key(connection, f"url:{plain_url(article.url)}")
        if row is not None:
            return row if row.digest == mark else _of_key(connection, f"text:{mark}")
    return _same_text(connection, article, mark)


def find_deleted(connection: Connection, article: Article) -> Row[Any] | None:
    """The newest version of the article of that address, where a person deleted it."""
    address = address_of(article)
    mark = digest(article.text)
    keys = (f"url:{address}" if article.url else f"id:{address}", f"text:{mark}")
    question = (
        sa.select(versions.c.id, versions.c.number, versions.c.text)
        .join(articles)
        .where(articles.c.key.in_(keys), articles.c.deleted_at.is_not(None))
        .order_by(versions.c.id.desc())
    )
    rows: list[Any] = list(connection.execute(question))
    return next((row for row in rows if _same_story(row.text, article.text)), None)


def _of_key(connection: Connection, key: str) -> Row[Any] | None:
    """The current version of the article of that key."""
    question = sa.select(*_KNOWN).join(articles).where(versions.c.is_current, articles.c.key == key)
    return connection.execute(question).one_or_none()


def _same_text(connection: Connection, article: Article, mark: str) -> Row[Any] | None:
    """A current version of another article with the same text, which makes this one needless.

    The same text under another URL or in another outlet is a copy in another place, and kept as
    one.
    """
    question = sa.select(*_KNOWN).where(versions.c.is_current, versions.c.digest == mark)
    if article.url:
        question = question.where(versions.c.url.is_(None))
    if article.outlet:
        known = versions.c.outlet
        question = question.where(known.is_(None) | (known == article.outlet))
    return connection.execute(question.order_by(versions.c.id).limit(1)).one_or_none()


def keep(connection: Connection, reading: Reading) -> Kept:
    """Keeps a reading in the caller's transaction; one whose text is kept already changes nothing.

    Raises:
        InputError: when it cannot be kept: NUL characters, lone surrogates, an id or URL of more
            than 2,000 bytes.
    """
    article = reading.article
    refuse_unkeepable(article)
    address = address_of(article)
    _lock(connection, address, digest(article.text))
    mark = digest(article.text)
    gone = find_deleted(connection, article)
    if gone is not None:
        return Kept(address, "deleted", gone.id, gone.number, 0)
    key = f"url:{address}" if article.url else f"id:{address}"
    last = _of_key(connection, key)
    warning = None
    if last is not None and not _same_story(last.text, article.text):
        # A number that two tables use, an address that a site gives to all its pages.
        key, other = f"text:{mark}", last.id
        last = _of_key(connection, key)
        if article.url and last is None:
            warning = (
                f"its address is that of another text, article {other}, and it is kept as an "
                f"article of its own: {shortened(address, 200)}"
            )
            reading = replace(
                reading,
                article=replace(article, warnings=(*article.warnings, warning)),
                warnings=(*reading.warnings, warning),
            )
    if last is not None and last.digest == mark:
        return Kept(address, "unchanged", last.id, last.number, len(reading.attributions))
    if last is None or not article.url:
        same = _same_text(connection, article, mark)
        if same is not None:
            return Kept(address, "unchanged", same.id, same.number, len(reading.attributions))
    if last is None and connection.scalar(sa.select(articles.c.id).where(articles.c.key == key)):
        key = f"text:{mark}"  # another article had that address, and was deleted
    owner = _new_article(connection, key, address) if last is None else last.article_id
    if last is not None:
        _retire(connection, last.id)
    number = (last.number if last is not None else 0) + 1
    moment = now()
    version = connection.execute(
        versions.insert()
        .values(
            article_id=owner,
            number=number,
            is_current=True,
            added_at=moment,
            read_at=moment,
            quoth_version=__version__,
            machine=sa.null(),
            **version_values(reading),
        )
        .returning(versions.c.id)
    ).scalar_one()
    insert_parts(connection, version, reading)
    outcome: Outcome = "new" if number == 1 else "changed"
    return Kept(address, outcome, version, number, len(reading.attributions), warning=warning)


def renew(
    connection: Connection,
    version: int,
    reading: Reading,
    statuses: dict[str, str] | None = None,
    machine: dict[str, Any] | None = None,
    *,
    numbers: Mapping[tuple[int, ...], int] | None = None,
) -> None:
    """Puts ``reading`` in place of what was read in the same text before.

    ``machine``: the JSON form of what the model alone read, where people corrected it.
    ``numbers``: those that statements had before and have again, by place (`rows.place`).
    """
    known = delete_parts(connection, version)
    if numbers:
        taken = set(known.statements.values())
        again = {at: number for at, number in numbers.items() if number not in taken}
        known = replace(known, statements={**again, **known.statements})
    connection.execute(
        versions.update()
        .where(versions.c.id == version)
        .values(
            model=reading.model,
            warnings=list(reading.warnings),
            quoth_version=__version__,
            read_at=now(),
            machine=sa.null() if machine is None else machine,
            stale=False,
        )
    )
    insert_parts(connection, version, reading, statuses, known)


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Sets a fact of the ledger."""
    connection.execute(
        _insert(connection, facts)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def first_fact(connection: Connection, name: str, value: str) -> str:
    """A fact of the ledger that is set once: the value it has, or else ``value`` from now on."""
    new = _insert(connection, facts).values(name=name, value=value)
    connection.execute(new.on_conflict_do_nothing(index_elements=["name"]))
    return fact(connection, name) or value


def fact(connection: Connection, name: str) -> str | None:
    """A fact of the ledger, or None."""
    value = connection.execute(sa.select(facts.c.value).where(facts.c.name == name)).scalar()
    return None if value is None else str(value)


def refuse_unkeepable(article: Article) -> None:
    """Refuses texts that a database cannot hold as they are, and that no file of text holds."""
    name = shortened(article.id.encode("utf-8", "backslashreplace").decode(), 200)
    for text in (article.text, article.id, article.title, article.outlet, article.url):
        if text is None:
            continue
        if "\x00" in text:
            raise InputError(name, "contains NUL characters, which cannot be stored")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise InputError(name, "contains lone surrogates, which are not valid text") from None
    for what, text in (("id", article.id), ("URL", article.url), ("outlet", article.outlet)):
        size = len((text or "").encode("utf-8"))
        if size > MOST_BYTES:
            raise TooLargeError(
                name, f"its {what} has {size:,} bytes; one of at most {MOST_BYTES:,} is kept"
            )


def _retire(connection: Connection, version: int) -> None:
    """Makes a version an earlier one: it stays, and search passes over it."""
    connection.execute(versions.update().where(versions.c.id == version).values(is_current=False))
    connection.execute(
        attributions.update()
        .where(attributions.c.version_id == version)
        .values(**dict.fromkeys(SEARCHED, ""))
    )


def _new_article(connection: Connection, key: str, address: str) -> int:
    new = articles.insert().values(key=key, address=address, added_at=now())
    id: int = connection.execute(new.returning(articles.c.id)).scalar_one()
    return id


def _same_story(old: str, new: str) -> bool:
    a, b = _runs(old), _runs(new)
    return len(a & b) >= _SAME_STORY * min(len(a), len(b))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return {tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}


def _lock(connection: Connection, *names: str) -> None:
    """Lets one writer at a time decide about an article; SQLite has one writer anyway."""
    if connection.dialect.name != "postgresql":
        return
    for name in sorted(names):  # always in one order, so that two never wait for each other
        mark = int(digest(name)[:15], 16)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(mark)))


def _insert(connection: Connection, table: sa.Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
