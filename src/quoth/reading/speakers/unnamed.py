"""Parties that the article never names: what they are called, and whether a name comes later."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from quoth.reading.speakers.anonymity import reason
from quoth.reading.speakers.antecedents import fits_later
from quoth.reading.speakers.entities import Entities, Entity, clean
from quoth.reading.speakers.linker import Candidates
from quoth.reading.speakers.names import Kind
from quoth.reading.speakers.nouns import singular
from quoth.reading.speakers.sources import Part
from quoth.reading.speakers.tokens import Words, fold
from quoth.reading.speakers.words import DETERMINERS, FEMALE_ROLES, MALE_ROLES
from quoth.records import Span

_LEAD = 3  # sentences of headline and lead, whose parties may be named further down
_FRESH = frozenset({"new", "recent", "latest", "top"})
_NAMED_BY = 30  # sentence by which they are named
# Where the label of a body or document ends.
_BREAKS = frozenset({"last", "this", "on", "since", "–", "—"})
_CLAUSES = frozenset({"released", "published", "issued", "taken", "dated", "also", "earlier"})


@dataclass(slots=True)
class Unnamed:
    """The parties of an article without a name; a description said again is the same party."""

    words: Words
    entities: Entities
    leads: dict[int, Part] = field(default_factory=dict)
    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def by_somebody(self, part: Part, span: Span) -> bool:
        """Whether whose document it is stands behind it: "the reports by Ana Petrova"."""
        words = self.words.words
        behind = part.last + 1
        if part.sort != "paper" or behind + 1 >= len(words) or words[behind].start >= span.end:
            return False
        inside = range(behind + 1, self.words.within(span.start, span.end).stop)
        return words[behind].low in ("by", "from") and any(words[i].cap for i in inside)

    def made(self, part: Part, span: Span) -> Entity:
        """The party of a description that no name and no earlier description stands for."""
        several = len(self.words.within(span.start, span.end)) > part.last - part.first + 1
        label = self.label_of(part, span)
        words = [w.low for w in self.words.words[part.first : part.last + 1] if w.alpha]
        kept = " ".join(w for w in words if w not in DETERMINERS and w not in _FRESH)
        key = (part.sort, fold(label) if part.owner >= 0 or several or not kept else kept)
        known = self._known.get(key)
        if known is not None:
            return self.entities.all[known]
        head = singular(part.head)
        kind: Kind = part.sort if part.sort in ("person", "body", "paper") else "thing"
        entity = Entity(len(self.entities.all), kind, (), label=label, head=part.head)
        entity.plural = part.plural
        if part.names and kind in ("body", "paper"):
            entity.suffix = "named"
        if kind == "person":
            entity.gender = "f" if head in FEMALE_ROLES else "m" if head in MALE_ROLES else ""
        self.entities.add(entity)
        self.entities.index_roles(entity, label)
        self._known[key] = entity.id
        if self.words.words[part.first].sentence < _LEAD and part.owner < 0 and not part.plural:
            self.leads[entity.id] = part
        self._anonymity(entity, part)
        return entity

    def label_of(self, part: Part, span: Span) -> str:
        """What to call a party without a name: its own words, as they stand inside a sentence
        ("the minister", also where one begins with them). Those of one body or document stand
        without their determiner and without the clause behind."""
        words = self.words.words
        stop = self.words.within(span.start, span.end).stop
        first, last = part.first, part.last
        if part.sort not in ("body", "paper") or (part.plural and not part.names):
            label = clean(span.of(self.words.text))
            begins = words[first].first and words[first].low in DETERMINERS
            return label[:1].lower() + label[1:] if begins else label
        while first < last and (
            (
                words[first].low in DETERMINERS | _FRESH
                and (not words[first].cap or words[first].first)
            )
            or words[first].text.endswith(("-based", "-led", "-backed"))
        ):
            first += 1
        last = self._phrase_end(first, last, stop, part.sort == "paper")
        return clean(self.words.span(first, last).of(self.words.text))

    def _phrase_end(self, first: int, last: int, stop: int, paper: bool) -> int:
        """The last word of what a body or document is called, from its head on."""
        words = self.words.words
        if not paper and not (last + 2 < stop and words[last + 1].low in ("of", "for")):
            return last
        while last + 1 < stop:
            word = words[last + 1]
            named = any(w.cap for w in words[first : last + 1] if not w.first)
            if not word.alpha and word.text not in "&'’$-/":
                break
            if word.low in _BREAKS or (named and word.low in ("which", "that", "who")):
                break
            by = last + 2 < stop and words[last + 2].low == "by"
            if named and word.low in _CLAUSES and not by:
                break
            last += 1
        return last

    def _anonymity(self, entity: Entity, part: Part) -> None:
        every = self.words.words
        sentence = every[part.first].sentence
        first = bisect_left(every, sentence, key=lambda word: word.sentence)
        last = bisect_right(every, sentence, key=lambda word: word.sentence) - 1
        entity.anonymity = reason(self.words.text, every[first].start, every[last].end)

    def named_later(self, candidates: Candidates) -> dict[int, int]:
        """For unnamed parties of headline and lead, the one name further down that fits: news
        says "a federal judge" first, and names the judge later."""
        later: dict[int, int] = {}
        for id_, part in self.leads.items():
            if self.entities.all[id_].suffix == "named" and part.sort != "body":
                continue
            fits = [
                entity.id
                for entity in self.entities.all
                if entity.id != id_
                and part.first < (first := candidates.first_of(entity))
                and self.words.words[first].sentence <= _NAMED_BY
                and fits_later(part, entity)
            ]
            if len(fits) == 1 or (fits and part.sort != "person"):
                later[id_] = fits[0]
        return later
