"""Quotations are whole: no model here, spans are written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import article
from quoth.reading.whole import whole_quotations
from quoth.text import analyse


def read(marked: str) -> list[tuple[str, str, list[str]]]:
    """Source, cue and contents of what comes out, in the order of the text."""
    built = article(marked)
    found = whole_quotations(analyse(built.article), built.attributions)
    return [
        (
            built.words(*one.sources),
            built.words(one.cue) if one.cue else "",
            [built.words(content) for content in one.contents],
        )
        for one in sorted(found, key=lambda one: one.start)
    ]


def test_a_content_goes_on_to_the_mark() -> None:
    marked = "<“We checked every bolt and found two of> them loose,” [Ada Rosk] {said}."
    assert read(marked) == [
        ("Ada Rosk", "said", ["“We checked every bolt and found two of them loose,”"])
    ]


def test_a_content_that_takes_little_of_a_quotation_stays() -> None:
    marked = "[She] {spoke} <of bolts “and> of everything else that a bridge is made of”."
    assert read(marked) == [("She", "spoke", ["of bolts “and"])]


def test_what_is_said_within_a_quotation_stops_where_it_stops() -> None:
    marked = "“[They] {know} <the bridge will hold>, whatever comes, for years.”"
    assert ("They", "know", ["the bridge will hold"]) in read(marked)


def test_two_parts_of_a_quotation_stay_two() -> None:
    marked = "<“No,”> [she] {said}, <“I will not go.”>"
    assert read(marked) == [("she", "said", ["“No,”", "“I will not go.”"])]


def test_a_quotation_is_one_persons() -> None:
    marked = (
        "<1:“It was never a penalty, not in a hundred years,”> [1:Vale] {1:said}. "
        "<2:“Where were you when the whistle blew on Friday?”> [2:Marr] {2:asked}."
    )
    assert [source for source, *_ in read(marked)] == ["Vale", "Marr"]


def test_of_two_who_claim_one_quotation_the_nearer_has_it() -> None:
    built = article(
        "[1:Vale] {1:spoke} <1:of rain>. <2:“Where were you when the whistle blew?”> "
        "[2:Marr] {2:asked}."
    )
    vale, marr = built.attributions
    both = [replace(vale, contents=(*vale.contents, *marr.contents)), marr]
    found = whole_quotations(analyse(built.article), both)
    assert [built.words(*one.contents) for one in found] == [
        "of rain",
        "“Where were you when the whistle blew?”",
    ]


def test_a_quotation_of_its_own_goes_on_with_who_spoke_before() -> None:
    marked = (
        "[Ada Rosk] {said} <the bridge was safe>.\n"
        "“We checked every bolt twice and found nothing.”\n"
        "The bridge opens in May."
    )
    assert read(marked) == [
        (
            "Ada Rosk",
            "said",
            ["the bridge was safe", "“We checked every bolt twice and found nothing.”"],
        )
    ]


def test_one_that_nobody_is_given_is_kept_without_a_speaker() -> None:
    marked = "The bridge is closed.\n“We checked every bolt twice and found nothing.”\nIt rained."
    assert read(marked) == [("", "", ["“We checked every bolt twice and found nothing.”"])]


@pytest.mark.parametrize("text", ["", "No marks here.", "“A title”\nstands alone."])
def test_nothing_is_made_up(text: str) -> None:
    assert read(text) == []


def test_a_content_never_takes_its_own_source_in() -> None:
    marked = "<“I knew it was over when the phone> stopped, [Efren Villanueva]” {told} reporters."
    ((source, _, contents),) = read(marked)
    assert source == "Efren Villanueva"
    assert all("Villanueva" not in content for content in contents)
