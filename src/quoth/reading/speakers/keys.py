"""Names compared by their words alone: whether two can be one person's, or one body's."""

from __future__ import annotations

from quoth.reading.speakers.given import full_given
from quoth.reading.speakers.names import is_thing
from quoth.reading.speakers.words import word_set

_LINKS = frozenset({"of", "the", "and", "for", "&", "on", "in", "to", "de", "la", "del", "at"})
CORPORATE = word_set(
    "inc corp corporation ltd llc plc gmbh co company group holdings news international sciences "
    "electronics airlines airways industries technologies pharmaceuticals motors party"
)


def same_person(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether two names of several words can be one person's: initials and middle names aside."""
    if one == two:
        return True
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if is_thing(long) and short[-1] != long[-1]:
        return False  # "Ana Rossi" is not the "Ana Rossi Prize"
    if len(short) > 1 and len(long) > len(short):
        for at in range(len(long) - len(short) + 1):
            if long[at : at + len(short)] == short:
                return True
    if one[-1] != two[-1]:
        return False
    return _same_given(one[0], two[0]) and (len(one) > 1 and len(two) > 1)


def _same_given(one: str, two: str) -> bool:
    if full_given(one) == full_given(two):
        return True
    short, long = sorted((one, two), key=len)
    return len(short) == 1 and long.startswith(short)


def same_body(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether two names of bodies are one's: the shorter ends, or begins, the longer."""
    if one == two:
        return True
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if long[-len(short) :] == short:
        return len(short) > 1 or short[0] not in ("party", "states", "nations", "united")
    if long[: len(short)] == short:
        rest = [token for token in long[len(short) :] if token not in _LINKS]
        return 0 < len(rest) < 3 and rest[-1].rstrip(".") in CORPORATE
    return False


def one_letter_off(one: str, two: str) -> bool:
    """Whether two words differ by one letter, put in, left out or another."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    short, long = sorted((one, two), key=len)
    at = 0
    while at < len(short) and short[at] == long[at]:
        at += 1
    rest = at + 1
    return short[rest:] == long[rest:] if len(one) == len(two) else short[at:] == long[rest:]


def initials(key: tuple[str, ...]) -> str:
    """The first letters of a body's name, links left out: "icrc"."""
    return "".join(token[0] for token in key if token not in _LINKS)


def abbreviates(short: str, key: tuple[str, ...]) -> bool:
    """Whether the letters of ``short`` stand in that order in the words of ``key``."""
    letters = [char for char in short if char.isalnum()]
    if not letters or not any(token[0] == letters[0] for token in key):
        return False
    if short in key:
        return True
    text = " ".join(key)
    at = 0
    for char in letters:
        at = text.find(char, at)
        if at < 0:
            return False
        at += 1
    hits = sum(token[0] in letters for token in key if token not in _LINKS)
    return hits >= 2
