"""Which articles tell one story: near in time, and with rare words and names in common.

Single-pass clustering as in topic detection and tracking (Allan 2002): articles are taken by date,
each joins the story that its rare words fit best among those still running, or opens one. Only
stories that share a rare word are looked at.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quoth.ledger.compare.moments import day_of, moment
from quoth.ledger.compare.tokens import STOP_WORDS, tokens
from quoth.ledger.compare.values import Text

_WORDS = 24  # rare words that stand for an article
_PAUSE = 4  # days without an article after which a story is over
_LENGTH = 30  # days from a story's first article to its last
_LIKE = 0.28  # cosine of an article's rare words and a story's
_TITLE = 3  # what a word in the title counts
_NAME = 1.5  # what a name counts
_PRIOR = 50  # articles that the count of articles starts from: few articles tell little of rarity
_READ = 20_000  # characters of an article that are looked at
_SHORTEST = 3  # letters of a word that counts
_CROWDED = 200  # running stories that share a word, past which it tells nothing


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of one story in the order of their dates, and the words that stand for it."""

    articles: tuple[int, ...]
    words: frozenset[str]


def stories(texts: Iterable[Text], pinned: Mapping[int, int] | None = None) -> tuple[Story, ...]:
    """The stories that the articles tell; each article is in one. Those without a date are taken
    last and join a story of their like whenever it ran.

    ``pinned``: articles that are put together whatever their words: those of one value are in one
    story; others join it where their words fit.
    """
    pinned = pinned or {}
    numbers: dict[str, int] = {}
    frequency: Counter[int] = Counter()
    articles: list[tuple[tuple[float, float, int], int | None, list[tuple[int, float]]]] = []
    for text in texts:
        counts = _counts(text, numbers)
        frequency.update(counts.keys())
        shortened = sorted(counts.items())
        articles.append(((*moment(text.published), text.id), day_of(text.published), shortened))
    articles.sort(key=lambda one: one[0])
    names = list(numbers)
    total = len(articles) + _PRIOR
    running = _Running()
    for (_, _, id), day, counted in articles:
        weights = [
            (count * math.log(total / frequency[word]), names[word], word)
            for word, count in counted
        ]
        weights.sort(key=lambda each: (-each[0], each[1]))
        best = weights[:_WORDS]
        norm = math.sqrt(sum(weight * weight for weight, _, _ in best)) or 1.0
        words = {word: weight / norm for weight, _, word in best}
        running.add(id, day, words, pinned.get(id))
    return tuple(
        Story(tuple(one.articles), frozenset(names[word] for word in one.sums))
        for one in running.stories
    )


def _counts(text: Text, numbers: dict[str, int]) -> dict[int, float]:
    """The weight of each word in one article: log of how often, more for names and titles."""
    out: dict[int, float] = {}
    for written, factor in ((text.title or "", _TITLE), (text.text[:_READ], 1)):
        found = tokens(written)
        for word, start in zip(found.words, found.starts, strict=True):
            if len(word) < _SHORTEST or word in STOP_WORDS or word[0].isdigit():
                continue
            number = numbers.setdefault(word, len(numbers))
            value = out.get(number, 0.0) + factor
            if factor == 1 and written[start].isupper():
                value += _NAME - 1
            out[number] = value
    return {number: 1 + math.log(value) for number, value in out.items()}


@dataclass(slots=True)
class _Told:
    articles: list[int]
    sums: dict[int, float]
    norm: float
    first: int | None
    last: int | None


class _Running:
    """The stories so far, and those still running by their words."""

    def __init__(self) -> None:
        self.stories: list[_Told] = []
        self._by_word: dict[int, list[int]] = {}
        self._pinned: dict[int, int] = {}

    def add(self, id: int, day: int | None, weights: dict[int, float], pin: int | None) -> None:
        """Puts an article into the story it fits best, or into one of its own; one that is pinned
        to those of the same ``pin``."""
        best = self._best(weights, day) if pin is None else self._pinned.get(pin)
        if best is None:
            if pin is not None:
                self._pinned[pin] = len(self.stories)
            best = len(self.stories)
            self.stories.append(_Told([], {}, 1.0, day, day))
        story = self.stories[best]
        story.articles.append(id)
        if day is not None:
            story.first = day if story.first is None else story.first
            story.last = day
        for word, weight in weights.items():
            if word not in story.sums:
                self._by_word.setdefault(word, []).append(best)
            story.sums[word] = story.sums.get(word, 0.0) + weight
        story.norm = math.sqrt(sum(value * value for value in story.sums.values())) or 1.0

    def _best(self, weights: dict[int, float], day: int | None) -> int | None:
        """The running story that the words fit best, if they fit one."""
        best, best_like = None, _LIKE
        for place, product in self._products(weights, day):
            like = product / self.stories[place].norm
            if like > best_like:
                best, best_like = place, like
        return best

    def _products(self, weights: dict[int, float], day: int | None) -> list[tuple[int, float]]:
        products: dict[int, float] = {}
        for word, weight in weights.items():
            places = self._by_word.get(word)
            if not places:
                continue
            if day is not None:
                kept = [place for place in places if self._runs(place, day)]
                if len(kept) < len(places):
                    self._by_word[word] = places = kept
            for place in places[-_CROWDED:]:
                products[place] = products.get(place, 0.0) + weight * self.stories[place].sums[word]
        return sorted(products.items())

    def _runs(self, place: int, day: int) -> bool:
        story = self.stories[place]
        if story.first is None or story.last is None:
            return True
        return day - story.last <= _PAUSE and day - story.first <= _LENGTH
