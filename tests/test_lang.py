"""What quoth knows of a language: each group of words says why and where from."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from quoth.lang import listed, table, words

FILES = sorted(
    f.name.removesuffix(".toml")
    for f in (files("quoth.lang") / "en").iterdir()
    if f.name.endswith(".toml")
)


def groups(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for group, held in table(name).items():
        for one in held if isinstance(held, list) else [held]:
            yield group, one


@pytest.mark.parametrize("name", FILES)
def test_every_group_has_a_reason_and_a_source(name: str) -> None:
    for group, held in groups(name):
        assert held["reason"].endswith("."), group
        assert held["source"], group
        assert held.keys() - {"reason", "source"}, f"{group} is empty"


@pytest.mark.parametrize("name", FILES)
def test_no_word_stands_twice_in_a_group(name: str) -> None:
    for group, held in groups(name):
        for key in ("words", "phrases", "verbs", "nouns"):
            found = held.get(key, [])
            entries = found.split() if isinstance(found, str) else found
            assert len(entries) == len(set(entries)), (group, key)


def test_words_are_given_as_a_list_or_as_one_string() -> None:
    assert listed("times", "months")[:2] == ["January", "February"]
    assert "no later than" in listed("times", "ahead", "phrases")
    assert "might" in words("polarity", "possible")


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        table("no such file")


def test_a_group_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        words("times", "no such group")
