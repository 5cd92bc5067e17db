"""Opening ledgers: made, recognised, refused, migrated."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from writers import numbered

from postgres_server import running
from quoth.errors import LedgerError, OptionError
from quoth.ledger import Ledger, database
from quoth.ledger.database import Database, _alembic
from quoth.ledger.schema import HEAD, metadata


def test_the_newest_revision_is_the_one_the_code_knows() -> None:
    assert ScriptDirectory.from_config(_alembic()).get_current_head() == HEAD


def test_migrations_make_the_tables_that_the_code_describes(ledger_target: str) -> None:
    database = Database(ledger_target)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, metadata) == []
    database.close()


def _ours(name: str | None, kind: str, _parent: object) -> bool:
    """Full-text search is not in the metadata: it differs between the databases."""
    return not (kind == "table" and str(name).startswith("statement_words")) and name not in (
        "search",
        "ix_attributions_search",
    )


def test_a_missing_ledger_is_made_only_where_something_is_kept(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no such ledger; create one with: quoth add"):
        Ledger(tmp_path / "news.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Ada Roth said no.", encoding="utf-8")
    with pytest.raises(LedgerError, match="not an SQLite file"):
        Ledger(notes)
    assert notes.read_text(encoding="utf-8") == "Ada Roth said no."


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    connection.close()
    with pytest.raises(LedgerError, match="a database of another program"):
        Ledger(other)
    with sqlite3.connect(other) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("birds",)]
    connection.close()


def test_a_folder_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="a folder; give the name of a file"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="there is no folder"):
        Ledger(tmp_path / "none" / "news.db")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    damaged = tmp_path / "news.db"
    damaged.write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    with pytest.raises(LedgerError, match="damaged"):
        Ledger(damaged)


@pytest.mark.parametrize("address", ["mysql://u:secret@host/x", "https://host/x", "sqlite:///x"])
def test_other_databases_are_refused_without_their_password(address: str) -> None:
    with pytest.raises(OptionError, match="a file path or a postgresql:// URL") as caught:
        Ledger(address)
    assert "secret" not in str(caught.value)


def test_a_server_out_of_reach_is_told_without_its_password() -> None:
    with pytest.raises(LedgerError, match="connection") as caught:
        Ledger("postgresql://quoth:secret@127.0.0.1:9/none")
    assert "secret" not in str(caught.value)


def test_a_ledger_of_a_newer_quoth_is_refused(ledger_target: str) -> None:
    with Ledger(ledger_target) as ledger, ledger.database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match=r"made by a newer quoth \(its schema is 9999\)"):
        Ledger(ledger_target)


LATER = f"{int(HEAD) + 1:04}"
NEXT = f"""
from alembic import op

revision = "{LATER}"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.execute("CREATE TABLE later (word TEXT)")
"""


def test_an_old_ledger_is_migrated_after_a_copy(
    ledger_target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To a quoth with one more migration, what is made now is an old ledger."""
    with Ledger(ledger_target) as ledger:
        ledger.keep(numbered(1))
    newer = tmp_path / "migrations"
    shutil.copytree(Path(database.__file__).with_name("migrations"), newer)
    (newer / "versions" / f"{LATER}_next.py").write_text(NEXT, encoding="utf-8")
    monkeypatch.setattr(database, "HEAD", LATER)
    monkeypatch.setattr(database, "MIGRATIONS", newer)
    with Ledger(ledger_target) as ledger:
        assert list(ledger.readings()) == [numbered(1)]
        with ledger.database.reading() as connection:
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            assert sa.inspect(connection).has_table("later")
        assert found == LATER
    if "://" not in ledger_target:
        with sqlite3.connect(f"{ledger_target}.{HEAD}.backup") as copy:
            assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
            assert copy.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        copy.close()


def test_a_migration_that_fails_changes_nothing(
    ledger_target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(ledger_target) as ledger:
        ledger.keep(numbered(1))
    newer = tmp_path / "migrations"
    shutil.copytree(Path(database.__file__).with_name("migrations"), newer)
    broken = NEXT + '    op.execute("CREATE TABLE later (word TEXT)")\n'
    (newer / "versions" / f"{LATER}_next.py").write_text(broken, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(database, "HEAD", LATER)
        patched.setattr(database, "MIGRATIONS", newer)
        with pytest.raises(LedgerError, match="already exists"):
            Ledger(ledger_target)
    with Ledger(ledger_target) as ledger:
        assert list(ledger.readings()) == [numbered(1)]
        with ledger.database.reading() as connection:
            assert not sa.inspect(connection).has_table("later")


def test_the_file_opens_in_other_tools(tmp_path: Path) -> None:
    target = tmp_path / "news.db"
    with Ledger(target) as ledger:
        ledger.keep(numbered(7))
    with sqlite3.connect(f"file:{target}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT speaker, cue, content, chain, depth FROM statements ORDER BY start, depth"
        ).fetchall()
        assert connection.execute("PRAGMA application_id").fetchone() == (0x71756F74,)
    connection.close()
    assert ("Ada Roth", "said", "gauge 7 stood at 7 metres", "Ada Roth said", 1) in rows
    assert any(depth == 2 for *_, depth in rows)


def test_a_server_that_does_not_answer_is_told_without_its_address() -> None:
    with running() as server:
        own = server.database()
        with Ledger(own) as shown, Ledger(own, called="the ledger") as hidden:
            shown.add(numbered(1))
            server.stop("immediate")
            with pytest.raises(LedgerError, match="connection"):
                shown.search("")
            with pytest.raises(LedgerError, match=r"connection|does not answer"):
                hidden.search("")  # it loses the connection that it had
            with pytest.raises(LedgerError) as told:
                hidden.search("")
        server.start()
    assert str(told.value) == "the ledger: the database does not answer; try again later"
