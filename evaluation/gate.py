"""The accuracy gate: scores the shipped model and fails when a figure is under its floor.

    python -m evaluation.gate [--json FILE] [--model FOLDER]

A floor is what was reached when pinned, less the noise; `evaluation.noise` pins them, upwards only.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import quotations, score_attributions, score_phenomena, score_reading
from quoth.codec import reading_to_dict
from quoth.formats import to_citron
from quoth.jobs.many import read_articles
from quoth.records import Article, Reading
from training.annotated import load_annotated

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
PHENOMENA = HERE / "phenomena_dev.jsonl"

Documents = dict[str, list[dict[str, Any]]]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A gold file. ``shared``: it lies outside the project; ``texts``: a file outside the project
    that holds its texts, where it has places in them alone; ``flat``: it annotates nothing nested;
    ``attributions``, ``reading``, ``quotations``: which scorers apply."""

    name: str
    path: str
    shared: bool = False
    texts: str = ""
    flat: bool = False
    attributions: bool = True
    reading: bool = False
    quotations: bool = False

    def documents(self) -> Documents:
        """The documents of the corpus by id.

        Raises:
            FileNotFoundError: naming what is not at hand.
        """
        path = (shared_folder() if self.shared else HERE) / self.path
        if not self.texts:
            return load(path)
        if not (texts := shared_folder() / self.texts).exists():
            raise FileNotFoundError(errno.ENOENT, "not at hand", str(texts))
        return {document["id"]: [document] for document in load_annotated(texts, path)}


CORPORA = (
    Corpus("web_unseen", "web_unseen.jsonl", texts="data/news_text.jsonl.gz", reading=True),
    Corpus("web_dev", "data/web_dev.jsonl", shared=True, reading=True, quotations=True),
    Corpus("news_dev", "news_dev.jsonl", reading=True),
    Corpus("polnear_dev", "data/polnear/dev.jsonl", shared=True, flat=True),
    Corpus(
        "speakers_dev", "data/speakers_dev.jsonl", shared=True, attributions=False, reading=True
    ),
)


def shared_folder() -> Path:
    """Where the corpora that are not part of the project lie."""
    return Path(os.environ.get("QUOTH_SHARED", HERE.parent.parent / "shared"))


def load(path: Path) -> Documents:
    """The documents of a gold file by id; several annotators give several of one id."""
    documents: Documents = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                document = json.loads(line)
                documents[document["id"]].append(document)
    return dict(documents)


def predict(gold: Documents, model: Path | None = None) -> Documents:
    """What quoth reads in each document, in the interchange format."""
    articles = (
        Article(
            id,
            documents[0]["text"],
            title=documents[0].get("title"),
            url=documents[0].get("url"),
            published=documents[0].get("published"),
            language="en",
        )
        for id, documents in gold.items()
    )
    predicted: Documents = {}
    for reading in read_articles(articles, model=model):
        if not isinstance(reading, Reading):
            raise reading
        predicted[reading.article.id] = [to_citron(reading)]
    return predicted


def figures_of(corpus: Corpus, gold: Documents, predicted: Documents) -> Figures:
    """Every measure of a corpus as one flat table, "cue f1": 0.84."""
    out: Figures = {}
    results: list[dict[str, Any]] = []
    if corpus.attributions:
        results.append(score_attributions.score(gold, predicted, flat=corpus.flat))
    if corpus.reading:
        results.append(score_reading.score(gold, predicted))
    for result in results:
        for kind, measures in result.items():
            # A gold file without figures or nesting says nothing of them.
            if isinstance(measures, dict) and measures.get("gold") != 0:
                for measure, value in measures.items():
                    if measure != "gold" and value is not None:
                        out[f"{kind} {measure}"] = float(value)
    if corpus.quotations:
        out |= {
            f"quotations {kind}": share for kind, share in quotations.kept(gold, predicted).items()
        }
    return out


def phenomena(path: Path, model: Path | None = None) -> Figures:
    """The share of composed cases that are read as they should be, by kind and of all."""
    cases = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    articles = (
        Article(
            case["id"],
            case["text"],
            published=case.get("published", "2024-05-14"),
            language="en",
        )
        for case in cases
    )
    right: dict[str, list[bool]] = defaultdict(list)
    for case, reading in zip(cases, read_articles(articles, model=model), strict=True):
        if not isinstance(reading, Reading):
            raise reading
        held = not score_phenomena.faults(case, reading_to_dict(reading))
        right[case["kind"]].append(held)
        right["all"].append(held)
    return {f"{kind} right": sum(several) / len(several) for kind, several in right.items()}


def judge(figures: dict[str, Figures], floors: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One line for each figure that is under its floor or was not measured."""
    for corpus, measures in floors.items():
        if corpus not in figures:
            continue
        for measure, pinned in measures.items():
            reached = figures[corpus].get(measure)
            if reached is None:
                yield f"{corpus}: {measure} was not measured"
            elif reached < pinned["floor"]:
                yield f"{corpus}: {measure} is {reached:.4f}, under its floor {pinned['floor']:.4f}"


def main_measures(measures: Figures) -> list[str]:
    """The measures that get a floor: no precision or recall of their own."""
    return [m for m in measures if not m.endswith((" precision", " recall", " found"))]


def main(arguments: list[str] | None = None) -> int:
    """The command line of the gate; 1 when a figure is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--model", type=Path, help="a model folder in place of the shipped one")
    args = parser.parse_args(arguments)
    figures: dict[str, Figures] = {}
    missing: list[str] = []
    for corpus in CORPORA:
        try:
            gold = corpus.documents()
        except FileNotFoundError as error:
            missing.append(f"{corpus.name}: not at hand ({error.filename} is missing)")
            continue
        figures[corpus.name] = figures_of(corpus, gold, predict(gold, args.model))
        print(f"{corpus.name}, {len(gold)} articles")
        for measure in main_measures(figures[corpus.name]):
            print(f"  {measure:24} {figures[corpus.name][measure]:.4f}")
    figures["phenomena_dev"] = phenomena(PHENOMENA, args.model)
    print("phenomena_dev, composed cases")
    for measure, value in figures["phenomena_dev"].items():
        print(f"  {measure:32} {value:.4f}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    failed = list(judge(figures, floors))
    for line in missing:
        print(line)
    if missing and os.environ.get("CI") == "true":
        failed += [f"{line}; CI needs it" for line in missing]
    for line in failed:
        print(f"FAILED {line}", file=sys.stderr)
    if not failed:
        print("the gate is passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
