"""Exclusions, numbers that are not figures: dates, clock times, ages, names, scores, …

`other_use` says what else a number is, or None. It looks only at the words around the number and
at what the number before it was, since dates and ages come in lists ("aged nine, ten and 13").
What these rules leave open is weighed in `quoth.reading.figures.weigh`.
"""

from __future__ import annotations

from typing import Literal

from quoth.lang import words
from quoth.reading.figures.amounts import Amount, counts_noun
from quoth.reading.figures.tokens import Tokens
from quoth.reading.figures.units import TIMES

Use = Literal[
    "code", "token", "clock", "date", "year", "age", "name", "score", "list", "rate", "part"
]

MONTHS = words("figures", "months")
WEEKDAYS = words("figures", "weekdays")
_ZONES = words("figures", "zones")
_DESIGNATORS = words("figures", "designators")
_STREETS = words("figures", "streets")
_CALLED = words("figures", "called")
_YEAR_AFTER = words("figures", "before_year")
_AGED = words("figures", "aged")
_PEOPLE_AGED = words("figures", "people_aged")
_COPULAS = words("figures", "copulas")
_HE = words("figures", "pronouns")
_HALF_OF = words("figures", "before_half")
_ADJECTIVES = words("figures", "numbered_adjectives")
_NO_NOUN = words("figures", "no_noun")
_CHILD = words("figures", "child")
_GLUED_CODE = frozenset("#§№@_/=+^\\'’")
_VAGUE_YEAR = words("figures", "before_vague_year")
_OF_YEAR = words("figures", "of_year")


def other_use(tokens: Tokens, amount: Amount, before: Amount | None, use: Use | None) -> Use | None:
    """What the number is instead of a figure, or None when it may be one.

    ``before`` is the amount before it in the text and ``use`` what that one is.
    """
    for rule in (_code, _clock, _date, _age, _name, _score, _part):
        found = rule(tokens, amount)
        if found is not None:
            return found
    if use in ("date", "year", "age", "name") and before is not None and amount.unit is None:
        between = tokens.words[before.last : amount.first]
        listed = all(word in (",", "and", "or", "to", "&") for word in between) and between
        counting = counts_noun(tokens, amount.last) or counts_noun(tokens, amount.last + 1)
        alone = (use == "age" and amount.written == "digits") or not _has_noun(tokens, amount)
        likely = use not in ("date", "year") or (_bare(amount) and (amount.low or 0) <= 2100)
        if listed and alone and likely and not counting:
            return use
    coded = use in ("code", "token") and before is not None and before.last == amount.first
    if coded and _bare(amount):
        return "code"  # the groups of a telephone number
    return None


def _bare(amount: Amount) -> bool:
    """True for digits alone: no unit, currency, multiplier or range."""
    return amount.written == "digits" and amount.unit is None and not amount.ranged


def _has_noun(tokens: Tokens, amount: Amount) -> bool:
    """True when what follows looks like something counted: a lower-case word or a hyphen."""
    after = tokens.written(amount.last)
    return after[:1].islower() and after not in _NO_NOUN


def _code(tokens: Tokens, amount: Amount) -> Use | None:
    """Part of a longer token: "A300", "COVID-19", "24/7", "8chan", "#2", "[3]"."""
    i, last = amount.number, amount.last
    before, after = tokens.word(i - 1), tokens.word(last)
    digits = amount.written == "digits"
    if tokens.glued(i - 1) and not amount.money:
        signed = before == "+" and amount.unit == "%"  # "up +0.68%"
        if not signed and before in _GLUED_CODE:
            return "code"
        if digits and ((before[-1:].isalnum() and not before.isdigit()) or before == ":"):
            return "token"
        if tokens.dash(i - 1) and before != "—" and tokens.glued(i - 2):
            stem = tokens.word(i - 2)
            if stem[-1:].isalpha() and stem not in ("to", "and", "or"):
                return "code"
    if before == "#" or before == "§" or (before == "." and tokens.word(i - 2) in ("no", "nos")):
        return "code"
    if before == "[" and after == "]" and _bare(amount):
        return "code"
    number = tokens.word(i)
    if len(number) > 1 and number[0] == "0" and number.isdecimal():
        return "code"
    if digits and tokens.glued(last - 1):
        if amount.last == amount.end and after[:1].isalpha():
            return "code"  # "116th", "1990s", "8chan": units and multipliers are read by now
        if after in ("/", ":", "_", "@") and tokens.glued(last) and not amount.money:
            return "clock" if after == ":" else "code"
    if digits and before == "per":
        return "rate"
    if _bare(amount) and tokens.line_break(i - 1) and after in (".", ")"):
        return "list" if not tokens.line_break(last + 1) else None
    return None


