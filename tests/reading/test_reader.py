"""The reader as a whole: an article in, the same reading out, whatever was read before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import HOSTILE_TEXT
from quoth.codec import dumps
from quoth.errors import ModelError
from quoth.formats import reading_to_dict
from quoth.jobs.many import read_articles
from quoth.reading import reader as reader_module
from quoth.reading.pieces import SECTION, sections
from quoth.reading.reader import Reader
from quoth.records import Article, Reading, Span
from samples import BRIDGE, EASY, SPANISH, words_of

Read = Callable[[str], Reading]


def as_bytes(reading: object) -> bytes:
    assert isinstance(reading, Reading)
    return dumps(reading_to_dict(reading)).encode()


def test_an_easy_sentence(read: Read) -> None:
    ((source, cue, content),) = words_of(read(EASY))
    assert source.startswith("Maria Lindqvist")
    assert cue == "said"
    assert content.endswith("taxes would rise")


def test_an_easy_article(read: Read) -> None:
    reading = read(BRIDGE)
    found = {cue: (source, content) for source, cue, content in words_of(reading)}
    assert found["told"] == (
        "Mayor Tilda Rosk",
        "“We have no choice,” … “It is not safe any more.”",
    )
    assert found["added"] == ("he", "“Nobody asked us,”")
    assert found["According to"][1] == "two of the seven pillars are cracked"
    assert [one.id for one in reading.attributions] == [
        f"a{n}" for n in range(1, len(reading.attributions) + 1)
    ]
    starts = [one.start for one in reading.attributions]
    assert starts == sorted(starts)


def test_the_reading_names_the_model_that_made_it(reader: Reader) -> None:
    reading = reader.read(Article("a", EASY))
    assert reading.model == reader.model == reader.bundle.name
    assert reading.article.text == EASY


@pytest.mark.parametrize("code", [0xD800, 0xDCDE, 0xDFFF])
def test_half_of_a_surrogate_pair_costs_nothing(code: int, read: Read) -> None:
    """Such a character is no text, and a program may hand it in all the same."""
    alone = chr(code)
    reading = read(f"{alone}{alone} Corp said {alone} sales fell. {EASY}")
    assert reading.warnings == ()
    assert "Maria Lindqvist" in [who.name for who in reading.speakers]


# --- the same always ------------------------------------------------------------------------------


def test_the_same_article_gives_the_same_bytes_whatever_is_read_beside_it(
    reader: Reader, model_folder: Path
) -> None:
    article = Article("bridge", BRIDGE, language="en")
    others = [Article(f"o{n}", text) for n, text in enumerate((EASY, BRIDGE[:300], "So.", EASY))]
    alone = as_bytes(Reader.load(model_folder).read(article))
    assert as_bytes(reader.read(article)) == alone
    for other in others:
        reader.read(other)
        assert as_bytes(reader.read(article)) == alone
    for workers in (1, 2):
        many = [*others, article, *others, article]
        found = list(read_articles(many, model=model_folder, workers=workers))
        assert as_bytes(found[4]) == as_bytes(found[9]) == alone


def test_the_number_of_threads_changes_nothing(reader: Reader, model_folder: Path) -> None:
    article = Article("bridge", f"{BRIDGE}\n{EASY}\n\n" * 3, language="en")
    two = Reader.load(model_folder, threads=2)
    assert as_bytes(two.read(article)) == as_bytes(reader.read(article))


# --- what always holds ----------------------------------------------------------------------------


def check_spans(reading: Reading) -> None:
    end = len(reading.article.text)
    by_id = {one.id: one for one in reading.attributions}
    assert len(by_id) == len(reading.attributions)
    for one in reading.attributions:
        assert one.contents
        for span in one.spans:
            words = span.of(reading.article.text)
            assert span.end <= end
            assert words == words.strip() != ""
        if one.cue is None:  # a quotation whose speaker nobody tells
            assert one.within is None
            continue
        assert not any(one.cue.overlaps(span) for span in (*one.sources, *one.contents))
        if one.within is not None:
            assert any(c.covers(one.cue) for c in by_id[one.within].contents)
        assert 0 < one.confidence <= 1
        assert len(list(reading.chain(one))) <= len(by_id)


NEWSY = st.lists(
    st.sampled_from(
        [
            " said ",
            "Ada Roth",
            ", ",
            "“",
            "”",
            '"',
            "\n\n",
            ": ",
            "ROSK",
            "the mayor ",
            "that ",
            "no",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(NEWSY, HOSTILE_TEXT))
def test_every_span_is_exact_and_in_the_text(text: str, reader: Reader) -> None:
    reading = reader.read(Article("a", text))
    assert reading.article.text == text
    check_spans(reading)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t \r\n", "\u200b\u200e", "…", "—" * 500])
def test_a_text_without_words_gives_an_empty_reading(text: str, read: Read) -> None:
    reading = read(text)
    assert (reading.attributions, reading.warnings) == ((), ())


def test_nothing_is_read_from_furniture(reader: Reader) -> None:
    text = f"{EASY}\n\nREAD: Mayor Rosk says the bridge is safe\n\n{EASY}"
    furniture = Span(text.index("READ"), text.index("safe") + 4)
    reading = reader.read(Article("a", text, language="en", furniture=(furniture,)))
    assert len(reading.attributions) == 2
    assert not any(s.overlaps(furniture) for a in reading.attributions for s in a.spans)


# --- languages ------------------------------------------------------------------------------------


def test_another_language_is_a_warning_and_an_empty_reading(reader: Reader) -> None:
    reading = reader.read(Article("es", SPANISH, language="es"))
    assert reading.attributions == ()
    (warning,) = reading.warnings
    assert "(es)" in warning
    assert "--lang en" in warning
    assert reading.model == reader.model


@pytest.mark.parametrize("language", [None, "en", "EN", "en-GB"])
def test_english_is_read_and_what_is_not_known_too(language: str | None, reader: Reader) -> None:
    reading = reader.read(Article("a", EASY, language=language))
    assert len(reading.attributions) == 1
    assert reading.warnings == ()


# --- long texts -----------------------------------------------------------------------------------


def test_a_long_text_is_read_section_by_section(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "sections", lambda text: sections(text, 400))
    text = f"{BRIDGE}\n" * 4
    reading = reader.read(Article("long", text, language="en"))
    check_spans(reading)
    told = [one for one in reading.attributions if one.cue and one.cue.of(text) == "told"]
    assert len(told) == 4
    assert [one.start for one in told] == sorted(one.start for one in told)


def test_a_text_of_three_hundred_kilobytes_is_read_whole(reader: Reader) -> None:
    filler = "The river was calm that day and the market was full of people from the hills. "
    block = filler * 45 + "\n\n"
    text = f"{EASY}\n\n{block * 85}{EASY}"
    assert len(text) > 5 * SECTION - 2000
    reading = reader.read(Article("long", text, language="en"))
    check_spans(reading)
    first, last = reading.attributions[0], reading.attributions[-1]
    assert reading.text_of(*first.contents) == reading.text_of(*last.contents)
    assert last.spans[0].start > 5 * SECTION - 4000


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not a model folder"):
        Reader.load(tmp_path / "nowhere")
