"""Limits spans to their block: headline, heading, byline, dateline or caption.

Nobody speaks from a headline into the text below it: a source, cue or content that runs over the
end of a headline, heading, byline, dateline or caption is cut there. In none of some 22,000
annotated parts of news does one run over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from quoth.records import Article, Attribution, Block, Span
from quoth.text.blocks import CLOSED

_HEADINGS = frozenset(("headline", "heading"))
_SET_ASIDE = frozenset(("boilerplate",))  # furniture is cut out of contents, which go on behind it


def within_blocks(article: Article, found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """``found`` with every span inside the lines it may stand in.

    What a heading plans is its topic and no statement ("Ferry Workers Plan Strike"): intents in
    headings are left out. Of a span that is cut, the part on the side of the cue stays, or the
    longer one. An attribution that loses its cue or its contents is left out.
    """
    blocks = article.blocks
    edges = sorted({at for one in blocks if _closed(one) for at in (one.span.start, one.span.end)})
    headings = [one.span for one in blocks if one.kind in _HEADINGS]
    out = []
    for one in found:
        kept = _cut(article.text, one, edges) if edges else one
        if kept is None or _is_topic(kept, headings):
            continue
        out.append(kept)
    return tuple(out)


def _closed(block: Block) -> bool:
    return block.kind in CLOSED and block.kind not in _SET_ASIDE


def _is_topic(one: Attribution, headings: Sequence[Span]) -> bool:
    """Whether it is an intent in a heading: "Ferry Workers Plan Strike"."""
    cue = one.cue
    if one.kind != "intent" or cue is None:
        return False
    before = bisect_right(headings, cue.start, key=lambda heading: heading.start) - 1
    return before >= 0 and headings[before].covers(cue)


def _cut(text: str, one: Attribution, edges: Sequence[int]) -> Attribution | None:
    """An attribution whose spans stay within their blocks; None where nothing is left of it."""
    spans = one.spans
    if bisect_right(edges, spans[0].start) == bisect_right(edges, spans[-1].end - 1):
        return one
    cue = _piece(text, one.cue, edges, None) if one.cue else None
    home = bisect_right(edges, cue.start) if cue else None
    contents = _pieces(text, one.contents, edges, home)
    if not contents or (one.cue and not cue):
        return None
    return replace(one, cue=cue, sources=_pieces(text, one.sources, edges, home), contents=contents)


def _pieces(
    text: str, spans: tuple[Span, ...], edges: Sequence[int], home: int | None
) -> tuple[Span, ...]:
    return tuple(piece for span in spans if (piece := _piece(text, span, edges, home)))


def _piece(text: str, span: Span, edges: Sequence[int], home: int | None) -> Span | None:
    """The part of ``span`` that stays: between the same two edges as the cue, or the longest."""
    first = bisect_right(edges, span.start)
    inside = [at for at in edges[first : bisect_right(edges, span.end - 1)] if at > span.start]
    if not inside:
        return span
    parts = [
        part
        for start, end in pairwise((span.start, *inside, span.end))
        if (part := _trimmed(text, start, end))
    ]
    return max(
        parts,
        key=lambda part: (bisect_right(edges, part.start) == home, len(part)),
        default=None,
    )


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Span(start, end) if start < end else None
