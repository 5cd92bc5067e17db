"""Speakers over all articles: joined, kept up to date, listed and looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.errors import LedgerError, NotFoundError
from quoth.ledger.corrections import constraints
from quoth.ledger.corrections.renames import Renamed, renames
from quoth.ledger.database import Database
from quoth.ledger.identities import (
    Apart,
    Appearance,
    Decision,
    Identity,
    Together,
    join,
)
from quoth.ledger.keep import fact, set_fact
from quoth.ledger.schema import (
    attribution_speakers,
    attributions,
    corrections,
    identities,
    identity_members,
    speakers,
    versions,
)
from quoth.ledger.titles import titles
from quoth.ledger.words import searchable
from quoth.wording import publisher

_MARK = "identities"
# Who has no name of their own is nobody else in another article.
_NAMELESS = ("unnamed", "unknown")
_BATCH = 5000
_TIDY = "words in one part"
_GROWN = 1.1
_BESIDE = 12


@dataclass(frozen=True, slots=True)
class Heard:
    """One speaker over all articles, and how much of them is kept.

    ``roles`` are (role, first day, last day, in how many articles). ``words`` are those of their
    statements, ``direct_words`` of those in quotation marks, ``paraphrased_words`` of the rest.
    """

    id: str
    name: str
    type: str
    names: tuple[str, ...]
    roles: tuple[tuple[str, str | None, str | None, int], ...]
    statements: int
    articles: int
    outlets: int
    words: int
    direct_words: int
    paraphrased_words: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A speaker of one article that was joined into an identity, and why."""

    speaker: int
    version: int
    title: str | None
    outlet: str | None
    published: str | None
    label: str
    roles: tuple[str, ...]
    why: str
    confidence: float


def join_speakers(database: Database) -> None:
    """Joins the speakers of all articles anew when any have come, gone or been decided about."""
    with database.reading() as connection:
        moment = database.moment(connection)
        if connection.info.get(_MARK) == moment:
            return  # nothing was written since this connection looked last
        if fact(connection, _MARK) == state_mark(connection):
            connection.info[_MARK] = moment
            return
    if database.read_only:
        raise LedgerError(
            database.name,
            "its speakers have not been joined since the last article was added, and it is "
            "read-only; run quoth speakers where it can be written",
        )
    with database.writing() as connection:
        rejoin(connection)


def rejoin(connection: Connection) -> None:
    """The same within a transaction that writes."""
    if connection.dialect.name != "sqlite":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(0x69646E74)))
    mark = state_mark(connection)
    if fact(connection, _MARK) == mark:
        return
    found = join(_appearances(connection), _decisions(connection))
    connection.execute(identity_members.delete())
    connection.execute(identities.delete())
    rows, members = [], []
    renamed = _renamed(found, renames(connection))
    for one in found:
        name, type = renamed.get(one.id, (None, None))
        names = list(dict.fromkeys((name, *one.names))) if name else list(one.names)
        rows.append(
            {
                "id": one.id,
                "name": name or one.name,
                "type": type or one.type,
                "names": names,
                "name_words": f" {searchable(*names)} ",
                "roles": [[r.role, r.first, r.last, r.count] for r in one.roles],
            }
        )
        members += [
            {
                "speaker_id": member.key,
                "identity_id": one.id,
                "why": member.why,
                "confidence": member.confidence,
            }
            for member in one.members
        ]
    for table, values in ((identities, rows), (identity_members, members)):
        for at in range(0, len(values), _BATCH):
            connection.execute(table.insert(), values[at : at + _BATCH])
    set_fact(connection, _MARK, mark)
    _tidy(connection)


def _tidy(connection: Connection) -> None:
    """Makes one part of the many that SQLite's index of words is written in, whenever it has grown
    by a tenth: a search in one part takes two thirds of the time."""
    if connection.dialect.name != "sqlite":
        return
    last = connection.scalar(sa.select(sa.func.max(attributions.c.id))) or 0
    if last > _GROWN * int(fact(connection, _TIDY) or 0):
        connection.exec_driver_sql(
            "INSERT INTO statement_words(statement_words) VALUES('optimize')"
        )
        set_fact(connection, _TIDY, str(last))


