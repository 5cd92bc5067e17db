"""Who is meant by each source of an article, resolved over the whole article.

One pass from first word to last: names keep the memory of who was spoken of, and each source is
resolved where it stands by what came before it. Sources inside another's words ("I", "we") and
quotations without a source follow, since they lean on the sources around them.
"""

from __future__ import annotations

from bisect import bisect_right

from quoth.reading.quotation_marks import find_quotations
from quoth.reading.speakers import roles
from quoth.reading.speakers.anonymity import reason
from quoth.reading.speakers.cast import Cast, Entity, build_cast, clean
from quoth.reading.speakers.given import is_given
from quoth.reading.speakers.headings import name_headings
from quoth.reading.speakers.letters import Letters
from quoth.reading.speakers.memory import Memory, Said, sort_of
from quoth.reading.speakers.names import Name, find_names
from quoth.reading.speakers.nouns import classify
from quoth.reading.speakers.parties import UNKNOWN, Found, Parties
from quoth.reading.speakers.pronouns import Candidate
from quoth.reading.speakers.relatives import Relatives
from quoth.reading.speakers.sources import Namer, Part, parse_source
from quoth.reading.speakers.tokens import Words, read_words
from quoth.reading.speakers.unsourced import beside
from quoth.reading.speakers.words import (
    AUXILIARIES,
    DETERMINERS,
    HE,
    PREPOSITIONS,
    RELATIVE,
    SHE,
    THEY,
    WE,
    YOU,
    I,
)
from quoth.records import Article, Attribution, Span, Speaker, SpeakerRef, SpeakerType

_SAYING = frozenset({"said", "says", "say", "told", "added", "adds", "wrote", "asked"})
_NEAR_CONTENTS = 40  # contents looked through for the one that holds a source
_ONE = 0.65  # below this "they" is not one person (dev files)
_LEAST = 0.25  # below this a pronoun is left without an answer


def resolve_speakers(
    article: Article, attributions: tuple[Attribution, ...]
) -> tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]:
    """Find who every attribution's source is, over the whole article.

    Args:
        article: the text; its ``authors`` name who "I" is outside quotations.
        attributions: what was found in it; ``within`` tells whose words a source stands in.

    Returns:
        The speakers in the order of their first mention, and for each attribution's id its
        speakers with why and how sure (0 to 1); none where it cannot be told.
    """
    if not attributions:
        return (), {}
    return _Resolver(article, attributions).run()


