"""Excel workbooks (.xlsx): the rows of each sheet that has a column for the text, by openpyxl."""

from __future__ import annotations

import importlib.util
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quoth.errors import InputError
from quoth.intake.columns import Columns, NoTextColumnError, apart, find_columns
from quoth.intake.limits import limited_items
from quoth.intake.options import IntakeOptions
from quoth.intake.rows import Row

_BOMB_BYTES = 500_000_000
_BOMB_RATIO = 200
_EMPTY_ROWS = 10_000  # after so many in a row, a sheet is at its end


def excel_rows(
    source: Path | bytes, name: str, options: IntakeOptions
) -> Iterator[Row | InputError]:
    """The rows of a workbook, sheet by sheet; the first of each that is not empty is its header.

    Sheets without a column for the text are passed over where another one has it. Formulas give the
    values that were kept with them.

    Args:
        source: the file, or its bytes.
        name: the input, for messages and ids.
        options: the columns, and the seconds that one step may take in a process of its own.

    Raises:
        InputError: when it is damaged or a bomb, takes too long, has no text column, or openpyxl is
            not installed.
    """
    if importlib.util.find_spec("openpyxl") is None:
        raise InputError(name, 'Excel needs an extra: pip install "quoth[excel]"')
    return limited_items(read_rows, source, name, options, name=name, seconds=options.seconds)


def read_rows(
    source: Path | bytes, name: str, options: IntakeOptions
) -> Iterator[Row | InputError]:
    """The rows of a workbook, as `excel_rows` asks for them.

    Raises:
        InputError: as `excel_rows`.
    """
    import openpyxl

    _refuse_bomb(source, name)
    opened = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        book = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _sheets(book, name, options)
        finally:
            book.close()
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever it comes upon
        raise InputError(name, f"damaged, or no Excel workbook ({type(error).__name__})") from None


def _sheets(book: Any, name: str, options: IntakeOptions) -> Iterator[Row | InputError]:
    without: NoTextColumnError | None = None
    several = len(book.worksheets) > 1
    found = filled = False
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of them may be wrong
        rows = _filled(sheet)
        number, header = next(rows, (0, ()))
        if not header:
            continue
        filled = True
        names = apart(str(cell).strip() if cell is not None else "" for cell in header)
        where = f"{name} sheet {sheet.title!r}" if several else name
        try:
            columns = find_columns(names, options, where)
        except NoTextColumnError as error:
            without = without or error
            continue
        for number, cells in rows:
            found = True
            yield _row(cells, names, columns, where, number)
    if not filled:
        raise InputError(name, "an empty workbook")
    if not found:
        raise without or InputError(name, "only a header and no rows")


def _row(cells: Sequence[Any], names: list[str], columns: Columns, where: str, number: int) -> Row:
    values = dict(zip(names, cells, strict=False))
    return Row(f"{where} row {number}", f"{where}#{number}", values, columns)


def _filled(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that are not empty, with their numbers as Excel shows them."""
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(cell is not None for cell in cells):
            empty = 0
            yield number, cells
            continue
        empty += 1
        if empty > _EMPTY_ROWS:
            return


def _refuse_bomb(source: Path | bytes, name: str) -> None:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
            unfolds_to = sum(one.file_size for one in opened.infolist())
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        raise InputError(name, f"damaged, or no Excel workbook ({error})") from None
    if unfolds_to > max(_BOMB_BYTES, _BOMB_RATIO * size):
        raise InputError(
            name, f"unfolds to more than {_BOMB_RATIO} times its size, as no table does"
        )
