"""Markdown is read as it stands; only its title and front matter are looked up."""

from __future__ import annotations

import re

from quoth.intake.dates import iso_date
from quoth.intake.fields import Record, split_authors
from quoth.records import Span

_FRONT = re.compile(
    r"\A---[ \t]*\r?\n(?P<fields>(?:(?!---|\.\.\.).*\r?\n){0,500}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_FIELD = re.compile(r"([A-Za-z_-]+)[ \t]*:[ \t]*(.*?)[ \t\r]*\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*?)[ \t\r]*\Z")
_HEADING = re.compile(r"^ {0,3}#[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*\r?$", re.MULTILINE)
_HEAD = 20_000  # characters searched for the title


def record_of_markdown(text: str) -> tuple[Record, Span | None]:
    """What ``text`` says of itself, and the span of its YAML front matter, if there is one.

    Of the front matter, only single values and plain lists are understood.
    """
    match = _FRONT.match(text[:_HEAD])
    fields = _fields(match["fields"]) if match else {}
    heading = _HEADING.search(text[:_HEAD], match.end() if match else 0)

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
        title=first("title", "headline") or (heading[1] if heading else None),
        outlet=first("outlet", "publisher", "publication", "site", "source"),
        url=first("url", "link", "canonical_url"),
        published=iso_date(first("published", "date", "pubdate", "publishdate")),
        language=first("language", "lang"),
        authors=authors,
    )
    return record, Span(0, match.end()) if match else None


def _fields(source: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in source.split("\n"):
        if match := _FIELD.match(line):
            current = fields.setdefault(match[1].lower(), [])
            current.extend(_values(match[2]))
        elif match := _ITEM.match(line):
            current.extend(_values(match[1]))
    return fields


def _values(value: str) -> list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [item for part in value[1:-1].split(",") for item in _values(part.strip())]
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return [value] if value else []
