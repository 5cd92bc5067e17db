"""As much of a reading as some of its statements need: they themselves, those they stand within,
their speakers and figures. Searching loads these, and no whole readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.ledger.rebuilt import by_version, reading_of
from quoth.ledger.schema import (
    articles,
    attribution_speakers,
    attributions,
    figures,
    identity_members,
    speakers,
    versions,
)
from quoth.records import Reading

# What a reading is made of; the rest of these tables is there to be searched.
_SAID: list[sa.Column[Any]] = [
    attributions.c[name]
    for name in (
        "id", "version_id", "aid", "ordinal", "status", "cue_start", "cue_end", "sources",
        "contents", "form", "kind", "tone", "polarity", "future", "addressee_start",
        "addressee_end", "said_on", "within", "confidence", "content_confidence",
    )
]  # fmt: skip
_PAGE: list[sa.Column[Any]] = [
    versions.c[name]
    for name in (
        "id", "number", "given_id", "title", "outlet", "url", "published", "language", "authors",
        "section", "furniture", "blocks", "text", "warnings", "taken_in", "model",
    )
]  # fmt: skip
_REFS = (
    sa.select(
        speakers,
        attribution_speakers.c.attribution_id,
        attribution_speakers.c.why,
        attribution_speakers.c.confidence,
        identity_members.c.identity_id,
    )
    .join(speakers, speakers.c.id == attribution_speakers.c.speaker_id)
    .outerjoin(identity_members, identity_members.c.speaker_id == speakers.c.id)
    .order_by(attribution_speakers.c.attribution_id, attribution_speakers.c.ordinal)
    .where(attribution_speakers.c.attribution_id.in_(sa.bindparam("ids", expanding=True)))
)
# Made once: putting a question together takes longer than answering it.
_ASKED = sa.select(*_SAID).where(attributions.c.id.in_(sa.bindparam("ids", expanding=True)))
_NUMBERS = (
    sa.select(figures, attributions.c.aid)
    .join(attributions, attributions.c.id == figures.c.attribution_id)
    .where(figures.c.attribution_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(figures.c.ordinal)
)
_PAGES = (
    sa.select(*_PAGE, articles.c.address)
    .join(articles, articles.c.id == versions.c.article_id)
    .where(versions.c.id.in_(sa.bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Partial:
    """What was loaded for some statements.

    ``readings`` by version: the statements asked for, their chains, and who and what belongs to
    them, in reading order. ``said``: rows of attributions by id (``aid``, ``ordinal``, ``status``).
    ``pages``: rows by version (``number``, ``address``). ``identities``: of the speakers of each
    attribution, "" where there is none.
    """

    readings: dict[int, Reading]
    said: dict[int, Row[Any]]
    pages: dict[int, Row[Any]]
    identities: dict[int, list[str]]

    def has(self, id: int, version: int) -> bool:
        """Whether a statement could be loaded."""
        reading = self.readings.get(version)
        return reading is not None and id in self.said and self.said[id].aid in reading


def partial_readings(connection: Connection, ids: Sequence[int]) -> Partial:
    """What the statements of the rows ``ids`` need of their readings."""
    said = {row.id: row for row in connection.execute(_ASKED, {"ids": list(ids)})}
    links = list(said.values())
    while links := _outer(connection, said, links):
        said.update((row.id, row) for row in links)
    found = {"ids": list(said)}
    spoken = connection.execute(_REFS, found).all()
    identities: dict[int, list[str]] = {}
    for ref in spoken:
        identities.setdefault(ref.attribution_id, []).append(ref.identity_id or "")
    people = sorted({row.id: row for row in spoken}.values(), key=lambda row: row.ordinal)
    numbers = connection.execute(_NUMBERS, found)
    pages: Sequence[Any] = connection.execute(
        _PAGES, {"ids": list({row.version_id for row in said.values()})}
    ).all()
    in_order = sorted(said.values(), key=lambda row: (row.version_id, row.ordinal))
    parts = [by_version(several) for several in (in_order, spoken, people, numbers)]
    none: list[Row[Any]] = []
    readings = {
        row.id: reading_of(row, *(part.get(row.id, none) for part in (*parts, {}))) for row in pages
    }
    return Partial(readings, said, {row.id: row for row in pages}, identities)


def _outer(
    connection: Connection, known: dict[int, Row[Any]], links: Sequence[Row[Any]]
) -> list[Row[Any]]:
    """The rows of those in whose content ``links`` stand, as far as they are not known yet."""
    have = {(row.version_id, row.aid) for row in known.values()}
    wanted = {(row.version_id, row.within) for row in links if row.within} - have
    if not wanted:
        return []
    rows = connection.execute(
        sa.select(*_SAID).where(
            attributions.c.version_id.in_({version for version, _ in wanted}),
            attributions.c.aid.in_({aid for _, aid in wanted}),
        )
    )
    return [row for row in rows if (row.version_id, row.aid) in wanted]
