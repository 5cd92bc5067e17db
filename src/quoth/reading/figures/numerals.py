"""Numerals in news text: digits, number words, multipliers, fractions, "dozens".

`numeral_at` reads the number that begins at a token. Bounds, units and the question whether the
number is a figure at all are for the other modules.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from quoth.lang import table, words
from quoth.reading.figures.tokens import Tokens, word_set

Written = Literal["digits", "words", "vague", "share", "times"]


def _numbers(group: str) -> dict[str, float]:
    """The words of a group of ``numbers.toml`` with their values."""
    return {word: float(value) for word, value in table("numbers")[group]["values"].items()}


SMALL = _numbers("small")
SCALES = _numbers("scales")
# After a number only; alone they are vague ("crores of rupees").
_SCALES_AFTER = _numbers("scales_after")
# Short scales are read only when they touch digits or follow a currency.
SHORT_SCALES = _numbers("short_scales")
# What a plural says at the least: two of them ("hundreds" is 200 and more).
_PLURALS = _numbers("vague")
_COUNTED_SCALES: dict[str, float] = {"dozen": 12, "hundred": 100, **SCALES}
_FRACTIONS: dict[str, int] = {name: int(n) for name, n in _numbers("fractions").items()}
_DIGITS_MAX = 21  # longer runs of digits are codes, not amounts
_LARGEST = 1e18
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:\.\d+)?")
_DOTTED_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
# "seven out of 20 samples" are two counts; only such bases make a ratio.
_RATIO_BASES = frozenset({3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000, 10_000, 100_000, 1_000_000})
_RATIO_BASES_IN_DIGITS = frozenset({3, 4, 5, 10, 100, 1000, 10_000, 100_000, 1_000_000})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from tokens ``first`` to ``last`` (excluded).

    ``low`` and ``high`` are its bounds (vague plurals have no ``high``). ``scale`` is the
    multiplier in it ("million" in "1.2 million"), which a range may share. ``written`` says how
    it is written; "share" is a fraction in percent, "times" is "twice" and the like.
    """

    first: int
    last: int
    low: float
    high: float | None
    written: Written
    scale: float = 1.0
    scaled_by_word: bool = False


def digits_value(token: str) -> float | None:
    """The value of a token of digits with English separators, or None when it is no number.

    "1,234.5" is 1234.5, "12,34,567" (Indian) 1234567, "3,5" 3.5, "1.000.000" 1000000;
    "1.2.3" and very long runs are codes and have no value.
    """
    if len(token) > _DIGITS_MAX:
        return None
    plain = token.replace("·", ".").replace("٫", ".")
    if plain.startswith("."):
        plain = "0" + plain
    if _THOUSANDS.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _DOTTED_THOUSANDS.fullmatch(plain):
        return float(plain.replace(".", ""))
    if _DECIMAL_COMMA.fullmatch(plain):
        return float(plain.replace(",", "."))
    return None


def starts_number(word: str) -> bool:
    """True when a number may begin with this lower-case token (cheap first sieve)."""
    return word in _STARTERS or word[0].isdigit() or (word[0] == "." and len(word) > 1)


_STARTERS = (
    frozenset(SMALL)
    | frozenset(_COUNTED_SCALES)
    | frozenset(_PLURALS)
    | word_set("half a an several few couple twice quarter ½ ⅓ ⅔ ¼ ¾ ⅕ ⅖ ⅗ ⅘ ⅙ ⅚ ⅛ ⅜ ⅝ ⅞")
)


def numeral_at(tokens: Tokens, i: int) -> Numeral | None:
    """The longest number that begins at token ``i``, or None."""
    for read in (_vague, _share, _cardinal):
        numeral = read(tokens, i)
        if numeral is not None and numeral.low <= _LARGEST:
            return numeral
    return None


def _skip_hyphen(tokens: Tokens, i: int) -> int:
    return i + 1 if tokens.hyphen(i) else i


