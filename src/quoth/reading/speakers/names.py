"""Names in running text: where they stand, and what each names.

Extents and types are the tagger's; what stands before a name (titles, "the") and behind it ("Jr.")
is read from the words themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from quoth.reading.speakers import places
from quoth.reading.speakers.given import Gender, gender_of, is_given
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.tagger import TAGS, Floats, Tagger, shipped_tagger
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import (
    BODIES,
    FEMALE_ROLES,
    MALE_ROLES,
    MR,
    NAME_DOCUMENTS,
    PARTICLES,
    PREPOSITIONS,
    REGAL,
    RELATIVE,
    ROLES,
    TITLES,
    word_set,
)

Kind = Literal["person", "body", "place", "people", "paper", "title", "thing"]

_GENERATIONS = frozenset({"jr", "sr", "jnr", "snr", "ii", "iii", "iv"})
_OF_NAMES = REGAL | {"lady", "lord", "sheikh", "sheikha"}  # of the name where one name follows
_SURE = 0.8  # probability of a type above which it counts in full
_PLACES = places.COUNTRIES | places.CAPITALS | places.US_STATES
_LEADING = 8  # words of titles looked back over
_LINKS = frozenset({"of", "for", "and", "the", "&"})
_SPELT = _LINKS | {"on", "in", "to", "de"}
_SHORTEST = 3  # letters of a short form that is looked for anywhere
_KINDS: dict[str, Kind] = {
    "person": "person", "body": "body", "place": "place", "people": "people", "other": "thing",
}  # fmt: skip
_NOT_PERSONS = word_set(
    "hill street avenue river county city island islands valley beach mountain mountains lake "
    "airport square road bay coast day week month year war wars award awards cup game games "
    "prize medal show program programme law laws room ocean sea desert peninsula canal bridge "
    "tower building district province state states act plan deal crisis election elections "
    "debate convention summit festival pact strip zone border route highway heights springs "
    "falls center centre code language syndrome disease virus conflict revolution movement "
    "organization organisation times side series dream party campaign administration "
    "presidency"
)


@dataclass(slots=True)
class Name:
    """One name as it stands in the text; positions are word indices, ends included."""

    lead: int
    first: int
    last: int
    kind: Kind
    key: tuple[str, ...]
    sure: bool = False
    gender: Gender = ""
    the: bool = False
    suffix: str = ""
    entity: int = -1
    shares: dict[Kind, float] = field(default_factory=dict)  # of each kind
    composed: bool = False  # with a common noun: "the Norwegian government"


@dataclass(slots=True)
class Tagged:
    """The names of an article, in order, and the scores of its words by which others are typed."""

    names: list[Name]
    scores: Floats


def find_names(words: Words, tagger: Tagger | None = None) -> Tagged:
    """All names of the article, those in its headings too."""
    tagged, scores = (tagger or shipped_tagger()).tag(words)
    spans = [(first, last) for first, last, _ in tagged]
    ending = {last: first for first, last in spans}
    spelt = [(a, b) for a, b in _spelt_out(words) if ending.get(b - 1, a) >= a]
    spans = [s for s in spans if not any(a <= s[1] and s[0] < b for a, b in spelt)]
    spans = sorted([*spans, *((a, b - 1) for a, b in spelt)])
    for first, last in _abbreviated(words):
        crossed = [s for s in spans if s[0] <= last and first <= s[1]]
        if all(first <= a and b <= last for a, b in crossed):
            spans = sorted([*(s for s in spans if s not in crossed), (first, last)])
    names: list[Name] = []
    for first, last in _parted(words, list(_whole(words, spans))):
        lows = [word.low for word in words.words[first : last + 1] if word.alpha]
        if not all(_is_title(low) or low in _LINKS for low in lows):
            names.append(named(words, first, last, scores, names[-1].last if names else -1))
    taken = {at for name in names for at in range(name.first, name.last + 1)}
    names += [
        Name(at, at, at, "person", (word.low,), True)
        for at, word in enumerate(words.words)
        if word.text[0] == "@" and len(word.text) > 2 and at not in taken
    ]
    names.sort(key=lambda name: name.first)
    _cut_known(words, names, scores)
    _agree(names)
    return Tagged(names, scores)


def _spelt_out(words: Words) -> Iterator[tuple[int, int]]:
    """Where names begin and end that have their letters in brackets behind them: "Institute of
    Soils, Plants and Water (ISPW)" (in the manner of Schwartz & Hearst 2003)."""
    every = words.words
    for at in range(2, len(every) - 1):
        letters = every[at].text
        bracketed = every[at - 1].text == "(" and every[at + 1].text == ")"
        if not bracketed or not letters.isupper() or not 2 < len(letters) < 12:
            continue
        first, left = at - 1, letters.lower()
        while left and first and at - first < 2 * len(letters) + 4:
            word = every[first - 1]
            if word.cap and word.low[:1] == left[-1]:
                left = left[:-1]
            elif word.cap or (word.text not in ",&" and word.low not in _SPELT):
                break
            first -= 1
        if not left:
            yield first, at - 1


