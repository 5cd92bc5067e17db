"""Decoding: from scores to spans. It does not depend on a model, so it can be tested by hand.

Two tag sets: cues are B/I/O; arguments are O, B and I of source, B and I of content. A best path
under the legal steps (Viterbi 1967) is taken in place of the best tag piece by piece, which breaks
spans into crumbs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CUE_TAGS = ("O", "B", "I")
ARGUMENT_TAGS = ("O", "B-source", "I-source", "B-content", "I-content")
SOURCE, CONTENT = 1, 3  # the B tag of each role; its I tag is the next number

# LEGAL[from, to]: an I tag follows only the B or I of its own role.
LEGAL: NDArray[np.bool_] = np.array(
    [
        [True, True, False, True, False],
        [True, True, True, True, False],
        [True, True, True, True, False],
        [True, True, False, True, True],
        [True, True, False, True, True],
    ]
)
NEVER = np.float32(-1e4)

# An attribution has one source: of 22,000 in PolNeAR train ten have two. So the best path is
# sought over tags that remember whether the source has been.
_STATE_TAG = np.array([0, 3, 4, 1, 2, 0, 3, 4])
_STATE_AFTER = np.array([0, 0, 0, 1, 1, 1, 1, 1])  # the source has begun
_STATE_LEGAL: NDArray[np.bool_] = (
    LEGAL[_STATE_TAG[:, None], _STATE_TAG[None, :]]
    & (_STATE_AFTER[:, None] <= _STATE_AFTER[None, :])
    & ~((_STATE_AFTER[:, None] == 1) & (_STATE_TAG[None, :] == 1))
    & ~((_STATE_AFTER[:, None] == 0) & (_STATE_AFTER[None, :] == 1) & (_STATE_TAG[None, :] != 1))
)
_STATE_FIRST: NDArray[np.bool_] = (_STATE_AFTER == 0) & (_STATE_TAG != 4) | (_STATE_TAG == 1)


def bucket_table() -> NDArray[np.int64]:
    """Bucket of each signed distance −512 … 512 (row = distance + 512): exact when near, about
    logarithmic when far; 0 is the cue itself."""
    edges = np.array([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257])
    magnitude = np.searchsorted(edges, np.arange(0, 513), side="right")
    side = len(edges)
    table = np.zeros(1025, dtype=np.int64)
    table[512:] = np.where(magnitude > 0, magnitude, 0)
    table[:512] = (magnitude[1:] + side)[::-1]
    return table


def best_paths(
    scores: NDArray[np.float32],
    transitions: NDArray[np.float32],
    lengths: NDArray[np.int64] | None = None,
) -> NDArray[np.int8]:
    """The best legal tag sequence of each row of ``scores`` with at most one source.

    ``scores``: float32 [n, length, 5]; ``transitions``: float32 [5, 5], from row to column;
    ``lengths``: int64 [n], where each row ends (1 … length), if not all at the end.
    Returns int8 [n, length], 0 behind a row's end. Each row's answer depends on that row alone.
    """
    n, length, _ = scores.shape
    if not n or not length:
        return np.zeros((n, length), dtype=np.int8)
    ends = np.full(n, length) if lengths is None else lengths
    between = transitions[_STATE_TAG[:, None], _STATE_TAG[None, :]]
    step = np.where(_STATE_LEGAL, between, NEVER).astype(np.float32)  # [from, to]
    # Each row is gone through from both its ends to its middle: half as many steps of Python, each
    # over twice as many rows. Ways: 0 from the beginning on, 1 from the end back.
    halves = np.stack([(ends + 1) // 2, ends // 2])
    most = int(halves[0].max())
    at = np.arange(most)[:, None]
    rows = np.arange(n)
    places = np.stack([np.broadcast_to(at, (most, n)), np.maximum(ends - 1 - at, 0)], axis=1)
    # [time, state, way and row]: the rows stand last, since numpy is quick over what is long.
    emitted = scores[rows, places].reshape(most, 2 * n, -1).transpose(0, 2, 1)[:, _STATE_TAG]
    ahead = np.repeat(np.stack([step, step.T], axis=2), n, axis=2)
    reached = np.empty((len(step), len(step), 2 * n), dtype=np.float32)
    best = np.empty(emitted.shape, dtype=np.float32)
    best[0] = emitted[0]
    best[0, :, :n] += np.where(_STATE_FIRST, np.float32(0), NEVER)[:, None]
    for t in range(1, most):
        np.add(best[t - 1][:, None], ahead, out=reached)
        np.maximum.reduce(reached, axis=0, out=best[t])
        best[t] += emitted[t]
    # The best pair of neighbours where the ways meet; a row of one piece has one way only.
    first = best[halves[0] - 1, :, rows]
    other = np.where(halves[1, :, None] > 0, best[halves[1] - 1, :, n + rows], np.float32(0))
    pair = (first[:, :, None] + step + other[:, None, :]).reshape(n, -1).argmax(axis=1)
    middle = np.concatenate(np.divmod(pair, len(step)))
    middle[:n] = np.where(halves[1] > 0, middle[:n], first.argmax(axis=1))
    # Where each state came from is worked out on the way back, for the states on the path only.
    back = np.concatenate([step.T, step])
    way = np.repeat([0, len(step)], n)
    starts = halves.ravel()
    begins = set(starts.tolist())
    states = np.zeros((most, 2 * n), dtype=np.int64)
    state = middle
    for t in range(most - 1, -1, -1):
        if t + 1 in begins:
            state = np.where(starts == t + 1, middle, state)
        states[t] = state
        if t:
            state = (best[t - 1].T + back[state + way]).argmax(axis=1)
    path = np.zeros((n, length), dtype=np.int8)
    for side in (0, 1):
        time, row = np.nonzero(at < halves[side])
        path[row, places[time, side, row]] = _STATE_TAG[states[time, side * n + row]]
    return path


def runs(path: NDArray[np.int8], first_tag: int) -> list[tuple[int, int]]:
    """Stretches (start, end excluded) of the role whose B tag is ``first_tag``, in order."""
    out: list[tuple[int, int]] = []
    inside = (path == first_tag) | (path == first_tag + 1)
    for i in np.flatnonzero(inside).tolist():
        if path[i] == first_tag or not out or out[-1][1] != i:
            out.append((i, i + 1))
        else:
            out[-1] = (out[-1][0], i + 1)
    return out


def decode_cues(scores: NDArray[np.float32], *, bias: float = 0.0) -> list[tuple[int, int, float]]:
    """Cues as (first piece, last piece, probability) from ``scores``, float32 [pieces, 3].

    A cue begins where B (with ``bias`` added, tuned on the dev files) beats O, and goes on while I
    is the best tag. The probability is that of "not O" at the first piece.
    """
    if not len(scores):
        return []
    shifted = scores - scores.max(axis=1, keepdims=True)
    exp = np.exp(shifted)
    probabilities = exp / exp.sum(axis=1, keepdims=True)
    moved = scores.copy()
    moved[:, 1] += bias
    tags = moved.argmax(axis=1)
    out: list[tuple[int, int, float]] = []
    i = 0
    n = len(tags)
    hits = np.flatnonzero(tags == 1)
    for i in hits.tolist():
        last = i
        while last + 1 < n and tags[last + 1] == 2:
            last += 1
        out.append((i, last, float(1.0 - probabilities[i, 0])))
    return out
