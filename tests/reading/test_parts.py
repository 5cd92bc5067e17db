"""Whole texts scored window by window, with a scorer made of plain numbers.

The scorer of these tests reads what it answers from the piece's number: ``100 * group + role``.
The cue of a group gets the pieces of its own group as arguments, and those of `SHARED`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from quoth.reading import parts as parts_module
from quoth.reading.layout import QUOTATIONS, SENTENCES
from quoth.reading.parts import LEFT, LONG_LEFT, LONG_RIGHT, RIGHT, Encoded, Floats, find_parts
from quoth.reading.pieces import Pieces
from quoth.reading.windows import WINDOW, Window

CUE_B, CUE_I, SOURCE_B, SOURCE_I, CONTENT_B, CONTENT_I = 1, 2, 11, 12, 13, 14
SHARED = 999  # the group whose pieces are everybody's
Ints = NDArray[np.int64]


class PlainScorer:
    """Sure of everything, whatever stands around; keeps what it was asked."""

    transitions: Floats = np.zeros((5, 5), dtype=np.float32)
    cue_bias = 0.0
    nested_bias = 0.0

    def __init__(self) -> None:
        self.windows: list[int] = []
        self.asked: list[tuple[Ints, Ints, Ints]] = []

    def encode(self, ids: Ints, features: Ints) -> Encoded:
        self.windows.append(len(ids))
        group, role = ids // 100, ids % 100
        cues = np.zeros((len(ids), 3), dtype=np.float32)
        cues[np.arange(len(ids)), np.where(role <= CUE_I, role, 0)] = 5.0
        tokens = np.stack([group, role], axis=1).astype(np.float32)
        half = tokens[:, :1] * np.float32(0.5)
        return Encoded(cues, tokens, half)

    def argue(
        self, tokens: Floats, ends: Floats, starts: Ints, distances: Ints, places: Ints
    ) -> tuple[Floats, Floats]:
        self.asked.append((starts, distances, places))
        queries = ends.sum(axis=1, keepdims=True)
        near = tokens[starts[:, None] + np.arange(distances.shape[1])]
        own = (near[..., 0] == queries[:, :1]) | (near[..., 0] == SHARED)
        tag = np.where(own & (near[..., 1] > 10), near[..., 1] - 10, 0).astype(int)
        scores = np.eye(5, dtype=np.float32)[tag] * 5
        kinds = np.zeros((len(queries), 3), dtype=np.float32)
        kinds[:, 1] = queries[:, 0]
        return scores, kinds


def pieces_of(ids: Sequence[int], breaks: Sequence[int] = ()) -> Pieces:
    n = len(ids)
    at = np.arange(n, dtype=np.int64)
    before = np.zeros(n, dtype=np.uint8)
    before[list(breaks)] = 1
    return Pieces(np.array(ids, dtype=np.int64), at, at + 1, np.zeros(n, dtype=np.int64), before)


def said(group: int = 1) -> list[int]:
    """Nine pieces: a source of two, a cue of two, and a content of two pieces and one more."""
    roles = [SOURCE_B, SOURCE_I, CUE_B, CUE_I, 0, CONTENT_B, CONTENT_I, 0, CONTENT_B]
    return [100 * group + role if role else 0 for role in roles]


def test_one_attribution_of_each_part() -> None:
    (found,) = find_parts(pieces_of([0, *said(), 0]), PlainScorer())
    assert found.sources == ((1, 3),)
    assert found.cue == (3, 5)
    assert found.contents == ((6, 8), (9, 10))
    assert found.probability == pytest.approx(1 - 1 / (2 + np.exp(5)))
    assert found.kinds == (0.0, 1.0, 0.0)


def test_each_cue_has_arguments_of_its_own_and_they_may_overlap() -> None:
    shared = [100 * SHARED + CONTENT_B, 100 * SHARED + CONTENT_I]
    ids = [*shared, 100 + CUE_B, 100 + CONTENT_B, 200 + CUE_B]
    first, second = find_parts(pieces_of(ids), PlainScorer())
    assert (first.cue, first.contents) == ((2, 3), ((0, 2), (3, 4)))
    assert (second.cue, second.contents) == ((4, 5), ((0, 2),))


def test_windows_glued_together_say_what_one_window_says(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [n for group in range(1, 90) for n in (*said(group), *[0] * (group % 13))]
    pieces = pieces_of(ids, breaks=range(0, len(ids), 57))
    scorer = PlainScorer()
    glued = find_parts(pieces, scorer)
    assert len(scorer.windows) > 3
    assert max(scorer.windows) <= WINDOW
    monkeypatch.setattr(parts_module, "cut_windows", lambda b: [Window(0, len(b), 0, len(b))])
    assert find_parts(pieces, PlainScorer()) == glued
    assert len(glued) == 89


def test_cues_seen_in_a_margin_only_are_not_taken() -> None:
    class EdgeScorer(PlainScorer):
        """Takes the first and the last piece of every window for a cue."""

        def encode(self, ids: Ints, features: Ints) -> Encoded:
            out = super().encode(ids, features)
            out.cues[[0, -1]] = [0, 5, 0]
            return out

    scorer = EdgeScorer()
    found = find_parts(pieces_of([0] * 1000), scorer)
    assert len(scorer.windows) > 2
    assert [one.cue for one in found] == [(0, 1), (999, 1000)]


def at(cue: int, first: int, length: int, n: int = 3000) -> Pieces:
    """A text with one cue at ``cue`` and one content of ``length`` pieces from ``first``."""
    ids = [0] * n
    ids[first : first + length] = [100 + CONTENT_B] + [100 + CONTENT_I] * (length - 1)
    ids[cue] = 100 + CUE_B
    return pieces_of(ids)


@pytest.mark.parametrize(
    ("first", "length"),
    [
        (1001, RIGHT - 1),
        (1001, RIGHT),
        (1001, RIGHT + 300),
        (1001, LONG_RIGHT - 1),
        (1000 - LEFT, 20),
        (1000 - LEFT - 20, 60),
        (1000 - LONG_LEFT, LONG_LEFT),
    ],
)
def test_a_long_content_is_found_whole(first: int, length: int) -> None:
    (found,) = find_parts(at(1000, first, length), PlainScorer())
    assert found.contents == ((first, first + length),)


def test_a_content_longer_than_all_that_is_looked_at_is_cut_there() -> None:
    (found,) = find_parts(at(1000, 1001, 1500), PlainScorer())
    assert found.contents == ((1001, 1000 + LONG_RIGHT),)


def test_only_cues_whose_argument_reaches_the_end_are_asked_again() -> None:
    pieces = pieces_of([*said(group=7), *at(0, 1, 400, 2000).ids])
    scorer = PlainScorer()
    assert len(find_parts(pieces, scorer)) == 2
    assert [len(starts) for starts, _, _ in scorer.asked] == [2, 1]
    assert scorer.asked[1][1].shape == (1, LONG_LEFT + LONG_RIGHT)


@pytest.mark.parametrize("cue", [0, 5, 2994, 2999])
def test_arguments_near_the_ends_of_the_text(cue: int) -> None:
    first = cue - 4 if cue > 100 else cue + 1
    ids = [0] * 3000
    ids[first : first + 4] = [100 + CONTENT_B] + [100 + CONTENT_I] * 3
    ids[cue] = 100 + CUE_B
    (found,) = find_parts(pieces_of(ids), PlainScorer())
    assert found.contents == ((first, first + 4),)


def test_many_cues_are_all_answered_in_order() -> None:
    ids = [n for group in range(1, 201) for n in said(group)]
    found = find_parts(pieces_of(ids), PlainScorer())
    assert [one.cue[0] for one in found] == [9 * i + 2 for i in range(200)]
    assert all(len(one.contents) == 2 for one in found)


def test_a_cue_is_no_argument_of_its_own() -> None:
    class Greedy(PlainScorer):
        """Wants every piece in the content."""

        def argue(
            self, tokens: Floats, ends: Floats, starts: Ints, distances: Ints, places: Ints
        ) -> tuple[Floats, Floats]:
            scores, kinds = super().argue(tokens, ends, starts, distances, places)
            scores[:] = [0, 0, 0, 2, 3]
            return scores, kinds

    (found,) = find_parts(pieces_of([0, 0, 100 + CUE_B, 100 + CUE_I, 0]), Greedy())
    assert found.cue == (2, 4)
    assert found.contents == ((0, 2), (4, 5))


def test_distances_and_paragraphs_are_counted_from_the_cue() -> None:
    scorer = PlainScorer()
    ids = [0, 0, 0, 100 + CUE_B, 100 + CUE_I, 0, 0, 0, 0, 0]
    find_parts(pieces_of(ids, breaks=[0, 2, 5, 6, 7, 8]), scorer)
    ((_, distances, places),) = scorer.asked
    paragraphs = places // (QUOTATIONS * SENTENCES) - 3
    assert distances.tolist() == [[-3, -2, -1, 0, 0, 1, 2, 3, 4, 5]]
    assert paragraphs.tolist() == [[-1, -1, 0, 0, 0, 1, 2, 3, 3, 3]]


def test_far_distances_are_all_the_same() -> None:
    scorer = PlainScorer()
    find_parts(at(1000, 1001, 600), scorer)
    distances = scorer.asked[1][1]
    assert (distances.min(), distances.max()) == (-LONG_LEFT, 512)


def test_no_pieces_and_no_cues() -> None:
    scorer = PlainScorer()
    assert find_parts(pieces_of([]), scorer) == []
    assert scorer.windows == []
    assert find_parts(pieces_of([0, 0]), scorer) == []
    assert scorer.asked == []


def test_the_bias_of_the_model_is_used() -> None:
    class Shy(PlainScorer):
        cue_bias = 9.0

    assert len(find_parts(pieces_of([0, 0, 0]), Shy())) == 3


def test_a_cue_too_faint_at_first_is_found_inside_a_content() -> None:
    class Faint(PlainScorer):
        """Half sure of two cues: at piece 12, inside the content, and at 40, outside."""

        nested_bias = 1.0

        def encode(self, ids: Ints, features: Ints) -> Encoded:
            out = super().encode(ids, features)
            out.cues[[12, 40]] = [0.5, 0, 0]
            return out

    pieces = at(5, 10, 10, n=60)
    assert [one.cue for one in find_parts(pieces, Faint())] == [(5, 6), (12, 13)]
    assert [one.cue for one in find_parts(pieces, PlainScorer())] == [(5, 6)]
