"""What people call a speaker over all articles: another name, another type."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.errors import OptionError
from quoth.ledger.corrections.entries import undone, write
from quoth.ledger.schema import corrections, identities, identity_members, speakers, versions
from quoth.query import one_of
from quoth.records import SpeakerType

_TYPES = tuple(one for one in get_args(SpeakerType) if one not in ("unnamed", "unknown"))
_NAMED = 50  # appearances by which a speaker is known again
_LONGEST = 300
_MOST = 50  # speakers of one name


@dataclass(frozen=True, slots=True)
class Renamed:
    """A decision that a speaker is called otherwise: ``keys`` are rows of ``speakers``; None leaves
    the name or the type as it is read."""

    keys: frozenset[int]
    name: str | None
    type: str | None


def rename(
    connection: Connection,
    id: str,
    *,
    name: str | None = None,
    type: str | None = None,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Gives a joined speaker another name or type; gives the number of the decision.

    Raises:
        OptionError: when there is no such speaker or type, or neither name nor type is given.
    """
    plain = " ".join((name or "").split()) or None
    type = one_of("type", type, _TYPES)
    if plain is None and type is None:
        raise OptionError("give another name or another type")
    if plain is not None:
        bad = "\x00" in plain or any("\ud800" <= one <= "\udfff" for one in plain)
        if bad or len(plain) > _LONGEST:
            raise OptionError(f"a name has 1 to {_LONGEST} characters, and is text")
    rows = connection.execute(
        sa.select(
            speakers.c.id, versions.c.article_id, speakers.c.label, speakers.c.type,
            identities.c.name.label("called"), identities.c.type.label("is_a"),
        )
        .join(identity_members, identity_members.c.speaker_id == speakers.c.id)
        .join(identities, identities.c.id == identity_members.c.identity_id)
        .join(versions, versions.c.id == speakers.c.version_id)
        .where(identity_members.c.identity_id == id)
        .order_by(speakers.c.id)
    ).all()  # fmt: skip
    if not rows:
        raise OptionError(f"there is no speaker {id!r}; quoth speakers shows their ids")
    first = rows[0]
    details = {
        "members": [
            {"row": row.id, "article": row.article_id, "label": row.label, "type": row.type}
            for row in rows[:_NAMED]
        ],
        "name": plain,
        "type": type,
        "before": f"{first.called} ({first.is_a})",
        "after": f"{plain or first.called} ({type or first.is_a})",
    }
    return write(connection, "rename", None, details, by, why)


def renames(connection: Connection) -> list[Renamed]:
    """The decisions that hold, in order: of two about one speaker the later one counts."""
    question = sa.select(corrections).where(corrections.c.action == "rename")
    rows = connection.execute(question.order_by(corrections.c.id)).all()
    if not rows:
        return []
    gone = undone(connection)
    live = [row for row in rows if row.id not in gone]
    asked = {one["article"] for row in live for one in row.details["members"]}
    known: dict[tuple[int, str, str], int] = {}
    found = connection.execute(
        sa.select(speakers.c.id, versions.c.article_id, speakers.c.label, speakers.c.type)
        .join(versions, versions.c.id == speakers.c.version_id)
        .where(versions.c.is_current, versions.c.article_id.in_(asked))
    )
    for row in found:
        known[row.article_id, row.label, row.type] = row.id

    def keys(members: list[dict[str, Any]]) -> frozenset[int]:
        several = (known.get((one["article"], one["label"], one["type"])) for one in members)
        return frozenset(key for key in several if key is not None)

    return [
        Renamed(keys(row.details["members"]), row.details["name"], row.details["type"])
        for row in live
    ]


def given_names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The names that people gave to joined speakers, by id, where no article calls them so."""
    decided = sa.select(corrections.c.id).where(corrections.c.action == "rename").limit(1)
    if not ids or connection.execute(decided).first() is None:
        return {}
    rows = connection.execute(
        sa.select(identities.c.id, identities.c.name).where(identities.c.id.in_(ids))
    )
    called = {row.id: row.name for row in rows}
    printed = connection.execute(
        sa.select(identity_members.c.identity_id, speakers.c.name, speakers.c.label)
        .join(speakers, speakers.c.id == identity_members.c.speaker_id)
        .where(identity_members.c.identity_id.in_(ids))
        .distinct()
    )
    for row in printed:
        if called.get(row.identity_id) in (row.name, row.label):
            del called[row.identity_id]
    return called


def ids_of(connection: Connection, given: str) -> list[str]:
    """The joined speakers that an id or a name stands for: by name, whoever is called so.

    Raises:
        OptionError: when nobody is, or too many are.
    """
    if connection.scalar(sa.select(identities.c.id).where(identities.c.id == given)) is not None:
        return [given]
    plain = " ".join(given.split()).casefold()
    question = sa.select(identities.c.id, identities.c.names).order_by(identities.c.id)
    called = [
        row.id
        for row in connection.execute(question)
        if any(" ".join(name.split()).casefold() == plain for name in row.names)
    ]
    if not called:
        raise OptionError(f"there is no speaker {given!r}; quoth speakers shows names and ids")
    if len(called) > _MOST:
        raise OptionError(f"{given!r}: {len(called)} speakers are called so; name their ids")
    return called
