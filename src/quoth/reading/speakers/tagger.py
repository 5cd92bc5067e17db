"""Where names begin and end, and what they name: a tag for each word, by a small network.

A window of words on either side, their endings and shapes, classes of words, and how the word is
used elsewhere in the article go through one hidden layer (in the manner of Collobert et al. 2011);
the best allowed sequence of tags is then taken (Viterbi). `training.names` fits the weights; word
vectors begin as factors of co-occurrences in unlabelled news. No encoder is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quoth.reading.speakers import places
from quoth.reading.speakers.given import is_given
from quoth.reading.speakers.tokens import Word, Words
from quoth.reading.speakers.words import (
    BODIES,
    CALENDAR,
    DOCUMENTS,
    MR,
    NAME_BODIES,
    OPENERS,
    PARTICLES,
    ROLES,
    TITLES,
    word_set,
)

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
TYPES = ("person", "body", "place", "people", "other")
TAGS = ("", *(f"{mark} {type_}" for type_ in TYPES for mark in ("begin", "in")))
_INSIDE = [k for k, tag in enumerate(TAGS) if tag.startswith("in ")]
SIDE = 3  # words on either side
ENDINGS = 2048  # rows of the tables of endings and beginnings
_PLACES = places.COUNTRIES | places.CAPITALS | places.US_STATES
_PEOPLES = places.DEMONYMS | places.PARTY_WORDS
_CLASSES = (
    TITLES, ROLES, BODIES, NAME_BODIES, _PLACES, _PEOPLES, PARTICLES, CALENDAR, OPENERS,
    frozenset(MR), DOCUMENTS,
)  # fmt: skip
_SAYING = word_set(
    "said says say told tells added adds wrote writes asked insisted stated explained noted "
    "claimed argued warned called tweeted announced confirmed denied"
)
_IN = frozenset({"in", "at", "from", "near", "across", "to", "into"})
_CONTEXTS = 12
_MARKS = ",.\"'()-–—:;“”‘’"
SIGNS = 17 + len(_MARKS) + 1 + len(_CLASSES) + 1 + _CONTEXTS


class Inputs(NamedTuple):
    """What the network sees of each word: rows of the tables of words, endings and beginnings,
    and yes-or-no signs [words, SIGNS]."""

    rows: Ints
    endings: Ints
    beginnings: Ints
    signs: Floats


def form(word: Word) -> str:
    """The form in which a word stands in the table: capitals kept but in long shouted words."""
    if not word.cap:
        return word.low
    return word.text.title() if len(word.text) > 5 and word.text.isupper() else word.text


def candidates(words: Words) -> NDArray[np.bool_]:
    """Which words may be of a name: those with a capital or a digit, and those between two."""
    high = np.array([word.cap or word.text[0].isdigit() for word in words.words], dtype=bool)
    caps = np.array([word.cap for word in words.words], dtype=bool)
    left = np.zeros_like(caps)
    right = np.zeros_like(caps)
    for step in (1, 2, 3):
        left[step:] |= caps[:-step]
        right[:-step] |= caps[step:]
    return np.asarray(high | (left & right), dtype=bool)


def read_inputs(words: Words, index: dict[str, int]) -> Inputs:
    """What the network sees of the words of an article; ``index``: the rows of known words."""
    every = words.words
    rows: list[int] = []
    affixes: list[tuple[int, int]] = []
    on: list[int] = []
    counts: list[int] = []
    contexts = _contexts(words)
    get = index.get
    left, paragraph = -1, -1
    for word in every:
        shape = form(word)
        ending, beginning, shows = _word(shape, word.low)
        rows.append(get(shape, 0 if word.cap else get(word.low, 0)))
        affixes.append((ending, beginning))
        placed = _placed(
            word.cap, word.first, word.heading, word.quoted, word.owns,
            paragraph != word.paragraph, -1 < left < word.start,
        )  # fmt: skip
        used = _bits(contexts[word.low]) if word.cap else ()
        on += shows
        on += placed
        on += used
        counts.append(len(shows) + len(placed) + len(used))
        left, paragraph = word.end, word.paragraph
    signs = np.zeros((len(every), SIGNS), dtype=np.float32)
    signs[np.repeat(np.arange(len(every)), counts), on] = 1.0
    both = np.array(affixes, dtype=np.int32).reshape(-1, 2)
    return Inputs(np.array(rows, dtype=np.int32), both[:, 0], both[:, 1], signs)


@cache
def _placed(*known: bool) -> tuple[int, ...]:
    """What a word shows where it stands."""
    return tuple(k for k, on in enumerate(known) if on)


@cache
def _bits(mask: int) -> tuple[int, ...]:
    return tuple(SIGNS - 1 - k for k in range(_CONTEXTS) if mask >> k & 1)


@lru_cache(maxsize=65536)
def _word(text: str, low: str) -> tuple[int, int, tuple[int, ...]]:
    """What a word shows by itself."""
    on: list[int] = []
    base = 17
    if len(text) == 1 and text in _MARKS:
        on.append(base + _MARKS.index(text))
    elif not text[0].isalnum():
        on.append(base + len(_MARKS))
    base += len(_MARKS) + 1
    bare = low.rstrip(".")
    on += [base + k for k, known in enumerate(_CLASSES) if bare in known or low in known]
    base += len(_CLASSES)
    if is_given(low):
        on.append(base)
    letters = text.replace(".", "").replace("&", "")
    shapes = (
        letters.isupper() and len(letters) > 1, len(letters) == 1 and letters.isupper(),
        text[0].isdigit(), any(c.isdigit() for c in text), text.isalpha() and text.islower(),
        "-" in text, text[0] in "@#", "." in text and len(text) > 1,
        any(c.isupper() for c in text[1:]) and not letters.isupper(), len(text) > 9,
    )  # fmt: skip
    on += [7 + k for k, shape in enumerate(shapes) if shape]
    ending = crc32(low[-3:].encode("utf-8", "surrogatepass")) % ENDINGS
    beginning = crc32(low[:3].encode("utf-8", "surrogatepass")) % ENDINGS
    return ending, beginning, tuple(on)


def _contexts(words: Words) -> dict[str, int]:
    """How each word with a capital is used over the article, as bits."""
    every = words.words
    found: dict[str, int] = {}
    last = len(every) - 1
    for at, word in enumerate(every):
        if not word.cap:
            continue
        before = every[at - 1].low if at else ""
        after = every[at + 1].low if at < last else ""
        bits = found.get(word.low, 0)
        bits |= (word.low in words.lower) | (not word.first and not word.heading) << 1
        bits |= (before.rstrip(".") in MR) << 2
        bits |= (before in ROLES or before in TITLES) << 3
        bits |= (after in _SAYING or before in _SAYING) << 4
        if after == "," and at + 2 <= last:
            low = every[at + 2].low
            bits |= (low == "who" or (low.isdigit() and len(low) == 2)) << 5
        bits |= (before == "the") << 6 | (before in _IN) << 7 | (after in BODIES) << 8
        bits |= bool(at and every[at - 1].cap) << 9
        bits |= bool(at < last and every[at + 1].cap) << 10
        bits |= word.owns << 11
        found[word.low] = bits
    return found


@dataclass(frozen=True)
class Tagger:
    """The fitted weights and the known words in their order."""

    weights: dict[str, Floats]
    vocabulary: tuple[str, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of each known word; 0 is for all others."""
        return {word: row for row, word in enumerate(self.vocabulary, 1)}

    def scores(self, inputs: Inputs, at: NDArray[np.intp]) -> Floats:
        """The logarithms of the probability of each tag [len(at), TAGS] for the words ``at``."""
        w = self.weights
        each = np.concatenate(
            [w["words"][inputs.rows], w["endings"][inputs.endings],
             w["beginnings"][inputs.beginnings], inputs.signs], axis=1,
        )  # fmt: skip
        hidden = np.maximum(window(each, at) @ w["in"] + w["in bias"], 0.0)
        raw = hidden @ w["out"] + w["out bias"]
        raw -= raw.max(axis=1, keepdims=True)
        return np.asarray(raw - np.log(np.exp(raw).sum(axis=1, keepdims=True)), dtype=np.float32)

    def tag(self, words: Words) -> tuple[list[tuple[int, int, str]], Floats]:
        """The names as first word, last word and type, and the scores of each word."""
        chosen = np.flatnonzero(candidates(words))
        scores = np.full((len(words.words), len(TAGS)), -30.0, dtype=np.float32)
        scores[:, 0] = 0.0
        if len(chosen):
            scores[chosen] = self.scores(read_inputs(words, self.index), chosen)
            breaks = [at for at, word in enumerate(words.words) if at and (
                word.paragraph != words.words[at - 1].paragraph)]  # fmt: skip
            scores[np.ix_(breaks, _INSIDE)] = -1e4  # no name goes on over the end of a paragraph
        return spans(best_path(scores, chosen, self.weights["follows"])), scores


