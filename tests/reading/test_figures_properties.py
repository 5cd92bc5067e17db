"""What holds for the figures of any text."""

from __future__ import annotations

import math
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import readings
from quoth.reading.figures import find_figures
from quoth.records import Article, Figure, Reading

_WORDS = """
at least|up to|about|between|and|to|-|–|20|1,500|3.5|million|hundreds of|thousands|half|a third of
one|two|in|five|%|€|$|US$|km|years|old|people|were|killed|or more|of|the|them|October|2019|aged|,
.|(|)|:|minus|°C|couple of|dozen|½|from|within|a|crore|per|liter|10 000|'s|cubic|out of|point
"""
_PIECES = st.sampled_from([word for line in _WORDS.split("\n") for word in line.split("|")])
NUMBERS = st.lists(_PIECES, max_size=30).map(" ".join) | st.lists(_PIECES, max_size=30).map("".join)


def check(article: Article, found: tuple[Figure, ...]) -> None:
    assert [f.id for f in found] == [f"f{n}" for n in range(1, len(found) + 1)]
    for figure in found:
        assert 0 <= figure.span.start < figure.span.end <= len(article.text)
        words = figure.span.of(article.text)
        assert words == words.strip()
        assert not any(figure.span.overlaps(span) for span in article.furniture)
        bounds = [bound for bound in (figure.low, figure.high) if bound is not None]
        assert bounds
        assert all(math.isfinite(bound) for bound in bounds)
        assert bounds == sorted(bounds)
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start


@given(NUMBERS)
@example("°C . ½")
@example("5 cubic")
@example("12 km per")
def test_on_words_about_numbers(text: str) -> None:
    article = Article("any", text)
    check(article, find_figures(article, ()))


@given(st.text(max_size=200))
def test_on_any_characters(text: str) -> None:
    article = Article("any", text)
    check(article, find_figures(article, ()))


@given(readings(NUMBERS))
def test_on_any_article_with_any_attributions(reading: Reading) -> None:
    found = find_figures(reading.article, reading.attributions)
    check(reading.article, found)
    contents = {a.id: a.contents for a in reading.attributions}
    for figure in found:
        if figure.attribution is not None:
            assert any(
                piece.start < figure.span.end and figure.span.start < piece.end
                for piece in contents[figure.attribution]
            )


@given(NUMBERS)
def test_the_same_text_has_the_same_figures(text: str) -> None:
    article = Article("any", text)
    assert find_figures(article, ()) == find_figures(article, ())


def _seconds(text: str) -> float:
    article = Article("long", text)
    start = time.process_time()
    find_figures(article, ())
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1 ", "1-", "one in ", "a hundred and ", "tens of ", "$1 ", "A.", "5 the "]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    short, long = unit * 2_000, unit * 16_000
    # Eight times the text may take eight times the time; quadratic time would be 64 times.
    assert _seconds(long) < 30 * max(_seconds(short), 0.002)


def test_millions_of_digits_take_no_time() -> None:
    assert _seconds("7" * 5_000_000) < 5
