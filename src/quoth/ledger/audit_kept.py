"""What an audit counts in each article, kept beside it: a new state of the ledger costs the
counting of what has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth._version import __version__
from quoth.errors import LedgerError
from quoth.ledger.audit import (
    ArticleCount,
    Facts,
    Ref,
    SaidCount,
    Stretch,
    count_article,
    month_of,
)
from quoth.ledger.database import Database
from quoth.ledger.identities import Appearance
from quoth.ledger.keep import address_of
from quoth.ledger.rebuilt import article_of, readings_of
from quoth.ledger.schema import audit_counts, corrections, versions
from quoth.records import Span

_AT_ONCE = 500  # articles
_PARTS = 5  # of the JSON
_FORM = 1  # of the JSON; another one when `count_article` counts otherwise
_LOCK = 0x61756469  # of PostgreSQL: two who keep the same counts wait for one another
_KNOWN: list[sa.Column[Any]] = [
    versions.c[name]
    for name in (
        "id", "given_id", "title", "outlet", "url", "published", "language", "authors", "section",
        "taken_in", "read_at", "model",
    )
]  # fmt: skip


def counted_articles(
    database: Database, ids: Sequence[int]
) -> Iterator[tuple[int, str, ArticleCount]]:
    """What is counted in versions ``ids``, in their order: row, address, counts. What was not
    counted yet, or was read again or decided about since, is counted and kept."""
    for at in range(0, len(ids), _AT_ONCE):
        page = ids[at : at + _AT_ONCE]
        with database.reading() as connection:
            states = _states(connection, page)
            known = {
                row.version_id: row.counts
                for row in connection.execute(
                    sa.select(audit_counts).where(audit_counts.c.version_id.in_(page))
                )
                if row.state == states[row.version_id] and _is_json(row.counts)
            }
            fresh = _count(connection, [id for id in page if id not in known], states)
            known.update((row["version_id"], row["counts"]) for row in fresh)
            about = {
                row.id: row
                for row in connection.execute(
                    sa.select(*_KNOWN, *_EMPTY).where(versions.c.id.in_(page))
                )
            }
        if fresh and not database.read_only:
            with suppress(LedgerError):  # they are counted again then
                _keep(database, fresh)
        for id in page:
            yield (id, *_of_json(about[id], known[id]))


def count_missing(database: Database, ids: Sequence[int]) -> None:
    """Counts and keeps what is not counted yet of versions ``ids``, or was changed since."""
    for at in range(0, len(ids), _AT_ONCE):
        page = ids[at : at + _AT_ONCE]
        with database.reading() as connection:
            states = _states(connection, page)
            known = connection.execute(
                sa.select(audit_counts.c.version_id, audit_counts.c.state).where(
                    audit_counts.c.version_id.in_(page)
                )
            )
            there = {row.version_id for row in known if row.state == states[row.version_id]}
            fresh = _count(connection, [id for id in page if id not in there], states)
        if fresh:
            _keep(database, fresh)


def _count(
    connection: Connection, ids: Sequence[int], states: dict[int, str]
) -> list[dict[str, Any]]:
    """Rows of what is counted in some versions."""
    return [
        {"version_id": id, "state": states[id], "counts": _to_json(count_article(reading))}
        for id, reading in zip(ids, readings_of(connection, ids), strict=True)
    ]


# An article's text is not needed, and what stands at places in it neither.
_EMPTY = [
    sa.literal("").label("text"),
    sa.literal([], sa.JSON()).label("furniture"),
    sa.literal([], sa.JSON()).label("blocks"),
]


def _states(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """For each version a text that changes whenever it is read again or decided about."""
    rows = connection.execute(
        sa.select(versions.c.id, versions.c.read_at, versions.c.model, versions.c.digest).where(
            versions.c.id.in_(ids)
        )
    )
    decided: dict[int, int] = {
        row[0]: row[1]
        for row in connection.execute(
            sa.select(corrections.c.version_id, sa.func.max(corrections.c.id))
            .where(corrections.c.version_id.in_(ids))
            .group_by(corrections.c.version_id)
        )
    }
    return {
        row.id: f"{_FORM} {__version__} {row.read_at} {row.model} {row.digest[:12]} "
        f"{decided.get(row.id, 0)}"
        for row in rows
    }


def _keep(database: Database, fresh: list[dict[str, Any]]) -> None:
    ids = [row["version_id"] for row in fresh]
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        there = set(connection.scalars(sa.select(versions.c.id).where(versions.c.id.in_(ids))))
        connection.execute(audit_counts.delete().where(audit_counts.c.version_id.in_(ids)))
        rows = [row for row in fresh if row["version_id"] in there]
        if rows:
            connection.execute(audit_counts.insert(), rows)


def _is_json(text: object) -> bool:
    """Whether counts can be read: those of a damaged row are counted again."""
    with suppress(TypeError, ValueError):
        return len(json.loads(str(text))) == _PARTS
    return False


def _to_json(count: ArticleCount) -> str:
    facts = count.facts
    stretch = facts.stretch
    return json.dumps(
        [
            [
                [sid, one.name, one.label, one.type, pronouns]
                for sid, one, pronouns in zip(count.sids, count.people, count.pronouns, strict=True)
            ],
            count.stated,
            [facts.words, facts.characters, facts.attributed_words, facts.attributed_characters],
            [stretch.span.start, stretch.span.end, stretch.words] if stretch else None,
            [
                [one.ref.attribution, one.form, one.tone, one.depth, one.speakers,
                 _flat(one.own), _flat(one.words)]
                for one in facts.said
            ],
        ],
        separators=(",", ":"),
    )  # fmt: skip


def _of_json(row: Row[Any], text: str) -> tuple[str, ArticleCount]:
    article = article_of(row)
    id = address_of(article)
    people, stated, numbers, stretch, said = json.loads(text)
    words, characters, attributed_words, attributed_characters = numbers
    facts = Facts(
        id,
        words,
        characters,
        attributed_words,
        attributed_characters,
        Stretch(id, Span(stretch[0], stretch[1]), stretch[2]) if stretch else None,
        month_of(article.published),
        said=[
            SaidCount(Ref(id, aid), form, tone, depth, tuple(who), _spans(own), _spans(spoken))
            for aid, form, tone, depth, who, own, spoken in said
        ],
    )
    count = ArticleCount(
        article.outlet,
        article.authors,
        tuple(
            Appearance(at, 0, name, label, type)
            for at, (_, name, label, type, _) in enumerate(people)
        ),
        tuple(one[0] for one in people),
        tuple(stated),
        tuple(tuple(one[4]) for one in people),
        facts,
    )
    return id, count


def named(count: ArticleCount, id: str) -> ArticleCount:
    """The same of an article that is called ``id``."""
    facts = count.facts
    said = [replace(one, ref=Ref(id, one.ref.attribution)) for one in facts.said]
    stretch = replace(facts.stretch, article=id) if facts.stretch else None
    return replace(count, facts=replace(facts, id=id, said=said, stretch=stretch))


def _flat(spans: Sequence[Span]) -> list[int]:
    return [at for span in spans for at in (span.start, span.end)]


def _spans(flat: Sequence[int]) -> list[Span]:
    return [Span(flat[at], flat[at + 1]) for at in range(0, len(flat), 2)]
