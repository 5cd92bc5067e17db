"""Tags, collections and notes that people put on statements, articles and speakers.

An article is marked whatever text of it is the newest, a speaker wherever they were joined to; a
statement keeps its marks as long as it has its number (`docs/ledger.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from quoth.acting import by_whom
from quoth.errors import NotFoundError, OptionError
from quoth.ledger import logbook
from quoth.ledger.desk_tables import marks
from quoth.ledger.keep import now
from quoth.ledger.schema import articles, attributions, identity_members, versions
from quoth.query import one_of

MarkKind = Literal["tag", "collection", "note"]
About = Literal["statement", "article", "speaker"]
_LONGEST = {"tag": 100, "collection": 200, "note": 10_000}


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag, a note, or a place in a collection. ``target`` is the number of the statement, of the
    article's newest text, or the speaker's id, as they are now; None where it is gone."""

    id: int
    kind: MarkKind
    text: str
    about: About
    target: int | str | None
    made_at: str
    made_by: str | None


def add(
    connection: Connection, kind: str, text: str, about: str, target: int | str,
    *, by: str | None = None,
) -> int:  # fmt: skip
    """Puts a mark on something; gives its number. The same tag again changes nothing.

    Raises:
        OptionError: for a kind or a thing that is not known, or a text that cannot be kept.
    """
    kind = one_of("kind", kind, get_args(MarkKind)) or "tag"
    about = one_of("about", about, get_args(About)) or "statement"
    plain = text.strip() if kind == "note" else " ".join(text.split())
    bad = "\x00" in plain or any("\ud800" <= one <= "\udfff" for one in plain)
    if not plain or bad or len(plain) > _LONGEST[kind]:
        raise OptionError(f"a {kind} has 1 to {_LONGEST[kind]:,} characters, and is text")
    row = _row_of(connection, about, target)
    same = sa.and_(marks.c.about == about, marks.c.target == row, marks.c.kind == kind)
    known = connection.scalar(sa.select(marks.c.id).where(same, marks.c.text == plain))
    if known is not None:
        return int(known)
    new = marks.insert().values(
        kind=kind, text=plain, about=about, target=row, made_at=now(), made_by=by_whom(by)
    )
    logbook.write(connection, "mark", kind, about=about, target=target, told=plain, by=by)
    return int(connection.execute(new.returning(marks.c.id)).scalar_one())


def remove(connection: Connection, id: int) -> None:
    """Takes a mark away.

    Raises:
        NotFoundError: when there is none of that number.
    """
    row = connection.execute(sa.select(marks).where(marks.c.id == id)).one_or_none()
    gone = connection.execute(marks.delete().where(marks.c.id == id)).rowcount
    if row is None or not gone:
        raise NotFoundError("mark", f"there is no {id}; quoth mark list shows their numbers")
    target = _now(connection, row.about, row.target)
    action = f"no {row.kind}"
    logbook.write(connection, "mark", action, about=row.about, target=target, told=row.text)


def of(connection: Connection, about: str, target: int | str) -> list[Mark]:
    """The marks of a statement, an article (any of its texts) or a speaker, in order.

    Raises:
        OptionError: when there is no such thing.
    """
    if about == "speaker":
        rows = _rows_of_speaker(connection, str(target))
    else:
        rows = [_row_of(connection, about, target)]
    question = (
        sa.select(marks)
        .where(marks.c.about == about, marks.c.target.in_(rows))
        .order_by(marks.c.id)
    )
    return [_mark(row, target) for row in connection.execute(question)]


def every_one(
    connection: Connection, *, kind: str | None = None, text: str | None = None,
    limit: int = 100, offset: int = 0,
) -> list[Mark]:  # fmt: skip
    """All marks, the last first; of one kind and text only, if given.

    Raises:
        OptionError: for another kind.
    """
    question = sa.select(marks).order_by(marks.c.id.desc()).limit(limit).offset(offset)
    if one_of("kind", kind, get_args(MarkKind)) is not None:
        question = question.where(marks.c.kind == kind)
    if text is not None:
        question = question.where(marks.c.text == text)
    return [
        _mark(row, _now(connection, row.about, row.target)) for row in connection.execute(question)
    ]


def counted(connection: Connection) -> list[tuple[str, str, int]]:
    """The tags and collections there are, and on how many things each is: (kind, text, number)."""
    number = sa.func.count()
    question = (
        sa.select(marks.c.kind, marks.c.text, number)
        .where(marks.c.kind != "note")
        .group_by(marks.c.kind, marks.c.text)
        .order_by(marks.c.kind, number.desc(), marks.c.text)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(question)]


