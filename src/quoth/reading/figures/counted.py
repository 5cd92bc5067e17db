"""What a figure counts, in the article's words: "people killed", "the group's members".

There is no parser here: a noun phrase is read by its shape, from the number to the plural that it
counts, with an "of" after it and the verb that says what became of it. Where that shape is not
there, nothing is said rather than something wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from quoth.lang import words
from quoth.reading.figures.amounts import Amount
from quoth.reading.figures.numerals import numeral_at
from quoth.reading.figures.phrases import (
    FUNCTION,
    MOVED,
    THOSE,
    moved_before,
    noun_phrase,
    subject_before,
)
from quoth.reading.figures.tokens import Tokens

# Verbs that say what became of those counted.
_FATES = words("figures", "fates")
# Where no noun is written, these are said of people.
_PERSONAL = _FATES - words("figures", "fates_of_things")
_PASSIVE = words("figures", "passive")
_AUXILIARIES = _PASSIVE | words("figures", "auxiliaries")
_COPULAS = _PASSIVE | words("figures", "amounting")
# After "were", these say too little without what follows them.
_UNFINISHED = words("figures", "unfinished")


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: the whole phrase and its noun phrase alone, for the figures after it."""

    phrase: str | None
    noun: str | None


def counted(tokens: Tokens, amount: Amount, earlier: str | None) -> Counted:
    """What the amount counts; ``earlier`` is the noun of the figure before it in the sentence."""
    if amount.unit is not None:
        return _of_measure(tokens, amount, earlier)
    if amount.written == "times":
        return Counted(None, None)
    noun, end = _noun(tokens, amount, earlier)
    fate = _fate_after(tokens, end) or _fate_before(tokens, amount.first)
    if noun is None:
        if fate in _PERSONAL:
            return Counted(f"people {fate}", "people")
        noun = _noun_before(tokens, amount) or earlier
        return Counted(noun, noun)
    if fate and fate in noun.lower().split():
        fate = None
    return Counted(f"{noun} {fate}" if fate else noun, noun)


def _of_measure(tokens: Tokens, amount: Amount, earlier: str | None) -> Counted:
    """What a share, a sum of money or a length is of: "of the vote", "in damage", "a fine of"."""
    if earlier and _conversion(tokens, amount.first - 1):
        return Counted(earlier, earlier)
    last = _after_brackets(tokens, amount.last)
    word = tokens.word(last)
    if word == "of" or (word == "in" and amount.money):
        start = last + 1
        if tokens.word(start) in THOSE and not tokens.word(start + 1).isalpha():
            return Counted(earlier, earlier)
        noun, end = noun_phrase(tokens, start, plural=amount.unit == "%")
        if noun is not None:
            fate = _fate_after(tokens, end) if amount.unit == "%" else None
            return Counted(f"{noun} {fate}" if fate else noun, noun)
    start = last + 1 if tokens.hyphen(last) else last
    noun = None
    if word not in ("a", "an", "per", "each"):  # "1,200 euros a month"
        noun, _ = noun_phrase(tokens, start, plural=False)
    noun = noun or _noun_before(tokens, amount)
    return Counted(noun, noun)


def _conversion(tokens: Tokens, before: int) -> bool:
    """True inside brackets right after the bracket or a semicolon: "(£17,500; US$22,900)"."""
    if tokens.word(before) == ";":
        for k in range(before - 1, before - 12, -1):
            if tokens.word(k) in ("(", ")"):
                return tokens.word(k) == "("
    return tokens.word(before) == "("


def _after_brackets(tokens: Tokens, last: int) -> int:
    """The token after a conversion in brackets: "€20,000 (£17,500) in compensation"."""
    if tokens.word(last) != "(":
        return last
    for k in range(last + 1, last + 16):
        if tokens.word(k) == ")":
            return k + 1
    return last


def _noun(tokens: Tokens, amount: Amount, earlier: str | None) -> tuple[str | None, int]:
    """The noun phrase after the number and the token after it."""
    last = amount.last
    word, then = tokens.word(last), tokens.word(last + 1)
    if word == "of":
        start = last + 1
        if then in THOSE and (not tokens.word(start + 1).isalpha() or _said(tokens, start + 1)):
            return earlier, start + 1
        if tokens.word(start) in ("the", "its", "their", "those", "these", "all"):
            number = numeral_at(tokens, start + 1)  # "ten of the 12 jurors"
            start = number.last if number else start
        return noun_phrase(tokens, start, plural=True)
    if tokens.hyphen(last):  # "the 2,100-strong force"
        return noun_phrase(tokens, last + 1 + (then in ("strong", "odd")), plural=False)
    if word in ("more", "others") and (not then.isalpha() or _said(tokens, last + 1)):
        return earlier or ("others" if word == "others" else None), last + 1
    one = amount.low == amount.high == 1
    return noun_phrase(tokens, last + (word == "more"), plural=not one)


def _said(tokens: Tokens, at: int) -> bool:
    word = tokens.word(at)
    return word in FUNCTION or word in _FATES or word.endswith("ed")


def _fate_after(tokens: Tokens, at: int) -> str | None:
    """The verb after those counted: "were injured", "have been arrested", "dead"."""
    passive = False
    for k in range(at, at + 5):
        word = tokens.word(k)
        if word in _FATES or (passive and word.endswith("ed") and word not in _UNFINISHED):
            return word
        passive = word in _PASSIVE or (passive and word.endswith("ly"))
        if word not in _AUXILIARIES and not word.endswith("ly"):
            return None
    return None


def _fate_before(tokens: Tokens, first: int) -> str | None:
    """The verb before those counted, as a participle: "killing", "killed", "damaged"."""
    word = tokens.word(first - 1)
    if word in _FATES:
        return word
    if word.endswith("ing"):
        for past in (word[:-3] + "ed", word[:-3] + "d"):
            if past in _FATES:
                return past
    return None


def _noun_before(tokens: Tokens, amount: Amount) -> str | None:
    """The noun that a number belongs to: "a magnitude of 5", "the death toll rose to 20"."""
    at = amount.first - 1
    word = tokens.word(at)
    if word in ("magnitude", "population"):
        return tokens.raw[at]
    if word in ("a", "an"):
        at -= 1
        word = tokens.word(at)
    if word in ("to", "by", "at", "from"):
        at -= 1
        if tokens.word(at) not in MOVED:
            return moved_before(tokens, at + 1)
        while tokens.word(at) in MOVED or tokens.word(at) in _AUXILIARIES:
            at -= 1
        return subject_before(tokens, at + 1)
    if word == "now":
        at -= 1
        word = tokens.word(at)
    if word not in _COPULAS:
        return None
    while tokens.word(at) in _COPULAS or tokens.word(at) in ("has", "had", "have"):
        at -= 1
    return subject_before(tokens, at + 1)
