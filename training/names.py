"""Fit the tagger of names on annotated names and annotated speakers.

    python -m training.names --data DATA [--out names.npz] [--held N]

Word vectors are factors of the co-occurrences of words in unlabelled news (positive pointwise
mutual information; Levy & Goldberg 2014). A first tagger is fitted on texts whose names are all
annotated (`label_worldnews_ner`); it tags the articles whose speakers are annotated, where the
annotated names overrule it, and the tagger is fitted again on both. A few minutes on one core, no
encoder. With ``--held``, every N-th text is left out of fitting and scored.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.reading.quotation_marks import find_quotations
from quoth.reading.speakers.tagger import (
    ENDINGS,
    SIDE,
    SIGNS,
    TAGS,
    Floats,
    Tagger,
    candidates,
    form,
    read_inputs,
)
from quoth.reading.speakers.tokens import Words, read_words

OUT = Path(__file__).parents[1] / "src/quoth/reading/speakers/names.npz"
VOCABULARY = 16000
CONTEXT = 400  # words whose nearness makes a vector
WIDTH = 20  # of a word vector
AFFIX = 10  # of an ending or beginning
HIDDEN = 64
Mentions = list[tuple[int, int, str]]
_TYPES = {
    "Person": "person", "Organization": "body", "Location": "place", "Facility": "place",
    "NORP": "people", "Misc": "other", "Product": "other",
}  # fmt: skip
_SPEAKERS = {"person": "person", "organisation": "body", "document": "other"}
_ENDS = ("'s", "’s")


@dataclass(slots=True)
class Text:
    """One text with the names in it: all of them, or (``some``) those of its speakers alone."""

    id: str
    words: Words
    names: Mentions
    some: bool


def words_of(text: str) -> Words:
    """The words of a text as the resolver sees them."""
    return read_words(text, [(q.start, q.end) for q in find_quotations(text) if q.depth == 1])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A name's characters without its article, possessive ending and marks around it."""
    while start < end and text[start] in " \"'“‘([@":
        start += 1
    if text[start:end].lower().startswith("the "):
        start += 4
    while start < end and text[end - 1] in " \"“”’,;:)]'":
        end -= 1
    if text[start:end].endswith(_ENDS):
        end -= 2
    return start, end


def indexed(words: Words, mentions: Iterable[tuple[int, int, str]]) -> Mentions:
    """Names by characters as names by words; those that begin or end within one are left out."""
    found: Mentions = []
    ends = {word.end: at for at, word in enumerate(words.words)}
    starts = {word.start: at for at, word in enumerate(words.words)}
    for start, end, type_ in mentions:
        start, end = trimmed(words.text, start, end)
        first, last = starts.get(start), ends.get(end, ends.get(end + 1))
        if first is not None and last is not None and first <= last:
            while last > first and not words.words[last].cap and words.words[last].text.isalpha():
                last -= 1  # "Democratic Unionist party"
            found.append((first, last, type_))
    return found


def annotated_names(path: Path) -> Iterator[Text]:
    """Texts whose names are all annotated."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            words = words_of(document["text"])
            mentions = [
                (m["start"], m["end"], _TYPES[m["type"]])
                for m in document["mentions"]
                if m["type"] in _TYPES
            ]
            yield Text(document["id"], words, indexed(words, mentions), False)


def speakers_of(document: dict[str, Any]) -> dict[str, str]:
    """The names of a document's annotated speakers, with their type; names with a capital at
    either end alone."""
    found: dict[str, str] = {}
    for quote in document["quotes"]:
        speaker = quote.get("speaker") or {}
        type_ = _SPEAKERS.get(speaker.get("type") or "")
        for name in speaker.get("names") or [speaker.get("name")]:
            ends = (name or "").removeprefix("the ").split()
            proper = ends and not (ends[0][0].islower() or ends[-1][0].islower())
            if type_ and proper and len(ends) < (7 if type_ == "other" else 16):
                found[name] = type_
    return found


def annotated_speakers(path: Path) -> Iterator[Text]:
    """Articles whose speakers are annotated: every place where one's full name stands."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            text = document["text"]
            words = words_of(text)
            mentions: list[tuple[int, int, str]] = []
            taken: list[tuple[int, int]] = []
            names = speakers_of(document)
            for name in sorted(names, key=lambda one: (-len(one), one)):
                at = text.find(name)
                while at >= 0:
                    end = at + len(name)
                    if not any(a < end and at < b for a, b in taken):
                        taken.append((at, end))
                        mentions.append((at, end, names[name]))
                    at = text.find(name, end)
            found = [m for m in indexed(words, mentions) if not words.words[m[0]].heading]
            yield Text(document["id"], words, sorted(found), True)


