"""Which bodies stand beside the names of a person: "Ana Rossi, an analyst at Acme" speaks for Acme.

Where a role names the body in words of its own, the role is enough; this finds those that stand
near, in the same sentence as any name of the person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from quoth.reading.speakers import places
from quoth.reading.speakers.entities import Entities, Entity
from quoth.reading.speakers.names import Name
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.words import AUXILIARIES, CONJUNCTIONS, PRONOUNS

_NEAR = 25  # words between a person's name and a body's
_NAMES = 40  # names of one person looked at
_MOST = 8  # bodies kept of one person
_TIED = 14  # words at most between a name and the body that a role ties it to
_CUTS = (AUXILIARIES | PRONOUNS | CONJUNCTIONS) - frozenset({"and"})
_PLACES = 8  # places of one form
_WHERE = places.DEMONYMS | places.COUNTRIES | places.CAPITALS


@dataclass(frozen=True, slots=True)
class Beside:
    """How a body stands beside an entity: the fewest words between the two, the number of
    sentences, and whether a role ties them in one of them ("an analyst at Acme")."""

    gap: int
    sentences: int
    tied: bool


@dataclass(slots=True)
class Affiliations:
    """The bodies beside each entity of an article, found when they are asked for."""

    entities: Entities
    _beside: dict[int, dict[int, Beside]] = field(default_factory=dict)
    _bodies: list[int] | None = None
    _places: dict[str, list[int]] | None = None
    _countries: dict[str, int] | None = None

    def beside(self, id_: int) -> dict[int, Beside]:
        """How each body stands that is named in one sentence with an entity; the nearest
        ``_MOST``."""
        known = self._beside.get(id_)
        if known is None:
            found: dict[int, Beside] = {}
            for index in self.entities.all[id_].names[:_NAMES]:
                for body, gap, tied in self._around(index):
                    one = found.get(body, Beside(gap, 0, False))
                    found[body] = Beside(min(one.gap, gap), one.sentences + 1, one.tied or tied)
            nearest = sorted(found.items(), key=lambda item: (item[1].gap, item[0]))
            known = self._beside[id_] = dict(nearest[:_MOST])
        return known

    def _around(self, index: int) -> Iterable[tuple[int, int, bool]]:
        """Bodies named in the sentence of a name, with the words between and whether a role ties
        the two."""
        names, words = self.entities.names, self.entities.words.words
        name = names[index]
        sentence = words[name.first].sentence
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(names) and words[names[at].first].sentence == sentence:
                other = names[at]
                gap = (name.lead - other.last if step < 0 else other.lead - name.last) - 1
                if gap > _NEAR:
                    break
                if other.entity >= 0 and self.is_body(self.entities.all[other.entity]):
                    yield other.entity, max(gap, 0), gap < _TIED and self._tied(name, other, step)
                at += step

    def _tied(self, name: Name, body: Name, step: int) -> bool:
        """Whether nothing but a role stands between a name and a body's: "Ana Rossi, an analyst at
        Acme", "Acme's chairwoman Ana Rossi"."""
        words = self.entities.words.words
        first, stop = (body.last + 1, name.first) if step < 0 else (name.last + 1, body.first)
        between = words[first:stop]
        if any(word.low in _CUTS or word.text in ';:()“”"' for word in between):
            return False
        return any(classify(word.low)[0] == "person" for word in between if word.alpha)

    @staticmethod
    def is_body(entity: Entity) -> bool:
        """Whether somebody may speak for it."""
        return bool(entity.names) and entity.kind in ("body", "place", "thing")

    def bodies(self) -> list[int]:
        """The bodies of the article, the most often named first."""
        if self._bodies is None:
            every = [e for e in self.entities.all if e.names and e.kind == "body"]
            every.sort(key=lambda entity: (-len(entity.names), entity.id))
            self._bodies = [entity.id for entity in every]
        return self._bodies

    def speaks_for(self, id_: int) -> int:
        """The country that an entity speaks for: of a capital the country of which it is the seat,
        where the article names it; of all others themselves."""
        entity = self.entities.all[id_]
        seat = places.SEAT_OF.get(" ".join(entity.key))
        # What speaks is often taken for a body by its name alone.
        if seat is None or entity.kind not in ("place", "body"):
            return id_
        if self._countries is None:
            self._countries = {}
            for one in sorted(self.entities.all, key=lambda e: (len(e.names), -e.id)):
                country = places.country_of(" ".join(one.key))
                if country and one.kind in ("place", "body") and one.names:
                    self._countries[country] = one.id
        return self._countries.get(seat, id_)

    def countries(self, id_: int) -> frozenset[int]:
        """The countries that the article names and the roles of an entity speak of."""
        if self._places is None:
            self._places = {}
            for entity in self.entities.all:
                if entity.kind == "place" and entity.names:
                    for form in {_place(" ".join(entity.key)), *map(_place, entity.key)}:
                        ids = self._places.setdefault(form, [])
                        if len(ids) < _PLACES:
                            ids.append(entity.id)
        roles = self.entities.all[id_].role_words
        wanted = {_place(word) for word in roles if word in _WHERE}
        return frozenset(country for form in wanted for country in self._places.get(form, ()))


def _place(low: str) -> str:
    """One form for a country and its people ("norwegian", "norway")."""
    return places.country_of(low) or low[:4]
