"""Amounts: a number together with the currency, unit, range and hedges that belong to it.

Every number of the text that can be read becomes an `Amount`; which of them are figures, and not
dates, ages or names, is decided in `quoth.reading.figures.sieve`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from quoth.lang import words
from quoth.reading.figures.bounds import bound_after, hedge_before
from quoth.reading.figures.numerals import (
    SHORT_SCALES,
    Numeral,
    Written,
    and_a_half,
    numeral_at,
    starts_number,
    times,
    with_scale,
)
from quoth.reading.figures.tokens import Tokens
from quoth.reading.figures.units import TIMES, Unit, currency_before, unit_after


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in its setting.

    Tokens ``first`` to ``last`` (excluded) are the whole phrase ("at least 20 km"), ``number`` to
    ``end`` the number alone. ``low`` and ``high`` are inclusive bounds in ``unit``. ``hedged`` is
    true when words bound or soften it, ``ranged`` when it was written as a range.
    """

    first: int
    last: int
    number: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    written: Written
    hedged: bool = False
    ranged: bool = False
    money: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """One number with the currency before it and the unit after it, before ranges and hedges."""

    first: int
    numeral: Numeral
    last: int
    unit: str | None
    factor: float
    currency_first: bool

    @property
    def low(self) -> float:
        return times(self.numeral.low, self.factor)

    @property
    def high(self) -> float | None:
        return None if self.numeral.high is None else times(self.numeral.high, self.factor)


def amounts(tokens: Tokens, *, pounds: bool = False) -> Iterator[Amount]:
    """Every amount in ``tokens``, in text order and without overlap.

    ``pounds``: the article writes the sign of the pound sterling, so "pounds" are money there.
    """
    free = 0
    for i, word in enumerate(tokens.words):
        if i < free or not starts_number(word):
            continue
        read = _read(tokens, i, free, pounds) or _single(tokens, i, pounds)
        if read is None:
            continue
        amount = _bounded(tokens, _negative(tokens, _joined(tokens, read, pounds), free), free)
        yield amount
        free = max(amount.last, i + 1)


def _read(tokens: Tokens, i: int, free: int, pounds: bool) -> _Read | None:
    numeral = numeral_at(tokens, i)
    if numeral is None:
        return None
    currency = currency_before(tokens, i)
    if currency is not None and currency[1] < free:
        currency = None
    numeral = _short_scale(tokens, numeral, currency is not None)
    if numeral.written == "share":
        return _Read(i, numeral, numeral.last, "%", 1.0, False)
    if currency is not None:
        # "$5 million US dollars", "US$ 20 million USD": the name adds nothing but its place.
        named = _unit(tokens, numeral, pounds)
        last = named.last if named and named.name == currency[0] else numeral.last
        return _Read(currency[1], numeral, last, currency[0], 1.0, True)
    unit = _unit(tokens, numeral, pounds)
    if unit is None:
        return _Read(i, numeral, numeral.last, None, 1.0, False)
    return _compound(tokens, _Read(i, numeral, unit.last, unit.name, unit.factor, False), pounds)


# How many of the second make one of the first, where news writes both: "six years and 3 months".
_SMALLER = {
    ("years", "months"): 12,
    ("weeks", "days"): 7,
    ("days", "hours"): 24,
    ("hours", "minutes"): 60,
    ("minutes", "seconds"): 60,
    ("feet", "inches"): 12,
}
_LARGER = frozenset(larger for larger, _ in _SMALLER)


def _compound(tokens: Tokens, read: _Read, pounds: bool) -> _Read:
    """The amount with a smaller unit that follows it: "1 minute 45 seconds" is 105 seconds."""
    if read.unit not in _LARGER or read.numeral.written == "vague":
        return read
    at = read.last + (tokens.word(read.last) in ("and", ","))
    at += tokens.word(at) == "and"
    numeral = numeral_at(tokens, at) if starts_number(tokens.word(at) or "-") else None
    unit = _unit(tokens, numeral, pounds) if numeral else None
    count = _SMALLER.get((read.unit, unit.name)) if unit else None
    if numeral is None or unit is None or count is None or numeral.low >= count:
        return read
    value = times(read.low, count) + numeral.low
    both = Numeral(read.numeral.first, numeral.last, value, value, read.numeral.written)
    return _Read(read.first, both, unit.last, unit.name, 1.0, False)


def _unit(tokens: Tokens, numeral: Numeral, pounds: bool) -> Unit | None:
    at = numeral.last
    if numeral.written == "vague" and tokens.word(at) == "of":
        at += 1  # "hundreds of miles"
        if tokens.word(at) in ("the", "these", "those"):
            return None
    digits = numeral.written == "digits"
    large = numeral.low >= 1e6
    unit = unit_after(tokens, at, digits=digits, large=large, pounds=pounds)
    touches = tokens.glued(numeral.last - 1) and not tokens.hyphen(numeral.last)
    if unit is not None and unit.name == "m" and touches:
        # "20m people" are millions, "20m high" and "20m" are meters.
        return None if counts_noun(tokens, unit.last) else unit
    return unit


