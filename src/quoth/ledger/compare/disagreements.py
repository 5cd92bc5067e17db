"""Figures that count the same thing in the same story, side by side in order of time.

Nothing is judged: a count that grows is shown as it grew. Only where two ranges have no number in
common does a group say that its figures disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    wordings: dict[tuple[Counted, frozenset[str], frozenset[str]], list[Number]] = {}
    for number in numbers:
        found = counted(number.of)
        if found is not None:
            key = (found, number.near.years, number.near.months)
            wordings.setdefault(key, []).append(number)
    order = sorted(
        wordings, key=lambda one: (-len(wordings[one]), sorted(one[0].words), *map(sorted, one[1:]))
    )
    hubs: list[tuple[Counted, list[Number]]] = []
    for key in order:
        several = wordings[key]
        first = several[0].near
        alike = (
            members for words, members in hubs
            if words.same(key[0], known) and all(one.near.same_time(first) for one in members)
        )  # fmt: skip
        hub = next(alike, None)
        if hub is None:
            hubs.append((key[0], several))
        else:
            hub.extend(several)
    return [sorted(several, key=_when) for _, several in hubs]


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
    if len({(member.low, member.high) for member in members}) < 2 or not _rivals(members):
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


def _rivals(members: list[FigureMember]) -> bool:
    """Whether two of the figures may be answers to one question: those of different articles, or
    in one article those of different people in the same words about the same people and places.
    What one source counts twice in one article is two things."""
    if len({member.number.article for member in members}) > 1:
        return True
    numbers = [member.number for member in members]
    return any(
        one.label
        and other.label
        and one.label != other.label
        and counted(one.of) == counted(other.of)
        and one.near.same_place(other.near)
        and (one.low, one.high) != (other.low, other.high)
        for i, one in enumerate(numbers)
        for other in numbers[:i]
    )


def by_story(
    groups: Iterable[FigureGroup], outlet_of: Callable[[int], str | None]
) -> tuple[FigureGroup, ...]:
    """Groups under their stories: those that several outlets tell first, of these the newest; in
    each story those that several outlets count, and those without a number in common, first."""

    def outlets(articles: Iterable[int]) -> int:
        return len({outlet_of(id) or f"article {id}" for id in articles})

    def last(several: list[FigureGroup]) -> float:
        told = (moment(m.number.published)[0] for group in several for m in group.members)
        return max((when for when in told if when != NEVER), default=float("-inf"))

    told: dict[tuple[int, ...], list[FigureGroup]] = {}
    for group in groups:
        told.setdefault(group.articles, []).append(group)
    order = sorted(
        told.items(), key=lambda story: (outlets(story[0]) < 2, -last(story[1]), story[0])
    )
    return tuple(
        group
        for _, several in order
        for group in sorted(
            several,
            key=lambda one: (
                -min(2, outlets(member.number.article for member in one.members)),
                not one.disjoint,
            ),
        )
    )


def _usual(values: list[_T]) -> _T:
    """The value that most have, of these the first."""
    return max(dict.fromkeys(values), key=values.count)


def _disjoint(members: list[FigureMember]) -> bool:
    """Whether two of the ranges have no number in common."""
    lows = [member.low for member in members if member.low is not None]
    highs = [member.high for member in members if member.high is not None]
    return bool(lows and highs) and max(lows) > min(highs)
