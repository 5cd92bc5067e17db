"""Statements that share phrases with some words: found by the index, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.compare.tokens import STOP_WORDS
from quoth.ledger.schema import attributions
from quoth.ledger.search import ts_query
from quoth.ledger.words import searchable
from quoth.records import Form

_WIDTH = 3  # words of a phrase
_MOST_PHRASES = 12
_APART = 2  # words between the beginnings of two phrases


@dataclass(frozen=True, slots=True)
class Found:
    """A statement by its row, that of its version, and its words."""

    id: int
    version: int
    content: str
    form: Form


def sharing_phrases(connection: Connection, words: str, *, limit: int) -> list[Found]:
    """Statements whose content shares phrases of three words with ``words``, those with the most
    and the rarest first."""
    phrases = phrases_of(words)
    if not phrases:
        return []
    match = _sqlite if connection.dialect.name == "sqlite" else _postgres
    found = match(phrases, limit).subquery()
    rows = connection.execute(
        sa.select(
            attributions.c.id,
            attributions.c.version_id,
            attributions.c.content,
            attributions.c.form,
        )
        .join(found, found.c.id == attributions.c.id)
        .order_by(found.c.score, attributions.c.id)
    )
    return [Found(row.id, row.version_id, row.content, row.form) for row in rows]


def phrases_of(words: str) -> list[tuple[str, ...]]:
    """The phrases of ``words`` that tell most, as search reads words: those of the longest words
    that carry a subject, from all parts of it, so that a change at one place spoils only some."""
    found = searchable(words).split()
    if len(found) <= _WIDTH:
        return [tuple(found)] if found else []
    windows = [tuple(found[at : at + _WIDTH]) for at in range(len(found) - _WIDTH + 1)]
    order = sorted(range(len(windows)), key=lambda at: (-_telling(windows[at]), at))
    chosen: list[int] = []
    for apart in (_APART, 1):  # a short text has few phrases that stand apart
        for at in order:
            if len(chosen) >= _MOST_PHRASES or not _telling(windows[at]):
                break
            if all(abs(at - other) >= apart for other in chosen):
                chosen.append(at)
    return [windows[at] for at in sorted(chosen)]


def _telling(phrase: tuple[str, ...]) -> float:
    subject = [word for word in phrase if word not in _stop_words()]
    return sum(1 + len(word) / 10 for word in subject)


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(searchable(" ".join(sorted(STOP_WORDS))).split())


def _sqlite(phrases: list[tuple[str, ...]], limit: int) -> sa.Select[Any]:
    # Search words are letters and digits of ASCII only: in quotation marks nothing is syntax.
    any_of = " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
    index = sa.table("statement_words", sa.column("rowid"))
    score: sa.ColumnElement[float] = sa.literal_column("bm25(statement_words)").label("score")
    return (
        sa.select(index.c.rowid.label("id"), score)
        .select_from(index)
        .where(sa.text("statement_words MATCH :phrases").bindparams(phrases=f"words : ({any_of})"))
        .order_by(score)
        .limit(limit)
    )


def _postgres(phrases: list[tuple[str, ...]], limit: int) -> sa.Select[Any]:
    one_of = " | ".join(
        "(" + " <-> ".join(f"'{word}':A" for word in phrase) + ")" for phrase in phrases
    )
    asked = ts_query(one_of)
    column: sa.ColumnElement[Any] = sa.literal_column("attributions_found.search")
    found = attributions.alias("attributions_found")
    score = (-sa.func.ts_rank(column, asked)).label("score")
    return (
        sa.select(found.c.id.label("id"), score)
        .select_from(found)
        .where(column.op("@@")(asked))
        .order_by(score)
        .limit(limit)
    )
