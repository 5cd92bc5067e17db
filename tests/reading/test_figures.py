"""Figures, as a reader of an article sees them: words, bounds, unit, what is counted, source."""

from __future__ import annotations

import pytest

from builders import article
from quoth.reading.figures import find_figures
from quoth.records import Article, Figure, Span

Row = tuple[str, float | None, float | None, str | None, str | None]


def figures(text: str) -> list[Figure]:
    return list(find_figures(Article("invented", text), ()))


def rows(text: str) -> list[Row]:
    return [(f.span.of(text), f.low, f.high, f.unit, f.of) for f in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least 20 people were killed in Varenholm.",
            ("At least 20", 20, None, None, "people killed"),
        ),
        ("Almost 37,600 locals fled.", ("Almost 37,600", None, 37600, None, "locals")),
        (
            "The flood left about 400 families homeless.",
            ("about 400", 400, 400, None, "families homeless"),
        ),
        (
            "Fewer than two hundred guests came.",
            ("Fewer than two hundred", None, 200, None, "guests"),
        ),
        (
            "There were no more than 40 police officers.",
            ("no more than 40", None, 40, None, "police officers"),
        ),
        ("No fewer than 12 ships sank.", ("No fewer than 12", 12, None, None, "ships")),
        ("Up to six boats were damaged.", ("Up to six", None, 6, None, "boats damaged")),
        ("Well over 3,000 seats were sold.", ("Well over 3,000", 3000, None, None, "seats sold")),
        ("They counted an estimated 90 whales.", ("an estimated 90", 90, 90, None, "whales")),
        (
            "Officials said 20 people or more were hurt.",
            ("20 people or more", 20, None, None, "people hurt"),
        ),
        ("The mill has 50 or so workers.", ("50 or so", 50, 50, None, "workers")),
        ("He keeps 100+ bees.", ("100+", 100, None, None, "bees")),
    ],
)
def test_words_around_a_number_bound_it(text: str, expected: Row) -> None:
    assert rows(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between 20 and 30 villages lost power.", ("Between 20 and 30", 20, 30, None, "villages")),
        ("Some 15 to 20 farms were flooded.", ("Some 15 to 20", 15, 20, None, "farms flooded")),
        ("The show drew 1,500–2,000 fans.", ("1,500–2,000", 1500, 2000, None, "fans")),
        (
            "Five to six million euros were spent.",
            ("Five to six million euros", 5e6, 6e6, "EUR", None),
        ),
        ("It costs $4 billion to $5 billion.", ("$4 billion to $5 billion", 4e9, 5e9, "USD", None)),
        ("One or two ships were lost.", ("One or two", 1, 2, None, "ships")),
        ("One-to-two hundred pilgrims came.", ("One-to-two hundred", 100, 200, None, "pilgrims")),
        ("Losses range from 45% to 60% of the crop.", ("45% to 60%", 45, 60, "%", "crop")),
        (
            "Hundreds if not thousands of birds died.",
            ("Hundreds if not thousands", 200, None, None, "birds died"),
        ),
    ],
)
def test_ranges_have_two_bounds(text: str, expected: Row) -> None:
    assert rows(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dozens of houses burned.", ("Dozens", 24, None, None)),
        ("Scores of birds fell.", ("Scores", 40, None, None)),
        ("Hundreds of workers marched.", ("Hundreds", 200, None, None)),
        ("Thousands of workers marched.", ("Thousands", 2000, None, None)),
        ("Millions of workers marched.", ("Millions", 2e6, None, None)),
        ("Tens of thousands of workers marched.", ("Tens of thousands", 20000, None, None)),
        ("Several hundred workers marched.", ("Several hundred", 200, None, None)),
        ("A few dozen workers marched.", ("A few dozen", 24, None, None)),
        ("Half a million workers marched.", ("Half a million", 500000, 500000, None)),
        ("A third of workers marched.", ("A third", 33.33, 33.33, "%")),
        ("More than half of the workers marched.", ("More than half", 50, None, "%")),
        ("Nearly two-thirds of workers marched.", ("Nearly two-thirds", None, 66.67, "%")),
        ("One in five workers marched.", ("One in five", 20, 20, "%")),
        ("Nine out of ten workers marched.", ("Nine out of ten", 90, 90, "%")),
    ],
)
def test_vague_numbers_and_shares(text: str, expected: Row) -> None:
    assert [row[:4] for row in rows(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("Prices rose by 3.5 per cent.", "3.5 per cent", 3.5, "%"),
        ("It cost US$5m to build.", "US$5m", 5e6, "USD"),
        ("It cost £3bn to build.", "£3bn", 3e9, "GBP"),
        ("It cost C$10,000 to build.", "C$10,000", 1e4, "CAD"),
        ("It cost NZ $ 26 million to build.", "NZ $ 26 million", 26e6, "NZD"),
        ("It cost €20,000 to build.", "€20,000", 2e4, "EUR"),
        ("It cost 1.7 billion dollars to build.", "1.7 billion dollars", 1.7e9, "USD"),
        ("It cost 900 million złotys to build.", "900 million złotys", 9e8, "PLN"),
        ("It cost 100,000 Swiss francs to build.", "100,000 Swiss francs", 1e5, "CHF"),
        ("It cost 20 million pounds to build.", "20 million pounds", 2e7, "GBP"),
        ("It cost 5 million New Zealand dollars.", "5 million New Zealand dollars", 5e6, "NZD"),
        ("It cost ₹5 crore to build.", "₹5 crore", 5e7, "INR"),
        ("A ticket was sold for 75 cents.", "75 cents", 0.75, "USD"),
        ("It weighed 82 pounds.", "82 pounds", 82, "pounds"),
        ("The road is 139km long.", "139km", 139, "km"),
        ("The hill is 1,200 metres high.", "1,200 metres", 1200, "m"),
        ("The fire burned 35,000 square feet.", "35,000 square feet", 35000, "square feet"),
        ("It flew at 161 km/h.", "161 km/h", 161, "km/h"),
        ("They found 2.5kg of gold.", "2.5kg", 2.5, "kg"),
        ("It fell to -12 °C at night.", "-12 °C", -12, "°C"),
        ("The strike lasted six weeks.", "six weeks", 6, "weeks"),
        ("The war lasted two decades.", "two decades", 20, "years"),
    ],
)
def test_units_have_one_name(text: str, words: str, value: float, unit: str) -> None:
    assert [row[:4] for row in rows(text)] == [(words, value, value, unit)]


