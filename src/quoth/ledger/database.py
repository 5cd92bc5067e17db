"""Opening a ledger: a file (SQLite) or a ``postgresql://`` address, made and migrated as needed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from quoth.errors import LedgerError, OptionError
from quoth.ledger.schema import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")
_MAGIC = b"SQLite format 3\x00"
#: "quot": tells a ledger from any other SQLite file, also to ``file``.
APPLICATION_ID = 0x71756F74
_WAIT = 60  # seconds that a writer waits for the others
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_LOCK = 0x71756F74  # advisory lock of PostgreSQL while a ledger is made or migrated
_TOO_LARGE = "no article, statement or decision has a number that large"


class Database:
    """An open ledger: an engine, and transactions to read and to write in.

    ``name`` is the ledger as messages show it, without a password.
    """

    def __init__(self, target: str | Path, *, create: bool = True) -> None:
        """Opens a ledger, makes it if ``create``, and migrates it when an older quoth made it.

        Raises:
            LedgerError: when it is missing, no ledger, made by a newer quoth, or out of reach.
            OptionError: for a kind of address that is not known, or a driver not installed.
        """
        text = str(target)
        self.path: Path | None = None
        if "://" in text:
            self.engine, self.name = _postgres(text)
        else:
            self.path = Path(target)
            self.name = text
            self.engine = _sqlite(self.path, create)
        self.is_sqlite = self.path is not None
        self._writings = 0
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
        with self._errors(), self.engine.connect() as connection:
            if self.is_sqlite:
                # Taken at the start: a reader that turns writer could not wait for the others.
                connection = connection.execution_options(quoth_begin="BEGIN IMMEDIATE")
            try:
                with connection.begin():
                    yield connection
            finally:
                self._writings += 1

    def moment(self, connection: Connection) -> tuple[int, int] | None:
        """Something that stays the same for this connection of SQLite until anybody writes; None
        for other databases, which do not tell."""
        if not self.is_sqlite:
            return None
        changed = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        return int(changed), self._writings

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OverflowError as error:  # SQLite's driver
            raise LedgerError(self.name, _TOO_LARGE) from error
        except DBAPIError as error:
            too_large = type(error.orig).__name__ == "NumericValueOutOfRange"  # PostgreSQL's
            raise LedgerError(self.name, _TOO_LARGE if too_large else _reason(error)) from error

    def _make_ready(self, create: bool) -> None:
        with self.reading() as connection:
            found = _revision(connection)
        if found == HEAD:
            return
        if found is None and not create:
            raise LedgerError(self.name, "not a ledger of quoth; make one with: quoth add")
        config = _alembic()
        if found is not None:
            _refuse_newer(self.name, found, config)
            self._backup(found)
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            found = _revision(connection)  # another process may have been first
            if found == HEAD:
                return
            if found is None and _has_tables(connection):
                raise LedgerError(
                    self.name, "a database of something else; name another file or database"
                )
            from alembic import command

            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if self.is_sqlite:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def _backup(self, revision: str) -> None:
        """A copy of an SQLite ledger beside it, before it is migrated."""
        if self.path is None:
            return
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


def _sqlite(path: Path, create: bool) -> Engine:
    name = str(path)
    if path.is_dir():
        raise LedgerError(name, "a folder; name a file")
    try:
        if path.exists():
            with path.open("rb") as file:
                head = file.read(len(_MAGIC))
            if head and head != _MAGIC:
                raise LedgerError(name, "not a ledger: not an SQLite file; name another file")
        elif not create:
            raise LedgerError(name, "no such ledger; make one with: quoth add")
        elif not path.parent.is_dir():
            raise LedgerError(name, f"there is no folder {path.parent}; make it first")
    except OSError as error:
        raise LedgerError(name, (error.strerror or str(error)).lower()) from error
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=name),
        connect_args={"timeout": _WAIT, "check_same_thread": False},
        json_deserializer=_from_json,
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # Transactions are begun below, not by the driver.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA temp_store = MEMORY")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        begin = connection.get_execution_options().get("quoth_begin", "BEGIN")
        connection.exec_driver_sql(begin)

    return engine


def _from_json(text: str) -> Any:
    """What a column in JSON holds; most hold an empty list, which needs no parser."""
    return [] if text == "[]" else json.loads(text)


def _postgres(address: str) -> tuple[Engine, str]:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise OptionError(f"{address!r}: not an address of a database") from error
    name = url.render_as_string(hide_password=True)
    if url.drivername not in _POSTGRES:
        raise OptionError(
            f"{name}: a ledger is a file path or a postgresql:// address, not {url.drivername}://"
        )
    try:
        engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
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
        return "it cannot be written; look at the rights of the file and its folder"
    if "full" in low and isinstance(error, OperationalError):
        return "the disk is full; what was kept before is safe; make room and run it again"
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
            name, f"made by a newer quoth (its schema is {found}); install that one, or a later"
        )


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
