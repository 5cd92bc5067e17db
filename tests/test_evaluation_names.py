"""Names measured apart from who is linked to whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import names

TEXT = "Mayor Ana Petrova praised the Harbour Council. The harbour ministry said little."


def gold(*speakers: tuple[str, str]) -> dict[str, object]:
    quotes = [
        {"id": f"q{at}", "sources": [], "cue": None, "contents": [{"start": 0, "end": 5}],
         "speaker": {"name": name, "type": type_}}
        for at, (name, type_) in enumerate(speakers)
    ]  # fmt: skip
    return {"id": "made", "text": TEXT, "quotes": quotes}


def test_a_name_found_whole_with_its_type_is_right() -> None:
    (one,) = names.judged(gold(("Ana Petrova", "person")))
    assert (one.name, one.type, one.found) == ("Ana Petrova", "person", "person")


def test_a_name_cut_otherwise_is_told_with_what_stands_there() -> None:
    (one,) = names.judged(gold(("Mayor Ana Petrova", "person")))
    assert one.found == ""
    assert one.near == (("Ana Petrova", "person"),)


def test_a_wrong_type_is_told() -> None:
    (one,) = names.judged(gold(("Harbour Council", "document")))
    assert one.found == "organisation"


def test_names_that_the_text_does_not_hold_and_descriptions_are_left_out() -> None:
    assert not list(names.judged(gold(("Tomas Weir", "person"), ("harbour ministry", "document"))))


def test_the_command_line_prints_shares_and_writes_what_was_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(
        json.dumps(gold(("Ana Petrova", "person"), ("Harbour Council", "document"))) + "\n"
    )
    assert names.main([str(path), "--errors", str(tmp_path / "wrong.tsv")]) == 0
    assert "all 1.0000 0.5000 of 2" in capsys.readouterr().out
    (line,) = (tmp_path / "wrong.tsv").read_text().splitlines()
    assert line.split("\t")[:4] == ["made", "document", "organisation", "Harbour Council"]
