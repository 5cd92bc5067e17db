"""Dates of publication as ISO 8601, from the forms that tables, feeds and pages give them in.

Only what has one meaning is taken: 03/04/2020 is the third of April to some and the fourth of
March to others, so it gives a date only where the order of its numbers is known from elsewhere
(`Order`): from the other values of its column, from an option, or from a page's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

Order = Literal["day", "month"]
"""Which number comes first in 03/04/2020."""

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
_LONGEST = 100
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d-])")
_MONTH_ONLY = re.compile(r"(\d{4})[-/](\d{2})\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?\Z")
_NUMBER = re.compile(r"\d{9,20}(?:\.\d{1,9})?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
_LAST_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-])")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,9}", re.I
)
_LEAD = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated|created)(?: on| at)?|on|date)"
    r"\s{0,3}:?\s{1,3}",
    re.I,
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[\s-](\d{1,2})(?:st|nd|rd|th)?,?[\s-](\d{4})\b")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]([A-Za-z]{3,9})\.?,?[\s-](\d{4}|\d{2})\b")
_CLOCK = re.compile(r"\d:\d\d")
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s{0,2}([ap])\.?m\b\.?"
    r"|(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?![\d:])",
    re.I,
)
_ZONE = re.compile(r"(Z|UTC|GMT|BST|CEST|CET|[ECMP][SD]?T|IST|JST|SAST)\b|([+-])(\d{2}):?(\d{2})\b")
# Zones with one meaning in news; others are left out, and the time stays without one.
_ZONES = {
    **dict.fromkeys(("Z", "UTC", "GMT"), 0),
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
    "SAST": 2,
}
# Countries and languages that write the month first; everyone else who writes numbers so does not.
_MONTH_FIRST_PLACES = frozenset(("us", "en-us", "ph", "en-ph", "fm", "mh", "pw"))
_DAY_FIRST_PLACES = frozenset(
    re.findall(
        r"\S+",
        """
        uk gb ie au nz in pk bd lk za ng ke gh ug tz zm zw na bw my sg jm tt mt cy fr de it es
        pt nl be at ch dk no fi pl cz sk gr ro bg hr rs si tr br ar cl co pe mx ve uy ru ua il
        ae eg ma id vn th en-gb en-ie en-au en-nz en-in en-za en-ng en-ke en-sg en-my en-pk
        """,
    )
)
# English alone settles nothing; Canada writes all three ways.
_DAY_FIRST_LANGUAGES = frozenset(
    re.findall(
        r"\S+",
        """
        fr de it es pt nl da nb nn no fi pl cs sk el ro bg hr sr sl tr ru uk he ar id vi th ca
        gl
        """,
    )
)


def iso_date(value: object, order: Order | None = None, form: str | None = None) -> str | None:
    """``value`` as an ISO 8601 date or date-time, or None when it has no one meaning.

    Known are dates and date-times of Python, ISO 8601 with "T" or a space or without signs, a month
    alone ("2020-03"), RFC 2822, seconds to nanoseconds since 1970 as number or text, and English
    dates written out ("Friday, January 4, 2019 3:05 PM EST", "4-Mar-20"). Time and zone are kept.

    Args:
        value: what a field or page says.
        order: which number comes first in 03/04/2020; None when that is not known.
        form: a form of ``strptime`` that the user gives; it is tried first.
    """
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _digits(value) or _since_1970(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:_LONGEST]
    if text.endswith(".0") and text[:-2].isdecimal():  # as pandas writes a number beside gaps
        text = text[:-2]
    if form and (given := _given(text, form)):
        return given
    if _ISO.match(text):
        return _iso(text)
    if _NUMBER.match(text) and not _COMPACT.match(text):
        return _since_1970(float(text))
    if match := _MONTH_ONLY.match(text):
        return f"{match[1]}-{match[2]}" if 1 <= int(match[2]) <= 12 and match[1] > "0999" else None
    mail = _mail(text)
    if mail and len(mail) > 19:  # with its zone
        return mail
    bare = _WEEKDAY.sub("", _LEAD.sub("", text, count=1), count=1)
    day, rest = _written(bare, order)
    return _with_time(day, rest) if day else mail


def calendar_date(year: str, month: str, day: str = "") -> str | None:
    """The date of a year, a month (a number or a name) and perhaps a day, from three columns."""
    numbers = [part.removesuffix(".0") for part in (year, month, day)]
    if not re.fullmatch(r"[12]\d{3}", numbers[0]):
        return None
    name = re.fullmatch(r"([A-Za-z]{3,9})\.?", numbers[1])
    known = (
        _month(name[1]) if name else int(numbers[1]) if re.fullmatch(r"\d{1,2}", numbers[1]) else 0
    )
    if re.fullmatch(r"\d{1,2}", numbers[2]):
        return _checked(int(numbers[0]), known, int(numbers[2]))
    return f"{numbers[0]}-{known:02d}" if 1 <= known <= 12 and not numbers[2] else None


def needs_order(value: object) -> bool:
    """True for a date of numbers that has a meaning only where their order is known."""
    match = _LAST_YEAR.match(value.strip()[:_LONGEST]) if isinstance(value, str) else None
    return match is not None and (len(match[4]) == 2 or is_ambiguous(value))


def order_of(values: Iterable[object]) -> Order | None:
    """Which number comes first in all ``values``, or None where none or both of them do."""
    found: set[Order] = set()
    for value in values:
        if isinstance(value, str) and (match := _LAST_YEAR.match(value.strip()[:_LONGEST])):
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                found.add("day")
            elif second > 12 >= first:
                found.add("month")
    return found.pop() if len(found) == 1 else None


def is_ambiguous(value: object) -> bool:
    """True for a date of numbers whose order decides what it means."""
    match = _LAST_YEAR.match(value.strip()[:_LONGEST]) if isinstance(value, str) else None
    return match is not None and max(int(match[1]), int(match[3])) <= 12 and match[1] != match[3]


def order_in(language: str | None, host: str | None) -> Order | None:
    """The order in which dates are written in a language ("en-GB") or at a host of a country."""
    tag = (language or "").lower().replace("_", "-")
    country = (host or "").rpartition(".")[2].lower()
    for place in (country, tag, tag.partition("-")[2]):
        if place in _MONTH_FIRST_PLACES:
            return "month"
        if place in _DAY_FIRST_PLACES:
            return "day"
    return "day" if tag.partition("-")[0] in _DAY_FIRST_LANGUAGES else None


def mentions(date_found: str, text: str) -> int:
    """How often ``text`` names the day of the ISO 8601 date ``date_found``, in any usual form."""
    year, month, day = date_found[:4], int(date_found[5:7]), int(date_found[8:10])
    # Looked for round the year, so that the time taken grows with the length of the text only.
    name = f"{_MONTHS[month - 1][:3]}[a-z]{{0,6}}"
    ending = "(?:st|nd|rd|th)?"
    after = re.compile(rf"{year}([-/.]?)0?{month}\1?0?{day}(?!\d)")
    before = re.compile(
        rf"(?:(?<!\d)0?{day}[-/.]0?{month}[-/.]|(?<!\d)0?{month}[-/.]0?{day}[-/.]"
        rf"|{name}\.?\s{{1,3}}0?{day}{ending},?\s{{1,3}}"
        rf"|(?<!\d)0?{day}{ending}\s{{1,3}}{name}\.?,?\s{{1,3}})\Z",
        re.IGNORECASE,
    )
    count = 0
    for match in re.finditer(rf"(?<!\d){year}|{year}(?!\d)", text):
        at = match.start()
        count += bool(after.match(text, at) or before.search(text[max(0, at - 24) : at]))
    return count


def _given(text: str, form: str) -> str | None:
    try:
        found = datetime.strptime(text, form)
    except ValueError:
        return None
    return found.isoformat() if re.search(r"%[HIfMSpXcT]", form) else found.date().isoformat()


def _iso(text: str) -> str | None:
    if len(text) > 10:
        try:
            # Fractions of a second of any length, and a zone written apart or as "UTC".
            tidy = re.sub(r"(\.\d{6})\d{1,90}", r"\1", text)
            tidy = re.sub(r"\s{0,9}(?:UTC|GMT|Z)\Z", "+00:00", tidy)
            return datetime.fromisoformat(re.sub(r"\s{1,9}(?=[+-]\d)", "", tidy)).isoformat()
        except ValueError:
            pass
    day = _checked(int(text[:4]), int(text[5:7]), int(text[8:10]))
    return _with_time(day, text[10:].lstrip("T")) if day else None


def _digits(value: float) -> str | None:
    """The day in a number such as 20200304 or 20200304101500, which no count of seconds is."""
    if value != value or not (19e6 <= value < 21e6 or 19e12 <= value < 21e12):
        return None
    day, rest = _written(str(int(value)), None)
    return _with_time(day, rest) if day else None


def _since_1970(value: float) -> str | None:
    size = abs(value)
    scale = next((10**e for limit, e in ((1e17, 9), (1e14, 6), (1e11, 3)) if size > limit), 1)
    seconds = value / scale
    try:
        # Numbers this small are years, days or counters, not seconds.
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 1e8 else None
    except (ValueError, OverflowError, OSError):
        return None


def _mail(text: str) -> str | None:
    if not _CLOCK.search(text) or re.search(r"\d\s{0,2}[ap]\.?m\b", text, re.I):
        return None
    if _LAST_YEAR.match(text):
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(text: str, order: Order | None) -> tuple[str | None, str]:
    """The day that ``text`` begins with, and what follows it."""
    if match := _COMPACT.match(text):
        clock = ":".join(part for part in match.group(4, 5, 6) if part)
        day = _checked(int(match[1]), int(match[2]), int(match[3]))
        return day, clock + (match[7] or "")
    if match := _YEAR_FIRST.match(text):
        return _checked(int(match[1]), int(match[2]), int(match[3])), text[match.end() :]
    if match := _LAST_YEAR.match(text):
        day = _numbers(int(match[1]), int(match[3]), match[4], order)
        return day, text[match.end() :]
    if match := _MONTH_FIRST.search(text, 0, 60):
        day = _checked(int(match[3]), _month(match[1]), int(match[2]))
        return day, text[: match.start()] + " " + text[match.end() :]
    if match := _DAY_FIRST.search(text, 0, 60):
        day = _checked(_year(match[3]), _month(match[2]), int(match[1]))
        return day, text[: match.start()] + " " + text[match.end() :]
    return None, ""


def _numbers(first: int, second: int, year: str, order: Order | None) -> str | None:
    if len(year) == 2 and order is None:
        return None  # 03-04-20 may begin with its year, too
    if first == second or second > 12:
        return _checked(_year(year), first, second)
    if first > 12:
        return _checked(_year(year), second, first)
    if order is None:
        return None
    month, day = (second, first) if order == "day" else (first, second)
    return _checked(_year(year), month, day)


def _year(digits: str) -> int:
    """Two digits as people mean them since POSIX: 69 to 99 are the last century's."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 69 else 2000)


def _month(word: str) -> int:
    found = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(word.lower())]
    if word.lower() == "sept":
        return 9
    return found[0] if len(found) == 1 else 0


def _with_time(day: str, rest: str) -> str:
    """``day`` with the time of day and the zone that ``rest`` gives, if it gives one."""
    match = _TIME.search(rest)
    if not match:
        return day
    hour, minute, second = (
        int(n or 0) for n in match.group(*((1, 2, 3) if match[4] else (5, 6, 7)))
    )
    if match[4]:
        if not 1 <= hour <= 12:
            return day
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    try:
        when = datetime.fromisoformat(day).replace(hour=hour, minute=minute, second=second)
    except ValueError:
        return day
    return when.replace(tzinfo=_zone(rest[match.end() :])).isoformat()


def _zone(text: str) -> timezone | None:
    match = _ZONE.search(text[:20])
    if not match:
        return None
    if match[1]:
        hours = _ZONES.get(match[1].upper())
        return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))
    minutes = int(match[3]) * 60 + int(match[4])
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=minutes if match[2] == "+" else -minutes))


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
