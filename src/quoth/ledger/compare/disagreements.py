"""Figures that count the same thing in the same story, side by side in order of time.

Nothing is judged: a count that grows is shown as it grew. Only where two ranges have no number in
common does a group say that its figures disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from quoth.ledger.compare.counted import Counted, bounds, counted, dimension, roots
from quoth.ledger.compare.moments import NEVER, moment
from quoth.ledger.compare.stories import Story, stories
from quoth.ledger.compare.values import Number, Text

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FigureMember:
    """A figure of a group with its range in the group's base unit (None: open on that side).

    ``copies`` are the figures of copies of its article that this one stands for.
    """

    number: Number
    low: float | None
    high: float | None
    copies: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that count the same thing in one story, in the order of when they were said or, where
    that is not known, published; unknown dates last.

    ``of`` is what is counted, in the words that most use. ``articles`` are those of the story.
    ``disjoint``: two of the ranges have no number in common. ``disjoint_on_a_day``: two of those
    given on one day have none.
    """

    of: str
    unit: str | None
    members: tuple[FigureMember, ...]
    articles: tuple[int, ...]
    disjoint: bool
    disjoint_on_a_day: bool


def disagreements(
    numbers: Iterable[Number],
    texts: Iterable[Text],
    originals: Mapping[int, int] | None = None,
    *,
    told: Iterable[Story] | None = None,
) -> tuple[FigureGroup, ...]:
    """Groups of figures that count the same thing in the same story and are not all alike.

    ``originals`` (see `copies.originals`): figures of copies are put under the same figure of the
    article they copy, so that each counts once. ``told``: the stories, where they are known.
    Groups come in the order of their first figure.
    """
    told = stories(texts) if told is None else tuple(told)
    story_of = {article: place for place, one in enumerate(told) for article in one.articles}
    by_story: dict[tuple[int, str], list[Number]] = {}
    for number in numbers:
        place = story_of.get(number.article)
        if place is not None and counted(number.of) is not None:
            by_story.setdefault((place, dimension(number.unit)), []).append(number)
    groups: list[FigureGroup] = []
    for (place, _), several in by_story.items():
        several.sort(key=_when)
        for alike in _alike(several, roots(told[place].words)):
            group = _group(alike, told[place], originals or {})
            if group is not None:
                groups.append(group)
    return tuple(sorted(groups, key=lambda group: _when(group.members[0].number)))


def _when(number: Number) -> tuple[float, float, float, int, int]:
    """What was said then is ordered by that; else by when it was published."""
    said, _ = moment(number.said_on)
    published = moment(number.published)
    return (min(said, published[0]), *published, number.article, number.id)


def _alike(numbers: list[Number], known: frozenset[str]) -> list[list[Number]]:
    """The figures by what they count: the wording that most use gathers those like it."""
    wordings: dict[Counted, list[Number]] = {}
    for number in numbers:
        found = counted(number.of)
        if found is not None:
            wordings.setdefault(found, []).append(number)
    order = sorted(wordings, key=lambda one: (-len(wordings[one]), sorted(one.words)))
    hubs: dict[Counted, list[Number]] = {}
    for one in order:
        hub = next((hub for hub in hubs if hub.same(one, known)), one)
        hubs.setdefault(hub, []).extend(wordings[one])
    return [sorted(several, key=_when) for several in hubs.values()]


def _group(numbers: list[Number], story: Story, originals: Mapping[int, int]) -> FigureGroup | None:
    units = [number.unit for number in numbers]
    rounded = len(set(units)) > 1
    first: dict[tuple[object, ...], int] = {}
    members: list[FigureMember] = []
    for number in numbers:
        low, high = bounds(number.low, number.high, number.unit, number.words, rounded=rounded)
        if low is None and high is None:
            continue
        key = (originals.get(number.article, number.article), low, high, number.label)
        at = first.get(key)
        if at is not None and members[at].number.article != number.article:
            old = members[at]
            members[at] = FigureMember(old.number, low, high, (*old.copies, number))
            continue
        first.setdefault(key, len(members))
        members.append(FigureMember(number, low, high))
    if len({(member.low, member.high) for member in members}) < 2:
        return None
    days: dict[int, list[FigureMember]] = {}
    for member in members:
        start = _when(member.number)[0]
        if start != NEVER:
            days.setdefault(int(start // 86_400), []).append(member)
    return FigureGroup(
        _usual([number.of or "" for number in numbers]),
        _usual(units),
        tuple(members),
        story.articles,
        _disjoint(members),
        any(_disjoint(several) for several in days.values()),
    )


def _usual(values: list[_T]) -> _T:
    """The value that most have, of these the first."""
    return max(dict.fromkeys(values), key=values.count)


def _disjoint(members: list[FigureMember]) -> bool:
    """Whether two of the ranges have no number in common."""
    lows = [member.low for member in members if member.low is not None]
    highs = [member.high for member in members if member.high is not None]
    return bool(lows and highs) and max(lows) > min(highs)
