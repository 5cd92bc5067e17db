"""Comparing what a ledger keeps: from its rows to the plain values of `quoth.ledger.compare`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.compare import (
    CopyGroup,
    FigureGroup,
    Number,
    QuotationGroup,
    Said,
    Text,
    copies,
    disagreements,
    originals,
    quotations,
    stories,
)
from quoth.ledger.schema import (
    attribution_speakers,
    attributions,
    figures,
    identity_members,
    versions,
)
from quoth.records import is_date

_RUNS = 30  # days that a story runs at most
COMPARED = ("quotations", "copies", "figures")
"""What can be compared."""

_AT_ONCE = 500  # texts that are in memory at one time, before they are compared


@dataclass(frozen=True, slots=True)
class About:
    """What is shown of an article that is compared; ``version`` is its row."""

    version: int
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is alike and what differs over articles; articles and statements are rows of the ledger.

    ``original`` gives, for an article that is a whole copy, the article that stands for it.
    """

    articles: dict[int, About]
    quotations: tuple[QuotationGroup, ...]
    copies: tuple[CopyGroup, ...]
    figures: tuple[FigureGroup, ...]
    original: dict[int, int]


def compare(
    connection: Connection,
    *,
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    once: bool = True,
    parts: tuple[str, ...] = COMPARED,
) -> Comparison:
    """Compares the current articles.

    Args:
        since, until: ISO dates of publication, both included.
        outlet: only articles of this outlet (as written).
        once: count an agency's text in many outlets once: a whole copy's statements are left out of
            the quotations, and its figures put under those of the article that stands for it.
        parts: what to compare.
    """
    chosen = _chosen(since, until, outlet)
    about = {
        row.id: About(row.id, row.title, row.outlet, row.url, row.published)
        for row in connection.execute(
            chosen.add_columns(
                versions.c.title, versions.c.outlet, versions.c.url, versions.c.published
            )
        )
    }
    groups: tuple[CopyGroup, ...] = ()
    if once or "copies" in parts:
        groups = copies(_texts(connection, chosen))
    original = originals(groups)
    same: tuple[QuotationGroup, ...] = ()
    if "quotations" in parts:
        said = _said(connection, chosen)
        same = quotations(one for one in said if not (once and one.article in original))
    numbers: tuple[FigureGroup, ...] = ()
    if "figures" in parts:
        numbers = disagreements(
            _numbers(connection, chosen), _texts(connection, chosen), original if once else None
        )
    return Comparison(about, same, groups if "copies" in parts else (), numbers, original)


def story_of(connection: Connection, article: int) -> list[About]:
    """The current articles that tell the story of one, itself among them, by their dates."""
    columns = (versions.c.title, versions.c.outlet, versions.c.url, versions.c.published)
    row = connection.execute(
        sa.select(versions.c.published).where(versions.c.id == article, versions.c.is_current)
    ).first()
    if row is None:
        return []
    day = date.fromisoformat(row.published[:10]) if _is_day(row.published) else None
    since, until = (
        (str(day + timedelta(days=off)) for off in (-_RUNS, _RUNS)) if day else (None, None)
    )
    chosen = _chosen(since, until, None)
    told = next(one for one in stories(_texts(connection, chosen)) if article in one.articles)
    rows = connection.execute(
        sa.select(versions.c.id, *columns).where(versions.c.id.in_(told.articles))
    )
    about = {row.id: About(row.id, row.title, row.outlet, row.url, row.published) for row in rows}
    return [about[id] for id in told.articles]


def _is_day(text: str | None) -> bool:
    """Whether a text begins with a day of the calendar."""
    return text is not None and len(text) >= 10 and is_date(text[:10])


def _chosen(since: str | None, until: str | None, outlet: str | None) -> sa.Select[Any]:
    question = sa.select(versions.c.id).where(versions.c.is_current).order_by(versions.c.id)
    if since is not None:
        question = question.where(versions.c.published >= since)
    if until is not None:
        question = question.where(versions.c.published < until + "~")
    if outlet is not None:
        question = question.where(versions.c.outlet == outlet)
    return question


def _texts(connection: Connection, chosen: sa.Select[Any]) -> Iterator[Text]:
    """Texts one after another: all of them may be more than memory holds."""
    ids = list(connection.scalars(chosen))
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


def _identity() -> sa.ScalarSelect[Any]:
    """The joined speaker of an attribution: that of its first source."""
    return (
        sa.select(identity_members.c.identity_id)
        .join(
            attribution_speakers,
            attribution_speakers.c.speaker_id == identity_members.c.speaker_id,
        )
        .where(
            attribution_speakers.c.attribution_id == attributions.c.id,
            attribution_speakers.c.ordinal == 0,
        )
        .correlate(attributions)
        .scalar_subquery()
    )


def _said(connection: Connection, chosen: sa.Select[Any]) -> Iterator[Said]:
    outer = attributions.alias("outer_attributions")
    rows = connection.execute(
        sa.select(
            attributions.c.id,
            attributions.c.version_id,
            attributions.c.content,
            attributions.c.form,
            attributions.c.speaker,
            versions.c.published,
            versions.c.outlet,
            _identity().label("identity"),
            outer.c.id.label("outer_id"),
        )
        .join(versions, versions.c.id == attributions.c.version_id)
        .outerjoin(
            outer,
            sa.and_(
                outer.c.version_id == attributions.c.version_id,
                outer.c.aid == attributions.c.within,
            ),
        )
        .where(
            attributions.c.version_id.in_(chosen.with_only_columns(versions.c.id).order_by(None))
        )
    )
    for row in rows:
        yield Said(
            row.id,
            row.version_id,
            row.content,
            row.form,
            row.published,
            row.outlet,
            row.identity,
            row.speaker,
            row.outer_id,
        )


def _numbers(connection: Connection, chosen: sa.Select[Any]) -> Iterator[Number]:
    rows = connection.execute(
        sa.select(
            figures.c.id,
            figures.c.version_id,
            figures.c.low,
            figures.c.high,
            figures.c.unit,
            figures.c.of,
            figures.c.figure,
            versions.c.published,
            versions.c.outlet,
            figures.c.attribution_id,
            attributions.c.speaker,
            attributions.c.chain,
            attributions.c.said_on,
            _identity().label("identity"),
        )
        .join(versions, versions.c.id == figures.c.version_id)
        .outerjoin(attributions, attributions.c.id == figures.c.attribution_id)
        .where(figures.c.version_id.in_(chosen.with_only_columns(versions.c.id).order_by(None)))
    )
    for row in rows:
        yield Number(
            row.id,
            row.version_id,
            row.low,
            row.high,
            row.unit,
            row.of,
            row.figure,
            row.published,
            row.outlet,
            row.attribution_id,
            row.identity,
            row.speaker or "",
            tuple((row.chain or "").split(" ← ")) if row.chain else (),
            row.said_on,
        )
