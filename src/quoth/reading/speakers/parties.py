"""Descriptions resolved: to a member of the cast, or to a party the article never names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from quoth.reading.speakers.cast import Cast, Entity, clean
from quoth.reading.speakers.descriptions import (
    body_fit,
    gender_of_role,
    nearness,
    person_fit,
    role_words,
    same_paper,
)
from quoth.reading.speakers.memory import Memory
from quoth.reading.speakers.nouns import singular
from quoth.reading.speakers.sources import Namer, Part
from quoth.reading.speakers.tokens import fold
from quoth.reading.speakers.words import BARE_BODIES, DETERMINERS, word_set
from quoth.records import Span

_RELATED = word_set(
    "partner counterpart ally rival opponent successor predecessor colleague friend relative "
    "cousin spouse husband wife father mother son daughter brother sister critic supporter "
    "neighbour other"
)
_SHORT_CAST = 300
_LEAD = 3  # sentences of headline and lead, whose parties may be named further down
_BODY_GROUPS = (
    word_set("panel committee commission council"),
    word_set("court tribunal"),
    word_set("agency department bureau service administration office"),
    word_set("group association organisation organization federation union alliance"),
    word_set("university school college"),
)
_FRESH = frozenset({"new", "recent", "latest", "top"})


@dataclass(slots=True)
class Found:
    """Who a part of a source is: entities with a short reason and a confidence."""

    entities: tuple[int, ...]
    why: str
    confidence: float


UNKNOWN = Found((), "unknown", 0.0)


@dataclass(slots=True)
class Parties:
    """Resolves descriptions, and keeps those parties that have no name."""

    cast: Cast
    memory: Memory
    names: Namer
    _roles: dict[int, set[str]] = field(default_factory=dict)
    _unnamed: dict[tuple[str, str], int] = field(default_factory=dict)
    _leads: dict[int, Part] = field(default_factory=dict)

    def resolve(self, part: Part, span: Span, own: tuple[int, ...] = ()) -> Found:
        """The party that a description means; made anew where nobody known fits.

        ``span`` are the words of the source, for the label; ``own`` are entities that stand
        inside the description and so cannot be meant ("Rossi's lawyer").
        """
        inside = {self.cast.names[i].entity for i in part.names} | set(own)
        if part.sort == "person" and not part.plural:
            return self._person(part, span, inside)
        if part.sort == "body" and not part.plural:
            return self._body(part, span, inside)
        if part.sort == "paper":
            return self._paper(part, span)
        if part.plural and part.definite and part.sort in ("person", "body") and part.owner < 0:
            together = self._together(part, inside)
            if together:
                return Found(together, "description", 0.55)
        return self._made(part, span, "own words", 0.8)

    def _person(self, part: Part, span: Span, inside: set[int]) -> Found:
        here = self.cast.words.words[part.first]
        heading = here.heading or here.sentence == 0
        if part.definite or heading:
            best, second = self._best(part, inside, lambda e: self._person_points(part, e))
            if best is not None:
                entity, points = best
                sure = 0.85 if points > 3.2 else 0.65
                if second and points - second < 0.3:
                    sure -= 0.2
                return Found((entity.id,), "title", sure)
            other = self._renamed(part, inside)
            if other is not None:
                return Found((other,), "description", 0.45)
        return self._made(part, span, "own words", 0.8)

    def _together(self, part: Part, inside: set[int]) -> tuple[int, ...]:
        """Those that "the senators", "both officers" or "the two countries" stand for."""
        for mention in reversed(self.memory.mentions[-40:]):
            group = self.cast.entities[mention.entity]
            if group.members and self.memory.sentences_since(group.id, part.first) < 6:
                known = [self.cast.entities[id_] for id_ in group.members]
                if any(self._person_points(part, one) >= 1.8 for one in known):
                    return group.members
        pair = bool({"both", "two"} & set(part.mods))
        head = singular(part.head)
        near: list[int] = []
        for mention in reversed(self.memory.mentions[-40:]):
            entity = self.cast.entities[mention.entity]
            if entity.best < 0 or entity.id in inside or entity.id in near:
                continue
            if self.memory.sentences_since(entity.id, part.first) > 12:
                continue
            if part.sort == "person":
                fit = person_fit(part, entity, self.roles(entity)) if entity.person else 0.0
                if fit >= 1.8:
                    near.append(entity.id)
            elif head in ("country", "nation", "government") and entity.kind == "place":
                near.append(entity.id)
        near.reverse()
        if pair and len(near) < 2 and part.sort == "person":
            near = self._last_persons(part)
        if pair:
            return tuple(near[-2:]) if len(near) >= 2 else ()
        return tuple(near) if 2 <= len(near) <= 4 and part.sort == "person" else ()

    def _last_persons(self, part: Part) -> list[int]:
        """The persons named in the sentence before, in order, when there are two."""
        here = self.cast.words.words[part.first].sentence
        found: list[int] = []
        for mention in self.memory.mentions[-20:]:
            entity = self.cast.entities[mention.entity]
            named = entity.person and entity.best >= 0 and entity.id not in found
            if named and here - mention.sentence <= 1:
                found.append(entity.id)
        return found if len(found) == 2 else []

    def _renamed(self, part: Part, inside: set[int]) -> int | None:
        """The last speaker, whom news likes to call by a new description ("the Ohio native")."""
        words = self.cast.words.words
        if words[part.first].low != "the" or part.owner >= 0 or not self.memory.said:
            return None
        if (
            len(part.mods) < 2
            or singular(part.head) in _RELATED
            or (part.last + 1 < len(words) and words[part.last + 1].low == "of")
        ):
            return None
        said = self.memory.said[-1]
        if words[part.first].sentence - said.sentence > 2 or len(said.entities) != 1:
            return None
        entity = self.cast.entities[said.entities[0]]
        gender = gender_of_role(singular(part.head))
        if not entity.person or entity.best < 0 or entity.id in inside:
            return None
        if gender and entity.gender and gender != entity.gender:
            return None
        return entity.id

    def _person_points(self, part: Part, entity: Entity) -> float:
        if entity.kind not in ("person", "thing") or entity.plural or entity.members:
            return 0.0
        return person_fit(part, entity, self.roles(entity))

    def _body(self, part: Part, span: Span, inside: set[int]) -> Found:
        head = singular(part.head)
        if part.definite and not part.names:
            best, _ = self._best(part, inside, lambda e: body_fit(part, e) if not e.plural else 0.0)
            if best is not None:
                sure = 0.85 if best[1] > 3.2 else 0.6
                if head in BARE_BODIES and best[1] < 2.5:
                    return self._made(part, span, "own words", 0.7)
                return Found((best[0].id,), "same name" if best[1] > 3.2 else "description", sure)
        return self._made(part, span, "own words", 0.8)

    def _paper(self, part: Part, span: Span) -> Found:
        known = part.names or self._proper(part, span) or self._by_somebody(part, span)
        if part.definite and part.owner < 0 and not known:
            head = singular(part.head)
            for id_ in self._lately():
                entity = self.cast.entities[id_]
                if entity.kind == "paper" and same_paper(head, singular(entity.head)):
                    return Found((id_,), "description", 0.7)
            for entity in self.cast.entities:
                if entity.kind == "paper" and entity.names and entity.key[-1] == head:
                    return Found((entity.id,), "description", 0.7)
        return self._made(part, span, "own words", 0.8)

    def _by_somebody(self, part: Part, span: Span) -> bool:
        """Whether whose paper it is stands behind it: "the reports by Ana Petrova"."""
        words = self.cast.words.words
        behind = part.last + 1
        if behind + 1 >= len(words) or words[behind].start >= span.end:
            return False
        inside = range(behind + 1, self.cast.words.within(span.start, span.end).stop)
        return words[behind].low in ("by", "from") and any(words[i].cap for i in inside)

    def _best(
        self, part: Part, inside: set[int], points: Callable[[Entity], float]
    ) -> tuple[tuple[Entity, float] | None, float]:
        """The entity with most points, when it has enough, and the points of the next one."""
        memory = self.memory
        last = memory.said[-1].entities if memory.said else ()
        ranked: list[tuple[float, int]] = []
        for entity in self._known(part):
            if entity.id in inside or not (entity.names or entity.head):
                continue
            fit = points(entity)
            if fit < 0.5:
                continue
            if fit < 2 and entity.kind == "thing" and memory.counts.get(entity.id, 0) < 2:
                continue
            distance = memory.sentences_since(entity.id, part.first)
            here = self.cast.words.words[part.first]
            ahead = 1.9 if here.heading or here.sentence == 0 else 2.9
            if distance == 99 and fit < ahead:
                continue
            if fit < 1.5 and distance > 6:
                continue
            count = memory.counts.get(entity.id, 0)
            if entity.best < 0 and entity.kind == "person":
                fit -= 0.9  # a party with a name of its own is meant more often
            total = fit + nearness(distance, count) + 0.5 * (entity.id in last)
            ranked.append((total, -entity.id))
        if not ranked:
            return None, 0.0
        ranked.sort(reverse=True)
        top, id_ = ranked[0]
        if top < 1.5:
            return None, 0.0
        return (self.cast.entities[-id_], top), ranked[1][0] if len(ranked) > 1 else 0.0

    def _lately(self) -> list[int]:
        """The parties without a name, the latest first."""
        return list(islice(reversed(self._unnamed.values()), _SHORT_CAST))

    def _known(self, part: Part) -> list[Entity]:
        """Whom a description may mean: all of a short cast, of a long one the latest."""
        entities = self.cast.entities
        if len(entities) <= _SHORT_CAST:
            return entities
        ids = {mention.entity for mention in self.memory.mentions[-_SHORT_CAST:]}
        ids.update(self.cast.by_token.get(part.head, ()))
        return [entities[id_] for id_ in sorted(ids)]

    def named_later(self) -> dict[int, int]:
        """For unnamed parties of the headline and lead, the one later name that fits, if any.

        News leads say "a federal judge" and name the judge further down.
        """
        found: dict[int, int] = {}
        words = self.cast.words.words
        for id_, part in self._leads.items():
            fits: list[tuple[int, int]] = []
            entity = self.cast.entities[id_]
            if (
                entity.best >= 0
                or part.plural
                or (entity.suffix == "named" and part.sort != "body")
            ):
                continue
            for other in self.cast.entities:
                if other.plural or other.members or other.id == id_:
                    continue
                if other.best >= 0:
                    first = words[self.cast.names[other.names[0]].first].sentence
                elif other.suffix == "named" and other.kind == "paper":
                    first = words[self.memory.last_word.get(other.id, 0)].sentence
                else:
                    continue
                if first <= words[part.first].sentence or first > 30:
                    continue
                if self._later_fit(part, other):
                    fits.append((first, other.id))
            if len(fits) == 1 or (fits and entity.kind != "person"):
                found[id_] = min(fits)[1]
        return found

    def _later_fit(self, part: Part, other: Entity) -> bool:
        head = singular(part.head)
        if part.sort == "person":
            return other.person and person_fit(part, other, self.roles(other)) >= 1.8
        if part.sort == "body":
            key = {singular(token) for token in other.key}
            return (
                other.kind == "body"
                and (head in key or any(head in group and group & key for group in _BODY_GROUPS))
                and (not part.names or bool(key & {singular(mod) for mod in part.mods}))
            )
        if part.sort == "paper":
            return other.kind == "paper" and same_paper(head, singular(other.head or other.key[-1]))
        return False

    def roles(self, entity: Entity) -> set[str]:
        """The words of an entity's roles, kept."""
        known = self._roles.get(entity.id)
        if known is None:
            known = self._roles[entity.id] = role_words(entity)
        return known

    def add_role(self, entity: Entity, text: str) -> None:
        """Give ``entity`` a role read from a source."""
        if text not in entity.roles and len(text) < 160:
            entity.roles.append(text)
            self._roles.pop(entity.id, None)

    def _made(self, part: Part, span: Span, why: str, confidence: float) -> Found:
        text = self.cast.words.text
        label = clean(span.of(text))
        words = [w for w in self.cast.words.words[part.first : part.last + 1] if w.alpha]
        kept = [w.low for w in words if w.low not in DETERMINERS and w.low not in _FRESH]
        short = " ".join(kept) or fold(label)
        if part.owner >= 0:
            short = fold(label)
        elif part.sort == "paper" and self._by_somebody(part, span):
            short = fold(self._proper(part, span) or label)
        key = (part.sort, short)
        known = self._unnamed.get(key)
        if known is None and part.definite and part.sort in ("person", "thing") and part.owner < 0:
            for id_ in self._lately():
                other = self.cast.entities[id_]
                same = singular(other.head) == singular(part.head)
                if same and other.plural == part.plural and not part.names:
                    known = id_
                    break
        if known is not None:
            return Found((known,), why, confidence)
        entity = Entity(len(self.cast.entities), "person", (), label=label, head=part.head)
        entity.plural = part.plural
        entity.kind = part.sort if part.sort in ("person", "body", "paper") else "thing"
        entity.gender = gender_of_role(singular(part.head)) if entity.kind == "person" else ""
        proper = self._proper(part, span)
        paper = self._same_paper(part, proper)
        if paper is not None:
            return Found((paper,), why, confidence)
        if proper:
            entity.label = proper
            entity.suffix = "named"
        self.cast.entities.append(entity)
        self._unnamed[key] = entity.id
        if self.cast.words.words[part.first].sentence < _LEAD and part.owner < 0:
            self._leads[entity.id] = part
        return Found((entity.id,), why, confidence)

    def _same_paper(self, part: Part, proper: str) -> int | None:
        """A paper known already by a longer name that holds this one ("the Acme poll")."""
        tokens = set(fold(proper).split())
        if part.sort != "paper" or len(tokens) < 2:
            return None
        for id_ in self._lately():
            other = self.cast.entities[id_]
            named = other.kind == "paper" and other.suffix == "named"
            alike = named and singular(other.head) == singular(part.head)
            if alike and tokens <= set(fold(other.label).split()):
                return id_
        return None

    def _proper(self, part: Part, span: Span) -> str:
        """A body's or paper's description that holds a name: the nearest thing to a name it has.

        Without its determiner and what follows a clause; "" where it holds no name.
        """
        if part.sort not in ("body", "paper") or (
            part.plural and (part.sort == "body" or not part.names)
        ):
            return ""
        words = self.cast.words.words
        first = part.first
        while first < part.last and (
            (
                words[first].low in DETERMINERS | _FRESH
                and (not words[first].cap or words[first].first)
            )
            or words[first].text.endswith(("-based", "-led", "-backed"))
        ):
            first += 1
        last = part.last
        stop = self.cast.words.within(span.start, span.end).stop
        if part.sort == "paper":
            last = self._phrase_end(first, part.last, stop)
        elif last + 2 < stop and words[last + 1].low == "of":
            for index in self.names.inside(last + 2, stop - 1):
                if self.names.names[index].lead in (last + 2, last + 3):
                    last = self.names.names[index].last
                    break
        named = any(
            self.names.names[index].kind != "title"
            and (self.names.names[index].kind != "people" or part.sort == "body")
            for index in self.names.inside(first, last)
        )
        if first > last or not named:
            return ""
        return clean(self.cast.words.text[words[first].start : words[last].end])

    def _phrase_end(self, first: int, last: int, stop: int) -> int:
        words = self.cast.words.words
        while last + 1 < stop:
            following = words[last + 1]
            if not following.alpha and following.text not in "&'’$-/":
                break
            if following.low in ("last", "this", "on", "since", "–", "—"):
                break
            named = any(word.cap for word in words[first : last + 1] if not word.first)
            if following.low in ("which", "that", "who") and named:
                break
            if following.low in ("released", "published", "issued", "taken") and (
                named and (last + 2 >= stop or words[last + 2].low != "by")
            ):
                break
            last += 1
        return last