def _vague(tokens: Tokens, i: int) -> Numeral | None:
    """ "hundreds", "tens of thousands", "several hundred", "a few dozen", "a couple of"."""
    word = tokens.word(i)
    if word == "twice":
        return Numeral(i, i + 1, 2, 2, "times")
    if word in _PLURALS:
        low, last = 2 * _PLURALS[word], i + 1
        while tokens.word(last) == "of" and tokens.word(last + 1) in _PLURALS:
            low *= _PLURALS[tokens.word(last + 1)]
            last += 2
            if low > _LARGEST:
                return None
        return Numeral(i, last, low, None, "vague")
    start = i + 1 if word == "a" and tokens.word(i + 1) in ("few", "couple") else i
    head = tokens.word(start)
    if head == "couple":
        return Numeral(i, start + 1, 2, None, "vague") if tokens.word(start + 1) == "of" else None
    if head in ("several", "few"):
        scale = _COUNTED_SCALES.get(tokens.word(start + 1))
        if scale:
            return Numeral(i, start + 2, 2 * scale, None, "vague", scale, True)
    return None


def _share(tokens: Tokens, i: int) -> Numeral | None:
    """Fractions of a whole, in percent: "a third of", "two-thirds", "half", "one in five"."""
    word = tokens.word(i)
    ratio = _ratio(tokens, i)
    if ratio is not None:
        return ratio
    if word == "half":
        return _half(tokens, i)
    if word in ("a", "an", "one") or word == "quarter":
        name_at = i if word == "quarter" else _skip_hyphen(tokens, i + 1)
        base = _FRACTIONS.get(tokens.word(name_at))
        singular = base is not None and not tokens.word(name_at).endswith(("s", "ves"))
        if base is None or not singular:
            return None
        amount = _fraction_of_amount(tokens, i, name_at, 1 / base)
        if amount is not None:
            return amount
        if word == "quarter":
            return None
        if base == 2:  # "one half"; "a half" alone is rather a half hour or a half of play
            return _percent(i, name_at + 1, 1, 2) if tokens.word(name_at + 1) == "of" else None
        whole = tokens.word(name_at + 1) == "of" or (word == "one" and tokens.hyphen(i + 1))
        whole = whole or tokens.word(i - 1) in _BEFORE_SHARE
        return _percent(i, name_at + 1, 1, base) if whole else None
    above = SMALL.get(word)
    if above is not None and 2 <= above <= 99:
        name_at = _skip_hyphen(tokens, i + 1)
        base = _FRACTIONS.get(tokens.word(name_at))
        if base is not None and above < base and tokens.word(name_at).endswith("s"):
            amount = _fraction_of_amount(tokens, i, name_at, above / base)
            return amount or _percent(i, name_at + 1, above, base)
    return None


# "Fell by a third", "nearly a quarter — …": a share though no "of" follows.
_BEFORE_SHARE = words("numbers", "before_share")


def _percent(first: int, last: int, above: float, base: float) -> Numeral:
    value = round(100 * above / base, 2)
    return Numeral(first, last, value, value, "share")


def _half(tokens: Tokens, i: int) -> Numeral | None:
    """ "half" of something, "half a million", "half-dozen", "half an hour"."""
    amount = _fraction_of_amount(tokens, i, i, 0.5)
    if amount is not None:
        return amount
    return None if tokens.dash(i + 1) and tokens.glued(i) else _percent(i, i + 1, 1, 2)


def _fraction_of_amount(tokens: Tokens, i: int, name_at: int, part: float) -> Numeral | None:
    """A fraction of a counted scale ("a quarter of a million") or of one ("half an hour")."""
    at = name_at + 1
    if tokens.word(at) == "of" and tokens.word(at + 1) in ("a", "an"):
        at += 1
    article = tokens.word(at) in ("a", "an")
    at = at + 1 if article else _skip_hyphen(tokens, at)
    scale = _COUNTED_SCALES.get(tokens.word(at))
    if scale is not None:
        return Numeral(i, at + 1, part * scale, part * scale, "words", scale, True)
    if article and tokens.word(at) in _HALVED:
        return Numeral(i, at, part, part, "words")
    return None


_HALVED = words("numbers", "halved")


