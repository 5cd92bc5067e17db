"""Calibrated confidence of the model's results: the share that is correct on unseen texts.

A tagger's own probability is too high where it errs. Both numbers of an attribution are therefore
led through a step function that was fitted on the dev files by isotonic regression (Zadrozny &
Elkan 2002): of the statements with confidence 0.8, eight of ten have a right cue.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

FLOOR = -12.0  # a certainty under this says nothing more


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising line through points: ``scores``, and the share that was right at each."""

    scores: tuple[float, ...]
    shares: tuple[float, ...]

    def at(self, score: float) -> float:
        """The share right at a score; between two points, in between."""
        i = bisect_left(self.scores, score)
        if i == 0:
            return self.shares[0]
        if i == len(self.scores):
            return self.shares[-1]
        low, high = self.scores[i - 1], self.scores[i]
        part = (score - low) / (high - low)
        return self.shares[i - 1] + part * (self.shares[i] - self.shares[i - 1])

    @classmethod
    def of(cls, points: Sequence[Sequence[float]]) -> Curve:
        """The line through (score, share) pairs.

        Raises:
            ValueError: when there is none, or one of the two does not rise.
        """
        scores = tuple(float(score) for score, _ in points)
        shares = tuple(float(share) for _, share in points)
        rising = all(a < b for a, b in pairwise(scores))
        if not scores or not rising or list(shares) != sorted(shares):
            raise ValueError("a calibration needs points that rise")
        if not all(math.isfinite(x) for x in (*scores, *shares)):
            raise ValueError("a calibration needs finite numbers")
        return cls(scores, shares)


IDENTITY = Curve((0.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Calibration:
    """``cue``: from the tagger's probability to how often such a cue is right; ``content``: from
    `content_score` to how often source and content are right too."""

    cue: Curve = IDENTITY
    content: Curve = IDENTITY

    @classmethod
    def of(cls, told: Mapping[str, Any] | None) -> Calibration:
        """The calibration that a model folder tells, or none where it tells nothing.

        Raises:
            ValueError, KeyError, TypeError: when it is not one.
        """
        if told is None:
            return cls()
        return cls(Curve.of(told["cue"]), Curve.of(told["content"]))


UNCALIBRATED = Calibration()


def content_score(probability: float, certainty: float) -> float:
    """One number in 0 … 1 from a cue's probability and the certainty of its arguments."""
    return probability * math.exp(max(FLOOR, certainty) / 4)
