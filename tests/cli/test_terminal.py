"""``quoth read`` on a terminal: colours, width, the bar of a long run, and Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import QUOTH, environment, lines
from samples import BRIDGE, EASY

if sys.platform == "win32":
    pytest.skip("there are no such terminals here", allow_module_level=True)

import fcntl
import pty
import struct
import termios

_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "easy.txt").write_text(EASY, encoding="utf-8")
    return tmp_path


class Terminal:
    """A terminal of ``columns`` by 40, with a program on it."""

    def __init__(
        self, *arguments: str, cwd: Path, columns: int = 72, piped: str = "", **more: str
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.process = subprocess.Popen(
            [*QUOTH, *arguments],
            stdin=theirs,
            stdout=subprocess.PIPE if piped == "stdout" else theirs,
            stderr=subprocess.PIPE if piped == "stderr" else theirs,
            cwd=cwd,
            env=environment(TERM="xterm-256color", **more),
            start_new_session=True,
        )
        os.close(theirs)

    def shown(self) -> str:
        """All that was shown until the program ended."""
        out = b""
        while True:
            try:
                part = os.read(self._ours, 4096)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            out += part
        os.close(self._ours)
        if self.process.stdout:
            self.process.stdout.close()
        if self.process.stderr:
            self.process.stderr.close()
        self.process.wait(timeout=300)
        return out.decode().replace("\r\n", "\n")


def test_a_terminal_gets_the_view_in_colours_and_in_its_width(folder: Path) -> None:
    terminal = Terminal("read", "easy.txt", cwd=folder, columns=60)
    shown = terminal.shown()
    assert terminal.process.returncode == 0
    assert "\x1b[" in shown
    plain = _ESCAPE.sub("", shown)
    assert "Maria Lindqvist" in plain
    assert "said" in plain
    assert max(map(len, plain.splitlines())) == 60


@pytest.mark.parametrize("value", ["", "1"])
def test_no_color_is_respected(folder: Path, value: str) -> None:
    shown = Terminal("read", "easy.txt", cwd=folder, NO_COLOR=value).shown()
    assert "\x1b" not in shown
    assert "Maria Lindqvist" in shown


def test_the_width_can_be_given(folder: Path) -> None:
    shown = Terminal("read", "easy.txt", "--width", "44", cwd=folder, columns=90).shown()
    assert max(map(len, _ESCAPE.sub("", shown).splitlines())) == 44


def test_a_run_into_a_pipe_shows_how_far_it_is(folder: Path) -> None:
    terminal = Terminal("read", "easy.txt", "nowhere", cwd=folder, piped="stdout")
    shown = terminal.shown()
    assert "1 of 2 articles" in shown
    assert "1 could not be read" in shown
    assert "quoth: nowhere: " in shown
    assert terminal.process.returncode == 1


def test_the_bar_can_be_left_out_but_not_the_errors(folder: Path) -> None:
    shown = Terminal("read", "easy.txt", "nowhere", "--quiet", cwd=folder, piped="stdout").shown()
    (line,) = lines(shown.encode())
    assert line.startswith("quoth: nowhere: ")


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [(signal.SIGINT, 130, ["quoth: stopped"]), (signal.SIGTERM, 143, [])],
)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_is_stopped_leaves_nothing_behind(
    tmp_path: Path, number: int, status: int, said: list[str], workers: str
) -> None:
    (tmp_path / "long.txt").write_text(BRIDGE * 1500, encoding="utf-8")
    with subprocess.Popen(
        [*QUOTH, "read", *["long.txt"] * 4, "--workers", workers, "-o", "out.jsonl"],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
        start_new_session=True,
        text=True,
    ) as run:
        for _ in range(600):
            if any(path.suffix == ".part" for path in tmp_path.iterdir()):
                break
            time.sleep(0.1)
        time.sleep(0.5)
        os.killpg(run.pid, number) if number == signal.SIGINT else run.send_signal(number)
        _, errors = run.communicate(timeout=120)
    assert run.returncode == status
    assert [line for line in errors.splitlines() if line] == said
    assert [path.name for path in tmp_path.iterdir()] == ["long.txt"]
