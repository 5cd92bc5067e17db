"""ZIP archives of files of articles: the same readings give the same bytes."""

from __future__ import annotations

import re
import zipfile
from typing import Any, BinaryIO, cast

from quoth.formats.output import encodable

_NO_NAME = re.compile(r"[^\w.-]+")
# Bytes of a file's name without its ending; file systems take 255, and a number may follow.
_NAME = 120


class Archive:
    """A ZIP archive written from the beginning to the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        # Nothing of the day or the machine goes into the archive: same readings, same bytes.
        self._archive = zipfile.ZipFile(cast("Any", _Unseekable(stream)), "w", zipfile.ZIP_DEFLATED)
        # All that is kept of what was written; the archive's own list of files has it too.
        self._names: dict[str, int] = {}

    def add(self, name: str, content: str) -> None:
        """Add a file."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._archive.writestr(info, content.encode("utf-8"))
        self._stream.flush()

    def name(self, id: str) -> str:
        """A file name for an article, each but once, also where "A" and "a" are the same."""
        tail = (
            encodable(_NO_NAME.sub("-", id.removesuffix(".txt")))
            .encode("utf-8")[-_NAME:]
            .decode("utf-8", "ignore")
        )
        stem = tail.strip("-.") or "article"
        name, number = stem, self._names.get(stem.casefold(), 0) + 1
        while number > 1 and (name := f"{stem}-{number}").casefold() in self._names:
            number += 1
        self._names[stem.casefold()] = number
        self._names.setdefault(name.casefold(), 1)
        return name

    def close(self) -> None:
        """End the archive."""
        self._archive.close()


class _Unseekable:
    """A stream that is written from the beginning to the end, as a pipe is.

    What refused once is asked no more: an archive writes its end whatever happened before.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._refused = False

    def write(self, data: bytes) -> int:
        if not self._refused:
            try:
                self._stream.write(data)
            except (OSError, ValueError):
                self._refused = True
                raise
        return len(data)

    def flush(self) -> None:
        if not self._refused:
            self._stream.flush()
