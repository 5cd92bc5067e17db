"""What the words for places and given names tell: data files, not guesses."""

from __future__ import annotations

import pytest

from quoth.reading.speakers.antecedents import place_of
from quoth.reading.speakers.given import gender_of
from quoth.reading.speakers.places import country_of


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("norwegian", "norway"),
        ("french", "france"),
        ("dutch", "netherlands"),
        ("british", "united kingdom"),
        ("u.s.", "united states"),
        ("peru", "peru"),
        ("catholic", None),
        ("holt", None),
    ],
)
def test_the_country_of_a_people(word: str, country: str | None) -> None:
    assert country_of(word) == country


def test_a_people_and_its_country_are_one_place() -> None:
    assert place_of("french") == place_of("france")
    assert place_of("danish") == place_of("denmark")
    assert place_of("korean") == place_of("korea")
    assert place_of("austrian") != place_of("australian")


@pytest.mark.parametrize(
    ("written", "gender"),
    [("Asa", "m"), ("Åsa", ""), ("Maria", "f"), ("Jean-Paul", "m"), ("Xqz", "")],
)
def test_accents_tell_given_names_apart(written: str, gender: str) -> None:
    assert gender_of(written) == gender
