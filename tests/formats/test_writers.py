"""Every format: streamed, flushed at each reading, valid at close, the same to every stream."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import article, readings
from quoth import __version__
from quoth.errors import OptionError
from quoth.formats import (
    FORMATS,
    format_for,
    format_of,
    kinds,
    open_writer,
    reading_from_dict,
    registry,
    to_citron,
)
from quoth.formats.output import encodable
from quoth.records import Reading

HOSTILE = article(
    "[Zoë\u202e] {said} <\x1b\\[2J\\</script\\> &amp; \ud800>.", id="odd", title="<b>"
).reading


def written(format: str, several: list[Reading]) -> bytes:
    stream = io.BytesIO()
    writer = open_writer(format, stream)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue()


# Parquet is written in groups, a DocBin and an Excel file as one packed piece.
AT_THE_END = ("docbin", "parquet", "xlsx")


def test_the_formats_are_those_promised() -> None:
    assert (
        *("brat", "citron", "conll", "csv", "docbin", "doccano", "html", "inception", "json"),
        *("jsonl", "jsonld", "labelstudio", "parquet", "prodigy", "view", "webannotation"),
        "xlsx",
    ) == FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_the_suffix_of_a_file_chooses_its_format(name: str) -> None:
    for suffix in format_of(name).suffixes:
        assert format_for(Path(f"statements{suffix}")) == name
        assert format_for(Path(f"Statements.of.2031{suffix.upper()}")) == name


def test_a_suffix_of_no_format_is_refused_and_none_chooses_nothing() -> None:
    assert format_for(Path("statements")) is None
    with pytest.raises(OptionError, match=r"a\.ods: no format .*\.ods.*; .* \.csv,"):
        format_for(Path("a.ods"))


def test_a_format_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What docs/architecture.md says of adding one: its file, and nothing else."""
    (tmp_path / "shout.py").write_text(
        "from quoth.formats.format import Format\n"
        "from quoth.formats.lines import LineWriter\n"
        "FORMAT = Format(media_type='text/plain', suffixes=('.shout',), writer=lambda output:\n"
        "    LineWriter(output.sink, lambda reading: reading.article.text.upper()))\n"
    )
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    monkeypatch.setattr(registry, "FORMATS", (*FORMATS, "shout"))
    assert written("shout", [HOSTILE]).decode() == encodable(HOSTILE.article.text.upper()) + "\n"


def test_an_unknown_format_is_refused_and_the_known_are_named() -> None:
    with pytest.raises(
        OptionError, match=r"format 'xml': expected one of brat, citron, conll, csv, docbin"
    ):
        open_writer("xml", io.BytesIO())


@given(st.lists(readings(), max_size=3))
def test_json_is_one_document(several: list[Reading]) -> None:
    document = json.loads(written("json", several))
    assert document["quoth"] == __version__
    assert [reading_from_dict(form) for form in document["readings"]] == several


@given(st.lists(readings(), max_size=3))
def test_json_lines_are_one_reading_a_line(several: list[Reading]) -> None:
    lines = written("jsonl", several).decode().splitlines()
    assert [reading_from_dict(json.loads(line)) for line in lines] == several


@given(st.lists(readings(), max_size=3))
def test_citron_is_one_article_a_line(several: list[Reading]) -> None:
    lines = written("citron", several).decode().splitlines()
    assert [json.loads(line) for line in lines] == [to_citron(reading) for reading in several]


@pytest.mark.parametrize("format", [one for one in FORMATS if one not in AT_THE_END])
def test_each_reading_is_flushed_as_it_comes(format: str) -> None:
    raw = io.BytesIO()
    stream = io.BufferedWriter(raw, buffer_size=1_000_000)
    writer = open_writer(format, stream)
    sizes = []
    for _ in range(2):
        writer.write(HOSTILE)
        sizes.append(len(raw.getvalue()))
    assert 0 < sizes[0] < sizes[1]
    writer.close()
    assert not stream.closed


@pytest.mark.parametrize("format", [one for one in FORMATS if not format_of(one).binary])
def test_text_and_binary_streams_get_the_same(format: str) -> None:
    expected = written(format, [HOSTILE])
    below, text = io.BytesIO(), io.StringIO(newline="")
    for stream in (text, io.TextIOWrapper(below, encoding="ascii", newline="\r\n")):
        writer = open_writer(format, stream)
        writer.write(HOSTILE)
        writer.close()
        stream.flush()
        assert (text.getvalue().encode() if stream is text else below.getvalue()) == expected


@pytest.mark.parametrize("format", FORMATS)
def test_a_reader_that_went_away_is_an_error_of_the_stream(format: str) -> None:
    class Gone(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            raise BrokenPipeError

    def write() -> None:
        writer = open_writer(format, Gone())  # type: ignore[arg-type]
        writer.write(HOSTILE)
        writer.close()

    with pytest.raises(BrokenPipeError):
        write()


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_reading_gives_the_same_bytes_in_another_process(format: str) -> None:
    program = (
        "import io, sys, json; from quoth.formats import *\n"
        "writer = open_writer(sys.argv[1], sys.stdout)\n"
        "writer.write(reading_from_dict(json.load(sys.stdin))); writer.close()"
    )
    (line,) = written("jsonl", [HOSTILE]).splitlines()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", program, format],
            input=line,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C"},
        )
        assert run.stdout == written(format, [HOSTILE])


def test_writing_json_loads_no_terminal_library() -> None:
    program = "import sys, quoth.formats; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
