"""Articles of one event: kept as stories, grouped anew whenever articles have changed, and as
people decided about them.

The grouping is that of `quoth.ledger.compare.stories`. What people decide is a list of stories with
the articles they had at that moment: those stay together, and apart from the others; articles that
come later join them by their words. A story's number is that of the article of it which was kept
first, so that an old number always leads to a story: the one in which that article is now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.errors import LedgerError
from quoth.ledger.compare import Story as Grouped
from quoth.ledger.compare import stories as grouped
from quoth.ledger.corrections.entries import undone
from quoth.ledger.database import Database
from quoth.ledger.keep import fact, set_fact
from quoth.ledger.schema import (
    articles,
    attributions,
    corrections,
    stories,
    story_members,
    versions,
)
from quoth.ledger.texts import current_ids, texts_of
from quoth.ledger.words import searchable
from quoth.wording import headline, publisher

#: What people decide about stories, as the log has it.
ACTIONS = ("move article", "join stories", "split story", "rename story")
_TOUCHING = (*ACTIONS, "edit", "learn", "delete")
_MARK = "stories"
_LOCK = 0x73746F72  # advisory lock of PostgreSQL while stories are grouped
_BATCH = 5000
_OPENING = 300  # characters of a text that stand for its title
_TRIES = 3
# Questions of every dossier, made once: putting one together takes longer than answering it.
_STORY_OF = (
    sa.select(story_members.c.story_id)
    .join(versions, versions.c.article_id == story_members.c.article_id)
    .where(versions.c.id == sa.bindparam("version"))
)
# A condition on ``is_current`` would let SQLite, which knows no counts, go through them all.
_VERSIONS_OF = (
    sa.select(versions.c.id, versions.c.is_current)
    .join(story_members, story_members.c.article_id == versions.c.article_id)
    .where(story_members.c.story_id == sa.bindparam("story"))
    .order_by(story_members.c.ordinal)
)


@dataclass(frozen=True, slots=True)
class Story:
    """One story: ``id`` is its number, ``headline`` its name or what its last article with a title
    is called; ``named``: by a person. ``first`` and ``last`` are when its first and last article
    were published (ISO 8601), None where nobody knows. ``found``: how many of its statements a
    search found."""

    id: int
    headline: str
    named: bool
    first: str | None
    last: str | None
    articles: int
    outlets: int
    statements: int
    found: int = 0


def group_stories(database: Database) -> None:
    """Groups the articles anew when any have come, gone or been decided about.

    Raises:
        LedgerError: when that is so and the ledger cannot be written.
    """
    with database.reading() as connection:
        moment = database.moment(connection)
        if connection.info.get(_MARK) == moment:
            return  # nothing was written since this connection looked last
        mark = state_mark(connection)
        if fact(connection, _MARK) == mark:
            connection.info[_MARK] = moment
            return
    if database.read_only:
        raise LedgerError(
            database.name,
            "its articles were not grouped into stories since the last one was kept, and it cannot "
            "be written; run quoth stories where it can be written",
        )
    for left in reversed(range(_TRIES)):
        # Grouping takes long, and nobody who keeps an article shall wait for it.
        if left:
            with database.reading() as connection:
                mark = state_mark(connection)
                told = _grouped(connection)
        with database.writing() as connection:
            if not database.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            now = state_mark(connection)
            if fact(connection, _MARK) == now:
                return
            if left and now != mark:
                continue  # something came in between
            if not left:
                told = _grouped(connection)
            _keep(connection, told)
            set_fact(connection, _MARK, now)
            return


def state_mark(connection: Connection) -> str:
    """A text that changes whenever an article comes, goes, gets a title or a date, or people decide
    about stories."""
    of = versions.c
    row = connection.execute(
        sa.select(
            sa.func.count(), sa.func.max(of.id), sa.func.count(of.title),
            sa.func.count(of.published), sa.func.count(of.outlet),
        ).where(of.is_current)
    ).one()  # fmt: skip
    about = corrections.c.details["root"].as_string()  # older undos do not say
    undone = sa.and_(corrections.c.action == "undo", sa.or_(about.is_(None), about.in_(_TOUCHING)))
    touching = sa.or_(corrections.c.action.in_(_TOUCHING), undone)
    decided = connection.scalar(sa.select(sa.func.max(corrections.c.id)).where(touching))
    return " ".join(str(value) for value in (*row, decided))


def told_stories(connection: Connection) -> tuple[Grouped, ...]:
    """The stories as comparisons take them, articles by their current versions: those kept, or
    grouped in place where they are out of date and cannot be kept."""
    if fact(connection, _MARK) != state_mark(connection):
        return _grouped(connection)
    rows = connection.execute(
        sa.select(story_members.c.story_id, versions.c.id)
        .join(versions, versions.c.article_id == story_members.c.article_id)
        .where(versions.c.is_current)
        .order_by(story_members.c.story_id, story_members.c.ordinal)
    )
    members: dict[int, list[int]] = {}
    for row in rows:
        members.setdefault(row.story_id, []).append(row.id)
    words = connection.execute(sa.select(stories.c.id, stories.c.words))
    return tuple(
        Grouped(tuple(members[row.id]), frozenset(row.words)) for row in words if row.id in members
    )


def told_story(connection: Connection, story: int) -> Grouped:
    """The same of one story; its versions are in the order of their dates."""
    words = connection.scalar(sa.select(stories.c.words).where(stories.c.id == story))
    return Grouped(tuple(versions_of(connection, story)), frozenset(words or ()))


def story_now(connection: Connection, story: int) -> int | None:
    """The story in which the article is that gave a story its number; None where there is none."""
    found = connection.scalar(
        sa.select(story_members.c.story_id).where(story_members.c.article_id == story)
    )
    return None if found is None else int(found)


def story_of_version(connection: Connection, version: int) -> int | None:
    """The story that the article of a kept text belongs to."""
    found = connection.scalar(_STORY_OF, {"version": version})
    return None if found is None else int(found)


def versions_of(connection: Connection, story: int) -> list[int]:
    """The current versions of a story's articles, by their dates."""
    rows = connection.execute(_VERSIONS_OF, {"story": story})
    return [row.id for row in rows if row.is_current]


