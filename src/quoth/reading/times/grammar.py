"""The forms of time expressions in news, as one regular expression.

A match has the name of its rule (`rule_of`) and the groups that the rule needs; which days it
means is for `quoth.reading.times.resolve` to say. Group ``t…`` of a rule is the mention itself,
without the preposition before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from quoth.lang import listed, words
from quoth.reading.words import word_list

MONTHS = tuple(listed("times", "months"))
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
NUMBERS = {
    word: number
    for number, word in enumerate(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen twenty"
        )
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "a couple of": 2}

_ABBREVIATED = tuple(listed("times", "short_months"))
_SHORT_DAYS = tuple(listed("times", "short_days"))

_LONG = "|".join([*MONTHS, *(m.upper() for m in MONTHS)])
_ANY_MONTH = _LONG + "|" + "|".join(rf"(?:{m}|{m.upper()})\.?" for m in _ABBREVIATED)
_WD = "|".join([*WEEKDAYS, *(d.upper() for d in WEEKDAYS)])
_ANY_WD = _WD + "|" + "|".join(rf"{d}\." for d in _SHORT_DAYS) + "|" + "|".join(_SHORT_DAYS)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:%])"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)(?![\d:%])"
_THROUGH = r"(?:\s?[-–—]\s?|\s+(?:to|through|until|till)\s+)"
_UNIT = r"(?:day|week|month|year|decade|century|weekend|quarter|spring|summer|autumn|fall|winter)"
_UNITS = r"(?:hours?|days?|weeks?|months?|years?|decades?|centuries)"
_NUMBER = (
    r"(?:\d{1,3}|\[?(?i:"
    + "|".join(sorted((w for w in NUMBERS if w != "zero"), key=len, reverse=True))
    + r")\]?|(?i:several|a few|many|some))"
)
_PART = (
    r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|midday|noon|lunchtime)"
    r"(?!\s+(?:Live|Football)))?"
)
_TITLES = tuple(listed("times", "titles"))
_S = r"[ \t\u00a0]+"

_RULES: dict[str, str] = {
    "iso": r"\b(?P<t_iso>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b",
    "numeric": r"(?<![\d./])(?P<t_numeric>\d{1,2}(?P<sep>[./])\d{1,2}(?P=sep)(?:19|20)\d\d)"
    r"(?![\d./]\d)",
    "mdy": rf"(?P<t_mdy>(?:\b(?:{_ANY_WD}),?{_S}(?:the{_S})?)?\b(?P<mdy_m>{_ANY_MONTH})"
    rf"{_S}(?P<mdy_d>{_DAY})"
    rf"(?:(?:{_THROUGH}|{_S}and{_S}(?=\d\d?(?:st|nd|rd|th)?(?!{_S}[a-z])))"
    rf"(?P<mdy_d2>{_DAY})(?!{_S}(?:{_ANY_MONTH})\b))?"
    rf"(?:,?{_S}(?P<mdy_y>{_YEAR}))?)",
    "dmy": rf"(?P<t_dmy>(?:\b(?:{_ANY_WD}),?{_S}(?:the{_S})?)?\b(?P<dmy_d>{_DAY})"
    rf"(?:(?:{_THROUGH}|{_S}and{_S})(?P<dmy_d2>{_DAY}))?{_S}(?:of{_S})?"
    rf"(?P<dmy_m>{_ANY_MONTH})(?!\w)(?:,?{_S}(?P<dmy_y>{_YEAR}))?)",
    "month": rf"(?P<t_month>(?:\b(?P<month_at>(?i:early|mid|late|earlier|later|last|next|this))"
    rf"[ -](?:(?i:this|in){_S})?)?\b(?P<month_m>{_ANY_MONTH})(?![\w’'])"
    rf"(?:(?:,|{_S}of)?{_S}(?P<month_y>{_YEAR})|{_S}(?P<month_rel>last|this|next){_S}year\b)?)",
    "near": rf"(?P<t_near>\b(?i:the{_S}day{_S}before{_S}yesterday|the{_S}day{_S}after{_S}tomorrow"
    rf"|yesterday|today|tonight|tomorrow)\b(?:’s|'s)?{_PART}"
    rf"|\b(?i:last{_S}night|this{_S}(?:morning|afternoon|evening)|overnight)\b)",
    "span": rf"(?P<t_span>\b(?i:(?:the|this){_S})?(?P<span_way>(?i:past|last|previous|next|coming))"
    rf"{_S}(?P<span_n>{_NUMBER}){_S}(?P<span_unit>(?i:{_UNITS}))\b)",
    "ago": rf"(?P<t_ago>(?P<ago_n>(?<!\d)(?<!\d[.,])\b{_NUMBER}|\[\w+\]){_S}"
    rf"(?P<ago_unit>(?i:{_UNITS})){_S}"
    r"(?P<ago_way>(?i:ago|earlier|later|before|prior|previously))\b)",
    "unit": rf"(?P<t_unit>\b(?:(?P<unit_part>(?i:earlier|later|early|late)){_S})?"
    rf"(?P<unit_way>(?i:last|this|next|the{_S}(?:past|last|next|coming|previous|following|same)"
    rf"|(?:this{_S})?past|this{_S}coming|that|the)){_S}(?P<unit>(?i:{_UNIT}))"
    rf"(?P<unit_tail>{_S}(?:before|after|earlier|later)\b)?(?![\w-])(?!{_S}of\b))",
    "weekday": r"(?P<t_weekday>\b(?:(?P<wd_way>(?i:last|next|this"
    rf"|this{_S}past|this{_S}coming|the{_S}following|the{_S}next|the{_S}previous|that)){_S})?\b(?P<wd>{_WD})s?\b(?:’s|'s)?{_PART}"
    rf"(?:{_S}(?P<wd_week>(?:last|next|this){_S}week)\b|{_S}(?P<wd_last>last)\b)?)",
    "decade": r"(?P<t_decade>(?:\b(?i:the)\s+)?(?:(?i:early|mid|late|mid-to-late)[ -])?"
    r"(?<![\w$£€,.])(?P<decade>(?:1[5-9]|20)\d0)(?:’|')?s\b"
    r"|\b(?i:the)\s+(?:(?i:early|mid|late)[ -])?(?:(?:’|'|‘)(?P<decade2>[2-9]0)s\b"
    r"|(?P<decade3>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b))",
    "century": r"(?P<t_century>\b(?:the\s+)?(?P<century>1\d|20|21)(?:st|th)[ -]century\b)",
    "quarter": rf"(?P<t_quarter>\b(?i:the\s+)?(?:(?P<quarter>(?i:first|second|third|fourth|last))"
    rf"\s+(?i:quarter)(?:\s+of)?|Q(?P<quarter2>[1-4]))\s+(?P<quarter_y>{_YEAR}))",
    "season": rf"(?P<t_season>\b(?i:(?:the\s+)?(?:spring|summer|autumn|fall|winter))(?:\s+of)?\s+"
    rf"(?P<season_y>{_YEAR}))",
    "year": rf"(?P<t_year>(?<![\d.,$£€])(?P<year>{_YEAR})"
    r"(?:[-–/](?P<year2>(?:1[5-9]|20)\d\d(?!\d)|\d\d(?!\d)))?)(?![\d,.]\d)(?![-–]\w)",
    "possessive": rf"(?P<t_possessive>\b(?P<possessive>{_YEAR}))(?=['’]s\b)",
}

# At which words a mention may begin, and which rules are tried there.
_TRIGGER = re.compile(
    # One look at each place within a word, and not one for each kind.
    r"(?:\b|(?=\[))(?:"
    rf"\b(?P<weekday>{_ANY_WD})|\b(?P<month>{_ANY_MONTH})|(?<![\w.,$£€])(?P<digit>\d)"
    r"|\b(?P<near>(?i:yesterday|today|tonight|tomorrow|overnight))\b"
    r"|\b(?P<word>(?i:the|this|that|last|next|past|early|earlier|later?|mid|coming))(?=[ \u00a0-])"
    r"|\b(?P<year>Q[1-4]|(?i:spring|summer|autumn|fall|winter|first|second|third|fourth)) "
    r"|(?P<number>\[\w+\]|\b(?i:"
    + "|".join(sorted((w for w in NUMBERS if w != "zero"), key=len, reverse=True))
    + rf"|several|a few|many|some)) (?={_UNITS}))"
)
_TRIED = {
    "weekday": ("mdy", "dmy", "weekday"),
    "month": ("mdy", "month"),
    "digit": ("iso", "numeric", "dmy", "ago", "decade", "century", "year", "possessive"),
    "near": ("near",),
    "word": (
        *("near", "month", "span", "weekday", "decade", "century", "quarter", "season", "unit"),
        *("dmy", "year"),
    ),
    "year": ("quarter", "season"),
    "number": ("ago",),
}
_PREPOSITION_OF_YEAR = re.compile(
    r"(?:\b(?:in|since|during|until|till|before|after|from|of|by|between|through|around|circa|late"
    r"|early|mid|to|for|and|over)(?:\s+|-)|[(–—-]\s?|\b(?:the|a|an|his|her|its|their|that)\s+)\Z",
    re.IGNORECASE,
)

# Words that begin with a month's name or are one: a first name, a verb.
_NEEDS_PREPOSITION = words("times", "needs_preposition")
_PREPOSITION = re.compile(
    r"\b(?:in|since|during|until|till|before|after|from|of|by|through|throughout|to|every|each|for"
    r"|around|between)\s+\Z|[-–—(]\s?\Z|\b(?:" + "|".join(MONTHS) + r")\s+(?:and|or)\s+\Z",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(
    r"\b(?:in|since|during|until|till|back\s+in|circa|late|early|mid)[\s-]+\Z", re.I
)
_BARE_YEAR = re.compile(r"(?:the|a|an|his|her|its|their|that)\s+\Z", re.IGNORECASE)
# After "from 1900" or "of 2000" a noun makes a count of it.
_AFTER_YEAR = re.compile(
    r"\s*(?:[.,;:!?)\]\"'”’–—-]|\Z|\n)|\s+(?:and|or|to|until|till|through|when|with|after|before|for|at"
    r"|by|in|on|as|but|because|while|he|she|it|they|we|his|her|its|their|the|a|an|that|which|who"
    r"|was|were|is|has|had|will|would|from|into|under|over|due|onwards?|where|following)\b"
)
_COUNTED = re.compile(r"\s+(?:\w+\s+)?(?:\w+s|people|men|women|children|staff|euro|yen|baht|won)\b")
_NAMES_BEFORE_DAY = re.compile(
    r"\b(?:Super|Black|Good|Cyber|Ash|Holy|Bloody|Easter|Palm|Fat|Shrove|Maundy|Giving|Mail on|"
    r"Blue|Ruby|Casual|Whit)\s+\Z"
)
_WITH_DAY = re.compile(r"\b(?:on|On|last|next|this|by|until|since|from|late|early)\s+\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """A time named at ``start`` to ``end`` of the text, by ``rule``, with that rule's parts."""

    rule: str
    start: int
    end: int
    parts: dict[str, str | None]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        trigger: re.compile("|".join(f"(?P<{name}__>{_RULES[name]})" for name in names))
        for trigger, names in _TRIED.items()
    }


