"""Resolves time expressions to dates, relative to the publication date of the article.

The conventions are those of newswire: a weekday is the last one up to the day of publication,
unless the clause speaks of what is to come; a day without a year is the nearest such day; weeks
begin on Monday (ISO 8601). What stands without an anchor ("the next day", "several years ago", a
season of which hemisphere?) stays unresolved, and without a date of publication only full dates,
years and decades are resolved.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from quoth.lang import listed
from quoth.reading.times.grammar import NUMBERS, Found, month_number, weekday_number
from quoth.reading.words import SENTENCE_END, word_list

Range = tuple[date, date]

_FUTURE = re.compile(
    r"\b(?:" + "|".join(listed("times", "future", "phrases")) + r"|won[’']t)\b|[’']ll\b"
)
# Right before a time: it lies ahead whatever the verb of the clause ("asked for no later than …").
_UNTIL = re.compile(
    r"\b(?:"
    + "|".join(p.replace(" ", r"\s+") for p in listed("times", "ahead", "phrases"))
    + r")\s+(?:on\s+|at\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
# "Ordered him to appear on …", "agreed to meet on …": what is to be done lies ahead.
_ORDERED = re.compile(
    r"\b(?:"
    + "|".join(listed("times", "ordering"))
    + r")\s+(?:[\w’'-]+\s+){0,6}?to\s+(?!the\b|a\b|an\b"
    r"|his\b|her\b|their\b|its\b|[A-Z])\w+"
)
# With these a day may lie on either side, and the nearer one is meant.
_LOOSE = re.compile(
    r"\b(?:for|to|before|through|than|from|and|or|between)\s+(?:the\s+)?\Z|[-–—]\s?\Z"
)
_NEAR = timedelta(days=60)
_PAST = re.compile(
    r"(?<!\bbe )(?<!been )\b(?:" + "|".join(listed("times", "past")) + r"|\w{3,}ed)\b"
)
_DECADES = tuple(listed("times", "decades"))
_QUARTERS = tuple(listed("times", "quarters"))


def published_on(published: str | None) -> date | None:
    """The day of an article's ``published`` as written, or None when there is none to be read."""
    match = re.match(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)", published or "")
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def direction(text: str, start: int, end: int) -> int:
    """1 when the clause round ``start`` to ``end`` speaks of the future, -1 of the past, else 0.

    The last sign before the mention decides, else the first behind it.
    """
    before = text[max(0, start - 120) : start]
    cut = [m.end() for m in SENTENCE_END.finditer(before)]
    before = before[cut[-1] :] if cut else before
    if _UNTIL.search(before):
        return 1
    future = max((m.end() for m in _FUTURE.finditer(before)), default=-1)
    past = max((m.end() for m in _PAST.finditer(before)), default=-1)
    future = max([future, *(m.end() for m in _ORDERED.finditer(before))])
    if max(future, past) >= 0:
        return 1 if future >= past else -1
    behind = text[end : end + 80]
    stop = SENTENCE_END.search(behind)
    behind = behind[: stop.start()] if stop else behind
    future = min((m.start() for m in _FUTURE.finditer(behind)), default=999)
    past = min((m.start() for m in _PAST.finditer(behind)), default=999)
    if future == past:
        return 0
    return 1 if future < past else -1


def resolve(found: Found, text: str, published: date | None, year: int | None) -> Range | None:
    """First and last day of a mention, or None.

    Args:
        found: the mention.
        text: the article's text, for the clause it stands in.
        published: the day of publication, if known.
        year: a year given beside it in the same sentence ("from 3 May to 6 June 2011").
    """
    parts = found.parts
    rule = found.rule
    try:
        if rule in ("iso", "numeric"):
            return _numeric(found)
        if rule in ("mdy", "dmy"):
            return _dated(found, text, published, year)
        if rule == "month":
            return _month(found, text, published, year)
        if rule in ("decade", "century", "quarter", "season", "year", "possessive"):
            return _calendar(found)
        if published is None:
            return None
        if rule == "near":
            return _near(text[found.start : found.end].lower(), published)
        if rule == "weekday":
            return _weekday(found, text, published)
        if rule == "unit":
            return _unit(found, text, published)
        count = _count(parts.get("span_n") or parts.get("ago_n") or "")
        if count is None:
            return None
        return _span(parts, count, published) if rule == "span" else _ago(parts, count, published)
    except (ValueError, OverflowError):
        return None  # 31 February, the year 12000


