"""Who a mention means: every entity it may mean, and "somebody new" and "cannot be told", scored.

A small network scores each (mention, candidate) pair from what the article shows of both: string
and head match, qualifiers, agreement in number and gender, distance, who spoke last, quotation; and
from the states in which the encoder left the mention, its cue, its content and the candidate. A
softmax over the candidates of one mention gives probabilities (mention ranking; Wiseman et al.
2015). `training.coreference.links` fits it on articles with annotated speakers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from quoth.reading.speakers.affiliations import Affiliations
from quoth.reading.speakers.antecedents import Comparison, compare, head_forms
from quoth.reading.speakers.discourse import Discourse, Mention, Said
from quoth.reading.speakers.entities import Entity
from quoth.reading.speakers.given import Gender
from quoth.reading.speakers.nouns import classify, singular
from quoth.reading.speakers.ranking import OF_CANDIDATE, OF_MENTION, Floats, Linker, Views
from quoth.reading.speakers.sources import Part
from quoth.reading.speakers.words import (
    CALLINGS,
    DETERMINERS,
    FIRM_BODIES,
    HE,
    IT,
    MEDIA,
    RELATIVE,
    SHE,
    STATE_BODIES,
    THEY,
    WE,
    YOU,
    I,
)

NEW, UNKNOWN = -1, -2
_KINDS = ("person", "body", "place", "paper", "thing")
KINDS = tuple(f"kind {kind}" for kind in _KINDS)
SORTS = (
    "he", "she", "it", "they", "i", "we", "you", "who", "person", "persons", "body", "bodies",
    "work", "thing", "none",
)  # fmt: skip
FEATURES = (
    *SORTS, "new", "unknown", "named", *KINDS, "surely", "several", "group", "author",
    "met", "ahead", "words ahead", "sentence ahead",
    "adjacent", "same sentence", "same sentence, subject", "same sentence, aside", "last sentence",
    "last sentence, subject", "sentences back", "words back", "same paragraph", "last paragraph",
    "nearest", "nearest of kind", "second of kind", "last by pronoun", "opens a sentence",
    "only in quotations", "subject before",
    "spoke last", "spoke last, another paragraph", "spoke last, same sentence", "spoke before that",
    "spoke two before", "speaks around", "speaks around, outer", "speaks in paragraph",
    "speaks next", "sayings", "mentions", "share of mentions", "in headline", "first sentence",
    "gender fits", "gender against", "gender by name", "gender by name against", "gender open",
    "pronouns fit", "pronouns against", "number against",
    "head in roles", "head like roles", "head in name", "head like name", "same head", "like head",
    "same words", "qualifiers met", "qualifiers missed", "qualifier against", "rank against",
    "time against", "role gender against", "anyone", "named in roles", "acronym",
    "definite", "indefinite", "owned", "bare", "long", "heading", "mention first",
    "mention quoted", "no around", "mention lead", "candidates", "of around", "around named",
    "owner is new", "proper inside", "state noun", "firm noun", "media noun",
    "direct", "indirect", "no cue", "speech",
    "beside around", "often beside around", "country of around",
    "of last speaker", "beside last speaker", "country of last speaker",
    "most named body", "share of most named", "state name", "firm name", "media name", "body name",
    "around unnamed", "around body", "around speaks often", "i beside", "we beside",
    "meant before", "named in quotation", "around holds office", "around plays", "around manages",
    "around studies", "cue participle", "cue noun", "cue passive", "tied to around",
    "tied to last speaker", "named head", "composed",
)  # fmt: skip
_OF_BODIES = frozenset({"it", "they", "we", "body", "bodies", "persons", "thing"})
_BODIES = 4  # of the most named bodies that may always be meant
_SEEN = 30  # words of a mention or content whose states are looked at
_NAMES = 40  # names of one entity whose states are looked at
_WORDS = 40  # words before and behind in one quotation that are looked through for "I" and "we"
_COUNTED = (
    "same paragraph", "last paragraph", "opens a sentence", "subject before",
    "same sentence, subject", "same sentence, aside", "last sentence, subject",
)  # fmt: skip
AT = {feature: at for at, feature in enumerate(FEATURES)}


@dataclass(slots=True)
class Query:
    """A mention to be linked. ``around``: those in whose words it stands, innermost first;
    ``inside``: entities that stand within it and so cannot be meant."""

    sort: str
    word: int
    part: Part | None = None
    around: tuple[int, ...] = ()
    outer: tuple[int, ...] = ()
    inside: frozenset[int] = frozenset()
    affiliated: frozenset[int] = frozenset()  # bodies named in the source of who speaks around
    of_last: frozenset[int] = frozenset()  # bodies in the roles of who spoke last
    following: tuple[int, ...] = ()  # who speaks next, where it is known
    flags: tuple[str, ...] = ()  # features of the attribution itself
    cue: int = -1  # the first word of its cue
    content: tuple[int, int] = (0, 0)  # its words, end excluded


@dataclass(slots=True)
class Linked:
    """The candidates of one mention (entity ids, `NEW`, `UNKNOWN`) with their probabilities."""

    query: Query
    options: list[int]
    values: Floats
    views: Views | None = None
    shares: Floats = field(default_factory=lambda: np.zeros(0, np.float32))

    def best(self) -> tuple[int, float]:
        """The likeliest option and its probability."""
        at = int(np.argmax(self.shares))
        return self.options[at], float(self.shares[at])


def told_apart(query: Query) -> str:
    """What mentions have in common that mean the same again: "we" of one speaker, "the firm"."""
    part = query.part
    if query.sort == "we" and query.around:
        return f"we {query.around[0]}"
    if part is None or part.sort in ("pronoun", "name") or part.owner >= 0:
        return ""
    return " ".join((*(mod for mod in part.mods if mod not in DETERMINERS), part.head))


def head_of(query: Query) -> str:
    """By what `Linker.heads` knows a description: its sort and its head; "" for other mentions."""
    part = query.part
    described = part is not None and part.sort not in ("pronoun", "name")
    return f"{query.sort} {singular(part.head)}" if described and part is not None else ""


def sort_of(part: Part) -> str:
    """Which of `SORTS` a source's mention is."""
    if part.sort == "pronoun":
        for name, words in (("he", HE), ("she", SHE), ("it", IT), ("they", THEY), ("i", I),
                            ("we", WE), ("you", YOU), ("who", RELATIVE)):  # fmt: skip
            if part.head in words:
                return name
        return "thing"
    if part.sort == "person":
        return "persons" if part.plural else "person"
    if part.sort == "body":
        return "bodies" if part.plural else "body"
    return "work" if part.sort == "paper" else "thing"


