"""What reviewers of a text left, as decisions about the statements of a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, Protocol

from quoth.ledger.corrections.decisions import Changes
from quoth.records import Attribution, Span
from quoth.wording import Words

if TYPE_CHECKING:
    from quoth.ledger.ledger import Ledger, Version

Did = Literal["confirm", "correct", "reject", "add"]


class Left(Protocol):
    """A statement as a reviewer left it; see `quoth.formats.annotated.Annotated`."""

    parts: dict[str, list[Span]]
    choices: dict[str, str]
    speaker: str | None


def review(
    ledger: Ledger,
    version: Version,
    left: Iterable[Left],
    *,
    confirm: bool = False,
    by: str | None = None,
    why: str | None = None,
) -> Iterator[tuple[Did, int]]:
    """Decides about every statement of a version as a reviewer left it; yields what was decided
    with the number of the decision.

    A statement is found by its cue, or its content where it has none. One that is left as it is
    gets no decision, unless ``confirm``; one that is no longer there is rejected; a new one added.
    """
    reading = version.reading
    words = Words(reading)
    rows = ledger.statement_ids(version.id)
    free = {one.id: one for one in reading.attributions}
    added: list[Left] = []
    for one in left:
        mine = next((each for each in free.values() if _same(each, one)), None)
        if mine is None:
            added.append(one)
            continue
        del free[mine.id]
        changes = _changes(mine, one, "; ".join(w.name or w.label for w in words.speakers(mine)))
        if changes is not None:
            yield "correct", ledger.correct(rows[mine.id], changes, by=by, why=why)
        elif confirm:
            yield "confirm", ledger.confirm(rows[mine.id], by=by, why=why)
    for gone in free.values():
        yield "reject", ledger.reject(rows[gone.id], by=by, why=why)
    for one in added:
        yield "add", ledger.add_statement(version.id, _whole(one), by=by, why=why)


def _same(mine: Attribution, one: Left) -> bool:
    cue = one.parts.get("cue")
    if mine.cue is not None and cue:
        return mine.cue.overlaps(cue[0])
    return mine.cue is None and not cue and set(mine.contents) == set(one.parts["content"])


def _changes(mine: Attribution, one: Left, speaker: str) -> Changes | None:
    """What is other than it was; None for nothing."""
    sources = tuple(sorted(one.parts.get("source", ())))
    contents = tuple(sorted(one.parts["content"]))
    cue = next(iter(one.parts.get("cue", ())), None)
    given = {
        "sources": sources if sources != tuple(sorted(mine.sources)) else None,
        "contents": contents if contents != tuple(sorted(mine.contents)) else None,
        "cue": cue if cue != mine.cue else None,
        "speaker": one.speaker if one.speaker is not None and one.speaker != speaker else None,
        **{name: v for name, v in one.choices.items() if v != getattr(mine, name)},
    }
    changed = {name: value for name, value in given.items() if value is not None}
    return Changes(**changed) if changed else None  # type: ignore[arg-type]


def _whole(one: Left) -> Changes:
    return Changes(
        cue=next(iter(one.parts.get("cue", ())), None),
        sources=tuple(sorted(one.parts.get("source", ()))),
        contents=tuple(sorted(one.parts["content"])),
        speaker=one.speaker,
        **one.choices,  # type: ignore[arg-type]
    )
