"""Cutting a text where spans begin and end, so that overlap and nesting become a flat row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from quoth.records import Span

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Segment(Generic[M]):
    """Characters ``start`` to ``end`` and every mark that lies on all of them, in given order."""

    start: int
    end: int
    marks: tuple[M, ...]


def cut(
    length: int, marked: Sequence[tuple[Span, M]], breaks: Iterable[int] = ()
) -> list[Segment[M]]:
    """Cut 0..``length`` at each end of a span and at each of ``breaks``.

    The segments are in order, none is empty, together they cover 0..``length`` once, and each
    span is a row of whole segments. Empty spans and what lies past ``length`` mark nothing.
    """
    opens: dict[int, list[int]] = defaultdict(list)
    closes: dict[int, list[int]] = defaultdict(list)
    for number, (span, _) in enumerate(marked):
        end = min(span.end, length)
        if span.start < end:
            opens[span.start].append(number)
            closes[end].append(number)
    points = sorted({0, length, *opens, *closes, *(b for b in breaks if 0 < b < length)})
    segments = []
    active: set[int] = set()
    for start, end in pairwise(points):
        active.difference_update(closes.get(start, ()))
        active.update(opens.get(start, ()))
        segments.append(Segment(start, end, tuple(marked[n][1] for n in sorted(active))))
    return segments
