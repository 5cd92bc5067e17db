"""What has been read so far: who was mentioned where, and who spoke last."""

from __future__ import annotations

from dataclasses import dataclass, field

from quoth.reading.speakers.entities import Entities
from quoth.reading.speakers.tokens import Words

WINDOW = 60  # mentions looked back on
SENTENCES = 10  # sentences looked back on


@dataclass(slots=True)
class Mention:
    """One place where an entity is spoken of."""

    entity: int
    word: int
    sentence: int
    paragraph: int
    subject: bool
    aside: bool  # behind a preposition, or a possessive
    quoted: bool
    speaker: bool = False
    pronoun: bool = False
    first: bool = False


@dataclass(slots=True)
class Said:
    """One resolved attribution."""

    entities: tuple[int, ...]
    word: int
    sentence: int
    paragraph: int


@dataclass(slots=True)
class Discourse:
    """Mentions and sayings in the order they were read."""

    words: Words
    entities: Entities
    mentions: list[Mention] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    spoke: dict[int, int] = field(default_factory=dict)
    last_word: dict[int, int] = field(default_factory=dict)
    meant: dict[str, int] = field(default_factory=dict)  # by what mentions have in common

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
        for entity in entities:
            self.spoke[entity] = self.spoke.get(entity, 0) + 1
        for mention in reversed(self.mentions[-12:]):
            if mention.entity in entities and abs(mention.word - word) < 12:
                mention.speaker = mention.subject = True
                mention.aside = False

    def recent(self, word: int) -> dict[int, list[Mention]]:
        """The mentions of the last sentences before ``word`` by entity, the latest first."""
        here = self.words.words[word].sentence
        groups: dict[int, list[Mention]] = {}
        for mention in reversed(self.mentions[-WINDOW:]):
            if mention.word >= word:
                continue
            if here - mention.sentence > SENTENCES:
                break
            groups.setdefault(mention.entity, []).append(mention)
        return groups
