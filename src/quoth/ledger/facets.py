"""What a search finds, counted; and the first page of it, found and counted in one go."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.schema import attributions, versions
from quoth.ledger.search import RANKED, Query, Terms, candidates, count, load, terms_of
from quoth.ledger.statement import Statement

Facets = dict[str, list[tuple[str, int]]]

_COUNTED = ("speaker", "outlet", "form", "kind", "tone", "year")
_MOST = 8  # values of each


def facets(connection: Connection, query: Query) -> Facets:
    """What ``query`` finds, counted by speaker, outlet, form, kind, tone and year; of more than
    5,000 statements the 5,000 kept last."""
    terms = terms_of(query.words)
    return {} if terms.empty_handed else _facets(_found(connection, query, terms))


def first_page(
    connection: Connection, query: Query, *, limit: int, prefix: bool = False
) -> tuple[list[Statement], Facets, int]:
    """The best statements, the facets of all that were found, and how many those are: what
    `search`, `facets` and `count` give, asked once."""
    terms = terms_of(query.words)
    if terms.empty_handed:
        return [], {}, 0
    rows = list(_found(connection, query, terms, prefix=prefix))
    total = len(rows) if len(rows) < RANKED else count(connection, query)
    counted = _facets(rows)
    # As `search` orders: the best, then the newest, then in the order they were kept.
    rows.sort(key=lambda row: row.id)
    rows.sort(key=lambda row: row.published or "", reverse=True)
    rows.sort(key=lambda row: row.score)
    best = [(row.id, row.version_id, float(row.score)) for row in rows[:limit]]
    return load(connection, best, terms, prefix=prefix), counted, total


def _found(
    connection: Connection, query: Query, terms: Terms, *, prefix: bool = False
) -> Sequence[Any]:
    found = candidates(connection, query, terms, prefix=prefix).subquery()
    return connection.execute(
        sa.select(
            found.c.id,
            found.c.score,
            attributions.c.version_id,
            attributions.c.speaker,
            versions.c.outlet,
            attributions.c.form,
            attributions.c.kind,
            attributions.c.tone,
            versions.c.published,
        )
        .join(attributions, attributions.c.id == found.c.id)
        .join(versions, versions.c.id == attributions.c.version_id)
    ).all()


def _facets(rows: Sequence[Any]) -> Facets:
    years = [row.published and row.published[:4] for row in rows]
    columns = [*([getattr(row, name) for row in rows] for name in _COUNTED[:-1]), years]
    out: Facets = {}
    for name, column in zip(_COUNTED, columns, strict=True):
        known = ((str(value), number) for value, number in Counter(column).items() if value)
        out[name] = heapq.nsmallest(_MOST, known, key=lambda item: (-item[1], item[0]))
    return out
