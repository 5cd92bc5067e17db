"""The formats that quoth writes: one file in `quoth.formats.kinds` each, found by its name.

A format is a module of that package with a `Format` called ``FORMAT``; nothing else names it. Only
the module of a format that is asked for is imported: rich is not loaded to write JSON.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, TextIO

from quoth.errors import OptionError
from quoth.formats import kinds
from quoth.formats.format import Format, Output, StatementWriter, Writer

FORMATS: tuple[str, ...] = tuple(sorted(one.name for one in pkgutil.iter_modules(kinds.__path__)))
"""The names of all formats: what `open_writer` can write."""


def format_of(name: str) -> Format:
    """The format of a name.

    Raises:
        OptionError: when there is none.
    """
    if name not in FORMATS:
        raise OptionError(f"format {name!r}: expected one of {', '.join(FORMATS)}")
    found: Format = import_module(f"{kinds.__name__}.{name}").FORMAT
    return found


def format_for(path: Path, formats: Sequence[str] = FORMATS) -> str | None:
    """Which of ``formats`` has files that end as ``path`` does; None when it has no ending.

    Raises:
        OptionError: when no format has such an ending.
    """
    if not path.suffix:
        return None
    name = path.name.lower()
    endings = {suffix: format for format in formats for suffix in format_of(format).suffixes}
    for suffix in sorted(endings, key=len, reverse=True):
        if name.endswith(suffix):
            return endings[suffix]
    raise OptionError(
        f"{path}: no format writes {path.suffix} files; choose one with --to, or one of the "
        f"suffixes {', '.join(sorted(endings))}"
    )


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
    return format_of(format).writer(Output(stream, width, color, spreadsheet))


def open_statement_writer(
    format: str,
    stream: TextIO | BinaryIO,
    *,
    width: int | None = None,
    color: bool = False,
    spreadsheet: bool = False,
) -> StatementWriter | None:
    """A writer of statements one by one, or None for a format that only knows whole readings; the
    arguments are as for `open_writer`.

    Raises:
        OptionError: when there is no such format.
    """
    known = format_of(format)
    return known.statements and known.statements(Output(stream, width, color, spreadsheet))
