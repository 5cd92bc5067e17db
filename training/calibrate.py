"""Fits what an attribution's confidence says to how often it is right on the dev files.

    python -m training.calibrate --model src/quoth/model --data DATA [--write]

The raw scores of the statements of web_dev and news_dev are led to the share that was right by
isotonic regression, with its pool-adjacent-violators algorithm (Ayer et al. 1955). What is printed
as expected calibration error (Naeini et al. 2015, ten bins) is measured on articles that the fit
has not seen (five folds).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evaluation import gate, score_attributions
from quoth.formats import to_citron
from quoth.reading.bundle import Bundle, OnnxScorer
from quoth.reading.confidence import Calibration, Curve
from quoth.reading.reader import Reader
from quoth.records import Article

FOLDS = 5
POINTS = 12  # of a curve, about
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement that was found: ``article``, the raw scores of cue and content, and whether
    each was right."""

    article: int
    cue: float
    content: float
    cue_right: bool
    usable: bool


def is_usable(wanted: dict[str, set[int]], found: dict[str, set[int]]) -> bool:
    """Whether a pair counts as usable in ``score_attributions.py``: the sources overlap, and the
    contents agree on 80 % of their joint characters."""
    sources = bool(wanted["source"] & found["source"]) or not (wanted["source"] or found["source"])
    joint = wanted["content"] | found["content"]
    return sources and len(wanted["content"] & found["content"]) >= 0.8 * len(joint)


def judged(reader: Reader, gold: gate.Documents, first: int = 0) -> tuple[list[Judged], int]:
    """What a reader finds in annotated articles, and how many statements these have."""
    out: list[Judged] = []
    total = 0
    for number, (id, documents) in enumerate(gold.items(), first):
        document = documents[0]
        article = Article(
            id, document["text"], title=document.get("title"), url=document.get("url"),
            published=document.get("published"), language="en",
        )  # fmt: skip
        reading = reader.read(article)
        text = article.text
        wanted = score_attributions.prepare(document, text)
        found = score_attributions.prepare(to_citron(reading), text)
        total += len(wanted)
        partner = {p: g for g, p in score_attributions.pair(wanted, found)}
        for p, one in enumerate(reading.attributions):
            usable = p in partner and is_usable(wanted[partner[p]], found[p])
            out.append(Judged(number, one.confidence, one.content_confidence, p in partner, usable))
    return out, total


def fitted(scores: Sequence[float], right: Sequence[bool], points: int = POINTS) -> Curve:
    """The rising step function nearest to what was right, as a line through its steps' middles."""
    order = np.argsort(scores, kind="stable")
    blocks: list[list[float]] = []  # weight, sum of scores, sum of right
    for i in order.tolist():
        blocks.append([1.0, float(scores[i]), float(right[i])])
        while len(blocks) > 1 and blocks[-2][2] * blocks[-1][0] >= blocks[-1][2] * blocks[-2][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    # Small steps are noise: neighbours are joined until each has its share of the statements.
    least = len(scores) / points
    joined: list[list[float]] = []
    for block in blocks:
        if joined and joined[-1][0] < least:
            joined[-1] = [a + b for a, b in zip(joined[-1], block, strict=True)]
        else:
            joined.append(list(block))
    if len(joined) > 1 and joined[-1][0] < least:
        last = joined.pop()
        joined[-1] = [a + b for a, b in zip(joined[-1], last, strict=True)]
    pairs: list[tuple[float, float]] = []
    for weight, total, hits in joined:
        # Half a case each way: of a few that were all right, nobody knows that all will be.
        score, share = round(total / weight, 5), round((hits + 0.5) / (weight + 1), 4)
        if not pairs or score > pairs[-1][0]:
            pairs.append((score, max(share, pairs[-1][1] if pairs else 0.0)))
    return Curve.of(pairs)


def expected_error(shares: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: over bins of equal width, the mean distance between what was
    said and what was right, weighted by the statements in each."""
    said, hit = np.array(shares), np.array(right, dtype=float)
    which = np.minimum((said * bins).astype(int), bins - 1)
    return float(sum(abs((said - hit)[which == b].sum()) for b in range(bins)) / max(1, len(said)))


def held_out(scores: Sequence[float], right: Sequence[bool], articles: Sequence[int]) -> float:
    """The expected calibration error of curves fitted on the other articles."""
    fold = np.array(articles) % FOLDS
    said = np.zeros(len(scores))
    for k in range(FOLDS):
        rest = [i for i in range(len(scores)) if fold[i] != k]
        curve = fitted([scores[i] for i in rest], [right[i] for i in rest])
        for i in np.flatnonzero(fold == k).tolist():
            said[i] = curve.at(scores[i])
    return expected_error(said.tolist(), right)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="into the model's bundle.json")
    args = parser.parse_args()
    bundle = replace(Bundle.open(args.model), calibration=Calibration())
    reader = Reader(bundle, OnnxScorer(bundle))
    several: list[Judged] = []
    total = 0
    for path in (args.data / "web_dev.jsonl", args.data / "news_dev.jsonl"):
        gold = gate.load(path)
        found, count = judged(reader, gold, 1 + max((j.article for j in several), default=-1))
        several += found
        total += count
    articles = [one.article for one in several]
    curves: dict[str, Curve] = {}
    for name, scores, right in (
        ("cue", [j.cue for j in several], [j.cue_right for j in several]),
        ("content", [j.content for j in several], [j.usable for j in several]),
    ):
        curves[name] = fitted(scores, right)
        raw = expected_error(scores, right)
        unseen = held_out(scores, right, articles)
        print(
            f"{name}: {len(scores)} statements, right {np.mean(right):.3f}, expected calibration "
            f"error {raw:.3f} raw, {unseen:.3f} on articles not fitted on"
        )
        print("  at least  kept  precision  recall")
        for least in THRESHOLDS:
            kept = [r for s, r in zip(scores, right, strict=True) if curves[name].at(s) >= least]
            if kept:
                print(
                    f"  {least:8.2f} {len(kept):5}  {np.mean(kept):9.3f}  {sum(kept) / total:6.3f}"
                )
    if args.write:
        path = args.model / "bundle.json"
        description = json.loads(path.read_text(encoding="utf-8"))
        description["calibration"] = {
            name: [list(point) for point in zip(curve.scores, curve.shares, strict=True)]
            for name, curve in curves.items()
        }
        path.write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