class _Resolver:
    def __init__(self, article: Article, attributions: tuple[Attribution, ...]) -> None:
        text = article.text
        self.article = article
        self.attributions = attributions
        self.by_id = {attribution.id: attribution for attribution in attributions}
        quotations = [(q.start, q.end) for q in find_quotations(text) if q.depth == 1]
        self.words: Words = read_words(text, quotations)
        self.names: list[Name] = find_names(self.words)
        self.names = name_headings(self.words, self.names, [
            span for attribution in attributions for span in attribution.sources])  # fmt: skip
        self.cast: Cast = build_cast(self.words, self.names)
        roles.read_roles(self.cast)
        self.letters = Letters(self.words, self.names, self.cast)
        self.namer = Namer(self.names)
        self.memory = Memory(self.words, self.cast)
        self.parties = Parties(self.cast, self.memory, self.namer)
        self.relatives = Relatives(
            self.words, self.names, self.namer, self.cast, self.parties, self.memory
        )
        self.parts: dict[str, list[tuple[Part, Span]]] = {}
        self.found: dict[str, list[Found]] = {}
        self.spans: dict[int, set[Span]] = {}
        self.by_paragraph: dict[int, list[Said]] = {}
        self.contents: list[tuple[Span, Attribution]] = []
        self.groups: dict[tuple[int, ...], Entity] = {}
        self.author: Entity | None = None
        # For fitting the weights: (attribution, sort, candidates) of each pronoun in a source.
        self.log: list[tuple[str, str, list[Candidate]]] = []

    def run(self) -> tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]:
        if not self.words.words:
            return (), {attribution.id: () for attribution in self.attributions}
        for attribution in self.attributions:
            self.parts[attribution.id] = [
                (part, span)
                for span in attribution.sources
                for part in parse_source(self.words, self.namer, span)
            ]
            if attribution.cue and self._swapped(attribution):
                self.parts[attribution.id] = [
                    (part, attribution.cue)
                    for part in parse_source(self.words, self.namer, attribution.cue)
                ]
        for _, _, kind, payload in self._events():
            if kind == "name":
                self._meet(self.names[int(payload)])
            elif kind == "pronoun":
                self._pass_pronoun(int(payload))
            else:
                self._resolve(self.by_id[payload])
        self._look_ahead()
        for said in self.memory.said:
            self.by_paragraph.setdefault(said.paragraph, []).append(said)
        for attribution in self.attributions:
            if not self.parts[attribution.id]:
                self.found[attribution.id] = [self._by_context(attribution)]
        return self._result()

    def _swapped(self, attribution: Attribution) -> bool:
        """Whether the source is a lone verb and the cue a name ("… ,” said Rossi": a slip)."""
        parts = self.parts[attribution.id]
        if len(parts) != 1 or parts[0][0].first != parts[0][0].last or attribution.cue is None:
            return False
        if self.words.words[parts[0][0].first].low not in _SAYING:
            return False
        cue = self.words.within(attribution.cue.start, attribution.cue.end)
        return bool(self.namer.inside(cue.start, cue.stop - 1))

    def _events(self) -> list[tuple[int, int, str, str]]:
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
        all_words = self.words.words
        first, last = roles.before(self.words, name)
        begin = first if first <= last else name.lead
        at = begin - 1
        while at >= 0 and all_words[at].low in DETERMINERS and not all_words[at].first:
            at -= 1
        previous = all_words[at] if at >= 0 else None
        aside = all_words[name.last].owns or (
            previous is not None and previous.low in PREPOSITIONS
            and previous.sentence == all_words[name.first].sentence
        )  # fmt: skip
        following = all_words[name.last + 1] if name.last + 1 < len(all_words) else None
        if (
            name.kind == "place"
            and following is not None
            and classify(following.low)[0] == "person"
        ):
            return  # "the U.S. senator" speaks of a senator
        verb = following is not None and (
            following.low in AUXILIARIES or following.low.endswith("ed") or following.text == ","
            or following.low in ("who", "said", "says", "told", "wrote", "became", "won", "also")
        )  # fmt: skip
        mention = self.memory.mention(
            name.entity, name.first, subject=verb and not aside, aside=aside
        )
        mention.first = (
            all_words[begin].first
            or at < 0
            or all_words[at].sentence != (all_words[name.first].sentence)
        )
        if mention.first and not aside:
            mention.subject = True
        if previous is not None and previous.low == "and":
            joint = self.relatives.joined_with(name)
            if joint >= 0:
                self._group((joint, name.entity), name.first)

    def _pass_pronoun(self, index: int) -> None:
        pronoun = self.words.words[index].low
        entity, share = self.relatives.owner(pronoun, index), 1.0
        if entity < 0:
            entity, share, _ = self.memory.choose(pronoun, index)
        if entity < 0 or share < 0.5:
            return
        nominative = pronoun in ("he", "she")
        mention = self.memory.mention(
            entity, index, subject=nominative, aside=not nominative, pronoun=True
        )
        mention.first = self.words.words[index].first
        self._learn_gender(entity, pronoun, share)
        if share >= 0.8:
            self.spans.setdefault(entity, set()).add(self.words.span(index, index))

    def _learn_gender(self, entity: int, pronoun: str, share: float) -> None:
        known = self.cast.entities[entity]
        gender = sort_of(pronoun)[1]
        if gender and not known.gender and share > 0.7:
            known.gender = gender
            if known.kind == "thing":
                known.kind = "person"

    # ---- sources --------------------------------------------------------------------------------

    def _resolve(self, attribution: Attribution) -> list[Found]:
        known = self.found.get(attribution.id)
        if known is not None:
            return known
        self.found[attribution.id] = []  # a circle of "within" ends here
        around = self._around(attribution)
        found = [
            self._part(attribution, part, span, around) for part, span in self.parts[attribution.id]
        ]
        self.found[attribution.id] = found
        entities = tuple(dict.fromkeys(id_ for one in found for id_ in one.entities))
        if entities:
            first = self.parts[attribution.id][0][0]
            self.memory.saying(entities, first.first)
            if len(entities) > 1:
                self._group(entities, first.first)
                self.memory.said[-1].entities = (*entities, self.memory.mentions[-1].entity)
        return found

    def _group(self, entities: tuple[int, ...], word: int) -> None:
        entity = self.groups.get(entities)
        if entity is None:
            entity = Entity(len(self.cast.entities), "person", (), members=entities, plural=True)
            self.cast.entities.append(entity)
            self.groups[entities] = entity
        self.memory.mention(entity.id, word, subject=True)

    def _around(self, attribution: Attribution) -> tuple[int, ...]:
        """Those in whose words the source of ``attribution`` stands: the nearest that are known."""
        seen = {attribution.id}
        inner = attribution
        while True:
            outer = self.by_id.get(inner.within or "") or self._holder(inner)
            if outer is None or outer.id in seen:
                return ()
            seen.add(outer.id)
            if outer.id not in self.found and self.parts[outer.id]:
                self._resolve(outer)
            found = self.found.get(outer.id, ())
            entities = tuple(dict.fromkeys(id_ for one in found for id_ in one.entities))
            if entities:
                return entities
            inner = outer

    def _holder(self, attribution: Attribution) -> Attribution | None:
        """The innermost other attribution in whose content the source stands."""
        if not attribution.sources:
            return None
        source = attribution.sources[0]
        if not self.words.words[self.words.at(source.start)].quoted:
            return None
        best: tuple[int, Attribution] | None = None
        if not self.contents:
            self.contents = sorted(
                ((content, other) for other in self.attributions for content in other.contents),
                key=lambda pair: pair[0],
            )
        stop = bisect_right(self.contents, source.start, key=lambda pair: pair[0].start)
        for content, other in self.contents[max(0, stop - _NEAR_CONTENTS) : stop]:
            if other is attribution or other.within == attribution.id:
                continue
            if content.covers(source) and (best is None or len(content) < best[0]):
                best = (len(content), other)
        return best[1] if best else None

    def _part(
        self, attribution: Attribution, part: Part, span: Span, around: tuple[int, ...]
    ) -> Found:
        if part.sort == "name":
            name = self.names[part.name]
            entity = self.cast.entities[name.entity]
            if part.role is not None and entity.kind in ("person", "thing"):
                self._source_role(entity, part.role)
            self._mark(entity.id, self.words.span(name.first, name.last))
            same = name.key in entity.forms and len(name.key) == len(entity.key)
            why = "same name" if same else "surname" if entity.person else "short name"
            return Found((entity.id,), why, 0.95 if same else 0.88)
        here = self.words.span(part.first, part.last)
        if part.sort == "pronoun":
            found = self._pronoun(attribution, part, around)
        else:
            if part.first == part.last and part.head in ("each", "both", "neither"):
                together = self._members(part)
                if together:
                    return Found(together, "pronoun", 0.6)
            own: tuple[int, ...] = ()
            owner = self.words.words[part.owner].low if part.owner >= 0 else ""
            if owner in HE or owner in SHE:
                chosen, share, _ = self.memory.choose(owner, part.owner, around)
                own = (chosen,) if chosen >= 0 and share > 0.4 else ()
            elif owner in I or owner in WE:
                own = around
            found = self.parties.resolve(part, span, own)
            here = span if len(self.parts[attribution.id]) == 1 else here
            for id_ in found.entities:
                if self.cast.entities[id_].best < 0 and self.cast.entities[id_].anonymity is None:
                    self._anonymity(self.cast.entities[id_], part)
            for id_ in found.entities:
                self.memory.mention(id_, part.first, subject=True, speaker=True)
        for id_ in found.entities:
            self._mark(id_, here)
        return found

    def _members(self, part: Part) -> tuple[int, ...]:
        """Those that "each" or "both" stands for: the last who were named together."""
        here = self.words.words[part.first].sentence
        for mention in reversed(self.memory.mentions[-30:]):
            if here - mention.sentence > 3:
                break
            if self.cast.entities[mention.entity].members:
                return self.cast.entities[mention.entity].members
        return ()

    def _source_role(self, entity: Entity, role: Span) -> None:
        indices = self.words.within(role.start, role.end)
        lows = [self.words.words[i].low for i in indices]

        heads = []
        for low in lows:
            if low in PREPOSITIONS:
                break
            heads.append(low)
        if not any(classify(low)[0] == "person" for low in heads):
            return
        text = clean(role.of(self.article.text))
        polite = all(low.rstrip(".") in ("mr", "mrs", "ms", "miss") for low in heads)
        if not polite and not any(text in known for known in entity.roles):
            self.parties.add_role(entity, text)

    def _mark(self, entity: int, span: Span) -> None:
        self.spans.setdefault(entity, set()).add(span)

    def _anonymity(self, entity: Entity, part: Part) -> None:
        sentence = self.words.words[part.first].sentence
        first = last = part.first
        all_words = self.words.words
        while first and all_words[first - 1].sentence == sentence:
            first -= 1
        while last + 1 < len(all_words) and all_words[last + 1].sentence == sentence:
            last += 1
        entity.anonymity = reason(self.article.text, all_words[first].start, all_words[last].end)

    def _look_ahead(self) -> None:
        """Give the unnamed parties of a headline and lead the names that come later."""
        later = self.parties.named_later()
        if not later:
            return
        for id_, found in self.found.items():
            self.found[id_] = [
                Found(
                    tuple(later.get(entity, entity) for entity in one.entities),
                    "description" if any(entity in later for entity in one.entities) else one.why,
                    0.5 if any(entity in later for entity in one.entities) else one.confidence,
                )
                for one in found
            ]
        for old, new in later.items():
            self.spans.setdefault(new, set()).update(self.spans.pop(old, set()))

    # ---- pronouns -------------------------------------------------------------------------------

    def _pronoun(self, attribution: Attribution, part: Part, around: tuple[int, ...]) -> Found:
        pronoun = part.head
        if pronoun in I or pronoun in WE:
            if around:
                return Found(around, "first person", 0.9 if pronoun in I else 0.75)
            word = self.words.words[part.first]
            if word.quoted:
                return self._last_speaker(part)
            signer = self.letters.signer(part.first)
            if signer >= 0:
                return Found((signer,), "first person", 0.6)
            return Found((self._author().id,), "first person", 0.6)
        if pronoun in YOU:
            return UNKNOWN
        if pronoun in RELATIVE:
            return self.relatives.resolve(part)
        entity, share, candidates = self.memory.choose(pronoun, part.first, around)
        self.log.append((attribution.id, sort_of(pronoun)[0], candidates))
        if entity < 0:
            return self._cataphora(part, pronoun)
        if share < _LEAST:
            return UNKNOWN
        chosen = self.cast.entities[entity]
        if pronoun in THEY and chosen.kind == "person" and not chosen.plural and share < _ONE:
            return UNKNOWN
        self._learn_gender(entity, pronoun, share)
        self.memory.mention(entity, part.first, subject=True, pronoun=True, speaker=True)
        return Found(chosen.members or (entity,), "pronoun", round(min(share, 0.9), 2))

    def _cataphora(self, part: Part, pronoun: str) -> Found:
        """A pronoun ahead of anybody it could mean: the next person named."""
        sort, gender = sort_of(pronoun)
        if sort != "person":
            return UNKNOWN
        here = self.words.words[part.first]
        for index in self.namer.inside(part.first + 1, part.first + 120):
            name = self.names[index]
            if name.entity < 0:
                continue
            if self.words.words[name.first].sentence > here.sentence + 2:
                break
            entity = self.cast.entities[name.entity]
            if entity.person and not (gender and entity.gender and entity.gender != gender):
                return Found((entity.id,), "pronoun", 0.4)
        return UNKNOWN

    def _last_speaker(self, part: Part) -> Found:
        paragraph = self.words.words[part.first].paragraph
        if self.memory.said and self.memory.said[-1].paragraph >= paragraph - 1:
            return Found(self.memory.said[-1].entities, "first person", 0.5)
        return UNKNOWN

    def _author(self) -> Entity:
        if self.author is None:
            self.author = Entity(len(self.cast.entities), "person", (), label="the author")
            self.author.head = "author"
            self.cast.entities.append(self.author)
        return self.author

    # ---- no source ------------------------------------------------------------------------------

    def _by_context(self, attribution: Attribution) -> Found:
        if attribution.within and attribution.within in self.by_id and not attribution.cue:
            around = self._around(attribution)
            return Found(around, "context", 0.4) if around else UNKNOWN
        return beside(self.words, attribution, self.by_paragraph)

    # ---- the result -----------------------------------------------------------------------------

    def _result(self) -> tuple[tuple[Speaker, ...], dict[str, tuple[SpeakerRef, ...]]]:
        used: dict[int, None] = {}
        for attribution in self.attributions:
            for one in self.found.get(attribution.id, ()):
                for id_ in one.entities:
                    if not self.cast.entities[id_].members:
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
                        made[id_] = SpeakerRef(ids[id_], one.why, one.confidence)
            refs[attribution.id] = tuple(made.values())
        return speakers, refs

    def _mentions(self, id_: int) -> tuple[Span, ...]:
        entity = self.cast.entities[id_]
        spans = {self.words.span(self.names[i].first, self.names[i].last) for i in entity.names}
        return tuple(sorted(spans | self.spans.get(id_, set())))

    def _speaker(self, new: str, id_: int, mentions: tuple[Span, ...]) -> Speaker:
        entity = self.cast.entities[id_]
        name = self.cast.full_name(entity)
        if entity is self.author:
            authors = self.article.authors
            name = authors[0] if len(authors) == 1 else None
            return Speaker(new, name, name or entity.label, "author", (), mentions)
        if name is None and entity.suffix == "named":
            name = entity.label
        return Speaker(
            id=new,
            name=name,
            label=name or entity.label,
            type=_type(entity, name),
            roles=tuple(entity.roles),
            mentions=mentions,
            anonymity=entity.anonymity if name is None else None,
        )


def _type(entity: Entity, name: str | None) -> SpeakerType:
    if entity.kind == "paper":
        return "document"
    if entity.kind in ("body", "place"):
        return "organisation"
    if name is None:
        return "unnamed"
    if entity.kind == "person" or len(entity.key) > 1 or is_given(entity.key[0]):
        return "person"
    return "organisation"
