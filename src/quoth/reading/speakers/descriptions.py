"""Whom a description means: "the minister", "the company", "the report"."""

from __future__ import annotations

import math

from quoth.reading.speakers import places
from quoth.reading.speakers.cast import Entity
from quoth.reading.speakers.given import Gender
from quoth.reading.speakers.nouns import singular
from quoth.reading.speakers.sources import Part
from quoth.reading.speakers.tokens import fold
from quoth.reading.speakers.words import (
    ANYONE,
    BARE_BODIES,
    DETERMINERS,
    FEMALE_ROLES,
    FIRM_BODIES,
    MALE_ROLES,
    MEDIA,
    NAME_BODIES,
    ROLE_GROUPS,
    STATE_BODIES,
    word_set,
)

_SECOND = frozenset({"deputy", "vice", "assistant", "associate", "under"})
_EMPTY = DETERMINERS | word_set("former current new old then own late same top senior")


_SHORT = {
    "gen": "general", "sen": "senator", "rep": "representative", "gov": "governor",
    "dr": "doctor", "prof": "professor", "col": "colonel", "lt": "lieutenant", "sgt": "sergeant",
    "capt": "captain", "adm": "admiral", "maj": "major", "rev": "reverend",
    "supt": "superintendent",
}  # fmt: skip


_OFFICIAL = word_set(
    "department ministry commission police court council parliament administration congress "
    "senate committee house government army navy force"
)


def gender_of_role(head: str) -> Gender:
    """The gender a word for a role tells of ("spokeswoman"), or ""."""
    if head in FEMALE_ROLES:
        return "f"
    return "m" if head in MALE_ROLES else ""


def role_words(entity: Entity) -> set[str]:
    """The folded words of all roles of ``entity``, in the singular too."""
    found: set[str] = set()
    for role in entity.roles:
        for word in role.split():
            low = fold(word.strip(".,;:'\"’"))
            low = low.removesuffix("'s")
            found.add(_SHORT.get(low, low))
            found.add(singular(low))
            found.update(low.split("-"))
    return found


def person_fit(part: Part, entity: Entity, roles: set[str]) -> float:
    """How well a description of one person fits ``entity`` by its roles; 0 when it does not."""
    head = singular(part.head) if not part.head.isdigit() else part.head
    gender = gender_of_role(head)
    if gender and entity.gender and gender != entity.gender:
        return 0.0
    if (entity.head and singular(entity.head) == head) or head in roles:
        points = 3.0
    elif any(head in group and roles & group for group in ROLE_GROUPS) or (
        entity.head and any(head in g and singular(entity.head) in g for g in ROLE_GROUPS)
    ):
        points = 2.0
    elif head in ANYONE or head.endswith(("-old",)):
        points = 0.8
    elif head in places.PARTY_WORDS and head[:8] in {word[:8] for word in roles}:
        points = 2.0
    else:
        return 0.0
    if points == 3.0 and not _SECOND & set(part.mods) and _is_second(entity, head):
        points -= 2.0
    for word in part.mods:
        if word in _EMPTY:
            continue
        if word in roles or word in entity.key:
            points += 0.7
        elif word in places.DEMONYMS or word in places.PARTY_WORDS or word in places.COUNTRIES:
            others = roles & (places.DEMONYMS | places.PARTY_WORDS | places.COUNTRIES)
            points -= 1.2 if others else 0.2
        else:
            points -= 0.15
    return max(points, 0.0)


def _is_second(entity: Entity, head: str) -> bool:
    """Whether every role of ``entity`` with the word ``head`` is a deputy's: "deputy governor"."""
    held = [fold(role).split() for role in entity.roles if head in fold(role)]
    return bool(held) and all(
        _SECOND & set(words[: words.index(head)]) for words in held if head in words
    )


def body_fit(part: Part, entity: Entity) -> float:
    """How well a description of a body ("the ministry", "the company") fits a named one."""
    head = singular(part.head)
    key = {singular(token) for token in entity.key if token not in ("states", "nations")}
    mods = [mod for mod in part.mods if mod not in _EMPTY]
    if entity.head and singular(entity.head) == head:
        return 3.0 - 0.3 * len([mod for mod in mods if fold(mod) not in fold(entity.label)])
    ends = head in key and (singular(entity.key[-1]) == head or entity.key[1:2] == ("of",))
    ends = ends or (bool(mods) and all(singular(mod) in key for mod in mods))
    if head in BARE_BODIES and head in key and not ends:
        return 0.0  # "the police" is more than one of its commands
    if head in key:
        misses = [mod for mod in mods if singular(mod) not in key and mod not in entity.key]
        return max(0.0, 3.0 - 2.0 * len(misses))
    if part.owner >= 0:
        return 0.0
    if entity.kind == "place":
        return 1.2 if head in STATE_BODIES and head != "city" else 0.0
    if entity.kind not in ("body", "thing") or head in STATE_BODIES - {"bloc"}:
        return 0.0
    if mods and head not in FIRM_BODIES and head not in MEDIA:
        return 0.0
    ending = entity.key[-1].rstrip(".") if entity.key else ""
    if head in ("court", "ministry", "police", "party", "parliament", "university", "school",
                "college", "council", "committee", "army", "military", "embassy", "campaign",
                "administration", "team", "club", "church", "bank", "hospital"):  # fmt: skip
        if ending in NAME_BODIES or entity.kind == "body":
            return 0.6 if head in ("team", "club", "party", "bank", "hospital") else 0.0
        return 0.0
    if head in MEDIA and head not in FIRM_BODIES and head not in ("agency", "station", "network"):
        return 1.3 if ending in MEDIA else 1.0
    if head in FIRM_BODIES:
        if key & _OFFICIAL:
            return 0.0
        return 0.7 if ending in NAME_BODIES - {"inc", "corp", "ltd", "co", "group"} else 1.1
    return 1.0


_PAPER_GROUPS = (
    word_set("report study survey analysis paper research finding review assessment estimate"),
    word_set("poll survey"),
    word_set("letter memo memorandum email note"),
    word_set("story article piece report column editorial op-ed"),
    word_set("film documentary movie video footage"),
    word_set("book memoir autobiography biography account"),
    word_set("ruling decision judgment judgement verdict order"),
    word_set("law bill act legislation"),
    word_set("complaint lawsuit suit filing brief submission"),
    word_set("tweet post message"),
    word_set("statement release communique announcement"),
)


def same_paper(one: str, two: str) -> bool:
    """Whether two nouns (in the singular) can be said of the same document."""
    return one == two or any(one in group and two in group for group in _PAPER_GROUPS)


def nearness(distance: int, count: int) -> float:
    """Points for a candidate ``distance`` sentences back that was mentioned ``count`` times."""
    return 1.0 / (1 + max(0, distance) / 4) + 0.12 * math.log1p(count)