def _ratio(tokens: Tokens, i: int) -> Numeral | None:
    """ "one in five", "two out of three", "one out of every thousand", as a share in percent."""
    above = _plain_value(tokens, i)
    if above is None or above < 1:
        return None
    at = _skip_hyphen(tokens, i + 1)
    out_of = tokens.follows(at, "out", "of")
    if not out_of and tokens.word(at) != "in":
        return None
    at = _skip_hyphen(tokens, at + (2 if out_of else 1))
    every = tokens.word(at) == "every"
    at += every
    article = tokens.word(at) == "a"
    at += article
    base = _cardinal(tokens, at)
    if base is None or (article and base.first == base.last):
        return None
    bases = _RATIO_BASES if base.written == "words" else _RATIO_BASES_IN_DIGITS
    if base.low not in bases or above >= base.low or base.low > 1e6:
        return None
    after = tokens.word(base.last)
    if not every and (after in _NOT_SHARED or base.low > 100):
        return None
    if not (out_of or every or above == 1) and not (base.low <= 10 and after.endswith("s")):
        return None  # "two in five voters", but not "killed two in 10 other towns"
    return _percent_fine(i, base.last, above, base.low)


def _percent_fine(first: int, last: int, above: float, base: float) -> Numeral:
    value = 100 * above / base
    value = round(value, 2) if value >= 1 else float(f"{value:.4g}")
    return Numeral(first, last, value, value, "share")


_NOT_SHARED = words("numbers", "not_shared")


def _plain_value(tokens: Tokens, i: int) -> float | None:
    word = tokens.word(i)
    if word in SMALL:
        return SMALL[word]
    return float(word) if word.isdecimal() and len(word) <= 3 else None


def _cardinal(tokens: Tokens, i: int) -> Numeral | None:
    """Digits or number words with their multipliers: "1.2 million", "three-and-a-half billion"."""
    word = tokens.word(i)
    if not word:
        return None
    if word[0].isdigit() or word[0] == ".":
        return _from_digits(tokens, i)
    if len(word) == 1 and not word.isascii() and unicodedata.numeric(word, -1.0) > 0:
        return _scaled(tokens, i, i + 1, unicodedata.numeric(word), "digits")
    return _from_words(tokens, i)


def _from_digits(tokens: Tokens, i: int) -> Numeral | None:
    token = tokens.words[i]
    value = digits_value(token) if token != "." else None
    if value is None:
        return None
    last = i + 1
    # Groups set apart by a space, as in "10 000"; a no-break space or a plain one.
    if token.isdecimal() and len(token) <= 3 and token[0] != "0":
        while (
            len(group := tokens.word(last)) == 3
            and group.isdecimal()
            and tokens.starts[last] - tokens.ends[last - 1] == 1
            and value <= _LARGEST
        ):
            value = value * 1000 + float(group)
            last += 1
    fraction = tokens.word(last)
    if len(fraction) == 1 and not fraction.isascii() and tokens.glued(last - 1):
        part = unicodedata.numeric(fraction, 0.0)
        if 0 < part < 1:
            value += part
            last += 1
    return _scaled(tokens, i, last, value, "digits")


def and_a_half(tokens: Tokens, at: int) -> tuple[float, int]:
    """What "and a half" and the like at ``at`` adds, and the token after it."""
    start = _skip_hyphen(tokens, at)
    if tokens.word(start) != "and":
        return 0.0, at
    article = _skip_hyphen(tokens, start + 1)
    above = {"a": 1, "one": 1, "three": 3}.get(tokens.word(article))
    name = _skip_hyphen(tokens, article + 1)
    base = {"half": 2, "quarter": 4, "quarters": 4, "third": 3}.get(tokens.word(name))
    if above is None or base is None or (above == 3) != (tokens.word(name) == "quarters"):
        return 0.0, at
    return above / base, name + 1


def _scaled(tokens: Tokens, first: int, last: int, value: float, written: Written) -> Numeral:
    """The number with "and a half" and the multiplier words that follow it."""
    extra, last = and_a_half(tokens, last)
    value += extra
    scale = 1.0
    at = _skip_hyphen(tokens, last)
    factor = _COUNTED_SCALES.get(tokens.word(at), 0.0) or _SCALES_AFTER.get(tokens.word(at), 0.0)
    if factor and not (factor == 100 and written == "digits"):
        scale *= factor
        last = at + 1
        second = SCALES.get(tokens.word(last), 0.0)  # "100 thousand million"
        if second > factor or (second and factor < 1000):
            scale *= second
            last += 1
        half, last = and_a_half(tokens, last)
        value += half
    exact = times(value, scale)
    return Numeral(first, last, exact, exact, written, scale, scale > 1)


def times(value: float, factor: float) -> float:
    """The product as it is written in decimals: 17.1 million is 17100000, and nothing beside it."""
    return value if factor == 1 else float(Decimal(repr(value)) * Decimal(repr(factor)))


