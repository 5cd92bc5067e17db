"""The words around a number that bound it: "at least", "up to", "about", "or more", ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoth.reading.figures.numerals import starts_number
from quoth.reading.figures.tokens import Tokens, word_set

# What a phrase does to a number: it is the least, the most, or stays as it is (about, only).
Bound = Literal["low", "high", "same"]

_PHRASES: dict[Bound, str] = {
    "low": (
        "at least, at the least, more than, greater than, larger than, higher than, bigger than, "
        "longer than, over, above, exceeding, exceed, exceeds, exceeded, surpassing, surpass, "
        "surpasses, surpassed, topping, topped, tops, no fewer than, not fewer than, no less than, "
        "not less than, no lower than, no shorter than, a minimum of, minimum of, upwards of, "
        "upward of, beyond, "
        "in excess of, as little as, as few as, as low as, north of, >, ≥"
    ),
    "high": (
        "up to, upto, almost, nearly, close to, less than, fewer than, smaller than, lower than, "
        "shorter than, under, below, at most, at the most, as many as, as much as, as high as, "
        "as long as, no more than, not more than, no longer than, not longer than, "
        "no later than, no greater than, no higher than, not exceeding, "
        "not exceed, a maximum of, maximum of, approaching, not quite, within, just short of, "
        "shy of, <, ≤"
    ),
    "same": (
        "about, around, approximately, approx, approx ., roughly, some, circa, ca ., c ., ~, ≈, "
        "estimated, an estimated, only, just, exactly, precisely, an average of, just about, "
        "something like, in the region of, in the order of, on the order of, a mere, mere, merely, "
        "or so"
    ),
}
# Words that come before such a phrase ("well over", "a little under") and are none alone.
_STRENGTH = word_set("well slightly little bit much significantly considerably far easily")


_UPWARDS = word_set("more above greater higher larger longer bigger over taller heavier")
_DOWNWARDS = word_set("less fewer below under lower smaller shorter")


@dataclass(frozen=True, slots=True)
class Hedge:
    """The phrases before a number: the token where they begin and what they do to it."""

    first: int
    bound: Bound
    hedged: bool


def _by_last_word() -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    found: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for bound, phrases in _PHRASES.items():
        for phrase in phrases.split(", "):
            words = tuple(phrase.split())
            found.setdefault(words[-1], []).append((words, bound))
    for candidates in found.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return found


_BY_LAST_WORD = _by_last_word()
# After these, "over" before a stretch of time means "more than"; else rather "during".
_LASTING = word_set("for after lasted lasting than was were took taking takes is well just of with")


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
    for words, bound in _BY_LAST_WORD.get(tokens.word(start - 1), ()):
        if tokens.follows(start - len(words), *words):
            return words, bound
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
