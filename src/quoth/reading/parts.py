"""Scores a text window by window and decodes its attributions as ranges of word pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from quoth.reading.decode import CONTENT, NEVER, SOURCE, best_paths, decode_cues, runs
from quoth.reading.layout import Layout, lay_out
from quoth.reading.pieces import Pieces
from quoth.reading.windows import cut_windows

Floats = NDArray[np.float32]

# How far from its cue an argument is looked for, in pieces. What reaches the end of its segment is
# looked for again in a longer one, so that all but a thousandth of what 128 and 224 would find on
# the dev files is found, in half the time.
LEFT = 64
RIGHT = 96
LONG_LEFT = 160
LONG_RIGHT = 864
_CUES_AT_ONCE = 64
# No tag this far under "neither" at the ends of a segment was ever on a best path (dev files).
_QUIET = -8.0


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of some pieces, float32: ``cues`` [n, 3] tag scores; ``tokens``
    [n, d] for the argument scorer; ``hidden`` [n, width], the pieces as encoded, from which the
    query of a cue that begins or ends with them is made."""

    cues: Floats
    tokens: Floats
    hidden: Floats


class Scorer(Protocol):
    """A trained model, as reading uses it; it scores and decides nothing."""

    @property
    def transitions(self) -> Floats:
        """[5, 5] scores of stepping from one argument tag (row) to another (column)."""

    @property
    def cue_bias(self) -> float:
        """Added to the score of a cue's beginning; tuned on the dev files."""

    @property
    def nested_bias(self) -> float:
        """Added to that inside the contents found at first; tuned on the dev files."""

    def encode(self, ids: NDArray[np.int64], features: NDArray[np.int64]) -> Encoded:
        """Scores of one window of at most `windows.WINDOW` pieces."""

    def argue(
        self,
        tokens: Floats,
        ends: Floats,
        starts: NDArray[np.int64],
        distances: NDArray[np.int64],
        places: NDArray[np.int64],
    ) -> tuple[Floats, Floats]:
        """Argument scores [cues, length, 5] and kind scores [cues, 3].

        ``tokens`` [pieces, d] of the whole text; ``ends`` [cues, 2 * width], each cue's first and
        last piece as encoded; ``starts`` [cues], the piece at which its segment begins;
        ``distances`` [cues, length], signed, of each piece of the segment to the cue, and
        ``places``, how it stands to the cue (`layout.Layout.places`).
        """


@dataclass(frozen=True, slots=True)
class Parts:
    """One attribution as ranges of pieces (end excluded): the cue, sources and contents;
    ``probability`` of the cue; ``certainty``: the logarithm of the chance that every tag of source
    and content is right, each taken alone; ``kinds``: scores of speech, thought, intent."""

    cue: tuple[int, int]
    sources: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]
    probability: float
    certainty: float
    kinds: tuple[float, float, float]


def encode_all(pieces: Pieces, scorer: Scorer) -> Encoded:
    """What the encoder says of every piece of a text, window by window, glued together.

    One window is one run, so that no text's answer depends on what stands beside it.
    """
    parts: list[Encoded] = []
    for window in cut_windows(pieces.breaks):
        run = scorer.encode(
            pieces.ids[window.start : window.end], pieces.features[window.start : window.end]
        )
        low, high = window.core_start - window.start, window.core_end - window.start
        parts.append(Encoded(run.cues[low:high], run.tokens[low:high], run.hidden[low:high]))
    if len(parts) == 1:
        return parts[0]
    return Encoded(
        np.concatenate([p.cues for p in parts]),
        np.concatenate([p.tokens for p in parts]),
        np.concatenate([p.hidden for p in parts]),
    )


def find_parts(pieces: Pieces, scorer: Scorer, encoded: Encoded | None = None) -> list[Parts]:
    """Every attribution of a text as ranges of pieces, in the order of their cues.

    ``encoded``: what `encode_all` gave for the pieces, where it is known already.

    What is found is looked through once more: PolNeAR annotates nothing within a content, so the
    tagger is too shy of cues there, and a lower bar finds what others are said to say or think.
    """
    if not len(pieces):
        return []
    encoded = encoded or encode_all(pieces, scorer)
    layout = lay_out(pieces)
    cues = decode_cues(encoded.cues, bias=scorer.cue_bias)
    out = argue_cues(cues, encoded, layout, scorer)
    nested = nested_cues(out, encoded.cues, scorer.cue_bias + scorer.nested_bias)
    out += argue_cues(nested, encoded, layout, scorer)
    return sorted(out, key=lambda parts: parts.cue)


