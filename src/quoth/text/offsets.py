"""An exact offset map from a rewritten text to its original."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quoth.records import Span

#: Characters ``start`` to ``end`` (excluded) of the source, and what stands in their place.
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where each stretch of a view stands in its source.

    Stretches of equal length map character by character, others as a whole: half of a ligature is
    all of it. What was left out of the view is a gap between two stretches and belongs to neither.

    ``view``, ``source``: where each stretch starts, in characters, with one more entry for the end
    of the text. ``lengths``: how many characters of the source each covers.
    """

    view: tuple[int, ...]
    source: tuple[int, ...]
    lengths: tuple[int, ...]

    def to_source(self, span: Span) -> Span:
        """The characters of the source from which those of ``span`` were made."""
        start = self._place(span.start)[0]
        if span.end == span.start:
            return Span(start, start)
        return Span(start, self._place(span.end - 1)[1])

    def to_view(self, span: Span) -> Span:
        """The characters of the view made from those of ``span``: empty where all were left out."""
        first = max(0, bisect_right(self.source, span.start) - 1)
        start = self._ahead(first, span.start)
        last = max(0, bisect_left(self.source, span.end) - 1)
        return Span(start, max(start, self._behind(last, span.end)))

    def _place(self, at: int) -> tuple[int, int]:
        """Where the character at ``at`` of the view starts and ends in the source."""
        i = bisect_right(self.view, at) - 1
        start = self.source[i]
        if i == len(self.lengths):
            return start, start
        if self._even(i):
            start += at - self.view[i]
            return start, start + 1
        return start, start + self.lengths[i]

    def _even(self, i: int) -> bool:
        return self.lengths[i] == self.view[i + 1] - self.view[i]

    def _ahead(self, i: int, at: int) -> int:
        """The first place of the view that is made from ``at`` or what follows it."""
        if i == len(self.lengths):
            return self.view[i]
        inside = at - self.source[i]
        if inside >= self.lengths[i]:
            return self.view[i + 1]
        return self.view[i] + (max(0, inside) if self._even(i) else 0)

    def _behind(self, i: int, at: int) -> int:
        """The end of what is made from the characters before ``at``."""
        if i == len(self.lengths) or at <= self.source[i]:
            return self.view[i]
        inside = at - self.source[i]
        if inside >= self.lengths[i] or not self._even(i):
            return self.view[i + 1]
        return self.view[i] + inside


def rewrite(text: str, edits: Sequence[Edit]) -> tuple[str, Offsets | None]:
    """``text`` with each of ``edits`` made, in their order, and its map; None without edits.

    Raises:
        ValueError: when edits overlap or are out of order.
    """
    if not edits:
        return text, None
    if any(left[1] > right[0] for left, right in pairwise(edits)):
        raise ValueError("edits overlap or are out of order")
    parts: list[str] = []
    view: list[int] = []
    source: list[int] = []
    lengths: list[int] = []
    size = 0

    def add(start: int, end: int, words: str) -> None:
        nonlocal size
        if words:
            parts.append(words)
            view.append(size)
            source.append(start)
            lengths.append(end - start)
            size += len(words)

    done = 0
    for start, end, words in edits:
        add(done, start, text[done:start])
        add(start, end, words)
        done = end
    add(done, len(text), text[done:])
    return "".join(parts), Offsets((*view, size), (*source, len(text)), tuple(lengths))