def month_of(found: Found) -> int | None:
    """The month, 1 to 12, that a mention itself names, if it does."""
    name = found.parts.get(f"{found.rule}_m")
    return month_number(name) if name else None


def has_year(found: Found) -> int | None:
    """The year that a mention itself gives, if it does."""
    parts = found.parts
    for name in ("mdy_y", "dmy_y", "month_y", "year", "possessive", "quarter_y", "season_y"):
        value = parts.get(name)
        if value:
            return int(value)
    return int(parts["t_iso"][:4]) if found.rule == "iso" and parts["t_iso"] else None


@lru_cache(maxsize=4096)
def _parse(day: str, month: str, year: int) -> date:
    """A day of the calendar from its words; python-dateutil reads them."""
    from dateutil import parser

    found = parser.parse(f"{day} {month[:3]} {year:04d}", default=datetime(year, 1, 1))
    return date(found.year, found.month, found.day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeric(found: Found) -> Range | None:
    if found.rule == "iso":
        day = date.fromisoformat(found.parts["t_iso"] or "")
        return day, day
    first, second, year = (int(n) for n in re.split(r"[./]", found.parts["t_numeric"] or ""))
    dotted = found.parts["sep"] == "."
    if not dotted and first != second and first <= 12 and second <= 12:
        return None  # 3/4/2019: March or April?
    month, number = (second, first) if dotted or first > 12 else (first, second)
    day = date(year, month, number)
    return day, day


def _dated(found: Found, text: str, published: date | None, year: int | None) -> Range | None:
    parts = found.parts
    kind = found.rule
    month = parts[f"{kind}_m"] or ""
    first, last = parts[f"{kind}_d"] or "", parts[f"{kind}_d2"]
    given = parts[f"{kind}_y"]
    known = int(given) if given else year
    if known is None:
        if published is None:
            return None
        way = direction(text, found.start, found.end)
        loose = _LOOSE.search(text, max(0, found.start - 20), found.start) is not None
        known = _nearest_year(first, month, published, way, loose=loose)
    start = _parse(first, month, known)
    end = _parse(last, month, known) if last else start
    return (start, end) if start <= end else None


def _nearest_year(day: str, month: str, published: date, way: int, *, loose: bool = False) -> int:
    """The year that makes a day without a year the one that is meant.

    What is past lies up to a year back, what is to come up to a year ahead; else the nearest. With
    ``loose`` a day within two months is meant however the clause lies: "was set for {May 20}".
    """
    options = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            options.append(_parse(day, month, year))
        except ValueError:
            continue
    near = [d for d in options if abs(d - published) <= _NEAR]
    if loose and near:
        options = near
    elif way < 0:
        options = [d for d in options if d <= published + timedelta(days=1)] or options
    elif way > 0:
        # "was to run until 3 May" may look back a little; a far past is next year's day.
        options = [d for d in options if d >= published - timedelta(days=45)] or options
    best = min(options, key=lambda d: (abs((d - published).days), d))
    return best.year


def _month_range(year: int, month: int) -> Range:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _month(found: Found, text: str, published: date | None, year: int | None) -> Range | None:
    parts = found.parts
    month = month_number(parts["month_m"] or "")
    at = (parts["month_at"] or "").lower()
    given = int(parts["month_y"]) if parts["month_y"] else None
    if given is None and year is not None and at not in ("last", "next", "this"):
        given = year
    if given is None:
        if published is None:
            return None
        passed = month < published.month
        if parts["month_rel"]:
            given = published.year + {"last": -1, "this": 0, "next": 1}[parts["month_rel"]]
        elif at == "last":
            given = published.year - (0 if passed else 1)
        elif at == "next":
            given = published.year + (0 if month > published.month else 1)
        elif at == "this" or month == published.month:
            given = published.year
        else:
            way = direction(text, found.start, found.end)
            if way > 0:
                given = published.year + (1 if passed else 0)
            else:
                given = published.year - (0 if passed else 1)
    start, end = _month_range(given, month)
    if at == "early":
        end = start.replace(day=10)
    elif at == "mid":
        start, end = start.replace(day=11), start.replace(day=20)
    elif at == "late":
        start = start.replace(day=21)
    return start, end


def _years(first: int, last: int) -> Range:
    return date(first, 1, 1), date(last, 12, 31)


def _calendar(found: Found) -> Range | None:
    parts = found.parts
    if found.rule == "decade":
        if parts["decade"]:
            first = int(parts["decade"])
        elif parts["decade2"]:
            first = 1900 + int(parts["decade2"])
        else:
            names = word_list(
                "twenties thirties forties fifties sixties seventies eighties nineties"
            )
            first = 1920 + 10 * names.index((parts["decade3"] or "").lower())
        text = (parts["t_decade"] or "").lower()
        if "early" in text:
            return _years(first, first + 3)
        if "mid" in text and "late" not in text:
            return _years(first + 4, first + 6)
        return _years(first + 6, first + 9) if "late" in text else _years(first, first + 9)
    if found.rule == "century":
        first = (int(parts["century"] or 0) - 1) * 100
        return _years(first, first + 99)
    if found.rule == "quarter":
        name = (parts["quarter"] or "").lower().replace("last", "fourth")
        quarter = int(parts["quarter2"]) if parts["quarter2"] else _QUARTERS.index(name) + 1
        year = int(parts["quarter_y"] or 0)
        return _month_range(year, 3 * quarter - 2)[0], _month_range(year, 3 * quarter)[1]
    if found.rule == "season":
        return None  # of which half of the earth?
    first = int(parts["year"] or parts["possessive"] or 0)
    last = parts["year2"]
    if not last:
        return _years(first, first)
    until = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return _years(first, until) if first < until else None


def _near(words: str, published: date) -> Range:
    shift = 0
    if "day before yesterday" in words:
        shift = -2
    elif "day after tomorrow" in words:
        shift = 2
    elif "yesterday" in words or words.startswith("last"):
        shift = -1
    elif "tomorrow" in words:
        shift = 1
    day = published + timedelta(days=shift)
    return (day - timedelta(days=1), day) if words == "overnight" else (day, day)


def _weekday(found: Found, text: str, published: date) -> Range | None:
    from dateutil.relativedelta import relativedelta, weekday

    parts = found.parts
    number = weekday_number(parts["wd"] or "")
    way = " ".join((parts["wd_way"] or "").lower().split())
    if way in ("the following", "the next", "the previous", "that"):
        return None  # counted from a day told elsewhere
    if parts["wd_week"]:
        shift = {"last": -7, "this": 0, "next": 7}[parts["wd_week"].split()[0]]
        day = published + timedelta(days=shift + number - published.weekday())
        return day, day
    on = weekday(number)
    if way in ("last", "this past") or parts["wd_last"]:
        day = published + relativedelta(days=-1, weekday=on(-1))
    elif way in ("next", "this coming"):
        day = published + relativedelta(days=1, weekday=on(1))
    elif direction(text, found.start, found.end) > 0:
        day = published + relativedelta(days=0 if way == "this" else 1, weekday=on(1))
    else:
        day = published + relativedelta(weekday=on(-1))
    return day, day


def _unit(found: Found, text: str, published: date) -> Range | None:
    parts = found.parts
    way = " ".join((parts["unit_way"] or "").lower().split())
    if way == "the next":
        return None  # counted from a day told elsewhere
    way = way.replace("the last", "past").removeprefix("the ")
    unit = (parts["unit"] or "").lower()
    if parts["unit_tail"] or way in ("previous", "following", "same", "that"):
        return None
    if unit == "weekend":
        ahead = direction(text, found.start, found.end) > 0
        return _weekend(way, published, ahead=ahead)
    if way in ("past", "this past"):
        return _back(unit, 1, published), published
    shift = {"last": -1, "this": 0, "next": 1, "coming": 1, "this coming": 1}.get(way)
    if shift is None or unit in ("spring", "summer", "autumn", "fall", "winter"):
        return None
    whole = _whole(unit, shift, published)
    if whole is None:
        return None
    start, end = whole
    part = (parts["unit_part"] or "").lower()
    if shift == 0 and part == "earlier":
        return start, published
    if shift == 0 and part == "later":
        return published, end
    return start, end


def _whole(unit: str, shift: int, published: date) -> Range | None:
    """The whole day, week, month, … that lies ``shift`` of them from the day of publication."""
    from dateutil.relativedelta import relativedelta

    if unit == "day":
        day = published + timedelta(days=shift)
        return day, day
    if unit == "week":
        monday = published + timedelta(days=7 * shift - published.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        inside = published + relativedelta(months=shift)
        return _month_range(inside.year, inside.month)
    if unit == "year":
        return _years(published.year + shift, published.year + shift)
    if unit == "quarter":
        inside = published + relativedelta(months=3 * shift)
        first = (inside.month - 1) // 3 * 3 + 1
        return _month_range(inside.year, first)[0], _month_range(inside.year, first + 2)[1]
    size = {"decade": 10, "century": 100}[unit]
    first = (published.year // size + shift) * size
    return _years(max(1, first), first + size - 1)


def _weekend(way: str, published: date, *, ahead: bool) -> Range:
    """Saturday and Sunday: of this week when it has begun or is spoken of as to come."""
    saturday = published + timedelta(days=5 - published.weekday())
    begun = published.weekday() >= 5
    if way in ("next", "coming", "this coming"):
        saturday += timedelta(days=7 if begun else 0)
    elif way in ("last", "past", "this past") or not (begun or ahead):
        saturday -= timedelta(days=7)
    return saturday, saturday + timedelta(days=1)


def _count(words: str) -> int | None:
    words = " ".join(words.lower().strip("[]").split())
    return int(words) if words.isdigit() else NUMBERS.get(words)


def _back(unit: str, count: int, published: date) -> date:
    from dateutil.relativedelta import relativedelta

    name = {"centurie": "century"}.get(unit.rstrip("s"), unit.rstrip("s"))
    if name in ("decade", "century"):
        return published - relativedelta(years=count * {"decade": 10, "century": 100}[name])
    if name == "hour":
        return (datetime.combine(published, datetime.min.time()) - timedelta(hours=count)).date()
    if name in ("quarter", "weekend", "spring", "summer", "autumn", "fall", "winter"):
        raise ValueError(name)
    if name == "day":
        return published - relativedelta(days=count)
    if name == "week":
        return published - relativedelta(weeks=count)
    if name == "month":
        return published - relativedelta(months=count)
    return published - relativedelta(years=count)


def _span(parts: dict[str, str | None], count: int, published: date) -> Range:
    """ "The past three days": up to publication; "the next two weeks": from it."""
    unit = (parts["span_unit"] or "").lower()
    if (parts["span_way"] or "").lower() in ("next", "coming"):
        return published, published + (published - _back(unit, count, published))
    return _back(unit, count, published), published


def _ago(parts: dict[str, str | None], count: int, published: date) -> Range | None:
    """ "Two weeks ago": the whole unit that lies so far back; "two days later" has no anchor."""
    if (parts["ago_way"] or "").lower() != "ago":
        return None
    unit = (parts["ago_unit"] or "").lower()
    then = _back(unit, count, published)
    name = unit.rstrip("s")
    if name in ("hour", "day"):
        return then, then
    if name in ("week", "month", "year"):
        return _whole(name, 0, then)
    return _years(then.year, then.year)
