"""A dataset holds all that a reading does: into a ledger, out of one, and back."""

from __future__ import annotations

import json

import pytest
from dataset_samples import SMALL, lines, table
from hypothesis import given, settings

from builders import readings as any_reading
from quoth.codec import reading_to_dict
from quoth.dataset import read_dataset, readings, rows, write_readings
from quoth.errors import InputError, OptionError
from quoth.records import Article, Reading


def test_the_readings_of_a_dataset_are_those_of_its_articles(tmp_path, reader):
    read_dataset([lines(tmp_path / "a.jsonl", 7)], tmp_path / "out", SMALL)
    found = list(readings(tmp_path / "out"))
    assert [one.article.id for one in found] == [f"n{i}" for i in range(7)]
    for one in found:
        assert one == reader.read(one.article)


def is_text(reading):
    """Whether UTF-8 can hold it: intake and ledger refuse what it cannot."""
    try:
        return json.dumps(reading_to_dict(reading), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False


@settings(max_examples=30)
@given(any_reading().filter(is_text))
def test_whatever_was_read_comes_back(tmp_path_factory, reading):
    out = tmp_path_factory.mktemp("out") / "set"
    write_readings([reading], out)
    (back,) = readings(out)
    assert back == reading


def test_readings_are_written_in_parts(tmp_path):
    several = [Reading(Article(f"n{i}", "word " * 60), model="m") for i in range(9)]
    report = write_readings(several, tmp_path / "out", words=100)
    assert (report.shards, report.records, report.status) == (5, 9, 0)
    assert table(tmp_path / "out", "articles").column("record").to_pylist() == [*range(1, 10)]
    assert list(readings(tmp_path / "out")) == several


def test_a_dataset_is_not_written_over(tmp_path):
    write_readings([], tmp_path / "out")
    with pytest.raises(OptionError, match="already contains a dataset"):
        write_readings([], tmp_path / "out")


def test_articles_without_their_text_are_told(tmp_path):
    from dataclasses import replace

    options = replace(SMALL, keep_text=False)
    read_dataset([lines(tmp_path / "a.jsonl", 2)], tmp_path / "out", options)
    found = list(readings(tmp_path / "out"))
    assert all(isinstance(one, InputError) for one in found)
    assert "without --no-text" in str(found[0])


def test_a_damaged_part_is_told(tmp_path):
    read_dataset([lines(tmp_path / "a.jsonl", 2)], tmp_path / "out", SMALL)
    (part,) = (tmp_path / "out" / "articles").iterdir()
    part.write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match="is damaged"):
        list(readings(tmp_path / "out"))


def test_a_folder_that_is_no_dataset_is_refused(tmp_path):
    with pytest.raises(OptionError, match="not a dataset"):
        list(readings(tmp_path))


def test_a_reading_without_statements_has_no_rows():
    assert rows(Reading(Article("a", "Nothing."))) == []
