"""The memory of a reader: who was spoken of where, and who spoke last."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from quoth.reading.speakers.cast import Cast, Entity
from quoth.reading.speakers.given import Gender
from quoth.reading.speakers.pronouns import (
    FEATURES,
    IT_WEIGHTS,
    PERSON_WEIGHTS,
    THEY_WEIGHTS,
    Candidate,
    Mention,
    score,
)
from quoth.reading.speakers.tokens import Words
from quoth.reading.speakers.words import HE, IT, SHE, THEY

_WINDOW = 60  # mentions looked back on
_SENTENCES = 10  # sentences looked back on

_AT = {feature: position for position, feature in enumerate(FEATURES)}
WEIGHTS = {"person": PERSON_WEIGHTS, "it": IT_WEIGHTS, "they": THEY_WEIGHTS}


@dataclass(slots=True)
class Said:
    """One resolved attribution, for "the last speaker"."""

    entities: tuple[int, ...]
    word: int
    sentence: int
    paragraph: int


@dataclass(slots=True)
class Memory:
    """Mentions and sayings in the order they were read."""

    words: Words
    cast: Cast
    mentions: list[Mention] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    last_word: dict[int, int] = field(default_factory=dict)

    def mention(
        self, entity: int, word: int, *, subject: bool = False, aside: bool = False,
        speaker: bool = False, pronoun: bool = False,
    ) -> Mention:  # fmt: skip
        """Remember that ``entity`` is spoken of at ``word``."""
        token = self.words.words[word]
        made = Mention(entity, word, token.sentence, token.paragraph, subject, aside, token.quoted,
                       speaker, pronoun)  # fmt: skip
        self.mentions.append(made)
        self.counts[entity] = self.counts.get(entity, 0) + 1
        self.last_word[entity] = word
        return made

    def saying(self, entities: tuple[int, ...], word: int) -> None:
        """Remember that ``entities`` spoke, their source standing at ``word``."""
        token = self.words.words[word]
        self.said.append(Said(entities, word, token.sentence, token.paragraph))
        for mention in reversed(self.mentions[-12:]):
            if mention.entity in entities and abs(mention.word - word) < 12:
                mention.speaker = mention.subject = True
                mention.aside = False

    def sentences_since(self, entity: int, word: int) -> int:
        """Sentences between ``word`` and the last mention of ``entity``; large when never."""
        last = self.last_word.get(entity)
        if last is None:
            return 99
        return self.words.words[word].sentence - self.words.words[last].sentence

    def candidates(self, pronoun: str, word: int, around: tuple[int, ...] = ()) -> list[Candidate]:
        """Whom the pronoun at ``word`` may mean; ``around`` are those in whose words it stands."""
        sort, gender = sort_of(pronoun)
        here = self.words.words[word]
        groups: dict[int, list[Mention]] = {}
        for mention in reversed(self.mentions[-_WINDOW:]):
            if mention.word >= word:
                continue
            if here.sentence - mention.sentence > _SENTENCES:
                break
            groups.setdefault(mention.entity, []).append(mention)
        for id_ in around:
            groups.setdefault(id_, [])
        speakers = [said for said in self.said[-4:] if said.word < word]
        found: list[Candidate] = []
        nearest = True
        for id_, mentions in groups.items():
            entity = self.cast.entities[id_]
            if not _agrees(entity, sort, gender):
                continue
            values = self._values(entity, mentions, word, gender, id_ in around, speakers)
            values[_AT["nearest"]] = float(nearest)
            nearest = False
            found.append(Candidate(id_, values))
        return found

    def _values(
        self, entity: Entity, mentions: list[Mention], word: int, gender: Gender, around: bool,
        speakers: list[Said],
    ) -> list[float]:  # fmt: skip
        here = self.words.words[word]
        values = [0.0] * len(FEATURES)
        sentences, words, paragraph = 8.0, 300.0, False
        quoted_only = bool(mentions)
        for mention in mentions:
            distance = here.sentence - mention.sentence
            sentences = min(sentences, float(distance))
            words = min(words, float(word - mention.word))
            quoted_only = quoted_only and mention.quoted and not here.quoted
            if mention.paragraph == here.paragraph:
                paragraph = True
            if distance == 0:
                values[_AT["same sentence"]] = 1.0
                if mention.subject:
                    values[_AT["same sentence, subject"]] = 1.0
                if mention.aside:
                    values[_AT["same sentence, aside"]] = 1.0
            elif distance == 1:
                values[_AT["last sentence"]] = 1.0
                if mention.subject:
                    values[_AT["last sentence, subject"]] = 1.0
        values[_AT["sentences back"]] = min(sentences, 8.0) / 4
        values[_AT["words back"]] = math.log1p(words) / 3
        values[_AT["same paragraph"]] = float(paragraph)
        if speakers:
            last = speakers[-1]
            if entity.id in last.entities:
                values[_AT["spoke last"]] = 1.0
                if last.paragraph != here.paragraph:
                    values[_AT["spoke last, in another paragraph"]] = 1.0
                if last.sentence == here.sentence:
                    values[_AT["spoke last, same sentence"]] = 1.0
            for before in speakers[-3:-1]:
                if entity.id in before.entities:
                    values[_AT["spoke before that"]] = 1.0
        values[_AT["only in quotations"]] = float(quoted_only)
        values[_AT["mentions"]] = math.log1p(self.counts.get(entity.id, 0))
        if gender and entity.gender == gender:
            values[_AT["gender fits"]] = 1.0
        elif not entity.gender:
            values[_AT["gender open"]] = 1.0
        values[_AT["last by pronoun"]] = float(bool(mentions) and mentions[0].pronoun)
        values[_AT["speaks around it"]] = float(around)
        values[_AT["surely a person"]] = float(entity.votes["person"] > 2)
        values[_AT["opens a sentence"]] = float(bool(mentions) and any(m.first for m in mentions))
        values[_AT["several"]] = float(entity.plural or len(entity.members) > 1)
        values[_AT["body"]] = float(entity.kind == "body")
        values[_AT["place"]] = float(entity.kind == "place")
        values[_AT["paper"]] = float(entity.kind == "paper")
        values[_AT["unnamed"]] = float(entity.best < 0)
        return values

    def choose(
        self, pronoun: str, word: int, around: tuple[int, ...] = ()
    ) -> tuple[int, float, list[Candidate]]:
        """The entity that a pronoun means and its probability; -1 when there is no candidate."""
        found = self.candidates(pronoun, word, around)
        shares = score(found, WEIGHTS[sort_of(pronoun)[0]])
        if not found:
            return -1, 0.0, found
        best = max(range(len(found)), key=lambda i: (shares[i], -i))
        return found[best].entity, shares[best], found


def sort_of(pronoun: str) -> tuple[str, Gender]:
    """Which weights a pronoun takes, and its gender."""
    if pronoun in HE:
        return "person", "m"
    if pronoun in SHE:
        return "person", "f"
    if pronoun in IT:
        return "it", ""
    if pronoun in THEY:
        return "they", ""
    return "person", ""


def _agrees(entity: Entity, sort: str, gender: Gender) -> bool:
    if sort == "person":
        if entity.plural or entity.members:
            return False
        if entity.kind not in ("person", "thing"):
            return False
        return not (gender and entity.gender and entity.gender != gender)
    if sort == "it":
        return not entity.plural and not entity.members and entity.kind != "person"
    return True