def _renamed(
    found: Sequence[Identity], decided: Sequence[Renamed]
) -> dict[str, tuple[str | None, str | None]]:
    """What people call which identity: each decision hits the one that has most of its speakers."""
    of = {member.key: one.id for one in found for member in one.members}
    out: dict[str, tuple[str | None, str | None]] = {}
    for one in decided:
        hit = Counter(of[key] for key in sorted(one.keys) if key in of)
        if hit:
            id = hit.most_common(1)[0][0]
            name, type = out.get(id, (None, None))
            out[id] = (one.name or name, one.type or type)
    return out


def heard(
    connection: Connection,
    *,
    name: str = "",
    type: str | None = None,
    limit: int = 50,
    offset: int = 0,
    only: Sequence[str] | None = None,
) -> list[Heard]:
    """Speakers with what is kept of them, those with most statements first.

    ``name``: words that stand in one of their names. ``only``: identities by id.
    """
    # Words as white space parts them: how often it stands in the content, and one.
    words = (
        sa.func.length(attributions.c.content)
        - sa.func.length(sa.func.replace(attributions.c.content, " ", ""))
        + 1
    )
    direct = sa.case((attributions.c.form == "direct", words), else_=0)
    number = sa.func.count(sa.distinct(attributions.c.id))
    question = (
        sa.select(
            identity_members.c.identity_id,
            number.label("statements"),
            sa.func.count(sa.distinct(attributions.c.version_id)).label("articles"),
            sa.func.count(sa.distinct(versions.c.outlet)).label("outlets"),
            sa.func.sum(words).label("words"),
            sa.func.sum(direct).label("direct_words"),
            sa.func.min(versions.c.published).label("first"),
            sa.func.max(versions.c.published).label("last"),
        )
        .join(
            attribution_speakers,
            attribution_speakers.c.speaker_id == identity_members.c.speaker_id,
        )
        .join(attributions, attributions.c.id == attribution_speakers.c.attribution_id)
        .join(versions, versions.c.id == attributions.c.version_id)
        .join(identities, identities.c.id == identity_members.c.identity_id)
        .where(versions.c.is_current)
        .group_by(identity_members.c.identity_id)
        .order_by(number.desc(), identity_members.c.identity_id)
        .limit(limit)
        .offset(offset)
    )
    for word in searchable(name).split()[:32]:
        question = question.where(identities.c.name_words.contains(f" {word} "))
    if type is not None:
        question = question.where(identities.c.type == type)
    if only is not None:
        question = question.where(identities.c.id.in_(list(only)))
    rows = connection.execute(question).all()
    ids = [row.identity_id for row in rows]
    hosts = _hosts(connection, ids)
    known = {
        row.id: row
        for row in connection.execute(sa.select(identities).where(identities.c.id.in_(ids)))
    }
    return [
        Heard(
            id=row.identity_id,
            name=known[row.identity_id].name,
            type=known[row.identity_id].type,
            names=tuple(known[row.identity_id].names),
            roles=titles((r[0], r[1], r[2], r[3]) for r in known[row.identity_id].roles),
            statements=row.statements,
            articles=row.articles,
            outlets=row.outlets + len(hosts.get(row.identity_id, ())),
            words=int(row.words),
            direct_words=int(row.direct_words),
            paraphrased_words=int(row.words) - int(row.direct_words),
            first=row.first,
            last=row.last,
        )
        for row in rows
    ]


def _hosts(connection: Connection, ids: list[str]) -> dict[str, set[str]]:
    """Those of addresses that stand for the outlet of articles which name none, by speaker."""
    rows = connection.execute(
        sa.select(identity_members.c.identity_id, versions.c.url)
        .join(
            attribution_speakers,
            attribution_speakers.c.speaker_id == identity_members.c.speaker_id,
        )
        .join(attributions, attributions.c.id == attribution_speakers.c.attribution_id)
        .join(versions, versions.c.id == attributions.c.version_id)
        .where(
            identity_members.c.identity_id.in_(ids), versions.c.is_current,
            versions.c.outlet.is_(None), versions.c.url.is_not(None),
        )
        .distinct()
    )  # fmt: skip
    out: dict[str, set[str]] = {}
    for row in rows:
        if host := publisher(None, row.url):
            out.setdefault(row.identity_id, set()).add(host)
    return out


