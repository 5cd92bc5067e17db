"""Words around a number that give it a bound: "at least", "up to", "about", "or more", ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoth.lang import listed, words
from quoth.reading.figures.numerals import starts_number
from quoth.reading.figures.tokens import Tokens

# What a phrase does to a number: it is the least, the most, or stays as it is (about, only).
Bound = Literal["low", "high", "same"]

_BOUNDS: tuple[Bound, ...] = ("low", "high", "same")
# Words that come before such a phrase ("well over", "a little under") and are none alone.
_STRENGTH = words("numbers", "strength")


_UPWARDS = words("numbers", "upwards")
_DOWNWARDS = words("numbers", "downwards")


@dataclass(frozen=True, slots=True)
class Hedge:
    """The phrases before a number: the token where they begin and what they do to it."""

    first: int
    bound: Bound
    hedged: bool


def _by_last_word() -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    found: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for bound in _BOUNDS:
        for entry in listed("numbers", f"bounds_{bound}", "phrases"):
            phrase = tuple(entry.split())
            found.setdefault(phrase[-1], []).append((phrase, bound))
    for candidates in found.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return found


_BY_LAST_WORD = _by_last_word()
# After these, "over" before a stretch of time means "more than"; else rather "during".
_LASTING = words("numbers", "lasting")


def hedge_before(tokens: Tokens, first: int, *, duration: bool) -> Hedge:
    """What stands right before the number at token ``first``: "well over", "an estimated", …

    ``duration``: the number is a stretch of time; "over 18 months" is then rather "during" than
    "more than", unless the sentence says otherwise ("for over 18 months").
    """
    start = first
    bound: Bound = "same"
    for _ in range(3):
        found = _phrase_before(tokens, start)
        if found is None:
            break
        words, does = found
        begin = start - len(words)
        if start < first and words[-1] in ("over", "under", "around"):
            break  # the particle of a verb: "takes over about 7000 workers"
        if duration and words == ("over",) and tokens.word(begin - 1) not in _LASTING:
            break
        start = begin
        if bound == "same":
            bound = does
    hedged = start < first
    if hedged and tokens.word(start - 1) in _STRENGTH:
        start -= 2 if tokens.word(start - 2) == "a" else 1
    return Hedge(start, bound, hedged)


def _phrase_before(tokens: Tokens, start: int) -> tuple[tuple[str, ...], Bound] | None:
    for phrase, bound in _BY_LAST_WORD.get(tokens.word(start - 1), ()):
        if tokens.follows(start - len(phrase), *phrase):
            return phrase, bound
    return None


def bound_after(tokens: Tokens, last: int) -> tuple[Bound, int] | None:
    """What stands right after the number, or after the noun it counts: "or more", "or so", "+".

    Returns the bound and the token after the phrase, or None.
    """
    if tokens.word(last) == "+" and tokens.glued(last - 1):
        return "low", last + 1
    if tokens.hyphen(last) and tokens.word(last + 1) == "plus":
        return "low", last + 2
    for skip in range(3):
        at = last + skip
        word = tokens.word(at)
        if word == "or":
            after = tokens.word(at + 1)
            if after in _UPWARDS:
                return "low", at + 2
            if after in _DOWNWARDS:
                return "high", at + 2
            return ("same", at + 2) if after == "so" else None
        if tokens.follows(at, "at", "least"):
            return "low", at + 2
        if tokens.follows(at, "at", "most"):
            return "high", at + 2
        if not word.isalpha() or starts_number(word):
            return None
    return None
