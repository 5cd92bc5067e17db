"""Articles that are the same text, in whole or in part."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic_words import BUILT_IN
from quoth.ledger.compare import CopyGroup, Text, copies, originals
from quoth.ledger.compare.tokens import tokens


def prose(seed: int, sentences: int = 12) -> str:
    """Composed sentences that no other seed gives."""
    rng = random.Random(seed)
    return " ".join(BUILT_IN.narration(rng, "old ferry", "Oldport") for _ in range(sentences))


def paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)


def only(texts: list[Text]) -> CopyGroup:
    (group,) = copies(texts)
    return group


def test_a_copy_in_whole_is_found_with_all_of_its_words() -> None:
    wire = prose(1)
    group = only([Text(1, wire, published="2031-03-01"), Text(2, wire, published="2031-03-02")])
    (copy,) = group.copies
    assert (group.reference, group.earliest, copy.article) == (1, 1, 2)
    assert (copy.of_reference, copy.of_copy, copy.whole) == (1.0, 1.0, True)
    (stretch,) = copy.stretches
    assert wire[slice(*stretch.reference)] == wire.rstrip(".")


def test_a_part_is_found_with_its_place_in_both_texts() -> None:
    wire, own = prose(1), prose(2)
    part = " ".join(wire.split()[:90])
    text = paragraphs(own, part)
    group = only([Text(1, wire, published="2031-03-01"), Text(2, text, published="2031-03-02")])
    (copy,) = group.copies
    assert not copy.whole
    assert 0.3 < copy.of_copy < 0.7
    (stretch,) = copy.stretches
    texts = {1: wire, 2: text}
    a = texts[group.reference][slice(*stretch.reference)]
    b = texts[copy.article][slice(*stretch.copy)]
    assert tokens(a).words == tokens(b).words == tokens(part).words


def test_marks_and_white_space_do_not_count() -> None:
    wire = prose(1)
    other = wire.upper().replace(" ", "\n  ").replace(".", " —")
    (copy,) = only([Text(1, wire), Text(2, other)]).copies
    assert copy.of_copy == 1.0


def test_articles_of_their_own_are_no_copies() -> None:
    assert copies(Text(i, prose(i)) for i in range(20)) == ()


def test_a_line_under_very_many_articles_makes_no_copies() -> None:
    line = (
        "Sign up for our morning newsletter and get the stories that matter most, free of charge, "
        "in your inbox before breakfast every day of the week, from Monday to Sunday and beyond."
    )
    short = [Text(i, paragraphs(prose(i, 4), line), published="2031-03-01") for i in range(40)]
    assert copies(short) == ()
    copied = Text(99, paragraphs(prose(7, 4), line), published="2031-03-02")
    (copy,) = only([*short, copied]).copies
    assert copy.article == 99
    assert all("Sign" not in copied.text[slice(*one.copy)] for one in copy.stretches)


def test_a_line_that_comes_back_day_after_day_makes_none_either() -> None:
    line = " ".join(prose(77, 4).split()[:45])
    texts = [
        Text(i, paragraphs(prose(i, 4), line), published=f"2031-03-{i + 1:02d}") for i in range(10)
    ]
    assert copies(texts) == ()


def test_an_agency_text_in_forty_outlets_is_one_group() -> None:
    wire = prose(1)
    texts = [Text(i, paragraphs(wire, f"Outlet number {i}."), f"T{i}") for i in range(60)]
    group = only(texts)
    assert sorted(group.articles) == list(range(60))
    assert len(set(originals([group]).values())) == 1


def test_a_round_up_of_several_agency_texts_does_not_join_them() -> None:
    wires = [prose(i) for i in range(3)]
    texts = [
        Text(10 * i + j, wire, published=f"2031-03-0{j + 1}")
        for i, wire in enumerate(wires)
        for j in range(3)
    ]
    round_up = Text(99, paragraphs(*wires), published="2031-03-04")
    groups = copies([round_up, *texts])
    assert [sorted(set(group.articles) - {99}) for group in groups] == [
        [0, 1, 2],
        [10, 11, 12],
        [20, 21, 22],
    ]
    assert 99 not in originals(groups)


def test_articles_that_quote_the_same_speech_are_no_copies() -> None:
    speech = f"“{prose(5, 5)}”"
    texts = [Text(i, paragraphs(prose(i + 10, 5), speech)) for i in range(4)]
    assert copies(texts) == ()


def test_what_belongs_to_the_page_is_skipped() -> None:
    menu, own = prose(50, 5), [prose(1, 4), prose(2, 4)]
    texts = [Text(i, paragraphs(menu, text)) for i, text in enumerate(own)]
    assert len(copies(texts)) == 1
    skipped = [Text(one.id, one.text, skip=((0, len(menu)),)) for one in texts]
    assert copies(skipped) == ()


def test_originals_are_the_earliest_and_stand_for_whole_copies_only() -> None:
    wire = prose(1)
    texts = [
        Text(1, wire, published="2031-03-03"),
        Text(2, wire, published="2031-03-01"),
        Text(3, paragraphs(wire, prose(2), prose(3))),
    ]
    assert originals(copies(texts)) == {1: 2}


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "a", "“", "one two three four five six seven"]
)
def test_texts_with_next_to_nothing_in_them(text: str) -> None:
    assert copies([Text(1, text), Text(2, text)]) == ()


VOCABULARY = ("the", "old", "ferry", "sank", "–", "said", "“", "”", "mayor", "[x]", "1,000", "it's")
TEXTS = st.lists(
    st.tuples(
        st.one_of(
            st.lists(st.sampled_from(VOCABULARY), max_size=60).map(" ".join),
            st.text(max_size=60),
            st.integers(0, 3).map(prose),
        ),
        st.sampled_from((None, "2031-03-01", "2031-03-02T08:00:00Z", "never")),
    ),
    max_size=8,
).map(lambda rows: [Text(i, text, published=when) for i, (text, when) in enumerate(rows)])


@given(TEXTS, st.randoms(use_true_random=False))
def test_any_text_is_compared_places_are_exact_and_order_does_not_matter(
    texts: list[Text], rng: random.Random
) -> None:
    groups = copies(texts)
    shuffled = list(texts)
    rng.shuffle(shuffled)
    assert copies(shuffled) == groups
    by_id = {text.id: text.text for text in texts}
    for group in groups:
        for copy in group.copies:
            assert 0 < copy.of_reference <= 1
            assert 0 < copy.of_copy <= 1
            for stretch in copy.stretches:
                a = by_id[group.reference][slice(*stretch.reference)]
                b = by_id[copy.article][slice(*stretch.copy)]
                assert tokens(a).words == tokens(b).words
                assert tokens(a).words
