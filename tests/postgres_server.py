"""A real PostgreSQL for the tests: a server of their own in a temporary folder, gone at the end."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


def binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``.

    Raises:
        RuntimeError: when no server is installed.
    """
    for pattern in _PLACES:
        root, _, rest = pattern.partition("*")
        folder = Path(root) if not rest else Path(root).parent
        name = Path(pattern).relative_to(folder).as_posix()
        found = sorted(p for p in folder.glob(name) if (p / "initdb").exists())
        if found:
            return found[-1]
    which = shutil.which("initdb")
    if which:
        return Path(which).resolve().parent
    raise RuntimeError("PostgreSQL is not installed; on Debian: sudo apt-get install postgresql")


class Server:
    """A running server; `database` makes empty databases in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)
        self._bin = binaries()
        # PostgreSQL refuses to run as root: its package made an account for it.
        self._account = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._account:
            shutil.chown(folder, "postgres")
            folder.chmod(0o755)
        self._data = folder / "data"
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", "quoth", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        self.start()

    def start(self) -> None:
        """Starts the server; it answers on a socket in its folder and nowhere else."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=60"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-t", "60", "-o", options,
                  "-l", str(self.folder / "log"), "start")  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stops the server; "immediate" is as if the machine had lost its power."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def database(self, *options: str) -> str:
        """The address of a new, empty database, made with these options of createdb."""
        name = f"ledger{next(self._numbers)}"
        self._run("createdb", "-h", str(self.folder), "-U", "quoth", *options, name)
        return f"postgresql://quoth@/{name}?host={self.folder}"

    def drop(self, address: str) -> None:
        """Takes a database away, whoever is still connected."""
        name = address.partition("@/")[2].partition("?")[0]
        self._run("dropdb", "-f", "-h", str(self.folder), "-U", "quoth", name)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._account, str(self._bin / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            cwd=self.folder,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block runs."""
    # Short: the path of a socket has 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="quoth-pg-"))
    server = None
    try:
        server = Server(folder)
        yield server
    finally:
        if server is not None:
            server.stop("immediate")
        for _ in range(3):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.1)