def _abbreviated(words: Words) -> Iterator[tuple[int, int]]:
    """First and last words of names whose letters the text writes elsewhere: "Institute of Soils,
    Plants and Water", where it writes "ISPW" too."""
    every = words.words
    short = {
        word.low
        for word in every
        if _SHORTEST <= len(word.text) < 12 and word.text.isalpha() and word.text.isupper()
        and not word.heading
    }  # fmt: skip
    starts = {low[0] for low in short}
    left = 0
    for first, word in enumerate(every):
        if first < left or not word.cap or word.low[0] not in starts or word.text.isupper():
            continue
        letters, ends, at = word.low[0], {}, first + 1
        while at < len(every) and at - first < 24 and every[at].sentence == word.sentence:
            here = every[at]
            if here.cap and not here.text.isupper():
                letters += here.low[0]
                ends[letters] = at
            elif here.text not in ",&" and here.low not in _SPELT:
                break
            at += 1
        known = [letters for letters in ends if letters in short]
        if known:
            left = ends[known[-1]] + 1
            yield first, left - 1


def _is_described(words: Words, comma: int) -> bool:
    """Whether what a person is stands behind a name: "Sukarni, a rice farmer"."""
    every = words.words[comma : comma + 7]
    if len(every) < 3 or every[0].text != "," or every[1].low not in ("a", "an"):
        return False
    head = ""
    for word in every[2:]:
        if not word.alpha or word.low in PREPOSITIONS or word.low in RELATIVE:
            break
        head = word.low
    return classify(head) == ("person", False)


def _agree(names: list[Name]) -> None:
    """Let names of one form, and a person's name and surname, be of one type over the article:
    the likeliest for all of them."""
    pools: dict[tuple[str, ...], dict[Kind, float]] = {}
    for name in names:
        for key in {name.key, name.key[-1:]}:
            pool = pools.setdefault(key, {})
            for kind, share in name.shares.items():
                pool[kind] = pool.get(kind, 0.0) + share
    surnames = {n.key[-1:] for n in names if n.kind == "person" and len(n.key) > 1}
    bodies = {n.key[0]: n.shares for n in names if n.kind == "body" and len(n.key) > 1}
    for name in names:
        # A surname alone may be of the whole name; a whole name is asked with its surnames.
        pool = dict(pools.get(name.key, {}))
        single = len(name.key) == 1
        if single and name.kind == "person" and name.key not in surnames:
            pool = bodies.get(name.key[0], pool)  # "Ford", of the Ford Motor Company
        for kind, share in name.shares.items():
            pool[kind] = pool.get(kind, 0.0) + (0.0 if single else share)
        best = max(pool, key=lambda kind: pool[kind], default=name.kind)
        if best != name.kind and {best, name.kind} <= {"person", "body", "place", "thing"}:
            total = sum(pool.values())
            name.kind, name.shares = best, {kind: share / total for kind, share in pool.items()}
            name.sure = name.shares[best] > _SURE


