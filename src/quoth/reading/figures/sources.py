"""The source of a figure: the innermost attribution whose content covers it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from quoth.records import Attribution, Span


def innermost(attributions: tuple[Attribution, ...]) -> Callable[[Span], str | None]:
    """A function from a span to the id of the innermost attribution whose content covers it.

    Innermost is the one with the smallest content piece around the span; of two of one size, the
    one that stands within the other, and then the later one. Spans must be asked for in text
    order; the time is then linear in spans and attributions, but for those that are nested.
    """
    within = {attribution.id: attribution.within for attribution in attributions}
    pieces = sorted(
        (piece.start, piece.end, order, attribution.id)
        for order, attribution in enumerate(attributions)
        for piece in _joined(attribution.contents)
    )
    reached = 0
    open_pieces: list[tuple[int, int, int, str]] = []

    def holder(span: Span) -> str | None:
        nonlocal reached, open_pieces
        while reached < len(pieces) and pieces[reached][0] <= span.start:
            open_pieces.append(pieces[reached])
            reached += 1
        open_pieces = [piece for piece in open_pieces if piece[1] > span.start]
        best: tuple[int, int, int, str] | None = None
        for piece in open_pieces:
            if piece[1] < span.end:
                continue
            if best is None:
                best = piece
                continue
            size, smallest = piece[1] - piece[0], best[1] - best[0]
            if size < smallest or (size == smallest and _stands_in(within, piece[3], best[3])):
                best = piece
        return best[3] if best else None

    return holder


def _joined(contents: tuple[Span, ...]) -> tuple[Span, ...]:
    """The pieces with those that touch made one, so that none is smaller than what is said."""
    ordered = sorted(contents)
    if not any(left.end >= right.start for left, right in pairwise(ordered)):
        return tuple(ordered)
    joined: list[Span] = []
    for piece in ordered:
        if joined and piece.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return tuple(joined)


def _stands_in(within: dict[str, str | None], inner: str, outer: str) -> bool:
    seen: set[str] = set()
    at = within.get(inner)
    while at is not None and at not in seen:
        if at == outer:
            return True
        seen.add(at)
        at = within.get(at)
    return False
