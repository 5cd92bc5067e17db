"""Comparing what a ledger keeps: from its rows to the plain values of `quoth.ledger.compare`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.compare import (
    CopyGroup,
    FigureGroup,
    Number,
    QuotationGroup,
    Said,
    by_story,
    copies,
    disagreements,
    originals,
    quotations,
)
from quoth.ledger.compare.circumstances import around
from quoth.ledger.schema import (
    attribution_speakers,
    attributions,
    figures,
    identity_members,
    versions,
)
from quoth.ledger.stories import told_stories, versions_of
from quoth.ledger.texts import chosen, texts_of
from quoth.wording import headline, publisher

COMPARED = ("quotations", "copies", "figures")
"""What can be compared."""
_AT_ONCE = 200  # texts that are in memory at one time

_ABOUT = sa.select(
    versions.c.id,
    versions.c.title,
    versions.c.outlet,
    versions.c.url,
    versions.c.published,
    sa.func.substr(versions.c.text, 1, 300).label("opening"),
)
_ABOUT_OF = _ABOUT.where(versions.c.id.in_(sa.bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class About:
    """What is shown of an article that is compared; ``version`` is its row."""

    version: int
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    opening: str = ""

    @property
    def headline(self) -> str:
        """Its title, or the first words of its text."""
        return headline(self.title, self.opening) or self.url or "article"


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

    def left_out(self, articles: Iterable[int]) -> tuple[int, ...]:
        """The whole copies of these articles that are not counted beside them."""
        asked = set(articles)
        return tuple(
            copy for copy, of in self.original.items() if of in asked and copy not in asked
        )

    def outlets(self, articles: Iterable[int]) -> int:
        """How many outlets published these articles; those without one count as one each."""
        several = ((id, self.articles[id]) for id in articles if id in self.articles)
        known = {publisher(one.outlet, one.url) or f"article {id}" for id, one in several}
        return len(known)

    def headline_of(self, group: FigureGroup) -> str:
        """What the story of a group is called: by its last article that has a title."""
        several = [self.articles[id] for id in group.articles if id in self.articles]
        titled = [one for one in several if one.title] or several
        return titled[-1].headline if titled else ""


def compare(
    connection: Connection,
    *,
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    story: int | None = None,
    once: bool = True,
    parts: tuple[str, ...] = COMPARED,
) -> Comparison:
    """Compares the current articles.

    Everything is grouped first and chosen after: a group that is shown has all its members and
    counts, whatever is asked for.

    Args:
        since, until: ISO dates of publication, both included: groups with an article of then.
        outlet: only groups with an article of this outlet (as written).
        story: only groups with an article of this story.
        once: count an agency's text in many outlets once: a whole copy's statements are left out of
            the quotations, and its figures put under those of the article that stands for it.
        parts: what to compare.
    """
    every = chosen()
    about = {
        row.id: About(row.id, row.title, row.outlet, row.url, row.published, row.opening)
        for row in connection.execute(_ABOUT.where(versions.c.is_current).order_by(versions.c.id))
    }
    groups: tuple[CopyGroup, ...] = ()
    if once or "copies" in parts:
        groups = copies(texts_of(connection, list(about)))
    original = originals(groups)
    same: tuple[QuotationGroup, ...] = ()
    if "quotations" in parts:
        said = said_in(connection, every)
        same = quotations(one for one in said if not (once and one.article in original))
    numbers: tuple[FigureGroup, ...] = ()
    if "figures" in parts:
        told = told_stories(connection)
        found = disagreements(
            numbers_in(connection, every), (), original if once else None, told=told
        )
        numbers = by_story(found, lambda id: publisher(about[id].outlet, about[id].url))
    if any(one is not None for one in (since, until, outlet, story)):
        wanted = set(connection.scalars(chosen(since, until, outlet)))
        if story is not None:
            wanted &= set(versions_of(connection, story))
        # A copy stands for the article that it was put under.
        wanted |= {original[id] for id in wanted & original.keys()} if once else set()
        groups = tuple(one for one in groups if wanted & set(one.articles))
        same = tuple(one for one in same if wanted & set(one.articles))
        numbers = tuple(
            one for one in numbers if wanted & {member.number.article for member in one.members}
        )
        shown = {id for found in (groups, same, numbers) for one in found for id in one.articles}
        about = {id: one for id, one in about.items() if id in shown | wanted | original.keys()}
    return Comparison(about, same, groups if "copies" in parts else (), numbers, original)


def about_of(connection: Connection, ids: Sequence[int]) -> dict[int, About]:
    """What is shown of some kept texts."""
    rows = connection.execute(_ABOUT_OF, {"ids": list(ids)})
    return {
        row.id: About(row.id, row.title, row.outlet, row.url, row.published, row.opening)
        for row in rows
    }


def story_of(connection: Connection, article: int) -> list[About]:
    """The current articles that tell the story of one, itself among them, by their dates."""
    current = sa.select(versions.c.id).where(versions.c.id == article, versions.c.is_current)
    if connection.scalar(current) is None:
        return []
    told = next(one for one in told_stories(connection) if article in one.articles)
    about = about_of(connection, told.articles)
    return [about[id] for id in told.articles]


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


def _asked_said(where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    outer = attributions.alias("outer_attributions")
    return (
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
        .where(where)
    )


_SAID_OF = _asked_said(attributions.c.id.in_(sa.bindparam("ids", expanding=True)))


def _said(rows: Iterable[sa.Row[Any]]) -> Iterator[Said]:
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


def said_of(connection: Connection, ids: Sequence[int]) -> Iterator[Said]:
    """Some statements, by their rows."""
    return _said(connection.execute(_SAID_OF, {"ids": list(ids)}))


def said_in(connection: Connection, asked: sa.Select[Any]) -> Iterator[Said]:
    """The statements of the versions that a question gives."""
    chosen = asked.with_only_columns(versions.c.id).order_by(None)
    return _said(connection.execute(_asked_said(attributions.c.version_id.in_(chosen))))


def numbers_in(
    connection: Connection,
    asked: sa.Select[Any],
    only: Callable[[str | None, str | None], bool] | None = None,
) -> Iterator[Number]:
    """The figures of the versions that a question gives.

    ``only``: those of which this is so, by their unit and what they count.
    """
    rows = connection.execute(
        sa.select(
            figures.c.id,
            figures.c.version_id,
            figures.c.low,
            figures.c.high,
            figures.c.unit,
            figures.c.of,
            figures.c.figure,
            figures.c.start,
            figures.c.end,
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
        .where(figures.c.version_id.in_(asked.with_only_columns(versions.c.id).order_by(None)))
        .order_by(figures.c.version_id)
    ).all()
    kept = [row for row in rows if only is None or only(row.unit, row.of)]
    left = iter(dict.fromkeys(row.version_id for row in kept))
    texts: dict[int, str] = {}
    for row in kept:
        if row.version_id not in texts:  # the next few: all of them may be more than memory holds
            texts = _texts(connection, list(islice(left, _AT_ONCE)))
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
            around(texts[row.version_id], row.start, row.end),
        )


def _texts(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    rows = connection.execute(
        sa.select(versions.c.id, versions.c.text).where(versions.c.id.in_(ids))
    )
    return {row.id: row.text or "" for row in rows}
