"""Learn the weights that decide which numbers are figures.

    python -m training.figures_weights web_train.jsonl news_train.jsonl weights.json

A logistic regression with an L2 penalty over the features of `quoth.reading.figures.weigh`, for
the numbers that are not surely dates and the like, fitted by Newton's method with conjugate
gradients (Lin, Weng, Keerthi 2008, "Trust region Newton method for logistic regression", without
the trust region): no randomness, so the same articles and features give the same weights.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quoth.reading.figures.selection import candidates
from quoth.reading.figures.tokens import Tokens
from quoth.reading.figures.weigh import features

PENALTY = 4.0  # five-fold cross-validation over articles is flat from 1 to 4; news_dev prefers 4
SEEN_AT_LEAST = 3  # features of fewer numbers are left out

Vector = NDArray[np.float64]


def examples(path: Path) -> tuple[list[list[str]], list[bool]]:
    """The features of every candidate of the articles, and whether it is a figure there."""
    rows: list[list[str]] = []
    labels: list[bool] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if "figures" not in document:
            continue
        text = document["text"]
        tokens = Tokens(text)
        left = [(figure["start"], figure["end"]) for figure in document["figures"]]
        for one in candidates(tokens, pounds="£" in text):
            amount = one.amount
            start, end = tokens.starts[amount.first], tokens.ends[amount.last - 1]
            hit = next((gold for gold in left if gold[0] < end and start < gold[1]), None)
            if hit is not None:
                left.remove(hit)
            rows.append(features(tokens, amount, one.use, named=one.named))
            labels.append(hit is not None)
    return rows, labels


def fit(rows: list[list[str]], labels: list[bool]) -> dict[str, float]:
    """The weight of every feature that was seen often enough."""
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, times in seen.items() if times >= SEEN_AT_LEAST)
    place = {name: column for column, name in enumerate(names)}
    columns = [[place[name] for name in row if name in place] for row in rows]
    lengths = np.array([len(row) for row in columns])  # never 0: each row has the bias
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    flat = np.array([column for row in columns for column in row])
    wanted = np.array(labels, dtype=float)
    penalty = np.full(len(names), PENALTY)
    penalty[place["bias"]] = 1e-3

    def times(weights: Vector) -> Vector:
        return np.add.reduceat(weights[flat], starts)

    def back(values: Vector) -> Vector:
        summed = np.bincount(flat, weights=np.repeat(values, lengths), minlength=len(names))
        return summed.astype(np.float64)

    weights = np.zeros(len(names))
    for _ in range(30):
        told = 1.0 / (1.0 + np.exp(-times(weights)))
        slope = back(told - wanted) + penalty * weights
        bend = told * (1.0 - told)

        def curved(way: Vector, bend: Vector = bend) -> Vector:
            return back(bend * times(way)) + penalty * way

        step = _solve(curved, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(weights[column]), 4) for name, column in place.items()}


def _solve(product: Callable[[Vector], Vector], wanted: Vector) -> Vector:
    """The vector whose ``product`` is ``wanted``, by conjugate gradients."""
    found = np.zeros_like(wanted)
    rest = wanted.copy()
    way = rest.copy()
    size = float(rest @ rest)
    goal = 1e-16 * size
    for _ in range(500):
        if size <= goal:
            break
        bent = product(way)
        length = size / float(way @ bent)
        found += length * way
        rest -= length * bent
        new = float(rest @ rest)
        way = rest + (new / size) * way
        size = new
    return found


def main() -> None:
    """Read the articles of all files but the last one named and write the weights to that."""
    *sources, target = (Path(name) for name in sys.argv[1:])
    rows: list[list[str]] = []
    labels: list[bool] = []
    for source in sources:
        more, truths = examples(source)
        rows += more
        labels += truths
    weights = {name: w for name, w in fit(rows, labels).items() if abs(w) >= 0.005}
    names = ", ".join(source.stem for source in sources)
    about = f"Learned by training/figures_weights.py from {names}: {sum(labels)} figures."
    written = json.dumps({"about": about, "weights": weights}, indent=0, ensure_ascii=False)
    target.write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
