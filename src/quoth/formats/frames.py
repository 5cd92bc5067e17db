"""Readings and statements as data frames: one attribution a row, with the columns of CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from quoth.errors import OptionError
from quoth.formats.table import COLUMNS, row_of
from quoth.ledger import tables
from quoth.ledger.statement import Statement
from quoth.records import Reading
from quoth.wording import Words

if TYPE_CHECKING:
    import pandas
    import polars

_NEEDED = "expected readings or statements"
_WHOLE = ("start", "end", "cue_start", "cue_end")


def to_pandas(found: Reading | Iterable[Reading] | Iterable[Statement]) -> pandas.DataFrame:
    """A data frame of pandas: of readings one attribution a row, of statements one statement.

    Raises:
        OptionError: when pandas is not installed (extra ``pandas``), or it is neither.
    """
    try:
        import pandas
    except ImportError as error:
        raise OptionError('pandas is not installed: pip install "quoth[pandas]"') from error
    kind, several = _told_apart(found)
    if kind is not Reading and kind is not None:
        return tables.to_pandas(several)
    return pandas.DataFrame(_columns(several)).astype(dict.fromkeys(_WHOLE, "Int64"))


def to_polars(found: Reading | Iterable[Reading] | Iterable[Statement]) -> polars.DataFrame:
    """A data frame of polars: of readings one attribution a row, of statements one statement.

    Raises:
        OptionError: when polars is not installed (extra ``polars``), or it is neither.
    """
    try:
        import polars
    except ImportError as error:
        raise OptionError('polars is not installed: pip install "quoth[polars]"') from error
    kind, several = _told_apart(found)
    if kind is not Reading and kind is not None:
        return tables.to_polars(several)
    types: dict[str, Any] = dict.fromkeys(COLUMNS, polars.String)
    types |= dict.fromkeys(_WHOLE, polars.Int64)
    types |= dict.fromkeys(("confidence", "content_confidence"), polars.Float64)
    types |= {"future": polars.Boolean}
    return polars.DataFrame(_columns(several), schema=types)


def _told_apart(found: Any) -> tuple[type | None, Iterator[Any]]:
    """What is to become a table: readings, statements, or nothing at all (None).

    Raises:
        OptionError: for anything else.
    """
    if isinstance(found, Reading | Statement):
        found = [found]
    if isinstance(found, str | bytes) or not isinstance(found, Iterable):
        raise OptionError(f"{_NEEDED}, not {type(found).__name__}")
    several = iter(found)
    first = next(several, None)
    if first is None:
        return None, iter(())
    if not isinstance(first, Reading | Statement):
        raise OptionError(f"{_NEEDED}, not {type(first).__name__}")
    return type(first), chain([first], several)


def _columns(readings: Iterable[Reading]) -> dict[str, list[Any]]:
    """The columns of the CSV form, with numbers as numbers and nothing as None."""
    out: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for reading in readings:
        words = Words(reading)
        for one in reading.attributions:
            row: dict[str, Any] = dict(zip(COLUMNS, row_of(words, one), strict=True))
            row = {name: cell or None for name, cell in row.items()}
            row |= {name: None if row[name] is None else int(row[name]) for name in _WHOLE}
            row |= {"confidence": one.confidence, "content_confidence": one.content_confidence}
            row |= {"future": one.future}
            for name in COLUMNS:
                out[name].append(row[name])
    return out
