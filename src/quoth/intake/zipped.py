"""Zip archives: their members one after the other, each as if it lay in a folder of that name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from quoth.errors import InputError
from quoth.intake.kinds import LeftOut, is_known_file
from quoth.intake.streams import watched

_MOST_MEMBERS = 100_000
# Of all members together, as for packed streams: text is packed to a third or a tenth of its size.
_BOMB_BYTES = 1_000_000_000
_BOMB_RATIO = 200
# The list of files is read whole: so many bytes of it are more than so many files need.
_MOST_OF_LIST = 50_000_000
_LIST_END = b"PK\x05\x06"  # APPNOTE.TXT of PKWARE, 4.3.16; in a large archive 4.3.14
_LARGE_LIST_END = b"PK\x06\x06"
_END_BYTES = 22 + 65_535 + 20 + 56


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip archive, by the name of the archive and its own."""

    name: str
    archive: Path | bytes
    info: zipfile.ZipInfo

    def open(self) -> BinaryIO:
        """Its bytes; reading them raises InputError where they are damaged or a bomb.

        Raises:
            InputError: when it needs a password, or is packed in a way that Python does not know.
        """
        try:
            with zipfile.ZipFile(_source(self.archive)) as archive:
                stream = archive.open(self.info)  # keeps what it needs of the archive open
        except RuntimeError:
            raise InputError(self.name, "needs a password; unpack it first") from None
        except (NotImplementedError, zipfile.BadZipFile, OSError) as error:
            raise InputError(self.name, f"cannot be unpacked ({error})") from None
        return watched(cast(BinaryIO, stream), self.info.compress_size, "zip", self.name)


def members(archive: Path | bytes, name: str) -> Iterator[Member | InputError]:
    """The files of a zip archive that can hold articles, in order of their names.

    Hidden files are passed over, and what quoth does not read is counted in one error at the end.

    Raises:
        InputError: when it is damaged, a bomb, or empty.
    """
    if _list_bytes(archive) > _MOST_OF_LIST:
        raise _too_many(name)
    try:
        with zipfile.ZipFile(_source(archive)) as opened:
            infos = [one for one in opened.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        raise InputError(name, f"a damaged zip archive ({error})") from None
    size = archive.stat().st_size if isinstance(archive, Path) else len(archive)
    if len(infos) > _MOST_MEMBERS:
        raise _too_many(name)
    if sum(one.file_size for one in infos) > max(_BOMB_BYTES, _BOMB_RATIO * size):
        raise InputError(
            name, f"unfolds to more than {_BOMB_RATIO} times its size, as no text does"
        )
    shown = [one for one in infos if not _is_hidden(one.filename)]
    if not shown:
        raise InputError(name, "a zip archive without files")
    left_out = LeftOut(name)
    for info in sorted(shown, key=lambda one: one.filename):
        if len(shown) > 1 and not is_known_file(info.filename):
            left_out.add(info.filename)
        else:
            yield Member(f"{name}/{info.filename}", archive, info)
    if told := left_out.error():
        yield told


def _list_bytes(archive: Path | bytes) -> int:
    """How many bytes an archive says that its list of files has; 0 where it does not say."""
    with _opened(archive) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - _END_BYTES))
        end = stream.read()
    at, large = end.rfind(_LIST_END), end.rfind(_LARGE_LIST_END)
    told = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    if told == 0xFFFFFFFF:
        return int.from_bytes(end[large + 40 : large + 48], "little") if large >= 0 else told
    return told


def _too_many(name: str) -> InputError:
    return InputError(name, f"a zip archive of more than {_MOST_MEMBERS:,} files; unpack it")


def _opened(archive: Path | bytes) -> BinaryIO:
    return io.BytesIO(archive) if isinstance(archive, bytes) else archive.open("rb")


def _source(archive: Path | bytes) -> Path | BinaryIO:
    return io.BytesIO(archive) if isinstance(archive, bytes) else archive


def _is_hidden(name: str) -> bool:
    # Nothing is unpacked to the disk, so ".." leads nowhere and hides nothing.
    parts = (part for part in name.split("/") if part not in (".", ".."))
    return any(part.startswith((".", "__MACOSX")) for part in parts)