def tags_of(text: Text) -> NDArray[np.int64]:
    """The tag of each word."""
    found = np.zeros(len(text.words.words), dtype=np.int64)
    for first, last, type_ in text.names:
        found[first : last + 1] = TAGS.index(f"in {type_}")
        found[first] = TAGS.index(f"begin {type_}")
    return found


def overruled(own: Mentions, given: Mentions) -> Mentions:
    """The names a tagger found, with those that are annotated in place of what they touch."""
    left = [m for m in own if not any(g[0] <= m[1] and m[0] <= g[1] for g in given)]
    return sorted([*left, *given])


# ---- word vectors -------------------------------------------------------------------------------


def vectors(texts: Iterable[str], width: int = WIDTH) -> tuple[tuple[str, ...], Floats]:
    """The most frequent words of ``texts`` and their vectors, the first row being for others."""
    read = [[form(w) for w in read_words(text, ()).words] for text in texts]
    counts = Counter(word for words in read for word in words)
    known = [w for w, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:VOCABULARY]
             if n > 4 and "\n" not in w]  # fmt: skip
    index = {word: row for row, word in enumerate(known, 1)}
    places = (-2, -1, 1, 2)
    size = len(known) + 1
    table = np.zeros(size * CONTEXT * len(places), dtype=np.float32)
    for words in read:
        rows = np.array([index.get(word, 0) for word in words], dtype=np.int64)
        for slot, step in enumerate(places):
            near = np.roll(rows, -step)
            near[: max(0, -step)] = 0
            near[len(near) - max(0, step) :] = 0
            kept = (near < CONTEXT) & (near > 0) & (rows > 0)
            cell = (rows[kept] * len(places) + slot) * CONTEXT + near[kept]
            np.add.at(table, cell, 1.0)
    counted = table.reshape(size, -1)
    whole = counted.sum()
    shares = counted.sum(axis=1, keepdims=True) * (counted.sum(axis=0) ** 0.75)
    shares *= whole / (counted.sum(axis=0) ** 0.75).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        counted = np.log(counted * whole / shares)
    counted[~np.isfinite(counted)] = 0.0
    np.maximum(counted, 0.0, out=counted)
    values, axes = np.linalg.eigh((counted.T @ counted).astype(np.float64))
    found = counted @ axes[:, ::-1][:, :width].astype(np.float32)
    found /= np.maximum(values[::-1][:width], 1e-6).astype(np.float32) ** 0.25
    found /= found.std() + 1e-9
    found[0] = 0.0
    return tuple(known), found.astype(np.float32)


# ---- fitting ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Examples:
    """All words of all texts one after the other, with empty ones between texts."""

    rows: NDArray[np.int32]
    endings: NDArray[np.int32]
    beginnings: NDArray[np.int32]
    signs: NDArray[np.uint8]
    tags: NDArray[np.int64]
    at: NDArray[np.int64]  # those that a tag is learned for
    weight: Floats


def examples_of(texts: Sequence[Text], index: dict[str, int], share: float) -> Examples:
    """The examples of texts; where ``some`` names alone are annotated, the words at and around
    those count in full and all others by ``share``."""
    parts: list[list[NDArray[Any]]] = [[] for _ in range(7)]
    offset = 0
    gap = np.zeros(SIDE, dtype=np.int32)
    for text in texts:
        inputs = read_inputs(text.words, index)
        size = len(inputs.rows)
        weight = np.full(size, share if text.some else 1.0, dtype=np.float32)
        if text.some:
            for first, last, _ in text.names:
                weight[max(0, first - 1) : last + 2] = 1.0
        chosen = np.flatnonzero(candidates(text.words))
        columns = (inputs.rows, inputs.endings, inputs.beginnings)
        for part, column in zip(parts[:3], columns, strict=True):
            part += [column, gap]
        parts[3] += [inputs.signs.astype(np.uint8), np.zeros((SIDE, SIGNS), np.uint8)]
        parts[4] += [tags_of(text), gap.astype(np.int64)]
        parts[5].append(chosen + offset)
        parts[6] += [weight, gap.astype(np.float32)]
        offset += size + SIDE
    joined = [np.concatenate(part) for part in parts]
    return Examples(*joined)


