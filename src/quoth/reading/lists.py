"""Lists with an introductory line: "The union said:" and the items are one statement."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from quoth.reading.scripts import CONFIDENCE
from quoth.records import Article, Attribution, Span
from quoth.text.blocks import BULLET

_SENTENCE = re.compile(r"[.!?]\s")
_FEWEST_ITEMS = 2
_MOST_ITEMS = 60
_INTRODUCES = re.compile(
    r"(?P<source>[A-Z][^:.!?\n]{1,80}?)\s(?:also\s)?"
    r"(?P<cue>said|says|say|wrote|writes|added|adds|stated|states|announced|warned|argued|claimed|"
    r"recommended|recommends|demanded|demands)\s?:"
)


def with_lists(article: Article, found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """``found`` with the items of a list as contents where its cue introduces one, and what
    introduces a list and was not found."""
    out = [_with_items(article, one) for one in found]
    cues = sorted(one.cue.start for one in out if one.cue)
    new = [
        one
        for line, one in _listed(article)
        if bisect_left(cues, line.start) == bisect_left(cues, line.end)
    ]
    return (*out, *new)


def _listed(article: Article) -> Iterator[tuple[Span, Attribution]]:
    """Lines of nobody but a source and a cue of saying, above a list."""
    for at, block in enumerate(article.blocks):
        if block.kind != "paragraph" or article.text[block.span.end - 1] != ":":
            continue
        line = _INTRODUCES.fullmatch(article.text, block.span.start, block.span.end)
        items = _items(article, at + 1) if line else ()
        if line and len(items) >= _FEWEST_ITEMS:
            source, cue = Span(*line.span("source")), Span(*line.span("cue"))
            yield block.span, Attribution("", cue, (source,), items, confidence=CONFIDENCE)


def _items(article: Article, at: int) -> tuple[Span, ...]:
    """The items of the list that begins with block ``at``, without their bullets."""
    items = []
    for block in article.blocks[at : at + _MOST_ITEMS]:
        if block.kind != "list item":
            break
        bullet = BULLET.match(block.span.of(article.text))
        items.append(Span(block.span.start + (bullet.end() if bullet else 0), block.span.end))
    return tuple(items)


def _with_items(article: Article, one: Attribution) -> Attribution:
    """``one`` with all items of the list as its contents, where its cue introduces one.

    "The union said:" and the lines of a list below it are one statement, an item a piece.
    """
    cue, blocks = one.cue, article.blocks
    at = bisect_right(blocks, cue.start, key=lambda block: block.span.start) - 1 if cue else -1
    if cue is None or at < 0 or blocks[at].kind == "list item":
        return one
    line = blocks[at].span
    behind = article.text[cue.end : line.end]
    if article.text[line.end - 1] != ":" or _SENTENCE.search(behind):
        return one
    items = _items(article, at + 1)
    introduced = behind.strip() in ("", ":")
    held = any(item.overlaps(span) for item in items for span in one.contents)
    if len(items) < _FEWEST_ITEMS or not (introduced or held):
        return one
    before = tuple(span for span in one.contents if span.end <= line.end)
    return replace(one, contents=(*before, *items))
