"""The network that ranks what a mention may mean.

Each candidate is seen through the features of `linker` and through states of the encoder (the
mention, its cue, its content; the candidate everywhere and where it was last mentioned). Every
kind of state has a projection of its own to a few numbers; these, and the products of what belongs
to the mention with what belongs to the candidate, go into one hidden layer with the features.
Several networks stand side by side, and the mean of their scores is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from quoth.reading.speakers.tokens import Words
from quoth.reading.states import States

Floats = NDArray[np.float32]
OF_MENTION = ("mention", "cue", "content")
OF_CANDIDATE = ("everywhere", "latest")
TERMS = len(OF_MENTION) + len(OF_CANDIDATE) + len(OF_MENTION) * len(OF_CANDIDATE)


@dataclass(frozen=True, slots=True)
class Views:
    """States behind one mention, whitened: ``mention`` [len(OF_MENTION), size] and ``candidates``
    [options, len(OF_CANDIDATE), size]; zeros where there is nothing to see."""

    mention: Floats
    candidates: Floats


@dataclass(frozen=True, slots=True)
class Linker:
    """The fitted weights; ``heads``: for the heads of descriptions (`linker.head_of`), how much
    oftener than not those with it meant somebody named.

    ``weights``: "centre" [width] and "basis" [width, size] whiten the states; of the networks with
    states "in" [features, hidden], "in bias", "mention" [kinds, size, numbers], "candidates"
    likewise, "mix" [networks, TERMS * numbers, hidden of one] and "out" [hidden, 1]; "plain in",
    "plain in bias" and "plain out" are of those that take over where there are no states. All
    networks of a kind stand side by side in the last axis. ``encoder``: the digest of the encoder
    to whose states they are fitted; those of another are not looked at.
    """

    weights: dict[str, Floats]
    heads: dict[str, float] = field(default_factory=dict)
    encoder: str = ""

    def vectors(self, words: Words, states: States | None) -> Floats | None:
        """The whitened state of each word [words, size]; zeros for a word without."""
        if states is None or states.encoder != self.encoder or "basis" not in self.weights:
            return None
        if not words.words:
            return None
        rows = states.rows(words.starts)
        basis, centre = self.weights["basis"], self.weights["centre"]
        if states.vectors.shape[1] != len(basis) or (rows < 0).all():
            return None
        found = (states.vectors[rows].astype(np.float32) - centre) @ basis
        found[rows < 0] = 0.0
        return np.asarray(found, dtype=np.float32)

    def shares(self, values: Floats, views: Views | None = None) -> Floats:
        """The probability of each option from its features [options, features] and states."""
        weights = self.weights
        seen = views is not None and "mix" in weights
        kind = "" if seen else "plain "
        if f"{kind}in" not in weights:
            return np.full(len(values), 1.0 / len(values), dtype=np.float32)
        x = values @ weights[f"{kind}in"] + weights[f"{kind}in bias"]
        if seen and views is not None:
            x += self._mixed(views)
        scores = (np.maximum(x, 0.0) @ weights[f"{kind}out"])[:, 0]
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum(), dtype=np.float32)

    def _mixed(self, views: Views) -> Floats:
        """What the states add to the hidden layers [options, hidden]."""
        mix = self.weights["mix"]
        networks, _, hidden = mix.shape
        count = len(views.candidates)
        terms = terms_of(
            np.matmul(views.mention[:, None], self.weights["mention"]),
            np.matmul(views.candidates.transpose(1, 0, 2), self.weights["candidates"]),
        )
        # [terms, options, networks * numbers] → [networks, options, terms * numbers]
        terms = terms.reshape(TERMS, count, networks, -1).transpose(2, 1, 0, 3)
        added = np.matmul(terms.reshape(networks, count, -1), mix)
        return np.asarray(added.transpose(1, 0, 2).reshape(count, networks * hidden))


def terms_of(mention: Floats, candidates: Floats) -> Floats:
    """The projected states of mentions [kinds, 1 or options, n] and of candidates [kinds, options,
    n] with their products, as [TERMS, options, n]."""
    shape = (len(OF_MENTION), *candidates.shape[1:])
    products = (mention[:, None] * candidates[None]).reshape(-1, *candidates.shape[1:])
    return np.concatenate([np.broadcast_to(mention, shape), candidates, products])