class Fit:
    """The weights while they are fitted: Adam (Kingma & Ba 2015) for the layers, Adagrad by row
    (Duchi et al. 2011) for the tables."""

    def __init__(self, table: Floats, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.rng = rng
        each = WIDTH + 2 * AFFIX + SIGNS

        def normal(*shape: int, scale: float) -> Floats:
            return rng.normal(0, scale, shape).astype(np.float32)

        self.weights: dict[str, Floats] = {
            "words": table.copy(),
            "endings": normal(ENDINGS, AFFIX, scale=0.1),
            "beginnings": normal(ENDINGS, AFFIX, scale=0.1),
            "in": normal((2 * SIDE + 1) * each, HIDDEN, scale=0.06),
            "in bias": np.zeros(HIDDEN, np.float32),
            "out": normal(HIDDEN, len(TAGS), scale=0.1),
            "out bias": np.zeros(len(TAGS), np.float32),
        }
        self.dense = ("in", "in bias", "out", "out bias")
        self.means = {name: np.zeros_like(self.weights[name]) for name in self.dense}
        self.squares = {name: np.zeros_like(self.weights[name]) for name in self.dense}
        self.seen = {
            name: np.full(len(self.weights[name]), 1e-6, np.float32)
            for name in ("words", "endings", "beginnings")
        }
        self.steps = 0

    def step(self, data: Examples, chosen: NDArray[np.int64], rate: float) -> float:
        """One step on the words ``chosen``; gives the loss."""
        w, rng = self.weights, self.rng
        near = chosen[:, None] + np.arange(-SIDE, SIDE + 1)
        outside = (near < 0) | (near >= len(data.rows))
        near = np.where(outside, len(data.rows) - 1, near)
        rows = np.where(rng.random(near.shape) < 0.12, 0, data.rows[near])
        columns = {"words": rows, "endings": data.endings[near],
                   "beginnings": data.beginnings[near]}  # fmt: skip
        each = np.concatenate([*(w[name][ids] for name, ids in columns.items()),
                               data.signs[near].astype(np.float32)], axis=2)  # fmt: skip
        each[outside] = 0.0
        flat = each.reshape(len(chosen), -1)
        mask = ((rng.random((len(chosen), HIDDEN)) > 0.25) / 0.75).astype(np.float32)
        hidden = np.maximum(flat @ w["in"] + w["in bias"], 0.0) * mask
        raw = hidden @ w["out"] + w["out bias"]
        raw -= raw.max(axis=1, keepdims=True)
        shares = np.exp(raw)
        shares /= shares.sum(axis=1, keepdims=True)
        weight = data.weight[chosen]
        gold = data.tags[chosen]
        loss = float(-(np.log(shares[np.arange(len(gold)), gold] + 1e-9) * weight).sum())
        back = shares
        back[np.arange(len(gold)), gold] -= 1.0
        back *= (weight / len(gold))[:, None]
        inner = (back @ w["out"].T) * (hidden > 0) * mask
        slopes = {"in": flat.T @ inner, "in bias": inner.sum(axis=0), "out": hidden.T @ back,
                  "out bias": back.sum(axis=0)}  # fmt: skip
        below = (inner @ w["in"].T).reshape(each.shape)
        below[outside] = 0.0
        self.steps += 1
        for name in self.dense:
            self._adam(name, slopes[name], rate)
        at = 0
        for name, ids in columns.items():
            width = w[name].shape[1]
            self._rows(name, ids, below[:, :, at : at + width], rate)
            at += width
        return loss

    def _adam(self, name: str, slope: Floats, rate: float) -> None:
        mean, square = self.means[name], self.squares[name]
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope**2 - square)
        move = (mean / (1 - 0.9**self.steps)) / (np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8)
        self.weights[name] -= (rate * (move + 1e-3 * self.weights[name])).astype(np.float32)

    def _rows(self, name: str, ids: NDArray[np.int64], slopes: Floats, rate: float) -> None:
        flat = ids.ravel()
        order = np.argsort(flat, kind="stable")
        rows, begins = np.unique(flat[order], return_index=True)
        summed = np.add.reduceat(slopes.reshape(len(flat), -1)[order], begins, axis=0)
        if name == "words":
            summed[rows == 0] = 0.0  # the row of unknown words stays empty
        self.seen[name][rows] += (summed**2).mean(axis=1)
        scale = 10 * rate / np.sqrt(self.seen[name][rows])
        self.weights[name][rows] -= (scale[:, None] * summed).astype(np.float32)


