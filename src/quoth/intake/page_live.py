"""Live blogs: where each entry of one begins in the text of its page, and when it was written.

Three voices are heard, and the one that finds the most entries in the text is believed: the page's
data (schema.org, ``LiveBlogPosting`` with its ``liveBlogUpdate``); elements that are made alike and
each give a time of their own; and, on pages that call themselves live, lines that begin with a time
of day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any

from quoth.intake.dates import iso_date
from quoth.intake.page_article import is_teaser
from quoth.intake.page_tree import Block, Place

_MOST = 5_000  # entries
_FEWEST = 2  # one alone is an article
_FEWEST_ALIKE = 3  # elements whose names do not say what they are
_BEGINNING = 12  # words of an entry that tell its line
_ENOUGH = 4
_WITH_CLOCK = re.compile(r"T\d\d")
_WORDS = re.compile(r"\w+")
_TAGS = re.compile(r"<[^<>]{1,300}>")
_SHORTEST_SPAN = 20_000  # characters of an entry that are looked at
_NAMED = re.compile(
    r"(?<![a-z])(?:live-?blog-?(?:post|entry|item|update|card)|live-?(?:story|event)-?post|lb-?post"
    r"|live-?(?:entry|update)|lx-stream__post|liveblogupdate)(?![a-z])"
)
_NO_UNITS = frozenset(("blockquote", "figure", "aside", "nav", "footer", "form", "figcaption"))
_LIVE = re.compile(
    r"\blive(?:-?blog(?:posting)?)?\b|\bas it happened\b|\bminute[ -]by[ -]minute\b"
    r"|\blatest updates\b",
    re.I,
)
# A line that is a time of day, or begins with one: "17:40", "5.40pm GMT: …", "17:40 – …".
_CLOCK = re.compile(
    r"(?:(?:updated|posted)(?: at)?:?\s{1,3})?(\d{1,2})[:.](\d\d)(?:\s?([ap])\.?m\b\.?)?"
    r"(?:\s([A-Z]{2,4})\b)?(?P<end>\s{0,3}\Z|\s{0,3}[:|–—-]\s|\s)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Update:
    """An entry: the words that it may begin with (of its headline, of its text), and its time."""

    beginnings: tuple[tuple[str, ...], ...]
    time: str


@dataclass(frozen=True, slots=True)
class Days:
    """What tells the days of entries that give the hour alone."""

    titles: tuple[str, ...]
    published: str | None
    modified: str | None


def stated_updates(nodes: Iterable[dict[str, Any]]) -> list[Update]:
    """The entries that the page's data lists, in its order."""
    found: list[Update] = []
    for node in nodes:
        listed = node.get("liveBlogUpdate")
        for one in islice(listed if isinstance(listed, list) else [listed], _MOST):
            if not isinstance(one, dict):
                continue
            time = iso_date(one.get("datePublished"))
            texts = (one.get("headline"), one.get("name"), one.get("articleBody"))
            begins = tuple(filter(None, map(_beginning, texts)))
            if time and begins:
                found.append(Update(begins, time))
    return found[:_MOST]


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry in the page: its time, and the element it stands in, if that is known."""

    time: str
    unit: Place | None = None


def entries(
    blocks: Sequence[Block], own: Sequence[Block], updates: Sequence[Update], days: Days
) -> tuple[list[Block], dict[int, str]]:
    """The blocks of a live blog, with the headings of its entries, and the time of each entry by
    the number of the block that it begins with; ``own`` and nothing where it is none.

    Args:
        blocks: all of the page.
        own: those of the article.
        updates: what the page's data lists.
        days: what the page says of its days.
    """
    numbers = {id(block): number for number, block in enumerate(blocks)}
    kept = sorted(numbers[id(block)] for block in own)
    voices = (_stated(blocks, kept, updates), _alike(blocks, kept), _clocks(blocks, kept, days))
    found = max(voices, key=len)
    if not found:
        return list(own), {}
    begins = {_begin(blocks, number, entry.unit): entry.time for number, entry in found.items()}
    units = {entry.unit for entry in found.values()} - {None}
    heads = {n for n in kept if not (_is_clock(blocks[n]) and _unit_of(blocks[n], units))}
    for number, entry in found.items():
        heads.update(_headings(blocks, number, entry.unit))
    lines = sorted(heads)
    times: dict[int, str] = {}
    for begin, time in sorted(begins.items()):
        place = next((place for place, number in enumerate(lines) if number >= begin), None)
        if place is not None:
            times.setdefault(place, time)
    return [blocks[number] for number in lines], times


def _headings(blocks: Sequence[Block], number: int, unit: Place | None) -> Iterator[int]:
    """The numbers of the headings in ``unit`` before the block of that number."""
    while unit is not None and number > 0 and unit in blocks[number - 1].place.above:
        number -= 1
        if blocks[number].kind in ("heading", "headline") and not is_teaser(blocks[number]):
            yield number


def _begin(blocks: Sequence[Block], number: int, unit: Place | None) -> int:
    return min(_headings(blocks, number, unit), default=number)


def _unit_of(block: Block, units: set[Place | None]) -> Place | None:
    return next((place for place in block.place.above if place in units), None)


def _stated(
    blocks: Sequence[Block], kept: list[int], updates: Sequence[Update]
) -> dict[int, _Found]:
    """The entries of the page's data, by the block that begins with their words."""
    places: dict[tuple[str, ...], int] = {}
    for number in reversed(kept):
        words = _beginning(blocks[number].text)
        for length in range(_ENOUGH, len(words) + 1):
            places[words[:length]] = number
        places[words] = number
    found: dict[int, _Found] = {}
    for update in updates:
        begun = [places[words] for words in update.beginnings if words in places]
        if begun:
            found.setdefault(begun[0], _Found(update.time))
    return found if _are_entries(found, _FEWEST) else {}


