"""What the downloads of press archives call things, and the dates they write."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from quoth.intake.dates import iso_date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_LONGEST_DATE = 90
_NAMED = re.compile(r"(\d{1,2})(?:\.|er|st|nd|rd|th)?\s(?:of\s)?([^\W\d_]{3,9})\.?,?\s(\d{4})\b")
_NAMED_FIRST = re.compile(r"\b([^\W\d_]{3,9})\.?\s(\d{1,2}),?\s(\d{4})\b")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_LENGTH = re.compile(r"(\d{1,3}(?:[ ,.\u00a0\u202f]?\d{3}){0,2})\s*([^\W\d_]+)\b")


@cache
def words() -> dict[str, Any]:
    """The contents of ``words.toml``."""
    source = files("quoth.intake.documents.bundles").joinpath("words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _months() -> dict[str, str]:
    return {
        name: month
        for month, names in zip(_MONTHS, words()["months"], strict=True)
        for name in names.split()
    }


def press_date(line: str, *, day_first: bool = False) -> str | None:
    """The date in a short line, in English, French or German; None when there is none."""
    line = " ".join(line.split())
    if not line or len(line) > _LONGEST_DATE:
        return None
    for pattern, day, month in ((_NAMED, 1, 2), (_NAMED_FIRST, 2, 1)):
        for match in pattern.finditer(line):
            name = _months().get(match[month].lower()) or _short(match[month])
            if name:
                return iso_date(f"{name} {match[day]}, {match[3]} {line[match.end() :]}".strip())
    if day_first and (numbers := _DAY_FIRST.search(line)):
        return iso_date(numbers[0].replace(".", "/"), "day")
    return iso_date(line) if re.match(r"\d{4}-\d\d-\d\d", line) else None


def _short(word: str) -> str | None:
    """The month that an English abbreviation means."""
    found = [month for month in _MONTHS if month.lower().startswith(word.lower()[:4])]
    return found[0] if len(found) == 1 and len(word) <= 4 else None


def stated_words(text: str) -> int | None:
    """The number in "355 words", "1.240 Wörter"; None when it is none."""
    match = _LENGTH.search(text[:60])
    if match is None or match[2].lower() not in words()["words"]:
        return None
    return int(re.sub(r"\D", "", match[1]))


def is_weekday(word: str) -> bool:
    """Whether a word names a day of the week."""
    return word.strip(" .").lower() in words()["weekdays"]


def is_rights(line: str) -> bool:
    """Whether a line says whose the rights are."""
    lowered = line.strip().lower()
    return any(lowered.startswith(word) for word in words()["rights"])


@cache
def labelled(*labels: str) -> re.Pattern[str]:
    """A pattern of a line that begins with one of ``labels`` and a colon; group 2 is the rest."""
    listed = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"[ \t]{{0,80}}({listed})[ \u00a0]?:[ \t\u00a0]*([^\n]*)", re.IGNORECASE)
