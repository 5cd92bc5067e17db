"""How likely a number is a figure: a logistic regression over the words around it.

The rules of `quoth.reading.figures.sieve` leave open such cases as "one of the reasons", "the two
parents" or "two weeks before". A few hundred weights, learned from the Wikinews articles of
news_train.jsonl (510 figures; L2 penalty, all features are 0 or 1), decide those. They are kept
as plain numbers in weights.json.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from quoth.reading.figures.amounts import Amount, counts_noun
from quoth.reading.figures.tokens import Tokens, word_set
from quoth.reading.figures.units import TIMES

_DEFINITE = word_set("the these those both its their his her our my your 's whose")
_ORDER = word_set("last next past first previous coming following final latest recent other")
_OF_THESE = word_set("the these those them his her its their our my us which many several whom")
_AWAY = word_set("ago later earlier before after prior old beforehand afterwards hence")
_STOPS = word_set(". ! ? : ; \" “ ” ' ‘ ’ — –")
_BE = word_set("is was are were be been being has had have")


def features(tokens: Tokens, amount: Amount) -> list[str]:
    """The names of the features that hold for the number; each counts once."""
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
        found.append(f"digits={min(len(tokens.word(amount.number)), 5)}")
        if tokens.capital(first - 1) and tokens.word(first - 2) not in (".", ""):
            found.append("after name")
    if after == "of":
        found.append(f"{kind}:of={'those' if tokens.word(last + 1) in _OF_THESE else 'what'}")
    if before in ("of", "in", "for", "at", "by", "from", "to", "with", "on"):
        found.append(f"{kind}:before={before}")
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
    if word.endswith(("ed", "ing")):
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


def likelihood(tokens: Tokens, amount: Amount) -> float:
    """The probability, between 0 and 1, that the number is a figure."""
    weights = _weights()
    total = sum(weights.get(name, 0.0) for name in sorted(set(features(tokens, amount))))
    return 1.0 / (1.0 + math.exp(-total))
