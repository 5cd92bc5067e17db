"""The texts of articles as comparisons take them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.compare import Text
from quoth.ledger.schema import versions

_AT_ONCE = 500  # texts that are in memory at one time


def chosen(
    since: str | None = None, until: str | None = None, outlet: str | None = None
) -> sa.Select[Any]:
    """The question for the current versions published in a time, by an outlet."""
    question = sa.select(versions.c.id).where(versions.c.is_current).order_by(versions.c.id)
    if since is not None:
        question = question.where(versions.c.published >= since)
    if until is not None:
        question = question.where(versions.c.published < until + "~")
    if outlet is not None:
        question = question.where(versions.c.outlet == outlet)
    return question


def current_ids(connection: Connection) -> list[int]:
    """The current version of every article."""
    return list(connection.scalars(chosen()))


def texts_of(connection: Connection, ids: Sequence[int]) -> Iterator[Text]:
    """Texts one after another: all of them may be more than memory holds."""
    for at in range(0, len(ids), _AT_ONCE):
        rows = connection.execute(
            sa.select(
                versions.c.id,
                versions.c.text,
                versions.c.title,
                versions.c.outlet,
                versions.c.published,
                versions.c.furniture,
            )
            .where(versions.c.id.in_(ids[at : at + _AT_ONCE]))
            .order_by(versions.c.id)
        ).all()
        for row in rows:
            skip = tuple((start, end) for start, end in row.furniture)
            yield Text(row.id, row.text, row.title, row.outlet, row.published, skip)
