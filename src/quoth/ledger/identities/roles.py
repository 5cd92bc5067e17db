"""What roles tell across articles: who shares an office, and who cannot be one person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quoth.reading.speakers.places import CAPITALS, COUNTRIES, DEMONYMS, SAME_PLACE, US_STATES
from quoth.reading.speakers.words import (
    ANYONE,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MR,
    NAME_BODIES,
    PREPOSITIONS,
    QUANTIFIERS,
    ROLES,
    TITLES,
    word_set,
)
from quoth.text.fold import fold

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*(?:['’&-][^\W_]+)*")
_SMALL = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | QUANTIFIERS | frozenset(MR)
_PAST = word_set("former ex late then retired onetime one-time ousted deposed past old previous")
_NOW = word_set("current incumbent sitting new then-current mr mrs ms")
# Offices that a country has one of, so that "President Orlo" with no given name says who it is.
_OFFICES = frozenset({
    "president", "prime minister", "chancellor", "taoiseach", "pope", "king", "queen", "emperor",
    "vice president", "vice-president", "president-elect", "secretary-general",
    "secretary general", "first lady",
})  # fmt: skip
_SHORT = {
    "sen": "senator", "rep": "representative", "gov": "governor", "congressman": "representative",
    "congresswoman": "representative", "prof": "professor", "ceo": "executive",
}  # fmt: skip
_PLACES = COUNTRIES | CAPITALS | US_STATES | DEMONYMS
# Words of roles that too many people share to tell anything.
_VAGUE = (ANYONE | PREPOSITIONS | _PAST | _NOW | word_set(
    "spokesman spokeswoman spokesperson director leader chief head member official officer "
    "manager executive chairman chairwoman chair lawyer attorney professor author writer expert "
    "analyst activist supporter critic father mother son daughter wife husband owner founder "
    "deputy assistant senior vice general national state us u.s american mr mrs ms dr sir "
    "candidate nominee year-old years old age resident student teacher politician journalist"
))  # fmt: skip

# Walks of life. Two that stand in `_CONFLICTS` are hardly ever one person's at the same time.
_FIELDS: dict[str, frozenset[str]] = {
    "office": word_set(
        "senator representative lawmaker legislator mp msp mep governor mayor "
        "councillor councilor councilman councilwoman minister alderman assemblyman assemblywoman"
    ),
    "player": word_set(
        "footballer striker goalkeeper midfielder winger forward quarterback linebacker pitcher "
        "batsman bowler cricketer wrestler boxer swimmer sprinter cyclist golfer gymnast skier "
        "jockey athlete player defenceman shortstop runner racer"
    ) - {"forward", "runner"},
    "police": word_set("detective constable superintendent sheriff trooper patrolman policeman "
                       "policewoman inspector"),
    "judge": word_set("judge magistrate justice"),
    "medicine": word_set("physician surgeon nurse paramedic epidemiologist cardiologist "
                         "psychiatrist virologist pathologist oncologist paediatrician "
                         "pediatrician"),
    "science": word_set("physicist chemist biologist geologist seismologist astronomer "
                        "meteorologist archaeologist mathematician ecologist"),
    "clergy": word_set("bishop archbishop priest cardinal rabbi imam pastor monsignor"),
    "arts": word_set("actor actress singer songwriter drummer guitarist rapper comedian dancer "
                     "filmmaker musician"),
}  # fmt: skip
_CONFLICTS = {
    frozenset(pair)
    for pair in (
        *(("player", other) for other in ("office", "police", "judge", "medicine", "science")),
        *(("arts", other) for other in ("police", "judge", "medicine", "science", "clergy")),
        *(("clergy", other) for other in ("player", "police", "judge", "science", "medicine")),
        ("arts", "player"), ("judge", "science"), ("judge", "medicine"), ("police", "science"),
        ("police", "medicine"),
    )
}  # fmt: skip
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class RoleWords:
    """What is read in one role.

    ``anchor`` says an office or post that hardly two people share at a time: the words of a role
    with a proper name in it, or one of the offices a country has once ("" where it is neither).
    ``sole`` tells the latter. ``fields`` are walks of life, ``words`` what is telling in it.
    """

    anchor: str = ""
    sole: bool = False
    fields: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def read_role(role: str) -> RoleWords:
    """The telling words of a role as an article gives it."""
    found = _WORD.findall(role)
    lows = [_SHORT.get(low, low) for word in found for low in (fold(word).removesuffix("'s"),)]
    kept = [low for low in lows if low not in _SMALL and not low.isdigit()]
    words = frozenset(low for low in kept if low not in _VAGUE and len(low) > 1)
    if any(low in _PAST for low in lows):
        return RoleWords(words=words)
    fields = frozenset(_FIELD_OF[low] for low in kept if low in _FIELD_OF)
    bare = " ".join(low for low in kept if low not in _PLACES and low not in SAME_PLACE
                    and low not in _NOW)  # fmt: skip
    if bare in _OFFICES:
        return RoleWords(bare, True, fields, words)
    proper = any(
        word[0].isupper() and low not in TITLES and low not in ROLES and low not in _SMALL
        and low not in NAME_BODIES and low not in _VAGUE
        for word, low in zip(found, lows, strict=True)
    )  # fmt: skip
    anchor = " ".join(sorted({low for low in kept if low not in _NOW}))
    many = len(set(kept)) > 1 and any(low in ROLES or low in TITLES for low in kept)
    return RoleWords(anchor if proper and many else "", False, fields, words)


def conflict(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets of walks of life plainly belong to two people."""
    if not one or not two or one & two:
        return False
    return any(frozenset((a, b)) in _CONFLICTS for a in one for b in two)