_NO_NOUNS = words("figures", "no_nouns")


def counts_noun(tokens: Tokens, at: int) -> bool:
    """True when token ``at`` looks like a plural that a number counts ("people", "users")."""
    noun = tokens.word(at)
    return noun in ("people", "men", "women", "children") or (
        noun.endswith("s") and noun.isalpha() and noun not in _NO_NOUNS
    )


def _short_scale(tokens: Tokens, numeral: Numeral, money: bool) -> Numeral:
    """The number with the "m", "bn" or "k" that touches it ("$5m", "3bn", "20k people")."""
    if numeral.written != "digits" or numeral.scaled_by_word:
        return numeral
    word = tokens.word(numeral.last)
    scale = SHORT_SCALES.get(word)
    if scale is None or not (tokens.glued(numeral.last - 1) or money):
        return numeral
    if (
        not money
        and word in ("b", "k", "m")
        and tokens.written(numeral.last) != "M"
        and (word == "b" or not counts_noun(tokens, numeral.last + 1))
    ):
        return numeral
    scaled = with_scale(numeral, scale)
    return replace(scaled, last=numeral.last + 1, scaled_by_word=True)


def _single(tokens: Tokens, i: int, pounds: bool) -> _Read | None:
    """ "a" before a unit, where a hedge or a half makes it an amount: "less than a kilometer"."""
    if tokens.word(i) not in ("a", "an"):
        return None
    unit = unit_after(tokens, i + 1, digits=False, large=False, pounds=pounds)
    if unit is None:
        return None
    half, last = and_a_half(tokens, unit.last)
    if not half and not hedge_before(tokens, i, duration=unit.name in TIMES).hedged:
        return None
    if tokens.dash(last) or tokens.follows(last, "ago"):
        return None
    numeral = Numeral(i, i + 1, 1.0 + half, 1.0 + half, "words")
    return _Read(i, numeral, last, unit.name, unit.factor, False)


def _joined(tokens: Tokens, left: _Read, pounds: bool) -> Amount:
    """The amount that begins with ``left``: a range with what follows it, or ``left`` alone."""
    alone = Amount(
        first=left.first,
        last=left.last,
        number=left.numeral.first,
        end=left.numeral.last,
        low=left.low,
        high=left.high,
        unit=left.unit,
        written=left.numeral.written,
        money=left.currency_first,
    )
    start = left.last
    kind, at = _connector(tokens, start)
    if not kind:
        return alone
    below = _below_zero(tokens, alone, at, pounds) if kind in ("to", "and") else None
    if below is not None:
        return below
    next_number = at + 1 if tokens.word(at) and not starts_number(tokens.word(at)) else at
    if next_number > at and currency_before(tokens, next_number) is None:
        return alone
    right = _read(tokens, next_number, at, pounds) if next_number < len(tokens) else None
    if right is None or "share" in (left.numeral.written, right.numeral.written):
        return alone
    if left.numeral.written == "vague" or right.numeral.written == "vague":
        if left.numeral.written == right.numeral.written and kind in ("or", "to"):
            low = min(left.low, right.low)
            unit = right.unit
            return replace(alone, low=low, unit=unit, last=right.last, end=right.numeral.last)
        return alone
    merged = _range(tokens, kind, left, right)
    if merged is None:
        if kind == "to" and not left.unit and tokens.word(left.first - 1) == "from":
            # "from 50 to 75 euros" is a change: two figures of one unit
            high = None if left.high is None else left.high * right.factor
            return replace(alone, low=left.low * right.factor, high=high, unit=right.unit)
        return alone
    low, high = merged
    return replace(
        alone,
        low=low,
        high=high,
        unit=right.unit or left.unit,
        last=right.last,
        end=right.numeral.last,
        ranged=True,
        money=left.currency_first or right.currency_first,
    )


def _below_zero(tokens: Tokens, left: Amount, at: int, pounds: bool) -> Amount | None:
    """ "Minus 5 to minus 10 degrees": from the lower to the higher."""
    if tokens.word(left.first - 1) != "minus" or tokens.word(at) != "minus":
        return None
    right = _read(tokens, at + 1, at, pounds)
    if right is None or right.unit not in _SIGNED or left.unit not in (None, right.unit):
        return None
    low, high = sorted((-(left.low or 0.0), -right.low))
    return replace(
        left,
        first=left.first - 1,
        last=right.last,
        end=right.numeral.last,
        low=low,
        high=high,
        unit=right.unit,
        ranged=True,
    )


