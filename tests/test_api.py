"""The front door: one-line functions over intake and the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import quoth
from quoth import api
from quoth.intake import IntakeOptions
from quoth.reading.reader import Reader
from samples import BRIDGE, EASY, SPANISH


@pytest.fixture(autouse=True)
def _one_reader(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(api, "_shared", reader)
    monkeypatch.setattr("quoth.jobs.many.Reader.load", lambda *_, **__: reader)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(BRIDGE, encoding="utf-8")
    return path


def test_a_file_by_its_path_or_name_and_its_bytes(file: Path) -> None:
    by_path = quoth.read(file)
    assert by_path.article.text == BRIDGE
    assert len(by_path.attributions) > 3
    assert quoth.read(str(file)) == by_path
    assert quoth.read(BRIDGE.encode()).attributions == by_path.attributions


def test_a_text_with_what_is_known_of_it() -> None:
    reading = quoth.read_text(
        EASY, id="1", title="Taxes", outlet="The Holt Post", published="2021-03-04", language="en"
    )
    article = reading.article
    assert (article.id, article.title, article.outlet) == ("1", "Taxes", "The Holt Post")
    assert (article.published, article.language, article.text) == ("2021-03-04", "en", EASY)
    assert len(reading.attributions) == 1


def test_the_language_is_detected_unless_one_insists() -> None:
    reading = quoth.read_text(SPANISH)
    assert reading.article.language == "es"
    assert reading.attributions == ()
    assert len(reading.warnings) == 1
    insisted = quoth.read_text(SPANISH, language="en")
    assert insisted.article.language == "en"
    assert insisted.warnings == ()


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(quoth.InputError, match=r"^text: "):
        quoth.read_text(text)


def test_an_input_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(quoth.InputError, match=r"nowhere\.html"):
        quoth.read(tmp_path / "nowhere.html")


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(quoth.InputError):
        quoth.read(bytes(range(256)) * 9)


def test_more_than_one_article_is_for_read_many(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    rows = [{"id": "1", "text": EASY}, {"id": "2", "text": BRIDGE}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(quoth.InputError, match=r"two\.jsonl: .*read_many"):
        quoth.read(path)
    assert [one.article.id for one in quoth.read_many([path])] == ["1", "2"]


def test_options_say_how_to_take_it_in(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f'key,words\n7,"{EASY}"\n', encoding="utf-8")
    options = IntakeOptions(text_column="words", id_column="key", lang="en")
    reading = quoth.read(path, options=options)
    assert (reading.article.id, reading.article.text) == ("7", EASY)
    assert next(quoth.read_many([path], options=options)) == reading


def test_many_inputs_of_all_kinds_in_their_order(file: Path) -> None:
    made = quoth.Article("by hand", EASY, language="en")
    given: list[str | Path | bytes | quoth.Article] = [made, file, EASY.encode(), str(file)]
    readings = list(quoth.read_many(given))
    assert [one.article.text for one in readings] == [EASY, BRIDGE, EASY, BRIDGE]
    assert readings[0].article is made


def test_bad_inputs_are_told_at_the_end_and_all_others_are_read(file: Path) -> None:
    readings = quoth.read_many(["nowhere.txt", file, "neither.txt"])
    assert next(readings).article.text == BRIDGE
    with pytest.raises(ExceptionGroup) as caught:
        next(readings)
    assert [
        error.name for error in caught.value.exceptions if isinstance(error, quoth.InputError)
    ] == [
        "nowhere.txt",
        "neither.txt",
    ]


def test_or_in_their_turn_to_a_function(file: Path) -> None:
    told: list[str] = []
    heard: list[list[str]] = []
    for _ in quoth.read_many(
        ["a.txt", file, "b.txt", file], on_error=lambda e: told.append(e.name)
    ):
        heard.append(list(told))
    assert heard == [["a.txt"], ["a.txt", "b.txt"]]


def test_inputs_are_taken_when_they_are_needed(file: Path) -> None:
    taken = []

    def given() -> Iterator[Path]:
        for n in range(1000):
            taken.append(n)
            yield file

    readings = quoth.read_many(given(), workers=1)
    assert taken == []
    next(readings)
    assert taken == [0]
    readings.close()  # type: ignore[attr-defined]


def test_the_model_is_loaded_once(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    loads = []

    def load(*_: object) -> Reader:
        loads.append(1)
        return reader

    monkeypatch.setattr(api, "_shared", None)
    monkeypatch.setattr(Reader, "load", load)
    quoth.read_text(EASY, language="en")
    quoth.read_text(EASY, language="en")
    assert len(loads) == 1
