"""The interchange format is what the scorers read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from builders import article, readings
from quoth.codec import dumps
from quoth.errors import InputError
from quoth.formats import from_citron, to_citron
from quoth.records import Reading, Speaker

UNNAMED = Speaker("s9", None, "two officials", "unnamed")


def test_an_article_with_a_nested_statement_and_a_figure() -> None:
    built = article(
        "<[The ministry] {said} <20 boats sank>>, [the Courier] {reports}.",
        id="storm",
        title="Storm",
        published="2031-03-11",
        speakers={"a2": "Ministry of Harbours"},
    ).figure("20", 20, 20, of="boats sunk", attribution="a2")
    assert to_citron(built.reading) == {
        "id": "storm",
        "text": "The ministry said 20 boats sank, the Courier reports.",
        "title": "Storm",
        "published": "2031-03-11",
        "quotes": [
            {
                "id": "a1",
                "cue": {"start": 45, "end": 52},
                "sources": [{"start": 33, "end": 44}],
                "contents": [{"start": 0, "end": 31}],
                "form": "indirect",
                "kind": "speech",
                "within": None,
                "speaker": None,
            },
            {
                "id": "a2",
                "cue": {"start": 13, "end": 17},
                "sources": [{"start": 0, "end": 12}],
                "contents": [{"start": 18, "end": 31}],
                "form": "indirect",
                "kind": "speech",
                "within": "a1",
                "speaker": {
                    "name": "Ministry of Harbours",
                    "names": ["Ministry of Harbours"],
                    "type": "person",
                    "roles": [],
                    "label": "Ministry of Harbours",
                },
            },
        ],
        "figures": [
            {
                **{"start": 18, "end": 20, "low": 20, "high": 20},
                **{"unit": None, "of": "boats sunk", "quote": "a2"},
            }
        ],
    }


def test_several_speakers_are_names_and_the_first_is_the_name() -> None:
    built = article("[Both] {said} <no>.", speakers={"a1": ["Ana Belić", "Tomas Oru"]})
    speaker = to_citron(built.reading)["quotes"][0]["speaker"]
    assert speaker["name"] == "Ana Belić"
    assert speaker["names"] == ["Ana Belić", "Tomas Oru"]
    assert speaker["label"] == "Ana Belić and Tomas Oru"


def test_a_never_named_speaker_has_a_label_and_no_name() -> None:
    built = article("[Two officials] {said} <no>.", speakers={"a1": UNNAMED})
    speaker = to_citron(built.reading)["quotes"][0]["speaker"]
    assert (speaker["name"], speaker["names"], speaker["type"]) == (None, [], "unnamed")
    assert speaker["label"] == "two officials"


@given(readings())
def test_written_and_read_back_the_statements_are_the_same(reading: Reading) -> None:
    form = to_citron(reading)
    back = to_citron(from_citron(json.loads(dumps(form))))
    assert back["text"] == form["text"]
    for old, new in zip(form["quotes"], back["quotes"], strict=True):
        for key in ("id", "cue", "sources", "contents", "form", "kind", "within"):
            assert new[key] == old[key]
    assert back["figures"] == form["figures"]


def test_speakers_of_one_name_are_one_speaker() -> None:
    quote = {"cue": {"start": 0, "end": 3}, "speaker": {"name": "Ana Belić", "type": "person"}}
    reading = from_citron({"id": 1, "text": "She said no.", "quotes": [quote, quote]})
    assert [speaker.name for speaker in reading.speakers] == ["Ana Belić"]
    assert [one.id for one in reading.attributions] == ["a1", "a2"]


def test_a_quote_without_words_is_passed_over() -> None:
    assert from_citron({"text": "x", "quotes": [{"id": "a1", "cue": None}]}).attributions == ()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ([], "an object with id, text and quotes"),
        ({"text": "x", "quotes": 3}, r"document\.quotes: expected a list of objects"),
        ({"text": "x", "quotes": [3]}, r"document\.quotes: expected a list of objects"),
        ({"quotes": []}, r"article\.text: expected text"),
        ({"text": "x", "quotes": [{"cue": {"start": 0, "end": 9}}]}, "outside the text"),
    ],
)
def test_what_is_not_the_format_is_refused(form: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_citron(form)
