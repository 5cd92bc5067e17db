"""Runs the program ``quoth`` as a user does: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

QUOTH = [sys.executable, "-c", "from quoth.cli import main; main()"]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
    return {**kept, "PYTHONWARNINGS": "ignore", **more}


def quoth(
    *arguments: str | Path, cwd: Path | None = None, stdin: bytes = b"", **more: str
) -> subprocess.CompletedProcess[bytes]:
    """What ``quoth ARGUMENTS`` says and returns, with ``stdin`` on its standard input."""
    return subprocess.run(
        [*QUOTH, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**more),
        timeout=300,
        check=False,
    )


def lines(output: bytes) -> list[str]:
    return output.decode().splitlines()
