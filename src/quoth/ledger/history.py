"""What changed between two versions of an article: statements and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.fuzz import ratio

from quoth.ledger.words import searchable
from quoth.records import Attribution, Figure, Reading
from quoth.wording import Words

_T = TypeVar("_T")
# Of a hundred: how alike two contents are that are one statement in other words.
_REWORDED = 60.0


@dataclass(frozen=True, slots=True)
class Change:
    """One statement or figure, before and after; None where it is not there.

    ``what``: "added", "withdrawn" or "reworded" (a statement), "figure changed", "figure added"
    or "figure withdrawn".
    """

    what: str
    before: Attribution | Figure | None
    after: Attribution | Figure | None


def changes(old: Reading, new: Reading) -> tuple[Change, ...]:
    """What is said in ``new`` and not in ``old``, or otherwise, in the order of the texts.

    A statement is the same when its speaker, cue and content have the same words, wherever it
    stands; it is reworded when its content is alike and not equal, or its source or cue differ.
    """
    out = [*_statements(old, new), *_figures(old, new)]
    return tuple(sorted(out, key=_place))


def exact_words(reading: Reading) -> dict[str, str]:
    """By the id of each attribution the words by which it is the same in another version: speaker,
    cue and content."""
    exact = _exact(Words(reading))
    return {one.id: exact(one) for one in reading.attributions}


def _exact(words: Words) -> Callable[[Attribution], str]:
    return lambda one: "\n".join(
        searchable(part) for part in (words.who(one), words.cue(one), words.content(one))
    )


def _place(change: Change) -> tuple[int, int]:
    one = change.after or change.before
    assert one is not None
    start = one.start if isinstance(one, Attribution) else one.span.start
    return (start, 0 if change.after else 1)


def _statements(old: Reading, new: Reading) -> Iterable[Change]:
    before, after = Words(old), Words(new)
    gone, come = _unpaired(old.attributions, new.attributions, _exact(before), _exact(after))
    contents = {id(one): searchable(before.content(one)) for one in gone}
    for one in come:
        said = searchable(after.content(one))
        likeness = [(ratio(said, contents[id(other)]), -i) for i, other in enumerate(gone)]
        best, at = max(likeness, default=(0.0, 0))
        if best < _REWORDED:
            yield Change("added", None, one)
        else:
            yield Change("reworded", gone.pop(-at), one)
    for one in gone:
        yield Change("withdrawn", one, None)


def _figures(old: Reading, new: Reading) -> Iterable[Change]:
    def counts(one: Figure) -> str:
        return f"{searchable(one.of or '')}\n{one.unit or ''}"

    gone, come = _unpaired(
        old.figures,
        new.figures,
        lambda one: f"{counts(one)}\n{one.low}\n{one.high}",
        lambda one: f"{counts(one)}\n{one.low}\n{one.high}",
    )
    for one in come:
        match = next((i for i, other in enumerate(gone) if counts(other) == counts(one)), None)
        if match is None or not (one.of or one.unit):
            yield Change("figure added", None, one)
        else:
            yield Change("figure changed", gone.pop(match), one)
    for one in gone:
        yield Change("figure withdrawn", one, None)


def _unpaired(
    old: Iterable[_T], new: Iterable[_T], old_key: Callable[[_T], str], new_key: Callable[[_T], str]
) -> tuple[list[_T], list[_T]]:
    """Those of either side that have no equal on the other; equals are paired in order."""
    waiting: dict[str, list[_T]] = {}
    for one in old:
        waiting.setdefault(old_key(one), []).append(one)
    come = []
    for one in new:
        equals = waiting.get(new_key(one))
        if equals:
            equals.pop(0)
        else:
            come.append(one)
    left = {id(one) for several in waiting.values() for one in several}
    return [one for one in old if id(one) in left], come
