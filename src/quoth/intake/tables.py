"""CSV and TSV: a header and its rows, read one by one and given exactly as they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from quoth.errors import InputError
from quoth.intake.columns import Columns, find_columns, has_text_column
from quoth.intake.options import IntakeOptions
from quoth.intake.rows import Row
from quoth.intake.streams import too_large

_SEPARATORS = ",\t;|"
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=([,;|\t])"?\r?\n', re.IGNORECASE)
_ESCAPED = re.compile("[\udc80-\udcff]")
_TRIED = 50  # lines looked at to tell how a table of tabs quotes
_FIELD_LIMIT = 2**31 - 1


def table_rows(
    stream: BinaryIO, head: bytes, name: str, options: IntakeOptions
) -> Iterator[Row | InputError]:
    """The rows of a table in UTF-8 with a header; a broken row is an error in its place.

    Quotation is strict: a cell that is quoted wrongly is an error and never silently changed.
    In a table of tabs a quotation mark may also be a sign like any other, where the rows show it.

    Args:
        stream: the table.
        head: its first bytes, from which the separator is told.
        name: the input, for messages and ids.
        options: the columns, and the longest row.

    Raises:
        InputError: when there is no header, or no text column in it.
    """
    # A limit for the whole process: raised once, and never by as much as would not fit in a C long.
    csv.field_size_limit(_FIELD_LIMIT)
    start = head.decode("utf-8", "replace")
    lines = _Lines(stream, name, options.max_bytes)
    if told := _SEPARATOR_LINE.match(start):  # as spreadsheets write it
        next(lines, None)
        start = start[told.end() :]
    dialect = _dialect(start, options)
    if told:
        dialect["delimiter"] = told[1]
    reader = csv.reader(lines, **dialect)
    header = _header(reader, name)
    columns = find_columns(header, options, name)
    number = 0
    while True:
        number += 1
        lines.begin(f"{name} row {number}")
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield InputError(f"{name} row {number}", f"not a row of a table ({error})")
            continue
        if cells is None:
            return
        if cells:
            yield _row(cells, header, columns, name, number)
        else:
            number -= 1  # an empty line


def _row(
    cells: list[str], header: list[str], columns: Columns, name: str, number: int
) -> Row | InputError:
    where = f"{name} row {number}"
    if len(cells) != len(header):
        return InputError(
            where,
            f"{len(cells)} cells where the header has {len(header)};"
            " is a quotation mark or a separator missing?",
        )
    if any(map(_ESCAPED.search, cells)):
        return InputError(where, "broken UTF-8")
    return Row(where, f"{name}#{number}", dict(zip(header, cells, strict=True)), columns)


def _header(reader: Iterator[list[str]], name: str) -> list[str]:
    try:
        header = next((cells for cells in reader if cells), None)
    except csv.Error as error:
        raise InputError(name, f"not a table ({error} in its header)") from None
    if header is None:
        raise InputError(name, "an empty table")
    return [column.strip() for column in header]


def _dialect(head: str, options: IntakeOptions) -> dict[str, Any]:
    """How the table that begins with ``head`` separates and quotes its cells."""
    lines = list(islice(io.StringIO(head, newline=""), _TRIED))
    first = next((line for line in lines if line.strip()), "")
    best = max(_SEPARATORS, key=lambda separator: _fit(first, separator, options))
    strict = {"delimiter": best, "strict": True}
    if best != "\t" or '"' in first:
        return strict
    plain = {"delimiter": best, "quoting": csv.QUOTE_NONE}
    return plain if _ragged(lines, strict) > _ragged(lines, plain) else strict


def _fit(line: str, separator: str, options: IntakeOptions) -> tuple[bool, int]:
    try:
        columns = [column.strip() for column in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return False, 0
    return has_text_column(columns, options), len(columns)


def _ragged(lines: list[str], dialect: dict[str, Any]) -> int:
    """How many rows do not fit the header when read in that way."""
    reader = csv.reader(lines, **dialect)
    width = bad = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            bad += 1
            continue
        if cells is None:
            return bad
        width = width or len(cells)
        bad += bool(cells) and len(cells) != width


class _Lines:
    """The lines of a table with their line ends, as ``csv.reader`` asks for them.

    A row may run over many lines: together they may not be longer than one article.
    """

    def __init__(self, stream: BinaryIO, name: str, max_characters: int) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="")
        self._where = name
        self._max = max_characters
        self._length = 0

    def begin(self, where: str) -> None:
        """A new row begins."""
        self._where = where
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._max + 1)
        self._length += len(line)
        if self._length > self._max:
            raise too_large(self._where, self._max)
        if not line:
            raise StopIteration
        return line
