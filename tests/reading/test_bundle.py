"""A model folder is described as data; whatever is wrong with it is one clear line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quoth.errors import ModelError
from quoth.reading.bundle import FILES, FORMAT, Bundle, OnnxScorer, default_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound folder, but for the files themselves, which are a few bytes each."""
    files = {}
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode())
        files[name] = hashlib.sha256(name.encode()).hexdigest()
    description = {
        "format": FORMAT,
        "name": "tiny",
        "version": "7.1",
        "files": files,
        "cue_bias": 0.25,
        "nested_bias": 0.5,
        "transitions": [[float(i + j) for j in range(5)] for i in range(5)],
        "scores": {"full": 0.5},
    }
    (tmp_path / "bundle.json").write_text(json.dumps(description), encoding="utf-8")
    return tmp_path


def change(folder: Path, how: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "bundle.json"
    description = json.loads(path.read_text(encoding="utf-8"))
    how(description)
    path.write_text(json.dumps(description), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        Bundle.open(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert str(folder) in message
    return message


def test_what_a_bundle_says_of_itself(folder: Path) -> None:
    bundle = Bundle.open(folder)
    assert (bundle.name, bundle.cue_bias, bundle.nested_bias) == ("tiny 7.1", 0.25, 0.5)
    assert bundle.transitions.dtype == np.float32
    assert bundle.transitions[2].tolist() == [2, 3, 4, 5, 6]
    assert bundle.description["scores"] == {"full": 0.5}


def test_the_model_that_ships_is_sound_and_of_a_size_to_ship() -> None:
    bundle = Bundle.open()
    assert bundle.folder == default_folder()
    assert sum((bundle.folder / name).stat().st_size for name in FILES) < 60_000_000
    assert bundle.tokenizer().encode("Taxes would rise.", add_special_tokens=False).tokens == [
        "taxes",
        "would",
        "rise",
        ".",
    ]


def test_a_missing_folder(tmp_path: Path) -> None:
    message = refusal(tmp_path / "nowhere")
    assert "not a model folder" in message
    assert "choose another folder" in message


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    path.write_bytes(b"PK")
    assert "cannot be read" in refusal(path)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    message = refusal(folder)
    assert str(folder / name) in message
    assert "cannot be read" in message


@pytest.mark.parametrize("name", FILES)
def test_an_altered_byte(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes().swapcase())
    message = refusal(folder)
    assert str(path) in message
    assert "modified or damaged (wrong digest)" in message


def test_a_model_of_another_format(folder: Path) -> None:
    change(folder, lambda d: d.update(format=FORMAT + 1))
    message = refusal(folder)
    assert f"format {FORMAT + 1}" in message
    assert "install the quoth that goes with it" in message


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"not json", b"\xff\xfe\x00", b"[" * 200_000],
    ids=["empty", "cut off", "text", "binary", "endless"],
)
def test_a_description_that_is_not_json(folder: Path, content: bytes) -> None:
    (folder / "bundle.json").write_bytes(content)
    assert "bundle.json: cannot be read" in refusal(folder)


@pytest.mark.parametrize("content", ["[]", "null", "3", '"quoth"', "{}"])
def test_json_that_is_no_description(folder: Path, content: str) -> None:
    (folder / "bundle.json").write_text(content, encoding="utf-8")
    assert "not a description of a model" in refusal(folder)


@pytest.mark.parametrize(
    "key", ["format", "name", "version", "files", "cue_bias", "nested_bias", "transitions"]
)
def test_a_missing_key(folder: Path, key: str) -> None:
    change(folder, lambda d: d.pop(key))
    message = refusal(folder)
    assert "not a description of a model" in message
    assert key in message


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_a_digest(folder: Path, name: str) -> None:
    change(folder, lambda d: d["files"].pop(name))
    assert re.search(f"not a description of a model.*{name}", refusal(folder))


@pytest.mark.parametrize(
    "value",
    [[], [[0.0] * 5] * 4, [[0.0] * 4] * 5, [[0.0], [0.0, 1.0]], "no", [["a"] * 5] * 5, None],
)
def test_transitions_of_another_shape(folder: Path, value: object) -> None:
    change(folder, lambda d: d.update(transitions=value))
    assert "not a description of a model" in refusal(folder)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none(folder: Path, value: float) -> None:
    change(folder, lambda d: d["transitions"][0].__setitem__(0, value))
    assert "5 × 5 numbers" in refusal(folder)
    change(folder, lambda d: d["transitions"][0].__setitem__(0, 0))
    change(folder, lambda d: d.update(cue_bias=value))
    assert "cue_bias" in refusal(folder)


def test_files_that_are_as_described_but_no_model(folder: Path) -> None:
    bundle = Bundle.open(folder)
    with pytest.raises(ModelError, match=r"encoder\.onnx: cannot be loaded"):
        OnnxScorer(bundle)
    with pytest.raises(ModelError, match=r"tokenizer\.json: cannot be loaded"):
        bundle.tokenizer()


def test_other_files_of_the_folder_are_not_read(folder: Path) -> None:
    (folder / "model.py").write_text("raise SystemExit", encoding="utf-8")
    (folder / "MODEL_CARD.md").mkdir()
    assert Bundle.open(folder).name == "tiny 7.1"
