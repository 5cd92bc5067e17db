"""Learn the weights that decide which numbers are figures.

    python -m training.figures_weights news_train.jsonl src/quoth/reading/figures/weights.json

A logistic regression with an L2 penalty over the features of `quoth.reading.figures.weigh`, for
the numbers that its rules leave open, fitted by Newton's method: no randomness, so the same
articles and features give the same weights.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from quoth.reading.figures.selection import open_amounts
from quoth.reading.figures.tokens import Tokens
from quoth.reading.figures.weigh import features

PENALTY = 2.0  # ten-fold cross-validation over articles is flat from 0.5 to 4
SEEN_AT_LEAST = 3  # features of fewer numbers are left out


def examples(path: Path) -> tuple[list[list[str]], list[bool]]:
    """The features of every open number of the articles, and whether it is a figure there."""
    rows: list[list[str]] = []
    labels: list[bool] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        tokens = Tokens(text)
        left = [(figure["start"], figure["end"]) for figure in document["figures"]]
        for amount in open_amounts(tokens, pounds="£" in text):
            start, end = tokens.starts[amount.first], tokens.ends[amount.last - 1]
            hit = next((gold for gold in left if gold[0] < end and start < gold[1]), None)
            if hit is not None:
                left.remove(hit)
            rows.append(sorted(set(features(tokens, amount))))
            labels.append(hit is not None)
    return rows, labels


def fit(rows: list[list[str]], labels: list[bool]) -> dict[str, float]:
    """The weight of every feature that was seen often enough."""
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, times in seen.items() if times >= SEEN_AT_LEAST)
    place = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for number, row in enumerate(rows):
        matrix[number, [place[name] for name in row if name in place]] = 1.0
    wanted = np.array(labels, dtype=float)
    penalty = np.full(len(names), PENALTY)
    penalty[place["bias"]] = 1e-3
    weights = np.zeros(len(names))
    for _ in range(30):
        told = 1.0 / (1.0 + np.exp(-matrix @ weights))
        slope = matrix.T @ (told - wanted) + penalty * weights
        curve = (matrix * (told * (1.0 - told))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(weights[column]), 4) for name, column in place.items()}


def main() -> None:
    """Read the articles named first and write the weights to the file named second."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    weights = {name: w for name, w in fit(*examples(source)).items() if abs(w) >= 0.005}
    about = "Learned by training/figures_weights.py from news_train.jsonl (Wikinews, CC BY 2.5)."
    written = json.dumps({"about": about, "weights": weights}, indent=0, ensure_ascii=False)
    target.write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
