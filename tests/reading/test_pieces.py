"""A text becomes word pieces whose offsets are exact, with the features the encoder is given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from builders import HOSTILE_TEXT
from quoth.reading.bundle import default_folder
from quoth.reading.pieces import (
    BREAKS,
    CASES,
    FEATURES,
    QUOTES,
    SECTION,
    Pieces,
    cut_pieces,
    sections,
)

OUTSIDE, INSIDE, OPENING, CLOSING = range(4)
LOWER, CAPITALISED, CAPITALS, DIGITS = range(4)

_TOKENIZER = Tokenizer.from_file(str(default_folder() / "tokenizer.json"))


@pytest.fixture
def tokenizer() -> Tokenizer:
    return _TOKENIZER


def words(pieces: Pieces, text: str) -> list[str]:
    return [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]


def features(pieces: Pieces) -> list[tuple[int, int, int]]:
    """(case, quotation, break) of each piece, as packed into one number."""
    return [(f % CASES, f // CASES % QUOTES, f // (CASES * QUOTES)) for f in pieces.features]


def test_offsets_are_those_of_the_text(tokenizer: Tokenizer) -> None:
    text = "Zoë said:  “No.”\n"
    pieces = cut_pieces(text, tokenizer)
    assert words(pieces, text) == ["Zoë", "said", ":", "“", "No", ".", "”"]
    assert len(pieces) == 7


def test_offsets_of_a_section_are_those_of_the_article(tokenizer: Tokenizer) -> None:
    text = "One day.\n\nAnother day."
    pieces = cut_pieces(text[10:], tokenizer, start=10)
    assert words(pieces, text) == ["Another", "day", "."]


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("the ferry", [LOWER, LOWER]),
        ("The Ferry", [CAPITALISED, CAPITALISED]),
        ("THE Ferry", [CAPITALS, CAPITALISED]),
        ("A ferry", [CAPITALISED, LOWER]),
        ("12 ferries", [DIGITS, LOWER]),
        ("Él va", [CAPITALISED, LOWER]),
    ],
)
def test_the_case_of_a_word(tokenizer: Tokenizer, text: str, cases: list[int]) -> None:
    assert [case for case, _, _ in features(cut_pieces(text, tokenizer))] == cases


def test_all_pieces_of_a_word_have_its_case(tokenizer: Tokenizer) -> None:
    pieces = cut_pieces("Lindqvistsson spoke", tokenizer)
    cases = [case for case, _, _ in features(pieces)]
    assert len(cases) > 3
    assert cases == [CAPITALISED] * (len(cases) - 1) + [LOWER]


def test_quotation_marks_and_what_stands_in_them(tokenizer: Tokenizer) -> None:
    quotes = [quote for _, quote, _ in features(cut_pieces("so “no way” she", tokenizer))]
    assert quotes == [OUTSIDE, OPENING, INSIDE, INSIDE, CLOSING, OUTSIDE]


@pytest.mark.parametrize(
    ("between", "kind"),
    [(" ", 0), ("\n", 1), ("\r\n", 1), ("\r", 1), ("\u2028", 1), ("\n\n", 2), ("\n \n\n", 2)],
)
def test_breaks_before_a_piece(tokenizer: Tokenizer, between: str, kind: int) -> None:
    pieces = cut_pieces(f"one{between}two", tokenizer)
    assert pieces.breaks.tolist() == [2, kind]  # the text's first piece begins a paragraph
    assert [b for _, _, b in features(pieces)] == [2, kind]


@pytest.mark.parametrize("text", ["", " \n\t", "\u202e\u0600"])
def test_a_text_without_words_has_no_pieces(tokenizer: Tokenizer, text: str) -> None:
    pieces = cut_pieces(text, tokenizer)
    assert len(pieces) == 0
    assert pieces.features.dtype == np.int64


def test_half_of_a_surrogate_pair_is_passed_over(tokenizer: Tokenizer) -> None:
    text = "so \ud83d far"
    assert words(cut_pieces(text, tokenizer), text) == ["so", "far"]


@given(HOSTILE_TEXT)
def test_any_text_is_cut_into_pieces_in_order(text: str) -> None:
    pieces = cut_pieces(text, _TOKENIZER)
    assert len({len(a) for a in (pieces.ids, pieces.starts, pieces.ends, pieces.breaks)}) == 1
    last = 0
    for start, end, feature in zip(pieces.starts, pieces.ends, pieces.features, strict=True):
        assert last <= start < end <= len(text)
        assert 0 <= feature < FEATURES
        last = end
    assert FEATURES == CASES * QUOTES * BREAKS


# --- sections -------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab .\n"), max_size=200), st.integers(1, 40))
def test_sections_tile_the_text(text: str, size: int) -> None:
    bounds = sections(text, size)
    assert "".join(text[a:b] for a, b in bounds) == text
    assert all(0 < b - a <= size for a, b in bounds)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One day. Two\nare.\n\nThree are too many", "One day. Two\nare.\n\n"),
        ("One day. Two\nare three and", "One day. Two\n"),
        ("One day it was. Two are", "One day it was. "),
        ("One day it was nothing", "One day it was "),
        ("Oneverylongwordandnothingelse", "Oneverylongwordandno"),
        ("One\n\nverylongwordandnothing else", "One\n\nverylongwordand"),
    ],
)
def test_a_section_ends_where_the_text_has_an_end(text: str, first: str) -> None:
    start, end = sections(text, 20)[0]
    assert text[start:end] == first


def test_a_short_text_is_one_section_and_no_text_is_none() -> None:
    assert sections("One day.") == [(0, 8)]
    assert sections("") == []


def test_a_line_of_five_megabytes_is_cut_into_sections_and_pieces(tokenizer: Tokenizer) -> None:
    text = "x" * 2_500_000 + " and so on" * 250_000
    bounds = sections(text)
    assert (bounds[0], bounds[-1][1]) == ((0, SECTION), len(text))
    assert len(bounds) < 200
    for start, end in (bounds[0], bounds[-1]):
        pieces = cut_pieces(text[start:end], tokenizer, start)
        assert pieces.starts[0] >= start
        assert pieces.ends[-1] <= end
