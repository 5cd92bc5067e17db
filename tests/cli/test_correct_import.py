"""What annotators left in Label Studio and brat comes back as decisions of a ledger."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from builders import article, readings
from quoth.cli import cli
from quoth.errors import InputError
from quoth.formats import open_writer
from quoth.formats.annotated import AnnotatedText, annotated_in
from quoth.ledger import Ledger
from quoth.records import Reading, Span

STORY = article(
    "[Ada Roth] {said} <the pier\nwould hold>.\n[Bo Lind] {denied} <it>.\n<“Nobody came.”>\n"
    "Later she wrote that more would follow.",
    id="pier.txt",
).reading


@pytest.fixture
def news(tmp_path: Path) -> Path:
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(STORY)
    return tmp_path / "news.db"


def exported(path: Path, format: str, *several: Reading) -> Path:
    with path.open("wb") as stream:
        writer = open_writer(format, stream)
        for reading in several:
            writer.write(reading)
        writer.close()
    return path


def annotated(path: Path, change: Any = lambda result: result) -> Path:
    """An export of Label Studio after somebody has worked on it."""
    tasks = json.loads(exported(path, "labelstudio", STORY).read_text("utf-8"))
    for task in tasks:
        task["annotations"] = [{"result": change(task.pop("predictions")[0]["result"])}]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def taken_over(news: Path, file: Path, *more: str) -> tuple[int, str]:
    words = ["correct", "import", str(news), str(file), *more]
    done = CliRunner().invoke(cli, words, standalone_mode=False, catch_exceptions=False)
    return done.return_value, done.stderr


def statements(news: Path) -> dict[str, str | None]:
    with Ledger(news) as ledger:
        return {one.content: one.status for one in ledger.statements()}


def as_left(one: Any) -> dict[str, list[Span]]:
    parts = {"cue": [one.cue] if one.cue else [], "source": list(one.sources)}
    parts["content"] = list(one.contents)
    return {name: spans for name, spans in parts.items() if spans}


@pytest.mark.parametrize("format", ["labelstudio", "brat"])
def test_what_nobody_changed_changes_nothing(news: Path, tmp_path: Path, format: str) -> None:
    if format == "brat":
        file = exported(tmp_path / "a.zip", "brat", STORY)
    else:
        file = annotated(tmp_path / "a.json")
    before = statements(news)
    status, told = taken_over(news, file)
    assert (status, told) == (0, "pier.txt: no changes\n")
    assert statements(news) == before
    status, told = taken_over(news, file, "--confirm")
    assert told == "pier.txt: 3 confirmed\n"


def test_label_studio_changes_rejects_and_adds(news: Path, tmp_path: Path) -> None:
    text = STORY.article.text
    new = text.index("more would follow")

    def change(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = [one for one in result if not one.get("id", "").startswith("a2-")]
        kept = [one for one in kept if not one.get("from_id", "").startswith("a2-")]
        for one in kept:
            if one.get("id") == "a1-content-0":
                one["value"]["end"] -= 5
        place = {"start": new, "end": new + 17}
        kept.append(
            {
                "id": "x",
                "from_name": "part",
                "type": "labels",
                "value": {**place, "labels": ["Content"]},
            }
        )
        kept.append(
            {
                "id": "x",
                "from_name": "polarity",
                "type": "choices",
                "value": {**place, "choices": ["denied"]},
            }
        )
        kept.append(
            {
                "id": "x",
                "from_name": "speaker",
                "type": "textarea",
                "value": {**place, "text": ["Ada Roth"]},
            }
        )
        return kept

    status, told = taken_over(news, annotated(tmp_path / "a.json", change), "--by", "Mia")
    assert (status, told) == (0, "pier.txt: 1 corrected, 1 rejected, 1 added\n")
    assert statements(news) == {
        "the pier\nwould": "corrected", "“Nobody came.”": None, "more would follow": "added",
    }  # fmt: skip
    with Ledger(news) as ledger:
        (added,) = ledger.search("follow")
        assert (added.who, added.attribution.polarity) == ("Ada Roth", "denied")
        assert {one.made_by for one in ledger.corrections()} == {"Mia"}


def test_brat_comes_back_from_a_folder(news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    archive = zipfile.ZipFile(exported(tmp_path / "a.zip", "brat", STORY))
    archive.extractall(folder)
    ann = folder / "pier.ann"
    lines = ann.read_text("utf-8").splitlines()
    lines = [line.replace("Polarity T6 said", "Polarity T6 denied") for line in lines]
    ann.write_text("\n".join(lines) + "\n", encoding="utf-8")
    status, told = taken_over(news, folder)
    assert (status, told) == (0, "pier.txt: 1 corrected\n")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(readings())
def test_what_brat_and_label_studio_hold_is_what_was_read(tmp_path: Path, reading: Reading) -> None:
    path = exported(tmp_path / "any.zip", "brat", reading)
    (found,) = annotated_in(path)
    assert isinstance(found, AnnotatedText)
    assert all(one.parts["content"] for one in found.statements)
    tasks = json.loads(exported(tmp_path / "any.json", "labelstudio", reading).read_text("utf-8"))
    tasks[0]["annotations"] = tasks[0].pop("predictions")
    (tmp_path / "any.json").write_text(json.dumps(tasks))
    (found,) = annotated_in(tmp_path / "any.json")
    assert isinstance(found, AnnotatedText)
    assert [{n: sorted(s) for n, s in one.parts.items()} for one in found.statements] == [
        {n: sorted(s) for n, s in as_left(one).items()} for one in reading.attributions
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"hello", "neither a Label Studio export (JSON) nor a brat archive"),
        (b"{}", "not a list of tasks"),
        (b"[1]", "not a task of Label Studio"),
        (b'[{"data": {"text": "x", "id": "a"}}]', "not annotated"),
        (b'[{"data": {"text": "x", "id": "a"}, "annotations": [{"result": [{}]}]}]', "not a task"),
    ],
)
def test_what_is_no_annotation_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    try:
        (found,) = annotated_in(path)
    except InputError as error:
        found = error
    assert isinstance(found, InputError)
    assert told in str(found)


def test_another_text_and_an_article_that_is_not_kept_are_refused(
    news: Path, tmp_path: Path
) -> None:
    other = article("[Ada Roth] {said} <no>.", id="pier.txt").reading
    unknown = article("[Ada Roth] {said} <no>.", id="other.txt").reading
    status, told = taken_over(news, exported(tmp_path / "a.zip", "brat", other, unknown))
    assert status == 1
    assert "its text is not the newest version of pier.txt" in told
    assert "no article with the address 'other.txt'" in told
    assert "2 texts not imported" in told
    assert statements(news).keys() == {one.content for one in STORY.attributions}


def test_parts_that_belong_to_no_statement_are_told(news: Path, tmp_path: Path) -> None:
    def change(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one for one in result if one.get("from_id") != "a2-content-0"]

    _, told = taken_over(news, annotated(tmp_path / "a.json", change))
    assert "has no content; link one to it" in told
