"""Quotation marks as newswire has them: lost, doubled, mixed, nested, and apostrophes."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.reading.pieces import quotation_states
from quoth.text.quotations import find_quotations


def found(text: str) -> list[str]:
    """The outermost quotations of a text, marks and all."""
    return [text[q.start : q.end] for q in find_quotations(text) if q.depth == 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the marks of several habits
        ('"No," said Ana Brix. "Never."', ['"No,"', '"Never."']),
        ("“No,” said Ana Brix. “Never.”", ["“No,”", "“Never.”"]),
        ("‘No,’ said Ana Brix.", ["‘No,’"]),
        ("'No,' said Ana Brix.", ["'No,'"]),
        ("``No,'' said Ana Brix.", ["``No,''"]),
        ("''No,'' said Ana Brix.", ["''No,''"]),
        ("‘‘No,’’ said Ana Brix.", ["‘‘No,’’"]),
        ('„Nein", sagte Ana Brix.', ['„Nein"']),
        ("„Nein“, sagte Ana Brix.", ["„Nein“"]),
        ("„Nem”, mondta Ana Brix.", ["„Nem”"]),
        ("« Non », dit Ana Brix.", ["« Non »"]),
        ("»Nein«, sagte Ana Brix.", ["»Nein«"]),
        ("”Nej”, sade Ana Brix.", ["”Nej”"]),
        ('“No", said Ana Brix.', ['“No"']),
        ("“No“, said Ana Brix.", ["“No“"]),
        # thin spaces and marks of direction beside the quotation mark
        ('"No\u2009", said Ana Brix. "Yes."', ['"No\u2009"', '"Yes."']),
        ("\u202a“No,” said Ana Brix.", ["“No,”"]),
        # no spaces round the marks
        ('Brix said:"No."', ['"No."']),
        ("Brix said—“No.”", ["“No.”"]),
        ('"No,"said Brix.', ['"No,"']),
        ('"We will go, "he said.', ['"We will go, "']),
        ('He said," we will go."', ['" we will go."']),
        # bullets
        ("» Read more\n» All the news", []),
        ("» “Yes,” said Brix", ["“Yes,”"]),
        ("Home » News » Region", []),
        # apostrophes
        ("In the '90s the boys' club didn't pay.", []),
        ("In the ‘90s rock 'n' roll wasn’t heard 'til late.", []),
        ("It was 'a shame' for the boys' club.", ["'a shame'"]),
        ("'The boys' club is shut,' said Ann's mother.", ["'The boys' club is shut,'"]),
        ("Ann's 'best' day", ["'best'"]),
        # feet and inches
        ('He is 6\'2" tall and "very fast".', ['"very fast"']),
        ('A 12" pipe and "a big one".', ['"a big one"']),
        ('"The 12" pipe broke," said Brix.', ['"The 12" pipe broke,"']),
        # figures in quotations
        ('"We won in 2010," said Brix.', ['"We won in 2010,"']),
        ('the class of "1999" and "2001"', ['"1999"', '"2001"']),
    ],
)
def test_every_habit_of_marking_is_read(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the closing mark is lost: up to the paragraph's end
        ('Brix said: "We will go.\nNobody came.', ['"We will go.']),
        ('"We go," he said. "They stay.', ['"We go,"', '"They stay.']),
        # … or up to the next quotation
        ('"We will go, he said. "And soon."', ['"We will go, he said.', '"And soon."']),
        # the opening mark is lost: from the paragraph's, sentence's or clause's beginning
        ('We will go," said Brix. "Soon."', ['We will go,"', '"Soon."']),
        ('"Soon," he said. He came. We will go," she said.', ['"Soon,"', 'We will go,"']),
        ('Brix said: We will go."', ['We will go."']),
        # a stray mark that cannot be one end of anything
        ('The sign " was old', []),
        ('It was 5" wide.', []),
    ],
)
def test_a_lost_mark_costs_little(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_stray_mark_misleads_its_own_paragraph_only() -> None:
    clean = 'The sign was old.\n\n"We go," said Brix. "Soon."\n\n"No," said Ode.'
    stray = clean.replace("sign was", 'sign " was')
    assert found(stray)[-3:] == found(clean) == ['"We go,"', '"Soon."', '"No,"']


def test_each_paragraph_of_a_long_quotation_counts() -> None:
    text = '"One.\n\n"Two.\n\n"Three," said Brix. He left.'
    assert found(text) == ['"One.', '"Two.', '"Three,"']


def test_a_quotation_may_run_over_paragraphs_that_have_no_mark() -> None:
    text = '"One.\n\nTwo doesn\'t count.\n\nThree," said Brix. He left.\n\nFour.'
    assert found(text) == ['"One.', "Two doesn't count.", 'Three,"']


def test_lines_wrapped_to_a_width_are_one_paragraph() -> None:
    text = (
        'The head of the harbour said "the new quay will be open to all the\n'
        "ships of the bay before the end of the year, and to the ferries of\n"
        'the islands too" but gave no day.'
    )
    (quotation,) = find_quotations(text)
    assert text[quotation.end - 4 : quotation.end] == 'too"'


def test_a_quotation_in_a_quotation_has_depth_two() -> None:
    text = "\"She told me 'never again' twice,\" said Brix. ‘He said “no” to me.’"
    assert [(text[q.start : q.end], q.depth) for q in find_quotations(text)] == [
        ("\"She told me 'never again' twice,\"", 1),
        ("'never again'", 2),
        ("‘He said “no” to me.’", 1),
        ("“no”", 2),
    ]


def test_straight_marks_nest() -> None:
    text = '"We saw "The Ferryman" twice," said Brix.'
    assert found(text) == ['"We saw "The Ferryman" twice,"']


def test_inner_is_what_stands_between_the_marks() -> None:
    text = "He said “no” and ``yes''."
    assert [q.inner.of(text) for q in find_quotations(text)] == ["no", "yes"]


def test_states_of_tokens() -> None:
    text = 'He said "we go" and "they'
    offsets = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    states = quotation_states(text, offsets)
    assert states.dtype == np.uint8
    assert states.tolist() == [0, 0, 2, 1, 1, 3, 0, 2, 1]


def test_states_follow_the_outermost_quotation() -> None:
    text = "“She told me ‘never’ twice”"
    offsets = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    assert quotation_states(text, offsets).tolist() == [2, 1, 1, 1, 1, 1, 1, 1, 3]


def test_no_tokens_no_states() -> None:
    assert quotation_states('"a"', []).tolist() == []


MARKED = st.text(alphabet="ab S.,\n\"'“”„‘’«»‹›`5:—(", max_size=60)


@given(MARKED | st.text(max_size=60))
def test_quotations_are_spans_of_the_text_that_nest(text: str) -> None:
    quotations = find_quotations(text)
    assert list(quotations) == sorted(quotations, key=lambda q: (q.start, -q.end))
    ends: list[int] = []
    for q in quotations:
        assert 0 <= q.start <= q.inner.start <= q.inner.end <= q.end <= len(text)
        assert "\n" not in text[q.start : q.end] or len(text) > 80
        while ends and ends[-1] <= q.start:
            ends.pop()
        assert not ends or q.end <= ends[-1]
        assert q.depth == (2 if ends else 1)
        ends.append(q.end)


@given(MARKED)
def test_every_token_has_a_state(text: str) -> None:
    offsets = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    states = quotation_states(text, offsets)
    assert len(states) == len(offsets)
    outside = [
        i
        for i, (a, b) in enumerate(offsets)
        if not any(q.start < b and a < q.end for q in find_quotations(text))
    ]
    assert all(states[i] == 0 for i in outside)


@given(MARKED)
def test_what_follows_does_not_change_what_was_found(text: str) -> None:
    head = '"We go," said Brix. "Soon."\n\nNothing else was said.\n\n'
    assert found(head + text)[:2] == ['"We go,"', '"Soon."']
