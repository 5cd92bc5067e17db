"""The linker fitted by its command, on a handful of composed articles."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from builders import article
from quoth.reading.speakers.resolve import load_models, resolve_speakers
from quoth.reading.states import States
from training.coreference import links
from training.coreference.pairs import compose
from training.coreference.states import Encoder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with twelve articles as `--data` has them."""
    folder = tmp_path_factory.mktemp("data")
    documents = [{**one, "id": f"a{n}"} for n, one in enumerate(compose(random.Random(2), 1))]
    lines = [json.dumps(one) + "\n" for one in documents[:12]]
    (folder / "web_train.jsonl").write_text("".join(lines[:8]), encoding="utf-8")
    (folder / "news_train.jsonl").write_text("".join(lines[8:]), encoding="utf-8")
    return folder


def command(data: Path, folder: Path, *more: str) -> list[str]:
    out = str(folder / "links.npz")
    return ["--data", str(data), "--cache", str(folder / "states"), "--pairs", "0", "--out", out,
            "--folds", "2", *more]  # fmt: skip


def test_one_command_fits_the_linker_to_the_encoder_that_ships(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links.main(command(data, tmp_path))
    told = capsys.readouterr().out
    assert "round 2:" in told
    assert "person  all" in told
    with (tmp_path / "links.npz").open("rb") as file:
        models = load_models(file)
    assert {"basis", "mix", "plain in"} <= models.linker.weights.keys()
    built = article("[Ana Petrova] {said} <one>.\n[She] {said} <two>.")
    states = Encoder().states(built.article.text)
    speakers, refs = resolve_speakers(built.article, built.attributions, models, states=states)
    assert speakers[0].name == "Ana Petrova"
    assert refs.keys() == {one.id for one in built.attributions}


def test_a_dry_run_writes_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links.main(command(data, tmp_path, "--dry-run", "--every", "2"))
    assert "all" in capsys.readouterr().out
    assert not (tmp_path / "links.npz").exists()


def test_states_are_kept_and_read_again(tmp_path: Path) -> None:
    first = Encoder(cache=tmp_path).states("Ana Petrova said it rained.")
    (kept,) = tmp_path.glob("*/*.npz")
    again = Encoder(cache=tmp_path).states("Ana Petrova said it rained.")
    assert isinstance(first, States)
    assert isinstance(again, States)
    assert first.vectors.tolist() == again.vectors.tolist()
    assert kept.stat().st_size > 0
    assert Encoder().states("") is None
