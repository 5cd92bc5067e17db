"""What bodies are: those that a name and a common noun name together, their kind, their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from quoth.lang import table, words
from quoth.reading.speakers import places
from quoth.reading.speakers.names import Name
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.tokens import Words, fold
from quoth.reading.speakers.words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    RELATIVE,
)

_HEADS = words("bodies", "composed")
_FIELDS = words("bodies", "fields")
_BEFORE = frozenset({"place", "people", "person", "body"})
_NO_NOUN = (
    AUXILIARIES | CONJUNCTIONS | DETERMINERS | PREPOSITIONS | PRONOUNS | QUANTIFIERS | RELATIVE
)
_MODIFIERS = 3  # words before a common noun that are taken with it
_BEHIND = 8  # words behind a comma looked through for what a body is


def with_composed(words: Words, names: list[Name]) -> list[Name]:
    """``names`` with those that a common noun behind makes a body's: "Norway's foreign ministry",
    "the Norwegian government", "the Holt campaign"."""
    every = words.words
    out: list[Name] = []
    for at, name in enumerate(names):
        stop = names[at + 1].first if at + 1 < len(names) else len(every)
        end = _head_behind(words, name, stop) if name.kind in _BEFORE else name.last
        if end == name.last:
            out.append(name)
            continue
        lows = [word.low for word in every[name.first : name.last + 1] if word.alpha]
        country = places.country_of(" ".join(lows))
        key = (*(country.split() if country else lows),
               *(word.low for word in every[name.last + 1 : end + 1]))  # fmt: skip
        the = name.first > 0 and every[name.first - 1].low == "the"
        out.append(Name(name.first, name.first, end, "body", key, True, "", the,
                        shares={"body": 1.0}, composed=True))  # fmt: skip
    return out


def _head_behind(words: Words, name: Name, stop: int) -> int:
    """The last word of the body that begins with ``name``; its own where none does."""
    every = words.words
    at = name.last + 1
    while at < min(stop, name.last + 4) and words.joined(at - 1, at):
        low = every[at].low
        if every[at].cap or every[at].owns:
            break
        if low in _HEADS:
            following = every[at + 1].low if at + 1 < len(every) else ""
            return name.last if classify(following)[0] == "person" else at
        if low not in _FIELDS:
            break
        at += 1
    return name.last


def told_as(words: Words, name: Name) -> Iterator[tuple[int, int]]:
    """Where a text says beside a body's name what it is: "the newspaper La Luz", "Acme, a maker
    of tools,", "the La Luz newspaper"."""
    every = words.words
    at = name.first - 1
    if at >= 0 and _is_body(words, at) and words.joined(at, at + 1) and not every[at].owns:
        first = at
        while first and at - first < _MODIFIERS and _is_modifier(words, first - 1):
            first -= 1
        yield first, at
    at = name.last + 1
    while at < min(len(every), name.last + 4) and words.joined(at - 1, at):
        if every[name.last].owns or every[at].low in _NO_NOUN or every[at].cap:
            break
        if _is_body(words, at):
            yield name.last + 1, at
            break
        at += 1
    comma = name.last + 1
    if comma + 2 < len(every) and every[comma].text == "," and every[comma + 1].low in DETERMINERS:
        for at in range(comma + 2, min(len(every), comma + _BEHIND)):
            if not every[at].alpha or every[at].low in _NO_NOUN:
                break
            ends = at + 1 == len(every) or not every[at + 1].alpha or every[at + 1].low in _NO_NOUN
            if ends and _is_body(words, at):
                yield comma + 2, at


def _is_body(words: Words, at: int) -> bool:
    word = words.words[at]
    return word.alpha and not word.cap and classify(word.low) in (("body", False), ("paper", False))


def _is_modifier(words: Words, at: int) -> bool:
    word = words.words[at]
    return word.alpha and word.low not in _NO_NOUN and words.joined(at, at + 1) and not word.owns


@cache
def _kinds() -> dict[str, str]:
    kinds = [group for group in table("bodies") if group not in ("composed", "fields")]
    return {noun: kind for kind in kinds for noun in sorted(words("bodies", kind))}


@lru_cache(maxsize=4096)
def kind_of(label: str) -> str | None:
    """What a body is, by the noun that heads what it is called: "ministry", "police", "court" …

    Nothing where no noun tells.
    """
    tokens = _tokens(label)
    stop = next((at for at, low in enumerate(tokens) if at and low in PREPOSITIONS), len(tokens))
    for low in (*reversed(tokens[:stop]), *tokens[stop:]):
        if kind := _kinds().get(low):
            return kind
    return None


@lru_cache(maxsize=4096)
def country_in(label: str) -> str | None:
    """The country that the words of a label name, or whose people they do: "Norway"."""
    tokens = _tokens(label)
    for size in (4, 3, 2, 1):
        for at in range(len(tokens) - size + 1):
            country = places.country_of(" ".join(tokens[at : at + size]))
            if country:
                return " ".join(
                    word if word == "of" else word.capitalize() for word in country.split()
                )
    return None


def is_country(label: str) -> bool:
    """Whether a label is a country, and not only said with one."""
    return places.country_of(" ".join(_tokens(label))) is not None


def _tokens(label: str) -> Sequence[str]:
    lows = (
        fold(word.strip('.,;:()“”"')) if "." not in word[:-1] else fold(word)
        for word in label.split()
    )
    return [
        low.removesuffix("'s")
        if low.removesuffix("'s") not in ("sheriff", "attorney", "prosecutor")
        else low
        for low in lows
    ]