def _alike(blocks: Sequence[Block], kept: list[int]) -> dict[int, _Found]:
    """The entries that elements show which are made alike, each with a time of its own."""
    groups: dict[tuple[int, tuple[str, str]], dict[Place, str]] = defaultdict(dict)
    for unit, time in _timed_places(blocks):
        for place in unit.above:
            group = groups[place.depth, place.make]
            if len(group) < _MOST:
                group.setdefault(place, time)
    best: dict[int, _Found] = {}
    for _, group in sorted(groups.items(), key=lambda pair: pair[0][0]):
        named = any(_NAMED.search(place.names) for place in islice(group, 1))
        if len(group) < (_FEWEST if named else _FEWEST_ALIKE) or len(group) <= len(best):
            continue
        found = _in_units(blocks, kept, group)
        fewest = _FEWEST if named else _FEWEST_ALIKE
        if len(found) > len(best) and _are_entries(found, fewest):
            best = found
    return best


def _timed_places(blocks: Sequence[Block]) -> Iterator[tuple[Place, str]]:
    """The elements that give a time of day, in the order of the page, each once."""
    seen: set[Place] = set()
    for block in blocks:
        new = []
        for place in block.place.above:
            if place in seen:
                break
            seen.add(place)
            new.append(place)
        for place in reversed(new):
            time = next(filter(None, map(_with_clock, place.times)), None)
            if time and not any(above.tag in _NO_UNITS for above in place.above):
                yield place, time


def _with_clock(value: str) -> str | None:
    time = iso_date(value)
    return time if time and _WITH_CLOCK.search(time) else None


def _in_units(
    blocks: Sequence[Block], kept: list[int], group: dict[Place, str]
) -> dict[int, _Found]:
    """The first block of the article in each unit; of a unit with a time alone, the one behind."""
    found: dict[int, _Found] = {}
    units: set[Place | None] = set(group)
    wanted = set(kept)
    begun: set[Place] = set()
    open_unit: Place | None = None
    for number, block in enumerate(blocks):
        unit = _unit_of(block, units)
        if unit is not None and unit not in begun:
            open_unit = unit
        if unit is not None and unit is open_unit and number not in wanted and is_teaser(block):
            begun.add(unit)  # it leads to another story
            open_unit = None
        if open_unit is None or number not in wanted or _is_clock(block):
            continue
        if unit is None or unit is open_unit:
            found[number] = _Found(group[open_unit], open_unit)
            begun.add(open_unit)
            open_unit = None
    return found


