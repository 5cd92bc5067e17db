"""Relative pronouns and joined names: whom "who" and "A and B" point at."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.reading.speakers import roles
from quoth.reading.speakers.entities import Entities
from quoth.reading.speakers.names import Name
from quoth.reading.speakers.sources import Namer, Part, parse_source
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import AUXILIARIES, DETERMINERS, QUANTIFIERS, word_set
from quoth.records import Span

# Words that end the noun phrase before a relative pronoun.
_BREAKS = word_set("and or that to by with said says about from against told how as than not also")
_LONGEST = 12  # words of that noun phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """A description that a relative pronoun hangs on, and its words."""

    part: Part
    span: Span


class Relatives:
    """Finds the noun phrase that a relative pronoun stands behind."""

    def __init__(self, words: Words, namer: Namer, entities: Entities) -> None:
        self.words = words
        self.namer = namer
        self.entities = entities

    def resolve(self, part: Part) -> int | Phrase | None:
        """ "who" and "which": the entity named right before them, or the description that ends
        there and its words; None where neither does."""
        every = self.words.words
        at = part.first - 1
        while at > 0 and not every[at].alpha:
            at -= 1
        if at < 0 or not every[at].alpha or every[at].sentence != every[part.first].sentence:
            return None
        person = part.head in ("who", "whom", "whose")
        for index in reversed(self.namer.inside(max(0, at - 2 * _LONGEST), at)):
            name = self.namer.names[index]
            entity = self.entities.all[name.entity] if name.entity >= 0 else None
            if entity and entity.person == person and self._reaches(name, at):
                return entity.id
        span = self.words.span(self._phrase_start(at), at)
        parts = parse_source(self.words, self.namer, span)
        if len(parts) == 1 and parts[0].sort not in ("pronoun", "name"):
            return Phrase(parts[0], span)
        return None

    def _reaches(self, name: Name, at: int) -> bool:
        """Whether a name ends at word ``at``, or what describes it does: "Ana, a nurse, who"."""
        _, last = roles.behind(self.words, name)
        between = self.words.words[name.last + 1 : at + 1]
        return (
            name.last == at or last == at or all(w.text.isdigit() or w.text == "," for w in between)
        )

    def _phrase_start(self, at: int) -> int:
        """Where the noun phrase that ends at word ``at`` begins."""
        every = self.words.words
        start = at
        while start and every[start - 1].alpha and at - start < _LONGEST:
            before = every[start - 1]
            if before.sentence != every[at].sentence or before.low in AUXILIARIES | _BREAKS:
                break
            start -= 1
            if before.low in DETERMINERS or before.low in QUANTIFIERS:
                break
        return start

    def joined_with(self, name: Name) -> int:
        """The entity of the same kind that stands before ``name`` and an "and", or -1."""
        every = self.words.words
        if name.lead < 2 or every[name.lead - 1].low != "and":
            return -1
        for other in self.namer.inside(max(0, name.lead - 8), name.lead - 2):
            before = self.namer.names[other]
            if before.lead and every[before.lead - 1].text == ",":
                continue  # "A, B and C": the last two alone are no pair
            if before.last == name.lead - 2 and before.entity >= 0:
                same = self.entities.all[before.entity].kind == self.entities.all[name.entity].kind
                return before.entity if same and before.entity != name.entity else -1
        return -1
