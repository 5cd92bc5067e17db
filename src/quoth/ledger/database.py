"""Opening a ledger: a file (SQLite) or a ``postgresql://`` address, made and migrated as needed."""

from __future__ import annotations

import glob
import json
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from quoth.errors import BusyError, LedgerError, NotFoundError, OptionError, UnkeepableError
from quoth.ledger.files import APPLICATION_ID, Mode, address_to, look_at
from quoth.ledger.schema import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")
_log = logging.getLogger(__name__)
_WAIT = 60  # seconds that a writer waits for the others
_PATIENCE = 10  # seconds that a question waits for a connection
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_LOCK = 0x71756F74  # advisory lock of PostgreSQL while a ledger is made or migrated
_TOO_LARGE = "no article, statement or correction has such a large number"
# A standby, a session for reading only, or a user without the right to write.
_ONLY_READS = (
    "SELECT current_setting('transaction_read_only') = 'on' "
    "OR NOT has_table_privilege('versions', 'INSERT')"
)
_MAY_NOT = "cannot be written: this user of the database may only read it"
_READ_ONLY = "cannot be written; check the permissions of the file and its folder"
_OLD = (
    "made by an older quoth and cannot be migrated in its read-only folder; "
    "copy it to a folder that you can write to"
)


class Database:
    """An open ledger: an engine, and transactions to read and to write in.

    ``name`` is the ledger as messages show it, without a password; see `call`. ``read_only``: it
    stands where nothing can be written, and is searched as it is.
    """

    def __init__(self, target: str | Path, *, create: bool = True) -> None:
        """Opens a ledger, makes it if ``create``, and migrates it when an older quoth made it.

        Raises:
            LedgerError: when it is missing, no ledger, made by a newer quoth, or out of reach.
            OptionError: for a kind of address that is not known, or a driver not installed.
        """
        text = str(target)
        self.path: Path | None = None
        self.read_only = False
        if "://" in text:
            self.engine, self.name = _postgres(text)
        else:
            self.path = Path(target)
            self.name = text
            mode = look_at(self.path, create)
            if mode == "write" and not self.path.exists():
                _new_file(self.path)
            self.read_only = mode != "write"
            self.engine = _sqlite(self.path, mode)
        self.is_sqlite = self.path is not None
        self._writings = 0
        self._called = False
        try:
            self._make_ready(create)
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Lets go of every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the ledger throughout.

        Raises:
            LedgerError: when the database fails.
        """
        with self._errors(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept whole at its end, or not at all.

        Raises:
            LedgerError: when the database fails; nothing of it was kept then.
        """
        if self.read_only:
            raise LedgerError(self.name, _READ_ONLY if self.is_sqlite else _MAY_NOT)
        with self._errors(), self.engine.connect() as connection:
            if self.is_sqlite:
                # Taken at the start: a reader that turns writer could not wait for the others.
                connection = connection.execution_options(quoth_begin="BEGIN IMMEDIATE")
            try:
                with connection.begin():
                    yield connection
            finally:
                self._writings += 1

    def moment(self, connection: Connection) -> object:
        """Something that stays the same for this connection until anybody writes."""
        if not self.is_sqlite:
            # Which transactions it sees: with the same ones, everything is the same.
            return connection.exec_driver_sql("SELECT txid_current_snapshot()::text").scalar_one()
        changed = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        return int(changed), self._writings

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OverflowError as error:  # SQLite's driver
            raise NotFoundError(self.name, _TOO_LARGE) from error
        except UnicodeError as error:
            raise UnkeepableError(self.name, "lone surrogates are not text") from error
        except sa.exc.TimeoutError as error:  # every connection is in use
            raise BusyError(_PATIENCE) from error
        except DBAPIError as error:
            raise self._told(error) from error

    def _told(self, error: DBAPIError) -> LedgerError:
        state = str(getattr(error.orig, "sqlstate", None) or "")
        if type(error.orig).__name__ == "NumericValueOutOfRange":  # PostgreSQL's
            return NotFoundError(self.name, _TOO_LARGE)
        # Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html
        if type(error).__name__ == "DataError" or state[:2] in ("22", "54"):
            return UnkeepableError(self.name, _reason(error))
        if self._called and not self.is_sqlite and not state:
            # The driver names the server's address where the connection fails.
            _log.warning("%s: %s", self.name, _reason(error))
            return LedgerError(self.name, "the database does not answer; try again later")
        return LedgerError(self.name, _reason(error))

    def call(self, name: str) -> None:
        """Has messages show the ledger under ``name``, and not where its database is."""
        self.name, self._called = name, True

    def _make_ready(self, create: bool) -> None:
        with self.reading() as connection:
            if not self.is_sqlite:
                self._refuse_encoding(connection)
            found = _revision(connection)
            if found == HEAD and not self.is_sqlite:
                self.read_only = bool(connection.exec_driver_sql(_ONLY_READS).scalar_one())
        if found == HEAD:
            return
        if found is None and not create:
            raise LedgerError(self.name, "not a ledger of quoth; create one with: quoth add")
        config = _alembic()
        if found is not None:
            _refuse_newer(self.name, found, config)
            if self.read_only:
                raise LedgerError(self.name, _OLD)
            self._backup(found)
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            found = _revision(connection)  # another process may have been first
            if found == HEAD:
                return
            if found is None and _has_tables(connection):
                raise LedgerError(
                    self.name, "a database of another program; choose another file or database"
                )
            from alembic import command

            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if self.is_sqlite:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def _refuse_encoding(self, connection: Connection) -> None:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if str(encoding).upper() != "UTF8":
            raise LedgerError(
                self.name,
                f"a database in {encoding}, which cannot store all texts; create one in UTF-8: "
                "createdb --encoding=UTF8 --template=template0 NAME",
            )

    def _backup(self, revision: str) -> None:
        """A copy of an SQLite ledger beside it, before it is migrated."""
        if self.path is None:
            return
        for left in self.path.parent.glob(f"{glob.escape(self.path.name)}.*.backup*.part"):
            left.unlink(missing_ok=True)  # of a run that was killed over it
        copy = self.path.with_name(f"{self.path.name}.{revision}.backup")
        number = 1
        while copy.exists():
            number += 1
            copy = self.path.with_name(f"{self.path.name}.{revision}.backup{number}")
        part = copy.with_name(copy.name + ".part")
        with sqlite3.connect(self.path) as source, sqlite3.connect(part) as target:
            source.backup(target)
        source.close()
        target.close()
        part.replace(copy)


