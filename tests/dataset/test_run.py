"""Runs: the same tables however they are made, stopped anywhere and started again."""

from __future__ import annotations

import contextlib
import csv
import json
import random
import shutil
from dataclasses import replace

import pytest
from dataset_samples import SMALL, TELLS, TEXTS, files, line, lines, page, table

from quoth.dataset import ShardOptions, finish, read_dataset
from quoth.dataset import shards as shards_module
from quoth.dataset import store as store_module
from quoth.errors import OptionError
from quoth.intake import IntakeOptions


@pytest.fixture
def news(tmp_path):
    """Every kind of input, a broken record in most."""
    root = tmp_path / "news"
    lines(root / "a.jsonl", 7)
    with (root / "a.jsonl").open("a") as stream:
        stream.write("{broken\n\n" + line(7))
    lines(root / "b.jsonl.gz", 5)
    for name, text in (("x/page.html", TEXTS[0]), ("y/page.html", TELLS)):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(page(text))
    (root / "empty.html").write_text("")
    (root / "word.txt").write_text(TELLS)
    with (root / "t.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text"])
        writer.writerows([f"row {i}", TEXTS[i % 3]] for i in range(6))
    return root


def test_each_record_is_one_row_whatever_became_of_it(news, tmp_path):
    report = read_dataset([news], tmp_path / "out", SMALL)
    articles = table(tmp_path / "out", "articles").to_pylist()
    assert report.records == len(articles) == 24
    assert report.status == 1
    failed = {(row["input"], row["record"]): row["reason"] for row in articles if row["reason"]}
    assert sorted(failed) == [("news/a.jsonl", 8), ("news/empty.html", 1)]
    assert failed["news/empty.html", 1] == "the file is empty"
    assert [row["input"] for row in articles] == sorted(row["input"] for row in articles)
    assert len({row["article_key"] for row in articles}) == 24


def test_statements_belong_to_articles_and_their_spans_are_exact(news, tmp_path):
    report = read_dataset([news], tmp_path / "out", SMALL)
    texts = {row["article_key"]: row for row in table(tmp_path / "out", "articles").to_pylist()}
    statements = table(tmp_path / "out", "statements").to_pylist()
    assert len(statements) == report.statements > 15
    for row in statements:
        text = texts[row["article_key"]]["text"]
        pieces = [text[span["start"] : span["end"]] for span in row["content_spans"]]
        assert " … ".join(pieces) == row["content"]
        assert text[row["cue_start"] : row["cue_end"]] == row["cue"]
    counted = {key: row["statements"] for key, row in texts.items() if row["statements"]}
    assert sum(counted.values()) == len(statements)
    mayor = next(row for row in statements if row["content"] == "“The bridge is closed,”")
    assert [who["name"] for who in mayor["speakers"]] == ["Ana Belić"]


def test_two_runs_give_the_same_bytes_and_the_second_does_nothing(news, tmp_path, monkeypatch):
    read_dataset([news], tmp_path / "one", SMALL)
    before = files(tmp_path / "one")
    read_dataset([news], tmp_path / "two", SMALL)
    assert files(tmp_path / "two") == before
    monkeypatch.setattr(shards_module, "reader_of", lambda model: pytest.fail("read again"))
    assert read_dataset([news], tmp_path / "one", SMALL).missing == ()
    assert files(tmp_path / "one") == before


class KilledError(BaseException):
    """The process ends here."""


