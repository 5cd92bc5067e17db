"""Number words and digits, read alone."""

from __future__ import annotations

import pytest

from quoth.reading.figures.numerals import digits_value, numeral_at
from quoth.reading.figures.tokens import Tokens


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-one", 21),
        ("twenty four", 24),
        ("one hundred and fifty", 150),
        ("two hundred thousand", 200_000),
        ("one thousand two hundred and six", 1206),
        ("five million two hundred thousand", 5_200_000),
        ("thirteen hundred", 1300),
        ("a hundred", 100),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("a quarter million", 250_000),
        ("three quarters of a million", 750_000),
        ("one and a half million", 1_500_000),
        ("three-and-a-half million", 3_500_000),
        ("a million and a half", 1_500_000),
        ("1.2 million", 1_200_000),
        ("2½", 2.5),
        ("10 000", 10_000),
        ("12,34,567", 1_234_567),
        ("1.000.000", 1_000_000),
        (".0605", 0.0605),
        ("３０", 30),
        ("zero", 0),
    ],
)
def test_numbers_are_read_whole(text: str, value: float) -> None:
    tokens = Tokens(text)
    numeral = numeral_at(tokens, 0)
    assert numeral is not None
    assert (numeral.last, numeral.low, numeral.high) == (len(tokens), value, value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two and three", "two"),
        ("nineteen eighty-four", "nineteen"),
        ("five and ten", "five"),
        ("one hundred and two hundred", "one hundred and two"),
        ("two million and three", "two million"),
        ("7 out of 20", "7"),
    ],
)
def test_neighbours_stay_apart(text: str, words: str) -> None:
    tokens = Tokens(text)
    numeral = numeral_at(tokens, 0)
    assert numeral is not None
    assert text[: tokens.ends[numeral.last - 1]] == words


@pytest.mark.parametrize("text", ["a third attack", "a couple", "1.2.3", "9" * 400, "few", "a"])
def test_what_is_no_number(text: str) -> None:
    assert numeral_at(Tokens(text), 0) is None


def test_a_decimal_comma_needs_one_or_two_digits() -> None:
    assert [digits_value(t) for t in ("3,5", "3,500", "3,5000")] == [3.5, 3500.0, None]
