"""The lines of a bundle, each with its place in the text, and what an article of one comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from quoth.errors import InputError
from quoth.intake.documents.bundles.words import words
from quoth.intake.documents.part import Part
from quoth.intake.fields import Record
from quoth.intake.page_meta import clean_authors

_LINE = re.compile(r"[^\n]*\n?")
_BY = re.compile(r"(?:by|von|par)\s+", re.IGNORECASE)
_PAGE = re.compile(r"(?:pg?|s|page|seite)\.?\s?[A-Z]?\d", re.IGNORECASE)
_AND = re.compile(r";|\band\b|\bund\b|\bet\b|&")
_LEAST = 0.5  # of the words that the archive states
_FEWEST = 60  # words stated, from which their number says something


@dataclass(frozen=True, slots=True)
class Text:
    """A line: where it begins and ends in the whole text, and its words without outer spaces."""

    start: int
    end: int
    words: str


def lines_of(text: str) -> list[Text]:
    """The lines of ``text``."""
    return [
        Text(match.start(), match.end(), match[0].strip(" \t\r\n\f\v\u00a0\ufeff"))
        for match in _LINE.finditer(text)
        if match[0]
    ]


def slice_of(text: str, lines: Iterable[Text]) -> str:
    """The text from the first to the last of ``lines`` that are not blank, exactly as it stands."""
    kept = [line for line in lines if line.words]
    if not kept:
        return ""
    return text[kept[0].start : kept[-1].end].strip("\r\n").rstrip()


def authors_in(byline: str) -> tuple[str, ...]:
    """The names in "By Ida Holm and Jon Brekke, staff writers"."""
    bare = _BY.sub("", byline.strip(), count=1)
    names = (name.strip(" ,.") for name in _AND.split(bare))
    return tuple(name for given in names for name in (clean_authors([given]) or (given,)) if name)


def section_in(given: str | None) -> str | None:
    """The name in "NEWS; Pg. 6", without the page."""
    name = (given or "").split(";")[0].strip(" ,.")
    return name if name and not _PAGE.match(name) else None


@dataclass(slots=True)
class Found:
    """What is known of one article of a bundle. ``length`` is its number of words as stated."""

    text: str = ""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    byline: str | None = None
    id: str | None = None
    url: str | None = None
    language: str | None = None
    length: int | None = None
    section: str | None = None


def parts_of(found: list[Found], archive: str) -> list[Part | InputError]:
    """The parts of a bundle, numbered, with an error for each article without a text."""
    parts: list[Part | InputError] = []
    for number, one in enumerate(found, 1):
        title = f" ({one.title[:60]})" if one.title else ""
        if not one.text.strip():
            parts.append(
                InputError(f"article {number}", f"no text in it{title}; a picture, perhaps")
            )
            continue
        record = Record(
            one.text,
            id=one.id,
            title=one.title,
            outlet=one.outlet,
            url=one.url,
            published=one.published,
            language=one.language,
            authors=authors_in(one.byline) if one.byline else (),
            warnings=tuple(_short(one, archive)),
            section=section_in(one.section),
        )
        parts.append(Part(record, f"article {number}", f"#{number}"))
    return parts


def _short(one: Found, archive: str) -> Iterable[str]:
    count = len(one.text.split())
    if one.length and one.length >= _FEWEST and count < _LEAST * one.length:
        yield f"{archive} gives the length as {one.length:,} words; {count:,} are in the text"
    if one.published is None:
        yield f"no date found in what {archive} says of the article"


def language_line(line: str) -> bool:
    """Whether a line is the name of a language and nothing else."""
    return line.lower() in words()["factiva"]["language"]
