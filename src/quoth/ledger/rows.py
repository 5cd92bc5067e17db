"""Readings as rows of the tables; `quoth.ledger.rebuilt` makes readings of them again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

from quoth.ledger.identities.appearances import acronyms
from quoth.ledger.nameless import nameless
from quoth.ledger.schema import (
    SEARCHED,
    attribution_speakers,
    attributions,
    audit_counts,
    facts,
    figures,
    speakers,
    times,
    versions,
)
from quoth.ledger.words import searchable
from quoth.records import (
    Attribution,
    Reading,
    Span,
    Speaker,
)
from quoth.wording import Words, joined


@dataclass(frozen=True, slots=True)
class Known:
    """Rows of a version's statements by their place, and of its speakers by label and type."""

    statements: Mapping[Any, int]
    speakers: Mapping[Any, int]


def place(cue_start: int | None, contents: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Where a statement stands: its cue, or the beginning of its content where it has none."""
    return (cue_start,) if cue_start is not None else (-1, contents[0][0] if contents else 0)


def place_of(target: Mapping[str, Any]) -> tuple[int, ...]:
    """The `place` of the statement that a decision is about."""
    return place(target["cue"][0] if target["cue"] else None, target["contents"])


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def version_values(reading: Reading) -> dict[str, Any]:
    """The columns of ``versions`` that come from the reading."""
    article = reading.article
    return {
        "digest": digest(article.text),
        "given_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published,
        "language": article.language,
        "authors": list(article.authors),
        "section": article.section,
        "furniture": _pairs(article.furniture),
        "blocks": [
            [one.kind, one.span.start, one.span.end, *((one.time,) if one.time else ())]
            for one in article.blocks
        ],
        "text": article.text,
        "model": reading.model,
        "warnings": list(reading.warnings),
        "taken_in": list(article.warnings),
    }


def insert_parts(
    connection: Connection,
    version: int,
    reading: Reading,
    statuses: Mapping[str, str] | None = None,
    known: Known | None = None,
) -> None:
    """Adds the attributions, speakers, figures and times of a reading to its version.

    ``statuses``: by the id of an attribution, what a person did to it. ``known``: the rows that
    its statements and speakers had before (see `delete_parts`), which they get again.
    """
    known = known or Known({}, {})
    words = Words(reading)
    statuses = statuses or {}
    people = [_speaker_values(reading, version, i, one) for i, one in enumerate(reading.speakers)]
    said = [
        _attribution_values(words, version, i, one, statuses.get(one.id))
        for i, one in enumerate(reading.attributions)
    ]
    current = sa.select(versions.c.is_current).where(versions.c.id == version)
    if not connection.scalar(current):  # search passes over earlier texts of an article
        said = [row | dict.fromkeys(SEARCHED, "") for row in said]
    speaker_ids = _insert(
        connection, speakers, people, "sid", known.speakers, lambda row: (row["label"], row["type"])
    )
    ids = _insert(
        connection,
        attributions,
        said,
        "aid",
        known.statements,
        lambda row: place(row["cue_start"], row["contents"]),
    )
    refs = [
        {
            "attribution_id": ids[one.id],
            "ordinal": i,
            "speaker_id": speaker_ids[ref.speaker],
            "why": ref.why,
            "confidence": ref.confidence,
        }
        for one in reading.attributions
        for i, ref in enumerate(one.speakers)
        if ref.speaker in speaker_ids
    ]
    numbers = [
        {
            "version_id": version,
            "fid": one.id,
            "ordinal": i,
            "start": one.span.start,
            "end": one.span.end,
            "figure": one.span.of(reading.article.text),
            "low": one.low,
            "high": one.high,
            "unit": one.unit,
            "of": one.of,
            "attribution_id": ids.get(one.attribution or ""),
        }
        for i, one in enumerate(reading.figures)
    ]
    days = [
        {
            "version_id": version,
            "tid": one.id,
            "ordinal": i,
            "start": one.span.start,
            "end": one.span.end,
            "time": one.span.of(reading.article.text),
            "first_day": one.start,
            "last_day": one.end,
        }
        for i, one in enumerate(reading.times)
    ]
    for table, values in ((attribution_speakers, refs), (figures, numbers), (times, days)):
        if values:
            connection.execute(table.insert(), values)


def search_again(connection: Connection, version: int, reading: Reading) -> None:
    """Writes anew what search reads of the statements of a version."""
    words = Words(reading)
    for ordinal, one in enumerate(reading.attributions):
        values = _attribution_values(words, version, ordinal, one, None)
        connection.execute(
            attributions.update()
            .where(attributions.c.version_id == version, attributions.c.aid == one.id)
            .values(**{name: values[name] for name in SEARCHED})
        )


def delete_parts(connection: Connection, version: int) -> Known:
    """Takes away all that `insert_parts` added to a version; gives the rows that its statements
    and speakers had, so that addresses of statements and people's decisions go on being right."""
    said = connection.execute(
        sa.select(attributions.c.id, attributions.c.cue_start, attributions.c.contents).where(
            attributions.c.version_id == version
        )
    ).all()
    people = connection.execute(
        sa.select(speakers.c.id, speakers.c.label, speakers.c.type).where(
            speakers.c.version_id == version
        )
    ).all()
    known = Known(
        {
            place(row.cue_start, row.contents): row.id
            for row in reversed(said)
            if isinstance(row.contents, list)
        },
        {(row.label, row.type): row.id for row in reversed(people)},
    )
    for table in (figures, times, attributions, speakers, audit_counts):
        connection.execute(table.delete().where(table.c.version_id == version))
    _remember(connection, attributions, known.statements.values())
    _remember(connection, speakers, known.speakers.values())
    return known


def _remember(connection: Connection, table: sa.Table, gone: Iterable[int]) -> None:
    """Keeps the highest number that rows of SQLite ever had: none is given to another statement
    after the last was rejected. PostgreSQL's sequences never go back."""
    last = max(gone, default=0)
    if connection.dialect.name == "sqlite" and last > _last(connection, table):
        connection.execute(
            sqlite.insert(facts)
            .values(name=f"last of {table.name}", value=str(last))
            .on_conflict_do_update(index_elements=["name"], set_={"value": str(last)})
        )


def _last(connection: Connection, table: sa.Table) -> int:
    question = sa.select(facts.c.value).where(facts.c.name == f"last of {table.name}")
    return int(connection.scalar(question) or 0)


def current_of(connection: Connection) -> list[int]:
    """The keys of the current version of every article, in the order of the articles."""
    question = sa.select(versions.c.id).where(versions.c.is_current).order_by(versions.c.article_id)
    return list(connection.execute(question).scalars())


def _insert(
    connection: Connection,
    table: sa.Table,
    values: list[dict[str, Any]],
    name: str,
    known: Mapping[Any, int],
    place: Callable[[dict[str, Any]], Any],
) -> dict[str, int]:
    """Adds rows, and gives their new keys by the column ``name``.

    The keys are fetched first: rows that need not be given back go in several times as fast.
    """
    if not values:
        return {}
    if connection.dialect.name == "sqlite":
        highest = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
        last = max(highest, _last(connection, table), *known.values(), 0)
        keys = list(range(last + 1, last + 1 + len(values)))
    else:
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        numbers = sa.func.generate_series(1, len(values)).table_valued("n")
        keys = list(connection.scalars(sa.select(sa.func.nextval(sequence)).select_from(numbers)))
    left = dict(known)
    for key, row in zip(keys, values, strict=True):
        row["id"] = left.pop(place(row), key)
    connection.execute(table.insert(), values)
    return {row[name]: row["id"] for row in values}


def _attribution_values(
    words: Words, version: int, ordinal: int, one: Attribution, status: str | None
) -> dict[str, Any]:
    text = words.reading.article.text
    cast = words.speakers(one)
    source, content = words.source(one), words.content(one)
    names = [name for who in cast for name in (who.name or "", who.label)]
    return {
        "version_id": version,
        "aid": one.id,
        "ordinal": ordinal,
        "start": one.start,
        "cue_start": one.cue.start if one.cue else None,
        "cue_end": one.cue.end if one.cue else None,
        "cue": words.cue(one),
        "sources": _pairs(one.sources),
        "source": source,
        "contents": _pairs(one.contents),
        "content": content,
        "speaker": joined([who.label for who in cast]),
        "form": one.form,
        "kind": one.kind,
        "tone": one.tone,
        "polarity": one.polarity,
        "future": one.future,
        "unnamed": bool(cast) and all(map(nameless, cast)),
        "addressee_start": one.addressee.start if one.addressee else None,
        "addressee_end": one.addressee.end if one.addressee else None,
        "addressee": one.addressee.of(text) if one.addressee else None,
        "said_on": one.said_on,
        "within": one.within,
        "depth": words.depth(one) + 1,
        "chain": " ← ".join(words.chain(one)),
        "confidence": one.confidence,
        "content_confidence": one.content_confidence,
        "status": status,
        "words": searchable(content),
        "who": searchable(source),
        "names": searchable(*dict.fromkeys(names)),
        "roles": searchable(*(role for who in cast for role in who.roles)),
        "tags": " ".join(tags_of(words, one)),
    }


def tags_of(words: Words, one: Attribution) -> list[str]:
    """The marks by which filters find an attribution; they begin with x."""
    cast = words.speakers(one)
    unnamed = bool(cast) and all(map(nameless, cast))
    tags = [
        "xall",
        tag("form", one.form),
        tag("kind", one.kind),
        tag("tone", one.tone),
        tag("polarity", one.polarity),
        tag("unnamed", unnamed),
        tag("within", words.depth(one) > 0),
        tag("has_figure", one.id in words.figures),
    ]
    if words.reading.article.outlet:
        tags.append(tag("outlet", words.reading.article.outlet))
    return tags


def tag(name: str, value: str | bool) -> str:
    """The mark of a filter's value: letters and digits of ASCII, no two values alike."""
    if name == "outlet":
        name = str(value).casefold().encode("utf-8", "replace").decode()
        return f"xoutlet{digest(name)[:16]}"
    return f"x{name.replace('_', '')}{value}".lower()


def _speaker_values(reading: Reading, version: int, ordinal: int, one: Speaker) -> dict[str, Any]:
    return {
        "version_id": version,
        "sid": one.id,
        "ordinal": ordinal,
        "name": one.name,
        "label": one.label,
        "type": one.type,
        "roles": list(one.roles),
        "acronyms": list(acronyms(reading.article.text, one)),
        "mentions": _pairs(one.mentions),
        "anonymity_start": one.anonymity.start if one.anonymity else None,
        "anonymity_end": one.anonymity.end if one.anonymity else None,
        "anonymity": one.anonymity.of(reading.article.text) if one.anonymity else None,
        "pronouns": list(one.pronouns),
        "body": one.body,
        "place": one.place,
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
