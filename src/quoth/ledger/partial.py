"""As much of a reading as some of its statements need: they themselves, those they stand within,
their speakers and figures. Searching loads these, and no whole readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.ledger.rows import by_version, reading_of
from quoth.ledger.schema import (
    attribution_speakers,
    attributions,
    figures,
    speakers,
    versions,
)
from quoth.records import Reading


def partial_readings(connection: Connection, ids: Sequence[int]) -> dict[int, Reading]:
    """The readings that hold the statements of the rows ``ids``, by their versions; each with the
    statements asked for, their chains, and who and what belongs to them, in reading order."""
    said = {
        row.id: row
        for row in connection.execute(sa.select(attributions).where(attributions.c.id.in_(ids)))
    }
    links = list(said.values())
    while links := _outer(connection, said, links):
        said.update((row.id, row) for row in links)
    pages = sorted({row.version_id for row in said.values()})
    spoken = connection.execute(
        sa.select(
            speakers.c.version_id,
            speakers.c.id,
            speakers.c.sid,
            attribution_speakers.c.attribution_id,
            attribution_speakers.c.why,
            attribution_speakers.c.confidence,
        )
        .join(speakers, speakers.c.id == attribution_speakers.c.speaker_id)
        .where(attribution_speakers.c.attribution_id.in_(said))
        .order_by(attribution_speakers.c.attribution_id, attribution_speakers.c.ordinal)
    ).all()
    numbers = (
        sa.select(figures, attributions.c.aid)
        .join(attributions, attributions.c.id == figures.c.attribution_id)
        .where(figures.c.attribution_id.in_(said))
        .order_by(figures.c.ordinal)
    )
    people = (
        sa.select(speakers)
        .where(speakers.c.id.in_({row.id for row in spoken}))
        .order_by(speakers.c.ordinal)
    )
    in_order = sorted(said.values(), key=lambda row: (row.version_id, row.ordinal))
    rows: list[Any] = [in_order, spoken, connection.execute(people), connection.execute(numbers)]
    parts = [by_version(several) for several in rows]
    none: list[Row[Any]] = []
    return {
        row.id: reading_of(row, *(part.get(row.id, none) for part in (*parts, {})))
        for row in connection.execute(sa.select(versions).where(versions.c.id.in_(pages)))
    }


def _outer(
    connection: Connection, known: dict[int, Row[Any]], links: Sequence[Row[Any]]
) -> list[Row[Any]]:
    """The rows of those in whose content ``links`` stand, as far as they are not known yet."""
    have = {(row.version_id, row.aid) for row in known.values()}
    wanted = {(row.version_id, row.within) for row in links if row.within} - have
    if not wanted:
        return []
    rows = connection.execute(
        sa.select(attributions).where(
            attributions.c.version_id.in_({version for version, _ in wanted}),
            attributions.c.aid.in_({aid for _, aid in wanted}),
        )
    )
    return [row for row in rows if (row.version_id, row.aid) in wanted]
