"""Files as ledgers: looked at before they are touched, searched where nothing can be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from writers import in_a_process, numbered

from quoth.errors import DamagedWarning, LedgerError, OptionError
from quoth.ledger import Ledger, database


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A ledger of three articles, closed, whose speakers are joined."""
    target = tmp_path / "news.db"
    with Ledger(target) as ledger:
        ledger.add(*(numbered(i) for i in range(3)))
        ledger.speakers()
    return target


def state(path: Path) -> dict[str, bytes]:
    """The bytes of every file beside ``path``, and of itself."""
    return {file.name: file.read_bytes() for file in sorted(path.parent.iterdir())}


def another(path: Path, journal: str = "delete") -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("CREATE TABLE birds (name TEXT)")
    connection.close()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_another_programs_database_is_refused_byte_for_byte_as_it_was(
    tmp_path: Path, journal: str, create: bool
) -> None:
    other = tmp_path / "places.sqlite"
    another(other, journal)
    before = state(other)
    with pytest.raises(LedgerError, match="a database of another program; choose another file"):
        Ledger(other, create=create)
    assert state(other) == before


def test_another_programs_database_that_is_in_use_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "places.sqlite"
    another(other, "wal")
    with sqlite3.connect(other) as connection:
        connection.execute("INSERT INTO birds VALUES ('wren')")
        connection.commit()
        with pytest.raises(LedgerError, match="a database of another program"):
            Ledger(other)
        assert connection.execute("SELECT count(*) FROM birds").fetchone() == (1,)
    connection.close()


def test_an_empty_file_is_no_ledger_until_something_is_kept(tmp_path: Path) -> None:
    empty = tmp_path / "news.db"
    empty.touch()
    with pytest.raises(LedgerError, match="not a ledger of quoth; create one with: quoth add"):
        Ledger(empty, create=False)
    assert state(empty) == {"news.db": b""}
    with Ledger(empty) as ledger:
        assert ledger.count() == 0


def test_a_pipe_is_told_and_nobody_waits_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "news.db"
    os.mkfifo(pipe)
    with pytest.raises(LedgerError, match="not a file but a pipe"):
        Ledger(pipe)


@pytest.mark.parametrize("name", ["a\x00b.db", "a\ud800b.db", "x" * 300])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerError, match="name"):
        Ledger(tmp_path / name)


def test_names_that_mean_something_to_sqlite_are_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:news.db?mode=memory"):
        with Ledger(name) as ledger:
            ledger.keep(numbered(1))
        with Ledger(name, create=False) as ledger:
            assert len(ledger.current()) == 1


@pytest.fixture
def shut(kept: Path) -> Iterator[Path]:
    """A ledger in a folder where nobody but root may write; root is nobody here."""
    folder = Path(tempfile.mkdtemp(prefix="quoth-shut-"))
    target = folder / "news.db"
    shutil.copy(kept, target)
    target.chmod(0o444)
    folder.chmod(0o555)
    yield target
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(work: Callable[[], None]) -> None:
    def change() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()

    assert os.waitstatus_to_exitcode(os.waitpid(in_a_process(change), 0)[1]) == 0


def test_a_ledger_where_nothing_can_be_written_is_searched(shut: Path) -> None:
    before = state(shut)

    def work() -> None:
        with Ledger(shut, create=False) as ledger:
            assert ledger.database.read_only
            assert [one.url for one in ledger.search("gauge 2")]
            assert ledger.search(speaker="Ada Roth")
            assert ledger.speakers()
            with pytest.raises(LedgerError, match="cannot be written; check the permissions"):
                ledger.reject(1)

    as_nobody(work)
    assert state(shut) == before


def test_a_file_that_may_only_be_read_in_a_folder_that_may_be_written_is_searched(
    shut: Path,
) -> None:
    shut.parent.chmod(0o777)

    def work() -> None:
        with Ledger(shut, create=False) as ledger:
            assert ledger.count("gauge") == 3
            with pytest.raises(LedgerError, match="cannot be written"):
                ledger.keep(numbered(9))

    as_nobody(work)


