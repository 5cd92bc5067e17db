"""What a program hands in to be read, told apart: one meaning for each kind at every door.

A str or Path is a path, a pattern or an address, bytes are a file's, an `Article` is itself, the
rows of a data frame are articles, and a list, tuple, set or generator holds any of these. Nothing
is guessed: a text is read by `quoth.read_text`, and anything else is refused by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from quoth.errors import InputError, OptionError
from quoth.intake import IntakeOptions, articles
from quoth.intake.columns import find_columns
from quoth.intake.rows import Row, articles_of
from quoth.intake.settle import settled
from quoth.records import Article, Reading
from quoth.wording import shortened, visible

_TEXT = "to read a text itself, use quoth.read_text"
_WANTED = "give paths, addresses, bytes, articles or a data frame"
_LONG = 250  # characters: longer than the name of a file can be
_WORDS = 8
_FRAMES = "a data frame"


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Columns of a data frame by what they hold; None: known by their names (docs/intake.md)."""

    text: str | None = None
    id: str | None = None
    published: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: str | None = None
    language: str | None = None


def flat(sources: Iterable[Any]) -> Iterator[Any]:
    """The single things in ``sources``, out of whatever lists and generators they stand in."""
    for source in sources:
        if _is_single(source) or not isinstance(source, Iterable):
            yield source
        else:
            yield from flat(source)


def taken_in(
    sources: Any, options: IntakeOptions | None = None, columns: TableColumns | None = None
) -> Iterator[Article | InputError]:
    """The articles of anything that may be handed in, in order; a bad one is an error in its place.

    Raises:
        OptionError: when ``columns`` are named and there is no data frame, or not such a one.
    """
    columns = columns or TableColumns()
    named = [one.name for one in fields(columns) if getattr(columns, one.name) is not None]
    for source in flat([sources]):
        if _is_frame(source):
            yield from _rows_of(source, options or IntakeOptions(), columns)
        elif named:
            raise OptionError(f"{named[0]}: only for data frames, and this is {_called(source)}")
        else:
            yield from _one(source, options or IntakeOptions())


def refuse(sources: Any, *, several: bool = True) -> None:
    """Refuses what as a whole is nothing to read, and what is not one thing unless ``several``.

    Raises:
        OptionError: naming what it is, and what to do.
    """
    if isinstance(sources, str | bytes | Path | Article) or (several and _is_frame(sources)):
        return
    reason = None if _is_frame(sources) else _reason(sources)
    if reason is None and not several:
        reason = f"{_called(sources)}; for several articles use quoth.read_many"
    if reason is not None:
        raise OptionError(reason)


def known(name: str, value: Any) -> Any:
    """What is known of a text: None for what is nothing (None, NaN, NaT).

    Raises:
        OptionError: when it is neither text nor, for ``published``, a date.
    """
    if _is_nothing(value):
        return None
    if isinstance(value, str) or (name == "published" and isinstance(value, date)):
        return value
    raise OptionError(f"{name}: expected a str, not {_called(value)}")


def _one(source: Any, options: IntakeOptions) -> Iterator[Article | InputError]:
    if isinstance(source, Article | InputError):
        yield source
    elif isinstance(source, str) and _looks_like_text(source):
        yield InputError(shortened(visible(source), 60), f"not a path or URL; {_TEXT}")
    elif isinstance(source, str | Path | bytes):
        yield from articles([source], options)
    else:
        reason = _reason(source) or f"{_called(source)}; {_WANTED}"
        yield InputError(shortened(visible(repr(source)), 60), reason)


def _reason(source: Any) -> str | None:
    """Why something is no source, or None where it may hold some."""
    if _is_nothing(source):
        return f"nothing to read (None, NaN or NaT); {_WANTED}"
    if isinstance(source, Reading):
        return "already a reading; pass it to quoth.Ledger.add, or read its .article"
    if isinstance(source, Mapping):
        return "a dict; make it an article: quoth.Article(id=…, text=…)"
    if _library(source) in ("pandas", "polars"):
        name = type(source).__name__
        return (
            f"a {name} of {_library(source)}, which may hold texts or paths; for texts give the "
            'data frame and text="COLUMN", for paths its list'
        )
    if not isinstance(source, Iterable):
        return f"{_called(source)}; {_WANTED}"
    return None


def _is_single(source: Any) -> bool:
    single = (str, bytes, bytearray, Path, Article, Reading, InputError, Mapping)
    return isinstance(source, single) or _library(source) in ("pandas", "polars")


def _is_frame(source: Any) -> bool:
    return _library(source) in ("pandas", "polars") and type(source).__name__ == "DataFrame"


def _library(source: Any) -> str:
    # Known by name: neither library is loaded to tell that something is not of it.
    return type(source).__module__.partition(".")[0]


def _called(source: Any) -> str:
    name = type(source).__name__
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def _looks_like_text(source: str) -> bool:
    plain = source.strip()
    if "\n" in plain or len(plain) > _LONG:
        return not plain.lower().startswith(("http://", "https://"))
    if plain.count(" ") < _WORDS:
        return False
    try:
        return not Path(source).exists()
    except (OSError, ValueError):
        return True


def _rows_of(
    frame: Any, options: IntakeOptions, columns: TableColumns
) -> Iterator[Article | InputError]:
    names = [str(name) for name in frame.columns]
    options = replace(
        options,
        text_column=columns.text or options.text_column,
        id_column=columns.id or options.id_column,
    )
    try:
        found = find_columns(names, options, _FRAMES)
    except InputError as error:
        raise OptionError(
            f"{error.name}: {error.reason.replace('--text-column', 'text=')}"
        ) from error
    for one in fields(columns):
        column = getattr(columns, one.name)
        if column is not None and column not in names:
            raise OptionError(
                f"{one.name}: no column {column!r}; the columns are {', '.join(names)}"
            )
        if column is not None:
            found = replace(found, **{one.name: (column,)})

    def rows() -> Iterator[Row]:
        polars = _library(frame) == "polars"
        several = frame.iter_rows() if polars else frame.itertuples(False, None)
        for number, cells in enumerate(several, 1):
            values = dict(zip(names, map(_plain, cells), strict=True))
            yield Row(f"{_FRAMES} row {number}", f"row-{number}", values, found)

    yield from articles_of(settled(rows(), options, rows), _FRAMES, options)


def _is_nothing(value: Any) -> bool:
    """Whether a value stands for none: None, NaN, NaT, and the NA of pandas."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def _plain(value: Any) -> Any:
    """A cell as Python has it, and None for one that holds nothing."""
    if _library(value) == "numpy" and hasattr(value, "item"):
        value = value.item()
    return None if _is_nothing(value) else value