def nested_cues(found: list[Parts], scores: Floats, bias: float) -> list[tuple[int, int, float]]:
    """The cues under ``bias`` that lie inside contents of ``found`` and touch no cue of it."""
    inside = np.zeros(len(scores), dtype=np.bool_)
    for parts in found:
        for low, high in parts.contents:
            inside[low:high] = True
    for parts in found:
        inside[parts.cue[0] : parts.cue[1]] = False
    return [cue for cue in decode_cues(scores, bias=bias) if inside[cue[0] : cue[1] + 1].all()]


def argue_cues(
    cues: list[tuple[int, int, float]],
    encoded: Encoded,
    layout: Layout,
    scorer: Scorer,
) -> list[Parts]:
    """The attribution of each cue, given as (first piece, last piece, probability).

    ``encoded``, ``layout``: of the whole text.
    """
    if len(cues) > _CUES_AT_ONCE:
        half = len(cues) // 2
        return [
            *argue_cues(cues[:half], encoded, layout, scorer),
            *argue_cues(cues[half:], encoded, layout, scorer),
        ]
    if not cues:
        return []
    first = np.array([c[0] for c in cues])
    last = np.array([c[1] for c in cues])
    paths, starts, certain, kinds = _paths(first, last, encoded, layout, scorer, LEFT, RIGHT)
    n = len(layout)
    segments = [(int(start), path) for start, path in zip(starts, paths, strict=True)]
    cut = [
        i
        for i, (start, path) in enumerate(segments)
        if (path[-1] and start + len(path) < n) or (path[0] and start > 0)
    ]
    if cut:
        again = np.array(cut)
        longer, long_starts, certain[again], _ = _paths(
            first[again], last[again], encoded, layout, scorer, LONG_LEFT, LONG_RIGHT
        )
        for i, start, path in zip(cut, long_starts, longer, strict=True):
            segments[i] = (int(start), path)
    out: list[Parts] = []
    for i, (start, path) in enumerate(segments):
        path = path[: n - start]
        out.append(
            Parts(
                cue=(int(first[i]), int(last[i]) + 1),
                sources=tuple((a + start, b + start) for a, b in runs(path, SOURCE)),
                contents=tuple((a + start, b + start) for a, b in runs(path, CONTENT)),
                probability=cues[i][2],
                certainty=float(certain[i]),
                kinds=(float(kinds[i][0]), float(kinds[i][1]), float(kinds[i][2])),
            )
        )
    return out


def _paths(
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    encoded: Encoded,
    layout: Layout,
    scorer: Scorer,
    left: int,
    right: int,
) -> tuple[NDArray[np.int8], NDArray[np.int64], Floats, Floats]:
    """Best tag path of each cue over its segment, where the segment starts, how certain the path
    is (`Parts.certainty`), and kind scores."""
    n = len(layout)
    starts = np.clip(first - left, 0, max(0, n - left - right))
    length = min(n, left + right)
    at = starts[:, None] + np.arange(length)
    distances = np.where(
        at < first[:, None],
        at - first[:, None],
        np.where(at > last[:, None], at - last[:, None], 0),
    ).clip(-512, 512)
    places = layout.places(first, at)
    ends = np.concatenate([encoded.hidden[first], encoded.hidden[last]], axis=1)
    scores, kinds = scorer.argue(encoded.tokens, ends, starts, distances, places)
    # A cue is no argument of its own.
    scores[..., 1:][distances == 0] = NEVER
    # Most of a segment is plainly neither source nor content: the best path is sought in what is
    # left of it, from the first piece to the last that may be.
    loud = scores[..., 1:].max(axis=2) - scores[..., 0] > _QUIET
    low = loud.argmax(axis=1)
    lengths = np.where(loud.any(axis=1), length - loud[:, ::-1].argmax(axis=1) - low, 1)
    moved = np.minimum(low[:, None] + np.arange(lengths.max()), length - 1)
    found = best_paths(np.take_along_axis(scores, moved[..., None], 1), scorer.transitions, lengths)
    paths = np.zeros(distances.shape, dtype=np.int8)
    row, place = np.nonzero(found)
    paths[row, low[row] + place] = found[row, place]
    chosen = np.take_along_axis(scores, paths[..., None].astype(np.int64), 2)[..., 0]
    top = scores.max(axis=2)
    spread = np.log(np.exp(scores - top[..., None]).sum(axis=2))
    # A cue's own pieces are ruled out as arguments and certain.
    certain = np.where(distances == 0, np.float32(0), chosen - top - spread)
    return paths, starts, certain.sum(axis=1), kinds