def _clock(tokens: Tokens, amount: Amount) -> Use | None:
    """A time of day: "8 pm", "9 o'clock", "0630 GMT"."""
    last = amount.end
    after = tokens.word(last)
    if after in ("am", "pm"):
        radio = amount.written == "words" and tokens.written(last).isupper()
        return None if radio else "clock"
    if after in ("a", "p") and tokens.follows(last + 1, ".", "m"):
        return "clock"
    if after == "o'clock":
        return "clock"
    if amount.written != "digits":
        return None
    written = tokens.word(amount.number)
    if len(written) == 4 and written.isdecimal():
        if written[0] == "0" or after in _ZONES or after in WEEKDAYS:
            return "clock"
        if after == "hours":
            return (
                "clock"
                if written.endswith("00") and tokens.word(amount.first - 1) == "at"
                else None
            )
    return None


def _date(tokens: Tokens, amount: Amount) -> Use | None:
    """A day of a month or a year: "May 3", "3 May", "1 and 2 June"."""
    if amount.money or amount.unit == "%" or amount.written not in ("digits", "words"):
        return None
    i, last = amount.number, amount.end
    before = tokens.word(i - 1)
    month_at = i - 2 if before == "." else i - 1
    high = amount.high if amount.high is not None else amount.low or 0.0
    day_or_year = high <= 31 or 1000 <= high <= 2100
    if amount.written == "digits" and day_or_year and amount.unit is None:
        if _month(tokens, month_at):
            return "date"
        if _month(tokens, last) and high <= 31:
            return "date"
        joined = tokens.word(last) in ("and", "or", "to", "&") or tokens.dash(last)
        if joined and tokens.word(last + 1).isdecimal() and _month(tokens, last + 2):
            return "date"
    return _year(tokens, amount)


def _month(tokens: Tokens, i: int) -> bool:
    word = tokens.word(i)
    return tokens.capital(i) and (word in MONTHS or word == "may")


def _is_year(written: str) -> bool:
    return len(written) == 4 and written.isdecimal() and "1000" <= written <= "2100"


def _year(tokens: Tokens, amount: Amount) -> Use | None:
    """A year: "in 2019", "the 2019 election", "September 11, 2001"."""
    i, last = amount.number, amount.end
    if amount.written != "digits" or amount.unit is not None:
        return None
    years = [tokens.word(k) for k in range(i, last) if tokens.word(k)[:1].isdigit()]
    if not years or not _is_year(years[0]):
        return None
    if amount.ranged and not _is_year(years[-1]):  # "2019–20"
        return None if _has_noun(tokens, amount) else "year"
    before, after = tokens.word(amount.first - 1), tokens.word(last)
    if amount.ranged:
        return None if counts_noun(tokens, last) and before not in _YEAR_AFTER else "year"
    if after in _OF_YEAR and not amount.hedged:
        return "year"
    if before == "," and tokens.word(i - 2).isdecimal() and _month(tokens, i - 3):
        return "year"  # "the September 11, 2001 attacks"
    counted = counts_noun(tokens, last) and tokens.written(last)[:1].islower()
    if counted or (counts_noun(tokens, last + 1) and after.isalpha() and after.islower()):
        if amount.hedged and counted:
            return None
        titled = tokens.capital(i - 1) and not tokens.line_break(i - 2) and before not in WEEKDAYS
        titled = titled and tokens.word(i - 2) not in (".", '"', "“")
        return "year" if titled or before in _YEAR_AFTER or before in MONTHS else None
    if amount.hedged:
        told = tokens.word(i - 1) in _VAGUE_YEAR and years[0] >= "1900"
        return "year" if told and not _has_noun(tokens, amount) else None
    if after in ("had", "have", "were", "are") and before in ("and", "while", ",", ";", "which"):
        return None
    return "year"


