"""Splits a long text into windows for the encoder and joins the results.

A window is a *core* and a margin of context on both sides. Cores tile the text, so every piece is
encoded in exactly one core; margins are read and thrown away. Cores end at line breaks where one
is near, since little of what is said crosses a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW = 318  # pieces; with the two marks of the encoder 320; of 254, 318 and 382 best on dev
MARGIN = 16  # pieces of context on each side of a core


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``start`` to ``end`` (excluded) go through the encoder; ``core_start`` to
    ``core_end`` of them are kept."""

    start: int
    end: int
    core_start: int
    core_end: int


def cut_windows(
    breaks: NDArray[np.uint8], *, size: int = WINDOW, margin: int = MARGIN
) -> list[Window]:
    """Windows over ``len(breaks)`` pieces, in order.

    ``breaks`` is `Pieces.breaks`. A text that fits into one window is one window. Otherwise the
    cores are of about equal length, at most ``size - 2 * margin`` pieces (the first and the last
    have one margin only, and so much more room).

    Raises:
        ValueError: when the margins leave no room for a core.
    """
    if size <= 2 * margin:
        raise ValueError(f"windows of {size} pieces have no core between margins of {margin}")
    n = len(breaks)
    if n <= size:
        return [Window(0, n, 0, n)] if n else []
    out: list[Window] = []
    start = 0
    while start < n:
        # The first core has no margin before it, the last none behind it.
        room = size - (margin if start else 0)
        if n - start <= room:
            end = n
        else:
            room -= margin
            left = n - start
            count = -(-left // room)
            target = -(-left // count)
            end = start + _best_cut(breaks, start, target, room)
        out.append(Window(max(0, start - margin), min(n, end + margin), start, end))
        start = end
    return out


def _best_cut(breaks: NDArray[np.uint8], start: int, target: int, room: int) -> int:
    """How many pieces to take from ``start``: near ``target``, at a line break if there is one."""
    low = max(1, target - room // 4)
    part = breaks[start + low : start + room + 1]
    at = np.flatnonzero(part)
    if not len(at):
        return min(target, room)
    distance = np.abs(at + low - target)
    return int(at[int(np.argmin(distance))]) + low
