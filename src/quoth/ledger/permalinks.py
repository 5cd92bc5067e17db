"""What became of a statement or a speaker whose number somebody has: addresses that last."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.ledger.corrections import Correction, corrections_of
from quoth.ledger.history import changes
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.schema import (
    articles,
    attributions,
    corrections,
    identity_members,
    speakers,
    versions,
)
from quoth.records import Attribution
from quoth.wording import Words


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a statement.

    ``what``: "rejected" or, with its article, "deleted" (by ``decision``), "undone" (a statement
    that a person had added, and the addition was taken back by ``decision``), or "superseded": its
    article has a newer text, ``version``, in which ``now`` is the same statement, or None where it
    was withdrawn.
    """

    what: str
    version: int
    decision: Correction | None = None
    now: int | None = None


def rejected(connection: Connection, statement: int) -> Fate | None:
    """By which decision a statement is there no more; None where the log knows of none."""
    named = corrections.c.details["statement"].as_integer() == statement
    asked = sa.select(corrections.c.id).where(
        named, corrections.c.action.in_(("reject", "add", "undo"))
    )
    for number in connection.scalars(asked.order_by(corrections.c.id.desc())).all():
        (one,) = corrections_of(connection, number=number)
        if one.undone or one.version is None:
            continue
        if one.action == "reject":
            return Fate("rejected", one.version, one)
        if one.action == "undo" and one.undoes is not None:
            (added,) = corrections_of(connection, number=one.undoes)
            if added.action == "add":
                return Fate("undone", one.version, one)
    return None


def deleted(connection: Connection, version: int) -> Fate | None:
    """By which decision the article of a kept text was deleted; None where it was not."""
    mine = sa.select(versions.c.article_id).where(versions.c.id == version).scalar_subquery()
    gone = sa.select(articles.c.deleted_at).where(articles.c.id == mine)
    if connection.scalar(gone) is None:
        return None
    asked = (
        sa.select(corrections.c.id)
        .join(versions, versions.c.id == corrections.c.version_id)
        .where(versions.c.article_id == mine, corrections.c.action == "delete")
        .order_by(corrections.c.id.desc())
        .limit(1)
    )
    number = connection.scalar(asked)
    if number is None:
        return Fate("deleted", version)
    (one,) = corrections_of(connection, number=number)
    return Fate("deleted", version, one)


def superseded(connection: Connection, statement: int) -> Fate | None:
    """What stands for a statement in the newest text of its article; None where its own text is
    the newest one, or there is no such statement."""
    row = connection.execute(
        sa.select(attributions.c.aid, versions.c.id, versions.c.article_id, versions.c.is_current)
        .join(versions, versions.c.id == attributions.c.version_id)
        .where(attributions.c.id == statement)
    ).one_or_none()
    if row is None or row.is_current:
        return None
    newest = connection.scalar(
        sa.select(versions.c.id).where(
            versions.c.article_id == row.article_id, versions.c.is_current
        )
    )
    if newest is None:
        return None
    old, new = readings_of(connection, [row.id, newest])
    if row.aid not in old:
        return Fate("superseded", newest)
    one = old.attribution(row.aid)
    changed = next((change for change in changes(old, new) if change.before is one), None)
    after: Attribution | None = None
    if changed is None:
        words, others = Words(old), Words(new)
        said = words.content(one)
        after = next((a for a in new.attributions if others.content(a) == said), None)
    elif isinstance(changed.after, Attribution):
        after = changed.after
    return Fate("superseded", newest, now=_row(connection, newest, after.id) if after else None)


def _row(connection: Connection, version: int, aid: str) -> int | None:
    return connection.scalar(
        sa.select(attributions.c.id).where(
            attributions.c.version_id == version, attributions.c.aid == aid
        )
    )


def speaker_now(connection: Connection, id: str) -> str | None:
    """The joined speaker that one of the id ``id`` is part of now, merged or joined anew; None
    where there is none. Ids are "i" and the row of the speaker's first appearance."""
    row = id.removeprefix("i")
    if not (row.isascii() and row.isdecimal() and len(row) < 10):
        return None
    member = sa.select(identity_members.c.identity_id)
    found = connection.scalar(member.where(identity_members.c.speaker_id == int(row)))
    if found is not None:
        return str(found)
    newer = speakers.alias("newer")
    old, new = versions.alias("old"), versions.alias("new")
    found = connection.scalar(
        member.join(newer, newer.c.id == identity_members.c.speaker_id)
        .join(new, sa.and_(new.c.id == newer.c.version_id, new.c.is_current))
        .join(old, old.c.article_id == new.c.article_id)
        .join(speakers, speakers.c.version_id == old.c.id)
        .where(speakers.c.id == int(row), newer.c.label == speakers.c.label)
        .order_by(newer.c.id)
        .limit(1)
    )
    return None if found is None else str(found)
