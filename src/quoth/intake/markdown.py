"""Markdown is read as it stands; only its title and front matter are looked up."""

from __future__ import annotations

import re

from quoth.intake.dates import iso_date
from quoth.intake.fields import Record, split_authors
from quoth.records import Span

_RULES = ("---", "...")
_MOST_LINES = 500  # of front matter
_FIELD = re.compile(r"([A-Za-z_-]{1,80})[ \t]{0,80}:")
_ITEM = re.compile(r"[ \t]{0,80}-[ \t]")
_HEADING = re.compile(r" {0,3}#[ \t]")
_HEAD = 20_000  # characters searched for the title


def record_of_markdown(text: str) -> tuple[Record, Span | None]:
    """What ``text`` says of itself, and the span of its YAML front matter, if there is one.

    Of the front matter, only single values and plain lists are understood.
    """
    lines = text[:_HEAD].splitlines(keepends=True)
    end = _front_end(lines)
    fields = _fields(lines[1 : end - 1]) if end else {}
    heading = next(filter(None, map(_heading, lines[end:])), None)

    def first(*names: str) -> str | None:
        return next((fields[name][0] for name in names if fields.get(name)), None)

    authors = tuple(
        author
        for name in ("authors", "author", "byline")
        for value in fields.get(name, ())
        for author in split_authors(value)
    )
    record = Record(
        text=text,
        title=first("title", "headline") or heading,
        outlet=first("outlet", "publisher", "publication", "site", "source"),
        url=first("url", "link", "canonical_url"),
        published=iso_date(first("published", "date", "pubdate", "publishdate")),
        language=first("language", "lang"),
        authors=authors,
    )
    return record, Span(0, sum(map(len, lines[:end]))) if end else None


def _front_end(lines: list[str]) -> int:
    """How many lines the front matter takes, its two rules included; 0 when there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1 : _MOST_LINES + 2], 1):
        if line.startswith(_RULES):
            return number + 1 if line.rstrip() in _RULES else 0
    return 0


def _heading(line: str) -> str | None:
    """The words of a heading of the first level; None for any other line."""
    if not _HEADING.match(line):
        return None
    words = line.strip()[1:].strip()
    bare = words.rstrip("#")
    return (bare.rstrip() if bare != bare.rstrip() or not bare else words) or None


def _fields(lines: list[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        if match := _FIELD.match(line):
            current = fields.setdefault(match[1].lower(), [])
            current.extend(_values(line[match.end() :].strip()))
        elif match := _ITEM.match(line):
            current.extend(_values(line[match.end() :].strip()))
    return fields


def _values(value: str) -> list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [item for part in value[1:-1].split(",") for item in _values(part.strip())]
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return [value] if value else []
