"""Fit the linker of mentions on articles whose speakers are annotated.

    python -m training.coreference.links --data DATA [--model DIR] [--more FILE.jsonl ...]
        [--cache DIR] [--out links.npz]
    python -m training.coreference.links --data DATA --folds 3 --dry-run

Every article is read by the encoder of the exported model and resolved; each mention that is linked
on the way gives one example: its candidates' features, the states behind it, and which candidates
are right by the annotated speaker. In the first round what follows a mention sees the truth, in the
second half of the time the choice of a linker fitted on the first, so that it learns from where
mistakes lead (Ross et al. 2011).
Composed hard pairs are added. One network is fitted for each of several parts of the articles, on
all the other parts: what it says of its part gives the printed figures and the calibration, and
the mean of all scores is the linker. Two more do without states, for readings that have none.
``--dry-run`` only measures.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from evaluation.score_reading import names
from evaluation.speakers import article_of, attributions_of
from quoth.reading.speakers.calibration import Calibration
from quoth.reading.speakers.linker import AT, FEATURES, NEW, UNKNOWN, Linked, head_of
from quoth.reading.speakers.ranking import Floats, Linker
from quoth.reading.speakers.resolve import Models, Resolver
from quoth.reading.speakers.tagger import Tagger, shipped_tagger
from quoth.reading.speakers.tokens import Words
from quoth.reading.states import States
from quoth.records import Article, Attribution, Span
from training.annotated import load_annotated
from training.coreference.network import Bools, Example, Weights, fit, merged
from training.coreference.pairs import compose
from training.coreference.states import Encoder

NETWORKS = 4
PLAIN = 2  # networks for readings without states
SIZE = 128  # dimensions of the states that are kept
_SAMPLE = 120  # articles by which states are whitened
COMPOSED = "pair_"  # how the ids of composed texts begin
_DRAWN = 3.0  # by how many examples of its sort a head is drawn to none
OUT = Path(__file__).parents[2] / "src/quoth/reading/speakers/links.npz"


def right_options(
    resolver: Resolver, gold: dict[str, Any] | None, linked: Linked, parts: int,
    span: Span | None = None,
) -> tuple[Bools, bool]:  # fmt: skip
    """Which options of a mention mean the annotated speaker, and whether any does.

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
    found = bool(right.any())
    if not found:
        described = linked.query.part is not None and linked.query.part.sort != "pronoun"
        right[linked.options.index(NEW if described and NEW in linked.options else UNKNOWN)] = True
    return right, found


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
        gold: dict[str, Any], own: float, seed: int, states: States | None = None,
    ) -> None:  # fmt: skip
        super().__init__(article, attributions, models, states)
        self.gold = gold
        self.own = own
        self.rng = np.random.default_rng(seed)
        self.examples: list[Example] = []

    def pick(self, attribution: str, linked: Linked) -> tuple[int, float]:
        """The right option, or the linker's own choice in a share of ``own`` of all cases."""
        parts = self.parts[attribution]
        gold = self.gold[attribution]
        span = parts[0][1] if len(parts) == 1 else None
        right, found = right_options(self, gold, linked, len(parts), span)
        named = bool(names(gold))
        group = "unnamed" if not named else "person" if gold["type"] == "person" else "body"
        self.examples.append(
            Example(linked.values, right, linked.query.sort, self.article.id,
                    head_of(linked.query), named, linked.views, group, found)
        )  # fmt: skip
        if self.rng.random() < self.own:
            return linked.best()
        at = int(np.argmax(np.where(right, linked.shares + 1e-6, 0.0)))
        return linked.options[at], max(0.9, float(linked.shares[at]))


def examples_of(
    documents: Iterable[dict[str, Any]], models: Models, own: float, encoder: Encoder | None = None
) -> Iterator[Example]:
    """The examples of gold documents, resolved with ``models``."""
    for number, document in enumerate(documents):
        gold = {str(q.get("id", at)): q.get("speaker") for at, q in enumerate(document["quotes"])}
        states = encoder.states(document["text"]) if encoder else None
        taught = Taught(
            article_of(document), attributions_of(document), models, gold, own, number, states
        )
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


def calibrate(pairs: Sequence[tuple[float, bool]]) -> Calibration:
    """Isotonic regression by pooling adjacent violators (Ayer et al. 1955), at 20 points."""
    blocks: list[list[float]] = []
    for share, right in sorted(pairs):
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