def scan(text: str) -> Iterator[Found]:
    """All times named in ``text``, in order, none overlapping another."""
    patterns = _patterns()
    position = 0
    while True:
        trigger = _TRIGGER.search(text, position)
        if trigger is None:
            return
        position = trigger.start() + 1
        kind = trigger.lastgroup or ""
        match = patterns[kind].match(text, trigger.start())
        if match is None:
            continue
        rule = next(name for name in _TRIED[kind] if match[name + "__"] is not None)
        start, end = match.span("t_" + rule)
        if _meant(text, rule, match, start, end):
            yield Found(rule, start, end, match.groupdict())
            position = end


def _meant(text: str, rule: str, match: re.Match[str], start: int, end: int) -> bool:
    """False for names, verbs and counts that only look like a time."""
    before = text[max(0, start - 20) : start]
    if rule == "month":
        return _month_meant(match, before)
    if rule == "weekday":
        named = _NAMES_BEFORE_DAY.search(before)
        behind = re.match(r"\s+([A-Z]\w+)", text[end : end + 30])
        titled = behind is not None and behind[1] in _TITLES and not _WITH_DAY.search(before)
        every = match["wd"] + "s" in match["t_weekday"] and not match["wd_way"]
        return not (named or titled or every)
    if rule == "near":  # "USA Today", "the Today programme"
        return text[start].islower() or not re.search(r"[\w’'][ \u00a0]\Z", before)
    if rule == "year":
        return _year_meant(text, match, start, end)
    if rule == "unit":
        # "the" alone only with a weekend, or with "before" and "after" behind.
        way, unit = match["unit_way"].lower(), match["unit"].lower()
        if way == "the":
            return unit == "weekend" or bool(match["unit_tail"])
        if way == "that":
            return unit in ("day", "week", "month", "year", "weekend", "summer")
        return not (way == "this" and unit in ("century", "quarter", "decade"))
    if rule == "ago" and match["ago_way"].lower() == "before":
        return match["ago_n"].lower() not in ("many", "some")
    return True


