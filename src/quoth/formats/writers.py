"""One writer for every format: readings go in one by one and come out as they are ready."""

from __future__ import annotations

import io
import textwrap
from typing import BinaryIO, Protocol, TextIO, cast

from quoth._version import __version__
from quoth.codec import dumps, reading_to_dict
from quoth.errors import OptionError
from quoth.formats.citron import to_citron
from quoth.formats.output import Sink
from quoth.formats.table import CsvWriter
from quoth.records import Reading

FORMATS: tuple[str, ...] = (
    *("view", "json", "jsonl", "csv", "parquet", "html", "citron"),
    *("webannotation", "jsonld", "labelstudio", "brat"),
)
"""What `open_writer` can write."""

BINARY = ("parquet", "brat")
"""Formats that are no text: not for a terminal, and only for a binary stream."""


class Writer(Protocol):
    """Takes readings and writes each at once; nothing is kept of it."""

    def write(self, reading: Reading) -> None:
        """Write one reading and flush it.

        Raises:
            OSError: when the stream refuses it (BrokenPipeError: nobody reads any more).
        """

    def close(self) -> None:
        """Write what ends the document. The stream stays open: it is the caller's."""


def open_writer(
    format: str,
    stream: TextIO | BinaryIO,
    *,
    width: int | None = None,
    color: bool = False,
    spreadsheet: bool = False,
) -> Writer:
    """A writer of ``format`` to ``stream``.

    Args:
        format: one of `FORMATS`.
        stream: text or binary; what is written is UTF-8 in both.
        width: columns of the view (80 when not given); other formats have none.
        color: whether the view has colours (ANSI escapes).
        spreadsheet: for csv, guard cells that a spreadsheet would take for a formula.

    Raises:
        OptionError: when there is no such format.
        OSError: when the stream refuses the first bytes.
    """
    # Each format imports its own tools: rich is not loaded to write JSON.
    if format in BINARY:
        return _binary_writer(format, stream)
    sink = Sink(stream)
    if format == "view":
        from quoth.formats.view import ViewWriter

        return ViewWriter(sink, width=width, color=color)
    if format == "html":
        from quoth.formats.html import HtmlWriter

        return HtmlWriter(sink)
    if format in ("webannotation", "jsonld"):
        from quoth.formats.linked import JsonLdWriter, WebAnnotationWriter

        return WebAnnotationWriter(sink) if format == "webannotation" else JsonLdWriter(sink)
    if format == "labelstudio":
        from quoth.formats.annotators import LabelStudioWriter

        return LabelStudioWriter(sink)
    if format == "csv":
        return CsvWriter(sink, spreadsheet=spreadsheet)
    if format == "json":
        return _JsonWriter(sink)
    if format == "jsonl":
        return _JsonLinesWriter(sink)
    if format == "citron":
        return _CitronWriter(sink)
    raise OptionError(f"no format {format!r}; there are {', '.join(FORMATS)}")


def _binary_writer(format: str, stream: TextIO | BinaryIO) -> Writer:
    below = getattr(stream, "buffer", stream)
    if isinstance(below, io.TextIOBase):
        raise OptionError(f"{format} is no text; write it to a file with -o")
    if getattr(below, "isatty", lambda: False)():
        raise OptionError(f"{format} is no text to be shown; name a file with -o")
    if below is not stream:
        stream.flush()  # what was printed before comes first
    binary = cast("BinaryIO", below)
    if format == "parquet":
        from quoth.formats.parquet import ParquetWriter

        return ParquetWriter(binary)
    from quoth.formats.annotators import BratWriter

    return BratWriter(binary)


class _JsonWriter:
    """One document: {"quoth": version, "readings": [...]}, whole once closed."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._before = "\n"
        sink.write(f'{{\n  "quoth": {dumps(__version__)},\n  "readings": [')

    def write(self, reading: Reading) -> None:
        body = textwrap.indent(dumps(reading_to_dict(reading), indent=2), "    ")
        self._sink.write(self._before + body)
        self._before = ",\n"

    def close(self) -> None:
        end = "]" if self._before == "\n" else "\n  ]"
        self._sink.write(f"{end}\n}}\n")


class _JsonLinesWriter:
    """One reading a line."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, reading: Reading) -> None:
        self._sink.write(dumps(reading_to_dict(reading)) + "\n")

    def close(self) -> None:
        pass


class _CitronWriter:
    """One article a line, in the interchange format."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, reading: Reading) -> None:
        self._sink.write(dumps(to_citron(reading)) + "\n")

    def close(self) -> None:
        pass
