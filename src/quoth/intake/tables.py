"""CSV and TSV: a header and its rows, read one by one and given exactly as they are."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from quoth.errors import InputError
from quoth.intake.columns import Columns, apart, find_columns, has_text_column
from quoth.intake.options import IntakeOptions
from quoth.intake.rows import Row
from quoth.intake.streams import too_large

_SEPARATORS = ",\t;|"
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=([,;|\t])"?\r?\n', re.IGNORECASE)
_ESCAPED = re.compile("[\udc80-\udcff]")
_BACKSLASH = re.compile(r'\\(["\\])')
_SPACED = re.compile(r'\A[ \t]+"[^"]*(?:"[ \t]*)?')
_TRIED = 262_144  # characters looked at to tell how a table quotes
_FIELD_LIMIT = 2**31 - 1
# After a row whose quotation mark is not closed: lines looked at for the next whole row, lines that
# such a row may have, and how often that is done in one table.
_LINES_TRIED = 200
_LINES_OF_ROW = 1_000
_MOST_REPAIRS = 1_000


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How a table separates and quotes its cells; ``backslash``: \\" is a quotation mark in one."""

    options: dict[str, Any] = field(default_factory=dict)
    backslash: bool = False

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The rows of ``lines``, as cells."""
        if self.backslash:
            lines = (_BACKSLASH.sub(_unescaped, line) for line in lines)
        return csv.reader(lines, **self.options)


def table_rows(
    stream: BinaryIO, head: bytes, name: str, options: IntakeOptions
) -> Iterator[Row | InputError]:
    """The rows of a table in UTF-8 with a header; a broken row is an error in its place.

    Quotation is strict: a cell that is quoted wrongly is an error and never silently changed. Where
    the rows show it, \\" stands for a quotation mark in a cell, a space may stand before a quoted
    cell, and in a table of tabs a quotation mark may be a sign like any other.

    Args:
        stream: the table.
        head: its first bytes, from which the separator is told.
        name: the input, for messages and ids.
        options: the columns, and the longest row.

    Raises:
        InputError: when there is no header, no text column in it, or nothing below it.
    """
    # A limit for the whole process: raised once, and never by as much as would not fit in a C long.
    csv.field_size_limit(_FIELD_LIMIT)
    start = head.decode("utf-8", "replace")
    lines = _Lines(stream, name, options.max_bytes)
    if told := _SEPARATOR_LINE.match(start):  # as spreadsheets write it
        next(lines, None)
        start = start[told.end() :]
    dialect = _dialect(start, options, told[1] if told else None)
    header = _header(dialect.reader(lines), name)
    columns = find_columns(header, options, name)
    number = 0
    for cells in _cells(lines, dialect, len(header)):
        if cells == []:
            continue  # an empty line
        number += 1
        yield _row(cells, header, columns, name, number)
    if not number:
        raise InputError(name, "only a header and no rows")


@dataclass(frozen=True, slots=True)
class _Bad:
    """A row that cannot be read, the line it begins on, and why."""

    line: int
    why: str


def _cells(lines: _Lines, dialect: _Dialect, width: int) -> Iterator[list[str] | _Bad]:
    """The cells of each row.

    A quotation mark that is not closed swallows what follows it: the lines it took are looked
    through for the next whole row, so that it costs its own alone.
    """
    repairs = 0
    while True:
        lines.begin()
        why = ""
        cells: list[str] | None = None
        try:
            cells = next(dialect.reader(lines), None)
        except csv.Error as error:
            why = f"not a row of a table ({error})"
        except _TooLongError:
            why = too_large(lines.name, lines.max).reason
        if cells is None and not why:
            return
        if not why and cells is not None and len(cells) not in (0, width):
            why = (
                f"{len(cells)} cells where the header has {width};"
                " is a quotation mark or a separator missing?"
            )
        if not why:
            assert cells is not None
            yield cells
            continue
        line, taken = lines.first, lines.taken
        again = _next_row(taken, dialect, width) if repairs < _MOST_REPAIRS else None
        if again is not None:
            repairs += 1
            lines.push_back(again)
            why = f"{why}; its quotation mark is not closed: left out"
        yield _Bad(line, why)
        if again is None and lines.is_too_long:
            return  # the rest of it is not known to be of this row


def _next_row(taken: list[str], dialect: _Dialect, width: int) -> int | None:
    """The number of the line in ``taken``, not the first, where a whole row begins."""
    for at in range(1, min(len(taken), _LINES_TRIED)):
        try:
            cells = next(dialect.reader(taken[at : at + _LINES_OF_ROW]), None)
        except csv.Error:
            continue
        if cells and len(cells) == width:
            return at
    return None


def _row(
    cells: list[str] | _Bad, header: list[str], columns: Columns, name: str, number: int
) -> Row | InputError:
    where = f"{name} row {number}"
    if isinstance(cells, _Bad):
        return InputError(f"{where} (line {cells.line:,})", cells.why)
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
    return apart(column.strip() for column in header)


def _dialect(head: str, options: IntakeOptions, told: str | None) -> _Dialect:
    """How the table that begins with ``head`` separates and quotes its cells.

    Args:
        head: its beginning.
        options: those that name columns.
        told: the separator, where the table itself names it.
    """
    # The last row may be cut off.
    sample = head[:_TRIED]
    whole = len(sample) < _TRIED and len(head) < _TRIED
    lines = io.StringIO(sample, newline="").readlines()
    first = next((line for line in lines if line.strip()), "")
    best = told or max(_SEPARATORS, key=lambda separator: _fit(first, separator, options))
    strict = _Dialect({"delimiter": best, "strict": True})
    bad = _bad(lines, strict, whole=whole)
    if not bad:
        return strict
    others = []
    if any('\\"' in line for line in lines):
        others.append(_Dialect(strict.options, backslash=True))
    others.append(_Dialect({**strict.options, "skipinitialspace": True}))
    if best == "\t" and '"' not in first:
        others.append(_Dialect({"delimiter": best, "quoting": csv.QUOTE_NONE}))
    counts = [bad, *(_bad(lines, one, whole=whole) for one in others)]
    return [strict, *others][counts.index(min(counts))]


def _fit(line: str, separator: str, options: IntakeOptions) -> tuple[bool, int]:
    try:
        reader = csv.reader([line], delimiter=separator, skipinitialspace=True)
        columns = [column.strip() for column in next(reader, [])]
    except csv.Error:
        return False, 0
    return has_text_column(columns, options), len(columns)


def _bad(lines: list[str], dialect: _Dialect, *, whole: bool) -> int:
    """How many rows do not fit the header, or show their quotation marks, when read in that way."""
    reader = dialect.reader(lines)
    width = bad = 0
    last = False
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            bad, last = bad + 1, True
            continue
        if cells is None:
            return bad - (last and not whole)
        width = width or len(cells)
        last = bool(cells) and (len(cells) != width or any(map(_SPACED.fullmatch, cells)))
        bad += last


def _unescaped(match: re.Match[str]) -> str:
    return '""' if match[1] == '"' else "\\"


class _TooLongError(Exception):
    """A row is longer than one article may be."""


class _Lines:
    """The lines of a table with their line ends, as ``csv.reader`` asks for them.

    A row may run over many lines: together they may not be longer than one article. Those of the
    row that is being read are kept in ``taken``; ``first`` is the number of the first of them.
    """

    def __init__(self, stream: BinaryIO, name: str, max_characters: int) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="")
        self._back: deque[str] = deque()
        self._length = 0
        self.name = name
        self.max = max_characters
        self.first = 1
        self.taken: list[str] = []

    def begin(self) -> None:
        """A new row begins."""
        self.first += len(self.taken)
        self.taken = []
        self._length = 0

    def push_back(self, at: int) -> None:
        """The lines taken from number ``at`` on are given again: the row has only those before."""
        self._back.extendleft(reversed(self.taken[at:]))
        del self.taken[at:]

    @property
    def is_too_long(self) -> bool:
        """True when the row is longer than one article may be."""
        return self._length > self.max

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._text.readline(self.max + 1)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._length += len(line)
        if self.is_too_long:
            raise _TooLongError
        return line
