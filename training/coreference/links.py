"""Fit the linker of mentions on articles whose speakers are annotated.

    python -m training.coreference.links --data DATA [--more FILE.jsonl ...] [--out links.npz]

Every article is resolved with the linker at hand; each mention that is linked on the way gives one
example: its candidates' features, and which of them are right by the annotated speaker. In the
first round the right ones are taken, so that what follows a mention sees the truth; in later
rounds the linker's own choice is, half of the time, so that it learns from where its own mistakes
lead (Ross et al. 2011). Composed hard pairs are added. Several networks are fitted and their
scores averaged. No encoder is needed, and about two minutes of one core.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from evaluation.score_reading import names
from evaluation.speakers import article_of, attributions_of
from quoth.reading.speakers.calibration import Calibration
from quoth.reading.speakers.linker import (
    AT,
    FEATURES,
    NEW,
    UNKNOWN,
    Floats,
    Linked,
    Linker,
    head_of,
)
from quoth.reading.speakers.resolve import Models, Resolver
from quoth.reading.speakers.tagger import Tagger, shipped_tagger
from quoth.reading.speakers.tokens import Words
from quoth.records import Article, Attribution, Span
from training.annotated import load_annotated
from training.coreference.pairs import compose

WIDTH = 40
NETWORKS = 4
_DRAWN = 3.0  # by how many examples of its sort a head is drawn to none
_FOLDS, _OF = 1, 5  # parts held out for the calibration, of all
OUT = Path(__file__).parents[2] / "src/quoth/reading/speakers/links.npz"
Bools = NDArray[np.bool_]


@dataclass(slots=True)
class Example:
    """One linked mention: features of its options, which are right, its sort, its article, its
    head (`linker.head_of`) and whether it means somebody named."""

    values: Floats
    right: Bools
    sort: str
    article: str
    head: str = ""
    named: bool = False


def right_options(
    resolver: Resolver, gold: dict[str, Any] | None, linked: Linked, parts: int,
    span: Span | None = None,
) -> Bools:  # fmt: skip
    """Which options of a mention mean the annotated speaker.

    Where the right one is not among them, a description keeps its own words and a pronoun cannot
    be told: no speaker is better than a wrong one.
    """
    gold = gold or {"name": None, "type": "nobody"}
    wanted = names(gold)
    right = np.zeros(len(linked.options), dtype=bool)
    for at, option in enumerate(linked.options):
        if option >= 0:
            right[at] = _is_right(resolver, option, gold, wanted, parts)
        elif option == NEW:
            pronoun = linked.query.part is None or linked.query.part.sort == "pronoun"
            right[at] = gold["type"] == "author" if pronoun else not wanted
            right[at] |= _own_words(resolver, gold, linked, span)
    known = any(right[at] for at, option in enumerate(linked.options) if option >= 0)
    if NEW in linked.options and known and not wanted:
        right[linked.options.index(NEW)] = False
    if not right.any():
        described = linked.query.part is not None and linked.query.part.sort != "pronoun"
        right[linked.options.index(NEW if described and NEW in linked.options else UNKNOWN)] = True
    return right


def _own_words(resolver: Resolver, gold: dict[str, Any], linked: Linked, span: Span | None) -> bool:
    """Whether a body's or document's own words are its name ("the French foreign ministry")."""
    part = linked.query.part
    if part is None or part.sort == "pronoun" or span is None:
        return False
    if not names(gold) or gold["type"] not in ("organisation", "document"):
        return False
    return names({"name": resolver.unnamed.label_of(part, span)}) == names(gold)


def _is_right(
    resolver: Resolver, option: int, gold: dict[str, Any], wanted: set[str], parts: int
) -> bool:
    entity = resolver.entities.all[option]
    members = [resolver.entities.all[id_] for id_ in entity.members] or [entity]
    given = names({"names": [resolver.entities.full_name(one) for one in members if one.best >= 0]})
    if not wanted and entity.best >= 0 and resolver.names[entity.best].composed:
        return gold["type"] == "organisation" and given == names({"name": gold.get("label")})
    if wanted and given:
        return bool(given == wanted or (parts > 1 and given <= wanted))
    if entity.best >= 0 or entity.members or not entity.label:
        return False
    if gold["type"] == "author":
        return entity.head == "author"
    label = names({"name": entity.label})
    if wanted:
        return gold["type"] in ("organisation", "document") and label == wanted
    return bool(gold.get("label")) and label == names({"name": gold["label"]})


class Remembered(Tagger):
    """The tagger that ships; the names of a text are found once for all rounds."""

    known: ClassVar[dict[str, tuple[list[tuple[int, int, str]], Floats]]] = {}

    def tag(self, words: Words) -> tuple[list[tuple[int, int, str]], Floats]:
        """As `Tagger.tag`."""
        if words.text not in self.known:
            self.known[words.text] = super().tag(words)
        tagged, scores = self.known[words.text]
        return list(tagged), scores.copy()


class Taught(Resolver):
    """A resolver that is told the right answers and keeps them as examples."""

    def __init__(
        self, article: Article, attributions: tuple[Attribution, ...], models: Models,
        gold: dict[str, Any], own: float, seed: int,
    ) -> None:  # fmt: skip
        super().__init__(article, attributions, models)
        self.gold = gold
        self.own = own
        self.rng = np.random.default_rng(seed)
        self.examples: list[Example] = []

    def pick(self, attribution: str, linked: Linked) -> tuple[int, float]:
        """The right option, or the linker's own choice in a share of ``own`` of all cases."""
        parts = self.parts[attribution]
        gold = self.gold[attribution]
        span = parts[0][1] if len(parts) == 1 else None
        right = right_options(self, gold, linked, len(parts), span)
        self.examples.append(
            Example(linked.values, right, linked.query.sort, self.article.id,
                    head_of(linked.query), bool(names(gold)))
        )  # fmt: skip
        if self.rng.random() < self.own:
            return linked.best()
        at = int(np.argmax(np.where(right, linked.shares + 1e-6, 0.0)))
        return linked.options[at], max(0.9, float(linked.shares[at]))


