"""CSV: one attribution a row, RFC 4180 (CRLF, quoted where needed), UTF-8 without a mark.

Cells hold the article's words exactly as they are, with line breaks. A spreadsheet program may
take a cell that begins with = + - or @ for a formula: statistics packages, databases and scripts
do not. So the table is exact unless it is asked to be made for a spreadsheet (``spreadsheet=True``
in `quoth.formats.open_writer`): such cells then begin with an apostrophe, and the file with a
byte order mark, by which Excel knows UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from quoth.formats.format import Format, Output
from quoth.formats.statements import Said
from quoth.formats.table import COLUMNS, row_of
from quoth.records import Reading
from quoth.wording import Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class CsvWriter:
    """Writes attributions as rows; an article with none gives no row."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._guarded = output.spreadsheet
        self._sink.write(("\ufeff" if self._guarded else "") + _lines([COLUMNS]))

    def write(self, reading: Reading) -> None:
        """Add the reading's rows."""
        words = Words(reading)
        rows: Iterable[tuple[str, ...]] = [row_of(words, one) for one in reading.attributions]
        if self._guarded:
            rows = [tuple(_guard(cell) for cell in row) for row in rows]
        self._sink.write(_lines(rows))

    def close(self) -> None:
        """Nothing is left to write."""


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _guard(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


class CsvStatements:
    """The columns of `quoth.formats.table`, with the statement's id in the ledger before them."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._sink.write(_lines([("statement", *COLUMNS)]))

    def write(self, one: Said) -> None:
        """Add the statement's row."""
        self._sink.write(_lines([(str(one.id), *row_of(Words(one.reading), one.attribution))]))

    def close(self) -> None:
        """Nothing is left to write."""


FORMAT = Format(
    media_type="text/csv; charset=utf-8",
    suffixes=(".csv",),
    writer=CsvWriter,
    statements=CsvStatements,
)