def _from_words(tokens: Tokens, i: int) -> Numeral | None:
    """English number words, by the usual grammar of tens, hundreds and larger multipliers."""
    article = tokens.word(i) in ("a", "an")
    if article and tokens.word(i + 1) not in _COUNTED_SCALES:
        return None
    read = _NumberWords(tokens, i, article)
    while read.takes_next():
        pass
    return read.answer()


class _NumberWords:
    """A number in words as far as it is read: what multipliers have closed, and what is open."""

    def __init__(self, tokens: Tokens, first: int, article: bool) -> None:
        self.tokens = tokens
        self.first = self.last = first  # the number's words: first to last, last excluded
        self.at = first + article
        self.total = 0.0
        self.current: float | None = 1.0 if article else None
        self.smallest = math.inf  # multipliers must come in falling order
        self.room = 0.0 if article else math.inf  # what may still be added to ``current``
        self.scale = 1.0
        self.done: Numeral | None = None  # where the number ends for certain
        self.too_large = False

    def answer(self) -> Numeral | None:
        """The number, when nothing can be taken any more."""
        if self.done is not None or self.too_large or self.last == self.first:
            return self.done
        value = self.total + (self.current or 0.0)
        if not value and self.tokens.word(self.first) != "zero":
            return None
        return _done(self.first, self.last, value, self.scale)

    def takes_next(self) -> bool:
        """Takes the next word, if the number goes on with it."""
        joined = self.last > self.first and self.tokens.word(self.at) == "and"
        if joined and self.room < 100.0:
            return False
        look = self.at + 1 if joined else _skip_hyphen(self.tokens, self.at)
        word = self.tokens.word(look)
        if word in SMALL:
            taken = self._small(SMALL[word])
        elif joined:
            return False
        elif word == "hundred":
            taken = self._hundred()
        elif word == "dozen":
            taken = self._dozen(look)
        else:
            taken = word in SCALES and self._multiplier(SCALES[word], look)
        if not taken:
            return False
        self.at = self.last = look + 1
        return not self._half()

    def _small(self, value: float) -> bool:
        """One to nineteen, or tens."""
        below = 100 if self.current is None and self.total == 0 else self.room
        if (self.current is not None and value >= below) or (self.total and value >= self.smallest):
            return False
        self.current = (self.current or 0.0) + value
        self.room = 10.0 if value >= 20 else 0.0
        self.scale = 1.0
        return True

    def _hundred(self) -> bool:
        if self.current is not None and not 0 < self.current < 100:
            return False
        self.current = (1.0 if self.current is None else self.current) * 100
        self.room, self.scale = 100.0, 100.0
        return True

    def _dozen(self, look: int) -> bool:
        """Twelve of what was told so far: nothing is added behind it."""
        if not self.total and (self.current is None or self.current < 100):
            dozens = 1.0 if self.current is None else self.current
            self.done = _done(self.first, look + 1, dozens * 12, 12.0)
        return False

    def _multiplier(self, factor: float, look: int) -> bool:
        """Thousand, million and the like, with "and a half" behind it."""
        if factor >= self.smallest or (self.current is None and self.total):
            return False
        half, after = and_a_half(self.tokens, look + 1)
        self.total += ((1.0 if self.current is None else self.current) + half) * factor
        if self.total > _LARGEST:
            self.too_large = True
            return False
        self.current, self.smallest, self.scale = None, factor, factor
        self.room = 1000.0 if factor == 1e3 else 0.0  # "a thousand and one"
        if half:
            self.done = _done(self.first, after, self.total, factor)
            return False
        return True

    def _half(self) -> bool:
        """Whether "and a half" ends the number here."""
        if self.current is None or self.room > 10.0:
            return False
        half, after = and_a_half(self.tokens, self.at)
        if half:
            value = self.total + self.current + half
            self.done = _scaled(self.tokens, self.first, after, value, "words")
        return bool(half)


def _done(first: int, last: int, value: float, scale: float) -> Numeral:
    return Numeral(first, last, value, value, "words", scale, scale > 1)


def with_scale(numeral: Numeral, scale: float) -> Numeral:
    """The number times ``scale``: the "five" of "five to six million"."""
    high = None if numeral.high is None else times(numeral.high, scale)
    return replace(numeral, low=times(numeral.low, scale), high=high, scale=scale)