def test_pounds_are_money_where_the_article_writes_the_sign() -> None:
    text = "A fine of £90 was set. She paid 500 pounds."
    assert [f.unit for f in figures(text)] == ["GBP", "GBP"]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The blast killed 12 sailors and hurt 30.", ["sailors killed", "people hurt"]),
        ("Ten of the 12 jurors agreed.", ["jurors", "jurors"]),
        ("She pays a fine of $900.", ["fine"]),
        ("The death toll rose to 31.", ["death toll"]),
        ("The estimated cost is six billion euros.", ["estimated cost"]),
        ("They spent €20,000 (£17,500; US$22,900) in compensation.", ["compensation"] * 3),
        ("About 10% of the voters of Ellery stayed home.", ["voters of Ellery"]),
        ("The rent is 1,200 euros a month.", ["rent"]),
    ],
)
def test_what_is_counted_is_told_in_the_articles_words(text: str, of: list[str]) -> None:
    assert [f.of for f in figures(text)] == of


def test_what_is_not_told_is_not_guessed() -> None:
    assert [f.of for f in figures("They walked for 40 km.")] == [None]


def test_a_change_is_two_figures_of_one_unit() -> None:
    text = "The fee rose from 50 to 75 euros."
    assert [(f.low, f.high, f.unit) for f in figures(text)] == [(50, 50, "EUR"), (75, 75, "EUR")]


def test_ids_follow_the_text() -> None:
    found = figures("The port has 12 cranes, 40 boats and 300 workers.")
    assert [(f.id, f.low) for f in found] == [("f1", 12), ("f2", 40), ("f3", 300)]


def test_no_figure_in_furniture_or_across_it() -> None:
    text = "The port has 12 cranes.\nREAD: 40 boats for 300 sailors\nThe mill has 50 workers."
    start = text.index("READ")
    furniture = (Span(start, text.index("\nThe mill")),)
    found = find_figures(Article("a", text, furniture=furniture), ())
    assert [f.low for f in found] == [12, 50]


def test_a_figure_stands_on_the_innermost_word() -> None:
    built = article(
        "[The agency] {reports} <[the ministry] {said} <12 boats sank> and 40 boats were saved>.\n"
        "The port has 300 workers."
    )
    found = find_figures(built.article, built.attributions)
    assert [(f.low, f.attribution) for f in found] == [(12, "a2"), (40, "a1"), (300, None)]


def test_a_figure_in_a_content_of_several_pieces() -> None:
    built = article("<“We lost 12 boats,> [she] {said}, <and 40 nets are gone.”>")
    found = find_figures(built.article, built.attributions)
    assert [f.attribution for f in found] == ["a1", "a1"]


def test_of_two_contents_alike_the_inner_one_holds() -> None:
    built = article("[Ana] {told} [1:Bo] {1:says} <1:<12 boats sank>>.")
    inner = [a.id for a in built.attributions if a.within]
    found = find_figures(built.article, built.attributions)
    assert [f.attribution for f in found] == inner


def test_the_source_of_a_figure_counts_for_nothing() -> None:
    built = article("[Two officials] {said} <the bridge is safe>.")
    assert all(f.attribution is None for f in find_figures(built.article, built.attributions))


def test_no_break_spaces_join_number_and_unit() -> None:
    assert rows("The ship is 75\u00a0m long.") == [("75\u00a0m", 75, 75, "m", "ship")]


def test_attributions_that_stand_in_a_circle_do_not_hang() -> None:
    built = article("[Ana] {said} <12 boats sank>.", changes={"a1": {"within": "a1"}})
    assert [f.attribution for f in find_figures(built.article, built.attributions)] == ["a1"]