def _age(tokens: Tokens, amount: Amount) -> Use | None:
    """An age: "a 30-year-old", "aged 9", "Ana Rossi, 59,", "she was 20 when"."""
    if amount.unit in TIMES:
        return "age" if _time_of_life(tokens, amount) else None
    high = amount.high if amount.high is not None else amount.low or 0.0
    if amount.unit is not None or high > 120 or amount.written == "vague":
        return None
    if _said_aged(tokens, amount):
        return "age"
    closed = tokens.word(amount.last) in (",", ".", ";", "and", "when", ")", "or", "")
    if not closed or amount.hedged or amount.ranged:
        return None
    if tokens.word(amount.first - 1) in _COPULAS:
        return "age" if _somebody_was(tokens, amount, high) else None
    if amount.written == "digits" and high >= 10 and amount.end == amount.number + 1:
        return "age" if _beside_a_person(tokens, amount) else None
    return None


def _time_of_life(tokens: Tokens, amount: Amount) -> bool:
    """ "30 years old", "of 12 years of age", "a three-month-old baby", "two years her junior"."""
    first, last = amount.first, amount.last
    at = last + 1 if tokens.hyphen(last) else last
    if tokens.word(at) in ("old", "olds") or tokens.follows(last, "of", "age"):
        return True
    if tokens.word(at) in _CHILD:
        return True
    if tokens.follows(last, "his", "junior") or tokens.follows(last, "her", "junior"):
        return True
    joined = tokens.word(last) == "and" and tokens.word(last + 2) in TIMES
    if joined and tokens.follows(last + 3, "of", "age"):
        return True
    before = tokens.word(first - 1)
    return before in _AGED or (before == "of" and tokens.word(first - 2) in _AGED)


def _said_aged(tokens: Tokens, amount: Amount) -> bool:
    """ "aged 9", "ages from 4 to 11", "children under 5"."""
    before, further = tokens.word(amount.first - 1), tokens.word(amount.first - 2)
    if before in _AGED or (before in ("of", "from") and further in _AGED):
        return True
    who = tokens.word(amount.number - 2)
    bounded = tokens.word(amount.number - 1) in ("under", "over", "above", "below")
    if bounded and (who in _PEOPLE_AGED or who in _AGED):
        return True
    return amount.ranged and before in _PEOPLE_AGED


def _somebody_was(tokens: Tokens, amount: Amount, high: float) -> bool:
    """ "She was 20 when", "Someone, once the head of something, was 68."."""
    who, after = amount.first - 2, tokens.word(amount.last)
    if tokens.word(who) == "," and after == "." and high >= 10:
        return True
    somebody = tokens.word(who) in _HE or (tokens.capital(who) and after in ("when", "and", "."))
    return somebody and not _people_named(tokens, who)


def _beside_a_person(tokens: Tokens, amount: Amount) -> bool:
    """ "Ana Rossi, 59,", "the driver, 34,", "Ana Rossi (59)"."""
    before, after = tokens.word(amount.first - 1), tokens.word(amount.last)
    name_end = amount.first - 2
    if before == "," and tokens.capital(name_end) and after in (",", "and"):
        return True
    noun = tokens.word(name_end)
    if before == "," and after == "," and noun[:1].isalpha():
        singular = not noun.endswith("s") or noun.endswith("ss")
        return singular and noun not in ("people", "women", "men")
    return before == "(" and after == ")" and tokens.capital(name_end)


def _people_named(tokens: Tokens, i: int) -> bool:
    """True for words with a capital that are no person: "The toll was 20." at a sentence start."""
    return tokens.word(i - 1) in (".", "") and tokens.word(i) not in _HE


