"""What a format is: `Format`, what it writes to, and what writes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol, TextIO, cast

from quoth.errors import OptionError
from quoth.formats.output import Sink
from quoth.formats.statements import Said
from quoth.records import Reading


class Writer(Protocol):
    """Takes readings and writes each at once; nothing is kept of it."""

    def write(self, reading: Reading) -> None:
        """Write one reading and flush it.

        Raises:
            OSError: when the stream refuses it (BrokenPipeError: nobody reads any more).
        """

    def close(self) -> None:
        """Write what ends the document. The stream stays open: it is the caller's."""


class StatementWriter(Protocol):
    """Takes statements and writes each at once."""

    def write(self, one: Said) -> None:
        """Write one statement."""

    def close(self) -> None:
        """Write what ends the document."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where a format is written, and how.

    ``width`` are the columns of the view and ``color`` whether it has colours; ``spreadsheet``: a
    table guards cells that a spreadsheet would take for a formula.
    """

    stream: TextIO | BinaryIO
    width: int | None = None
    color: bool = False
    spreadsheet: bool = False

    @property
    def sink(self) -> Sink:
        """The stream, for text."""
        return Sink(self.stream)

    def binary(self, format: str) -> BinaryIO:
        """The stream, for bytes.

        Raises:
            OptionError: when it takes text only, or is a terminal.
        """
        below = getattr(self.stream, "buffer", self.stream)
        if isinstance(below, io.TextIOBase):
            raise OptionError(f"{format} is a binary format: write it to a file with -o")
        if getattr(below, "isatty", lambda: False)():
            raise OptionError(f"{format} is a binary format, not for a terminal: use -o FILE")
        if below is not self.stream:
            self.stream.flush()  # what was printed before comes first
        return cast("BinaryIO", below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format, its names outside of quoth, and what writes it.

    ``suffixes`` are the endings of its files, the usual one first. ``writer`` opens a writer of
    readings and ``statements``, where it has one, a writer of single statements. ``binary``: it is
    not text.
    """

    media_type: str
    suffixes: tuple[str, ...]
    writer: Callable[[Output], Writer] = field(repr=False)
    statements: Callable[[Output], StatementWriter] | None = field(default=None, repr=False)
    binary: bool = False