def whitened(documents: Sequence[dict[str, Any]], encoder: Encoder) -> Weights:
    """What leads the states of the encoder to `SIZE` numbers of variance 1 each: principal
    components of the pieces of some articles."""
    sample = []
    for document in documents[:: -(-len(documents) // _SAMPLE)]:
        states = encoder.states(document["text"])
        if states is not None:
            sample.append(states.vectors.astype(np.float32))
    every = np.concatenate(sample)
    centre = every.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(every - centre, rowvar=False))
    basis = vectors[:, ::-1][:, :SIZE] / np.sqrt(np.maximum(values[::-1][:SIZE], 1e-6))
    # As stored, so that the linker is fitted on what it will see.
    rounded = {"centre": centre.astype(np.float16), "basis": basis.astype(np.float16)}
    return {name: one.astype(np.float32) for name, one in rounded.items()}


def fitted(examples: Sequence[Example], networks: int = NETWORKS) -> Linker:
    """Several networks without states, of different seeds, as one whose scores are the mean of
    theirs."""
    heads = Heads(examples)
    heads.fill(examples, own=True)
    made = [fit(examples, seed=seed + 1) for seed in range(networks)]
    return Linker({f"plain {name}": one for name, one in merged(made).items()}, heads.table())


@dataclass(slots=True)
class Crossed:
    """What networks that were each fitted without a part of the articles say of that part:
    ``judged`` (share of the best option, whether it is right), and ``figures`` by group
    ("person", "body", "unnamed") and sort of mention ("" for all)."""

    linker: Linker
    judged: list[tuple[float, bool]]
    figures: dict[str, dict[str, Counter[bool]]]


def crossed(examples: Sequence[Example], parts: int, basis: Weights) -> Crossed:
    """One network for each part of the articles, fitted on all other parts. Together they are the
    linker, each alone tells how often a link of one share is right in articles it has not seen."""
    made: list[Weights] = []
    judged: list[tuple[float, bool]] = []
    counts: dict[str, dict[str, Counter[bool]]] = defaultdict(lambda: defaultdict(Counter))
    for part in range(parts):
        train, held = folds(examples, part, parts)
        heads = Heads(train)
        heads.fill(train, own=True)
        made.append(fit(train, states=True, seed=part + 1))
        alone = Linker({**basis, **merged(made[-1:])}, heads.table())
        for one in held:
            if not one.article.startswith(COMPOSED):
                share, right, named = choice(alone, one)
                judged.append((share, right))
                hit = right and one.found if one.named else not named
                for sort in ("", one.sort):
                    counts[one.group][sort][hit] += 1
    heads = Heads(examples)
    return Crossed(Linker({**basis, **merged(made)}, heads.table()), judged, counts)


def choice(linker: Linker, one: Example) -> tuple[float, bool, bool]:
    """The share of the likeliest option, whether it is right, and whether it has a name."""
    one.values[:, AT["named head"]] = linker.heads.get(one.head, 0.0)
    shares = linker.shares(one.values, one.views)
    at = int(np.argmax(shares))
    return float(shares[at]), bool(one.right[at]), bool(one.values[at, AT["named"]])


def corpora(data: Path, more: Sequence[Path], every: int) -> list[dict[str, Any]]:
    """Every ``every``-th annotated article: of the web, of Wikinews, and of further files."""
    found = [*_documents(data / "web_train.jsonl", every)]
    found += _documents(data / "news_train.jsonl", every)
    found += load_annotated(data / "news_text.jsonl.gz")[::every]
    for path in more:
        found += _documents(path, every)
    return found


def collected(
    documents: Sequence[dict[str, Any]], encoder: Encoder, rounds: int, basis: Weights
) -> list[Example]:
    """The examples of all rounds: in the first, what follows a mention sees the truth; in those
    after it, half of the time what the rounds before have taught."""
    nothing = Calibration(np.zeros(0, np.float32), np.zeros(0, np.float32))
    tagger = Remembered(shipped_tagger().weights, shipped_tagger().vocabulary)
    linker = Linker(basis, encoder=encoder.digest)
    found: list[Example] = []
    for number in range(rounds):
        if number:
            without = fitted(found, 1)
            linker = Linker({**basis, **without.weights}, without.heads, encoder.digest)
        own = 0.5 if number else 0.0
        found += examples_of(documents, Models(linker, nothing, tagger), own, encoder)
        print(f"round {number + 1}: {len(found)} mentions", flush=True)
    return found


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--model", type=Path, help="model folder; by default what ships")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="more gold articles")
    parser.add_argument("--cache", type=Path, help="folder that keeps the states of the encoder")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only every N-th article")
    parser.add_argument("--pairs", type=int, default=25, help="composed texts of each template")
    parser.add_argument("--folds", type=int, default=NETWORKS, help="parts, and networks")
    parser.add_argument("--dry-run", action="store_true", help="measure, and write nothing")
    args = parser.parse_args(arguments)
    documents = corpora(args.data, args.more, args.every)
    articles = len(documents)
    documents += compose(random.Random(7), args.pairs)
    with tempfile.TemporaryDirectory() as folder:
        encoder = Encoder(args.model, args.cache or Path(folder))
        basis = whitened(documents[:articles], encoder)
        examples = collected(documents, encoder, args.rounds, basis)
    done = crossed(examples, args.folds, basis)
    for group, sorts in sorted(done.figures.items()):
        print(group, *(f"{sort or 'all'} {c[True] / c.total():.4f} of {c.total()}"
                       for sort, c in sorted(sorts.items())), sep="  ")  # fmt: skip
    if args.dry_run:
        return
    without = fitted(examples, PLAIN)
    linker = Linker({**done.linker.weights, **without.weights}, done.linker.heads, encoder.digest)
    store(args.out, linker, calibrate(done.judged))


def store(path: Path, linker: Linker, calibration: Calibration) -> None:
    """Write what was fitted where quoth looks for it."""
    stored: dict[str, Any] = {k: v.astype(np.float16) for k, v in linker.weights.items()}
    stored |= {"shares": calibration.shares, "right": calibration.right}
    words = "\n".join(linker.heads).encode()
    stored["encoder"] = np.frombuffer(linker.encoder.encode(), dtype=np.uint8)
    stored["head words"] = np.frombuffer(words, dtype=np.uint8)
    stored["head values"] = np.array(list(linker.heads.values()), dtype=np.float32)
    assert len(FEATURES) == linker.weights["plain in"].shape[0]
    np.savez(path, **stored)


if __name__ == "__main__":
    main()