def places(connection: Connection, identity: str, name: str) -> list[Place]:
    """Where a speaker appears, by date, and why each was joined.

    Raises:
        NotFoundError: when there is no such speaker; ``name`` is the ledger's.
    """
    rows = connection.execute(
        sa.select(
            speakers.c.id,
            speakers.c.version_id,
            speakers.c.label,
            speakers.c.name,
            speakers.c.roles,
            versions.c.title,
            versions.c.outlet,
            versions.c.published,
            identity_members.c.why,
            identity_members.c.confidence,
        )
        .join(identity_members, identity_members.c.speaker_id == speakers.c.id)
        .join(versions, versions.c.id == speakers.c.version_id)
        .where(identity_members.c.identity_id == identity)
        .order_by(versions.c.published.nulls_last(), versions.c.id)
    ).all()
    if not rows:
        raise NotFoundError(name, f"no article has a speaker {identity!r}")
    return [
        Place(
            speaker=row.id,
            version=row.version_id,
            title=row.title,
            outlet=row.outlet,
            published=row.published,
            label=row.name or row.label,
            roles=tuple(row.roles),
            why=row.why,
            confidence=row.confidence,
        )
        for row in rows
    ]


def beside(connection: Connection, identity: str) -> list[tuple[str, str, int]]:
    """Who else is heard in the same articles: id, name and in how many of them."""
    here = (
        sa.select(speakers.c.version_id)
        .distinct()
        .join(identity_members, identity_members.c.speaker_id == speakers.c.id)
        .where(identity_members.c.identity_id == identity)
    )
    number = sa.func.count(sa.distinct(speakers.c.version_id))
    rows = connection.execute(
        sa.select(identities.c.id, identities.c.name, number)
        .join(identity_members, identity_members.c.identity_id == identities.c.id)
        .join(speakers, speakers.c.id == identity_members.c.speaker_id)
        .join(attribution_speakers, attribution_speakers.c.speaker_id == speakers.c.id)
        .where(speakers.c.version_id.in_(here), identities.c.id != identity)
        .group_by(identities.c.id, identities.c.name, identities.c.type)
        # A body that one article calls by no name of its own is of little use beside the others.
        .having(sa.or_(number > 1, identities.c.type == "person"))
        .order_by(number.desc(), identities.c.name)
        .limit(_BESIDE)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def state_mark(connection: Connection) -> str:
    """A text that changes whenever a speaker comes or goes, or a person decides about joining."""
    count, last = connection.execute(
        sa.select(sa.func.count(speakers.c.id), sa.func.max(speakers.c.id))
    ).one()
    decided = connection.scalar(sa.select(sa.func.max(corrections.c.id)))
    current = connection.scalar(
        sa.select(sa.func.count()).select_from(versions).where(versions.c.is_current)
    )
    return f"{count} {last} {decided} {current}"


def _appearances(connection: Connection) -> list[Appearance]:
    rows = connection.execute(
        sa.select(
            speakers.c.id,
            versions.c.article_id,
            speakers.c.name,
            speakers.c.label,
            speakers.c.type,
            speakers.c.roles,
            versions.c.published,
            versions.c.outlet,
            speakers.c.acronyms,
        )
        .join(versions, versions.c.id == speakers.c.version_id)
        .where(
            versions.c.is_current,
            speakers.c.type.not_in(_NAMELESS),
            # "The author" of one article is nobody in another.
            sa.or_(speakers.c.type != "author", speakers.c.name.is_not(None)),
        )
    )
    return [
        Appearance(
            row.id,
            row.article_id,
            row.name,
            row.label,
            row.type,
            tuple(row.roles),
            row.published,
            row.outlet,
            tuple(row.acronyms),
        )
        for row in rows
    ]


def _decisions(connection: Connection) -> list[Decision]:
    return [
        Together(keys) if action == "merge" else Apart(keys, others)
        for action, keys, others in constraints(connection)
    ]


def by_place(connection: Connection, versions_of: Sequence[int]) -> dict[tuple[int, str], str]:
    """The identity of each speaker of some versions, by (version, id in the reading)."""
    rows: Any = connection.execute(
        sa.select(speakers.c.version_id, speakers.c.sid, identity_members.c.identity_id)
        .join(identity_members, identity_members.c.speaker_id == speakers.c.id)
        .where(speakers.c.version_id.in_(list(versions_of)))
    )
    return {(row.version_id, row.sid): row.identity_id for row in rows}
