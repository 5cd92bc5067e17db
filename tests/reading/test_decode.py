"""Scores written by hand become spans: no model is needed to test what is decided."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from quoth.reading.decode import (
    ARGUMENT_TAGS,
    CONTENT,
    LEGAL,
    SOURCE,
    best_paths,
    bucket_table,
    decode_cues,
    runs,
)

NO, BS, IS, BC, IC = range(5)
Floats = NDArray[np.float32]
NO_STEPS = np.zeros((5, 5), dtype=np.float32)


def scores(*tags: int, sure: float = 4.0) -> Floats:
    """Scores of one row that want these tags."""
    out = np.zeros((1, len(tags), 5), dtype=np.float32)
    out[0, np.arange(len(tags)), list(tags)] = sure
    return out


# --- the best path --------------------------------------------------------------------------------


def is_legal(path: tuple[int, ...]) -> bool:
    starts = path[0] in (NO, BS, BC)
    steps = all(LEGAL[a, b] for a, b in pairwise(path))
    return starts and steps and path.count(BS) <= 1


def value(path: tuple[int, ...], row: Floats, transitions: Floats) -> float:
    here = sum(float(row[t, tag]) for t, tag in enumerate(path))
    return here + sum(float(transitions[a, b]) for a, b in pairwise(path))


def numbers(*shape: int) -> st.SearchStrategy[Floats]:
    # Small whole numbers add up exactly, and ties are common.
    return hnp.arrays(np.int8, shape, elements=st.integers(-6, 6)).map(
        lambda a: a.astype(np.float32)
    )


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 5).flatmap(lambda n: numbers(n, 5)), numbers(5, 5))
def test_the_path_is_the_best_of_all_legal_ones(row: Floats, transitions: Floats) -> None:
    found = tuple(best_paths(row[None], transitions)[0].tolist())
    legal = [p for p in product(range(5), repeat=len(row)) if is_legal(p)]
    assert found in legal
    assert value(found, row, transitions) == max(value(p, row, transitions) for p in legal)


@given(
    hnp.arrays(np.float32, (2, 9, 5), elements=st.floats(-50, 50, width=32)),
    hnp.arrays(np.float32, (5, 5), elements=st.floats(-5, 5, width=32)),
)
def test_paths_are_legal_whatever_the_scores(table: Floats, transitions: Floats) -> None:
    for path in best_paths(table, transitions).tolist():
        assert is_legal(tuple(path))


@given(
    hnp.arrays(np.float32, (4, 6, 5), elements=st.floats(-9, 9, width=32)),
    hnp.arrays(np.float32, (5, 5), elements=st.floats(-2, 2, width=32)),
)
def test_a_row_does_not_depend_on_the_others(table: Floats, transitions: Floats) -> None:
    together = best_paths(table, transitions)
    for i in range(len(table)):
        assert best_paths(table[i : i + 1], transitions)[0].tolist() == together[i].tolist()


@given(
    hnp.arrays(np.float32, (4, 6, 5), elements=st.floats(-9, 9, width=32)),
    hnp.arrays(np.float32, (5, 5), elements=st.floats(-2, 2, width=32)),
    hnp.arrays(np.int64, 4, elements=st.integers(1, 6)),
)
def test_rows_may_end_at_places_of_their_own(
    table: Floats, transitions: Floats, lengths: NDArray[np.int64]
) -> None:
    together = best_paths(table, transitions, lengths)
    for row, length, path in zip(table, lengths.tolist(), together.tolist(), strict=True):
        assert path[:length] == best_paths(row[None, :length], transitions)[0].tolist()
        assert not any(path[length:])


def test_plain_wishes_are_granted() -> None:
    wanted = [BS, IS, NO, BC, IC, IC, NO]
    assert best_paths(scores(*wanted), NO_STEPS)[0].tolist() == wanted


def test_one_doubtful_piece_does_not_break_a_span_where_steps_are_learned() -> None:
    row = scores(BC, IC, IC, IC)
    row[0, 2] = [1.0, 0, 0, 0, 0.6]
    steps = NO_STEPS.copy()
    steps[IC, IC] = 1.0
    assert row[0].argmax(axis=1).tolist() == [BC, IC, NO, IC]  # piece by piece: crumbs
    assert best_paths(row, steps)[0].tolist() == [BC, IC, IC, IC]


def test_of_two_sources_the_surer_one_stays() -> None:
    row = scores(BS, NO, BC, NO, BS)
    row[0, 4, BS] = 3.0
    assert best_paths(row, NO_STEPS)[0].tolist() == [BS, NO, BC, NO, NO]


def test_no_rows_and_no_pieces() -> None:
    assert best_paths(np.zeros((0, 7, 5), dtype=np.float32), NO_STEPS).shape == (0, 7)
    assert best_paths(np.zeros((3, 0, 5), dtype=np.float32), NO_STEPS).shape == (3, 0)


@pytest.mark.parametrize(
    ("path", "sources", "contents"),
    [
        ([], [], []),
        ([NO, NO, NO], [], []),
        ([BS, IS, NO, BC, IC], [(0, 2)], [(3, 5)]),
        ([BC, BC, IC, NO, BC], [], [(0, 1), (1, 3), (4, 5)]),
        ([BC, IC, BS, BC], [(2, 3)], [(0, 2), (3, 4)]),
    ],
)
def test_runs_of_a_path(
    path: list[int], sources: list[tuple[int, int]], contents: list[tuple[int, int]]
) -> None:
    tags = np.array(path, dtype=np.int8)
    assert runs(tags, SOURCE) == sources
    assert runs(tags, CONTENT) == contents


def test_the_tags_are_what_their_numbers_say() -> None:
    assert ARGUMENT_TAGS[SOURCE : SOURCE + 2] == ("B-source", "I-source")
    assert ARGUMENT_TAGS[CONTENT : CONTENT + 2] == ("B-content", "I-content")


# --- cues -----------------------------------------------------------------------------------------


def cue_scores(tags: str, sure: float = 3.0) -> Floats:
    out = np.zeros((len(tags), 3), dtype=np.float32)
    out[np.arange(len(tags)), ["OBI".index(t) for t in tags]] = sure
    return out


@pytest.mark.parametrize(
    ("tags", "cues"),
    [
        ("", []),
        ("OOO", []),
        ("OBO", [(1, 1)]),
        ("BII", [(0, 2)]),
        ("BBI", [(0, 0), (1, 2)]),
        ("OBIOB", [(1, 2), (4, 4)]),
        ("OIIO", []),  # I with no B before it begins nothing
        ("IBI", [(1, 2)]),
    ],
)
def test_cues_from_tags(tags: str, cues: list[tuple[int, int]]) -> None:
    assert [(first, last) for first, last, _ in decode_cues(cue_scores(tags))] == cues


def test_the_probability_of_a_cue_is_that_of_not_being_none() -> None:
    row = np.log(np.array([[0.2, 0.5, 0.3]], dtype=np.float32))
    ((first, last, probability),) = decode_cues(row)
    assert (first, last) == (0, 0)
    assert probability == pytest.approx(0.8)


def test_a_bias_finds_more_cues_and_changes_no_probability() -> None:
    row = np.log(np.array([[0.5, 0.4, 0.1], [0.9, 0.05, 0.05]], dtype=np.float32))
    assert decode_cues(row) == []
    ((first, last, probability),) = decode_cues(row, bias=0.5)
    assert (first, last) == (0, 0)
    assert probability == pytest.approx(0.5)
    assert len(decode_cues(row, bias=9.0)) == 2


def test_scores_are_left_as_they_were() -> None:
    row = cue_scores("OBIO")
    before = row.copy()
    decode_cues(row, bias=1.0)
    assert (row == before).all()


# --- distances ------------------------------------------------------------------------------------


def test_distances_before_and_behind_the_cue_have_buckets_of_the_same_widths() -> None:
    table = bucket_table()
    assert len(table) == 1025
    assert table[512] == 0
    behind, before = table[513:], table[:512][::-1]
    assert ((behind > 0) & (behind < before)).all()
    assert len(set((before - behind).tolist())) == 1
    assert not set(behind.tolist()) & set(before.tolist())


def test_buckets_grow_with_the_distance_and_leave_no_number_out() -> None:
    behind = bucket_table()[512:]
    steps = np.diff(behind)
    assert set(steps.tolist()) == {0, 1}
    assert behind[:6].tolist() == [0, 1, 2, 3, 4, 5]  # exact when near
    assert sorted(set(bucket_table().tolist())) == list(range(bucket_table().max() + 1))
