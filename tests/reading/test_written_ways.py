"""However a text is written down, it reads the same, and every span is one of the text given."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.intake import IntakeOptions, articles
from quoth.reading.reader import Reader
from quoth.records import Article, Reading, Span
from quoth.text import normalise

CLEAN = (
    "The old bridge at Harrow Bay will close on Monday, the harbour authority said.\n\n"
    "“We cannot keep it open another winter,” José Ibáñez, the mayor, told reporters on Tuesday. "
    "“It would cost 40 million dollars,” he said.\n\n"
    "Petra Kováč, who runs the well-known ferry, claimed that at least 1,200 people would need "
    "another way to work. The union denied that its members had been told."
)


def words(reading: Reading, *spans: Span) -> list[str]:
    """The words at ``spans`` in the one form that all ways of writing them share."""
    article = reading.article
    return [" ".join(normalise(span.of(article.text)).text.split()) for span in spans]


def gist(reading: Reading) -> list[object]:
    """What a reading says, without where."""
    names = {
        speaker.id: (speaker.name, speaker.label, speaker.type) for speaker in reading.speakers
    }
    return [
        [
            (
                words(reading, *one.sources), words(reading, *filter(None, [one.cue])),
                words(reading, *one.contents), words(reading, *filter(None, [one.addressee])),
                one.form, one.kind, one.tone, one.polarity, one.said_on,
                [names[ref.speaker] for ref in one.speakers],
            )
            for one in reading.attributions
        ],
        [(speaker.roles, words(reading, *speaker.mentions)) for speaker in reading.speakers],
        [(f.low, f.high, f.unit, f.of, f.attribution, words(reading, f.span))
         for f in reading.figures],
        [(t.start, t.end, words(reading, t.span)) for t in reading.times],
    ]  # fmt: skip


def read_of(reader: Reader, text: str) -> Reading:
    return reader.read(Article("a", text, language="en", published="2021-03-03"))


def test_the_clean_text_says_something(reader: Reader):
    said = read_of(reader, CLEAN)
    assert len(said.attributions) >= 4
    assert {"José Ibáñez", "Petra Kováč"} <= {speaker.name for speaker in said.speakers}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 2**32),
    decomposed=st.booleans(),
    sprinkled=st.sampled_from(["", "\u00ad", "\u200b", "\u2060", "\u200e"]),
    spaces=st.booleans(),
    width=st.sampled_from([0, 50, 60, 72, 80, 90]),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_other_ways_to_write_it_down_read_the_same(
    reader: Reader,
    seed: int,
    decomposed: bool,
    sprinkled: str,
    spaces: bool,
    width: int,
    ends: str,
):
    chance = random.Random(seed)
    text = CLEAN
    if width:
        text = "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))
    if decomposed:
        text = unicodedata.normalize("NFD", text)
    if sprinkled:  # inside words
        text = re.sub(
            r"(?<=[a-z])(?=[a-z])",
            lambda _: sprinkled if chance.random() < 0.1 else "",
            text,
        )
    if spaces:
        text = "".join("\u00a0" if c == " " and chance.random() < 0.2 else c for c in text)
    text = text.replace("\n", ends)
    reading = read_of(reader, text)
    assert gist(reading) == gist(read_of(reader, CLEAN))
    assert reading.article.text == text


def test_a_broken_word_is_whole(read: Callable[[str], Reading]):
    reading = read("“The pump sta-\ntion is broken,” Petra Ko-\nváč said.")
    [one] = reading.attributions
    assert reading.text_of(*one.contents) == "“The pump sta-\ntion is broken,”"
    assert reading.text_of(*one.sources) == "Petra Ko-\nváč"
    assert [speaker.name for speaker in reading.speakers] == ["Petra Kováč"]


def test_a_soft_hyphen_does_not_part_a_number(read: Callable[[str], Reading]):
    reading = read("The town will pay 40 mil\u00adlion dollars, the mayor said.")
    [figure] = reading.figures
    assert (figure.low, figure.high) == (40_000_000, 40_000_000)
    assert figure.span.of(reading.article.text) == "40 mil\u00adlion dollars"


def _json(text: str) -> bytes:
    return json.dumps({"id": "a", "text": text}).encode()


def _csv(text: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text"], ["a", text]])
    return out.getvalue().encode()


def _parquet(text: str) -> bytes:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "text": [text]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "written"),
    [("a.txt", str.encode), ("a.json", _json), ("a.csv", _csv), ("a.parquet", _parquet)],
)
def test_every_kind_of_input_reads_the_same(
    reader: Reader, tmp_path: Path, name: str, written: Callable[[str], bytes]
):
    text = unicodedata.normalize("NFD", CLEAN).replace("million", "mil\u00adlion")
    path = tmp_path / name
    path.write_bytes(written(text))
    [article] = articles([path], IntakeOptions(lang="en"))
    assert isinstance(article, Article)
    reading = reader.read(article)
    assert [speaker.name for speaker in reading.speakers if speaker.type == "person"] == [
        "José Ibáñez",
        "Petra Kováč",
    ]
    assert any(figure.low == 40_000_000 for figure in reading.figures)
