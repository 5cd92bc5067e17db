"""The printed sentence, whole, around a statement, with its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoth.records import Attribution, Span
from quoth.text.sentences import sentences

_BLANK = re.compile(r"\n[ \t\r]*\n")
_FAR = 2000  # characters on each side of a statement that are looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a printed sentence. ``role``: "content", "source", "cue", or "" for the
    rest of it. ``marks``: the places (start, end) in it of words that were searched for."""

    role: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


def bounds_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences begin and end that the characters ``start`` to ``end`` stand in: within
    their paragraph, and at most 2,000 characters to each side."""
    low, high = _paragraph(text, start, end)
    begins, stop = start, high
    for first, last in sentences(text, low, high):
        if first <= start:
            begins = first
        if last >= end:
            stop = last
            break
    return min(begins, start), max(stop, end)


def pieces_of(text: str, one: Attribution) -> list[Piece]:
    """The printed sentences that a statement stands in, from end to end, without a gap."""
    spans = sorted(
        [(span, "content") for span in one.contents]
        + [(span, "source") for span in one.sources]
        + ([(one.cue, "cue")] if one.cue else []),
        key=lambda each: (each[0].start, -each[0].end),
    )
    low, high = bounds_of(text, spans[0][0].start, max(span.end for span, _ in spans))
    out: list[Piece] = []
    at = low
    for span, role in spans:
        if span.end <= at:
            continue  # a source inside its own content
        if span.start > at:
            out.append(Piece("", text[at : span.start]))
        out.append(Piece(role, Span(max(at, span.start), span.end).of(text)))
        at = span.end
    if at < high:
        out.append(Piece("", text[at:high]))
    return out


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph of the characters ``start`` to ``end``, as far as it is looked at."""
    low, high = max(0, start - _FAR), min(len(text), end + _FAR)
    # Where blank lines part paragraphs, a line break is none of theirs.
    breaks = _BLANK if _BLANK.search(text) else re.compile("\n")
    for match in breaks.finditer(text, low, start):
        low = match.end()
    after = breaks.search(text, end, high)
    return low, after.start() if after else high