def _name(tokens: Tokens, amount: Amount) -> Use | None:
    """Part of a name or label: "Flight 370", "10 Downing Street", "Studio 54"."""
    i, last = amount.number, amount.last
    before = tokens.word(amount.first - 1)
    if amount.unit is not None or amount.money:
        return None
    if before == "net" and amount.low == 0:
        return "name"  # "net zero by 2050"
    if before in _DESIGNATORS and not amount.hedged:
        noun = amount.written == "words" and _has_noun(tokens, amount)
        return None if noun or before in ("of",) else "name"
    if before in _CALLED and amount.written == "digits" and not _has_noun(tokens, amount):
        return "code"
    if amount.written == "digits":
        for k in range(last, min(last + 4, len(tokens))):
            if tokens.word(k) in _STREETS and tokens.capital(k):
                return "name"
            if not tokens.capital(k) and tokens.word(k) not in ("de", "des", "del", "la"):
                break
        if _after_name(tokens, amount):
            return "name"
    elif amount.written == "words" and tokens.capital(i):
        start = tokens.word(amount.first - 1)
        inside = start.isalpha() or start == ","
        if inside and (tokens.capital(amount.first - 1) or tokens.capital(last) or start == "of"):
            return "name"
    return None


def _after_name(tokens: Tokens, amount: Amount) -> bool:
    """True for "Studio 54;" and the like: few digits right after a name, counting nothing."""
    name_at, after = amount.first - 1, tokens.written(amount.last)
    if amount.hedged or amount.ranged or amount.end > amount.number + 1:
        return False
    if not tokens.capital(name_at) or not tokens.word(amount.number).isdecimal():
        return False
    name = tokens.word(name_at)
    starts = tokens.word(name_at - 1) in (".", "", '"', "“") or tokens.line_break(name_at - 1)
    if starts or name in WEEKDAYS or name.endswith("s"):
        return False
    return tokens.capital(amount.last) or not after[:1].isalpha() or after in _NO_NOUN


def _score(tokens: Tokens, amount: Amount) -> Use | None:
    """ "5–3", "22 points to 10", and ranges with a dash that count nothing."""
    i, last = amount.number, amount.end
    if amount.unit is not None or amount.money:
        return None
    if tokens.follows(last, "points", "to") or (
        tokens.word(i - 1) == "to" and tokens.word(i - 2) == "points"
    ):
        return "score"
    if amount.written != "digits":
        return None
    if amount.ranged:
        dashed = any(tokens.dash(k) for k in range(i, last))
        if not dashed or amount.hedged:
            return None
        return None if _has_noun(tokens, amount) and counts_soon(tokens, last) else "score"
    return "score" if _paired(tokens, last, last + 1) or _paired(tokens, i - 1, i - 2) else None


def _paired(tokens: Tokens, dash: int, other: int) -> bool:
    """Whether the dash joins the number to another one: "3-0", "3 – 0"."""
    number = tokens.word(other)
    if not tokens.dash(dash) or not number[:1].isdigit():
        return False
    return tokens.hyphen(dash) or (number.isdecimal() and len(number) <= 2)


def counts_soon(tokens: Tokens, at: int) -> bool:
    """True when a plural follows within three words: "10–15 armed men"."""
    return any(counts_noun(tokens, at + k) for k in range(3))


def _part(tokens: Tokens, amount: Amount) -> Use | None:
    """ "the first half", "half-back", "a two-time champion", "no one"."""
    i, last = amount.number, amount.last
    before, after = tokens.word(amount.first - 1), tokens.word(last)
    if amount.written == "share" and tokens.word(i) == "half":
        if before in _HALF_OF or before.endswith("half") or tokens.hyphen(i - 1):
            return "part"
        if after not in ("of", "the", "a", "its", "their", "all", "that", "were", "are", "have"):
            return "part" if not amount.hedged else None
    if tokens.hyphen(last) and tokens.word(last + 1) in _ADJECTIVES:
        return "part"
    if tokens.follows(amount.first - 2, "all", "but"):
        return "part"
    if tokens.word(i) == "one" and last == i + 1:
        if before in ("no", "any", "every", "some", "this", "that", "which", "the", "another"):
            return (
                "part"
                if before not in ("the", "another") or not _has_noun(tokens, amount)
                else None
            )
        if tokens.hyphen(i - 1) or after in ("another", "'s", "'"):
            return "part"
    return None
