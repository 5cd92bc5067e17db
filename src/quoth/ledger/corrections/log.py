"""The log of decisions in a ledger, and what they do to its rows. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.codec import reading_from_dict, reading_to_dict
from quoth.errors import OptionError
from quoth.ledger.corrections import known
from quoth.ledger.corrections.decisions import Action, Changes, Decision, apply, decide
from quoth.ledger.corrections.entries import undone, write
from quoth.ledger.keep import renew
from quoth.ledger.rebuilt import readings_of
from quoth.ledger.rows import place, place_of
from quoth.ledger.schema import (
    attributions,
    corrections,
    identities,
    identity_members,
    speakers,
    versions,
)
from quoth.records import Attribution, Reading, Span
from quoth.wording import Words

_STATEMENTS = ("confirm", "correct", "reject", "add")
# A speaker over articles is named by so many of its appearances, so that it is known again.
_NAMED = 50


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of the log: what, when (UTC), by whom and why, and whether it was undone.

    ``before`` and ``after`` are the statement in words, "" where there was or is none;
    ``statement`` is its number, None for joins of speakers (and in logs of before 0.1).
    ``redoes``: it takes back an undo, so that what that took back counts again.
    """

    id: int
    action: str
    made_at: str
    made_by: str | None
    why: str | None
    version: int | None
    before: str
    after: str
    undoes: int | None
    undone: bool
    statement: int | None = None
    redoes: bool = False


