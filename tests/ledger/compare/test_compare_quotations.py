"""The same quotation in several articles."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.ledger.compare import QuotationGroup, Said, quotations
from quoth.records import Form

HARBOUR = (
    "The harbour will stay open through the winter, whatever the weather brings, because the "
    "island cannot live without its ferries"
)


def said(
    *contents: str,
    speaker: str | None = "brennick",
    label: str = "Ada Brennick",
    form: Form = "direct",
) -> list[Said]:
    """Statements of one speaker, each in an article of its own, a day apart."""
    return [
        Said(i, i, content, form, f"2031-03-{i + 1:02d}", f"Outlet {i}", speaker, label)
        for i, content in enumerate(contents)
    ]


def only(statements: list[Said]) -> QuotationGroup:
    (group,) = quotations(statements)
    return group


def relations(*contents: str) -> list[str]:
    return [member.relation for member in only(said(*contents)).members]


@pytest.mark.parametrize(
    "other",
    [
        f"“{HARBOUR},”",
        HARBOUR.upper() + "!",
        HARBOUR.replace(",", " —").replace("through", "  through"),
        HARBOUR.replace("island", "[small] island"),
        HARBOUR.replace("The harbour", "[T]he harbour"),
        HARBOUR.replace("winter,", "winter … [...]"),
        HARBOUR.replace("open", "o\u00adpen").replace("weather", "wea\u200bther"),
        HARBOUR.replace("ferries", "ferri\u0301es"),
    ],
)
def test_marks_case_and_insertions_do_not_count(other: str) -> None:
    assert relations(HARBOUR, other) == ["exact", "exact"]


def test_what_was_cut_off_shortened_it() -> None:
    assert relations(HARBOUR, "The harbour will stay open through the winter") == [
        "exact",
        "shortened",
    ]


@pytest.mark.parametrize("mark", [" … ", " [...] ", "... ", "” … “"])
def test_what_joins_pieces_spliced_it(mark: str) -> None:
    spliced = f"The harbour will stay open through the winter{mark}because the island cannot live"
    assert relations(HARBOUR, spliced) == ["exact", "spliced"]


def test_a_long_gap_is_a_splice_without_a_mark_and_a_short_one_is_not() -> None:
    long = "The harbour will stay open through the winter because the island cannot live"
    short = HARBOUR.replace("open ", "")
    assert relations(HARBOUR, long) == ["exact", "spliced"]
    assert relations(HARBOUR, short) == ["exact", "reworded"]


def test_another_word_rewords_it_and_the_difference_says_which() -> None:
    group = only(said(HARBOUR, HARBOUR.replace("winter", "summer")))
    first, second = group.members
    assert (first.relation, second.relation) == ("exact", "reworded")
    (change,) = [one for one in group.changes(second) if one.op != "equal"]
    assert (change.op, change.reference, change.member) == ("replace", ("winter",), ("summer",))
    start, end = change.member_span
    assert second.said.content[start:end] == "summer"
    start, end = change.reference_span
    assert group.reference.content[start:end] == "winter"


def test_of_a_mixed_statement_only_the_quoted_words_are_compared() -> None:
    full = said(HARBOUR)
    mixed = Said(
        7,
        7,
        "the council was sure that “the island cannot live without its ferries” in the end",
        "mixed",
        "2031-03-02",
        None,
        "brennick",
    )
    group = only([*full, mixed])
    assert [member.relation for member in group.members] == ["exact", "shortened"]
    equal = next(one for one in group.changes(group.members[1]) if one.op == "equal")
    assert mixed.content[slice(*equal.member_span)] == "the island cannot live without its ferries"


def test_an_indirect_statement_joins_only_when_its_words_are_very_near() -> None:
    near = Said(5, 5, f"that {HARBOUR}", "indirect", "2031-03-04", None, "brennick")
    far = Said(6, 6, "that ferries would run in winter", "indirect", "2031-03-04", None, "brennick")
    group = only([*said(HARBOUR), near, far])
    assert [member.said.id for member in group.members] == [0, 5]


def test_indirect_statements_alone_are_no_quotation() -> None:
    assert quotations(said(HARBOUR, HARBOUR, form="indirect")) == ()


@pytest.mark.parametrize("words", ["Yes", "No comment", "We are doing everything we can", "42"])
def test_everyday_words_of_different_speakers_are_not_joined(words: str) -> None:
    one = said(words)
    other = [Said(9, 9, words, "direct", "2031-03-01", None, "hale", "Tom Hale")]
    nobody = [Said(8, 8, words, "direct", "2031-03-01", None, None, "a woman")]
    assert quotations(one + other + nobody) == ()


def test_everyday_words_of_one_speaker_are_joined_within_a_week_only() -> None:
    words = "No comment"
    near = said(words, words)
    later = Said(5, 5, words, "direct", "2031-06-01", None, "brennick", "Ada Brennick")
    assert [member.said.id for member in only([*near, later]).members] == [0, 1]


def test_a_long_quotation_given_to_another_speaker_is_still_the_same() -> None:
    other = Said(9, 9, HARBOUR, "direct", "2031-03-09", None, "hale", "Tom Hale")
    assert len(only([*said(HARBOUR), other]).members) == 2


def test_a_phrase_that_many_speakers_use_is_nobodys() -> None:
    phrase = (
        "Our thoughts and prayers are with all the victims and their families at this hard time"
    )
    names = ("Ada Brennick", "Tom Hale", "Ulla Ferro", "Jon Marsh")
    statements = [
        Said(i, i, phrase, "direct", "2031-03-01", None, name.split()[1], name)
        for i, name in enumerate(names)
    ]
    assert quotations(statements) == ()


def test_another_quotation_on_the_same_subject_is_another() -> None:
    other = (
        "The harbour will be closed for repairs until the spring, and the island has to pay for "
        "the ferries that it cannot use"
    )
    assert quotations(said(HARBOUR, other)) == ()


def test_quotations_are_not_chained() -> None:
    a, b, c = (
        "the bridge was built by our fathers with stones from the old quarry above the river",
        "every child of this valley has crossed it on the way to the school and to the market",
        "nobody who lives here will let a company from the capital tear it down for a car park",
    )
    statements = said(f"{a}. {b}", f"{b}. {c}", f"{a}. {b}", f"{b}. {c}")
    groups = quotations(statements)
    assert [[m.said.id for m in group.members] for group in groups] == [[0, 2], [1, 3]]


def test_who_ran_it_first() -> None:
    statements = [
        Said(1, 1, HARBOUR, published=None, speaker="b"),
        Said(2, 2, HARBOUR, published="2031-03-02T09:00:00+00:00", speaker="b"),
        Said(3, 3, HARBOUR, published="2031-03-02T10:30:00+02:00", speaker="b"),
    ]
    group = only(statements)
    assert [one.id for one in group.first] == [3]
    assert [member.said.id for member in group.members] == [3, 2, 1]


def test_where_dates_do_not_tell_several_may_have_been_first() -> None:
    statements = [
        Said(1, 1, HARBOUR, published="2031-03-02", speaker="b"),
        Said(2, 2, HARBOUR, published="2031-03-02T09:00:00+00:00", speaker="b"),
        Said(3, 3, HARBOUR, published="2031-03-03", speaker="b"),
    ]
    assert [one.id for one in only(statements).first] == [1, 2]
    undated = [Said(i, i, HARBOUR, speaker="b") for i in range(2)]
    assert only(undated).first == ()


def test_a_statement_around_another_of_the_group_is_left_out() -> None:
    outer = Said(1, 1, f"“{HARBOUR},” Brennick said", "mixed", "2031-03-01", None, "agency")
    inner = Said(2, 1, HARBOUR, "direct", "2031-03-01", None, "brennick", within=1)
    other = Said(3, 2, HARBOUR, "direct", "2031-03-02", None, "brennick")
    assert [member.said.id for member in only([outer, inner, other]).members] == [2, 3]


def test_twice_in_one_article_is_not_several_articles() -> None:
    twice = [Said(i, 1, HARBOUR, speaker="b") for i in range(2)]
    assert quotations(twice) == ()
    assert len(quotations(twice, least_articles=1)) == 1


WORDS = ("the", "a", "river", "bridge", "said", "never", "old", "town", "it's", "1,000", "No")
MARKS = ("—", "…", "“", "”", "[sic]", '"', "’")
CONTENTS = st.lists(st.sampled_from(WORDS + MARKS), max_size=14).map(" ".join)
STATEMENTS = st.lists(
    st.builds(
        dict,
        content=st.one_of(CONTENTS, st.text(max_size=40)),
        form=st.sampled_from(("direct", "mixed", "indirect")),
        published=st.sampled_from((None, "2031-03-01", "2031-03-01T10:00:00Z", "no date", "")),
        speaker=st.sampled_from((None, "a", "b")),
        label=st.one_of(st.sampled_from(("Ada Brennick", "the mayor", "")), st.text(max_size=8)),
        article=st.integers(0, 4),
        within=st.one_of(st.none(), st.integers(0, 12)),
    ),
    max_size=12,
).map(lambda rows: [Said(id=i, **row) for i, row in enumerate(rows)])


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_any_text_is_compared_and_the_order_does_not_matter(
    statements: list[Said], rng: random.Random
) -> None:
    groups = quotations(statements, least_articles=1)
    shuffled = list(statements)
    rng.shuffle(shuffled)
    assert quotations(shuffled, least_articles=1) == groups
    ids = [member.said.id for group in groups for member in group.members]
    assert len(ids) == len(set(ids))


@given(STATEMENTS)
def test_places_are_exact_and_in_order(statements: list[Said]) -> None:
    for group in quotations(statements, least_articles=1):
        for member in group.members:
            changes = group.changes(member)
            for content, spans, words in (
                (
                    group.reference.content,
                    [one.reference_span for one in changes],
                    [one.reference for one in changes],
                ),
                (
                    member.said.content,
                    [one.member_span for one in changes],
                    [one.member for one in changes],
                ),
            ):
                flat = [place for span in spans for place in span]
                assert flat == sorted(flat)
                for (start, end), several in zip(spans, words, strict=True):
                    at = start
                    for word in several:
                        at = content.index(word, at, end) + len(word)
                    assert at == (end if several else start)
                    assert several or start == end


@given(CONTENTS, CONTENTS)
def test_two_statements_join_whichever_is_first(one: str, other: str) -> None:
    def joined(a: str, b: str) -> bool:
        return bool(quotations([Said(1, 1, a, speaker="s"), Said(2, 2, b, speaker="s")]))

    assert joined(one, other) == joined(other, one)
