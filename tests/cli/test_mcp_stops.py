"""``quoth mcp`` ends on Ctrl-C, also while it waits for a question that does not come."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command import QUOTH, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-03-26",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [*QUOTH, "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=tmp_path,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stderr is not None
    server.stdin.write(json.dumps(HELLO).encode() + b"\n")
    server.stdin.flush()
    assert b'"result"' in server.stdout.readline()
    server.send_signal(signal.SIGINT)
    assert server.wait(60) == 130
    assert server.stderr.read() == b"quoth: stopped\n"
    for stream in (server.stdin, server.stdout, server.stderr):
        stream.close()


def test_a_server_asks_before_it_makes_a_ledger(tmp_path: Path) -> None:
    above, below = pty.openpty()
    server = subprocess.Popen(
        [*QUOTH, "serve", "typo.db", "--port", "0"],
        stdin=below,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=tmp_path,
    )
    os.write(above, b"n\n")
    out, err = server.communicate(timeout=120)
    os.close(above)
    os.close(below)
    assert server.returncode == 130
    assert (out, list(tmp_path.iterdir())) == (b"", [])
    assert b"typo.db does not exist. Create a new ledger?" in err
    assert err.endswith(b"quoth: stopped\n")
