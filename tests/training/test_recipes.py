"""Recipes of training: every one is whole, and other data are refused."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from training.annotated import PLACES, load_annotated, without_words
from training.make import RECIPES, RecipeError, check, digest, load

DOCUMENT = {
    "id": "a", "text": "Ada Rosk said no.",
    "quotes": [{
        "id": "a0", "cue": {"start": 9, "end": 13}, "sources": [{"start": 0, "end": 8}],
        "contents": [{"start": 14, "end": 16}], "form": "indirect", "kind": "speech",
        "within": None, "speaker": {"name": "Ada Rosk", "type": "person", "roles": []},
    }],
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_recipe_names_data_steps_and_modules_that_are(path: Path) -> None:
    recipe = load(path.stem)
    assert all(len(told) == 64 for told in recipe["data"].values())
    places = dict.fromkeys(("shared", "work", "start", "out"), "here")
    for step in recipe["steps"]:
        assert importlib.util.find_spec(step["module"]) is not None
        for one in (*step["arguments"], step["makes"]):
            assert "{" not in one.format(**places)


def test_an_unknown_recipe_is_told_with_those_there_are() -> None:
    with pytest.raises(RecipeError, match=r"no recipe .quoth-xx.; there are: .*quoth-en-2"):
        load("quoth-xx")


def test_data_of_another_digest_are_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("one\n", encoding="utf-8")
    check({"corpus.jsonl": digest(tmp_path / "corpus.jsonl")}, tmp_path)
    (tmp_path / "corpus.jsonl").write_text("two\n", encoding="utf-8")
    with pytest.raises(RecipeError, match="was written for 5f2f"):
        check({"corpus.jsonl": "5f2f" + 60 * "0"}, tmp_path)
    with pytest.raises(RecipeError, match="missing"):
        check({"other.jsonl": 64 * "0"}, tmp_path)


def test_an_annotation_without_words_holds_places_alone() -> None:
    bare = without_words(DOCUMENT)
    assert "Rosk" not in json.dumps(bare)
    assert bare["quotes"][0]["speaker"] == {"name": [0, 8], "type": "person"}


def test_the_annotated_articles_hold_no_text() -> None:
    for line in PLACES.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        assert set(document) == {"id", "sha256", "quotes", "figures"}
        for quote in document["quotes"]:
            told = quote["speaker"] or {}
            assert not isinstance(told.get("name"), str)
            assert not isinstance(told.get("label"), str)


def test_without_the_texts_there_are_no_annotated_articles(tmp_path: Path) -> None:
    assert load_annotated(tmp_path / "news_text.jsonl.gz") == []
