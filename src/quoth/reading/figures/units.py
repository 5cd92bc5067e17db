"""Units of figures: percent, currencies by their ISO 4217 codes, and measures.

Metric units go by their symbol ("km", "kg", "m2"), others by their English plural ("miles",
"years"), so that one unit has one name however an article writes it. Decades and centuries become
years, cents a hundredth of their currency.
"""

from __future__ import annotations

from dataclasses import dataclass

from quoth.lang import table, words
from quoth.reading.figures.measures import LONGEST_MEASURE, MEASURE_STARTS, MEASURES
from quoth.reading.figures.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that ends before token ``last``; amounts are multiplied by ``factor``."""

    name: str
    last: int
    factor: float = 1.0


# A dollar, a pound or a yen with nothing else is read as that of the largest issuer.
SYMBOLS: dict[str, str] = table("units")["symbols"]["values"]
_DOLLARS: dict[str, str] = table("units")["dollars"]["values"]
CODES: frozenset[str] = words("units", "codes")
_BEFORE: dict[str, str] = table("units")["money_before"]["values"]
_RAND_AT_LEAST = 3  # digits of a sum in rand without a scale: R5 is a road, R2 a robot

# Names of money by the adjective before them; "" is the reading without one.
_MONEY: dict[str, dict[str, str]] = table("units")["money"]["names"]
_ADJECTIVES = frozenset(adjective for names in _MONEY.values() for adjective in names if adjective)
_FIRST_HALVES = words("units", "first_halves")
_CENTS: dict[str, str] = table("units")["cents"]["values"]

TIMES = words("units", "times")
# Words that may stand between a number and its time: "seven consecutive days".
_BETWEEN = words("units", "between")
_LARGE = words("units", "large")
_MASS_OR_MONEY = words("units", "mass")
_PER_TIME = words("units", "per_time")


def currency_before(tokens: Tokens, i: int) -> tuple[str, int] | None:
    """The currency written before the number at token ``i`` and the token it begins at."""
    sign = tokens.word(i - 1)
    if sign in SYMBOLS:
        start = i - 1
        letters = tokens.word(start - 1)
        if sign == "$" and letters in _DOLLARS and tokens.written(start - 1).isupper():
            close = tokens.glued(start - 1) or len(letters) > 1
            if close:
                return _DOLLARS[letters], start - 1
        if tokens.glued(start - 1) and tokens.follows(start - 4, "u", ".", "s", "."):
            return "USD", start - 4
        return SYMBOLS[sign], start
    written = tokens.written(i - 1)
    if written in CODES:
        return written, i - 1
    if sign in _BEFORE and tokens.capital(i - 1) and not _championship(tokens, i):
        return _BEFORE[sign], i - 1
    if written == "R" and tokens.glued(i - 1) and not tokens.glued(i - 2):
        number = tokens.word(i)
        scaled = tokens.word(i + 1) in _LARGE or len(number) >= _RAND_AT_LEAST
        if scaled or (tokens.word(i + 1).isdecimal() and len(tokens.word(i + 1)) == 3):
            return "ZAR", i - 1
    if sign == "." and tokens.word(i - 2) == "rs":
        return "INR", i - 2
    return None


def _championship(tokens: Tokens, i: int) -> bool:
    """ "Euro 2024" is played, not paid."""
    number = tokens.word(i)
    return tokens.word(i - 1) == "euro" and number.isdecimal() and "1960" <= number <= "2100"


def unit_after(tokens: Tokens, i: int, *, digits: bool, large: bool, pounds: bool) -> Unit | None:
    """The unit that begins at token ``i``, after a number or a hyphen.

    ``digits``: the number is in digits (symbols such as "m" need that); ``large``: a million or
    more; ``pounds``: the article uses the sign of the pound sterling, so that "pounds" is money.
    """
    if tokens.hyphen(i):
        i += 1
    word = tokens.word(i)
    if not word:
        return None
    money = _money(tokens, i, large=large, pounds=pounds)
    if money is not None:
        return money
    measure = _measure(tokens, i, digits=digits)
    if measure is None and word in _BETWEEN:
        later = _measure(tokens, i + 1, digits=digits)
        if later is not None and later.name in TIMES:
            return later
    if measure is None:
        return None
    if measure.name in TIMES or measure.name in ("%", "times"):
        return measure
    return _rate(tokens, measure)


def _money(tokens: Tokens, i: int, *, large: bool, pounds: bool) -> Unit | None:
    at, adjective = i, ""
    if tokens.follows(at, "u", ".", "s", "."):
        at, adjective = at + 4, "us"
    elif tokens.word(at) in _FIRST_HALVES and tokens.word(at + 1) in _ADJECTIVES:
        at, adjective = at + 2, tokens.word(at + 1)
    elif tokens.word(at) in _ADJECTIVES:
        at, adjective = at + 1, tokens.word(at)
    word = tokens.word(at)
    if word in _CENTS:
        return Unit(_CENTS[word], at + 1, 0.01)
    if tokens.written(at) in CODES:
        return Unit(tokens.written(at), at + 1)
    names = _MONEY.get(word) or (_MONEY.get(word[:-1]) if word.endswith("s") else None)
    if names is None:
        return None
    name = names.get(adjective)
    if word in ("pound", "pounds") and name is None and not adjective:
        sterling = tokens.word(at + 1) == "sterling"
        if sterling or ((large or pounds) and tokens.word(at + 1) not in _MASS_OR_MONEY):
            return Unit("GBP", at + 1 + sterling)
        return None
    if word == "won" and name is None:
        name = "KRW" if large and not adjective else None
    return Unit(name, at + 1) if name else None


# Written so, a word is another thing unless it stands after digits.
_SYMBOL_LIKE = words("units", "symbol_like")


def _measure(tokens: Tokens, i: int, *, digits: bool) -> Unit | None:
    word = tokens.word(i)
    if digits and tokens.written(i) in ("C", "F") and tokens.glued(i - 1):
        alone = not tokens.glued(i) or not tokens.word(i + 1)[:1].isalnum()
        return Unit("°" + tokens.written(i), i + 1) if alone else None  # "below 0C"
    if digits and tokens.written(i) == "g" and tokens.glued(i - 1):
        return Unit("g", i + 1)  # "400g bars"
    if word == "m" and digits and tokens.written(i) == "m":
        squared = tokens.word(i + 1)
        if squared in ("2", "3") and tokens.glued(i):
            return Unit("m" + squared, i + 2)
        return Unit("m/s", i + 3) if tokens.follows(i, "m", "/", "s") else Unit("m", i + 1)
    if word not in MEASURE_STARTS or (word in _SYMBOL_LIKE and not digits):
        return None
    for length in range(min(LONGEST_MEASURE, len(tokens) - i), 0, -1):
        found = MEASURES.get(tuple(tokens.words[i : i + length]))
        if found is not None:
            if length > 1 and tokens.word(i + 1) in ("2", "3") and not tokens.glued(i):
                continue  # "5 km 2 days later"
            return Unit(found[0], i + length, found[1])
    return None


def _rate(tokens: Tokens, unit: Unit) -> Unit:
    """The unit with a "per liter" or "per cubic meter" that follows it, but not "per year"."""
    at = unit.last
    if tokens.word(at) not in ("per", "/") or tokens.word(at + 1) in _PER_TIME:
        return unit
    below = _measure(tokens, at + 1, digits=True)
    if below is None or (below.name in TIMES and below.name != "seconds"):
        return unit
    return Unit(f"{unit.name} per {' '.join(tokens.words[at + 1 : below.last])}", below.last)
