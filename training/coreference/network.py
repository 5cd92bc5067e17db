"""Fits one network of the linker: Adam on the negative logarithm of the share of what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quoth.reading.speakers.linker import FEATURES
from quoth.reading.speakers.ranking import OF_CANDIDATE, OF_MENTION, TERMS, Floats, Views, terms_of

WIDTH = 40
NUMBERS = 6  # to which each state is projected
_SLOW = 0.3  # rate of what belongs to states, to that of the rest: they are many and overfit
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Weights = dict[str, Floats]


@dataclass(slots=True)
class Example:
    """One linked mention: features of its options, which are right, its sort, its article, its
    head (`linker.head_of`), whether it means somebody named, and its states.

    ``group``: how its speaker is counted ("person", "body", "unnamed"). ``found``: whether what is
    right is among the options, so that taking it counts."""

    values: Floats
    right: Bools
    sort: str
    article: str
    head: str = ""
    named: bool = False
    views: Views | None = None
    group: str = ""
    found: bool = True


@dataclass(slots=True)
class Table:
    """The options of many examples, one below the other; ``bounds``: where each begins."""

    values: Floats
    right: Bools
    bounds: Ints
    mention: NDArray[np.float16] | None
    candidates: NDArray[np.float16] | None

    @classmethod
    def of(cls, examples: Sequence[Example], states: bool) -> Table:
        """The options of ``examples``, with their states or without."""
        values = np.concatenate([one.values for one in examples]).astype(np.float32)
        right = np.concatenate([one.right for one in examples])
        bounds = np.concatenate([[0], np.cumsum([len(one.values) for one in examples])])
        if not states:
            return cls(values, right, bounds, None, None)
        size = next(one.views.mention.shape[1] for one in examples if one.views is not None)
        mention = np.zeros((len(examples), len(OF_MENTION), size), np.float16)
        candidates = np.zeros((len(values), len(OF_CANDIDATE), size), np.float16)
        for at, one in enumerate(examples):
            if one.views is not None:
                mention[at] = one.views.mention
                candidates[bounds[at] : bounds[at + 1]] = one.views.candidates
        return cls(values, right, bounds, mention, candidates)


def softmax(scores: Floats, bounds: Ints) -> tuple[Floats, Ints]:
    """The shares within each group of scores, and the group of each."""
    groups = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    raised = np.exp(scores - np.maximum.reduceat(scores, bounds[:-1])[groups])
    shares = raised / np.add.reduceat(raised, bounds[:-1])[groups]
    return shares.astype(np.float32), groups.astype(np.int64)


def fit(
    examples: Sequence[Example], *, states: bool = False, epochs: int = 8, rate: float = 4e-3,
    decay: float = 2e-3, drop: float = 0.2, batch: int = 128, seed: int = 1,
    hide: float = 0.5, heavy: float = 1.0,
) -> Weights:  # fmt: skip
    """The weights of one network fitted on the examples, named as in `ranking.Linker`, with or
    without states: Adam (Kingma & Ba 2015) with decoupled decay (Loshchilov & Hutter 2019),
    ``heavy`` for what belongs to states. ``drop``: share of hidden units and ``hide`` of projected
    states dropped at each step."""
    rng = np.random.default_rng(seed)
    table = Table.of(examples, states)
    weights = _begin(table, rng)
    means = {name: np.zeros_like(one) for name, one in weights.items()}
    squares = {name: np.zeros_like(one) for name, one in weights.items()}
    steps = epochs * -(-len(examples) // batch)
    step = 0
    for _ in range(epochs):
        order = rng.permutation(len(examples))
        for at in range(0, len(order), batch):
            step += 1
            now = rate * _warmth(step / steps)
            gradients = _gradients(weights, table, order[at : at + batch], drop, hide, rng)
            for k, gradient in gradients.items():
                means[k] = 0.9 * means[k] + 0.1 * gradient
                squares[k] = 0.999 * squares[k] + 0.001 * gradient**2
                move = means[k] / (1 - 0.9**step)
                move = move / (np.sqrt(squares[k] / (1 - 0.999**step)) + 1e-8)
                state = k in ("mention", "candidates", "mix")
                pace, drawn = (now * _SLOW, heavy) if state else (now, decay)
                weights[k] -= (pace * (move + drawn * weights[k])).astype(np.float32)
    return weights


def _begin(table: Table, rng: np.random.Generator) -> Weights:
    def drawn(spread: float, *shape: int) -> Floats:
        return rng.normal(0, spread, shape).astype(np.float32)

    weights = {
        "in": drawn(0.2, len(FEATURES), WIDTH),
        "in bias": np.zeros(WIDTH, np.float32),
        "out": drawn(0.15, WIDTH, 1),
    }
    if table.mention is not None:
        size = table.mention.shape[2]
        weights |= {
            "mention": drawn(size**-0.5, len(OF_MENTION), size, NUMBERS),
            "candidates": drawn(size**-0.5, len(OF_CANDIDATE), size, NUMBERS),
            "mix": drawn(0.1, TERMS * NUMBERS, WIDTH),
        }
    return weights


def _warmth(done: float) -> float:
    return done / 0.2 if done < 0.2 else 0.5 + 0.5 * float(np.cos(np.pi * (done - 0.2) / 0.8))


def _gradients(
    weights: Weights, table: Table, chosen: Ints, drop: float, hide: float,
    rng: np.random.Generator,
) -> Weights:  # fmt: skip
    bounds = table.bounds
    sizes = bounds[chosen + 1] - bounds[chosen]
    ends = np.concatenate([[0], np.cumsum(sizes)])
    groups = np.repeat(np.arange(len(chosen)), sizes)
    rows = np.arange(ends[-1]) - ends[:-1][groups] + bounds[chosen][groups]
    values, right = table.values[rows], table.right[rows]
    raw: Floats = values @ weights["in"] + weights["in bias"]
    if table.mention is not None and table.candidates is not None:
        mention = table.mention[chosen].astype(np.float32).transpose(1, 0, 2)
        candidates = table.candidates[rows].astype(np.float32).transpose(1, 0, 2)
        of_mention = np.matmul(mention, weights["mention"])
        of_candidate = np.matmul(candidates, weights["candidates"])
        numbers = of_mention.shape[2]
        spread = of_mention[:, groups]
        terms = terms_of(spread, of_candidate).transpose(1, 0, 2).reshape(len(rows), -1)
        shown = rng.random(terms.shape, dtype=np.float32) > hide
        kept = shown.astype(np.float32) / np.float32(1 - hide)
        terms = np.asarray(terms * kept, dtype=np.float32)
        raw += terms @ weights["mix"]
    mask = (rng.random(raw.shape, dtype=np.float32) > drop) / np.float32(1 - drop)
    hidden = (np.maximum(raw, 0) * mask).astype(np.float32)
    shares, _ = softmax((hidden @ weights["out"])[:, 0], ends)
    hit = np.add.reduceat(shares * right, ends[:-1])
    wanted = shares * right / np.maximum(hit[groups], 1e-9)
    back = ((shares - wanted) / len(chosen)).astype(np.float32)[:, None]
    inner = ((back @ weights["out"].T) * mask * (raw > 0)).astype(np.float32)
    found = {"in": values.T @ inner, "in bias": inner.sum(axis=0), "out": hidden.T @ back}
    if table.mention is None:
        return found
    found["mix"] = terms.T @ inner
    back_terms = ((inner @ weights["mix"].T) * kept).reshape(len(rows), TERMS, numbers)
    back_terms = back_terms.transpose(1, 0, 2)
    n, m = len(OF_MENTION), len(OF_CANDIDATE)
    products = back_terms[n + m :].reshape(n, m, len(rows), numbers)
    to_candidate = back_terms[n : n + m] + (products * spread[:, None]).sum(axis=0)
    to_mention = back_terms[:n] + (products * of_candidate[None]).sum(axis=1)
    to_mention = np.add.reduceat(to_mention, ends[:-1], axis=1)
    found["mention"] = np.matmul(mention.transpose(0, 2, 1), to_mention)
    found["candidates"] = np.matmul(candidates.transpose(0, 2, 1), to_candidate)
    return found


def merged(networks: Sequence[Weights]) -> Weights:
    """Several networks side by side, as one whose scores are the mean of theirs."""
    found: Weights = {
        name: np.concatenate([one[name] for one in networks], axis=-1)
        for name in ("in", "in bias", "mention", "candidates")
        if name in networks[0]
    }
    if "mix" in networks[0]:
        found["mix"] = np.stack([one["mix"] for one in networks])
    out = np.concatenate([one["out"] for one in networks]) / len(networks)
    return {**found, "out": out.astype(np.float32)}
