"""Classifier for figures: a logistic regression over the words around a number.

What a number is used for, by the rules of `quoth.reading.figures.sieve`, is one sign among others;
the rest are the words beside it, its unit and size, the noun it counts, and its line. The weights
are learned from annotated articles (training/figures_weights.py; L2 penalty, all features are 0 or
1) and kept as plain numbers in weights.json.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from quoth.lang import words
from quoth.reading.figures.amounts import Amount, counts_noun
from quoth.reading.figures.sieve import Use
from quoth.reading.figures.tokens import Tokens
from quoth.reading.figures.units import TIMES

_DEFINITE = words("figures", "definite")
_ORDER = words("figures", "order")
_OF_THESE = words("figures", "of_these")
_AWAY = words("figures", "away")
_PAST = words("figures", "past_verbs")
_LINKS = words("figures", "noun_links")
_STOPS = words("figures", "stops")
_BE = words("figures", "be_have")


def features(tokens: Tokens, amount: Amount, use: Use | None, *, named: bool) -> list[str]:
    """The names of the features that hold for the number, in order; each counts once.

    ``use`` is what a rule takes it for, ``named`` whether the article has it as a name elsewhere.
    """
    found = [*_beside(tokens, amount), *_apart(tokens, amount), *_line(tokens, amount)]
    kind = _kind(tokens, amount)
    if use is not None:
        found += [f"use={use}", f"{kind}:use={use}"]
    if named:
        found.append("seen as a name")
    return sorted(set(found))


def _beside(tokens: Tokens, amount: Amount) -> list[str]:
    first, last = amount.first, amount.last
    before, after = tokens.word(first - 1), tokens.word(last)
    kind = _kind(tokens, amount)
    found = ["bias", f"kind={kind}", f"written={amount.written}"]
    found += [f"before={before}", f"after={after}", f"{kind}:after={after}"]
    found.append(f"{kind}:before={_class_before(tokens, first)}")
    found.append(f"{kind}:then={_class_after(tokens, last)}")
    found.append(f"then={_class_after(tokens, last)}")
    found.append(f"was={_class_before(tokens, first)}")
    if amount.written in ("vague", "times", "share"):
        found.append(f"word={tokens.word(amount.end - 1)}")
    if amount.hedged:
        found.append(f"{kind}:hedged")
    if amount.ranged:
        found.append("ranged")
    if tokens.hyphen(last) or (amount.unit and tokens.hyphen(amount.end)):
        found.append(f"{kind}:hyphen")
    if amount.written == "digits" and amount.unit is None:
        single = amount.end == amount.number + 1
        found.append(f"digits={min(len(tokens.word(amount.number)), 5) if single else 'many'}")
        if tokens.capital(first - 1) and tokens.word(first - 2) not in (".", ""):
            found.append("after name")
    if after == "of":
        found.append(f"{kind}:of={'those' if tokens.word(last + 1) in _OF_THESE else 'what'}")
    if before in ("of", "in", "for", "at", "by", "from", "to", "with", "on"):
        found.append(f"{kind}:before={before}")
    return found


_WORDS_TO_NOUN = 5


def _apart(tokens: Tokens, amount: Amount) -> list[str]:
    """Words one further away, the noun that is counted, the unit, the size, what touches it."""
    kind = _kind(tokens, amount)
    first, last = amount.first, amount.last
    found = [f"{kind}:word before={tokens.word(first - 1)}"]
    found += [f"before2={word}" for word in (tokens.word(first - 2),) if word]
    found += [f"after2={word}" for word in (tokens.word(last + 1),) if word]
    start = last + 1 if tokens.hyphen(last) else last
    for at in range(start, start + _WORDS_TO_NOUN):
        word = tokens.word(at)
        if not word[:1].isalpha() or word in _LINKS:
            break
        if counts_noun(tokens, at):
            found += [f"noun={word}", f"{kind}:noun"]
            break
    if amount.unit:
        found.append(f"unit={amount.unit}")
    if amount.low is not None and amount.written in ("digits", "words"):
        size = 0 if amount.low <= 0 else min(12, max(0, int(math.log10(amount.low) + 3)))
        found.append(f"{kind}:size={size}")
        if amount.low == int(amount.low) and amount.low <= 12:
            found.append(f"{kind}:value={int(amount.low)}")
    if tokens.glued(amount.number - 1):
        found.append(f"touched by={tokens.word(amount.number - 1)[:3]}")
    if tokens.glued(amount.end - 1) and tokens.word(amount.end) not in _STOPS:
        found.append(f"touches={tokens.word(amount.end)[:3]}")
    return found


_NEAR = 3  # tokens looked at on each side of a number


def _line(tokens: Tokens, amount: Amount) -> list[str]:
    """Whether the number begins or ends its line, and the capitals round it."""
    first, last = amount.first, amount.last
    start, end = first, last
    while first - start < _NEAR and not tokens.line_break(start - 1):
        start -= 1
    while end - last < _NEAR and not tokens.line_break(end):
        end += 1
    found = []
    if start == first:
        found.append("line begins")
    if tokens.line_break(last):
        found.append("line ends")
    before = sum(tokens.capital(at) for at in range(start, first))
    behind = sum(tokens.capital(at) for at in range(last, end))
    found.append(f"capitals={before},{behind}")
    if tokens.capital(last):
        found.append(f"{_kind(tokens, amount)}:capital behind")
    return found


def _kind(tokens: Tokens, amount: Amount) -> str:
    if amount.money:
        return "money"
    if amount.unit == "%":
        return "share"
    if amount.unit in TIMES:
        return "time"
    if amount.unit is not None:
        return "measure"
    if tokens.word(amount.number) == "one" and amount.end == amount.number + 1:
        return "one"
    if amount.written == "words":
        return "small"
    return "many" if amount.written == "digits" else amount.written


def _class_before(tokens: Tokens, first: int) -> str:
    word = tokens.word(first - 1)
    if tokens.line_break(first - 1) or word in _STOPS:
        return "start"
    if word in _ORDER:
        return "order"
    if word in _DEFINITE or word.endswith(("'s", "s'")):
        return "definite"
    if word in ("a", "an"):
        return "a"
    if word in (",", "and", "or", "(", "-"):
        return word
    if tokens.capital(first - 1):
        return "name"
    if word in _BE:
        return "be"
    if word.endswith(("ed", "ing")) or word in _PAST:
        return "verb"
    return "word"


def _class_after(tokens: Tokens, last: int) -> str:
    if tokens.hyphen(last):
        last += 1
    word = tokens.word(last)
    if tokens.line_break(last) or word in _STOPS or word in (",", ")"):
        return "stop"
    if word in _AWAY:
        return "away"
    if word in _BE:
        return "be"
    if word in ("of", "in", "and", "more", "other", "others"):
        return word
    if word[:1].isdigit():
        return "digits"
    if tokens.capital(last):
        return "name, plural" if counts_noun(tokens, last + 1) else "name"
    if counts_noun(tokens, last):
        return "plural"
    if counts_noun(tokens, last + 1):
        return "word, plural"
    if word.endswith(("ed", "ing")):
        return "verb"
    return "word"


@cache
def _weights() -> dict[str, float]:
    source = files("quoth.reading.figures").joinpath("weights.json")
    loaded: dict[str, float] = json.loads(source.read_text(encoding="utf-8"))["weights"]
    return loaded


def likelihood(tokens: Tokens, amount: Amount, use: Use | None, *, named: bool) -> float:
    """The probability, between 0 and 1, that the number is a figure.

    ``use`` and ``named`` are as in `features`.
    """
    weights = _weights()
    total = sum(weights.get(name, 0.0) for name in features(tokens, amount, use, named=named))
    return 1.0 / (1.0 + math.exp(-total))
