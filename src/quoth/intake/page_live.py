"""Live blogs: where each entry of one begins in the text of its page, and when it was written.

An entry is told by the page's data (schema.org, ``LiveBlogPosting`` with its ``liveBlogUpdate``, as
JSON-LD or in the elements), or by the names that programs for live blogs give its element, each
with a ``<time>`` in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from quoth.intake.dates import iso_date

_MOST = 5_000  # entries
_FEWEST = 2  # one alone is an article
_BEGINNING = 12  # words of an entry that tell its line
_ENOUGH = 4
_CLOCK = re.compile(r"T\d\d")
_WORDS = re.compile(r"\w+")
_TAGS = re.compile(r"<[^<>]{1,300}>")
_SHORTEST_SPAN = 20_000  # characters of an entry that are looked at
_ELEMENT = re.compile(
    r"(?<![a-z])(?:live-?blog-?(?:post|entry|item|update|card)|live-?(?:story|event)-?post|lb-?post"
    r"|live-?(?:entry|update)|lx-stream__post|liveblogupdate)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Update:
    """An entry: the words that it may begin with (of its headline, of its text), and its time."""

    beginnings: tuple[tuple[str, ...], ...]
    time: str


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


def shown_updates(tree: Any) -> list[Update]:
    """The entries that the elements of a page show, in its order."""
    found: list[Update] = []
    for element in tree.iter("article", "div", "li", "section"):
        names = " ".join(filter(None, (element.get(a) for a in ("class", "id", "itemprop"))))
        if not names or not _ELEMENT.search(names[:500].lower()):
            continue
        times = (iso_date(one.get("datetime")) for one in islice(element.iter("time"), 3))
        time = next(filter(None, times), None)
        begins = tuple(filter(None, map(_beginning, islice(_lines(element), 3))))
        if time and begins:
            found.append(Update(begins, time))
        if len(found) >= _MOST:
            break
    return found


def entry_times(lines: Sequence[str], updates: Sequence[Update]) -> dict[int, str]:
    """The time of each entry by the number of the line that it begins with.

    Empty where fewer than two are found, or none has a time of day.
    """
    places: dict[tuple[str, ...], int] = {}
    for number, line in reversed(list(enumerate(lines))):
        words = _beginning(line)
        for length in range(_ENOUGH, len(words) + 1):
            places[words[:length]] = number
        places[words] = number
    found: dict[int, str] = {}
    for update in updates:
        begun = [places[words] for words in update.beginnings if words in places]
        if begun:
            found.setdefault(begun[0], update.time)
    timed = len(found) >= _FEWEST and any(map(_CLOCK.search, found.values()))
    return dict(sorted(found.items())) if timed else {}


def _beginning(text: object) -> tuple[str, ...]:
    if not isinstance(text, str):
        return ()
    import html

    plain = _TAGS.sub(" ", html.unescape(text[:_SHORTEST_SPAN]))
    line = next((line for line in plain.split("\n") if line.strip()), "")
    return tuple(_WORDS.findall(line[:1_000].lower())[:_BEGINNING])


def _lines(element: Any) -> Iterator[str]:
    for one in element.iter("h1", "h2", "h3", "h4", "h5", "h6", "p"):
        text = " ".join("".join(one.itertext())[:1_000].split())
        if text:
            yield text
