"""Spans end with the headline, heading, byline or caption they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quoth.reading.edges import within_blocks
from quoth.reading.lists import with_lists
from quoth.records import Article, Attribution, Reading, Span
from quoth.text import analyse

STORY = "The workers of the ferry line met on Tuesday. They will vote next week, the union said."


def cut(text: str, source: str, cue: str, content: str, **more: object) -> list[list[str]]:
    """The parts of an attribution that stay; each is given in words of the text."""

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    one = Attribution("a1", span(cue), (span(source),) if source else (), (span(content),))
    article = analyse(Article("a", text)).article
    return [
        [part.of(text) for part in (*kept.sources, *filter(None, [kept.cue]), *kept.contents)]
        for kept in within_blocks(article, [replace(one, **more)])  # type: ignore[arg-type]
    ]


def test_a_content_is_cut_at_the_end_of_the_headline_its_cue_stands_in():
    text = f"Mayor: bridge closes\n{STORY}"
    assert cut(text, "Mayor", ":", "bridge closes\nThe workers of the ferry line") == [
        ["Mayor", ":", "bridge closes"]
    ]


def test_a_content_below_a_heading_loses_the_heading():
    text = f"{STORY}\nWhat Comes Next\nIt is late, the mayor told us. Nobody answered him."
    assert cut(text, "the mayor", "told", "What Comes Next\nIt is late") == [
        ["the mayor", "told", "It is late"]
    ]


def test_without_a_part_beside_the_cue_the_longer_one_stays():
    text = f"{STORY}\nWhat Comes Next\nIt is late and so on and on. Said so, the mayor did."
    assert cut(text, "the mayor", "Said", "met on Tuesday. They will vote next week, the union "
               "said.\nWhat Comes Next") == [
        ["the mayor", "Said", "met on Tuesday. They will vote next week, the union said."]
    ]  # fmt: skip


def test_spans_over_paragraphs_stay():
    text = f"{STORY}\n{STORY}"
    assert cut(text, "the union", "said.", text[:100]) == [["the union", "said.", text[:100]]]


@pytest.mark.parametrize(("kind", "left"), [("intent", 0), ("speech", 1)])
def test_what_a_heading_plans_is_its_topic(kind: str, left: int):
    text = f"{STORY}\nFerry Workers Plan Strike\n{STORY}"
    assert len(cut(text, "Ferry Workers", "Plan", "Strike", kind=kind)) == left


def test_nothing_is_read_in_a_heading_that_names_a_plan(read: Callable[[str], Reading]):
    text = f"The harbour will close.\n\nFerry Workers Plan Strike\n\n{STORY}"
    reading = read(text)
    assert [reading.text_of(*one.sources) for one in reading.attributions] == ["the union"]


@pytest.mark.parametrize("bullet", ["- ", "• ", "3. ", ""])
def test_a_list_behind_who_said_it_is_one_statement(read: Callable[[str], Reading], bullet: str):
    items = ["the boats are old", "nobody was asked", "pay has not risen since 2019"]
    lines = [bullet + item + (";" if not bullet else "") for item in items]
    reading = read("\n".join(["The union said:", *lines, "The company did not answer."]))
    [one] = [one for one in reading.attributions if len(one.contents) > 1]
    assert reading.text_of(*one.sources) == "The union"
    said = [span.of(reading.article.text).rstrip(";") for span in one.contents]
    assert said == items


@pytest.mark.parametrize(
    "line", ["a:\n", "The union said:\n- a b\n- c d\n", f"Ferry Plan\n{STORY}\n"]
)
def test_long_texts_do_not_hold_it_up(line: str):
    document = analyse(Article("a", line * 3_000))
    starts = range(0, len(document.text) - 50, 10)
    found = [
        Attribution("", Span(at, at + 3), (), (Span(at + 4, at + 40),), kind="intent")
        for at in starts
    ]
    cut = within_blocks(document.article, with_lists(document.article, found))
    assert all(len(one.contents) <= 60 for one in cut)
