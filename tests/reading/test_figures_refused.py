"""Numbers that are no figures, each in a sentence of its own."""

from __future__ import annotations

import pytest

from quoth.reading.figures import find_figures
from quoth.records import Article


def words(text: str) -> list[str]:
    return [f.span.of(text) for f in find_figures(Article("invented", text), ())]


@pytest.mark.parametrize(
    "text",
    [
        "It opened on October 7, 2019.",
        "It opened on 7 October.",
        "It is closed on 5 and 6 May.",
        "It was open from August 22 to 25.",
        "It happened on December 5 and 6.",
        "The museum was built in 1993.",
        "She ruled from 1980 to 1987; then in 2001 and 2002.",
        "He governed the isle, 1987–2017.",
        "It was common in the 1990s and the late '70s.",
        "The 2018 election was calm.",
        "In the 2019/20 season it rained.",
    ],
)
def test_dates_and_years(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The train left at 10:30.",
        "The train left at about 5 p.m. (1700 UTC).",
        "The train left at 0600 GMT.",
        "The train left at 8.10am sharp.",
        "The train left at nine o'clock.",
    ],
)
def test_clock_times(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The 25-year-old driver fled.",
        "Mara Tellin, 31, was seen there.",
        "She died at the age of 80.",
        "They were aged nine, ten and 13.",
        "Her son is six years old.",
        "It is closed to those under 18.",
        "He was 79.",
        "She came with her 11-month daughter.",
    ],
)
def test_ages(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Boeing 737 landed. The 737 was new.",
        "Flight 370 was late.",
        "Section 230 and Article 50 apply.",
        "The COVID-19 wave and the A380 and the H1N1 strain.",
        "The G20 and the Group of Seven met.",
        "They live at 14 Elm Road in Tarn.",
        "They danced at Studio 54, as usual.",
        "It is on Channel 4 or in Room 101.",
        "Version 2.1.3 is out.",
    ],
)
def test_names_with_numbers(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ellery beat Varenholm 3–2.",
        "They lost 28-12 at home.",
        "Call 0800 555 111 now.",
        "Call 555-0199 for help.",
        "The shop is open 24/7.",
        "It was the 110th day of the 21st voyage.",
        "See note [3] below.",
        "No one spoke, and this one left for another one.",
        "One of the reasons was the rain.",
        "They led in the first half.",
        "She is a two-time champion in a three-dimensional game.",
        "All but one agreed.",
    ],
)
def test_scores_codes_ordinals_and_pronouns(text: str) -> None:
    assert words(text) == []


def test_list_numbers() -> None:
    assert words("1. Open the lid.\n2. Close the lid.\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About 2000 stores closed in 2008.", ["About 2000"]),
        ("They need 1500 to 2000 tents.", ["1500 to 2000"]),
        ("In 2019 some 8000 herders came.", ["some 8000"]),
        ("On 6 May 200 people came.", ["200"]),
        ("Three men aged 20, 30 and 45 stayed.", ["Three"]),
        ("Five AM radio stations closed.", ["Five"]),
        ("The 12 villages of the G20 host were closed.", ["12"]),
    ],
)
def test_figures_beside_numbers_that_are_none(text: str, expected: list[str]) -> None:
    assert words(text) == expected
