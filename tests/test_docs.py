"""The pages say what the program does: names, options, fields and examples are held against it."""

import dataclasses
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

import quoth
from quoth import errors, records
from quoth.cli import cli
from quoth.formats import FORMATS
from quoth.formats.table import COLUMNS
from quoth.intake import IntakeOptions
from quoth.intake.columns import find_columns
from quoth.intake.fetch import FetchLimits
from quoth.intake.kinds import KNOWN_EXTENSIONS
from quoth.intake.pages import MAX_PAGE_BYTES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_help_page_is_fresh():
    done = subprocess.run(
        [sys.executable, str(DOCS / "fill.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_on_the_python_page():
    missing = [name for name in quoth.__all__ if f"`{name}`" not in page("python.md")]
    assert missing == []


def test_every_error_is_on_the_python_page():
    family = [n for n, v in vars(errors).items() if isinstance(v, type) and n.endswith("Error")]
    assert [name for name in family if f"`{name}`" not in page("python.md")] == []


@pytest.mark.parametrize(
    "record",
    [
        records.Article,
        records.Attribution,
        records.Speaker,
        records.SpeakerRef,
        records.Figure,
        records.TimeMention,
        records.Reading,
    ],
)
def test_every_field_is_on_the_reading_page_and_in_the_json(record):
    names = [f.name for f in dataclasses.fields(record) if not f.name.startswith("_")]
    assert [name for name in names if f"`{name}`" not in page("reading.md")] == []
    assert [name for name in names if f'"{name}"' not in page("formats.md")] == []


def test_every_format_and_column_is_on_the_formats_page():
    assert [name for name in FORMATS if f"`{name}`" not in page("formats.md")] == []
    assert [name for name in COLUMNS if f"`{name}`" not in page("formats.md")] == []


def test_every_page_is_in_the_index():
    pages = sorted(path.name for path in DOCS.glob("*.md") if path.name != "README.md")
    assert [name for name in pages if f"({name})" not in page("README.md")] == []


def test_links_between_pages_lead_somewhere():
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_command_is_in_the_help_page():
    for name, command in cli.commands.items():
        assert f"## quoth {name}" in page("cli.md")
        for option in command.params:
            assert all(o in page("cli.md") for o in option.opts if o.startswith("-"))


def pages():
    return [*ROOT.glob("*.md"), *ROOT.glob("*/*.md")]


def indented(text):
    """The commands of a page: indented lines, without comments and what is piped into them."""
    for line in re.findall(r"^ {4}(\S.*)$", text, re.M):
        yield line.split(" #")[0].split("| ")[-1].split("   ")[0].strip()


def test_the_commands_shown_are_understood():
    shown = 0
    for path in pages():
        for line in indented(path.read_text(encoding="utf-8")):
            line = re.sub(r" < \w+\.txt\b", "", line)  # what the shell does
            words = shlex.split(line, comments=True) if line.startswith("quoth ") else []
            if len(words) < 2 or words[1] not in cli.commands:
                continue
            command, given = cli.commands[words[1]], words[2:]
            while isinstance(command, click.Group) and given:
                command, given = command.commands[given[0]], given[1:]
            command.make_context(words[1], given)
            shown += 1
    assert shown


def test_the_verbs_shown_are_in_the_makefile():
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for path in pages():
        text = path.read_text(encoding="utf-8")
        shown = set(re.findall(r"^ {4}make ([a-z]+)|`make ([a-z]+)`", text, re.M))
        assert {a or b for a, b in shown} <= verbs, path.name


@pytest.mark.parametrize(
    "part", ["text", "id", "title", "url", "published", "outlet", "authors", "language", "section"]
)
def test_the_columns_listed_are_found(part):
    *_, row = re.findall(rf"^\| {part} \| ([^|]+) \|$", page("intake.md"), re.M)
    for name in row.split(", "):
        columns = find_columns([name, "text"], IntakeOptions(), "a table")
        assert name in getattr(columns, part), name


def test_the_extensions_and_limits_listed_are_those_of_the_program():
    text = page("intake.md")
    assert [e for e in KNOWN_EXTENSIONS if e not in text] == []
    limits = FetchLimits()
    for shown in (
        f"{IntakeOptions().max_bytes // 10**6} MB",
        f"{MAX_PAGE_BYTES // 10**6} MB",
        f"{limits.max_bytes // 10**6} MB",
        f"{limits.total_seconds:.0f} seconds",
        f"{limits.max_redirects} redirects",
    ):
        assert shown in text


def test_no_page_names_a_place_of_one_machine():
    for path in pages():
        assert not re.search(r"(?<![\w./])/(?:home|tmp|opt|root|work)/", path.read_text("utf-8"))


def blocks():
    names = ("python.md", "ledger.md", "corrections.md")
    for path in (ROOT / "README.md", *(DOCS / name for name in names)):
        found = re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
        for i, code in enumerate(found, 1):
            yield pytest.param(code, id=f"{path.name}-{i}")


@pytest.mark.parametrize("code", list(blocks()))
def test_examples_run(code, monkeypatch, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "<example>", "exec"), {"__name__": "example"})


def test_the_first_example_prints_what_the_readme_says(capsys):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code, printed = re.search(r"```python\n(.*?)```\n\n((?: {4}[^\n]*\n)+)", text, re.S).groups()
    exec(compile(code, "<readme>", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out == re.sub(r"^ {4}", "", printed, flags=re.M)


def test_the_wheel_carries_the_notice():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {"LICENSE", "NOTICE"} <= set(project["license-files"])
    assert all((ROOT / name).is_file() for name in project["license-files"])
