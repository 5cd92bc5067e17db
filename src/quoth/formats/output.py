"""Where a format goes: a file that is written whole or not at all, or standard output."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from quoth.errors import OptionError

try:
    import fcntl
except ImportError:  # not on every system
    fcntl = None  # type: ignore[assignment]

# What only the file being written can say inside the block; other errors there are the caller's.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Sink:
    """A place for text, over a text or a binary stream: always UTF-8, always flushed.

    A text stream that stands on a binary one (as ``sys.stdout`` does) is written through to it,
    so that no locale and no newline translation touches what is written. Unpaired surrogates,
    which UTF-8 cannot hold, become U+FFFD; formats that can escape them do so before.
    """

    def __init__(self, stream: TextIO | BinaryIO) -> None:
        self._text: TextIO | None = None
        self._binary: BinaryIO | None = None
        below = getattr(stream, "buffer", None)
        if below is not None and hasattr(below, "write"):
            stream.flush()
            self._binary = cast("BinaryIO", below)
        elif isinstance(stream, io.TextIOBase) or hasattr(stream, "encoding"):
            self._text = cast("TextIO", stream)
        else:
            self._binary = stream

    def write(self, text: str) -> None:
        """Write ``text`` and hand it on at once.

        Raises:
            OSError: when the stream refuses it (BrokenPipeError: nobody reads any more).
        """
        text = encodable(text)
        if self._binary is not None:
            self._binary.write(text.encode("utf-8"))
            self._binary.flush()
        elif self._text is not None:
            self._text.write(text)
            self._text.flush()


def encodable(text: str) -> str:
    """``text`` with each unpaired surrogate replaced by U+FFFD; its length stays the same."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


@contextlib.contextmanager
def atomic_output(path: Path | None) -> Iterator[BinaryIO]:
    """A binary stream to ``path`` that becomes the file only when all went well.

    The bytes go to a hidden file in the same folder; at the end of the block it is synced to disk
    and put in the place of ``path`` in one step, with the permissions of the file it replaces (or
    those of a new file). On an exception, an interrupt too, it is removed and an older ``path``
    is left as it was. A link is followed; a pipe or a device (``/dev/null``) is written straight.

    ``None`` is standard output: nothing is held back, and a BrokenPipeError is the caller's.

    Raises:
        OptionError: when the folder is missing, nothing may be written there, ``path`` is a
            folder, or the disk is full.
    """
    if path is None:
        yield cast("BinaryIO", getattr(sys.stdout, "buffer", sys.stdout))
        return
    target, kind = _target(path)
    if kind is not None and not stat.S_ISREG(kind):
        with _clear(path):
            straight = target.open("wb")
        with straight, _clear(path, _DISK):
            yield straight
        return
    with _clear(path):
        stream, part = _create(target)
    try:
        with stream, _clear(path, _DISK):
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with _clear(path):
            if kind is not None:
                part.chmod(stat.S_IMODE(kind))
            part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    _sync_folder(target.parent)


def _target(path: Path) -> tuple[Path, int | None]:
    """Where ``path`` leads, links followed, and the mode of what is there (None: nothing)."""
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise OptionError(
                f"{path}: cannot be written: there is no folder {path.parent}; create it first"
            ) from None
        return target, None
    except (OSError, ValueError) as error:
        raise OptionError(f"{path}: cannot be written: {_reason(error)}") from error
    if stat.S_ISDIR(mode):
        raise OptionError(f"{path}: is a folder; give the name of a file")
    return target, mode


def _create(target: Path) -> tuple[BinaryIO, Path]:
    """A new hidden file beside ``target``, with the permissions any new file gets."""
    _clean(target.parent)
    for number in range(1000):
        part = target.parent / f".quoth-{os.getpid()}-{number}.part"
        try:
            handle = os.open(part, _NEW, 0o666)
        except FileExistsError:
            continue
        if _hold(handle, without_locks=True) and part.exists():
            return os.fdopen(handle, "wb"), part
        os.close(handle)  # taken for one that was left, between being made and being held
    raise OptionError(f"{target}: cannot be written: remove the .quoth-*.part files beside it")


def _clean(folder: Path) -> None:
    """Takes away what writers who were killed have left: files that nobody holds."""
    if fcntl is None:
        return
    for left in folder.glob(".quoth-*.part"):
        with contextlib.suppress(OSError):
            handle = os.open(left, os.O_WRONLY)
            try:
                if _hold(handle, without_locks=False):
                    left.unlink()
            finally:
                os.close(handle)


def _hold(handle: int, *, without_locks: bool) -> bool:
    """Whether this is the only writer of an open file, from now on until it ends; what to say of a
    file system that has no locks is the caller's."""
    if fcntl is None:
        return without_locks
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return without_locks
    return True


@contextlib.contextmanager
def _clear(path: Path, only: frozenset[int] | None = None) -> Iterator[None]:
    """Turn what the file system says (``only`` those error numbers) into one clear line."""
    try:
        yield
    except OSError as error:
        if only is None or error.errno in only:
            raise OptionError(f"{path}: cannot be written: {_reason(error)}") from error
        raise


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "permission denied; choose a folder that you can write to"
    return (getattr(error, "strerror", None) or str(error)).lower()


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
