"""The lexicon of cues and their attributes, loaded from ``lang/en/cues.toml``.

The table says for each group of words which tone, kind or polarity it has, why, and after whom.
Here its entries are inflected and made into one look-up from a word to all that begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from quoth.lang import table

Aspect = Literal["tone", "kind", "polarity"]
WordClass = Literal["verb", "noun", "word", "phrase"]

_IRREGULAR: dict[str, str] = table("cue_words")["irregular"]["forms"]
_WORD = re.compile(r"\w+(?:['’-]\w+)*|['’](?:s|d|ll|ve|re|m)\b")
_GAP = 2  # words that may stand between the first and the second word of a phrase


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the lexicon: what its words have in common and why."""

    aspect: Aspect
    name: str
    value: str
    reason: str
    source: str
    unless_as: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a cue: words ``start`` to ``end`` (excluded) of it."""

    group: Group
    entry: str
    word_class: WordClass
    start: int
    end: int


@dataclass(frozen=True)
class AddresseeWords:
    """Which words lead to the one spoken to; verbs in all their forms."""

    direct: frozenset[str]
    to: frozenset[str]
    occasions_to: frozenset[str]
    occasions_with: frozenset[str]
    speaking: frozenset[str]
    audiences: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """The whole table. Use `load_lexicon`, which reads it once."""

    groups: tuple[Group, ...]
    entries: dict[str, tuple[tuple[tuple[str, ...], Group, str, WordClass], ...]]
    refusable: frozenset[str]
    neg_raising: frozenset[str]
    addressee: AddresseeWords

    def find(self, words: Sequence[str], *, limit: int | None = None) -> list[Match]:
        """All entries found in ``words`` (lower case, straight apostrophes).

        Args:
            words: the words of a cue, with words that follow it if wanted.
            limit: an entry must begin before this word; its particles may stand behind.
        """
        out = []
        for start, word in enumerate(words[:limit]):
            for rest, group, entry, word_class in self.entries.get(word, ()):
                end = _follow(words, start + 1, rest)
                if end:
                    out.append(Match(group, entry, word_class, start, end))
        return out


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case, contractions whole, apostrophes straight."""
    return [m[0].replace("’", "'") for m in _WORD.finditer(text.lower())]


def forms_of(verb: str) -> frozenset[str]:
    """All forms of an English verb, with some that do not exist ("admited"): none is missed."""
    if verb in _IRREGULAR:
        return frozenset([verb, *_IRREGULAR[verb].split()])
    stems = [verb]
    if re.fullmatch(r".*[^aeiou]?[aeiou][bdglmnprt]", verb):
        stems.append(verb + verb[-1])
    if verb.endswith("e"):
        return frozenset([verb, verb + "s", verb + "d", verb[:-1] + "ing"])
    if re.fullmatch(r".*[^aeiou]y", verb):
        return frozenset([verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"])
    third = verb + ("es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else "s")
    return frozenset([verb, third, *(s + "ed" for s in stems), *(s + "ing" for s in stems)])


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of cues that comes with quoth."""
    entries_of = table("cues")
    groups: list[Group] = []
    entries: dict[str, list[tuple[tuple[str, ...], Group, str, WordClass]]] = {}

    def add(form: str, rest: Sequence[str], group: Group, entry: str, kind: WordClass) -> None:
        entries.setdefault(form, []).append((tuple(rest), group, entry, kind))

    aspects: tuple[Aspect, ...] = ("tone", "kind", "polarity")
    for aspect in aspects:
        for row in entries_of[aspect]:
            group = Group(
                aspect,
                row["name"],
                row["value"],
                row["reason"],
                row["source"],
                row.get("unless_as", False),
            )
            groups.append(group)
            for verb in row.get("verbs", ()):
                for form in sorted(forms_of(verb)):
                    add(form, (), group, verb, "verb")
            for noun in row.get("nouns", ()):
                for form in sorted({noun, *_plurals(noun)}):
                    add(form, (), group, noun, "noun")
            for word in row.get("words", ()):
                add(word, (), group, word, "word")
            for phrase in row.get("phrases", ()):
                first, *rest = phrase.split()
                for form in sorted(forms_of(first)):
                    add(form, rest, group, phrase, "phrase")
    words = entries_of["addressee"]
    return Lexicon(
        tuple(groups),
        {form: tuple(rows) for form, rows in entries.items()},
        _all_forms(entries_of["refusable"]["verbs"]),
        _all_forms(entries_of["neg_raising"]["verbs"]),
        AddresseeWords(
            direct=_all_forms(words["direct"]),
            to=_all_forms(words["to"]),
            occasions_to=_all_nouns(words["occasions_to"]),
            occasions_with=_all_nouns(words["occasions_with"]),
            speaking=frozenset(words["speaking"]),
            audiences=frozenset(words["audiences"]),
        ),
    )


def _plurals(noun: str) -> list[str]:
    if re.search(r"[^aeiou]y$", noun):
        return [noun[:-1] + "ies"]
    return [noun + ("es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else "s"), noun + "'s"]


def _all_forms(verbs: Sequence[str]) -> frozenset[str]:
    return frozenset(form for verb in verbs for form in forms_of(verb))


def _follow(words: Sequence[str], at: int, rest: Sequence[str]) -> int:
    """Where a phrase ends whose first word stands before ``at``; 0 when it does not go on so."""
    if not rest:
        return at
    for gap in range(_GAP + 1):
        begin = at + gap
        if tuple(words[begin : begin + len(rest)]) == tuple(rest):
            return begin + len(rest)
    return 0


def _all_nouns(nouns: Sequence[str]) -> frozenset[str]:
    return frozenset(form for noun in nouns for form in (noun, *_plurals(noun)))
