"""Ranges of pieces become spans of the text: whole, trimmed, out of the furniture, nested.

The texts are marked as in `builders`: ``[source] {cue} <content>``.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import Built, article
from quoth.reading.attributions import in_order, nest, to_attributions
from quoth.reading.parts import Parts
from quoth.reading.pieces import Pieces
from quoth.records import Article, Attribution, Span

# --- from pieces to spans -------------------------------------------------------------------------


def pieces_of(text: str) -> Pieces:
    bounds = [m.span() for m in re.finditer(r"\w+|[^\w\s\u0301]", text)]
    starts, ends = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
    zeros = np.zeros(len(bounds), dtype=np.int64)
    return Pieces(zeros, starts, ends, zeros, zeros.astype(np.uint8))


def parts_of(built: Built, pieces: Pieces) -> list[Parts]:
    def bounds(span: Span) -> tuple[int, int]:
        inside = np.flatnonzero((pieces.starts < span.end) & (pieces.ends > span.start))
        return int(inside[0]), int(inside[-1]) + 1

    return [
        Parts(
            bounds(one.cue or Span(0, 1)),
            tuple(map(bounds, one.sources)),
            tuple(map(bounds, one.contents)),
            0.87654321,
            -0.5,
            (0.1, 0.9, 0.3),
        )
        for one in built.attributions
    ]


def read(marked: str, furniture: str = "") -> list[tuple[str, str, str]]:
    """What comes of the marked pieces: source, cue and content in words."""
    built = article(marked)
    text = built.text
    given = built.article
    if furniture:
        spans = [Span(*m.span()) for m in re.finditer(re.escape(furniture), text)]
        given = replace(given, furniture=tuple(reversed(spans)))
    pieces = pieces_of(text)
    found = to_attributions(given, pieces, parts_of(built, pieces))
    return [
        (built.words(*a.sources), built.words(a.cue), built.words(*a.contents))
        for a in found
        if a.cue is not None
    ]


def read_cut(marked: str) -> list[tuple[list[str], str, list[str]]]:
    """What comes of spans that stop within words: the pieces are of four letters at most."""
    built = article(marked)
    bounds = [m.span() for m in re.finditer(r"\w{1,4}|[^\w\s]", built.text)]
    starts, ends = np.array(bounds, dtype=np.int64).T
    zeros = np.zeros(len(bounds), dtype=np.int64)
    pieces = Pieces(zeros, starts, ends, zeros, zeros.astype(np.uint8))
    return [
        ([s.of(built.text) for s in a.sources], built.words(a.cue or Span(0, 0)),
         [s.of(built.text) for s in a.contents])
        for a in to_attributions(built.article, pieces, parts_of(built, pieces))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "whole"),
    [
        ("[Roth] {caut}<ioned justice was late>.", (["Roth"], "cautioned", ["justice was late"])),
        ("[Roth] cauti{oned} <justice was late>.", (["Roth"], "cautioned", ["justice was late"])),
        ("<Justice was tard>{ily}, [Roth] said.", (["Roth"], "tardily", ["Justice was"])),
        ("[Hallv]ardsen {said} <it was unstead>y.",
         (["Hallvardsen"], "said", ["it was unsteady"])),
        ("[Roth’s] {view} is <that “it” was late>.",
         (["Roth’s"], "view", ["that “it” was late"])),
        ("[and Roth] {said} <and Kole was late>.", (["Roth"], "said", ["and Kole was late"])),
    ],
)  # fmt: skip
def test_no_span_stops_within_a_word(marked: str, whole: tuple[list[str], str, list[str]]) -> None:
    assert read_cut(marked) == [whole]


@pytest.mark.parametrize(
    "marked",
    [
        "[The storm] {claimed} <about 3,000 lives>.",
        "[The virus] {has claimed} <the life of a nurse>.",
    ],
)
def test_a_toll_is_no_statement(marked: str) -> None:
    assert read(marked) == []
    assert read("[Ada Roth] {claimed} <her life was hard>.") != []


@pytest.mark.parametrize(
    "marked",
    [
        "[The mayor] {was} <late>.",
        "[The mayor] {has also} <a plan>.",
        "[The mayor] {can’t} <tell>.",
        "[The mayor] {didn't} <go>.",
        "<Ada Roth>, {known} to [her friends] as <“Tilly”>, left.",
        "<The hall>, {known} as <the barn>, burnt.",
    ],
)
def test_a_cue_without_a_word_of_weight_says_nothing(marked: str) -> None:
    assert read(marked) == []


@pytest.mark.parametrize("cue", ["said", "will say", ":", "was told", "has known", "—"])
def test_any_word_of_weight_makes_a_cue(cue: str) -> None:
    assert [found for _, found, _ in read(f"[The mayor] {{{cue}}} <that>.")] == [cue]


def test_spans_are_those_of_the_pieces() -> None:
    found = read("[The mayor,  Ada Roth], {said} <that  it was late> .")
    assert found == [("The mayor,  Ada Roth", "said", "that  it was late")]


def test_the_model_s_numbers_are_kept() -> None:
    built = article("[She] {hoped} <it was late>.")
    pieces = pieces_of(built.text)
    (found,) = to_attributions(built.article, pieces, parts_of(built, pieces))
    assert (found.kind, found.confidence, found.id) == ("thought", 0.8765, "")


def test_a_cue_without_content_says_nothing() -> None:
    assert read("[She] {said}.") == []


def test_a_content_without_a_source_is_kept() -> None:
    assert read("{Allegedly} <it was late>.") == [("", "Allegedly", "it was late")]


def test_accents_written_as_signs_of_their_own_stay_with_their_letter() -> None:
    assert read("[Andre] {said} <oui>.".replace("Andre", "Andre\u0301"))[0][0] == "Andre\u0301"


@pytest.mark.parametrize(
    ("marked", "content"),
    [
        ("“<No way>,” she {said}.", "“No way,”"),
        ("“<No way,”> she {said}.", "“No way,”"),
        ("<“No way>,” she {said}.", "“No way,”"),
        ("<“No way,>” she {said}.", "“No way,”"),
        ("<“No way,”> she {said}.", "“No way,”"),
        ('"<No way>," she {said}.', '"No way,"'),
        ("„<No way>“, she {said}.", "„No way“"),
        ('„<No way>", she {said}.', '„No way"'),
        ("«<No way>», she {said}.", "«No way»"),
        ("»<No way>«, she {said}.", "»No way«"),
        ("‘<No way>,’ she {said}.", "‘No way,’"),
        ("'<No way>,' she {said}.", "'No way,'"),
        ("She {said} <“no way> and left”.", "“no way"),
        ("She {said} “never, <no way>”.", "no way"),
        ("She {said} <a “no” and a “yes>”.", "a “no” and a “yes"),
        ("<“No way, she {said}>", "“No way, she said"),
        ("<“No>” and “<never>”, she {said}.", "“No” … “never”"),
        ('She {said} <"no" or "yes">.', '"no" or "yes"'),
        ("She {said} <the dogs> and the cats'.", "the dogs"),
        ("She {said} <no way>", "no way"),
    ],
)
def test_a_content_takes_the_other_half_of_its_quotation_marks(marked: str, content: str) -> None:
    ((_, _, found),) = read(marked)
    assert found == content


def test_furniture_is_cut_out_of_what_was_read_around_it() -> None:
    marked = "[She] {said} <it was late\n\nAdvertisement\n\nand dark\n\nAdvertisement\n\n>."
    assert read(marked, furniture="Advertisement") == [("She", "said", "it was late … and dark")]
    marked = "[The mayor Advertisement] {said} <Advertisement it was late>."
    assert read(marked, furniture="Advertisement") == [("The mayor", "said", "it was late")]


def test_no_attribution_is_read_from_furniture() -> None:
    assert read("READ: [Roth] {says} <it is late>.", furniture="READ: Roth says") == []
    assert read("[Roth] {says} <READ: more>.", furniture="READ: more") == []


# --- nesting and order ----------------------------------------------------------------------------


def bare(built: Built) -> tuple[Attribution, ...]:
    return tuple(replace(one, id="", within=None) for one in built.attributions)


@pytest.mark.parametrize(
    "marked",
    [
        "[She] {said} <it rained>.",
        "<[The town] {said} <all is well>>, [the paper] {reports}.",
        "[A] {says} <[B] {says} <[C] {says} <so>>>.",
        "[A] {says} <one, [2:B] {2:says} <2:so>, and [3:C] {3:says} <3:no>>.",
        "[1:A] {1:says} <1:one>, and [2:B] {2:says} <2:two>; <1:three>.",
        "<“No,> [she] {said}, <[they] {told} me <never>.”>",
    ],
)
def test_numbered_in_reading_order_and_nested(marked: str) -> None:
    built = article(marked)
    assert in_order(list(reversed(bare(built)))) == built.attributions


def test_the_outer_one_comes_first_where_both_begin_together() -> None:
    built = article("<[The town] {said} <all is well>>, [the paper] {reports}.")
    outer, inner = in_order(list(bare(built)))
    assert built.words(outer.cue or Span(0, 0)) == "reports"
    assert inner.within == outer.id == "a1"


def made(number: int, cue: tuple[int, int], *contents: tuple[int, int]) -> Attribution:
    return Attribution(f"a{number}", Span(*cue), (), tuple(Span(*c) for c in contents))


def test_the_nearest_holder_is_the_one_with_the_shortest_content() -> None:
    found = nest((made(1, (0, 2), (3, 90)), made(2, (3, 5), (6, 40)), made(3, (10, 12), (13, 20))))
    assert [one.within for one in found] == [None, "a1", "a2"]


def test_two_that_hold_each_other_stand_within_none() -> None:
    found = nest((made(1, (0, 2), (5, 9)), made(2, (6, 8), (0, 3))))
    assert [one.within for one in found] == [None, None]


def test_three_that_hold_each_other_in_a_ring_make_no_ring() -> None:
    ring = (made(1, (0, 2), (3, 5)), made(2, (3, 5), (6, 8)), made(3, (6, 8), (0, 2)))
    found = {one.id: one.within for one in nest(ring)}
    assert found == {"a1": "a3", "a2": "a1", "a3": None}


def test_a_cue_that_is_only_partly_in_a_content_does_not_stand_within() -> None:
    assert nest((made(1, (0, 2), (3, 7)), made(2, (6, 9), (10, 12))))[1].within is None


bounds = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.lists(st.tuples(bounds, st.lists(bounds, min_size=1, max_size=3)), max_size=8))
def test_every_chain_ends_and_every_holder_holds(
    drafts: list[tuple[tuple[int, int], list[tuple[int, int]]]],
) -> None:
    given_ = tuple(made(i, cue, *contents) for i, (cue, contents) in enumerate(drafts))
    found = {one.id: one for one in nest(given_)}
    for one in found.values():
        holders = {
            outer.id
            for outer in found.values()
            if outer is not one
            and any(c.covers(one.cue) for c in outer.contents if one.cue)
            and not any(c.covers(outer.cue) for c in one.contents if outer.cue)
        }
        assert one.within in holders or (one.within is None)
        steps, current = 0, one
        while current.within is not None:
            current = found[current.within]
            steps += 1
            assert steps <= len(found)
        if holders and one.within is None:  # passed over only where it would close a ring
            assert all(leads(found, holder, one.id) for holder in holders)


def leads(found: dict[str, Attribution], start: str | None, goal: str) -> bool:
    while start is not None and start != goal:
        start = found[start].within
    return start == goal


def test_thousands_of_attributions_are_nested_in_no_time() -> None:
    many = tuple(made(i, (9 * i, 9 * i + 2), (9 * i + 3, 9 * i + 8)) for i in range(30_000))
    started = time.process_time()
    assert all(one.within is None for one in nest(many))
    assert time.process_time() - started < 10


def test_nothing_found() -> None:
    assert in_order([]) == ()
    assert to_attributions(Article("a", "So."), pieces_of("So."), []) == []
