"""Numbers of everyday news: names, labels, scores and years are none; ranges and changes are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quoth.reading.figures import find_figures
from quoth.records import Article, Reading

Found = list[tuple[str, float | None, float | None]]


def figures(text: str) -> Found:
    return [(one.span.of(text), one.low, one.high) for one in find_figures(Article("a", text), ())]


@pytest.mark.parametrize(
    "text",
    [
        "Fears of World War 3 are going round.",
        "Staff at No 10 said nothing.",
        "The prime minister left Number 10 at noon.",
        "A 19-year-old was held.",
        "The 19-year-olds left.",
        "Think twice before you pay.",
        "Lund won 2-1 on Saturday.",
        "Lund drew 1 – 1 with Holt.",
        "He beat Karras 6-4, 7-6 (5).",
        "The law was passed 61-38.",
        "The council backed it by a vote of 215-210.",
        "Emissions must fall to 1990 levels.",
        "He lives at 12 Hill Road.",
        "Route 66 is shut.",
        "Boeing 737 planes were grounded.",
        "Ana Brix, 34, left.",
        "She is 34.",
        "The G20 met.",
        "The Class of 2020 met.",
        "Euro 2024 begins in June.",
        "The September 11, 2001 attacks were remembered.",
        "Labor wants net zero by 2050.",
        "Nobody under 16 may buy it.",
        "Article 5 was invoked.",
        "Apollo 11 landed.",
        "Windows 11 is out.",
        "Page 3 was torn.",
        "Formula 1 returns.",
        "Channel 4 said no.",
        "Catch-22 is a book.",
        "Phase 2 of the work begins.",
        "Form 1040 is due.",
        "He finished in the top 10.",
        "One of the men left.",
        "The train left at nine o'clock.",
    ],
)
def test_names_labels_scores_and_ages_are_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Emissions fell 42 per cent on 2005 levels.", [("42 per cent", 42, 42)]),
        ("Holt beat Lune 3 – 0 and has 41 points.", [("41", 41, 41)]),
        ("7-Eleven opened 12 shops.", [("12", 12, 12)]),
        # from A to B is a change: two figures; A to B is a range
        ("Prices rose from 10 to 12 per cent.", [("10", 10, 10), ("12 per cent", 12, 12)]),
        ("The fare rose from 3 euros to 5 euros.", [("3 euros", 3, 3), ("5 euros", 5, 5)]),
        (
            "Oil rose 47 cents to 59.86 dollars.",
            [("47 cents", 0.47, 0.47), ("59.86 dollars", 59.86, 59.86)],
        ),
        ("Between 10 and 12 people were hurt.", [("Between 10 and 12", 10, 12)]),
        ("It pays up to 2,000 to 3,000 euros.", [("up to 2,000 to 3,000 euros", 2000, 3000)]),
        ("It was between 35 and 26 degrees.", [("between 35 and 26 degrees", 26, 35)]),
        # below zero
        ("It was minus 12 degrees.", [("minus 12 degrees", -12, -12)]),
        ("Temperatures fell to -12 °C.", [("-12 °C", -12, -12)]),
        ("It was −5C at night.", [("−5C", -5, -5)]),
        (
            "Temperatures of minus 5 to minus 10 degrees are expected.",
            [("minus 5 to minus 10 degrees", -10, -5)],
        ),
        # two units of one stretch
        ("It lasted six years and three months.", [("six years and three months", 75, 75)]),
        ("It lasted 1 minute 45 seconds.", [("1 minute 45 seconds", 105, 105)]),
        ("From 5,000 in 2019 to 9,000 in 2023.", [("5,000", 5000, 5000), ("9,000", 9000, 9000)]),
        ("The site was used by 3 million.", [("3 million", 3e6, 3e6)]),
        ("It lasted a decade and a half.", [("a decade and a half", 15, 15)]),
        # sums as they are written elsewhere
        ("The town invested R92 million in it.", [("R92 million", 92e6, 92e6)]),
        ("The fund is worth Dh28 billion.", [("Dh28 billion", 28e9, 28e9)]),
        ("It costs Rs 161.5 crores.", [("Rs 161.5 crores", 1_615_000_000, 1_615_000_000)]),
        ("The loan is $17.1 billion.", [("$17.1 billion", 17_100_000_000, 17_100_000_000)]),
        ("Sales fell by a third.", [("a third", 33.33, 33.33)]),
        ("The blast killed 12 sailors and hurt 30.", [("12", 12, 12), ("30", 30, 30)]),
        ("The death toll rose to 31.", [("31", 31, 31)]),
        ("Nobody may stay longer than 3 hours.", [("longer than 3 hours", 3, None)]),
        ("They are held no longer than 72 hours.", [("no longer than 72 hours", None, 72)]),
        ("Gatherings within a 200-metre radius were banned.", [("200-metre", 200, 200)]),
    ],
)
def test_figures_with_their_bounds(text: str, found: Found) -> None:
    assert figures(text) == found


def test_r_with_few_digits_is_no_money() -> None:
    assert figures("The R5 road and the R2 robot were shut.") == []


def test_invisible_characters_split_no_number(read: Callable[[str], Reading]) -> None:
    reading = read("The fund lost 40\u200b million euros and 1\u200b2 boats on Monday.")
    found = [(one.low, reading.text_of(one.span)) for one in reading.figures]
    assert found == [(40e6, "40\u200b million euros"), (12, "1\u200b2")]
