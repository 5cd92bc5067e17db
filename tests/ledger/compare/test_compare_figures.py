"""Figures that count the same thing in the same story."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.ledger.compare import FigureGroup, Number, Text, by_story, disagreements, stories
from quoth.ledger.compare.circumstances import around
from quoth.ledger.compare.counted import counted

FERRY = "The ferry Marlinda sank off Oldport near the lighthouse of Skerry in the early hours."
MARCH = "Farmers drove their tractors to Grand Avenue in Vellmar to protest against the milk law."


def texts(count: int, story: str = FERRY, first: int = 0) -> list[Text]:
    """Articles of one story, a day apart."""
    return [
        Text(
            first + i,
            f"{story} Coast guards and divers went on, report number {i}.",
            "Ferry sinks off Oldport" if story is FERRY else "Farmers march in Vellmar",
            published=f"2031-03-{i + 1:02d}",
        )
        for i in range(count)
    ]


def number(article: int, low: float | None, high: float | None = None, **fields: Any) -> Number:
    """A figure of an article; exact unless ``high`` says else."""
    fields.setdefault("id", article)
    fields.setdefault("of", "people killed")
    fields.setdefault("published", f"2031-03-{article + 1:02d}")
    return Number(article=article, low=low, high=low if high is None else high, **fields)


def only(numbers: list[Number], told: list[Text], **options: Any) -> FigureGroup:
    (group,) = disagreements(numbers, told, **options)
    return group


def test_a_count_that_grows_is_shown_in_order_of_time() -> None:
    numbers = [number(2, 17), number(0, 12), number(1, 15, of="deaths")]
    group = only(numbers, texts(3))
    assert [member.low for member in group.members] == [12, 15, 17]
    assert (group.of, group.disjoint, group.disjoint_on_a_day) == ("people killed", True, False)


def test_what_was_said_earlier_stands_earlier() -> None:
    numbers = [number(0, 12), number(1, 9, said_on="2031-02-27")]
    assert [member.low for member in only(numbers, texts(2)).members] == [9, 12]


def test_two_sources_on_one_day_whose_ranges_have_nothing_in_common() -> None:
    numbers = [
        number(0, 3000, of="demonstrators", label="police", id=1),
        number(0, 10_000, of="protesters", label="the organisers", id=2, chain=("Nordwire",)),
    ]
    group = only(numbers, texts(1))
    assert group.disjoint_on_a_day
    assert [member.number.label for member in group.members] == ["police", "the organisers"]


def test_ranges_that_overlap_do_not_disagree() -> None:
    numbers = [
        Number(1, 0, 10, None, of="people killed", published="2031-03-01"),
        number(1, 14),
    ]
    assert not only(numbers, texts(2)).disjoint


def test_what_is_about_is_as_wide_as_its_last_digit() -> None:
    about = number(0, 3000, of="homes", words="about 3,000")
    assert not only([about, number(1, 3120, of="homes")], texts(2)).disjoint
    assert only([about, number(1, 3600, of="homes")], texts(2)).disjoint


def test_figures_that_are_all_alike_are_no_group() -> None:
    assert disagreements([number(0, 12), number(1, 12)], texts(2)) == ()


def test_units_that_convert_are_compared_and_currencies_are_not() -> None:
    burned = "forest burned"
    numbers = [
        number(0, 320, of=burned, unit="hectares"),
        number(1, 3, of=burned, unit="km2"),
        number(2, 5, of=burned, unit="km2"),
    ]
    assert [m.low for m in only(numbers, texts(3)).members][2] == pytest.approx(4.5e6)
    assert disagreements(numbers[:2], texts(2))[0].disjoint is False
    money = [
        number(0, 2, of="cost of the bridge", unit="USD"),
        number(1, 3, of="cost of the bridge", unit="EUR"),
    ]
    assert disagreements(money, texts(2)) == ()


def test_another_story_is_another_count() -> None:
    told = [*texts(1), *texts(1, MARCH, first=1)]
    assert disagreements([number(0, 12), number(1, 15)], told) == ()


def test_the_same_words_a_month_later_are_another_story() -> None:
    late = Text(1, FERRY, "Ferry sinks off Oldport", published="2031-05-01")
    numbers = [number(0, 12), number(1, 15, published="2031-05-01")]
    assert disagreements(numbers, [*texts(1), late]) == ()


def test_figures_of_copies_count_once_where_asked() -> None:
    numbers = [number(0, 12, label="police"), number(1, 12, label="police"), number(2, 15)]
    assert len(only(numbers, texts(3)).members) == 3
    group = only(numbers, texts(3), originals={1: 0})
    assert [member.number.id for member in group.members] == [0, 2]
    assert [copy.id for copy in group.members[0].copies] == [1]


SAME = [
    ("people killed", "death toll"),
    ("people killed", "deaths"),
    ("people injured", "wounded"),
    ("demonstrators", "people in the march"),
    ("unemployment", "unemployment rate"),
    ("lives lost", "people killed"),
    ("homes destroyed", "destroyed houses"),
]
OTHER = [
    ("people killed", "people injured"),
    ("people killed", "women killed"),
    ("people killed", "other people killed"),
    ("deaths", "deaths in May 2019"),
    ("cost of the bridge", "cost of the tunnel"),
    ("votes for", "years"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_words_that_count_the_same(one: str, other: str) -> None:
    a, b = counted(one), counted(other)
    assert a is not None
    assert b is not None
    assert a.same(b, frozenset())


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_words_that_count_something_else(one: str, other: str) -> None:
    a, b = counted(one), counted(other)
    assert a is not None
    assert b is not None
    assert not a.same(b, frozenset({"may", "2019"}))


def test_the_name_of_the_place_goes_without_saying() -> None:
    a, b = counted("people killed"), counted("people killed off Oldport in Skerry")
    assert a is not None
    assert b is not None
    assert not a.same(b, frozenset())
    numbers = [number(0, 12), number(1, 15, of="people killed near Oldport")]
    assert only(numbers, texts(2)).disjoint


def test_articles_of_one_story() -> None:
    told = stories([*texts(3), *texts(2, MARCH, first=3)])
    assert [story.articles for story in told] == [(0, 1, 2), (3, 4)]


FIGURES = st.lists(
    st.builds(
        dict,
        article=st.integers(0, 5),
        low=st.one_of(st.none(), st.floats()),
        high=st.one_of(st.none(), st.floats()),
        unit=st.sampled_from((None, "%", "km", "miles", "°F", "USD", "no unit")),
        of=st.one_of(st.none(), st.sampled_from(("people killed", "dead")), st.text(max_size=12)),
        words=st.sampled_from(("12", "about 12", "~0", "")),
        published=st.sampled_from((None, "2031-03-01", "9999-12-31", "0001-01-01", "x")),
        said_on=st.sampled_from((None, "2031-03-01/2031-03-04", "/", "2031-03-01/")),
        label=st.sampled_from(("police", "")),
    ),
    max_size=12,
).map(lambda rows: [Number(id=i, **row) for i, row in enumerate(rows)])
STORIES = st.lists(
    st.tuples(
        st.one_of(st.sampled_from((FERRY, MARCH)), st.text(max_size=30)),
        st.sampled_from((None, "2031-03-01", "2031-03-02T08:00:00Z", "9999-12-31")),
    ),
    max_size=6,
).map(lambda rows: [Text(i, text, text[:9], None, when) for i, (text, when) in enumerate(rows)])


@given(FIGURES, STORIES, st.randoms(use_true_random=False))
def test_any_figure_is_compared_and_the_order_does_not_matter(
    numbers: list[Number], told: list[Text], rng: random.Random
) -> None:
    groups = disagreements(numbers, told)
    shuffled, others = list(numbers), list(told)
    rng.shuffle(shuffled)
    rng.shuffle(others)
    assert repr(disagreements(shuffled, others)) == repr(groups)
    for group in groups:
        assert len(group.members) > 1
        lows = [m.low for m in group.members if m.low is not None]
        highs = [m.high for m in group.members if m.high is not None]
        assert group.disjoint == (bool(lows and highs) and max(lows) > min(highs))


def test_what_one_article_counts_twice_is_two_things() -> None:
    several = [
        [number(0, 12, id=1), number(0, 15, id=2)],  # its own word twice
        [number(0, 12, id=1, label="police"), number(0, 15, id=2, label="police")],
        [number(0, 12, id=1, label="police", near=around("12 in Holt", 0, 2)),
         number(0, 15, id=2, label="the port", near=around("15 in Skerry", 0, 2))],
    ]  # fmt: skip
    for numbers in several:
        assert disagreements(numbers, texts(1)) == ()
    rivals = [number(0, 12, id=1, label="police"), number(0, 15, id=2, label="the port")]
    assert only(rivals, texts(1)).disjoint


def test_counts_up_to_different_times_are_not_side_by_side() -> None:
    def told(article: int, low: float, words: str) -> Number:
        return number(article, low, of="jobs lost", near=around(words, 0, 2))

    assert disagreements([told(0, 12, "12 in 2029"), told(1, 15, "15 in 2030")], texts(2)) == ()
    assert disagreements([told(0, 12, "12 by March"), told(1, 15, "15 by May")], texts(2)) == ()
    assert only([told(0, 12, "12 by March"), told(1, 15, "15 in all")], texts(2)).disjoint


def test_what_stands_near_a_figure() -> None:
    text = "On Monday the Port said more. In 2029, 12 people died in Holt by March. Vellmar had 9."
    at = text.index("12")
    near = around(text, at, at + 2)
    assert (near.years, near.months, near.names) == ({"2029"}, {"march"}, {"holt"})


def test_stories_of_several_outlets_and_the_newest_come_first() -> None:
    told = [*texts(2), *texts(2, MARCH, 2)]
    numbers = [number(i, 10 + i, published=f"2031-03-0{i + 1}") for i in range(4)]
    groups = disagreements(numbers, told)
    assert [group.articles for group in groups] == [(0, 1), (2, 3)]
    newest = by_story(groups, lambda article: f"outlet {article}")
    assert [group.articles for group in newest] == [(2, 3), (0, 1)]
    one_outlet = by_story(groups, lambda article: "The Herald" if article > 1 else str(article))
    assert [group.articles for group in one_outlet] == [(0, 1), (2, 3)]
