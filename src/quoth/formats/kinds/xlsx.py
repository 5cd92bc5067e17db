"""Excel: one attribution a row, in the columns of the CSV form; written with XlsxWriter.

Every cell is a text or a number, none a formula or a link. A cell holds 32,767 characters at most:
a longer one is cut, and says so at its end. What a sheet cannot hold goes on in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO

from quoth.errors import OptionError
from quoth.formats.format import Format, Output
from quoth.formats.output import encodable
from quoth.formats.statements import MARK_COLUMNS, Said, cells_of
from quoth.formats.table import COLUMNS, row_of
from quoth.records import Reading
from quoth.wording import Words

_CELL = 32_767
_HELD = 8_000_000  # bytes of a file that are kept in memory before it is handed on
_ROWS = 1_048_576
_CUT = " … [cut here: a cell holds no more]"
_NUMBERS = frozenset(
    ("statement", "start", "end", "cue_start", "cue_end", "confidence", "content_confidence")
)
_WIDTHS = {"content": 70, "title": 36, "source": 28, "speaker": 28, "chain": 36, "roles": 24}


class Sheets:
    """A workbook of rows under a header, written as they come."""

    def __init__(
        self, stream: BinaryIO, columns: Sequence[str], *, name: str, numbers: frozenset[str]
    ) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise OptionError(
                'writing Excel files needs XlsxWriter: pip install "quoth[excel]"'
            ) from error
        self._stream = stream
        self._file = SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - closed in close()
        self._book = xlsxwriter.Workbook(
            self._file,
            {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False},
        )
        # The same rows are the same file.
        self._book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        self._head = self._book.add_format({"bold": True})
        self._columns = columns
        self._numbers = [column in numbers for column in columns]
        self._name = name
        self._count = 0
        self._row = _ROWS

    def write(self, row: Sequence[Any]) -> None:
        """Adds a row."""
        if self._row >= _ROWS:
            self._begin()
        for at, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if self._numbers[at]:
                self._sheet.write_number(self._row, at, float(cell))
            else:
                self._sheet.write_string(self._row, at, _text(str(cell)))
        self._row += 1

    def close(self) -> None:
        """Writes the file."""
        if not self._count:
            self._begin()
        self._end()
        self._book.close()
        with self._file:
            self._file.seek(0)
            copyfileobj(self._file, self._stream)
        self._stream.flush()

    def _begin(self) -> None:
        if self._count:
            self._end()
        self._count += 1
        name = self._name if self._count == 1 else f"{self._name} {self._count}"
        self._sheet: Any = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, _WIDTHS.get(column, 14))
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column, self._head)
        self._row = 1

    def _end(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 0), len(self._columns) - 1)


def _text(cell: str) -> str:
    text = encodable(cell)
    # Excel counts in UTF-16, where some characters are two.
    if len(text) <= _CELL // 2 or len(text.encode("utf-16-le")) // 2 <= _CELL:
        return text
    head = text.encode("utf-16-le")[: 2 * (_CELL - len(_CUT))]
    return head.decode("utf-16-le", "ignore") + _CUT


class XlsxWriter:
    """Writes attributions as rows."""

    def __init__(self, output: Output) -> None:
        self._out = Sheets(output.binary("xlsx"), COLUMNS, name="statements", numbers=_NUMBERS)

    def write(self, reading: Reading) -> None:
        """Add the reading's rows."""
        words = Words(reading)
        for one in reading.attributions:
            self._out.write(row_of(words, one))

    def close(self) -> None:
        """Write the file."""
        self._out.close()


class XlsxStatements:
    """The same with the statement's number in the ledger before them, its tags and collections
    after."""

    def __init__(self, output: Output) -> None:
        columns = ("statement", *COLUMNS, *MARK_COLUMNS)
        self._out = Sheets(output.binary("xlsx"), columns, name="statements", numbers=_NUMBERS)

    def write(self, one: Said) -> None:
        """Add the statement's row."""
        self._out.write(cells_of(one))

    def close(self) -> None:
        """Write the file."""
        self._out.close()


FORMAT = Format(
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    suffixes=(".xlsx",),
    writer=XlsxWriter,
    statements=XlsxStatements,
    binary=True,
)