def window(each: Floats, at: NDArray[np.intp]) -> Floats:
    """The vectors of the words around each of ``at``, side by side; beyond the ends, zeros."""
    padded = np.pad(each, ((SIDE, SIDE), (0, 0)))
    return np.concatenate([padded[at + k] for k in range(2 * SIDE + 1)], axis=1)


@cache
def allowed() -> Floats:
    """Zero where a tag may follow another [TAGS, TAGS], else far below."""
    found = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for k, tag in enumerate(TAGS):
        if tag.startswith("in "):
            for j, before in enumerate(TAGS):
                if before[-len(tag) + 3 :] != tag[3:] or not before:
                    found[j, k] = -1e4
    return found


def best_path(scores: Floats, chosen: NDArray[np.intp], follows: Floats) -> list[int]:
    """The best allowed sequence of tags (Viterbi 1967); all but the words ``chosen`` are outside
    names, so each row of neighbours among them is gone through alone."""
    path = [0] * len(scores)
    moves = allowed() + follows
    if not len(chosen):
        return path
    for row in np.split(chosen, np.flatnonzero(np.diff(chosen) > 1) + 1):
        state = moves[0] + scores[row[0]]
        back = []
        for at in row[1:]:
            whole = state[:, None] + moves
            back.append(whole.argmax(axis=0))
            state = whole.max(axis=0) + scores[at]
        tag = int((state + moves[:, 0]).argmax())
        for at, from_ in zip(row[:0:-1], back[::-1], strict=True):
            path[at] = tag
            tag = int(from_[tag])
        path[row[0]] = tag
    return path


def spans(path: list[int]) -> list[tuple[int, int, str]]:
    """First word, last word and type of each name in a sequence of tags."""
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(path):
        mark, _, type_ = TAGS[tag].partition(" ")
        if mark == "begin":
            found.append((at, at, type_))
        elif mark == "in" and found:
            found[-1] = (found[-1][0], at, type_)
    return found


@cache
def shipped_tagger() -> Tagger:
    """What ships with quoth: `names.npz` beside this file."""
    with resources.files(__package__).joinpath("names.npz").open("rb") as file:
        stored = dict(np.load(file, allow_pickle=False))
    vocabulary = tuple(stored.pop("vocabulary").tobytes().decode().split("\n"))
    scale = {name: stored.pop(name) for name in list(stored) if name.startswith("scale ")}
    weights = {
        name: value.astype(np.float32) * scale.get(f"scale {name}", np.float32(1))
        for name, value in stored.items()
    }
    return Tagger(weights, vocabulary)
