"""Persons without a name, apart from all else that an article calls by no name of its own.

"The researchers" and "a spokeswoman" are persons who are not named; "years of research", "the
proposed test" and "the Conservatives" are things and bodies, which nobody hides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.words import ANYONE, PREPOSITIONS, RELATIVE, word_set
from quoth.records import Speaker

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|,")
_MOST = 12  # words of a label that are looked at
# How words for people by what they do, believe or come from end in the plural, and how in the
# singular: "traders", "activists", "Canadians"; "a lecturer".
_MANY = ("ers", "ors", "ists", "ians", "ants", "eers", "icans")
_ONE = ("ist", "ian", "eer", "yer")
# "A group of experts": what it is a group of is what it is.
_SOME = word_set(
    "group groups lot lots team number series hundreds dozens thousands scores majority couple "
    "pair handful crowd panel most some many several all half none"
)
_AGED = re.compile(r"years?-olds?$")
_KIN = frozenset({"family", "families", "siblings", "relatives", "nobody", "everybody", "someone"})
_HEADLESS = (
    _KIN | ANYONE | frozenset({"one", "some", "many", "most", "several", "others", "those", "few"})
)


def nameless(speaker: Speaker) -> bool:
    """Whether a speaker is a person, or several, whom the article never names."""
    return speaker.type == "unnamed" and is_person(speaker.label)


@lru_cache(maxsize=65_536)
def is_person(label: str) -> bool:
    """Whether a description without a name is one of a person: its head, the last word before a
    preposition, a comma or a clause, is a word for people."""
    head = ""
    for match in list(_WORD.finditer(label))[:_MOST]:
        low = match[0].lower().removesuffix("'s").removesuffix("’s")
        if low == "of" and head in _SOME:
            continue
        if low == "," or (head and low in PREPOSITIONS | RELATIVE):
            break
        if head and low.endswith("ing") and classify(head)[0] == "person":
            break  # "lawyers representing the town"
        head = low
    if head in _HEADLESS or _AGED.search(head):
        return True
    sort = classify(head)[0]
    return sort == "person" or (sort == "thing" and head.endswith((*_MANY, *_ONE)))
