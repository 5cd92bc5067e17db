"""Who a pronoun refers to: the candidates before it, weighed by a small linear model.

A candidate is weighed by gender, nearness, whether it was subject or speaker, and whether the
pronoun stands in its own words. The weights are those of a conditional logit (a softmax over the
candidates of each pronoun; McFadden 1974), set by hand and then fitted, with a strong pull to
those values, on the 160 pronouns that are sources in the project's annotated Wikinews articles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# feature: its weight for he and she, for it, and for they.
_WEIGHTS: dict[str, tuple[float, float, float]] = {
    "same sentence": (0.65, 0.52, 0.34),
    "same sentence, subject": (0.92, 0.64, 0.43),
    "same sentence, aside": (-0.67, -0.6, -0.56),
    "last sentence": (0.67, 0.43, 0.51),
    "last sentence, subject": (0.68, 0.7, 0.92),
    "sentences back": (-0.72, -0.6, -0.43),
    "words back": (-0.29, -0.33, -0.12),
    "same paragraph": (0.67, 0.37, 0.53),
    "spoke last": (1.33, 1.52, 1.48),
    "spoke before that": (0.2, 0.48, 0.48),
    "only in quotations": (-0.81, -0.8, -0.82),
    "mentions": (-0.14, 0.17, 0.4),
    "gender fits": (1.13, 0.0, 0.0),
    "gender open": (-0.13, 0.0, -0.02),
    "last by pronoun": (0.05, 0.48, 0.42),
    "speaks around it": (0.83, 0.63, 0.36),
    "surely a person": (0.63, 0.0, -1.9),
    "nearest": (0.19, 0.37, 0.12),
    "opens a sentence": (0.77, 0.28, 0.55),
    "spoke last, in another paragraph": (0.22, 0.4, 0.23),
    "several": (0.0, -2.0, 1.69),
    "body": (0.0, 0.56, 0.35),
    "place": (0.0, -0.18, -0.59),
    "paper": (0.0, 0.28, -1.53),
    "unnamed": (-0.49, -0.17, 0.01),
    "spoke last, same sentence": (0.33, 0.35, 0.08),
}
FEATURES = tuple(_WEIGHTS)
PERSON_WEIGHTS, IT_WEIGHTS, THEY_WEIGHTS = (
    tuple(weights[sort] for weights in _WEIGHTS.values()) for sort in range(3)
)


@dataclass(slots=True)
class Mention:
    """One place where a member of the cast is spoken of."""

    entity: int
    word: int
    sentence: int
    paragraph: int
    subject: bool
    aside: bool  # behind a preposition, or a possessive
    quoted: bool
    speaker: bool = False
    pronoun: bool = False
    first: bool = False


@dataclass(slots=True)
class Candidate:
    """An entity that a pronoun may refer to, with its feature values in the order of FEATURES."""

    entity: int
    values: list[float]
    score: float = 0.0


def score(candidates: Sequence[Candidate], weights: Sequence[float]) -> list[float]:
    """The probability of each candidate; sets each one's score."""
    if not candidates:
        return []
    for candidate in candidates:
        candidate.score = sum(
            value * weight for value, weight in zip(candidate.values, weights, strict=True) if value
        )
    top = max(candidate.score for candidate in candidates)
    shares = [math.exp(candidate.score - top) for candidate in candidates]
    whole = sum(shares)
    return [share / whole for share in shares]
