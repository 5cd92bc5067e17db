"""An SQLite file before it is opened as a ledger: looked at first, touched after.

SQLite writes into a file when it is opened to be written (the journal's kind, locks, what a program
that was killed has left), so nothing of a file that is no ledger may be opened that way.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Literal

from quoth.errors import LedgerError

#: "quot": tells a ledger from any other SQLite file, also to ``file``.
APPLICATION_ID = 0x71756F74
_MAGIC = b"SQLite format 3\x00"
_HEADER = 100  # bytes; https://www.sqlite.org/fileformat2.html#the_database_header

#: How a file is opened: to be written, to be read, or to be read from a place that never changes.
Mode = Literal["write", "read", "immutable"]


def look_at(path: Path, create: bool) -> Mode:
    """How the ledger at ``path`` can be opened; nothing of it is changed.

    Raises:
        LedgerError: when there is none and it is not to be made, or something else is there.
    """
    name = str(path)
    try:
        kind = _kind(path)
        if kind is None:
            _refuse_new(path, create)
            return "write"
        if stat.S_ISDIR(kind):
            raise LedgerError(name, "a folder; give the name of a file")
        if not stat.S_ISREG(kind):
            raise LedgerError(
                name, "not a file but a pipe, a socket or a device; give the name of a file"
            )
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid file name"
        raise LedgerError(
            name.encode("utf-8", "backslashreplace").decode(), reason.lower()
        ) from error
    if head and not head.startswith(_MAGIC):
        raise LedgerError(name, "not a ledger (not an SQLite file); choose another file")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        _refuse_other(path, create, bool(head))
    return _mode(path)


def address_to(path: Path, mode: Mode) -> str:
    """The address by which SQLite opens a file to be read only."""
    how = "mode=ro&immutable=1" if mode == "immutable" else "mode=ro"
    return f"{path.absolute().as_uri()}?{how}"


def _kind(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _refuse_new(path: Path, create: bool) -> None:
    if not create:
        raise LedgerError(str(path), "no such ledger; create one with: quoth add")
    if not path.parent.is_dir():
        raise LedgerError(str(path), f"there is no folder {path.parent}; create it first")


def _refuse_other(path: Path, create: bool, filled: bool) -> None:
    """Refuses a database without the mark of a ledger, unless it is empty or a ledger without it
    (whose last writer was killed, or that came out of a dump)."""
    tables = _tables(path) if filled else set()
    if {"alembic_version", "attributions"} <= tables:
        return
    if tables:
        raise LedgerError(
            str(path), "a database of another program; choose another file or database"
        )
    if not create:
        raise LedgerError(str(path), "not a ledger of quoth; create one with: quoth add")


def _tables(path: Path) -> set[str]:
    # Read-only leaves everything as it is; with a log beside it, its newest part is in there.
    logged = path.with_name(path.name + "-wal").exists()
    try:
        with closing(_opened(path, "read" if logged else "immutable")) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {str(name) for (name,) in rows}
    except sqlite3.OperationalError as error:
        raise LedgerError(str(path), f"it cannot be read ({error})") from error
    except sqlite3.DatabaseError as error:
        raise LedgerError(str(path), f"the file is damaged ({error})") from error


def _mode(path: Path) -> Mode:
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "write"
    try:
        with closing(_opened(path, "read")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return "read"
    except sqlite3.OperationalError as error:
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise LedgerError(
                str(path),
                f"its last changes stand in {log.name}, which cannot be read from here; "
                "copy both files to a folder you may write to",
            ) from error
        return "immutable"  # no room for the files with which readers and writers go about it
    except sqlite3.DatabaseError as error:
        raise LedgerError(str(path), f"the file is damaged ({error})") from error


def _opened(path: Path, mode: Mode) -> sqlite3.Connection:
    return sqlite3.connect(address_to(path, mode), uri=True)
