"""Which column or field of a record is what: the names in use are in ``columns.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from importlib.resources import files

from quoth.errors import InputError
from quoth.intake.options import IntakeOptions

_SHOWN = 20  # column names in a message
_DEEPEST = 12  # parts of a dotted path
_NOT_A_LETTER = re.compile(r"[\s_.:@-]+")
# The parts of an article by the option that names the column of each.
_OPTIONS = {
    "text": "text_column",
    "id": "id_column",
    "url": "url_column",
    "title": "title_column",
    "published": "date_column",
    "outlet": "outlet_column",
    "authors": "author_column",
}


class NoTextColumnError(InputError):
    """A record, or a whole table, has no column known to hold the text."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table that hold each part, best first.

    ``calendar`` are the columns of year, month and day, where there is no other date. ``missing``
    are options that name a column which is not there.
    """

    text: tuple[str, ...]
    id: tuple[str, ...]
    url: tuple[str, ...]
    title: tuple[str, ...]
    published: tuple[str, ...]
    outlet: tuple[str, ...]
    authors: tuple[str, ...]
    language: tuple[str, ...]
    section: tuple[str, ...] = ()
    calendar: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        parts = (getattr(self, one.name) for one in fields(self) if one.name != "missing")
        return tuple(dict.fromkeys(column for part in parts for column in part))


@cache
def known_names(part: str) -> tuple[str, ...]:
    """The names in use for ``part`` ("text", "wrappers", …), best first."""
    data = files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return tuple(str(tomllib.loads(data)[part]).split())


def find_columns(
    names: Iterable[str], options: IntakeOptions, name: str, *, strict: bool = True
) -> Columns:
    """Which of the columns ``names`` are what.

    Args:
        names: of the columns, in their order.
        options: those that name columns.
        name: the input, for messages.
        strict: whether each column that an option names has to be there, as in a table; else the
            text and the identifier only, and what is missing is told in the result.

    Raises:
        NoTextColumnError: when none holds the text, or not the one the user named.
        InputError: when there is no column of another name given.
    """
    names = tuple(names)
    columns = _columns(names, options.columns)
    found = _listed(names)
    if not columns.text:
        if options.text_column is not None:
            raise NoTextColumnError(name, f"no column {options.text_column!r}; it has {found}")
        raise NoTextColumnError(
            name, f"no column known to hold the text; it has {found}: name it with --text-column"
        )
    if options.id_column is not None and not columns.id:
        raise InputError(name, f"no column {options.id_column!r}; it has {found}")
    if strict and columns.missing:
        raise InputError(name, f"no column {columns.missing[0]!r}; it has {found}")
    return columns


def has_text_column(names: Iterable[str], options: IntakeOptions) -> bool:
    """True when one of the columns ``names`` holds the text."""
    return bool(_columns(tuple(names), options.columns).text)


def value_of(row: Mapping[str, object], column: str) -> object:
    """The value of a column, or of a dotted path through records and lists; None without one."""
    if column in row or "." not in column:
        return row.get(column)
    value: object = row
    left = column.split(".", _DEEPEST)
    while left:
        if isinstance(value, Mapping):
            # A name may hold dots itself: the longest that is there counts.
            size = next((n for n in range(len(left), 0, -1) if ".".join(left[:n]) in value), 0)
            if not size:
                return None
            value = value[".".join(left[:size])]
            left = left[size:]
        elif isinstance(value, Sequence) and not isinstance(value, str) and left[0].isdecimal():
            at = int(left.pop(0)[:9])
            if at >= len(value):
                return None
            value = value[at]
        else:
            return None
    return value


def apart(names: Iterable[str]) -> list[str]:
    """The names of columns with repeated ones told apart, as pandas does: text, text.1, text.2."""
    found: list[str] = []
    for column in names:
        known, number = column, 0
        while known in found:
            number += 1
            known = f"{column}.{number}"
        found.append(known)
    return found


def root_of(column: str, names: Iterable[str]) -> str:
    """The column that a dotted path begins in."""
    names = frozenset(names)
    parts = column.split(".")
    heads = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((head for head in heads if head in names), column)


@lru_cache(maxsize=256)
def _columns(names: tuple[str, ...], given: tuple[str | None, ...]) -> Columns:
    by_form: dict[str, list[str]] = {}
    for column in names:
        by_form.setdefault(_form(column), []).append(column)
    inner = known_names("inner")
    for column in names:  # as pandas writes the fields of records: "_source.body"
        head, dot, tail = column.partition(".")
        if dot and _form(head) in inner and column not in by_form.get(_form(tail), ()):
            by_form.setdefault(_form(tail), []).append(column)
    for column in names:  # repeated ones, told apart: the next is asked where the first is empty
        base, dot, count = column.rpartition(".")
        if dot and count.isdecimal() and base in names:
            by_form.setdefault(_form(base), []).append(column)
    chosen: dict[str, tuple[str, ...]] = {}
    missing: list[str] = []
    for (part, _), wanted in zip(_OPTIONS.items(), given, strict=True):
        if wanted is None:
            chosen[part] = _known(part, by_form)
            continue
        chosen[part] = _wanted(wanted, names, by_form)
        if not chosen[part]:
            missing.append(wanted)
    others = {part: _known(part, by_form) for part in ("language", "section")}
    found = Columns(**chosen, **others, missing=tuple(missing))
    calendar = [by_form.get(unit, [""])[0] for unit in ("year", "month", "day")]
    if calendar[0] and calendar[1] and set(found.published) <= set(calendar):
        found = replace(found, published=(), calendar=tuple(filter(None, calendar)))
    return found


def _known(part: str, by_form: Mapping[str, list[str]]) -> tuple[str, ...]:
    found = (column for form in known_names(part) for column in by_form.get(form, ()))
    return tuple(dict.fromkeys(found))


def _wanted(
    column: str, names: tuple[str, ...], by_form: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """The column that the user names: as it is, by its form, or as a path into one."""
    if column in names:
        return (column,)
    if same := by_form.get(_form(column)):
        return tuple(same)
    return (column,) if "." in column and root_of(column, names) in names else ()


def _form(column: str) -> str:
    return _NOT_A_LETTER.sub("", column.lstrip("\ufeff")).lower()


def _listed(names: tuple[str, ...]) -> str:
    if not names:
        return "no columns"
    shown = ", ".join(repr(column[:40]) for column in names[:_SHOWN])
    more = len(names) - _SHOWN
    return "the columns " + shown + (f" and {more} more" if more > 0 else "")
