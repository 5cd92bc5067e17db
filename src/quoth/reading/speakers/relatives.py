"""Relative pronouns and joined names: whom "who" and "A and B" point at."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.reading.speakers import roles
from quoth.reading.speakers.discourse import Discourse
from quoth.reading.speakers.entities import Entities
from quoth.reading.speakers.names import Name
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.sources import Namer, Part, parse_source
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    QUANTIFIERS,
    word_set,
)
from quoth.records import Span

# Words that end the noun phrase before a relative pronoun.
_BREAKS = word_set("and or that to by with said says about from against told how as than not also")
_ADJECTIVES = word_set(
    "retired united unnamed armed elected so-called registered convicted accused"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A description that a relative pronoun hangs on, and its words."""

    part: Part
    span: Span


class Relatives:
    """Finds the noun phrase that a relative pronoun stands behind."""

    def __init__(
        self, words: Words, names: list[Name], namer: Namer, entities: Entities,
        discourse: Discourse,
    ) -> None:  # fmt: skip
        self.words = words
        self.names = names
        self.namer = namer
        self.entities = entities
        self.discourse = discourse

    def resolve(self, part: Part) -> tuple[int, ...] | Phrase | None:
        """ "who" and "which": the entities that stand right before them, or the description and
        its words; None where neither does."""
        all_words = self.words.words
        at = part.first - 1
        while at >= 0 and not all_words[at].alpha:
            if all_words[at].text in "!?" or part.first - at > 3:
                return None
            at -= 1
        if at < 0:
            return None
        # "many of whom", "officials in Arcadia, who": back to where the noun phrase may begin.
        sentence = all_words[part.first].sentence
        person = part.head in ("who", "whom", "whose")
        first = at
        while first > 0 and all_words[first - 1].sentence == sentence and at - first < 30:
            first -= 1
        near: Name | None = None
        for index in reversed(self.namer.inside(first, at)):
            name = self.names[index]
            if name.entity < 0:
                continue
            entity = self.entities.all[name.entity]
            direct = name.last == at
            fits = entity.person or (
                entity.kind == "thing" and direct and entity.votes["thing"] < 3
            )
            if person == fits and (
                direct or (name.last + 1 < part.first and self._appositive(name, at))
            ):
                near = name
                break
            if direct and not person and entity.kind in ("body", "place", "paper", "thing"):
                near = name
                break
        if near is not None:
            near = self._described(near)
            joint = self.joined_with(near)
            verb = all_words[min(part.first + 1, len(all_words) - 1)].low
            if joint >= 0 and verb not in ("was", "is", "has") and not verb.endswith("s"):
                return (joint, near.entity)
            return (near.entity,)
        start = self._phrase_start(first, at)
        span = self.words.span(start, at)
        parts = parse_source(self.words, self.namer, span)
        if len(parts) == 1 and parts[0].sort not in ("pronoun", "name"):
            return Phrase(parts[0], span)
        return None

    def _phrase_start(self, first: int, at: int) -> int:
        """Where the noun phrase that ends at word ``at`` begins, not before ``first``."""
        all_words = self.words.words
        start = at
        inner = -1
        while start > first and all_words[start - 1].alpha and at - start < 12:
            low = all_words[start - 1].low
            if low in DETERMINERS or (low in QUANTIFIERS and low not in ("one", "over", "about")):
                return start - 1
            if (
                low in AUXILIARIES
                or low in _BREAKS
                or (low.endswith("ed") and low not in _ADJECTIVES)
            ):
                break
            if low in PREPOSITIONS and inner < 0:
                inner = start
            start -= 1
        return start if inner < 0 or classify(all_words[inner - 2].low)[0] != "thing" else inner

    def _described(self, near: Name) -> Name:
        """The name that a phrase ending in ``near`` describes ("Acme45, a super PAC that …")."""
        all_words = self.words.words
        at = near.lead - 1
        while at > 0 and near.lead - at < 5 and all_words[at].alpha and not all_words[at].cap:
            if all_words[at].low in ("a", "an") and all_words[at - 1].text == ",":
                for index in self.namer.inside(max(0, at - 12), at - 2):
                    if self.names[index].last == at - 2 and self.names[index].entity >= 0:
                        return self.names[index]
                break
            at -= 1
        return near

    def joined_with(self, name: Name) -> int:
        """The entity of the same kind that stands before ``name`` and an "and", or -1."""
        all_words = self.words.words
        if name.lead < 2 or all_words[name.lead - 1].low != "and":
            return -1
        for other in self.namer.inside(max(0, name.lead - 8), name.lead - 2):
            before = self.names[other]
            if before.lead and all_words[before.lead - 1].text == ",":
                continue  # "A, B and C": the last two alone are no pair
            if before.last == name.lead - 2 and before.entity >= 0:
                same = self.entities.all[before.entity].kind == self.entities.all[name.entity].kind
                return before.entity if same and before.entity != name.entity else -1
        return -1

    def _appositive(self, name: Name, at: int) -> bool:
        """Whether what runs from ``name`` to word ``at`` describes it ("Ana, a nurse in B")."""
        first, last = roles.behind(self.words, name)
        if first <= last and last >= at - 1:
            return True
        between = self.words.words[name.last + 1 : at + 1]
        if self.words.words[name.lead - 1].low in PREPOSITIONS:
            return False
        return between[0].text == "," and all(
            word.cap or word.text.isdigit() or word.text == "," or word.low in ("of", "from", "in")
            for word in between
        )