class Candidates:
    """Lists and describes what a mention may mean."""

    def __init__(self, discourse: Discourse, vectors: Floats | None = None) -> None:
        self.discourse = discourse
        self.vectors = vectors  # of each word (`Linker.vectors`)
        self.words = discourse.words
        self.entities = discourse.entities
        self.first_word: dict[int, int] = {
            entity.id: self.entities.names[entity.names[0]].first
            for entity in self.entities.all
            if entity.names
        }
        self.name_end = {name.first: name.last for name in self.entities.names}
        self.total = max(1, len(self.entities.names))
        self.affiliations = Affiliations(self.entities)
        self._everywhere: dict[int, Floats] = {}

    def link(self, query: Query, linker: Linker) -> Linked:
        """The candidates of a mention, scored."""
        options, values = self.values(query)
        values[:, AT["named head"]] = linker.heads.get(head_of(query), 0.0)
        found = Linked(query, options, values, self._views(query, options))
        found.shares = linker.shares(values, found.views)
        return found

    def _views(self, query: Query, options: list[int]) -> Views | None:
        """The states of the encoder behind a mention and its candidates; nothing where the
        mention has none."""
        vectors = self.vectors
        if vectors is None or not vectors[query.word].any():
            return None
        mention = np.zeros((len(OF_MENTION), vectors.shape[1]), dtype=np.float32)
        candidates = np.zeros((len(options), len(OF_CANDIDATE), vectors.shape[1]), np.float32)
        last = query.word if query.part is None else query.part.last
        mention[0] = vectors[query.word : min(last, query.word + _SEEN) + 1].mean(axis=0)
        if query.cue >= 0:
            mention[1] = vectors[query.cue]
        first, stop = query.content
        if stop > first:
            mention[2] = vectors[first : min(stop, first + _SEEN)].mean(axis=0)
        for at, option in enumerate(options):
            if option >= 0:
                candidates[at, 0] = self._seen_everywhere(option)
                candidates[at, 1] = vectors[self._latest(option, query.word)]
        return Views(mention, candidates)

    def _seen_everywhere(self, id_: int) -> Floats:
        """The mean state of the names of an entity, or that of the words it has."""
        assert self.vectors is not None
        names = self.entities.all[id_].names
        if not names:
            return np.asarray(self.vectors[self.discourse.last_word.get(id_, 0)])
        known = self._everywhere.get(id_)
        if known is None:
            at = [self.entities.names[index].last for index in names[:_NAMES]]
            known = self._everywhere[id_] = np.asarray(self.vectors[at].mean(axis=0))
        return known

    def _latest(self, id_: int, word: int) -> int:
        """The word where an entity was last mentioned before ``word``, or is first named."""
        last = self.discourse.last_word.get(id_, -1)
        if last < 0 or last >= word:
            names = [self.entities.names[index] for index in self.entities.all[id_].names]
            before = [name.first for name in names if name.first < word]
            last = before[-1] if before else self.first_word.get(id_, max(last, 0))
        return self.name_end.get(last, last)

    def options(
        self, query: Query, recent: dict[int, list[Mention]]
    ) -> dict[int, Comparison | None]:
        """Whom a mention may mean, with how its words compare where it has any."""
        part = query.part
        described = part is not None and part.sort not in ("pronoun", "name")
        found: dict[int, Comparison | None] = {}
        ids = dict.fromkeys([*recent, *query.around, *query.outer, *query.affiliated,
                             *query.following])  # fmt: skip
        for said in self.discourse.said[-4:]:
            ids.update(dict.fromkeys(said.entities))
        if query.sort in _OF_BODIES:
            ids.update(dict.fromkeys(self._bodies(query)))
        before = self.discourse.meant.get(told_apart(query))
        if before is not None:
            ids[before] = None
        if described and part is not None:
            matching = self._matching(part)
            ids.update(dict.fromkeys(matching))
        here = self.words.words[query.word]
        if here.heading or here.sentence < 3 or query.sort in ("he", "she"):
            ids.update(dict.fromkeys(self._ahead(query.word)))
        for id_ in ids:
            entity = self.entities.all[id_]
            if id_ in query.inside or not _possible(entity, query.sort):
                continue
            compared = compare(part, entity) if described and part else None
            if compared is None or not compared.forbids:
                found[id_] = compared
        return found

    def first_of(self, entity: Entity) -> int:
        """The word where an entity is first named; -1 when it has nothing like a name."""
        if entity.names:
            return self.first_word.get(entity.id, -1)
        return self.discourse.last_word.get(entity.id, -1) if entity.suffix == "named" else -1

    def _matching(self, part: Part) -> list[int]:
        """Entities that share a word with a description, the latest 40."""
        found: dict[int, None] = {}
        for token in (part.head, *part.mods):
            for id_ in self.entities.by_token.get(token, ())[-40:]:
                found[id_] = None
        for form in head_forms(part.head):
            for id_ in self.entities.by_role.get(form, ())[-40:]:
                found[id_] = None
        return [id_ for id_ in found if self.entities.all[id_].names or self.entities.all[id_].head]

    def _bodies(self, query: Query) -> list[int]:
        """Bodies that those speak for who speak around, and the most named of the article."""
        known = self.affiliations
        found = [*known.bodies()[:_BODIES]]
        for id_ in (*query.around[:3], *self._last_speakers(query)[:2]):
            found += [*known.beside(id_), *sorted(known.countries(id_))]
        return found

    def _last_speakers(self, query: Query) -> tuple[int, ...]:
        said = self.discourse.said
        return said[-1].entities if said and said[-1].word < query.word else ()

    def _ahead(self, word: int) -> list[int]:
        """Entities first named in the next words."""
        found: list[int] = []
        for name in self.entities.names_after(word):
            if name.first > word + 250 or len(found) > 12:
                break
            if name.entity >= 0 and self.first_word.get(name.entity) == name.first:
                found.append(name.entity)
        return found

    def values(self, query: Query) -> tuple[list[int], Floats]:
        """The options of a mention and their features [options, FEATURES]."""
        recent = self.discourse.recent(query.word)
        found = self.options(query, recent)
        options = [*found, UNKNOWN]
        if query.part is not None and (query.part.sort != "pronoun" or query.sort == "i"):
            options.insert(-1, NEW)
        values = np.zeros((len(options), len(FEATURES)), dtype=np.float32)
        values[:, AT[query.sort]] = 1.0
        self._mention(query, values, len(found))
        ranks = _ranks(recent, found, self.entities.all)
        bodies = self._standing(query) if query.sort in _OF_BODIES else {}
        most = self._most_named()
        before = self.discourse.meant.get(told_apart(query), NEW)
        quoted = self._quoted(query.word)
        speakers = [said for said in self.discourse.said[-6:] if said.word < query.word]
        for at, option in enumerate(options):
            row = values[at]
            if option < 0:
                row[AT["new" if option == NEW else "unknown"]] = 1.0
                continue
            entity = self.entities.all[option]
            self._entity(query, entity, row)
            self._place(query, entity, recent.get(option, ()), row)
            for name, value in bodies.get(option, ()):
                row[AT[name]] = max(value, row[AT[name]])
            if query.sort in _OF_BODIES and entity.kind == "body":
                row[AT["most named body"]] = option == most[0]
                row[AT["share of most named"]] = len(entity.names) / most[1]
            _speaking(query, option, speakers, self.words.words[query.word].paragraph,
                      self.words.words[query.word].sentence, row)  # fmt: skip
            row[AT["meant before"]] = option == before
            row[AT["named in quotation"]] = any(m.word in quoted for m in recent.get(option, ()))
            row[AT["nearest"]] = 1.0 / (1 + ranks[option][0])
            row[AT["nearest of kind"]] = float(ranks[option][1] == 0)
            row[AT["second of kind"]] = float(ranks[option][1] == 1)
            comparison = found[option]
            if comparison is not None:
                comparison.fill(row, AT)
        return options, values

    def _standing(self, query: Query) -> dict[int, list[tuple[str, float]]]:
        """How each body stands to those who speak around a mention, and who spoke last."""
        known = self.affiliations
        found: dict[int, list[tuple[str, float]]] = {}
        for ids, end in ((query.around, "around"), (self._last_speakers(query), "last speaker")):
            for id_ in ids[:3]:
                for body, one in known.beside(id_).items():
                    told = found.setdefault(body, [])
                    told.append((f"beside {end}", 1.0 / (1 + one.gap / 4)))
                    told.append((f"tied to {end}", float(one.tied)))
                    if end == "around":
                        told.append(("often beside around", min(one.sentences, 4) / 4))
                for country in known.countries(id_):
                    found.setdefault(country, []).append((f"country of {end}", 1.0))
        return found

    def _most_named(self) -> tuple[int, int]:
        """The body that the article names most often, and how often."""
        bodies = self.affiliations.bodies()
        return (bodies[0], len(self.entities.all[bodies[0]].names)) if bodies else (NEW, 1)

    def _quoted(self, word: int) -> range:
        """The words near ``word`` in the same quotation; none outside quotations."""
        words = self.words.words
        first = stop = word
        while first > 0 and words[first - 1].quoted and word - first < _WORDS:
            first -= 1
        while stop < len(words) and words[stop].quoted and stop - word <= _WORDS:
            stop += 1
        return range(first, stop) if words[word].quoted else range(0)

    def _mention(self, query: Query, values: Floats, candidates: int) -> None:
        word, part = self.words.words[query.word], query.part
        known: dict[str, float] = {
            "heading": word.heading, "mention first": word.first, "mention quoted": word.quoted,
            "mention lead": word.sentence < 3, "candidates": math.log1p(candidates) / 3,
            "no around": not query.around,
            "around named": any(self.entities.all[i].best >= 0 for i in query.around),
        }  # fmt: skip
        if part is not None and part.sort not in ("pronoun", "name"):
            first = self.words.words[part.first].low
            known |= {
                "definite": first in ("the", "this", "that", "these", "those", "both"),
                "indefinite": first in ("a", "an", "another", "one", "some"),
                "owned": part.owner >= 0, "bare": part.first == part.last,
                "long": min(len(part.mods), 6) / 3, "proper inside": bool(part.names),
            }  # fmt: skip
        if query.sort in ("we", "i", "they", "you"):
            near = [self.words.words[at].low for at in self._quoted(query.word)]
            alone, together = sum(low in I for low in near), sum(low in WE for low in near)
            known |= {"i beside": min(alone, 4) / 4, "we beside": min(together, 4) / 4}
        for id_ in query.around[:1]:
            entity = self.entities.all[id_]
            known |= {
                "around unnamed": entity.best < 0,
                "around body": entity.kind in ("body", "place"),
                "around speaks often": math.log1p(self.discourse.spoke.get(id_, 0)) / 2,
            }
            known |= {name: bool(entity.role_words & roles) for name, roles in CALLINGS}
        known |= dict.fromkeys(query.flags, 1.0)
        for name, value in known.items():
            values[:, AT[name]] = value

    def _entity(self, query: Query, entity: Entity, row: NDArray[np.float32]) -> None:
        row[AT["named"]] = entity.best >= 0
        total = sum(entity.votes[kind] for kind in _KINDS)
        for kind, feature in zip(_KINDS, KINDS, strict=True):
            row[AT[feature]] = entity.votes[kind] / total if total else entity.kind == kind
        row[AT["surely"]] = min(total, 9) / 9
        row[AT["several"]] = entity.plural
        row[AT["group"]] = len(entity.members) > 1
        row[AT["author"]] = entity.head == "author"
        row[AT["composed"]] = entity.best >= 0 and self.entities.names[entity.best].composed
        counts = self.discourse.counts
        row[AT["mentions"]] = math.log1p(counts.get(entity.id, 0)) / 2
        row[AT["share of mentions"]] = len(entity.names) / self.total
        row[AT["sayings"]] = math.log1p(self.discourse.spoke.get(entity.id, 0)) / 2
        first = self.first_word.get(entity.id, self.discourse.last_word.get(entity.id, 0))
        row[AT["in headline"]] = self.words.words[first].sentence == 0
        row[AT["first sentence"]] = min(self.words.words[first].sentence, 20) / 20
        row[AT["of around"]] = entity.id in query.affiliated
        row[AT["of last speaker"]] = entity.id in query.of_last
        for name in _named_as(entity.key) if entity.kind in ("body", "place", "thing") else ():
            row[AT[name]] = 1.0
        gender: Gender = {"he": "m", "she": "f"}.get(query.sort, "")  # type: ignore[assignment]
        if gender:
            _gender(entity, gender, row)
        plural = query.sort in ("they", "we", "persons", "bodies")
        several = entity.plural or len(entity.members) > 1
        row[AT["number against"]] = several != plural and query.sort not in ("you", "none", "thing")

    def _place(
        self, query: Query, entity: Entity, mentions: Sequence[Mention], row: NDArray[np.float32]
    ) -> None:
        words = self.words.words
        here = words[query.word]
        last = self.discourse.last_word.get(entity.id)
        row[AT["met"]] = last is not None
        if last is None:
            first = self.first_word.get(entity.id, query.word)
            row[AT["ahead"]] = 1.0
            row[AT["words ahead"]] = math.log1p(max(0, first - query.word)) / 3
            row[AT["sentence ahead"]] = words[first].sentence == here.sentence
            row[AT["sentences back"]] = 2.5
            row[AT["words back"]] = 2.5
            return
        row[AT["sentences back"]] = min(max(0, here.sentence - words[last].sentence), 12) / 4
        row[AT["words back"]] = min(math.log1p(max(0, query.word - last)) / 3, 2.5)
        if not mentions:
            return
        row[AT["last by pronoun"]] = mentions[0].pronoun
        end = self.name_end.get(mentions[0].word, mentions[0].word)
        row[AT["adjacent"]] = 0 < query.word - end < 3
        quoted_only = not here.quoted
        for mention in mentions:
            distance = here.sentence - mention.sentence
            quoted_only = quoted_only and mention.quoted
            row[AT["same paragraph"]] += mention.paragraph == here.paragraph
            row[AT["last paragraph"]] += mention.paragraph == here.paragraph - 1
            row[AT["opens a sentence"]] += mention.first
            row[AT["subject before"]] += mention.subject
            if distance == 0:
                row[AT["same sentence"]] = 1.0
                row[AT["same sentence, subject"]] += mention.subject
                row[AT["same sentence, aside"]] += mention.aside
            elif distance == 1:
                row[AT["last sentence"]] = 1.0
                row[AT["last sentence, subject"]] += mention.subject
        for name in _COUNTED:
            row[AT[name]] = min(row[AT[name]], 1.0)
        row[AT["only in quotations"]] = quoted_only


