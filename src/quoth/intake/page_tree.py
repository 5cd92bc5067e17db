"""A page as the blocks a reader sees: paragraphs, headings, list items, captions, in their order.

The library that finds the article (trafilatura) gives its text; what stands around each piece of it
is only known here: whether a line is all link, a caption, a box of other stories, a post of a
social network. So a page is taken apart once into `Block` values, and `quoth.intake.page_article`
says which of them are the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from quoth.records import BlockKind

# Elements whose beginning and end break a line (HTML, "Flow content" that is no phrasing).
_BREAKS = frozenset(
    re.findall(
        r"\S+",
        """
        address article aside blockquote body caption center dd details dialog div dl dt
        fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main
        nav ol p pre section summary table tbody tfoot thead tr ul amp-list noscript
        """,
    )
)
# What is never text of the page.
# Not the head itself: without a body tag, the parser leaves an article element in it.
_SKIPPED = frozenset(
    re.findall(
        r"\S+",
        """
        script style template title base iframe object embed svg math canvas audio video select
        button option input textarea map source track link meta
        """,
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS: dict[str, BlockKind] = {
    "li": "list item",
    "dd": "list item",
    "dt": "list item",
    "blockquote": "block quotation",
    "figcaption": "caption",
    "caption": "caption",
    "tr": "list item",
    "td": "list item",
    "th": "list item",
    **dict.fromkeys(_HEADINGS, "heading"),
    "h1": "headline",
}
_PULLED = re.compile(r"pull-?_?quote|(?:^|[\s_-])pulled(?:[\s_-]|$)", re.I)
# A post of a social network, as their embedding codes name it (Twitter's, Instagram's, TikTok's …).
_POST = re.compile(
    r"(?:^|[\s_-])(?:twitter-(?:tweet|video)|tweet|(?:instagram|threads|bluesky|truthsocial)-(?:media|post|embed)"
    r"|text-post-media|tiktok-embed|mastodon-embed|reddit-(?:embed-bq|card)|fb-post|tumblr-post"
    r"|telegram-post)(?:[\s_-]|$)",
    re.I,
)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:wp-caption|caption|image-?credit|photo-?credit)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WORD = re.compile(r"\w+")
_GOES_ON = re.compile(r"[a-z,;]\Z")
_NAMING = ("class", "id", "role", "data-component", "data-testid", "itemprop")
# What stands for the ends of elements until a line is whole; none of it is in the page's own text.
_LINE_BREAK, _CELL_END = "\x00", "\x03"
_CELLS = frozenset(("td", "th"))
_LONG_CELL = 160
_SIGNS = {"a": ("\x01", "\x02"), "q": ("“", "”")}
_LINK_ENDS = re.compile("([\x01\x02])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
# Text for screen readers alone, which repeats what is seen or says what a part of the page is.
_UNSEEN = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|a11y\w*|assistive-text)(?:\s|$)",
    re.I,
)
_DEEPEST = 400
# Attributes in which programs keep when a part of a page was written.
_TIME_NAME = re.compile(
    r"data-(?:[a-z]{1,20}-){0,2}(?:time|time-?stamp|date|date-?time|published|created)"
    r"(?:-(?:at|on|time|date|utc))?\Z"
)
_WRAPPERS = 6  # elements around a line that may be those of a post or a pull quote
_MOST_TIMES = 3  # of one element
_LONGEST_TIME = 40
_FEWEST_OF_A_NAME = 4  # characters of a link that opens a box of its own
_BOX_MORE = 40  # characters that such a box holds beside the name


@dataclass(frozen=True, eq=False)
class Place:
    """An element of the page, with those it stands in."""

    tag: str
    names: str
    up: Place | None
    depth: int
    number: int
    times: list[str] = field(default_factory=list)  # that its element, or a ``<time>`` in it, gives

    @property
    def above(self) -> Iterator[Place]:
        """This place and those it stands in, from the inside out."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.up

    @cached_property
    def form(self) -> tuple[str, str]:
        """What elements that are made alike share: tag and classes, without their numbers."""
        return self.tag, re.sub(r"\d+", "0", self.names)

    @cached_property
    def make(self) -> tuple[str, str]:
        """Tag and first class: what is shared even where the others name a topic or an author."""
        return self.tag, self.form[1].split(" ")[0]


@dataclass(eq=False)
class Block:
    """A run of text with no line break in it. ``linked`` is how many of its signs are in links."""

    text: str
    kind: BlockKind
    place: Place
    linked: int
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.words = tuple(_WORD.findall(self.text.lower()))

    @property
    def link_share(self) -> float:
        """The share of the text that stands in links."""
        return self.linked / max(1, len(self.text))


def blocks_of(root: Any) -> list[Block]:
    """The blocks of the page whose lxml tree is ``root``, in the order of the page."""
    return _Walk().run(root)


