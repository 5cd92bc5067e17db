"""Names of persons taken to pieces: titles off, the generation apart, particles with their name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from quoth.reading.speakers.given import full_given, is_given
from quoth.reading.speakers.nouns import singular
from quoth.reading.speakers.places import CAPITALS, COUNTRIES, DEMONYMS, PARTY_WORDS, US_STATES
from quoth.reading.speakers.tokens import fold
from quoth.reading.speakers.words import (
    CALENDAR,
    MR,
    NAME_BODIES,
    PARTICLES,
    PRONOUNS,
    REGAL,
    ROLES,
    SUFFIXES,
    TITLES,
)

Sort = Literal["full", "single", "account", "none"]

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*\.?")
_OWNED = re.compile(r"['’]s\b", re.IGNORECASE)
_TAIL = re.compile(r"[,(\[/].*")
_GENERATIONS = {"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr"}
_NUMERALS = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
                       "xiii", "xiv", "xv", "xvi", "xxiii"})  # fmt: skip
# "Bashar al-Assad" and "Bashar Assad" are one name; "bin Salman" and "Salman" are two.
_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "ash", "ar", "an", "az", "at"})
_ARTICLE = re.compile(r"(?:al|el|ul|ad|as|ash|ar|an|az|at)-(?=\w)")
# The many romanisations of one Slavic ending.
_SKY = re.compile(r"(?<=[^aeiou])(?:skyy|skiy|skyi|skij|skyj|skii)$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_NO_NAMES = (
    TITLES | ROLES | NAME_BODIES | DEMONYMS | PARTY_WORDS | COUNTRIES | CAPITALS | US_STATES
    | CALENDAR | PRONOUNS | frozenset({"the", "a", "press", "white", "first", "deputy"})
)  # fmt: skip
_NEVER = frozenset({"and", "or", "of", "with", "from", "for", "after", "the"})
_TITLES_OFF = TITLES - {"crown", "del", "private", "major", "chase", "marshal", "pvt"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name ready to be compared.

    ``sort``: "full" has a given and a family name (in whatever order), "single" one word,
    "account" an @ in front; "none" is no name of one person. ``tokens`` are its words folded,
    without titles; ``suffix`` is "jr", "sr" or a numeral. ``key`` is the same for names that
    differ in hyphens, apostrophes and accents alone; ``raw`` tells spellings apart that ``key``
    does not. ``umlauts`` is the key with ä, ö, ü written ae, oe, ue, where it has any.
    """

    sort: Sort
    tokens: tuple[str, ...] = ()
    suffix: str = ""
    title: str = ""
    key: str = ""
    raw: str = ""
    umlauts: str = ""

    @property
    def given(self) -> str:
        """The first word, short given names in full: "william" for "bill"."""
        return full_given(self.tokens[0])

    @property
    def middles(self) -> tuple[str, ...]:
        """What stands between the first word and the last."""
        return self.tokens[1:-1]

    @property
    def family(self) -> str:
        """The last word."""
        return self.tokens[-1]


_NONE = PersonName("none")


@lru_cache(maxsize=65536)
def parse(name: str) -> PersonName:
    """The pieces of a person's name."""
    name = " ".join(name.split())
    if name.startswith("@") and len(name) > 2:
        return PersonName("account", (name.lower(),), key=name.lower(), raw=name.lower())
    words, suffix = _suffix(_words(name))
    words, title = _title(words, bool(suffix))
    if not words or any(word.isdigit() or word in _NEVER for word in words):
        return _NONE
    if all(word in _NO_NAMES or singular(word) in _NO_NAMES for word in words) and (
        not is_given(words[0]) and words[0] not in REGAL
    ):
        return _NONE
    tokens = _glued(words)
    key = _squashed(tokens)
    if len(tokens) == 1:
        whole = len(key) > 1 and key.lower() == key.upper()  # a script without spaces
        return PersonName("full" if whole else "single", tokens, suffix, title, key, key)
    spelt = "".join(words).replace("-", "").replace("'", "")
    lowered = unicodedata.normalize("NFC", name.lower())
    umlauts = ""
    if lowered.translate(_UMLAUTS) != lowered:
        again, _ = _suffix(_words(lowered.translate(_UMLAUTS)))
        umlauts = _squashed(_glued(_title(again, bool(suffix))[0]))
    return PersonName(
        "full", tokens, suffix, title, f"{key} {suffix}".rstrip(), spelt,
        f"{umlauts} {suffix}".rstrip() if umlauts else "",
    )  # fmt: skip


def _words(name: str) -> list[str]:
    comma = name.find(",")
    if comma > 0 and fold(name[comma + 1 :]).strip(" .") in _GENERATIONS:
        name = name.replace(",", " ")
    name = _TAIL.sub("", _OWNED.sub("", name))
    return [word.rstrip(".") for word in _WORD.findall(fold(name))]


def _suffix(words: list[str]) -> tuple[list[str], str]:
    """The words without what stands behind the name, and the generation it tells."""
    suffix = ""
    while len(words) > 1:
        last = words[-1]
        if last in _GENERATIONS:
            suffix = _GENERATIONS[last]
        elif last in _NUMERALS and (len(last) > 1 or words[0] in REGAL):
            suffix = last
        elif last not in SUFFIXES:
            break
        words = words[:-1]
    return words, suffix


def _title(words: list[str], numbered: bool) -> tuple[list[str], str]:
    """The words without the titles in front, and the last of those."""
    at = 0
    while at + 1 < len(words) and words[at] in _TITLES_OFF:
        if words[at] in REGAL and (len(words) - at == 2 or numbered):
            break  # "Pope Leo": the title belongs to the name
        if len(words) - at == 2 and is_given(words[at]) and words[at] not in MR:
            break  # "Judge Reinhold", "Dean Ash"
        at += 1
    return words[at:], words[at - 1] if at else ""


def _glued(words: list[str]) -> tuple[str, ...]:
    """The words with particles put before the name they belong to: "vonderleyen"."""
    out: list[str] = []
    held = ""
    for at, word in enumerate(words):
        last = at == len(words) - 1
        if at and not last and (word in _ARTICLES):
            continue
        word = _ARTICLE.sub("", word) if at else word
        if at and not last and word in PARTICLES and len(word) > 1:
            held += word
            continue
        out.append(held + word)
        held = ""
    out[-1] = _SKY.sub("sky", out[-1])
    return tuple(out)


def _squashed(tokens: tuple[str, ...]) -> str:
    return "".join(tokens).replace("-", "").replace("'", "")


def regal(name: PersonName, roles: tuple[str, ...]) -> PersonName:
    """A single name whose roles say "Pope" or "Queen": the name with that title."""
    for role in roles:
        word = fold(role).split()[-1:] or [""]
        if word[0] in REGAL:
            return parse(f"{word[0]} {name.tokens[0]} {name.suffix}")
    if name.title in REGAL:
        return parse(f"{name.title} {name.tokens[0]} {name.suffix}")
    return name


def fits(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether middle names can be a shorter way of writing ``long``: its first ones, initials for
    names ("E." for "Eugene Paul"), or some of them in full."""
    if len(short) <= len(long) and all(map(_agree, short, long)):
        return True
    at = 0
    for one in short:
        while at < len(long) and one != long[at]:
            at += 1
        if at == len(long) or len(one) == 1:
            return False
        at += 1
    return True


def _agree(one: str, two: str) -> bool:
    if len(one) == 1 or len(two) == 1:
        return one[0] == two[0]
    return one == two
