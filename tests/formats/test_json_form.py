"""The JSON form keeps everything, is pleasant to use, and refuses what is not a reading."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from builders import article, readings
from quoth.codec import dumps, reading_schema
from quoth.errors import InputError
from quoth.formats import reading_from_dict, reading_to_dict
from quoth.records import Figure, Reading, Span

PUBLISHED = Path(__file__).parents[2] / "docs" / "reading.schema.json"
SCHEMA = Draft202012Validator(reading_schema())
BUILT = article(
    "<[The ministry] {said} <at least 20 boats were damaged>>, [the Courier] {reports}.",
    title="Storm in Velmora",
    speakers={"a2": "Ministry of Harbours"},
).figure("at least 20", 20, None, of="boats damaged", attribution="a2")


@given(readings())
def test_a_reading_written_and_read_back_is_equal(reading: Reading) -> None:
    assert reading_from_dict(json.loads(dumps(reading_to_dict(reading)))) == reading


@given(readings())
def test_json_text_is_one_line_of_valid_utf8_without_control_characters(reading: Reading) -> None:
    line = dumps(reading_to_dict(reading))
    line.encode("utf-8")
    assert len(line.splitlines()) == 1
    assert not any("\x7f" <= character <= "\x9f" or character < " " for character in line)


def test_every_span_stands_with_its_words() -> None:
    form = reading_to_dict(BUILT.reading)
    assert form["attributions"][1]["cue"] == {"start": 13, "end": 17, "text": "said"}
    assert form["figures"][0]["span"]["text"] == "at least 20"


def test_whole_bounds_are_whole_numbers_and_open_ones_null() -> None:
    figure = reading_to_dict(BUILT.reading)["figures"][0]
    assert (json.dumps(figure["low"]), figure["high"]) == ("20", None)


def test_a_speaker_is_named_where_it_is_referred_to() -> None:
    ref = reading_to_dict(BUILT.reading)["attributions"][1]["speakers"][0]
    assert (ref["speaker"], ref["label"]) == ("s1", "Ministry of Harbours")


def test_bounds_that_are_not_finite_become_null() -> None:
    reading = Reading(BUILT.article, figures=(Figure("f1", Span(0, 1), float("inf"), None),))
    assert reading_to_dict(reading)["figures"][0]["low"] is None


def test_absent_fields_get_defaults_and_unknown_ones_are_passed_over() -> None:
    reading = reading_from_dict(
        {
            "article": {"id": "x", "text": "She said no."},
            "attributions": [{"id": "a1", "cue": {"start": 4, "end": 8}, "mood": "grim"}],
        }
    )
    assert reading.attributions[0].tone == "neutral"
    assert reading.model == ""


def damaged(*path: str | int, value: Any) -> dict[str, Any]:
    form = copy.deepcopy(reading_to_dict(BUILT.reading))
    place: Any = form
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return form


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ([], r"^reading: expected an object"),
        ({}, r"^reading\.article: expected an object"),
        (damaged("article", "text", value=7), r"^reading\.article\.text: expected text"),
        (damaged("article", "authors", value=[7]), r"authors: expected a list of strings"),
        (damaged("attributions", value={}), r"attributions: expected a list"),
        (damaged("attributions", 0, "id", value=None), r"attributions\[0\]\.id: expected text"),
        (damaged("attributions", 0, "cue", "start", value=-1), r"\[0\]\.cue: -1\.\.\d+ is outside"),
        (damaged("attributions", 0, "cue", "end", value=10**6), r"outside the text of"),
        (damaged("attributions", 0, "cue", "start", value=True), r"whole number"),
        (damaged("attributions", 0, "cue", "start", value=1.5), r"whole number"),
        (damaged("attributions", 0, "cue", "text", value="claims"), r"'claims' does not stand at"),
        (damaged("attributions", 0, "form", value="shouted"), r"one of direct, indirect, mixed"),
        (damaged("attributions", 0, "future", value="no"), r"true or false"),
        (damaged("attributions", 0, "within", value="a9"), r"unknown enclosing attribution 'a9'"),
        (damaged("attributions", 0, "within", value="a2"), r"'a[12]' is nested in itself"),
        (damaged("attributions", 0, "within", value="a1"), r"'a1' is nested in itself"),
        (damaged("attributions", 0, "id", value="a2"), r"duplicate id"),
        (damaged("attributions", 1, "speakers", 0, "speaker", value="s9"), r"refers to an unknown"),
        (damaged("figures", 0, "attribution", value="a9"), r"refers to an unknown"),
        (damaged("figures", 0, "low", value="many"), r"low: expected a number or null"),
        (damaged("figures", 0, "span", value=None), r"figures\[0\]\.span: expected an object"),
    ],
)
def test_what_is_not_a_reading_is_refused_with_the_place(form: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        reading_from_dict(form)


def test_an_attribution_without_words_is_refused() -> None:
    form = damaged("attributions", 0, value={"id": "a1"})
    with pytest.raises(InputError, match="no cue, no source and no content"):
        reading_from_dict(form)


@given(readings())
def test_every_reading_fits_the_published_schema(reading: Reading) -> None:
    SCHEMA.validate(json.loads(dumps(reading_to_dict(reading))))


def test_the_schema_refuses_another_form_than_three() -> None:
    assert not SCHEMA.is_valid(damaged("attributions", 0, "form", value="shouted"))


def test_the_published_schema_is_that_of_the_records() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == reading_schema()