def _month_meant(match: re.Match[str], before: str) -> bool:
    name = match["month_m"].rstrip(".")
    if match["month_y"] or match["month_rel"]:
        return True
    if name.title() not in MONTHS:
        return False  # an abbreviation needs a day or a year
    if match["month_at"]:
        return match["month_at"].lower() not in ("earlier", "later") or "in" in match[0]
    if name.lower() in _NEEDS_PREPOSITION:
        return bool(_PREPOSITION.search(before)) and not name.isupper()
    return True


def _year_meant(text: str, match: re.Match[str], start: int, end: int) -> bool:
    before = text[max(0, start - 12) : start]
    if not _PREPOSITION_OF_YEAR.search(before):
        return False
    year = int(match["year"])
    behind = text[end : end + 24]
    if re.match(r"\s?(?:%|km|kg|°|metres|meters|miles|people|hours|GMT|UTC|EST|am\b|pm\b)", behind):
        return False
    if _BARE_YEAR.search(before):  # "the 2016 election"; but "the 2000 workers"
        return year >= 1900 and year % 100 != 0 and bool(re.match(r"\s[a-zA-Z]", behind))
    if year < 1800 and not _ONLY_YEAR.search(before):
        return False
    if _ONLY_YEAR.search(before):
        return True
    if _AFTER_YEAR.match(behind):
        return True
    # Four figures without a comma before no plural are a year: "by 2050 exceeded", "of 2019".
    return year > 1900 and year % 100 != 0 and not _COUNTED.match(behind)


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    short = name.rstrip(".").title()[:3]
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(short))


def weekday_number(name: str) -> int:
    """0 (Monday) to 6 for a weekday's name."""
    return WEEKDAYS.index(name.title())
