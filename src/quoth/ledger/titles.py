"""Titles and posts among what articles say of a speaker, for a list of them over time.

A role is read from the words around a name; some are pieces of a sentence ("hopes U.S. President",
"said the boy's father"). Of each only what is a title is kept, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.words import (
    AUXILIARIES,
    CONJUNCTIONS,
    PREPOSITIONS,
    PRONOUNS,
    TITLES,
    word_set,
)

Role = tuple[str, "str | None", "str | None", int]

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")
_MOST = 12  # words of a title
# What may stand in lower case before a title that is written with a capital.
_BEFORE = word_set(
    "former ex acting interim vice deputy assistant associate senior junior chief lead then "
    "current incumbent outgoing incoming new late retired honorary federal state national regional "
    "local provincial opposition shadow first second third emeritus elected co"
)
_CLAUSE = AUXILIARIES | (PRONOUNS - word_set("his her their its our my your"))


@lru_cache(maxsize=65_536)
def title_in(role: str) -> str | None:
    """The title or post that a role says, or None where it says none."""
    found = list(_WORD.finditer(role))
    lows = [match[0].lower().rstrip(".") for match in found]
    head = next(
        (at for at, low in enumerate(lows) if at and low in PREPOSITIONS), len(found)
    )  # the first word behind the head
    start = 0
    for at in range(head - 1):
        # "hopes U.S. President": a verb before a title.
        verb = found[at][0].islower() and lows[at] not in _BEFORE | CONJUNCTIONS
        if verb and found[at + 1][0][0].isupper() and classify(lows[at])[0] == "thing":
            start = at + 1
    kept = lows[start:]
    clause = any(low.split("'")[0].split("’")[0] in _CLAUSE for low in kept)
    if not kept or len(kept) > _MOST or clause or kept[-1] in PREPOSITIONS | CONJUNCTIONS:
        return None
    if not any(classify(low)[0] == "person" or low in TITLES for low in lows[start:head]):
        return None
    return role[found[start].start() :].strip()


def titles(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The titles among roles over time (role, first day, last day, articles); the same title once,
    over all of its time."""
    out: dict[str, Role] = {}
    for role, first, last, number in roles:
        title = title_in(role)
        if title is None:
            continue
        key = title.casefold()
        if key in out:
            known = out[key]
            days = [day for day in (known[1], known[2], first, last) if day]
            out[key] = (
                known[0], min(days, default=None), max(days, default=None), known[3] + number
            )  # fmt: skip
        else:
            out[key] = (title, first, last, number)
    return tuple(out.values())