def examples_of(
    documents: Iterable[dict[str, Any]], models: Models, own: float
) -> Iterator[Example]:
    """The examples of gold documents, resolved with ``models``."""
    for number, document in enumerate(documents):
        gold = {str(q.get("id", at)): q.get("speaker") for at, q in enumerate(document["quotes"])}
        taught = Taught(article_of(document), attributions_of(document), models, gold, own, number)
        taught.run()
        yield from taught.examples


class Heads:
    """How often descriptions of each head mean somebody named, beside all of their sort: the
    difference of the logarithms of the odds, drawn towards none where few were seen."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self.seen: Counter[str] = Counter()
        self.named: Counter[str] = Counter()
        for one in examples:
            if one.head:
                for key in (one.head, one.sort):
                    self.seen[key] += 1
                    self.named[key] += one.named

    def value(self, head: str, sort: str, without: Example | None = None) -> float:
        """The value of a head; ``without``: an example that is not to see itself."""
        if not head:
            return 0.0
        often = (self.named[sort] + 1) / (self.seen[sort] + 2)
        taken = 0 if without is None else 1
        named = self.named[head] - (taken and without is not None and without.named)
        share = (named + _DRAWN * often) / (self.seen[head] - taken + _DRAWN)
        return float(np.log(share / (1 - share)) - np.log(often / (1 - often))) / 2

    def fill(self, examples: Iterable[Example], *, own: bool) -> None:
        """Write the values into the features; ``own``: the examples are those counted here, and
        each is left out of its own."""
        for one in examples:
            value = self.value(one.head, one.sort, one if own else None)
            one.values[:, AT["named head"]] = value

    def table(self) -> dict[str, float]:
        """The values of all heads seen twice or more."""
        return {
            head: round(self.value(head, head.split()[0]), 3)
            for head in sorted(self.seen)
            if " " in head and self.seen[head] > 1
        }


def _bounds(examples: Sequence[Example]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum([len(one.values) for one in examples])])


def _softmax(scores: Floats, bounds: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """The shares within each group of scores, and the group of each."""
    groups = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    raised = np.exp(scores - np.maximum.reduceat(scores, bounds[:-1])[groups])
    shares = raised / np.add.reduceat(raised, bounds[:-1])[groups]
    return shares.astype(np.float32), groups.astype(np.int64)


def fit(
    examples: Sequence[Example], *, epochs: int = 8, rate: float = 4e-3, decay: float = 2e-3,
    drop: float = 0.2, batch: int = 128, seed: int = 1,
) -> Linker:  # fmt: skip
    """A linker fitted on the examples: Adam (Kingma & Ba 2015) on the negative logarithm of the
    share that the right options have together."""
    rng = np.random.default_rng(seed)
    values = np.concatenate([one.values for one in examples]).astype(np.float32)
    right = np.concatenate([one.right for one in examples])
    bounds = _bounds(examples)
    shape = (values.shape[1], WIDTH)
    weights = [
        rng.normal(0, 0.2, shape).astype(np.float32), np.zeros(WIDTH, np.float32),
        rng.normal(0, 0.15, (WIDTH, 1)).astype(np.float32),
    ]  # fmt: skip
    means = [np.zeros_like(one) for one in weights]
    squares = [np.zeros_like(one) for one in weights]
    steps = epochs * -(-len(examples) // batch)
    step = 0
    for _ in range(epochs):
        order = rng.permutation(len(examples))
        for at in range(0, len(order), batch):
            chosen = order[at : at + batch]
            rows = np.concatenate([np.arange(bounds[i], bounds[i + 1]) for i in chosen])
            ends = np.concatenate([[0], np.cumsum(bounds[chosen + 1] - bounds[chosen])])
            gradients = _gradients(weights, values[rows], right[rows], ends, drop, rng)
            step += 1
            now = rate * _warmth(step / steps)
            for k, gradient in enumerate(gradients):
                means[k] = 0.9 * means[k] + 0.1 * gradient
                squares[k] = 0.999 * squares[k] + 0.001 * gradient**2
                move = means[k] / (1 - 0.9**step)
                move = move / (np.sqrt(squares[k] / (1 - 0.999**step)) + 1e-8)
                weights[k] -= (now * (move + decay * weights[k])).astype(np.float32)
    return Linker({"in": weights[0], "in bias": weights[1], "out": weights[2]})


def _warmth(done: float) -> float:
    return done / 0.2 if done < 0.2 else 0.5 + 0.5 * float(np.cos(np.pi * (done - 0.2) / 0.8))


def _gradients(
    weights: list[Floats], values: Floats, right: Bools, ends: NDArray[np.int64], drop: float,
    rng: np.random.Generator,
) -> list[Floats]:  # fmt: skip
    raw = values @ weights[0] + weights[1]
    mask = (rng.random(raw.shape) > drop) / (1 - drop)
    hidden = (np.maximum(raw, 0) * mask).astype(np.float32)
    shares, groups = _softmax((hidden @ weights[2])[:, 0], ends)
    hit = np.add.reduceat(shares * right, ends[:-1])
    wanted = shares * right / np.maximum(hit[groups], 1e-9)
    back = ((shares - wanted) / (len(ends) - 1)).astype(np.float32)[:, None]
    inner = ((back @ weights[2].T) * mask * (raw > 0)).astype(np.float32)
    return [values.T @ inner, inner.sum(axis=0), hidden.T @ back]


def chosen(linker: Linker, examples: Sequence[Example]) -> list[tuple[float, bool, str]]:
    """The share of each mention's best option, whether it is right, and the mention's sort."""
    out = []
    for one in examples:
        one.values[:, AT["named head"]] = linker.heads.get(one.head, 0.0)
        shares = linker.shares(one.values)
        at = int(np.argmax(shares))
        out.append((float(shares[at]), bool(one.right[at]), one.sort))
    return out


def calibrate(pairs: Sequence[tuple[float, bool, str]]) -> Calibration:
    """Isotonic regression by pooling adjacent violators (Ayer et al. 1955), at 20 points."""
    blocks: list[list[float]] = []
    for share, right, _ in sorted(pairs):
        blocks.append([share, float(right), 1.0])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    shares = np.array([block[0] / block[2] for block in blocks], dtype=np.float32)
    rights = np.array([block[1] / block[2] for block in blocks], dtype=np.float32)
    keep = np.unique(np.linspace(0, len(shares) - 1, 20).astype(int))
    return Calibration(shares[keep], np.clip(rights[keep], 0.02, 0.98))


def folds(examples: Sequence[Example], number: int, of: int) -> tuple[list[Example], list[Example]]:
    """The examples of all articles but every ``of``-th, and of those."""
    articles = {id_: at for at, id_ in enumerate(dict.fromkeys(one.article for one in examples))}
    held = [one for one in examples if articles[one.article] % of == number]
    return [one for one in examples if articles[one.article] % of != number], held


def _documents(path: Path, every: int) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                yield json.loads(line)


def fitted(examples: Sequence[Example], networks: int = NETWORKS) -> Linker:
    """Several networks of different seeds, as one whose scores are the mean of theirs."""
    heads = Heads(examples)
    heads.fill(examples, own=True)
    made = [fit(examples, seed=seed + 1).weights for seed in range(networks)]
    return Linker(
        {
            "in": np.concatenate([one["in"] for one in made], axis=1),
            "in bias": np.concatenate([one["in bias"] for one in made]),
            "out": (np.concatenate([one["out"] for one in made]) / networks).astype(np.float32),
        },
        heads.table(),
    )


def corpora(data: Path, more: Sequence[Path], every: int) -> list[dict[str, Any]]:
    """Every ``every``-th annotated article: of the web, of Wikinews, and of further files."""
    found = [*_documents(data / "web_train.jsonl", every)]
    found += _documents(data / "news_train.jsonl", every)
    found += load_annotated(data / "news_text.jsonl.gz")[::every]
    for path in more:
        found += _documents(path, every)
    return found


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="more gold articles")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only every N-th article")
    parser.add_argument("--pairs", type=int, default=25, help="composed texts of each template")
    args = parser.parse_args(arguments)
    nothing = Calibration(np.zeros(0, np.float32), np.zeros(0, np.float32))
    documents = corpora(args.data, args.more, args.every)
    documents += compose(random.Random(7), args.pairs)
    tagger = Remembered(shipped_tagger().weights, shipped_tagger().vocabulary)
    linker = Linker({})
    found: list[Example] = []
    judged: list[tuple[float, bool, str]] = []
    for number in range(args.rounds):
        own = 0.0 if number == 0 else 0.5
        found += examples_of(documents, Models(linker, nothing, tagger), own)
        last = number == args.rounds - 1
        judged = []
        for fold in range(_FOLDS if last else 1):
            train, held = folds(found, fold, _OF)
            judged += chosen(fitted(train, NETWORKS if last else 1), held)
        linker = fitted(found, NETWORKS if last else 1)
        by_sort: dict[str, Counter[bool]] = {}
        for _, right, sort in judged:
            by_sort.setdefault(sort, Counter())[right] += 1
        told = (f"{s} {c[True] / c.total():.3f} of {c.total()}" for s, c in by_sort.items())
        print(f"round {number + 1}: {len(found)} mentions; right when held out:", *told, flush=True)
    store(args.out, linker, calibrate(judged))


def store(path: Path, linker: Linker, calibration: Calibration) -> None:
    """Write what was fitted where quoth looks for it."""
    stored: dict[str, Any] = {k: v.astype(np.float16) for k, v in linker.weights.items()}
    stored |= {"shares": calibration.shares, "right": calibration.right}
    words = "\n".join(linker.heads).encode()
    stored["head words"] = np.frombuffer(words, dtype=np.uint8)
    stored["head values"] = np.array(list(linker.heads.values()), dtype=np.float32)
    assert len(FEATURES) == linker.weights["in"].shape[0]
    np.savez(path, **stored)


if __name__ == "__main__":
    main()