def _new_file(path: Path) -> None:
    """Makes an empty ledger beside its place and puts it there whole, so that whoever is stopped
    meanwhile leaves no file that is none.

    Raises:
        LedgerError: when it cannot be written.
    """
    for left in path.parent.glob(f"{glob.escape(path.name)}.*.part"):
        if _is_left(left):
            left.unlink(missing_ok=True)  # of a run that was killed over it
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        part.touch()
        Database(part).close()
        _put(part, path)
    except LedgerError as error:
        raise LedgerError(str(path), error.reason) from error
    except OSError as error:
        raise LedgerError(str(path), (error.strerror or str(error)).lower()) from error
    finally:
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + end).unlink(missing_ok=True)


def _put(part: Path, path: Path) -> None:
    """Gives a file its name, unless another has it by now."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # not every file system has these
        if not path.exists():
            part.replace(path)


def _is_left(part: Path) -> bool:
    """Whether the process that made a file has ended."""
    number = part.name.rsplit(".", 2)[-2].partition("-")[0]
    if os.name != "posix" or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def _sqlite(path: Path, mode: Mode) -> Engine:
    options: dict[str, Any] = {"timeout": _WAIT, "check_same_thread": False}
    name = str(path.absolute())  # ":memory:" and "file:…" are names of files like any other
    if mode != "write":
        name = address_to(path, mode)
        options["uri"] = True
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(name, **options),
        poolclass=sa.QueuePool,
        pool_timeout=_PATIENCE,
        json_deserializer=_from_json,
    )
    set_up = (
        ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
        if mode == "write"
        else ("query_only = ON",)
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # Transactions are begun below, not by the driver.
        connection.isolation_level = None
        for pragma in (*set_up, "cache_size = -65536", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        begin = connection.get_execution_options().get("quoth_begin", "BEGIN")
        connection.exec_driver_sql(begin)

    return engine


class Damaged:
    """What stands in a column whose JSON cannot be read; whoever needs it fails on it."""


_DAMAGED = Damaged()


def _from_json(text: str) -> Any:
    """What a column in JSON holds; most hold an empty list, which needs no parser."""
    if text == "[]":
        return []
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return _DAMAGED


def _postgres(address: str) -> tuple[Engine, str]:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise OptionError(f"{address!r}: not a valid database URL") from error
    name = url.render_as_string(hide_password=True)
    if url.drivername not in _POSTGRES:
        raise OptionError(
            f"{name}: a ledger is a file path or a postgresql:// URL, not {url.drivername}://"
        )
    try:
        engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_timeout=_PATIENCE,
            connect_args={"connect_timeout": 10, "client_encoding": "utf8"},
        )
    except (ImportError, NoSuchModuleError) as error:
        raise OptionError(
            f'{name}: PostgreSQL needs its driver: pip install "quoth[postgres]"'
        ) from error
    return engine, name


def _reason(error: DBAPIError) -> str:
    """The driver's own words on one line, and what to do where that is plain."""
    words = " ".join(str(error.orig).split()) or type(error.orig).__name__
    low = words.lower()
    if "database is locked" in low:
        return f"another program has been writing for {_WAIT} s; try again later"
    if "readonly" in low or "read-only" in low:
        return _READ_ONLY
    if "full" in low and isinstance(error, OperationalError):
        return "the disk is full; stored data is safe; free some space and run the command again"
    if "malformed" in low or "not a database" in low:
        return f"the file is damaged ({words})"
    return words


def _has_tables(connection: Connection) -> bool:
    return bool(sa.inspect(connection).get_table_names())


def _revision(connection: Connection) -> str | None:
    """The schema's revision, or None where no ledger is."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    if not sa.inspect(connection).has_table("attributions"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _refuse_newer(name: str, found: str, config: Config) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found not in known:
        raise LedgerError(
            name,
            f"made by a newer quoth (its schema is {found}); install that version or a later one",
        )


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