_SIGNED = words("units", "signed")


def _negative(tokens: Tokens, amount: Amount, free: int) -> Amount:
    """The amount with the minus before it, for temperatures and shares: "-12 °C", "minus 3 %"."""
    at = amount.first - 1
    if amount.unit not in _SIGNED or amount.ranged or at < free:
        return amount
    sign = tokens.dash(at) and tokens.glued(at) and not tokens.glued(at - 1)
    if not sign and tokens.word(at) != "minus":
        return amount
    low = None if amount.low is None else -amount.low
    return replace(amount, first=at, low=low, high=low)


def _connector(tokens: Tokens, at: int) -> tuple[str, int]:
    """The word that may join two numbers at token ``at``, by kind, and the token after it."""
    word = tokens.word(at)
    if tokens.hyphen(at) and tokens.word(at + 1) == "to" and tokens.hyphen(at + 1 + 1):
        return "to", at + 3
    if word == "to":
        return "to", at + 1
    if tokens.dash(at):
        return "dash", at + 1
    if word == "and":
        return "and", at + 1
    comma = word == ","
    if comma:
        at += 1
        word = tokens.word(at)
    if word == "if" and tokens.word(at + 1) == "not":
        return "or", at + 2
    if word == "or":
        skip = tokens.word(at + 1) in ("even", "perhaps", "possibly", "maybe")
        return ("or", at + 1 + skip) if skip or not comma else ("", at)
    return "", at


_MOVED_BY = words("figures", "moved_by")
_LAST_YEAR = 2100
_WIDEST = {"or": 3.0, "dash": 100.0, "to": 1e6, "and": 1e6}
_RANGING = words("figures", "ranging")


def _range(tokens: Tokens, kind: str, left: _Read, right: _Read) -> tuple[float, float] | None:
    """The bounds of a range of the two numbers, or None when they are two amounts."""
    if left.unit and right.unit and left.unit != right.unit:
        return None
    if left.unit and not right.unit and not left.currency_first:
        return None  # "five years to six"
    low = times(left.numeral.low, left.factor if left.unit else right.factor)
    high = times(right.numeral.low, right.factor)
    if right.numeral.scaled_by_word and not left.numeral.scaled_by_word:
        mantissa = right.numeral.low / right.numeral.scale
        if left.numeral.low < mantissa:  # "five to six million"
            low = times(with_scale(left.numeral, right.numeral.scale).low, right.factor)
    before = tokens.word(left.first - 1)
    if kind == "and" and before == "between" and low > high:
        low, high = high, low  # "between 35 and 26 degrees"
    if not low < high or (high > low * _WIDEST[kind] and low > 0):
        return None
    if kind == "and":
        return (low, high) if before == "between" else None
    if kind == "to" and before == "from" and tokens.word(left.first - 2) not in _RANGING:
        return None  # a change, two figures
    if kind == "to" and left.unit and before in _MOVED_BY:
        return None  # "rose 47 cents to 59.86 dollars"
    if kind == "or" and left.unit:
        return None
    if kind == "to" and before == "in" and right.high is not None and right.high > _LAST_YEAR:
        return None  # "from 5,000 in 2019 to 9,000"
    if kind == "dash" and left.numeral.written != right.numeral.written:
        return None  # "7-Eleven"
    if kind == "dash" and tokens.glued(left.last - 1) != tokens.glued(left.last):
        return None
    return low, high


def _bounded(tokens: Tokens, amount: Amount, free: int) -> Amount:
    """The amount with the hedges before and after it."""
    duration = amount.unit in TIMES
    first = amount.first
    if amount.ranged and tokens.word(first - 1) == "between" and first > free:
        first -= 1
    hedge = hedge_before(tokens, first, duration=duration)
    if not hedge.hedged and tokens.word(first - 1) in ("a", "an") and first > free:
        beyond = hedge_before(tokens, first - 1, duration=duration)
        exact = tokens.word(first - 2) == "within"  # "within a 200-metre radius"
        about = tokens.word(first - 2) in ("about", "around", "roughly")
        if about or (beyond.bound != "same" and not exact):
            hedge = beyond
    low, high = amount.low, amount.high
    bound, last = hedge.bound, amount.last
    after = bound_after(tokens, last) if bound == "same" else None
    if after is not None:
        bound, last = after
    if amount.ranged:
        pass  # "up to 25,000-35,000", "at least 175 to 180": between the two all the same
    elif bound == "low":
        high = None
    elif bound == "high":
        low, high = None, high if high is not None else low
    begin = max(hedge.first, free) if hedge.hedged else first
    hedged = hedge.hedged or after is not None
    return replace(amount, first=begin, last=last, low=low, high=high, hedged=hedged)