def _possible(entity: Entity, sort: str) -> bool:
    """Whether number and kind allow a link at all."""
    several = entity.plural or len(entity.members) > 1
    if sort in ("he", "she"):
        return not several and entity.kind in ("person", "thing")
    if sort in ("i", "person"):
        return not several and entity.kind != "paper"
    if sort in ("it", "body", "work"):
        return not entity.members and not (entity.kind == "person" and entity.votes["person"] > 2)
    return True


@lru_cache(maxsize=4096)
def _named_as(key: tuple[str, ...]) -> tuple[str, ...]:
    """What the words of a body's name say that it is."""
    tokens = {singular(token) for token in key}
    kinds = (("state name", STATE_BODIES), ("firm name", FIRM_BODIES), ("media name", MEDIA))
    found = [name for name, words in kinds if tokens & words]
    return (*found, "body name") if any(classify(t)[0] == "body" for t in tokens) else (*found,)


def _gender(entity: Entity, gender: Gender, row: NDArray[np.float32]) -> None:
    other: Gender = "f" if gender == "m" else "m"
    read = entity.votes["gender " + gender] - entity.votes["gender " + other]
    mine, theirs = ("he", "she") if gender == "m" else ("she", "he")
    said = entity.pronouns[mine] - entity.pronouns[theirs]
    row[AT["gender fits"]] = read > 0
    row[AT["gender against"]] = read < 0
    row[AT["pronouns fit"]] = said > 0
    row[AT["pronouns against"]] = said < 0
    row[AT["gender by name"]] = entity.gender == gender
    row[AT["gender by name against"]] = entity.gender == other
    row[AT["gender open"]] = not entity.gender


