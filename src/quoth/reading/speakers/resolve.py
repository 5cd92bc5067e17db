"""Who is meant by each source of an article, resolved over the whole article.

One pass from first word to last: names and pronouns keep the memory of who was spoken of, and each
source is linked where it stands to what came before it. Sources inside another's words ("I", "we")
lean on the source around them; quotations without a source follow, since they lean on both sides.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO, TypedDict

import numpy as np

from quoth.reading.quotation_marks import find_quotations
from quoth.reading.speakers import roles
from quoth.reading.speakers.bodies import with_composed
from quoth.reading.speakers.calibration import Calibration
from quoth.reading.speakers.discourse import Discourse, Said
from quoth.reading.speakers.entities import Entities, Entity, cluster
from quoth.reading.speakers.headings import name_headings
from quoth.reading.speakers.letters import Letters
from quoth.reading.speakers.linker import (
    NEW,
    UNKNOWN,
    Candidates,
    Linked,
    Query,
    sort_of,
    told_apart,
)
from quoth.reading.speakers.names import Name, find_names
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.output import described
from quoth.reading.speakers.ranking import Linker
from quoth.reading.speakers.relatives import Phrase, Relatives
from quoth.reading.speakers.sources import Namer, Part, parse_source
from quoth.reading.speakers.tagger import Tagger
from quoth.reading.speakers.tokens import Words, read_words
from quoth.reading.speakers.unnamed import Unnamed
from quoth.reading.speakers.words import (
    AUXILIARIES,
    DETERMINERS,
    HE,
    PREPOSITIONS,
    SHE,
    WE,
    I,
)
from quoth.reading.states import States
from quoth.records import (
    Article,
    Attribution,
    Span,
    Speaker,
    SpeakerRef,
)

_BY_SOMEBODY = 0.8  # how sure "the report by Ana Rossi" is one of its own
_CAPITAL = 0.8  # how sure a capital that speaks is its country
_LEAST = 0.5  # a statement without a source is nobody's below this confidence


@dataclass(frozen=True, slots=True)
class Models:
    """What was learned: who is meant, how sure that is, and where names are (by default what
    ships)."""

    linker: Linker
    calibration: Calibration
    tagger: Tagger | None = None


@cache
def shipped_models() -> Models:
    """What ships with quoth: `links.npz` beside this file."""
    with resources.files(__package__).joinpath("links.npz").open("rb") as file:
        return load_models(file)


def load_models(file: IO[bytes]) -> Models:
    """What `training.coreference.links` has written."""
    stored = dict(np.load(file, allow_pickle=False))
    calibration = Calibration(stored.pop("shares"), stored.pop("right"))
    words = stored.pop("head words").tobytes().decode().split("\n")
    heads = dict(zip(words, stored.pop("head values").tolist(), strict=True))
    encoder = stored.pop("encoder").tobytes().decode()
    weights = {name: value.astype(np.float32) for name, value in stored.items()}
    return Models(Linker(weights, heads, encoder), calibration)


@dataclass(slots=True)
class Found:
    """Who a part of a source is: entities with a short reason and a confidence."""

    entities: tuple[int, ...]
    why: str
    confidence: float


NOBODY = Found((), "unknown", 0.0)


class _Places(TypedDict):
    cue: int
    content: tuple[int, int]


def resolve_speakers(
    article: Article,
    attributions: tuple[Attribution, ...],
    models: Models | None = None,
    *,
    states: States | None = None,
) -> tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]:
    """Find who every attribution's source is, over the whole article.

    Args:
        article: the text; its ``authors`` name who "I" is outside quotations.
        attributions: what was found in it; ``within`` tells whose words a source stands in.
        models: what was learned; by default what ships with quoth.
        states: what the encoder made of the text; without them, links are somewhat less often
            right.

    Returns:
        The speakers in the order of their first mention, and for each attribution's id its
        speakers with why and how sure (0 to 1); none where it cannot be told.
    """
    if not attributions:
        return (), {}
    return Resolver(article, attributions, models or shipped_models(), states).run()


class Resolver:
    """One article while its speakers are resolved; ``log`` keeps what was linked, for fitting."""

    def __init__(
        self,
        article: Article,
        attributions: tuple[Attribution, ...],
        models: Models,
        states: States | None = None,
    ) -> None:
        text = article.text
        self.article = article
        self.attributions = attributions
        self.models = models
        self.by_id = {attribution.id: attribution for attribution in attributions}
        quotations = [(q.start, q.end) for q in find_quotations(text) if q.depth == 1]
        self.words: Words = read_words(text, quotations)
        sources = [span for attribution in attributions for span in attribution.sources]
        found = name_headings(self.words, find_names(self.words, models.tagger), sources)
        self.names: list[Name] = with_composed(self.words, found)
        self.entities: Entities = cluster(self.words, self.names)
        roles.read_roles(self.entities)
        self.letters = Letters(self.words, self.names, self.entities)
        self.namer = Namer(self.names)
        self.ends = {name.last for name in self.names}
        self.discourse = Discourse(self.words, self.entities)
        vectors = models.linker.vectors(self.words, states)
        self.candidates = Candidates(self.discourse, vectors)
        self.relatives = Relatives(self.words, self.namer, self.entities)
        self.parts: dict[str, list[tuple[Part, Span]]] = {}
        self.found: dict[str, list[Found]] = {}
        self.spans: dict[int, set[Span]] = {}
        self.groups: dict[tuple[int, ...], Entity] = {}
        self.unnamed = Unnamed(self.words, self.entities)
        self.author: Entity | None = None
        self.log: list[tuple[str, Linked]] = []

    def run(self) -> tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]:
        """The speakers, and those of each attribution."""
        if not self.words.words:
            return (), {attribution.id: () for attribution in self.attributions}
        for attribution in self.attributions:
            self.parts[attribution.id] = [
                (part, span)
                for span in attribution.sources
                for part in parse_source(self.words, self.namer, span)
            ]
        for _, _, kind, payload in self._events():
            if kind == "name":
                self._meet(self.names[int(payload)])
            elif kind == "pronoun":
                self._pass_pronoun(int(payload))
            else:
                self._resolve(self.by_id[payload])
        self.discourse.said.sort(key=lambda said: said.word)
        for attribution in self.attributions:
            if not self.parts[attribution.id]:
                self.found[attribution.id] = [self._without_source(attribution)]
        self._name_leads()
        return self._result()

    def _events(self) -> list[tuple[int, int, str, str]]:
        """Names, pronouns and sources in the order of the text."""
        events: list[tuple[int, int, str, str]] = []
        taken: set[int] = set()
        for attribution in self.attributions:
            parts = self.parts[attribution.id]
            if parts:
                events.append((max(p.last for p, _ in parts), 2, "source", attribution.id))
                taken.update(p.first for p, _ in parts if p.sort == "pronoun")
        for index, name in enumerate(self.names):
            if name.entity >= 0:
                events.append((name.last, 0, "name", str(index)))
        for index, word in enumerate(self.words.words):
            if index not in taken and (word.low in HE or word.low in SHE) and not word.quoted:
                events.append((index, 1, "pronoun", str(index)))
        events.sort(key=lambda event: (event[0], event[1]))
        return events

    # ---- what is met on the way -----------------------------------------------------------------

    def _meet(self, name: Name) -> None:
        every = self.words.words
        first, last = roles.before(self.words, name)
        begin = first if first <= last else name.lead
        at = begin - 1
        while at >= 0 and every[at].low in DETERMINERS and not every[at].first:
            at -= 1
        previous = every[at] if at >= 0 else None
        aside = every[name.last].owns or (
            previous is not None and previous.low in PREPOSITIONS
            and previous.sentence == every[name.first].sentence
        )  # fmt: skip
        following = every[name.last + 1] if name.last + 1 < len(every) else None
        if name.kind == "place" and following and classify(following.low)[0] == "person":
            return  # "the U.S. senator" speaks of a senator
        verb = following is not None and (
            following.low in AUXILIARIES or following.low.endswith("ed") or following.text == ","
            or following.low in ("who", "said", "says", "told", "wrote", "became", "won", "also")
        )  # fmt: skip
        mention = self.discourse.mention(
            name.entity, name.first, subject=verb and not aside, aside=aside
        )
        mention.first = every[begin].first or at < 0
        mention.subject = mention.subject or (mention.first and not aside)
        if previous is not None and previous.low == "and":
            joint = self.relatives.joined_with(name)
            if joint >= 0:
                self._group((joint, name.entity), name.first)

    def _pass_pronoun(self, index: int) -> None:
        pronoun = self.words.words[index].low
        sort = "he" if pronoun in HE else "she"
        entity, share = self._choose(Query(sort, index))
        if entity < 0 or share < 0.5:
            return
        nominative = pronoun in ("he", "she")
        mention = self.discourse.mention(
            entity, index, subject=nominative, aside=not nominative, pronoun=True
        )
        mention.first = self.words.words[index].first
        # "Kim Asare, her brother's friend": whose that is tells nothing of Kim.
        aside = index > 1 and self.words.words[index - 1].text == "," and index - 2 in self.ends
        if share >= 0.8 and not aside:
            self.entities.all[entity].pronouns[sort] += 1
            self._mark(entity, self.words.span(index, index))

    def _choose(self, query: Query) -> tuple[int, float]:
        return self.candidates.link(query, self.models.linker).best()

    # ---- sources --------------------------------------------------------------------------------

    def _resolve(self, attribution: Attribution) -> list[Found]:
        known = self.found.get(attribution.id)
        if known is not None:
            return known
        self.found[attribution.id] = []  # a circle of "within" ends here
        around, outer = self._around(attribution)
        found = [
            self._part(attribution, part, span, around, outer)
            for part, span in self.parts[attribution.id]
        ]
        self.found[attribution.id] = found
        entities = tuple(dict.fromkeys(id_ for one in found for id_ in one.entities))
        if entities:
            first = self.parts[attribution.id][0][0]
            self.discourse.saying(entities, first.first)
            if len(entities) > 1:
                self._group(entities, first.first)
                said = self.discourse.said[-1]
                said.entities = (*entities, self.discourse.mentions[-1].entity)
        return found

    def _group(self, entities: tuple[int, ...], word: int) -> None:
        entity = self.groups.get(entities)
        if entity is None:
            kind = self.entities.all[entities[0]].kind
            entity = Entity(len(self.entities.all), kind, (), members=entities, plural=True)
            self.groups[entities] = self.entities.add(entity)
        self.discourse.mention(entity.id, word, subject=True)

    def _around(self, attribution: Attribution) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Those in whose words the source of ``attribution`` stands: the nearest that are known,
        and those around them."""
        seen = {attribution.id}
        levels: list[tuple[int, ...]] = []
        inner = attribution
        while len(levels) < 2:
            outer = self.by_id.get(inner.within or "")
            if outer is None or outer.id in seen:
                break
            seen.add(outer.id)
            if outer.id not in self.found and self.parts.get(outer.id):
                self._resolve(outer)
            found = self.found.get(outer.id, ())
            entities = tuple(dict.fromkeys(id_ for one in found for id_ in one.entities))
            if entities:
                levels.append(entities)
            inner = outer
        levels += [(), ()]
        return levels[0], levels[1]

    def _spoke_last(self, word: int) -> tuple[int, ...]:
        said = self.discourse.said
        return said[-1].entities[:3] if said and said[-1].word < word else ()

    def _affiliated(self, around: tuple[int, ...]) -> frozenset[int]:
        """Bodies that stand in the roles of those who speak around."""
        tokens = {word for id_ in around for word in self.entities.all[id_].role_words}
        return frozenset(
            id_
            for token in tokens
            for id_ in self.entities.by_token.get(token, ())[:8]
            if self.entities.all[id_].kind in ("body", "place")
            and any(set(form) <= tokens for form in self.entities.all[id_].forms)
        )

    def _part(
        self, attribution: Attribution, part: Part, span: Span, around: tuple[int, ...],
        outer: tuple[int, ...],
    ) -> Found:  # fmt: skip
        if part.sort == "name":
            return self._named(part)
        sort = sort_of(part)
        if sort in ("i", "we") and not around and not self.words.words[part.first].quoted:
            signer = self.letters.signer(part.first)
            return Found((signer if signer >= 0 else self._author(),), "first person", 0.6)
        if sort == "who":
            return self._relative(attribution, part, around, outer)
        if self.unnamed.by_somebody(part, span):
            return self._new(part, span, _BY_SOMEBODY)
        inside = {self.names[i].entity for i in part.names}
        if part.owner >= 0:
            inside |= self._owners(part, around)
        query = Query(
            sort, part.first, part, around, outer, frozenset(inside),
            self._affiliated(around) if around else frozenset(),
            self._affiliated(self._spoke_last(part.first)),
            flags=self._flags(attribution), **self._places(attribution),
        )  # fmt: skip
        linked = self.candidates.link(query, self.models.linker)
        option, share = self.pick(attribution.id, linked)
        confidence = self.models.calibration.of(share)
        if option == UNKNOWN:
            return NOBODY
        why = _why(sort)
        if option >= 0 and (same := told_apart(query)):
            self.discourse.meant[same] = option
        if option == NEW:
            found = self._new(part, span, confidence)
        else:
            entity = self.entities.all[option]
            found = Found(entity.members or (option,), why, confidence)
            if sort in ("he", "she") and share > 0.7:
                entity.pronouns[sort] += 1
            elif sort == "they" and share > 0.7 and entity.person and not entity.members:
                entity.pronouns["they"] += 1
            self.discourse.mention(option, part.first, subject=True, speaker=True,
                                   pronoun=part.sort == "pronoun")  # fmt: skip
            if entity.best >= 0 and part.sort == "person":
                words = self.words.span(part.first, part.last)
                self.entities.index_roles(entity, words.of(self.article.text))
        here = self.words.span(part.first, part.last)
        if part.sort != "pronoun" and len(self.parts[attribution.id]) == 1:
            here = span
        for id_ in found.entities:
            self._mark(id_, here)
        return found

    def _relative(
        self, attribution: Attribution, part: Part, around: tuple[int, ...], outer: tuple[int, ...]
    ) -> Found:
        found = self.relatives.resolve(part)
        entities: tuple[int, ...] = ()
        if isinstance(found, Phrase):
            inner = self._part(attribution, found.part, found.span, around, outer)
            entities = inner.entities
        elif found is not None:
            entities = (found,)
        for id_ in entities:
            self.discourse.mention(id_, part.first, subject=True, pronoun=True)
            self._mark(id_, self.words.span(part.first, part.last))
        return Found(entities, "relative", 0.7) if entities else NOBODY

    def pick(self, attribution: str, linked: Linked) -> tuple[int, float]:
        """The option taken for a mention, and its probability; fitting puts the right one here."""
        self.log.append((attribution, linked))
        return linked.best()

    def _named(self, part: Part) -> Found:
        name = self.names[part.name]
        entity = self.entities.all[name.entity]
        if part.role is not None and entity.kind in ("person", "thing"):
            roles.of_source(self.entities, entity, part.role)
        speaker = self.entities.all[self.candidates.affiliations.speaks_for(entity.id)]
        if speaker is not entity:
            self._mark(speaker.id, self.words.span(name.first, name.last))
            return Found((speaker.id,), "description", _CAPITAL)
        self._mark(entity.id, self.words.span(name.first, name.last))
        same = len(name.key) == len(entity.key)
        why = "same name" if same else "surname" if entity.person else "short name"
        return Found((entity.id,), why, 0.95 if same else 0.88)

    def _owners(self, part: Part, around: tuple[int, ...]) -> set[int]:
        """Whom the possessive of a description means, who so cannot be meant by it."""
        owner = self.words.words[part.owner].low
        if owner in HE or owner in SHE:
            sort = "he" if owner in HE else "she"
            chosen, share = self._choose(Query(sort, part.owner, None, around))
            return {chosen} if chosen >= 0 and share > 0.4 else set()
        return set(around) if owner in I or owner in WE else set()

    def _author(self) -> int:
        if self.author is None:
            self.author = Entity(len(self.entities.all), "person", (), label="the author")
            self.author.head = "author"
            self.entities.add(self.author)
        return self.author.id

    def _new(self, part: Part, span: Span, confidence: float) -> Found:
        if part.sort == "pronoun":
            return Found((self._author(),), "first person", confidence)
        entity = self.unnamed.made(part, span)
        self.discourse.mention(entity.id, part.first, subject=True, speaker=True)
        return Found((entity.id,), "own words", confidence)

    def _mark(self, entity: int, span: Span) -> None:
        self.spans.setdefault(entity, set()).add(span)

    def _name_leads(self) -> None:
        """Give the parties of headline and lead the names that come further down."""
        later = self.unnamed.named_later(self.candidates)
        for found in self.found.values():
            for one in found:
                if later.keys() & set(one.entities):
                    one.entities = tuple(later.get(id_, id_) for id_ in one.entities)
                    one.why, one.confidence = "description", 0.5
        for old, new in later.items():
            self.spans.setdefault(new, set()).update(self.spans.pop(old, set()))

    # ---- no source ------------------------------------------------------------------------------

    def _without_source(self, attribution: Attribution) -> Found:
        """The speaker of what has no source of its own: beside it, around it, or nobody."""
        place = attribution.cue or Span(attribution.start, attribution.start)
        at = self.words.at(place.start)
        around, outer = self._around(attribution)
        said = self.discourse.said
        later = bisect_left(said, at, key=lambda one: one.word)
        following = said[later].entities if later < len(said) else ()
        if following and said[later].paragraph > self.words.words[at].paragraph + 1:
            following = ()
        query = Query("none", at, None, around, outer, following=following,
                      flags=self._flags(attribution), **self._places(attribution))  # fmt: skip
        linked = self._at(query, said[:later])
        option, share = self.pick(attribution.id, linked)
        confidence = self.models.calibration.of(share)
        if option < 0 or confidence < _LEAST:
            return NOBODY
        entity = self.entities.all[option]
        return Found(entity.members or (option,), "context", confidence)

    def _at(self, query: Query, said: list[Said]) -> Linked:
        """A mention linked as if the article had been read up to it and no further."""
        discourse = self.discourse
        everything = discourse.said, discourse.mentions
        discourse.said = said[-6:]
        stop = bisect_left(everything[1], query.word, key=lambda one: one.word)
        discourse.mentions = everything[1][max(0, stop - 60) : stop]
        linked = self.candidates.link(query, self.models.linker)
        discourse.said, discourse.mentions = everything
        return linked

    def _places(self, attribution: Attribution) -> _Places:
        """Where the words of an attribution stand, whose states are looked at."""
        cue, content = attribution.cue, attribution.contents[:1]
        found = _Places(cue=-1, content=(0, 0))
        if cue is not None and (at := self.words.within(cue.start, cue.end)):
            found["cue"] = at.start
        for span in content:
            at = self.words.within(span.start, span.end)
            found["content"] = (at.start, at.stop)
        return found

    def _flags(self, attribution: Attribution) -> tuple[str, ...]:
        """Features of an attribution for whatever mention its source is."""
        found: list[str] = [attribution.form] if attribution.form != "mixed" else []
        if attribution.kind == "speech":
            found.append("speech")
        if attribution.cue is None:
            return (*found, "no cue")
        words = self.words.words
        cue = self.words.within(attribution.cue.start, attribution.cue.end)
        if not cue:
            return tuple(found)
        before = words[cue.start - 1].low if cue.start else ""
        head = words[cue.start].low
        if head.endswith("ing"):
            found.append("cue participle")
        if before in DETERMINERS or head in DETERMINERS:
            found.append("cue noun")
        if len(cue) > 1 and head in AUXILIARIES and words[cue.stop - 1].low.endswith(("ed", "en")):
            found.append("cue passive")
        return tuple(found)

    # ---- the result -----------------------------------------------------------------------------

    def _result(self) -> tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]:
        used: dict[int, None] = {}
        for attribution in self.attributions:
            for one in self.found.get(attribution.id, ()):
                for id_ in one.entities:
                    if not self.entities.all[id_].members:
                        used[id_] = None
        mentions = {id_: self._mentions(id_) for id_ in used}
        order = sorted(used, key=lambda id_: (mentions[id_][0].start if mentions[id_] else 0, id_))
        ids = {id_: f"s{number}" for number, id_ in enumerate(order, 1)}
        speakers = tuple(self._speaker(ids[id_], id_, mentions[id_]) for id_ in order)
        refs: dict[str, tuple[SpeakerRef, ...]] = {}
        for attribution in self.attributions:
            made: dict[int, SpeakerRef] = {}
            for one in self.found.get(attribution.id, ()):
                for id_ in one.entities:
                    if id_ in ids and id_ not in made:
                        made[id_] = SpeakerRef(ids[id_], one.why, round(one.confidence, 4))
            refs[attribution.id] = tuple(made.values())
        return speakers, refs

    def _mentions(self, id_: int) -> tuple[Span, ...]:
        entity = self.entities.all[id_]
        spans = {self.words.span(self.names[i].first, self.names[i].last) for i in entity.names}
        return tuple(sorted(spans | self.spans.get(id_, set())))

    def _speaker(self, new: str, id_: int, mentions: tuple[Span, ...]) -> Speaker:
        entity = self.entities.all[id_]
        if entity is self.author:
            authors = self.article.authors
            name = authors[0] if len(authors) == 1 else None
            return Speaker(new, name, name or entity.label, "author", (), mentions)
        return described(self.entities, entity, new, mentions)


def _why(sort: str) -> str:
    if sort in ("i", "we"):
        return "first person"
    if sort == "who":
        return "relative"
    return "pronoun" if sort in ("he", "she", "it", "they", "you") else "description"