def stories_by_address(connection: Connection) -> dict[str, tuple[str, str]]:
    """The number and name of the story of each article, by its address."""
    rows = connection.execute(
        sa.select(articles.c.address, stories.c.id, stories.c.name, stories.c.headline)
        .join(story_members, story_members.c.article_id == articles.c.id)
        .join(stories, stories.c.id == story_members.c.story_id)
    )
    return {row.address: (str(row.id), row.name or row.headline) for row in rows}


def put_by_people(connection: Connection, story: int) -> set[int]:
    """The current versions of a story that are in it because a person said so."""
    rows = connection.execute(
        sa.select(versions.c.id, versions.c.is_current)
        .join(story_members, story_members.c.article_id == versions.c.article_id)
        .where(story_members.c.story_id == story, story_members.c.by_person)
    )
    return {row.id for row in rows if row.is_current}


def listed(
    connection: Connection,
    *,
    found: Mapping[int, int] | None = None,
    titled: str = "",
    only: Iterable[int] | None = None,
    least: int = 1,
    limit: int = 50,
    offset: int = 0,
) -> list[Story]:
    """Stories, the newest first.

    Args:
        found: statements of a search by version: only stories that have one, or whose name or
            titles have the words of ``titled``.
        titled: words of a name or title.
        only: these by number.
        least: articles they have at least.
        limit, offset: which of them.
    """
    question = sa.select(stories).where(stories.c.articles >= least)
    counts: Counter[int] = Counter()
    if only is not None:
        question = question.where(stories.c.id.in_(list(only)))
    if found is not None:
        owner = {
            row.id: row.story_id
            for row in connection.execute(
                sa.select(versions.c.id, story_members.c.story_id)
                .join(story_members, story_members.c.article_id == versions.c.article_id)
                .where(versions.c.is_current)
            )
        }
        for version, number in found.items():
            if version in owner:
                counts[owner[version]] += number
        conditions: list[sa.ColumnElement[bool]] = [stories.c.id.in_(list(counts))]
        words = searchable(titled).split()[:32]
        if words:
            conditions.append(sa.and_(*(stories.c.titles.contains(f" {word} ") for word in words)))
        question = question.where(sa.or_(*conditions))
    rows = connection.execute(
        question.order_by(stories.c.last.desc().nulls_last(), stories.c.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    said = _statements(connection, [row.id for row in rows])
    return [
        Story(
            row.id, row.name or row.headline, row.name is not None, row.first, row.last,
            row.articles, row.outlets, said.get(row.id, 0), counts[row.id],
        )
        for row in rows
    ]  # fmt: skip


def _statements(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    rows = connection.execute(
        sa.select(story_members.c.story_id, sa.func.count(attributions.c.id))
        .join(versions, versions.c.article_id == story_members.c.article_id)
        .join(attributions, attributions.c.version_id == versions.c.id)
        .where(story_members.c.story_id.in_(ids), versions.c.is_current)
        .group_by(story_members.c.story_id)
    )
    return {row[0]: row[1] for row in rows}


def _grouped(connection: Connection) -> tuple[Grouped, ...]:
    """The current articles grouped by their words, and as people decided."""
    pins = _pins(connection)
    pinned: dict[int, int] = {}
    if pins:
        rows = connection.execute(
            sa.select(versions.c.id, versions.c.article_id).where(
                versions.c.is_current, versions.c.article_id.in_(list(pins))
            )
        )
        pinned = {row.id: pins[row.article_id] for row in rows}
    return grouped(texts_of(connection, current_ids(connection)), pinned)


def _pins(connection: Connection) -> dict[int, int]:
    """Articles that people put together, by the decision and the story in it that has them."""
    out: dict[int, int] = {}
    label = 0
    for row in _live(connection):
        for members in row.details.get("groups", ()):
            label += 1
            out.update(dict.fromkeys(members, label))
    return out


def _live(connection: Connection) -> list[Any]:
    """What people decided about stories and did not take back, in order."""
    rows = connection.execute(
        sa.select(corrections.c.id, corrections.c.details)
        .where(corrections.c.action.in_(ACTIONS))
        .order_by(corrections.c.id)
    ).all()
    gone = undone(connection) if rows else set()
    return [row for row in rows if row.id not in gone]


def _keep(connection: Connection, told: Sequence[Grouped]) -> None:
    """Puts the rows of the stories in place of those before."""
    about = {
        row.id: row
        for row in connection.execute(
            sa.select(
                versions.c.id, versions.c.article_id, versions.c.title, versions.c.outlet,
                versions.c.url, versions.c.published,
                sa.func.substr(versions.c.text, 1, _OPENING).label("opening"),
            ).where(versions.c.is_current)
        )
    }  # fmt: skip
    pins = _pins(connection)
    rows, members = [], []
    for one in told:
        known = [about[id] for id in one.articles]
        id = min(row.article_id for row in known)
        days = [row.published for row in known if row.published]
        titles = [row.title for row in known if row.title]
        shown = titles[-1] if titles else headline(None, known[0].opening)
        outlets = {publisher(row.outlet, row.url) or f"article {row.id}" for row in known}
        rows.append(
            {
                "id": id,
                "name": None,
                "headline": shown,
                "first": min(days, default=None),
                "last": max(days, default=None),
                "articles": len(known),
                "outlets": len(outlets),
                "titles": f" {searchable(*titles, shown)} ",
                "words": sorted(one.words),
            }
        )
        members += [
            {
                "article_id": row.article_id,
                "story_id": id,
                "ordinal": at,
                "by_person": row.article_id in pins,
            }
            for at, row in enumerate(known)
        ]
    _name(connection, rows, {one["article_id"]: one["story_id"] for one in members})
    connection.execute(story_members.delete())
    connection.execute(stories.delete())
    for table, values in ((stories, rows), (story_members, members)):
        for at in range(0, len(values), _BATCH):
            connection.execute(table.insert(), values[at : at + _BATCH])


def _name(connection: Connection, rows: list[dict[str, Any]], story_of: dict[int, int]) -> None:
    """Gives stories the names that people gave them: each to the story that has most of its
    articles now."""
    by_id = {row["id"]: row for row in rows}
    for decision in _live(connection):
        if "name" not in decision.details:
            continue
        name = decision.details["name"] or None
        counts = Counter(story_of[id] for id in decision.details["articles"] if id in story_of)
        for story, _ in counts.most_common(1):
            by_id[story]["name"] = name
            if name:
                by_id[story]["titles"] += f"{searchable(name)} "