def test_speakers_never_joined_where_nothing_can_be_written_are_told(
    shut: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.db"
    with Ledger(fresh) as ledger:
        ledger.add(numbered(1))
    shut.parent.chmod(0o755)
    shut.unlink()
    shutil.copy(fresh, shut)
    shut.chmod(0o444)
    shut.parent.chmod(0o555)

    def work() -> None:
        with Ledger(shut, create=False) as ledger:
            assert ledger.count("gauge") == 1
            with pytest.raises(LedgerError, match="run quoth speakers where it can be written"):
                ledger.speakers()

    as_nobody(work)


DAMAGE = {
    "no JSON": ("attributions", "contents = '[[1'"),
    "outside the text": ("attributions", "contents = '[[5, 100000]]'"),
    "of another shape": ("attributions", "sources = '{\"a\": 1}'"),
    "negative": ("attributions", "cue_start = -4"),
    "no number": ("attributions", "cue_end = 'x'"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_statement_is_told_by_its_number_and_the_rest_is_answered(
    kept: Path, damage: str
) -> None:
    table, change = DAMAGE[damage]
    with Ledger(kept) as ledger:
        hurt = ledger.search("gauge 1")[0].id
        everything = ledger.count()
    with sqlite3.connect(kept) as connection:
        connection.execute(f"UPDATE {table} SET {change} WHERE id = ?", (hurt,))
    connection.close()
    with Ledger(kept) as ledger:
        with pytest.warns(DamagedWarning, match=f"statement {hurt} is damaged"):
            found = ledger.search(limit=50)
        assert len(found) == everything - 1
        assert hurt not in {one.id for one in found}
        with pytest.warns(DamagedWarning):
            assert len(list(ledger.readings())) == 3
        with pytest.warns(DamagedWarning), pytest.raises(LedgerError, match="reread --all"):
            ledger.statement(hurt)
        with pytest.warns(DamagedWarning), pytest.raises(OptionError, match="is damaged"):
            ledger.confirm(hurt)


@pytest.mark.parametrize(
    "change",
    [
        "published = '2019-13'",
        "title = x'ff'",
        "blocks = '[[1]]'",
        "authors = '['",
        "furniture = '[[1]]'",
        "warnings = 'x'",
        "furniture = '[[0, 99999]]'",
    ],
)
def test_a_damaged_article_is_told_and_its_statements_are_still_found(
    kept: Path, change: str
) -> None:
    with sqlite3.connect(kept) as connection:
        connection.execute(f"UPDATE versions SET {change} WHERE id = 2")
    connection.close()
    with Ledger(kept) as ledger:
        with pytest.warns(DamagedWarning, match="of article 2"):
            assert len(ledger.search(limit=50)) == 9
        with pytest.warns(DamagedWarning):
            assert [one.article.id for one in ledger.readings()] == ["n0", "n1", "n2"]


def test_a_full_disk_is_told_and_what_was_kept_before_stays(kept: Path) -> None:
    with Ledger(kept) as ledger:
        with ledger.database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        more = (numbered(number) for number in range(10, 200))
        with pytest.raises(LedgerError, match="the disk is full; stored data is safe"):
            ledger.add(*more)
        assert ledger.count("gauge") >= 3
    with Ledger(kept) as ledger:
        assert all(reading.attributions for reading in ledger.readings())


def test_a_file_that_another_program_holds_is_told(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT", 0.1)
    holder = sqlite3.connect(kept, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Ledger(kept) as ledger:
        with pytest.raises(LedgerError, match="another program has been writing"):
            ledger.keep(numbered(9))
        assert ledger.count("gauge") == 3
    holder.rollback()
    holder.close()


def test_what_a_killed_migration_left_is_cleaned_away(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = kept.with_name("news.db.0001.backup.part")
    left.write_bytes(b"half")
    with Ledger(kept) as ledger:
        ledger.database._backup("0001")
    assert not left.exists()
    assert kept.with_name("news.db.0001.backup").exists()


def test_nothing_sound_is_warned_about(kept: Path) -> None:
    with warnings.catch_warnings(), Ledger(kept) as ledger:
        warnings.simplefilter("error")
        assert len(ledger.search(limit=50)) == 9


# --- a ledger that is being made ------------------------------------------------------------------


def test_whoever_is_stopped_while_a_ledger_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "news.db"
    with monkeypatch.context() as patched:
        patched.setattr("alembic.command.upgrade", stopped)
        with pytest.raises(KeyboardInterrupt):
            Ledger(target)
    assert list(tmp_path.iterdir()) == []
    with Ledger(target) as ledger:
        assert ledger.articles() == []
    with Ledger(target, create=False) as ledger:
        assert ledger.count() == 0


def test_what_a_killed_process_left_of_a_new_ledger_goes(tmp_path: Path) -> None:
    ended = in_a_process(lambda: None)
    os.waitpid(ended, 0)
    mine = tmp_path / f"news.db.{os.getpid()}-1.part"
    left = tmp_path / f"news.db.{ended}-1.part"
    for one in (mine, left):
        one.touch()
    Ledger(tmp_path / "news.db").close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["news.db", mine.name]


def test_a_ledger_that_another_made_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "news.db"
    put = database._put

    def beaten(part: Path, path: Path) -> None:
        with Ledger(tmp_path / "other.db") as other:
            other.add(numbered(1))
        shutil.move(tmp_path / "other.db", path)
        put(part, path)

    with monkeypatch.context() as patched:
        patched.setattr(database, "_put", lambda part, path: (
            put(part, path) if path.name == "other.db" else beaten(part, path)
        ))  # fmt: skip
        with Ledger(target) as ledger:
            assert len(ledger.articles()) == 1