def fit(
    data: Examples, vocabulary: tuple[str, ...], table: Floats, *, epochs: int = 8,
    rate: float = 2e-3, batch: int = 512, seed: int = 1,
) -> Tagger:  # fmt: skip
    """A tagger fitted on the examples."""
    state = Fit(table, seed)
    chosen = data.at[data.weight[data.at] > 0]
    steps = epochs * -(-len(chosen) // batch)
    for epoch in range(epochs):
        order = state.rng.permutation(chosen)
        loss = 0.0
        for begin in range(0, len(order), batch):
            done = state.steps / steps
            now = rate * (done / 0.1 if done < 0.1 else 0.5 + 0.5 * np.cos(np.pi * done))
            loss += state.step(data, order[begin : begin + batch], max(now, rate / 50))
        print(f"epoch {epoch + 1}: loss {loss / len(order):.4f}", flush=True)
    weights = {name: value.astype(np.float32) for name, value in state.weights.items()}
    weights["follows"] = follows(data)
    return Tagger(weights, vocabulary)


def follows(data: Examples, part: float = 0.3) -> Floats:
    """How much likelier a tag is behind another than by itself, in logarithms, by ``part``."""
    pairs = np.ones((len(TAGS), len(TAGS)))
    inner = data.at[data.at > 0]
    np.add.at(pairs, (data.tags[inner - 1], data.tags[inner]), 1.0)
    shares = pairs / pairs.sum(axis=1, keepdims=True)
    alone = pairs.sum(axis=0) / pairs.sum()
    return np.asarray(part * np.log(shares / alone), dtype=np.float32)


def stored(tagger: Tagger) -> dict[str, NDArray[Any]]:
    """The weights as they are kept: tables in bytes with one scale, the rest in half precision."""
    kept: dict[str, NDArray[Any]] = {}
    for name, value in tagger.weights.items():
        if name in ("words", "endings", "beginnings", "in"):
            scale = np.float32(max(np.quantile(np.abs(value), 0.9999), 1e-6) / 127)
            kept[name] = np.clip(np.round(value / scale), -127, 127).astype(np.int8)
            kept[f"scale {name}"] = np.array(scale)
        else:
            kept[name] = value.astype(np.float16)
    kept["vocabulary"] = np.frombuffer("\n".join(tagger.vocabulary).encode(), dtype=np.uint8)
    return kept


def score(tagger: Tagger, texts: Iterable[Text]) -> str:
    """Recall and precision of the names, type included, and recall of their extent alone."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    extent: Counter[str] = Counter()
    for text in texts:
        found, _ = tagger.tag(text.words)
        exact, places = set(found), {(a, b) for a, b, _ in found}
        for mention in text.names:
            gold[mention[2]] += 1
            right[mention[2]] += mention in exact
            extent[mention[2]] += mention[:2] in places
        given.update(type_ for _, _, type_ in found)
    return "  ".join(
        f"{t} recall {right[t] / gold[t]:.3f} extent {extent[t] / gold[t]:.3f} "
        f"precision {right[t] / max(1, given[t]):.3f} of {gold[t]}"
        for t in sorted(gold)
    )


def unlabelled(path: Path, every: int) -> Iterator[str]:
    """Every ``every``-th unlabelled text."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                yield json.loads(line)["text"]


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--held", type=int, default=0, help="leave out and score every N-th text")
    parser.add_argument("--texts", type=int, default=3, help="vectors from every N-th text")
    parser.add_argument("--epochs", type=int, default=8)
    args = parser.parse_args(arguments)
    vocabulary, table = vectors(unlabelled(args.data / "news_text.jsonl.gz", args.texts))
    print(f"{len(vocabulary)} words", flush=True)
    texts = list(annotated_names(args.data / "label_worldnews_ner.jsonl.gz"))
    articles = [
        text
        for name in ("web_train", "news_train")
        for text in annotated_speakers(args.data / f"{name}.jsonl")
    ]

    def out(at: int) -> bool:
        return bool(args.held) and at % args.held == 0

    index = Tagger({}, vocabulary).index
    names_in = [text for at, text in enumerate(texts) if not out(at)]
    speakers_in = [text for at, text in enumerate(articles) if not out(at)]
    first = fit(examples_of(names_in, index, 1.0), vocabulary, table, epochs=args.epochs)
    if args.held:
        print("names, first:", score(first, texts[:: args.held]), flush=True)
        print("speakers, first:", score(first, articles[:: args.held]), flush=True)
    for text in speakers_in:
        text.names = overruled(first.tag(text.words)[0], text.names)
    data = examples_of([*names_in, *speakers_in], index, 0.3)
    tagger = fit(data, vocabulary, table, epochs=args.epochs, seed=2)
    if args.held:
        print("names:", score(tagger, texts[:: args.held]), flush=True)
        print("speakers:", score(tagger, articles[:: args.held]), flush=True)
    kept: dict[str, Any] = stored(tagger)
    np.savez_compressed(args.out, **kept)


if __name__ == "__main__":
    main()
