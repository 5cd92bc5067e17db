"""CSV: one attribution a row, RFC 4180 (CRLF, quoted where needed), UTF-8 without a mark.

Cells hold the article's words exactly as they are, with line breaks. A spreadsheet program may
take a cell that begins with = + - or @ for a formula: statistics packages, databases and scripts
do not. So the table is exact unless it is asked to be made for a spreadsheet (``--spreadsheet``;
``spreadsheet=True`` in `quoth.formats.open_writer`; always in the web app's pages): such cells then
begin with an apostrophe, and the file with a byte order mark, by which Excel knows UTF-8.
"""

from __future__ import annotations

from quoth.formats.format import Format, Output
from quoth.formats.statements import MARK_COLUMNS, Said, cells_of
from quoth.formats.table import COLUMNS, csv_rows, csv_table, row_of
from quoth.records import Reading
from quoth.wording import Words


class CsvWriter:
    """Writes attributions as rows; an article with none gives no row."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._guarded = output.spreadsheet
        self._sink.write(csv_table(COLUMNS, (), spreadsheet=self._guarded))

    def write(self, reading: Reading) -> None:
        """Add the reading's rows."""
        words = Words(reading)
        rows = [row_of(words, one) for one in reading.attributions]
        self._sink.write(csv_rows(rows, spreadsheet=self._guarded))

    def close(self) -> None:
        """Nothing is left to write."""


class CsvStatements:
    """The columns of `quoth.formats.table`, with the statement's id in the ledger before them, and
    its tags and collections after them."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._guarded = output.spreadsheet
        columns = ("statement", *COLUMNS, *MARK_COLUMNS)
        self._sink.write(csv_table(columns, (), spreadsheet=self._guarded))

    def write(self, one: Said) -> None:
        """Add the statement's row."""
        self._sink.write(csv_rows([cells_of(one)], spreadsheet=self._guarded))

    def close(self) -> None:
        """Nothing is left to write."""


FORMAT = Format(
    media_type="text/csv; charset=utf-8",
    suffixes=(".csv",),
    writer=CsvWriter,
    statements=CsvStatements,
)
