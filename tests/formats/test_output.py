"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from quoth.errors import OptionError
from quoth.formats import atomic_output


def fail_after(written: int, error: type[BaseException]) -> None:
    assert written
    raise error


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    with atomic_output(path) as stream:
        stream.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert names(tmp_path) == ["out.json"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, BrokenPipeError, OSError])
def test_on_an_error_the_old_file_stays_and_nothing_else(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(b"old")
    with pytest.raises(error), atomic_output(path) as stream:
        fail_after(stream.write(b"half"), error)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["out.json"]


def test_permissions_are_those_of_the_file_replaced_or_of_any_new_file(tmp_path: Path) -> None:
    old, new, plain = tmp_path / "old", tmp_path / "new", tmp_path / "plain"
    old.touch(mode=0o640)
    old.chmod(0o640)
    plain.touch()
    for path in (old, new):
        with atomic_output(path) as stream:
            stream.write(b"x")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == plain.stat().st_mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with atomic_output(tmp_path / "link") as stream:
        stream.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_pipe_is_written_straight(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.append(pipe.read_bytes()))
    reader.start()
    with atomic_output(pipe) as stream:
        stream.write(b"through")
    reader.join(10)
    assert seen == [b"through"]
    assert names(tmp_path) == ["pipe"]


def test_two_writers_at_once_do_not_meet(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with atomic_output(first) as one, atomic_output(second) as two:
        one.write(b"1")
        two.write(b"2")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_none_is_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with atomic_output(None) as stream:
        stream.write(b"shown")
        stream.flush()
    assert capfdbinary.readouterr().out == b"shown"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "out.json"
    with pytest.raises(OptionError, match=r"there is no folder .*nowhere; create it"):
        atomic_output(path).__enter__()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="is a folder; give the name of a file"):
        atomic_output(tmp_path).__enter__()


@pytest.mark.parametrize("name", ["x" * 300, "nul\0byte", "file/below"])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OptionError, match="cannot be written"):
        atomic_output(tmp_path / name).__enter__()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OptionError, match="permission denied"):
            atomic_output(tmp_path / "out.json").__enter__()
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    with (
        pytest.raises(OptionError, match=r"out.*no space left on device"),
        atomic_output(tmp_path / "out"),
    ):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


def test_a_folder_that_refuses_new_files_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("quoth.formats.output.os.open", refuse)
    with pytest.raises(OptionError, match="permission denied; choose a folder"):
        atomic_output(tmp_path / "out").__enter__()


def test_what_killed_writers_left_is_cleaned_away_and_what_others_write_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / ".quoth-4242-0.part").write_bytes(b"left")
    with atomic_output(tmp_path / "a.json") as first, atomic_output(tmp_path / "b.json") as second:
        assert not (tmp_path / ".quoth-4242-0.part").exists()
        first.write(b"one")
        second.write(b"two")
    assert names(tmp_path) == ["a.json", "b.json"]
    assert (tmp_path / "a.json").read_bytes() == b"one"
    assert (tmp_path / "b.json").read_bytes() == b"two"
