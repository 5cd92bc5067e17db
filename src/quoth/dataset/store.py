"""Where a dataset is written: a folder, or what fsspec writes to. No object is ever seen half."""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path
from typing import Any, Protocol

from quoth.errors import OptionError
from quoth.intake.places import is_address

RUN = "_quoth/run.json"
_numbers = itertools.count(1)


class Diary:
    """One line in a file, written over again and again, without a word to the disk."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)

    def note(self, line: str) -> None:
        """Write ``line`` over what was there."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, line.encode("ascii").ljust(100))

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


class Store(Protocol):
    """Named objects in one place; names are paths with "/"."""

    def put(self, name: str, data: bytes) -> None:
        """Write an object whole, in place of one of that name.

        Raises:
            OSError: when it cannot be written.
        """

    def get(self, name: str) -> bytes | None:
        """The bytes of an object, or None where there is none."""

    def size(self, name: str) -> int | None:
        """The size of an object in bytes, or None where there is none."""

    def names(self, folder: str) -> list[str]:
        """The names in a folder, sorted, without the folder."""

    def delete(self, name: str) -> None:
        """Remove an object, if it is there."""

    def diary(self, name: str, /) -> Diary | None:
        """Notes of one line, each over the one before it; None where they cost too much."""


def open_store(out: str | Path) -> Store:
    """The store at a path or at an address that fsspec knows.

    Raises:
        OptionError: when it cannot be opened.
    """
    place = os.fspath(out)
    return _Remote(place) if "://" in place else _Folder(Path(place))


def is_dataset(place: str | Path) -> bool:
    """Whether there is a dataset at a path or address."""
    name = os.fspath(place)
    if "://" in name:
        return not is_address(name) and open_store(name).size(RUN) is not None
    return (Path(name) / RUN).is_file()


class _Folder:
    """Files in a folder. A file is written under another name, synced, and put in its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, data: bytes) -> None:
        target = self.folder / name
        # Not beside the parts: what reads "*.parquet" must not see it, whatever its pattern.
        part = self.folder / "_quoth" / "tmp" / f"{os.getpid()}-{next(_numbers)}"
        for one in (target, part):
            one.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        with contextlib.suppress(OSError):  # not every system syncs folders
            handle = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def get(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        try:
            return (self.folder / name).stat().st_size
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> list[str]:
        try:
            return sorted(one.name for one in (self.folder / folder).iterdir() if one.is_file())
        except FileNotFoundError:
            return []

    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    def diary(self, name: str, /) -> Diary:
        return Diary(self.folder / name)


class _Remote:
    """Objects of a store that fsspec knows: each is written by one request, whole."""

    def __init__(self, address: str) -> None:
        self._system, self._root = remote(address)

    def put(self, name: str, data: bytes) -> None:
        path = self._path(name)
        if getattr(self._system, "protocol", "") in ("file", ("file", "local")):
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._system.pipe_file(path, data)

    def get(self, name: str) -> bytes | None:
        try:
            return bytes(self._system.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        try:
            return int(self._system.info(self._path(name))["size"])
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> list[str]:
        self._system.invalidate_cache()  # others write there too
        try:
            found = self._system.ls(self._path(folder), detail=True)
        except FileNotFoundError:
            return []
        return sorted(one["name"].rpartition("/")[2] for one in found if one["type"] == "file")

    def delete(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._system.rm_file(self._path(name))

    def diary(self, _name: str, /) -> None:
        return None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def remote(address: str) -> tuple[Any, str]:
    """The file system of fsspec for an address, and the path in it.

    Raises:
        OptionError: when fsspec, or what it needs for that kind of address, is not there.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise OptionError(f'{address}: needs an extra: pip install "quoth[remote]"') from None
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise OptionError(f"{address}: cannot be opened ({error})") from None
    return system, str(path).rstrip("/")
