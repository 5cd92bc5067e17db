"""The accuracy gate itself, with figures by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from evaluation import gate, noise, score_attributions
from quoth.reading.bundle import Bundle, default_folder
from training.annotated import PLACES

FLOORS = {"news": {"cue f1": {"reached": 0.85, "floor": 0.845}}}


def test_a_figure_at_its_floor_passes():
    assert list(gate.judge({"news": {"cue f1": 0.845}}, FLOORS)) == []


def test_a_figure_under_its_floor_is_named():
    (line,) = gate.judge({"news": {"cue f1": 0.8449}}, FLOORS)
    assert line == "news: cue f1 is 0.8449, under its floor 0.8450"


def test_a_measure_that_vanished_fails():
    assert list(gate.judge({"news": {}}, FLOORS)) == ["news: cue f1 was not measured"]


def test_a_corpus_that_is_not_at_hand_is_not_judged():
    assert list(gate.judge({}, FLOORS)) == []


def test_floors_rise_with_what_was_reached():
    found = {"news": {"cue f1": {"reached": 0.9, "floor": 0.89}}}
    assert noise.raised(found, FLOORS) == (found, [])


def test_floors_never_go_down():
    found = {"news": {"cue f1": {"reached": 0.6, "floor": 0.59}}}
    floors, kept = noise.raised(found, FLOORS)
    assert floors == FLOORS
    assert kept == ["news: cue f1 would go from 0.8450 to 0.5900"]


def test_the_floor_of_a_measure_that_vanished_stays():
    found = {"news": {"within f1": {"reached": 0.6, "floor": 0.58}}}
    floors, kept = noise.raised(found, FLOORS)
    assert floors["news"] == {**FLOORS["news"], **found["news"]}
    assert kept == ["news: cue f1 was not measured"]


def test_floors_leave_room_for_three_deviations_of_the_worst_model():
    floors: noise.Floors = {}
    for steady, several in ((0.8, (0.7, 0.8)), (0.9, (0.85, 0.85))):
        runs = [{"news": {"cue f1": steady, "within f1": one}} for one in several]
        noise.told(Path("model"), runs, floors)
    assert floors["news"]["cue f1"] == {"reached": 0.8, "floor": 0.795}
    spread = 0.1 / 2**0.5
    assert floors["news"]["within f1"] == {
        "reached": 0.75,
        "floor": round(0.75 - 3 * spread, 4),
    }


def test_a_nudged_copy_is_a_sound_model_that_differs_in_one_tensor(tmp_path):
    copy = noise.nudged(default_folder(), tmp_path / "copy", 1, cue_bias=0.5, nested_bias=None)
    bundle, shipped = Bundle.open(copy), Bundle.open()
    assert (bundle.cue_bias, bundle.nested_bias) == (0.5, shipped.nested_bias)
    old, new = (np.frombuffer((one / "encoder.onnx").read_bytes(), np.uint8)
                for one in (default_folder(), copy))  # fmt: skip
    changed = np.flatnonzero(old != new)
    assert len(old) == len(new)
    assert len(changed) > 100
    assert changed[-1] - changed[0] < 384 * 4


def test_what_the_gold_does_not_carry_is_not_measured():
    quote = {"id": "q", "cue": {"start": 0, "end": 4}, "sources": [], "contents": []}
    gold = {"a": [{"id": "a", "text": "said", "quotes": [{**quote, "form": "direct"}]}]}
    found = {"a": [{"quotes": [{**quote, "form": "mixed"}]}]}
    corpus = gate.Corpus("x", "x.jsonl", attributions=False, reading=True)
    assert gate.figures_of(corpus, gold, found) == {"form right": 0.0}


def test_swapping_gold_and_predicted_swaps_precision_and_recall():
    cue = {"start": 0, "end": 4}
    gold = {"a": [{"text": "said it is so", "quotes": []}]}
    gold["a"][0]["quotes"] = [
        {"cue": cue, "sources": [], "contents": [{"start": 5, "end": 13}]},
        {"cue": {"start": 8, "end": 10}, "sources": [], "contents": [{"start": 5, "end": 7}]},
    ]
    found = {"a": [{"text": "said it is so", "quotes": gold["a"][0]["quotes"][:1]}]}
    one = score_attributions.score(gold, found)["cue"]
    other = score_attributions.score(found, gold)["cue"]
    assert (one["precision"], one["recall"]) == (1.0, 0.5)
    assert (other["precision"], other["recall"]) == (0.5, 1.0)


def test_the_corpus_in_the_project_names_its_sources():
    for line in (gate.HERE / "news_dev.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        assert document["title"]
        assert document["url"].startswith("https://en.wikinews.org/")


def test_a_missing_corpus_fails_in_ci_only(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(gate, "CORPORA", (gate.Corpus("gone", "gone.jsonl", shared=True),))
    monkeypatch.setenv("QUOTH_SHARED", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    assert gate.main([]) == 0
    monkeypatch.setenv("CI", "true")
    assert gate.main([]) == 1
    assert "gone: not at hand" in capsys.readouterr().err


def test_a_corpus_of_places_without_its_texts_is_told(monkeypatch, tmp_path, capsys):
    unseen = next(corpus for corpus in gate.CORPORA if corpus.texts)
    monkeypatch.setattr(gate, "CORPORA", (unseen,))
    monkeypatch.setenv("QUOTH_SHARED", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    assert gate.main([]) == 0
    assert "web_unseen: not at hand" in capsys.readouterr().out


def test_no_article_of_the_unseen_set_is_trained_on():
    def ids(path):
        return {json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()}

    unseen = ids(gate.HERE / "web_unseen.jsonl")
    assert len(unseen) == 47
    assert not unseen & ids(PLACES)


@pytest.mark.parametrize("corpus", ["news_dev", "polnear_dev"])
def test_the_corpora_of_the_issue_have_floors(corpus):
    floors = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    for measure in ("cue f1", "source overlap f1", "content exact f1", "usable f1", "full f1"):
        assert floors[corpus][measure]["floor"] > 0.5