class _Walk:
    """Goes through a tree once, without recursion, and collects its lines."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._number = 0
        self._links = 0
        self._broken = False

    def run(self, root: Any) -> list[Block]:
        """All blocks under ``root``."""
        top = Place("", "", None, 0, 0)
        # An element, the place it stands in, and its own where it has been gone into.
        stack: list[tuple[Any, Place, Place | None]] = [(root, top, None)]
        while stack:
            element, around, own = stack.pop()
            if own is not None:
                self._leave(element, around, own)
                continue
            inside = self._enter(element, around)
            if inside is None:
                self._add(element.tail)
                continue
            stack.append((element, around, inside))
            stack.extend((child, inside, None) for child in reversed(element))
        self._flush(top)
        return self.blocks

    def _enter(self, element: Any, place: Place) -> Place | None:
        """The place of what is inside ``element``; None where nothing in it is read."""
        tag = _tag(element)
        if tag == "br":
            self._break(place)
            return None
        if tag in ("time", "meta", "span"):
            _stamp(element, place)
        if not tag or tag in _SKIPPED or place.depth > _DEEPEST or _is_hidden(element, tag):
            return None
        if tag in _BREAKS or tag in _CELLS:
            if tag in _CELLS:
                self._pieces.append(_CELL_END)
            else:
                self._flush(place)
            self._number += 1
            names = " ".join(filter(None, (element.get(a) for a in _NAMING)))
            place = Place(tag, names[:400].lower(), place, place.depth + 1, self._number)
            _stamp(element, place)
        elif tag in _SIGNS:
            self._pieces.append(_SIGNS[tag][0])
            self._links += tag == "a"
        self._add(element.text)
        return place

    def _leave(self, element: Any, around: Place, own: Place) -> None:
        tag = _tag(element)
        if tag in _CELLS:
            self._pieces.append(_CELL_END)
        elif own is not around:
            self._flush(own)
        elif tag in _SIGNS:
            self._pieces.append(_SIGNS[tag][1])
            self._links -= tag == "a"
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(_CONTROL.sub("", text))
            self._broken = self._broken and text.isspace()

    def _break(self, place: Place) -> None:
        """``<br>`` ends a line, but for one within a sentence that plainly goes on."""
        if self._broken:
            self._flush(place)
        else:
            self._pieces.append(_LINE_BREAK)
        self._broken = True

    def _flush(self, place: Place) -> None:
        if len(self._pieces) <= self._links:
            return
        kind = _kind(place)
        for line, linked in _lines(_rowed("".join(self._pieces))):
            self.blocks.append(Block(line, kind, place, linked))
        # A link may go over several blocks, as one round a whole card does.
        self._pieces, self._broken = [_SIGNS["a"][0]] * self._links, False


def _rowed(text: str) -> str:
    """``text`` with its cells on one line, as in a table of figures, or on their own where long."""
    if _CELL_END not in text:
        return text
    cells = [cell for cell in text.split(_CELL_END) if cell.strip(" \t\r\n\f\xa0\x00\x01\x02")]
    long = any(len(cell) > _LONG_CELL for cell in cells)
    return (_LINE_BREAK if long else " | ").join(cell.strip() for cell in cells)


def _lines(text: str) -> list[tuple[str, int]]:
    """The lines of a run, each with the number of its signs that stand in links."""
    lines: list[tuple[str, int]] = []
    links = 0
    for piece in text.split(_LINE_BREAK):
        linked = 0
        for part in _LINK_ENDS.split(piece):
            if part in _SIGNS["a"]:
                links = max(0, links + (1 if part == _SIGNS["a"][0] else -1))
            elif links:
                linked += len(part.strip())
        line = _SPACE.sub(" ", _LINK_ENDS.sub("", piece)).strip(" ")
        if not line.strip("\xa0\u200b\u200c\u200d\ufeff "):
            continue
        if lines and _GOES_ON.search(lines[-1][0]) and line[0].islower():
            before = lines.pop()
            line, linked = f"{before[0]} {line}", before[1] + linked
        lines.append((line, min(linked, len(line))))
    return lines


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _stamp(element: Any, place: Place) -> None:
    """Notes at ``place`` the times that an element gives in its attributes."""
    if len(place.times) >= _MOST_TIMES:
        return
    of_page = element.get("itemprop") == "datePublished" or element.tag == "time"
    for name, value in element.items():
        fits = _TIME_NAME.match(name) or (of_page and name in ("datetime", "content"))
        if fits and value and len(value) <= _LONGEST_TIME:
            place.times.append(value)


def _is_hidden(element: Any, tag: str) -> bool:
    style, names = element.get("style"), element.get("class")
    if tag in ("span", "div") and _opens_from_link(element):
        return True
    if element.get("hidden") is not None or (style and _HIDDEN.search(style[:500])):
        return True
    return bool(names and _UNSEEN.search(names[:500]))


def _opens_from_link(box: Any) -> bool:
    """True for a box in a sentence that a link opens: it stands right behind the link, begins with
    its very words, and holds more. Only a style sheet tells that it is not shown."""
    link = box.getprevious()
    if link is None or _tag(link) != "a" or (link.tail and not link.tail.isspace()):
        return False
    name = "".join(link.itertext())[:300].strip()
    if len(name) < _FEWEST_OF_A_NAME:
        return False
    inside, length = [], 0
    for piece in box.itertext():
        inside.append(piece)
        length += len(piece)
        if length > len(name) + 1_000:
            break
    held = "".join(inside).strip()
    return held.startswith(name) and len(held) > len(name) + _BOX_MORE


def _kind(place: Place) -> BlockKind:
    # What a quotation stands in says more than the quotation itself.
    for above in islice(place.above, _WRAPPERS):
        if above.tag in ("blockquote", "div", "figure") and _POST.search(above.names):
            return "embedded post"
        if _PULLED.search(above.names):
            return "pull quote"
    for above in place.above:
        if above.tag == "blockquote":
            return "block quotation"
        if above.tag in _HEADINGS or above.tag in ("figcaption", "caption"):
            return _KINDS[above.tag]
        if above.tag in ("p", "div", "span") and _CAPTION.search(above.names):
            return "caption"
    return next((_KINDS[a.tag] for a in place.above if a.tag in _KINDS), "paragraph")
