"""The rules of the reading, switched off one by one."""

from __future__ import annotations

import importlib
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from evaluation import ablated, ablation, rules
from evaluation.rules import Rule, all_rules, rule_at
from quoth.records import Article

TRANSCRIPT = (
    "Notes of the meeting\n\nMAYOR ROSK: We have no money for the bridge.\n\n"
    "CLERK WEBER: The bridge is closed.\n\nMAYOR ROSK: It stays closed until May.\n"
)
TURNS = rule_at("scripts:_turns")
SIGNED = rule_at("scripts:_signed")


def test_every_rule_is_there_and_says_what_it_does():
    for rule in all_rules():
        assert rules.describe(rule), rule.place
        if not rule.is_words:
            assert rule.neutral in rules.NEUTRAL


def test_every_stage_named_is_one():
    from quoth.reading.stages import stages

    given = {fact for stage in stages(lambda draft: draft) for fact in stage.gives}
    assert {rule.stage for rule in all_rules()} <= given


def test_an_unknown_rule_is_refused(capsys: pytest.CaptureFixture[str]):
    assert ablation.main(["--rule", "scripts:_nothing_of_it"]) == 2
    assert "scripts:_nothing_of_it" in capsys.readouterr().err


def test_missing_sets_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("QUOTH_SHARED", str(tmp_path))
    assert ablation.main(["--rule", TURNS.place]) == 2
    assert "set QUOTH_SHARED" in capsys.readouterr().err


def test_words_in_use_are_not_switched_off():
    with pytest.raises(RuntimeError, match="in use"):
        rules.switch_off_words(rule_at("lang/speakers:titles"))


def test_the_words_of_a_group_are_those_of_its_phrases():
    assert {"contrary", "to"} <= rules.words_of(rule_at("lang/polarity:contrary"))


def test_a_function_is_patched_wherever_it_is_imported_and_put_back():
    names = importlib.import_module("quoth.reading.speakers.names")
    headings = importlib.import_module("quoth.reading.speakers.entities")
    known = names.is_thing
    back = rules.patched(
        rule_at("speakers.names:is_thing"),
        lambda _: rules.neutral_of(rule_at("speakers.names:is_thing")),
    )
    try:
        key = ("ana", "petrova", "prize")
        assert not names.is_thing(key)
        assert not headings.is_thing(key)
    finally:
        back()
    assert names.is_thing is known
    assert headings.is_thing is known


def test_a_method_is_given_its_object():
    rule = rule_at("speakers.resolve:Resolver._name_leads")
    assert rules.neutral_of(rule)("the object") is None


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> ablated.Base:
    store = tmp_path_factory.mktemp("found") / "found.pkl"
    articles = {"made": [Article("t1", TRANSCRIPT, language="en")]}
    return ablated.survey(articles, store, [TURNS, SIGNED])


def test_where_a_rule_does_anything_is_noted(base: ablated.Base):
    assert base.reached_by(TURNS) == {"made t1"}
    assert base.reached_by(SIGNED) == set()


def test_a_reading_without_a_rule_is_another_one(base: ablated.Base, tmp_path: Path):
    path = tmp_path / "base.pkl"
    path.write_bytes(pickle.dumps(base))
    changed, failed = ablation.switched_off(TURNS, path)
    assert not failed
    citron, reading = changed["made t1"]
    assert len(citron["quotes"]) < len(base.articles["made t1"].citron["quotes"])
    assert json.dumps(reading)
    assert ablation.switched_off(SIGNED, path) == ({}, "")


def test_a_rule_that_the_reading_needs_is_told(base: ablated.Base, tmp_path: Path):
    path = tmp_path / "base.pkl"
    path.write_bytes(pickle.dumps(base))
    _, failed = ablation.switched_off(Rule("scripts:_not_there", "layout", "nothing"), path)
    assert failed


def outcome(place: str, **gains: float) -> ablation.Outcome:
    none: dict[str, dict[str, float]] = {corpus: {} for corpus in (*ablation.SETS, "phenomena_dev")}
    none["phenomena_dev"] = {"right": 0.0}
    none["web_dev"] = {measure.replace("_", " "): value for measure, value in gains.items()}
    counts: dict[str, int] = dict.fromkeys(none, 0) | {"web_train": 3 if gains else 0}
    return ablation.Outcome(place, "speakers", "What it does.", counts, none)


def test_the_table_tells_what_a_rule_gains():
    sizes: dict[str, Any] = dict.fromkeys(ablation.SETS, 10)
    text = ablation.table([outcome("a:b", statement_f1=0.5, person_paired=-0.25)], sizes)
    assert "## speakers" in text
    assert "| `a:b` What it does. | 3 | 0 | 0 | +0.50 / −0.25 / 0 / 0 | 0 | 0 |" in text


def test_a_rule_that_changes_nothing_is_idle():
    assert outcome("a:b").idle
    assert not outcome("a:b", statement_f1=0.5).idle