def test_killed_twenty_times_at_random_places_it_gives_equal_rows(news, tmp_path, monkeypatch):
    read_dataset([news], tmp_path / "whole", SMALL)
    chance = random.Random(13)
    put = store_module._Folder.put
    left = 0

    def deadly(self, name, data):
        nonlocal left
        left -= 1
        if left < 0:
            if chance.random() < 0.5:  # in the middle of writing
                half = self.folder / "_quoth" / "tmp" / "half"
                half.parent.mkdir(parents=True, exist_ok=True)
                half.write_bytes(data[: len(data) // 2])
            else:
                put(self, name, data)
            raise KilledError
        put(self, name, data)

    monkeypatch.setattr(store_module._Folder, "put", deadly)
    out = tmp_path / "out"
    for _ in range(20):
        left = chance.randrange(6)
        done = {n: d for n, d in files(out).items() if "/done/" in n} if out.exists() else {}
        with contextlib.suppress(KilledError):
            read_dataset([news], out, SMALL)
        now = files(out)
        assert {name: now[name] for name in done} == done
    monkeypatch.undo()
    assert read_dataset([news], out, SMALL).missing == ()
    kept = {name: data for name, data in files(out).items() if "/tmp/" not in name}
    whole = {name: data for name, data in files(tmp_path / "whole").items() if "/tmp/" not in name}
    assert {n: d for n, d in kept.items() if "/doing/" not in n} == whole


@pytest.mark.parametrize("harm", ["no part", "another size", "no manifest", "broken manifest"])
def test_what_is_not_whole_is_made_again(tmp_path, harm):
    given, out = lines(tmp_path / "a.jsonl", 9), tmp_path / "out"
    read_dataset([given], out, SMALL)
    before = files(out)
    part = sorted((out / "statements").iterdir())[1]
    manifest = sorted((out / "_quoth" / "done").iterdir())[1]
    if harm == "no part":
        part.unlink()
    elif harm == "another size":
        part.write_bytes(part.read_bytes()[:-1])
    elif harm == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text("{")
    report = finish(out)
    assert report.missing == (manifest.stem,)
    assert report.status == 75
    assert not (out / "_SUCCESS").exists()
    assert read_dataset([given], out, SMALL).status == 0
    assert files(out) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"shard_words": 90}, "shard_words was 80 and is 90"),
        ({"keep_text": False}, "text was True and is False"),
        ({"intake": IntakeOptions(lang="en")}, "lang was None and is 'en'"),
    ],
)
def test_other_options_are_refused_and_named(tmp_path, change, told):
    given = lines(tmp_path / "a.jsonl", 3)
    read_dataset([given], tmp_path / "out", SMALL)
    before = files(tmp_path / "out")
    with pytest.raises(OptionError, match=told):
        read_dataset([given], tmp_path / "out", replace(SMALL, **change))
    assert files(tmp_path / "out") == before


def test_another_model_is_refused(tmp_path, model_folder):
    given = lines(tmp_path / "a.jsonl", 3)
    read_dataset([given], tmp_path / "out", SMALL)
    other = shutil.copytree(model_folder, tmp_path / "model")
    form = json.loads((other / "bundle.json").read_text())
    (other / "bundle.json").write_text(json.dumps({**form, "version": "0.0"}))
    with pytest.raises(OptionError, match=r"model .* was .* and is"):
        read_dataset([given], tmp_path / "out", replace(SMALL, model=str(other)))


def test_other_inputs_are_refused_and_restart_begins_anew(tmp_path):
    given, out = lines(tmp_path / "a.jsonl", 3), tmp_path / "out"
    read_dataset([given], out, SMALL)
    (out / "notes.txt").write_text("mine")
    lines(given, 9)
    with pytest.raises(OptionError, match="bytes was"):
        read_dataset([given], out, SMALL)
    assert read_dataset([given], out, SMALL, restart=True).records == 9
    assert table(out, "articles").num_rows == 9
    assert (out / "notes.txt").read_text() == "mine"


def test_tables_of_somebody_else_are_left_alone(tmp_path):
    (tmp_path / "out" / "articles").mkdir(parents=True)
    (tmp_path / "out" / "articles" / "mine.parquet").write_bytes(b"PAR1")
    with pytest.raises(OptionError, match="quoth did not write"):
        read_dataset([lines(tmp_path / "a.jsonl", 3)], tmp_path / "out", SMALL, restart=True)


def test_shares_together_are_the_whole(tmp_path):
    given = lines(tmp_path / "a.jsonl", 14)
    read_dataset([given], tmp_path / "whole", SMALL)
    for share in (1, 2, 3):
        report = read_dataset([given], tmp_path / "out", SMALL, share=(share, 3))
        assert report.status == 0
        assert (tmp_path / "out" / "_SUCCESS").exists() == (share == 3)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


@pytest.mark.parametrize("share", [(0, 3), (4, 3)])
def test_a_share_that_there_is_not_is_refused(tmp_path, share):
    with pytest.raises(OptionError, match="I from 1 to N"):
        read_dataset([lines(tmp_path / "a.jsonl", 3)], tmp_path / "out", SMALL, share=share)


