"""For whom, where and up to when a figure counts, as far as the words around it tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoth.ledger.compare.tokens import STOP_WORDS, plain, word_set
from quoth.text.sentences import sentences

_BEFORE, _AFTER = 60, 60  # characters around a figure within its sentence
_SENTENCE = 400  # characters to each side in which its sentence is looked for
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_MONTHS = word_set(
    "january february march april may june july august september october november december"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The years, months and names that stand near a figure in its sentence, folded."""

    years: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def same_time(self, other: Circumstances) -> bool:
        """Whether nothing says that the two are of different times."""
        return not (_apart(self.years, other.years) or _apart(self.months, other.months))

    def same_place(self, other: Circumstances) -> bool:
        """Whether nothing says that the two are of different people or places."""
        return not _apart(self.names, other.names)


NOTHING_NEAR = Circumstances()


def around(text: str, start: int, end: int) -> Circumstances:
    """What stands near the characters ``start`` to ``end`` of a text."""
    low, high = max(0, start - _SENTENCE), min(len(text), end + _SENTENCE)
    for first, last in sentences(text, low, high):
        if first <= start and end <= last:
            low, high = first, last
            break
    near = (max(low, start - _BEFORE), start), (end, min(high, end + _AFTER))
    years, months, names = set(), set(), set()
    for first, last in near:
        for match in _WORD.finditer(text, first, last):
            word, folded = match[0], plain(match[0])
            if _YEAR.fullmatch(word):
                years.add(word)
            elif folded in _MONTHS and word[0].isupper():
                months.add(folded)
            elif (
                word[0].isupper() and match.start() > low and folded not in STOP_WORDS
                and folded not in _DAYS
            ):  # fmt: skip
                names.add(folded)
    return Circumstances(frozenset(years), frozenset(months), frozenset(names))


def _apart(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two and one.isdisjoint(two))
