"""Dates of publication as ISO 8601, from the forms that tables and feeds give them in.

Only what has one meaning is taken: 03/04/2020 is the third of April to some and the fourth of
March to others, so it gives no date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d-])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_SLASHES = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_LAST_YEAR = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_CLOCK = re.compile(r"\d:\d\d")


def iso_date(value: object) -> str | None:
    """``value`` as an ISO 8601 date or date-time, or None when it has no one meaning.

    Known are dates and date-times of Python, ISO 8601 with "T" or a space, RFC 2822, seconds or
    milliseconds since 1970, and English dates written out ("Friday, January 4, 2019").
    """
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _since_1970(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:100]
    if _ISO.match(text):
        return _iso(text)
    return _mail(text) or _written(_WEEKDAY.sub("", text, count=1))


def mentions(date_found: str, text: str) -> int:
    """How often ``text`` names the day of the ISO 8601 date ``date_found``, in any usual form."""
    year, month, day = date_found[:4], int(date_found[5:7]), int(date_found[8:10])
    name = f"{_MONTHS[month - 1][:3]}[a-z]*"
    ending = "(?:st|nd|rd|th)?"
    forms = (
        rf"{year}([-/.]?)0?{month}\1?0?{day}",
        rf"0?{day}[-/.]0?{month}[-/.]{year}",
        rf"0?{month}[-/.]0?{day}[-/.]{year}",
        rf"{name}\.?\s+0?{day}{ending},?\s+{year}",
        rf"0?{day}{ending}\s+{name}\.?,?\s+{year}",
    )
    pattern = re.compile(rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)", re.IGNORECASE)
    return sum(1 for _ in pattern.finditer(text))


def _iso(text: str) -> str | None:
    if len(text) > 10:
        try:
            # Fractions of a second of any length, and a zone written apart or as "UTC".
            tidy = re.sub(r"(\.\d{6})\d+", r"\1", text)
            tidy = re.sub(r"\s*(?:UTC|GMT|Z)\Z", "+00:00", tidy)
            return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d)", "", tidy)).isoformat()
        except ValueError:
            pass
    return _checked(int(text[:4]), int(text[5:7]), int(text[8:10]))


def _since_1970(value: float) -> str | None:
    seconds = value / 1000 if value > 1e11 else value
    try:
        # Numbers this small are years, days or counters, not seconds.
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 1e8 else None
    except (ValueError, OverflowError, OSError):
        return None


def _mail(text: str) -> str | None:
    if not _CLOCK.search(text):
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(text: str) -> str | None:
    if match := _COMPACT.match(text) or _SLASHES.match(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _LAST_YEAR.match(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if first == second or second > 12:
            return _checked(year, first, second)
        return _checked(year, second, first) if first > 12 else None
    if match := _MONTH_FIRST.match(text):
        return _checked(int(match[3]), _month(match[1]), int(match[2]))
    if match := _DAY_FIRST.match(text):
        return _checked(int(match[3]), _month(match[2]), int(match[1]))
    return None


def _month(word: str) -> int:
    found = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(word.lower())]
    if word.lower() == "sept":
        return 9
    return found[0] if len(found) == 1 else 0


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