def test_failed_records_are_read_again_on_demand(tmp_path, monkeypatch):
    given, out = lines(tmp_path / "a.jsonl", 7), tmp_path / "out"
    monkeypatch.setattr("quoth.reading.reader.Reader.read", _failing)
    assert read_dataset([given], out, SMALL).counts["failed"] == 1
    monkeypatch.undo()
    assert read_dataset([given], out, SMALL).status == 1
    assert read_dataset([given], out, SMALL, retry_failed=True).status == 0
    assert table(out, "articles").column("status").to_pylist() == ["read"] * 7


def _failing(self, article, read=None):
    if article.id == "n4":
        raise ZeroDivisionError("once")
    from quoth.records import Reading

    return Reading(article, model=self.model)


def test_an_article_that_takes_too_long_is_a_failed_row(tmp_path, monkeypatch):
    def endless(self, article):
        while article.id == "n1":
            pass
        return _failing(self, article)

    monkeypatch.setattr("quoth.reading.reader.Reader.read", endless)
    options = replace(SMALL, seconds=0.2)
    report = read_dataset([lines(tmp_path / "a.jsonl", 3)], tmp_path / "out", options)
    assert report.reasons == {"took more than N s": 1}
    assert report.counts["read"] == 2


def test_articles_without_statements_and_inputs_without_articles_make_tables(tmp_path):
    given = tmp_path / "a.jsonl"
    given.write_text(line(1))
    assert read_dataset([given], tmp_path / "silent", SMALL).statements == 0
    assert table(tmp_path / "silent", "statements").num_rows == 0
    given.write_text("{}\n")
    report = read_dataset([given], tmp_path / "none", SMALL)
    assert (report.records, report.status) == (1, 1)
    assert table(tmp_path / "none", "statements").num_rows == 0


def test_the_same_text_twice_is_two_articles(tmp_path):
    given = tmp_path / "a.jsonl"
    given.write_text(line(0) + line(0))
    read_dataset([given], tmp_path / "out", SMALL)
    rows = table(tmp_path / "out", "articles").to_pylist()
    assert rows[0]["text_sha256"] == rows[1]["text_sha256"]
    assert rows[0]["article_key"] != rows[1]["article_key"]


GERMAN = (
    "Der Bürgermeister sagte am Montag, die Brücke über den Fluss werde noch in diesem Jahr für "
    "den Verkehr gesperrt, weil die Pfeiler nach dem Hochwasser nicht mehr sicher seien. "
)


@pytest.mark.parametrize("keep", [False, True])
def test_articles_in_other_languages_are_told_and_kept_on_demand(tmp_path, keep):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(page(GERMAN * 8))
    (tmp_path / "in" / "b.jsonl").write_text(line(0) + line(1, GERMAN * 2))
    options = ShardOptions(keep_foreign=keep)
    report = read_dataset([tmp_path / "in"], tmp_path / "out", options)
    assert report.counts == {"read": 1, "failed": 0, "skipped": 0, "foreign": 2}
    assert report.status == 0
    for row in table(tmp_path / "out", "articles").to_pylist():
        if row["status"] == "foreign":
            assert row["language"] == "de"
            assert row["reason"] == "in another language (de)"
            assert (row["text"] is not None) == keep


def test_texts_are_left_out_on_demand(tmp_path):
    options = replace(SMALL, keep_text=False)
    read_dataset([lines(tmp_path / "a.jsonl", 3)], tmp_path / "out", options)
    rows = table(tmp_path / "out", "articles").to_pylist()
    assert {row["text"] for row in rows} == {None}
    assert all(row["text_sha256"] and row["words"] for row in rows)


def test_a_full_disk_stops_the_run_and_it_goes_on_later(tmp_path, monkeypatch):
    given, out = lines(tmp_path / "a.jsonl", 9), tmp_path / "out"
    put = store_module._Folder.put

    def full(self, name, data):
        if name.startswith("articles/") and "000001-" in name:
            raise OSError(28, "No space left on device")
        put(self, name, data)

    monkeypatch.setattr(store_module._Folder, "put", full)
    with pytest.raises(OSError, match="No space left"):
        read_dataset([given], out, SMALL)
    monkeypatch.undo()
    assert read_dataset([given], out, SMALL).status == 0
    assert table(out, "articles").num_rows == 9


def test_there_is_nothing_to_finish_where_no_dataset_is(tmp_path):
    with pytest.raises(OptionError, match="not a dataset"):
        finish(tmp_path)
