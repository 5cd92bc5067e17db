"""Every command that the pages and the help show is run, in the order shown, on ``examples/``."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from quoth.cli import cli
from quoth.cli.examples import EXAMPLES
from quoth.ledger import Ledger

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    if path.name != "cli.md" and re.search(r"^ {4}quoth ", path.read_text("utf-8"), re.M)
)
# What cannot be run here, and by what it is tested instead.
ELSEWHERE = {
    "an address": re.compile(r"https?://"),  # tests/intake/test_fetch.py
    "a store or an archive": re.compile(r"s3://|\.warc"),  # the tests of datasets
    "a server": re.compile(r"^quoth (serve|mcp)\b"),  # tests/web, tests/test_mcp.py
    "another database": re.compile(r"postgresql://"),  # tests/ledger, on both databases
}
FINDS = re.compile(r"^quoth (read|search|show|articles|speakers|audit|export)\b")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the examples, made as the pages say."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copytree(ROOT / "examples", folder / "examples")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        run("quoth add news.db examples/")
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as somebody has it who follows a page from its top."""
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ids(line: str) -> str:
    """A line of merging or splitting with speakers that this ledger has: who is found where is the
    model's matter, and changes with it."""
    with Ledger("news.db") as ledger:
        first, second = (one.id for one in ledger.speakers(limit=2))
        if " rename " in line:
            return re.sub(r"i\d+", first, line)
        if " merge " in line:
            return re.sub(r"i\d+ i\d+", f"{first} {second}", line)
        if len(ledger.speaker(first)[1]) < 2:
            ledger.merge_speakers([first, second])
        (joined,) = ledger.speakers(limit=1)
        place = ledger.speaker(joined.id)[1][0]
        return re.sub(r"i\d+( \d+)+", f"{joined.id} {place.version}", line)


def run(line: str) -> str:
    if re.match(r"quoth correct (merge|split|rename)\b", line):
        line = ids(line)
    words = shlex.split(line, comments=True)[1:]
    given = None
    if words[-2:-1] == ["<"]:  # a file with a password
        words, given = words[:-2], "four words of a song\n"
    done = CliRunner().invoke(cli, words, input=given, catch_exceptions=True)
    assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception!r}"
    return done.stdout


def shown(page: Path) -> list[str]:
    found = re.findall(r"^ {4}(quoth .*)$", page.read_text("utf-8"), re.M)
    return [line for line in found if not any(one.search(line) for one in ELSEWHERE.values())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_do_what_they_say(folder: Path, page: Path) -> None:
    for line in shown(page):
        out = run(line)
        target = re.search(r"(?:-o|--output) (\S+)", line)
        if target:
            assert (folder / target[1]).stat().st_size, line
            if target[1].endswith(".csv") and FINDS.search(line):
                assert len((folder / target[1]).read_text("utf-8").splitlines()) > 1, line
        elif FINDS.search(line):
            assert out.strip(), f"{line}: finds nothing"
            assert "no statement found" not in out, line


@pytest.mark.parametrize("command", [name for name in EXAMPLES if name not in ("serve", "mcp")])
def test_the_examples_of_the_help_do_what_they_say(folder: Path, command: str) -> None:
    if command == "correct undo":
        run("quoth correct reject news.db 2")
    if command == "correct story split":
        run("quoth correct story join news.db 1 2")
    for line in EXAMPLES[command]:
        run(line)


def test_every_command_has_examples() -> None:
    def paths(group: object, before: str = "") -> list[str]:
        out: list[str] = []
        for name, one in group.commands.items():  # type: ignore[attr-defined]
            out += paths(one, f"{before}{name} ") if hasattr(one, "commands") else [before + name]
        return out

    assert sorted(paths(cli)) == sorted(EXAMPLES)
    assert "Examples:" in CliRunner().invoke(cli, ["search", "--help"]).output
