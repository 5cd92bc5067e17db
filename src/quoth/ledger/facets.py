"""What a search finds, counted; and the first page of it, found and counted in one go."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.schema import attributions, identities, versions
from quoth.ledger.search import RANKED, Order, Terms, candidates, count, load, search, terms_of
from quoth.ledger.statement import Statement
from quoth.query import StatementQuery

Facets = dict[str, list[tuple[str, int]]]

_Rows = Sequence[Sequence[Any]]

_COUNTED = ("speaker", "outlet", "form", "kind", "tone", "year")
_MOST = 8  # values of each


def facets(connection: Connection, query: StatementQuery) -> Facets:
    """What ``query`` finds, counted by speaker (as written and over all articles: "identity"),
    outlet, form, kind, tone and year; of more than 5,000 statements the 5,000 kept last."""
    terms = terms_of(query.words)
    if terms.empty_handed:
        return {}
    rows = _found(connection, query, terms)
    return {**_facets(rows), "identity": _identities(connection, rows)}


def first_page(
    connection: Connection,
    query: StatementQuery,
    *,
    limit: int,
    offset: int = 0,
    prefix: bool = False,
    order: Order = "best",
) -> tuple[list[Statement], Facets, int]:
    """The first statements of a search from ``offset`` on, the facets of all that were found, and
    how many those are: what `search`, `facets` and `count` give, asked once. The facets have "day"
    too: all days of publication, counted, in order of time."""
    terms = terms_of(query.words)
    if terms.empty_handed:
        return [], {}, 0
    rows = _found(connection, query, terms, prefix=prefix)
    total = len(rows) if len(rows) < RANKED else count(connection, query, prefix=prefix)
    counted = {**_facets(rows), "identity": _identities(connection, rows), "day": _days(rows)}
    if order != "best":
        found = search(connection, query, limit=limit, offset=offset, prefix=prefix, order=order)
        return found, counted, total
    # As `search` orders: the best, then the newest, then in the order they were kept.
    worst = sorted(row[1] for row in rows)[: offset + limit][-1:]
    rest = [row for row in rows if row[1] <= worst[0]]
    rest.sort(key=itemgetter(0))
    rest.sort(key=lambda row: row[3] or "", reverse=True)
    rest.sort(key=itemgetter(1))
    shown = rest[offset : offset + limit]
    best = [(id, version, float(score)) for id, score, version, *_ in shown]
    return load(connection, best, terms, prefix=prefix), counted, total


def _days(rows: _Rows) -> list[tuple[str, int]]:
    """How many statements were published on each day, in order of time."""
    return sorted(Counter(row[3][:10] for row in rows if row[3]).items())


def _found(
    connection: Connection, query: StatementQuery, terms: Terms, *, prefix: bool = False
) -> _Rows:
    """Of each statement its id, score, version, when it was published, and `_COUNTED` but the
    year."""
    found = candidates(connection, query, terms, prefix=prefix).subquery()
    asked = connection.execute(
        sa.select(
            found.c.id,
            found.c.score,
            attributions.c.version_id,
            versions.c.published,
            attributions.c.speaker,
            versions.c.outlet,
            attributions.c.form,
            attributions.c.kind,
            attributions.c.tone,
        )
        .join(attributions, attributions.c.id == found.c.id)
        .join(versions, versions.c.id == attributions.c.version_id)
    )
    # Thousands of plain rows, which need not become records.
    rows: _Rows = asked.cursor.fetchall() if asked.cursor else []
    return rows


def _identities(connection: Connection, rows: _Rows) -> list[tuple[str, int]]:
    """The joined speakers of most of the statements: id, and how many a search for it finds."""
    sqlite = connection.dialect.name == "sqlite"
    # One parameter for thousands of numbers.
    given = (
        "json_each(:ids) j" if sqlite else "json_array_elements_text(cast(:ids as json)) j(value)"
    )
    asked = sa.text(
        "SELECT m.identity_id, count(DISTINCT s.attribution_id) AS n "
        f"FROM {given} JOIN attribution_speakers s ON s.attribution_id = cast(j.value AS integer) "
        "JOIN identity_members m ON m.speaker_id = s.speaker_id "
        "GROUP BY m.identity_id ORDER BY n DESC, m.identity_id LIMIT :most"
    )
    ids = json.dumps([row[0] for row in rows])
    return [(row[0], row[1]) for row in connection.execute(asked, {"ids": ids, "most": _MOST})]


def names_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """What joined speakers are called, by id."""
    asked = sa.select(identities.c.id, identities.c.name).where(identities.c.id.in_(ids))
    return {row.id: row.name for row in connection.execute(asked)}


def _facets(rows: _Rows) -> Facets:
    if not rows:
        return {name: [] for name in _COUNTED}
    published, *columns = list(zip(*rows, strict=True))[3:]
    years: Counter[str] = Counter()
    for day, number in Counter(published).items():
        if day:
            years[day[:4]] += number
    out: Facets = {}
    for name, counter in zip(_COUNTED, [*map(Counter, columns), years], strict=True):
        known = ((str(value), number) for value, number in counter.items() if value)
        out[name] = heapq.nsmallest(_MOST, known, key=lambda item: (-item[1], item[0]))
    return out