def marked(kind: str, text: str) -> sa.ColumnElement[bool]:
    """The condition that a statement, its article or one of its speakers has a mark."""
    from quoth.ledger.schema import attribution_speakers

    def of(about: str) -> sa.Select[Any]:
        return sa.select(marks.c.target).where(
            marks.c.kind == kind, marks.c.text == text, marks.c.about == about
        )

    mine = identity_members.alias("marked_members")
    said = (
        sa.select(attribution_speakers.c.attribution_id)
        .join(
            identity_members,
            identity_members.c.speaker_id == attribution_speakers.c.speaker_id,
        )
        .join(mine, mine.c.identity_id == identity_members.c.identity_id)
        .where(mine.c.speaker_id.in_(of("speaker")))
    )
    return sa.or_(
        attributions.c.id.in_(of("statement")),
        versions.c.article_id.in_(of("article")),
        attributions.c.id.in_(said),
    )


def of_statements(
    connection: Connection, found: Sequence[tuple[int, int, Sequence[str]]]
) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The tags and the collections of statements by their rows: those that each itself, its article
    or one of its speakers has. Who has none is left out.

    Args:
        connection: of the ledger.
        found: statement, row of its version, and identities of its speakers.
    """
    if not found or connection.scalar(sa.select(marks.c.id).limit(1)) is None:
        return {}
    several = marks.c.kind != "note"
    ids, texts = [one[0] for one in found], {one[1] for one in found}
    who = {identity for one in found for identity in one[2] if identity}
    has: dict[tuple[str, int | str], set[tuple[str, str]]] = {}
    named = sa.select(marks.c.kind, marks.c.text)
    questions: list[tuple[str, sa.Select[Any]]] = [
        (
            "statement",
            named.add_columns(marks.c.target).where(
                several, marks.c.about == "statement", marks.c.target.in_(ids)
            ),
        ),
        (
            "article",
            named.add_columns(versions.c.id)
            .join(versions, versions.c.article_id == marks.c.target)
            .where(several, marks.c.about == "article", versions.c.id.in_(texts)),
        ),
        (
            "speaker",
            named.add_columns(identity_members.c.identity_id)
            .join(identity_members, identity_members.c.speaker_id == marks.c.target)
            .where(several, marks.c.about == "speaker", identity_members.c.identity_id.in_(who)),
        ),
    ]
    for about, question in questions:
        for kind, text, target in connection.execute(question):
            has.setdefault((about, target), set()).add((kind, text))
    out = {}
    for id, version, identities in found:
        mine = has.get(("statement", id), set()) | has.get(("article", version), set())
        mine = mine.union(*(has.get(("speaker", one), set()) for one in identities))
        if mine:
            out[id] = (
                tuple(sorted(text for kind, text in mine if kind == "tag")),
                tuple(sorted(text for kind, text in mine if kind == "collection")),
            )
    return out


def _mark(row: sa.Row[Any], target: int | str | None) -> Mark:
    return Mark(row.id, row.kind, row.text, row.about, target, row.made_at, row.made_by)


def _row_of(connection: Connection, about: str, target: int | str) -> int:
    """The row that a mark hangs on."""
    if about == "speaker":
        return _rows_of_speaker(connection, str(target))[0]
    plain = str(target)
    number = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else -1
    if about == "article":
        question = sa.select(versions.c.article_id).where(versions.c.id == number)
        question = question.join(articles).where(articles.c.deleted_at.is_(None))
    else:
        question = sa.select(attributions.c.id).where(attributions.c.id == number)
    row = connection.scalar(question)
    if row is None:
        raise OptionError(f"there is no {about} {plain[:40]!r}")
    return int(row)


def _rows_of_speaker(connection: Connection, id: str) -> list[int]:
    question = sa.select(identity_members.c.speaker_id).where(identity_members.c.identity_id == id)
    rows = list(connection.scalars(question.order_by(identity_members.c.speaker_id)))
    if not rows:
        raise OptionError(f"there is no speaker {id[:40]!r}; quoth speakers shows their ids")
    return rows


def _now(connection: Connection, about: str, row: int) -> int | str | None:
    """How what a mark hangs on is called now."""
    if about == "speaker":
        member = sa.select(identity_members.c.identity_id)
        found: str | None = connection.scalar(member.where(identity_members.c.speaker_id == row))
        return found
    if about == "article":
        newest = sa.select(versions.c.id).where(versions.c.article_id == row, versions.c.is_current)
        version: int | None = connection.scalar(newest)
        return version
    number: int | None = connection.scalar(
        sa.select(attributions.c.id).where(attributions.c.id == row)
    )
    return number
