"""Names of organisations and documents: which are one across articles, and which are labels only.

"The foreign ministry" is another body in every country, so a name made of words for kinds of
bodies alone joins nothing; "the Foreign Ministry of Norway" does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from quoth.reading.speakers.nouns import singular
from quoth.reading.speakers.places import (
    CAPITALS,
    COUNTRIES,
    DEMONYMS,
    PARTY_WORDS,
    SAME_PLACE,
    US_STATES,
)
from quoth.reading.speakers.words import (
    BARE_BODIES,
    BODIES,
    CALENDAR,
    DOCUMENTS,
    MR,
    NAME_BODIES,
    OPENERS,
    PLURAL_PERSONS,
    ROLES,
    TITLES,
    word_set,
)
from quoth.text.fold import fold

Sort = Literal["body", "acronym", "none"]

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*(?:['&-][^\W_]+)*\.?")
_OWNED = re.compile(r"['’](?:s\b|(?=\s|$))", re.IGNORECASE)
_LINKS = word_set("of the for and in on to at de la del & by")
_CORPORATE = word_set("inc corp corporation ltd limited llc plc gmbh ag co company")
# Words that say what a body sees to, or how it ranks: with a kind of body they name no one body.
_FIELDS = word_set(
    "foreign external home interior internal domestic health healthcare education finance "
    "financial economic economy trade commerce labor environment environmental energy "
    "agriculture food housing transportation transport defense war peace justice law legal "
    "supreme high higher lower upper federal national state local regional provincial municipal "
    "county city town central general public private civil criminal civilian military naval air "
    "royal special joint chief main grand constitutional electoral election elections "
    "information culture sports youth social family families child children human resources "
    "medical police fire rescue emergency disaster weather coast border interim provisional "
    "transitional ruling opposition appeals appeal district circuit magistrates crown first "
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh congressional "
    "parliamentary presidential governmental official super political action independent united "
    "democratic people popular party workers department homeland-security natural water tax "
    "revenue daily weekly star sun globe standard express world's"
)
# Words for kinds of bodies that are, in a name, enough to know it by.
_KNOWN = word_set(
    "nato taliban kremlin vatican knesset bundestag duma rada sejm majlis politburo amnesty "
    "guardian observer telegraph independent international loya jirga see fbi"
)
_GENERIC = (
    (NAME_BODIES | BARE_BODIES | _FIELDS | ROLES | TITLES | PARTY_WORDS | PLURAL_PERSONS | CALENDAR
     | OPENERS)
    - _KNOWN - DEMONYMS
)  # fmt: skip
# What belongs to a person of that surname, and so to another one in the next article.
_MATTERS = _FIELDS | word_set(
    "affairs security intelligence treasury defense agriculture capital "
    "transport technology science sciences statistics immigration"
)
_OWNERS = word_set(
    "campaign team office administration camp family staff firm estate presidency transition "
    "cabinet government lawyers aides"
)
# Names that are more than one place.
_AMBIGUOUS = word_set("georgia washington victoria columbia") | {"new york", "united"}
_PLACES = COUNTRIES | CAPITALS | US_STATES
_REORDERED = word_set("ministry department government embassy")
_SPELLINGS = {
    "centre": "center", "centres": "centers", "labour": "labor", "defence": "defense",
    "programme": "program", "theatre": "theater", "and": "&",
}  # fmt: skip
_LAWS = word_set("act convention treaty charter constitution code accord accords protocol "
                 "agreement declaration directive amendment")  # fmt: skip


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name ready to be compared; "none" is a label that joins nothing.

    ``key`` is the same for names that differ in "the", accents, spelling on either side of the
    Atlantic, or the corporate form; ``bag`` also for "Department of X" and "X Department".
    """

    sort: Sort
    key: str = ""
    bag: str = ""
    single: bool = False


_NONE = BodyName("none")


@lru_cache(maxsize=65536)
def parse_body(name: str) -> BodyName:
    """The pieces of an organisation's name."""
    if name.startswith("@") and len(name) > 2:
        return BodyName("body", name.lower(), name.lower())
    words = _words(name)
    if not words or words[0] in MR:
        return _NONE
    if len(words) > 1 and words[-1] in _CORPORATE:
        words = words[:-1]
    joined = " ".join(words)
    joined = SAME_PLACE.get(joined, SAME_PLACE.get(joined.rstrip("."), joined))
    if joined in _PLACES:
        return _NONE if joined in _AMBIGUOUS else BodyName("body", joined, joined)
    letters = name.replace(".", "").replace("&", "").strip()
    if len(words) == 1 and 2 <= len(letters) <= 7 and letters.isupper() and letters.isalpha():
        short = letters.lower()
        return _NONE if short in _GENERIC else BodyName("acronym", short, short)
    plain = [word for word in words if word not in _LINKS]
    telling = [word for word in plain if not _is_generic(word)]
    if not telling and (len(plain) < 2 or _is_label(plain)):
        return _NONE
    owner = len(telling) == 1 and telling[0] not in DEMONYMS and telling[0] not in _PLACES
    if owner and len(plain) > 1 and any(word in _OWNERS for word in plain):
        return _NONE
    key = " ".join(words)
    reordered = any(word in _REORDERED for word in plain)
    return BodyName("body", key, " ".join(sorted(plain)) if reordered else key, len(words) == 1)


@lru_cache(maxsize=16384)
def parse_document(name: str) -> BodyName:
    """The pieces of a document's title. Reports, polls, letters and statements are many of one
    description; laws and treaties, and titles without such a word, are one."""
    words = _words(name)
    plain = [word for word in words if word not in _LINKS]
    telling = [word for word in plain if not _is_generic(word) and word not in DOCUMENTS]
    if not plain or not name[:1].isupper():
        return _NONE
    papers = [word for word in plain if word in DOCUMENTS or singular(word) in DOCUMENTS]
    law = any(word in _LAWS for word in plain) and all(word in _LAWS for word in papers)
    if (law and telling) or (not papers and len(telling) > 1):
        return BodyName("body", " ".join(words), " ".join(words))
    return _NONE


def _words(name: str) -> list[str]:
    folded = fold(_OWNED.sub("", " ".join(name.split())))
    words = [_spelt(word) for word in _WORD.findall(folded.replace("&", " and "))]
    while words and words[0] in ("the", "a", "an"):
        words = words[1:]
    # A country's name is one word: neither half of "United States" tells anything.
    out: list[str] = []
    for word in words:
        word = SAME_PLACE.get(word, word) if len(words) > 1 else word
        if out and f"{out[-1]} {word}" in _PLACES:
            word = f"{out.pop()} {word}"
        out.append(word)
    return out


def _spelt(word: str) -> str:
    word = word if word.count(".") > 1 else word.rstrip(".")
    word = _SPELLINGS.get(word, word)
    return word.replace("isation", "ization")


def _is_label(words: list[str]) -> bool:
    """Whether words that tell nothing by themselves tell nothing together: "the Court of Appeals",
    but not "General Motors"."""
    last = singular(words[-1])
    kinds = any(word in BODIES or singular(word) in BODIES for word in words)
    people = any(singular(word) in PARTY_WORDS for word in words) or last in ROLES | TITLES
    return kinds or people or all(word in _MATTERS for word in words)


def _is_generic(word: str) -> bool:
    return word in _GENERIC or singular(word) in _GENERIC or word.isdigit()