def _clocks(blocks: Sequence[Block], kept: list[int], days: Days) -> dict[int, _Found]:
    """The entries of a page that calls itself live, by lines that begin with a time of day.

    Their days are known where they all fall on one, or where those between the first publication
    and the last change are as many as the clock goes round.
    """
    if not any(map(_LIVE.search, days.titles)):
        return {}
    clocks: list[tuple[int, re.Match[str]]] = []
    for number in range(kept[0] if kept else 0, kept[-1] + 1 if kept else 0):
        match = _clock(blocks[number])
        if match and not _is_of_teaser(blocks, number):
            clocks.append((number, match))
    times = _dated([match for _, match in clocks], days)
    if len(times) < _FEWEST_ALIKE:
        return {}
    found: dict[int, _Found] = {}
    wanted = iter(kept)
    at = next(wanted, -1)
    ends = [number for number, _ in clocks[1:]] + [len(blocks)]
    for (number, _), end, time in zip(clocks, ends, times, strict=True):
        while 0 <= at < number:
            at = next(wanted, -1)
        if number <= at < end:
            found[at] = _Found(time)
    return found if _are_entries(found, _FEWEST_ALIKE) else {}


def _clock(block: Block) -> re.Match[str] | None:
    match = _CLOCK.match(block.text[:60])
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    alone = match.end() >= len(block.text)
    marked = any(sign in match["end"] for sign in ":|–—-")
    return match if alone or marked or block.kind in ("heading", "headline") else None


def _is_of_teaser(blocks: Sequence[Block], number: int) -> bool:
    """True for a line in a box with the headline of another story."""
    box = blocks[number].place
    near = blocks[max(0, number - 1) : number + 2]
    return any(is_teaser(block) and box in block.place.above for block in near)


def _is_clock(block: Block) -> bool:
    """True for a line that is a time of day and nothing more."""
    match = _clock(block)
    return match is not None and match.end() >= len(block.text)


def _dated(clocks: Sequence[re.Match[str]], days: Days) -> list[str]:
    """The times of entries that give the hour, in the order given; none where it is unclear."""
    first, last = ((time or "")[:10] for time in (days.published, days.modified))
    if len(clocks) < _FEWEST_ALIKE or len(first) < 10:
        return []
    minutes = []
    for clock in clocks:
        hour = int(clock[1])
        half = (clock[3] or "").lower()
        hour = hour % 12 + (12 if half == "p" else 0) if half and hour <= 12 else hour
        minutes.append(hour * 60 + int(clock[2]))
    falls = sum(a > b for a, b in pairwise(minutes))
    rises = sum(a < b for a, b in pairwise(minutes))
    newest_first = falls > rises
    rounds, times = 0, []
    oldest = list(zip(minutes, clocks, strict=True))[:: -1 if newest_first else 1]
    for number, (minute, clock) in enumerate(oldest):
        rounds += number > 0 and minute < oldest[number - 1][0]
        day = date.fromisoformat(first) + timedelta(days=rounds)
        zone = f" {clock[4]}" if clock[4] else ""
        times.append(iso_date(f"{day} {minute // 60:02d}:{minute % 60:02d}{zone}") or "")
    span = (date.fromisoformat(last) - date.fromisoformat(first)).days if len(last) == 10 else 0
    if rounds != span or not all(times):
        return []
    return times[:: -1 if newest_first else 1]


def _are_entries(found: dict[int, _Found], fewest: int) -> bool:
    """True for enough entries, some with a time of day, of more than one time."""
    times = [entry.time for entry in found.values()]
    return (
        len(times) >= fewest
        and any(map(_WITH_CLOCK.search, times))
        and len(set(times)) > len(times) // 3
    )


def _beginning(text: object) -> tuple[str, ...]:
    if not isinstance(text, str):
        return ()
    import html

    plain = _TAGS.sub(" ", html.unescape(text[:_SHORTEST_SPAN]))
    line = next((line for line in plain.split("\n") if line.strip()), "")
    return tuple(_WORDS.findall(line[:1_000].lower())[:_BEGINNING])
