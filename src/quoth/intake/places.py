"""Where inputs are: files, folders, patterns, standard input, addresses."""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from quoth.errors import InputError, LeftOutError
from quoth.intake.kinds import KNOWN_EXTENSIONS, Kind, LeftOut, extension_kind, is_known_file

STANDARD_INPUT = "-"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,30})://")
_MANY_TO_A_FILE = frozenset(Kind) - {Kind.HTML, Kind.TEXT, Kind.MARKDOWN, Kind.PDF}
_COUNTED = 100_000


def is_address(given: object) -> bool:
    """True for what is to be fetched."""
    return isinstance(given, str) and _ADDRESS.match(given) is not None


def files_at(given: str | Path) -> Iterator[Path | InputError]:
    """The files that a path, folder or pattern stands for, in order; errors in their place.

    In folders, only files with a known extension are taken, hidden ones are not, and links to
    folders are followed unless they lead back.
    """
    name = os.fspath(given)
    if isinstance(given, str) and (scheme := _SCHEME.match(given)):
        yield InputError(name, f"only http and https addresses are read, not {scheme[1]}")
    elif not name or "\0" in name:
        yield InputError(repr(name), "not the name of a file")
    elif os.path.lexists(name) or not isinstance(given, str) or not glob.has_magic(name):
        yield from _files_in(name)
    else:
        yield from _matching(name)


def count_hint(inputs: Iterable[str | Path | bytes]) -> int | None:
    """How many articles there are in ``inputs``; None where that is not cheap to know.

    Tables, JSON, standard input and patterns may hold any number, and so may very large folders.
    """
    count = 0
    for given in inputs:
        if isinstance(given, bytes) or is_address(given):
            count += 1
            continue
        name = os.fspath(given)
        if given == STANDARD_INPUT or (not os.path.lexists(name) and glob.has_magic(name)):
            return None
        for file in files_at(given):
            if isinstance(file, LeftOutError):
                continue
            count += 1
            if count > _COUNTED or extension_kind(os.fspath(_path_of(file))) in _MANY_TO_A_FILE:
                return None
    return count


def check_file(path: Path) -> None:
    """Raise InputError unless ``path`` is a plain file with something in it."""
    name = os.fspath(path)
    try:
        found = path.stat()
    except OSError as error:
        raise InputError(name, _why(error, name)) from None
    if not stat.S_ISREG(found.st_mode):
        what = "a pipe" if stat.S_ISFIFO(found.st_mode) else "a device or socket"
        raise InputError(name, f"{what}, not a file; to read from a pipe, give -")
    if found.st_size == 0:
        raise InputError(name, "the file is empty")


def os_error(error: OSError, name: str) -> InputError:
    """What the system said, in words."""
    return InputError(name, _why(error, name))


def _path_of(file: Path | InputError) -> Path | str:
    return file.name if isinstance(file, InputError) else file


def _files_in(name: str) -> Iterator[Path | InputError]:
    if not _is_folder(name):
        yield Path(name)
        return
    found = False
    left_out = LeftOut(name)
    for file in _walk(name, (), set(), left_out):
        found = True
        yield file
    if not found:
        known = " ".join(KNOWN_EXTENSIONS)
        yield InputError(name, f"no article files in this folder (known are {known})")
    if told := left_out.error():
        yield told


def _is_folder(path: str | Path) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # opening it will say why
        return False


def _walk(
    folder: str,
    above: tuple[tuple[int, int], ...],
    seen: set[tuple[int, int]],
    left_out: LeftOut,
) -> Iterator[Path | InputError]:
    try:
        status = Path(folder).stat()
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield InputError(folder, "a link that leads back into a folder above; not followed")
            return
        if here in seen:  # reached by another way already
            return
        seen.add(here)
        names = sorted(os.listdir(folder))  # noqa: PTH208 (names take a quarter of the memory)
    except OSError as error:
        yield os_error(error, folder)
        return
    for entry in names:
        if entry.startswith("."):
            continue
        path = Path(folder, entry)
        if _is_folder(path):
            yield from _walk(os.fspath(path), (*above, here), seen, left_out)
        elif is_known_file(entry):
            yield path
        else:
            left_out.add(entry)


def _matching(pattern: str) -> Iterator[Path | InputError]:
    anything = PurePath(pattern).name in ("*", "**")
    try:
        names = sorted(set(glob.iglob(pattern, recursive=True)))  # noqa: PTH207 (lazy, "**" as in shells)
    except (OSError, re.error) as error:
        yield InputError(pattern, f"not a pattern that can be searched ({error})")
        return
    found = False
    left_out = LeftOut(pattern)
    for name in names:
        if _is_folder(name):
            continue
        if is_known_file(name) or not anything:
            found = True
            yield Path(name)
        else:
            left_out.add(name)
    if not found:
        yield InputError(pattern, "no file matches this pattern")
    if told := left_out.error():
        yield told


def _why(error: OSError, name: str) -> str:
    if error.errno == errno.ENOENT:
        if Path(name).is_symlink():
            return "a link to a file that is not there"
        return "no such file"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "no permission to read it"
    if error.errno == errno.ELOOP:
        return "a link that leads back to itself"
    if error.errno == errno.ENAMETOOLONG:
        return "the name is too long for a file"
    return f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