def correct(
    connection: Connection,
    statement: int,
    action: Action,
    changes: Changes,
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Decides about a kept statement; gives the number of the decision.

    Raises:
        OptionError: when there is no such statement, or what is said of it cannot be.
    """
    asked = sa.select(attributions.c.version_id, attributions.c.aid).where(
        attributions.c.id == statement
    )
    before = connection.execute(asked).one_or_none()
    reading = None if before is None else _locked(connection, before.version_id)
    # Asked again behind the lock: whoever held it may have rejected the statement, or read its
    # text anew, by which its id in the reading may have become another's.
    row = connection.execute(asked).one_or_none()
    if row is None or reading is None:
        raise OptionError(_no_statement(connection, statement))
    if row.aid not in reading:
        raise OptionError(f"statement {statement} is damaged; restore it with quoth reread --all")
    one = reading.attribution(row.aid)
    decision = decide(reading, one, action, changes)
    return _record(connection, row.version_id, reading, statement, one, decision, by, why)


def add(
    connection: Connection,
    version: int,
    changes: Changes,
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Adds a statement that was missed in a kept text; gives the number of the decision.

    Raises:
        OptionError: when there is no such text, or what is said of it cannot be.
    """
    reading = _locked(connection, version)
    first = (changes.contents or (None,))[0]
    if first is None:
        raise OptionError("a statement needs a content: give --content START:END")
    blank = Attribution("p", changes.cue, (), changes.contents or ())
    decision = decide(reading, blank, "add", changes)
    return _record(connection, version, reading, None, None, decision, by, why)


def undo(
    connection: Connection, number: int, *, by: str | None = None, why: str | None = None
) -> int:
    """Takes a decision back; gives the number of that decision in its turn. An undo is taken back
    likewise: what it undid counts again.

    Raises:
        OptionError: when there is none of that number, or it was undone already.
    """
    # Locked: of two people who take it back at once, one is told that it was undone already.
    question = sa.select(corrections).where(corrections.c.id == number).with_for_update()
    row = connection.execute(question).one_or_none()
    if row is None:
        raise OptionError(f"there is no correction {number}; quoth correct log shows the numbers")
    if number in undone(connection):
        raise OptionError(f"correction {number} has already been undone")
    root = _root(connection, row)
    about = root.action in known.ACTIONS
    if row.version_id is not None and not about:
        _keep_machine(connection, row.version_id, _locked(connection, row.version_id))
    told = {name: row.details[name] for name in ("statement",) if name in row.details}
    told["root"] = root.action  # what it is about in the end
    turned = {"before": row.details.get("after", ""), "after": row.details.get("before", "")}
    new = write(connection, "undo", row.version_id, told | turned, by, why, undoes=number)
    if about:
        known.put_right(connection, root)
    elif row.version_id is not None:
        _renew(connection, row.version_id)
    return new


def _root(connection: Connection, row: Row[Any]) -> Row[Any]:
    """The decision that a row of the log is about: itself, or what it undoes, or does again."""
    while row.undoes is not None:
        question = sa.select(corrections).where(corrections.c.id == row.undoes)
        row = connection.execute(question).one()
    return row


def corrected_again(
    connection: Connection, version: int, reading: Reading
) -> tuple[Reading, dict[str, str], dict[str, Any] | None]:
    """A new reading of a kept version with all that people decided about it put in again.

    Returns:
        The reading to keep, what was done to which attribution ("confirmed", "corrected",
        "added"), and the JSON form of the model's own reading, or None without corrections.
    """
    decisions = _decisions(connection, version)
    if not decisions:
        return reading, {}, None
    left, statuses = apply(reading, decisions)
    return left, statuses, _machine(reading)


def corrections_of(
    connection: Connection,
    *,
    version: int | None = None,
    number: int | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Correction]:
    """The log, the last decision first; of one text only, if ``version``; that of one ``number``
    only, if given."""
    question = sa.select(corrections).order_by(corrections.c.id.desc()).limit(limit).offset(offset)
    if version is not None:
        question = question.where(corrections.c.version_id == version)
    if number is not None:
        question = question.where(corrections.c.id == number)
    gone = undone(connection)
    undos = set(
        connection.scalars(sa.select(corrections.c.id).where(corrections.c.action == "undo"))
    )
    return [
        Correction(
            id=row.id,
            action=row.action,
            made_at=row.made_at,
            made_by=row.made_by,
            why=row.why,
            version=row.version_id,
            before=row.details.get("before", ""),
            after=row.details.get("after", ""),
            undoes=row.undoes,
            undone=row.id in gone,
            statement=row.details.get("statement"),
            redoes=row.undoes in undos,
        )
        for row in connection.execute(question)
    ]


def merge(
    connection: Connection,
    ids: Sequence[str],
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Says that several joined speakers are one; gives the number of the decision.

    Raises:
        OptionError: when there are fewer than two, or one of them is not there.
    """
    if len(set(ids)) < 2:
        raise OptionError("give two or more speakers to merge")
    names = [_appearances(connection, id) for id in dict.fromkeys(ids)]
    details = {
        "members": [one for several in names for one in several[:_NAMED]],
        "before": "; ".join(_name(connection, several) for several in names),
        "after": "",  # `tell_name`
    }
    return write(connection, "merge", None, details, by, why)


def tell_name(connection: Connection, number: int) -> None:
    """Notes with a merge what the speakers are called since they are one."""
    own = corrections.c.id == number
    details = connection.execute(sa.select(corrections.c.details).where(own)).scalar_one()
    told = {**details, "after": _name(connection, details["members"])}
    connection.execute(corrections.update().where(own).values(details=told))


def split(
    connection: Connection,
    id: str,
    apart: Sequence[int],
    *,
    by: str | None = None,
    why: str | None = None,
) -> int:
    """Says that some appearances (rows of ``speakers``) of a joined speaker are somebody else.

    Raises:
        OptionError: when the speaker or an appearance is not there, or none would be left.
    """
    everything = _appearances(connection, id)
    chosen = [one for one in everything if one["row"] in set(apart)]
    others = [one for one in everything if one["row"] not in set(apart)]
    if len(chosen) < len(set(apart)):
        raise OptionError(
            f"speaker {id} does not appear there; quoth speakers --why shows the articles"
        )
    if not chosen or not others:
        raise OptionError("give some of the articles of the speaker, but not all")
    details = {
        "apart": chosen[:_NAMED],
        "others": others[:_NAMED],
        "before": _name(connection, everything),
        "after": f"{_told(chosen)}; {_told(others)}",
    }
    return write(connection, "split", None, details, by, why)


def constraints(
    connection: Connection,
) -> list[tuple[str, frozenset[int], frozenset[int]]]:
    """What people decided about joining speakers, in order: ("merge", rows of ``speakers`` that
    are one, ∅), or ("split", rows, rows) of which none of the first is one of the second."""
    rows = connection.execute(
        sa.select(corrections)
        .where(corrections.c.action.in_(("merge", "split")))
        .order_by(corrections.c.id)
    ).all()
    if not rows:
        return []
    gone = undone(connection)
    live = [row for row in rows if row.id not in gone]
    articles = {
        one["article"]
        for row in live
        for part in ("members", "apart", "others")
        for one in row.details.get(part, ())
    }
    known: dict[tuple[int, str, str], int] = {}
    for row in connection.execute(
        sa.select(speakers.c.id, versions.c.article_id, speakers.c.label, speakers.c.type)
        .join(versions, versions.c.id == speakers.c.version_id)
        .where(versions.c.is_current, versions.c.article_id.in_(articles))
    ):
        known[row.article_id, row.label, row.type] = row.id

    def keys(named: Sequence[dict[str, Any]]) -> frozenset[int]:
        found = (known.get((one["article"], one["label"], one["type"])) for one in named)
        return frozenset(key for key in found if key is not None)

    return [
        (
            row.action,
            keys(row.details["members" if row.action == "merge" else "apart"]),
            keys(row.details.get("others", ())),
        )
        for row in live
    ]


def _locked(connection: Connection, version: int) -> Reading:
    """The reading of a version, which nobody else decides about until this is done."""
    found = connection.execute(
        sa.select(versions.c.id).where(versions.c.id == version).with_for_update()
    ).one_or_none()
    if found is None:
        raise OptionError(f"there is no text {version} in this ledger")
    (reading,) = readings_of(connection, [version])
    return reading


def _record(
    connection: Connection,
    version: int,
    reading: Reading,
    statement: int | None,
    one: Attribution | None,
    decision: Decision,
    by: str | None,
    why: str | None,
) -> int:
    _keep_machine(connection, version, reading)
    details = {
        "statement": statement,
        "target": decision.target,
        "left": decision.left,
        "before": _words(reading, one) if one is not None else "",
        "after": _left_words(reading, decision),
    }
    number = write(connection, decision.action, version, details, by, why)
    _renew(connection, version)
    if statement is None:
        _name_added(connection, number, version, details)
    return number


def _keep_machine(connection: Connection, version: int, reading: Reading) -> None:
    """Keeps a reading that nobody has corrected, before the first decision about it."""
    kept = connection.scalar(sa.select(versions.c.machine).where(versions.c.id == version))
    if kept is None:
        connection.execute(
            versions.update().where(versions.c.id == version).values(machine=_machine(reading))
        )


def _name_added(connection: Connection, number: int, version: int, details: dict[str, Any]) -> None:
    """Writes into a decision the number that the statement it added has got."""
    added = place_of(details["target"])
    question = sa.select(
        attributions.c.id, attributions.c.cue_start, attributions.c.contents
    ).where(attributions.c.version_id == version, attributions.c.status == "added")
    for row in connection.execute(question).all():
        if place(row.cue_start, row.contents) == added:
            new = corrections.update().where(corrections.c.id == number)
            connection.execute(new.values(details=details | {"statement": row.id}))


def _no_statement(connection: Connection, number: int) -> str:
    """Why there is no statement of that number, as far as the log knows."""
    rejected = sa.select(corrections).where(corrections.c.action == "reject")
    gone = undone(connection)
    for row in connection.execute(rejected.order_by(corrections.c.id.desc())):
        if row.details.get("statement") == number and row.id not in gone:
            return (
                f"statement {number} was rejected (correction {row.id}); "
                "undo that correction to restore it"
            )
    return f"there is no statement {number}; quoth search shows the numbers"


def _renew(connection: Connection, version: int) -> None:
    """Puts the rows of a version as the model's own reading and all decisions have them."""
    row: Row[Any] = connection.execute(
        sa.select(versions.c.machine).where(versions.c.id == version)
    ).one()
    (now_kept,) = readings_of(connection, [version])
    machine = reading_from_dict(row.machine | {"article": _article(now_kept)})
    decisions = _decisions(connection, version)
    left, statuses = apply(machine, decisions)
    renew(
        connection,
        version,
        left,
        statuses,
        row.machine if decisions else None,
        numbers=_numbers(connection, version),
    )


def _numbers(connection: Connection, version: int) -> dict[tuple[int, ...], int]:
    """The numbers that statements had when they were decided about, by their place: one that was
    rejected has its own again when that is undone."""
    rows = connection.scalars(
        sa.select(corrections.c.details)
        .where(corrections.c.version_id == version, corrections.c.action.in_(_STATEMENTS))
        .order_by(corrections.c.id)
    )
    return {
        place_of(details["target"]): details["statement"]
        for details in rows
        if details.get("statement") is not None
    }


def _machine(reading: Reading) -> dict[str, Any]:
    """The JSON form of a reading without its article, which the version has."""
    form = reading_to_dict(reading)
    del form["article"]
    return form


def _article(reading: Reading) -> dict[str, Any]:
    article: dict[str, Any] = reading_to_dict(reading)["article"]
    return article


def _decisions(connection: Connection, version: int) -> list[Decision]:
    gone = undone(connection)
    rows = connection.execute(
        sa.select(corrections)
        .where(corrections.c.version_id == version, corrections.c.action.in_(_STATEMENTS))
        .order_by(corrections.c.id)
    )
    return [
        Decision(row.action, row.details["target"], row.details["left"])
        for row in rows
        if row.id not in gone
    ]


def _words(reading: Reading, one: Attribution) -> str:
    words = Words(reading)
    return f"{words.who(one)} {words.cue(one)}: {words.content(one)}"


def _left_words(reading: Reading, decision: Decision) -> str:
    if decision.left is None:
        return ""
    form = decision.left["attribution"]
    text = reading.article.text

    def at(spans: list[dict[str, int]]) -> str:
        return " … ".join(Span(s["start"], s["end"]).of(text) for s in spans)

    who = " and ".join(one["name"] or one["label"] for one in decision.left["speakers"])
    cue = at([form["cue"]]) if form["cue"] else ""
    return f"{who or at(form['sources']) or 'no source'} {cue}: {at(form['contents'])}"


def _appearances(connection: Connection, id: str) -> list[dict[str, Any]]:
    rows = connection.execute(
        sa.select(speakers.c.id, versions.c.article_id, speakers.c.label, speakers.c.type)
        .join(identity_members, identity_members.c.speaker_id == speakers.c.id)
        .join(versions, versions.c.id == speakers.c.version_id)
        .where(identity_members.c.identity_id == id)
        .order_by(speakers.c.id)
    ).all()
    if not rows:
        raise OptionError(f"there is no speaker {id!r}; quoth speakers shows the ids")
    return [
        {"row": row.id, "article": row.article_id, "label": row.label, "type": row.type}
        for row in rows
    ]


def _name(connection: Connection, several: Sequence[dict[str, Any]]) -> str:
    """What the joined speaker is called that some appearances belong to."""
    question = (
        sa.select(identities.c.name)
        .join(identity_members, identity_members.c.identity_id == identities.c.id)
        .where(identity_members.c.speaker_id == several[0]["row"])
    )
    return connection.execute(question).scalar() or _told(several)


def _told(several: Sequence[dict[str, Any]]) -> str:
    return str(several[0]["label"]) if several else ""