def _speaking(
    query: Query, id_: int, speakers: Sequence[Said], paragraph: int, sentence: int,
    row: NDArray[np.float32],
) -> None:  # fmt: skip
    row[AT["speaks around"]] = id_ in query.around
    row[AT["speaks around, outer"]] = id_ in query.outer
    row[AT["speaks next"]] = id_ in query.following
    if not speakers:
        return
    last = speakers[-1]
    if id_ in last.entities:
        row[AT["spoke last"]] = 1.0
        row[AT["spoke last, another paragraph"]] = last.paragraph != paragraph
        row[AT["spoke last, same sentence"]] = last.sentence == sentence
    row[AT["spoke before that"]] = len(speakers) > 1 and id_ in speakers[-2].entities
    row[AT["spoke two before"]] = any(id_ in said.entities for said in speakers[-4:-2])
    row[AT["speaks in paragraph"]] = any(
        id_ in said.entities and said.paragraph == paragraph for said in speakers
    )


def _ranks(
    recent: dict[int, list[Mention]], found: dict[int, Comparison | None], every: list[Entity]
) -> dict[int, tuple[int, int]]:
    """For each candidate how many were mentioned later, and how many of its kind."""
    kinds: dict[str, int] = {}
    ranks: dict[int, tuple[int, int]] = {}
    for rank, id_ in enumerate(recent):
        if id_ not in found:
            continue
        kind = every[id_].kind
        ranks[id_] = (rank, kinds.get(kind, 0))
        kinds[kind] = kinds.get(kind, 0) + 1
    for id_ in found:
        ranks.setdefault(id_, (20, kinds.get(every[id_].kind, 0) + 1))
    return ranks
