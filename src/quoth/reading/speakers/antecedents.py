"""How the words of a description compare with what the article says of an entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from quoth.reading.speakers import places
from quoth.reading.speakers.entities import Entity
from quoth.reading.speakers.keys import initials
from quoth.reading.speakers.nouns import singular
from quoth.reading.speakers.sources import Part
from quoth.reading.speakers.tokens import fold
from quoth.reading.speakers.words import (
    ANYONE,
    BODY_GROUPS,
    DETERMINERS,
    FEMALE_ROLES,
    FIRM_BODIES,
    MALE_ROLES,
    MEDIA,
    PAPER_GROUPS,
    ROLE_GROUPS,
    STATE_BODIES,
    word_set,
)

_RANKS = frozenset({"deputy", "vice", "assistant", "associate", "under", "acting", "junior"})
_TIMES = frozenset({"former", "ex", "late", "then", "retired", "new", "incoming", "outgoing"})
_EMPTY = DETERMINERS | _TIMES | word_set("current own old same top senior")
_SIDES = word_set("opposition ruling defence defense prosecution victim killer local rival")
_WHERE = places.DEMONYMS | places.COUNTRIES | places.PARTY_WORDS | places.CAPITALS


@lru_cache(maxsize=4096)
def head_forms(head: str) -> frozenset[str]:
    """A head noun in the singular with the words that may stand for the same."""
    one = singular(head) if not head.isdigit() else head
    groups = [g for g in (*ROLE_GROUPS, *BODY_GROUPS, *PAPER_GROUPS) if one in g]
    return frozenset({head, one}).union(*groups)


@dataclass(slots=True)
class Comparison:
    """One description beside one entity, as features (their names in `linker.FEATURES`)."""

    found: dict[str, float]
    forbids: bool = False  # the two cannot be one, whatever else speaks for it

    def fill(self, row: NDArray[np.float32], at: Mapping[str, int]) -> None:
        """Write the features into ``row``."""
        for name, value in self.found.items():
            row[at[name]] = value


def compare(part: Part, entity: Entity) -> Comparison:
    """How a description fits what the article says of ``entity``."""
    head = singular(part.head) if not part.head.isdigit() else part.head
    roles = entity.role_words
    key = {singular(token) for token in entity.key}
    forms = head_forms(part.head)
    mods = [mod for mod in part.mods if mod not in _EMPTY]
    met = [m for m in mods if m in roles or m in key or singular(m) in key or singular(m) in roles]
    missed = len(mods) - len(met)
    known_where = {place_of(word) for word in (*roles, *key) if word in _WHERE}
    mine = {place_of(mod) for mod in mods if mod in _WHERE}
    sides = (set(mods) & _SIDES) ^ (roles & _SIDES)
    gender = "f" if head in FEMALE_ROLES else "m" if head in MALE_ROLES else ""
    unnamed = entity.best < 0 and bool(entity.head)
    text = " ".join((*part.mods, part.head))
    other = singular(entity.head) if unnamed else ""
    elsewhere = bool(mine and known_where and not mine & known_where)
    return Comparison(
        {
            "head in roles": head in roles and not unnamed,
            "head like roles": bool(forms & roles) and head not in roles,
            "head in name": bool(key) and (singular(entity.key[-1]) == head or head in key),
            "head like name": bool(forms & key) and head not in key,
            "same head": other == head,
            "like head": other != head and other in forms,
            "same words": unnamed and fold(entity.label).endswith(text.removeprefix("the ")),
            "qualifiers met": min(len(met), 3) / 2,
            "qualifiers missed": min(missed, 3) / 2,
            "qualifier against": elsewhere or bool(sides),
            "rank against": (set(part.mods) & _RANKS) != (roles & _RANKS),
            "time against": bool((set(part.mods) & _TIMES) ^ (roles & _TIMES)),
            "role gender against": bool(gender and entity.gender and entity.gender != gender),
            "gender fits": bool(gender and entity.gender == gender),
            "anyone": head in ANYONE,
            "acronym": bool(entity.key) and initials(tuple(text.split())) == entity.key[-1],
            "state noun": head in STATE_BODIES,
            "firm noun": head in FIRM_BODIES,
            "media noun": head in MEDIA,
        },
        elsewhere or bool(part.names and part.sort == "body" and entity.names and not met),
    )


@lru_cache(maxsize=2048)
def place_of(low: str) -> str:
    """A rough common form of a country and its people ("norwegian", "norway")."""
    return places.country_of(low) or low[:4]


def fits_later(part: Part, entity: Entity) -> bool:
    """Whether an entity named further down is the party that a headline or lead describes."""
    found = compare(part, entity).found
    if any(found[name] for name in ("qualifier against", "role gender against")):
        return False
    key = {singular(token) for token in entity.key}
    if part.sort == "person":
        second = _RANKS & entity.role_words and not _RANKS & set(part.mods)
        known = found["head in roles"] or found["head like roles"]
        return entity.person and bool(known) and not second
    if part.sort == "body":
        met = not part.names or bool(key & {singular(mod) for mod in part.mods})
        return entity.kind == "body" and met and bool(head_forms(part.head) & key)
    key.add(singular(entity.head))
    return part.sort == entity.kind == "paper" and bool(head_forms(part.head) & key)
