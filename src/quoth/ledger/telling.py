"""A whole story: what its articles tell, side by side and in order of time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.audit import Audit, audit_readings
from quoth.ledger.compare import (
    CopyGroup,
    FigureGroup,
    QuotationGroup,
    copies,
    disagreements,
    originals,
    quotations,
)
from quoth.ledger.comparing import About, about_of, numbers_in, said_in
from quoth.ledger.facets import names_of
from quoth.ledger.joined import by_place
from quoth.ledger.nameless import nameless
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.schema import attributions, versions
from quoth.ledger.search import load
from quoth.ledger.statement import Statement
from quoth.ledger.stories import Story, listed, put_by_people, told_story, versions_of
from quoth.ledger.texts import texts_of
from quoth.records import Reading

_FEW = 3  # statements of each speaker that are shown
_SPEAKERS = 30
_UNNAMED = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One article of a story: ``statements`` it has; ``copy_of``: the article of the story whose
    text it is, as a whole; ``by_person``: a person put it there; ``number``: of its version."""

    about: About
    statements: int
    number: int
    copy_of: int | None = None
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker of a story: ``identity`` over all articles ("" where there is none), how many
    statements in how many articles, and the first few of them."""

    identity: str
    name: str
    type: str
    statements: int
    articles: int
    first: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A statement of persons who are never named, and the reason that its article states."""

    statement: Statement
    reason: str


@dataclass(frozen=True, slots=True)
class WholeStory:
    """A story with all that its articles tell.

    ``articles`` are in the order of their dates. ``voices``: those with most statements first, of
    ``speakers`` in all. ``outlets`` are counts for each outlet.
    """

    story: Story
    articles: tuple[Told, ...]
    voices: tuple[Voice, ...]
    speakers: int
    quotations: tuple[QuotationGroup, ...]
    figures: tuple[FigureGroup, ...]
    copies: tuple[CopyGroup, ...]
    unnamed: tuple[Unnamed, ...]
    outlets: tuple[Audit, ...]

    @property
    def about(self) -> dict[int, About]:
        """What is shown of each article, by its version."""
        return {one.about.version: one.about for one in self.articles}


def whole_story(connection: Connection, story: int) -> WholeStory | None:
    """All of one story, or None where there is none; its speakers have been joined and the stories
    grouped."""
    ids = versions_of(connection, story)
    found = listed(connection, only=[story], limit=1)
    if not found or not ids:
        return None
    asked = sa.select(versions.c.id).where(versions.c.id.in_(ids)).order_by(versions.c.id)
    groups = copies(texts_of(connection, ids))
    same_text = originals(groups)
    readings = dict(zip(ids, readings_of(connection, ids), strict=True))
    voices, speakers = _voices(connection, readings)
    told = told_story(connection, story)
    return WholeStory(
        story=found[0],
        articles=_articles(connection, ids, readings, same_text, story),
        voices=voices,
        speakers=speakers,
        quotations=quotations(one for one in said_in(connection, asked)),
        figures=disagreements(numbers_in(connection, asked), (), same_text, told=[told]),
        copies=groups,
        unnamed=_unnamed(connection, readings),
        outlets=_outlets(connection, readings),
    )


def _articles(
    connection: Connection,
    ids: list[int],
    readings: dict[int, Reading],
    same_text: dict[int, int],
    story: int,
) -> tuple[Told, ...]:
    about = about_of(connection, ids)
    pinned = put_by_people(connection, story)
    numbers: dict[int, int] = {
        row.id: row.number
        for row in connection.execute(
            sa.select(versions.c.id, versions.c.number).where(versions.c.id.in_(ids))
        )
    }
    return tuple(
        Told(
            about[id],
            len(readings[id].attributions),
            numbers[id],
            same_text.get(id),
            id in pinned,
        )
        for id in ids
    )


def _rows(connection: Connection, readings: dict[int, Reading]) -> dict[tuple[int, str], int]:
    """The statements of some versions by their version and id in the reading."""
    rows = connection.execute(
        sa.select(attributions.c.version_id, attributions.c.aid, attributions.c.id).where(
            attributions.c.version_id.in_(list(readings))
        )
    )
    return {(row.version_id, row.aid): row.id for row in rows}


def _voices(connection: Connection, readings: dict[int, Reading]) -> tuple[tuple[Voice, ...], int]:
    rows = _rows(connection, readings)
    known = by_place(connection, list(readings))
    said: dict[str, list[tuple[int, int, float]]] = {}
    labels: dict[str, Counter[str]] = {}
    types: dict[str, str] = {}
    for version, reading in readings.items():
        people = {who.id: who for who in reading.speakers}
        for one in reading.attributions:
            for ref in one.speakers:
                who = people.get(ref.speaker)
                if who is None or (version, one.id) not in rows:
                    continue
                # Who has no identity is somebody in their own article only.
                key = known.get((version, who.id), f"{version} {who.id}")
                row = (rows[version, one.id], version, 0.0)
                if row not in said.setdefault(key, []):
                    said[key].append(row)
                labels.setdefault(key, Counter())[who.name or who.label] += 1
                types.setdefault(key, who.type)
    order = sorted(said, key=lambda key: (" " in key, -len(said[key]), key))
    names = names_of(connection, order)
    out = []
    for key in order[:_SPEAKERS]:
        articles = len({version for _, version, _ in said[key]})
        name = names.get(key) or labels[key].most_common(1)[0][0]
        first = tuple(load(connection, said[key][:_FEW]))
        identity = "" if " " in key else key
        out.append(Voice(identity, name, types[key], len(said[key]), articles, first))
    return tuple(out), len(order)


def _unnamed(connection: Connection, readings: dict[int, Reading]) -> tuple[Unnamed, ...]:
    rows = _rows(connection, readings)
    found: list[tuple[int, int, float]] = []
    reasons: dict[int, str] = {}
    for version, reading in readings.items():
        people = {who.id: who for who in reading.speakers}
        for one in reading.attributions:
            cast = [people[ref.speaker] for ref in one.speakers if ref.speaker in people]
            if not cast or not all(map(nameless, cast)) or (version, one.id) not in rows:
                continue
            row = rows[version, one.id]
            found.append((row, version, 0.0))
            told = [reading.text_of(who.anonymity) for who in cast if who.anonymity]
            reasons[row] = "; ".join(dict.fromkeys(told))
    return tuple(Unnamed(one, reasons[one.id]) for one in load(connection, found[:_UNNAMED]))


def _outlets(connection: Connection, readings: dict[int, Reading]) -> tuple[Audit, ...]:
    known = by_place(connection, list(readings))
    named = (
        replace(reading, article=replace(reading.article, id=str(version)))
        for version, reading in readings.items()
    )
    return tuple(
        audit_readings(named, by="outlet", identity=lambda id, who: known.get((int(id), who)))
    )
