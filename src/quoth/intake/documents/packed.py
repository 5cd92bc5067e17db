"""Documents that are zip archives: looked over before a library opens them."""

from __future__ import annotations

import io
import zipfile

from quoth.errors import InputError

_MOST_FILES = 10_000
_BOMB_BYTES = 64_000_000
_BOMB_RATIO = 200


def check_zip(data: bytes, name: str, max_bytes: int) -> list[str]:
    """The names of the files in a zip archive.

    Raises:
        InputError: when it is damaged, packed with a password, or unfolds like a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise InputError(name, "damaged; save or copy it again") from None
    if len(entries) > _MOST_FILES:
        raise InputError(name, f"holds more than {_MOST_FILES:,} files; not a document")
    size = sum(entry.file_size for entry in entries)
    if size > max_bytes or size > max(_BOMB_BYTES, _BOMB_RATIO * len(data)):
        raise InputError(name, "unfolds to far more than its size, as no document does")
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(name, "locked with a password; save it without one")
    return [entry.filename for entry in entries]