def _whole(words: Words, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last words of names; one that ends in "of", "for" or "van" goes on with the next,
    and a university with its town behind a comma."""
    every = words.words
    left = 0
    for at, (first, last) in enumerate(spans):
        if first < left:
            continue
        if at + 1 < len(spans) and _goes_on(words, first, last, spans[at + 1][0]):
            last = spans[at + 1][1]
        while last > first and (every[last].low in _LINKS or not every[last].alpha):
            last -= 1
        left = last + 1
        yield first, last


def _goes_on(words: Words, first: int, last: int, following: int) -> bool:
    """Whether the name at words ``first`` to ``last`` goes on with the one at ``following``."""
    every = words.words
    between = [word.low for word in every[last + 1 : following]]
    if every[following].paragraph != every[last].paragraph:
        return False
    if between == [","]:
        return every[first].low == "university" and every[last].low in places.US_STATES
    small = _LINKS | PARTICLES
    linked = not every[last].cap and every[last].low in small
    return linked and all(low in small for low in between)


def _parted(words: Words, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last words of names; whose they are ("Arcadia's Harbour Ministry") stands apart
    where it is a place, or a name elsewhere."""
    every = words.words
    known = {tuple(word.low for word in every[first : last + 1]) for first, last in spans}
    for first, last in spans:
        for at in range(first, last):
            owner = tuple(word.low for word in every[first : at + 1])
            if every[at].owns and (owner in known or " ".join(owner) in _PLACES):
                yield first, at
                first = at + 1
        yield first, last


def _cut_known(words: Words, names: list[Name], scores: Floats) -> None:
    """Take off what a sentence or a title puts before a person's name that stands elsewhere
    without it: "Investment Ana Petrova"."""
    alone = {name.key for name in names if name.kind == "person" and len(name.key) > 1}
    for at, name in enumerate(names):
        for size in range(1, len(name.key) - 1) if name.kind == "person" else ():
            before = name.key[:size]
            plain = all(low in words.lower or low in ROLES or low in BODIES for low in before)
            plain = plain or (words.words[name.first].first and not is_given(before[0]))
            if plain and name.key[size:] in alone:
                names[at] = named(words, name.first + size, name.last, scores, name.first - 1)
                break


def named(words: Words, first: int, last: int, scores: Floats, before: int = -1) -> Name:
    """The name at words ``first`` to ``last``, with its type and what stands around it;
    ``before``: the last word of the name before it."""
    every = words.words
    shares = np.exp(scores[first : last + 1]).mean(axis=0)
    types = {tag[6:]: shares[k] + shares[k + 1] for k, tag in enumerate(TAGS) if tag[:5] == "begin"}
    if _is_described(words, last + 1):
        types = {type_: p * (1.0 if type_ == "person" else 0.02) for type_, p in types.items()}
    best = max(types, key=lambda type_: (types[type_], type_))
    kind = _KINDS[best]
    sure = bool(types[best] > _SURE * sum(types.values()))
    suffix = ""
    if kind == "person":
        first, last = _person(words, first, last)
    lead = _lead(words, first, before) if kind == "person" else first
    if kind == "person":
        if first == last and lead < first and every[first - 1].low in REGAL:
            first -= 1  # "Queen Ana"
        if last + 1 < len(every) and every[last + 1].low.rstrip(".") in _GENERATIONS:
            last += words.joined(last, last + 1)
        if first < last and every[last].low.rstrip(".") in _GENERATIONS:
            suffix = every[last].low.rstrip(".")
    elif last > first and every[last].low in NAME_DOCUMENTS:
        kind = "paper" if kind == "thing" else kind
    the = lead > 0 and every[lead - 1].low == "the"
    key = _key(words, first, last - bool(suffix), kind)
    total = sum(types.values())
    share: dict[Kind, float] = {_KINDS[type_]: float(p / total) for type_, p in types.items()}
    if kind == "paper":
        share = {"paper": 1.0}
    name = Name(min(lead, first), first, last, kind, key, sure, "", the, suffix, shares=share)
    if kind == "person":
        written = [word.text for word in every[first : last + 1] if word.alpha]
        name.gender = _gender([w.low.rstrip(".") for w in every[lead:first]] or [key[0]], written)
    return name


def _person(words: Words, first: int, last: int) -> tuple[int, int]:
    """A person's name without the titles before it and the letters of honours behind it."""
    every = words.words
    for comma in range(first + 2, last):
        if every[comma].text == "," and every[comma + 1].low.rstrip(".") not in _GENERATIONS:
            last = comma - 1  # "ANA PETROVA, MINISTER FOR TRADE"
            break
    while last - first > 1 and _is_title(every[first].low) and not is_given(every[first].low):
        first += 1
    if last - first == 1 and _is_title(every[first].low) and every[first].low not in _OF_NAMES:
        first += not is_given(every[first].low)
    shouted = all(word.text.isupper() for word in every[first : last + 1])
    while last - first > 1 and not shouted and every[last].text.isupper():
        low = every[last].low
        if low in _GENERATIONS or not 1 < len(low) < 5 or "." in low:
            break
        last -= 1
    return first, last


def _is_title(low: str) -> bool:
    return low.rstrip(".") in TITLES


def _key(words: Words, first: int, last: int, kind: Kind) -> tuple[str, ...]:
    lows = [word.low for word in words.words[first : last + 1] if word.alpha]
    if kind in ("body", "place"):
        if kind == "body" and len(lows) > 1 and lows[0] in places.SAME_PLACE:
            lows[:1] = places.SAME_PLACE[lows[0]].split()
        return tuple(lows)
    return tuple(low.rstrip(".") or "." for low in lows)


def _lead(words: Words, first: int, stop: int) -> int:
    """Where the titles with capitals begin that stand before a name: "Foreign Minister Ana"."""
    every = words.words
    lead = at = first
    while at > stop + 1 and first - at < _LEADING and words.joined(at - 1, at):
        before = every[at - 1]
        if before.sentence != every[first].sentence or before.owns or before.heading:
            break
        low = before.low.rstrip(".")
        if before.cap and (low in TITLES or low in ROLES):
            lead = at - 1
        elif not before.cap and before.low not in _LINKS:
            break
        at -= 1
    return lead


def is_thing(key: tuple[str, ...]) -> bool:
    """Whether a name ends in a word for what is no person: "Ana Rossi Memorial Prize"."""
    return len(key) > 2 and key[-1] in _NOT_PERSONS


def _gender(titles: list[str], written: list[str]) -> Gender:
    for title in titles:
        if MR.get(title):
            return MR[title]  # type: ignore[return-value]
        if title in FEMALE_ROLES:
            return "f"
        if title in MALE_ROLES:
            return "m"
    for given in written[:-1]:
        if len(given) > 1:
            return gender_of(given)
    return ""
