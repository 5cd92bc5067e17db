"""A line for each of what is written: what several formats are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from quoth.formats.output import Sink

_T = TypeVar("_T")


class LineWriter(Generic[_T]):
    """Writes one line for each value; ``line`` makes it."""

    def __init__(self, sink: Sink, line: Callable[[_T], str]) -> None:
        self._sink = sink
        self._line = line

    def write(self, one: _T) -> None:
        """Write its line."""
        self._sink.write(self._line(one) + "\n")

    def close(self) -> None:
        """Nothing is left to write."""
