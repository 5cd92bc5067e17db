"""Rows of the tables as readings again: what is damaged is told and left out."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.errors import DamagedWarning
from quoth.ledger.schema import (
    attribution_speakers,
    attributions,
    figures,
    speakers,
    times,
    versions,
)
from quoth.records import (
    Article,
    Attribution,
    Block,
    Figure,
    Pronoun,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    TimeMention,
    is_date,
    is_language,
)

_BATCH = 500  # versions whose rows are asked for in one question
_Group = dict[int, list[Row[Any]]]


def readings_of(connection: Connection, ids: Sequence[int]) -> Iterator[Reading]:
    """The reading of each version of ``ids``, in their order; a missing one is passed over."""
    for at in range(0, len(ids), _BATCH):
        batch = ids[at : at + _BATCH]
        found = {
            row.id: row
            for row in connection.execute(sa.select(versions).where(versions.c.id.in_(batch)))
        }
        parts = _parts(connection, batch)
        for id in batch:
            if id in found:
                yield reading_of(found[id], *(part.get(id, []) for part in parts))


def _parts(
    connection: Connection, ids: Sequence[int]
) -> tuple[_Group, _Group, _Group, _Group, _Group]:
    """Rows by version: attributions, their speakers, speakers, figures, times."""
    refs = (
        sa.select(
            speakers.c.version_id,
            attribution_speakers.c.attribution_id,
            speakers.c.sid,
            attribution_speakers.c.why,
            attribution_speakers.c.confidence,
        )
        .join(speakers, speakers.c.id == attribution_speakers.c.speaker_id)
        .where(speakers.c.version_id.in_(ids))
        .order_by(attribution_speakers.c.attribution_id, attribution_speakers.c.ordinal)
    )

    def of(table: sa.Table) -> _Group:
        rows = connection.execute(
            sa.select(table).where(table.c.version_id.in_(ids)).order_by(table.c.ordinal)
        )
        return by_version(rows)

    numbers = (
        sa.select(figures, attributions.c.aid)
        .outerjoin(attributions, attributions.c.id == figures.c.attribution_id)
        .where(figures.c.version_id.in_(ids))
        .order_by(figures.c.ordinal)
    )
    return (
        of(attributions),
        by_version(connection.execute(refs)),
        of(speakers),
        by_version(connection.execute(numbers)),
        of(times),
    )


def by_version(rows: Iterable[Row[Any]]) -> _Group:
    """Rows by their column ``version_id``."""
    out: _Group = defaultdict(list)
    for row in rows:
        out[row.version_id].append(row)
    return out


def reading_of(
    version: Row[Any],
    said: list[Row[Any]],
    refs: list[Row[Any]],
    people: list[Row[Any]],
    numbers: list[Row[Any]],
    days: list[Row[Any]],
) -> Reading:
    """The reading of a row of ``versions`` and the rows that belong to it."""
    spoken: dict[int, list[SpeakerRef]] = defaultdict(list)
    for ref in refs:
        spoken[ref.attribution_id].append(SpeakerRef(ref.sid, ref.why, ref.confidence))
    article = article_of(version)
    end = len(article.text)

    def attribution(row: Row[Any]) -> Attribution:
        one = attribution_of(row, spoken[row.id])
        if max(span.end for span in one.spans) > end:
            raise ValueError("it points outside the text")
        return one

    return Reading(
        article=article,
        attributions=_sound("statement", said, attribution),
        speakers=_sound("speaker", people, _speaker_of),
        figures=_sound("figure", numbers, _figure_of),
        times=_sound("time", days, _time_of),
        warnings=_listed(version, "warnings"),
        model=version.model,
    )


_T = TypeVar("_T")


def _sound(what: str, rows: Iterable[Row[Any]], make: Callable[[Row[Any]], _T]) -> tuple[_T, ...]:
    """What can be made of the rows; a damaged one is told and left out."""
    out = []
    for row in rows:
        try:
            out.append(make(row))
        except (TypeError, ValueError, AttributeError) as error:
            _damaged(f"{what} {row.id} is damaged and left out ({error})")
    return tuple(out)


def _damaged(told: str) -> None:
    warnings.warn(f"{told}; restore it with quoth reread --all", DamagedWarning, stacklevel=2)


def _listed(version: Row[Any], name: str) -> tuple[Any, ...]:
    """A list of a version, empty where it is damaged."""
    found = getattr(version, name)
    if isinstance(found, list):
        return tuple(found)
    _damaged(f"the {name} of article {version.id} are damaged and left out")
    return ()


def _speaker_of(row: Row[Any]) -> Speaker:
    hidden = _span(row.anonymity_start, row.anonymity_end)
    roles = tuple(str(role) for role in row.roles)
    pronouns = [one for one in get_args(Pronoun) if one in row.pronouns]
    return Speaker(
        row.sid, row.name, row.label, row.type, roles, _spans(row.mentions), hidden,
        tuple(sorted(pronouns, key=row.pronouns.index)), row.body, row.place,
    )  # fmt: skip


def _figure_of(row: Row[Any]) -> Figure:
    at = Span(row.start, row.end)
    return Figure(row.fid, at, row.low, row.high, row.unit, row.of, row.aid)


def _time_of(row: Row[Any]) -> TimeMention:
    return TimeMention(row.tid, Span(row.start, row.end), row.first_day, row.last_day)


def article_of(version: Row[Any]) -> Article:
    """The article of a row of ``versions``."""
    text = version.text
    if not isinstance(text, str):
        _damaged(f"the text of article {version.id} is damaged and left out")
        text = ""
    try:
        furniture = _spans(version.furniture)
        if any(span.end > len(text) for span in furniture):
            raise ValueError("it points outside the text")
    except (TypeError, ValueError) as error:
        _damaged(f"the boilerplate spans of article {version.id} is damaged and left out ({error})")
        furniture = ()
    return Article(
        id=version.given_id,
        text=text,
        title=_known(version, "title"),
        outlet=_known(version, "outlet"),
        url=_known(version, "url"),
        published=_known(version, "published"),
        language=_known(version, "language"),
        authors=_listed(version, "authors"),
        furniture=furniture,
        blocks=_blocks(version, len(text)),
        warnings=_listed(version, "taken_in"),
        section=_known(version, "section"),
    )


def _known(version: Row[Any], name: str) -> str | None:
    """What is known of an article by that name; None where it is damaged."""
    found = getattr(version, name)
    sound = {"published": is_date, "language": is_language}.get(name)
    if found is None or (isinstance(found, str) and (sound is None or sound(found))):
        return found
    _damaged(f"the {name} of article {version.id} is damaged and left out")
    return None


def _blocks(version: Row[Any], end: int) -> tuple[Block, ...]:
    """The blocks of a version, none where they are damaged."""
    try:
        found = tuple(
            Block(kind, Span(start, stop), *time) for kind, start, stop, *time in version.blocks
        )
        if any(block.span.end > end for block in found):
            raise ValueError("one points outside the text")
    except (TypeError, ValueError) as error:
        _damaged(f"the blocks of article {version.id} are damaged and left out ({error})")
        return ()
    return found


def attribution_of(row: Row[Any], refs: Sequence[SpeakerRef]) -> Attribution:
    """The attribution of a row of ``attributions`` with its speakers."""
    return Attribution(
        id=row.aid,
        cue=_span(row.cue_start, row.cue_end),
        sources=_spans(row.sources),
        contents=_spans(row.contents),
        form=row.form,
        kind=row.kind,
        tone=row.tone,
        polarity=row.polarity,
        future=row.future,
        addressee=_span(row.addressee_start, row.addressee_end),
        said_on=row.said_on,
        within=row.within,
        confidence=row.confidence,
        speakers=tuple(refs),
        content_confidence=row.content_confidence,
    )


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
