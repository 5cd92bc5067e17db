"""The web app as a user starts it: ``quoth serve`` in a process of its own."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from command import QUOTH, environment


@contextmanager
def served(*arguments: str | Path) -> Iterator[str]:
    """The address of ``quoth serve ARGUMENTS``, which answers until the end."""
    server = subprocess.Popen(
        [*QUOTH, "serve", *map(str, arguments), "--port", "0", "--workers", "1", "--create",
         "--rate", "1000000"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )  # fmt: skip
    timer = threading.Timer(300, server.kill)
    timer.start()
    assert server.stdout is not None
    line = server.stdout.readline()
    timer.cancel()
    try:
        yield line.removeprefix("quoth: ").strip().rstrip("/")
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()
