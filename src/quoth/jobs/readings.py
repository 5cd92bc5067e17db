"""Readings that quoth wrote itself, read back in: JSON lines and JSON (docs/formats.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoth.codec import reading_from_dict
from quoth.errors import InputError
from quoth.records import Reading

_ENDINGS = (".jsonl", ".ndjson", ".json")
# A whole JSON document is read at once, and so is a line.
_MOST = 256_000_000
_LOOKED_AT = 400


def holds_readings(given: object) -> bool:
    """Whether a file is one of readings, told by its first object."""
    path = Path(given) if isinstance(given, str | Path) else None
    try:
        if path is None or path.suffix.lower() not in _ENDINGS or not path.is_file():
            return False
        with path.open("rb") as stream:
            begin = stream.read(_LOOKED_AT).lstrip()
            if begin.startswith(b'{"article": {"id":'):
                return True
            return b'"readings": [' in begin and b'"quoth": ' in begin
    except (OSError, ValueError):  # taking it in says why
        return False


def readings_in(path: str | Path) -> Iterator[Reading | InputError]:
    """The readings of a file, in order; a line that holds none is an error in its place."""
    name = str(path)
    with Path(path).open("rb") as stream:
        whole = not stream.read(_LOOKED_AT).lstrip().startswith(b'{"article": ')
        stream.seek(0)
        if whole:
            yield from _document(stream.read(_MOST + 1), name)
            return
        number = 0
        while line := stream.readline(_MOST + 1):
            number += 1
            if line.strip():
                yield _reading(line, f"{name} line {number}")


def _document(data: bytes, name: str) -> Iterator[Reading | InputError]:
    form = _object(data, name)
    if isinstance(form, InputError):
        yield form
        return
    several = form.get("readings")
    if not isinstance(several, list):
        yield InputError(name, "contains no list of readings")
        return
    for number, one in enumerate(several, 1):
        yield _read_back(one, f"{name} item {number}")


def _reading(line: bytes, where: str) -> Reading | InputError:
    form = _object(line, where)
    return form if isinstance(form, InputError) else _read_back(form, where)


def _object(data: bytes, where: str) -> dict[str, Any] | InputError:
    if len(data) > _MOST:
        return InputError(where, f"more than {_MOST:,} bytes in one object; write JSON lines")
    try:
        form = json.loads(data)
    except (ValueError, RecursionError) as error:
        return InputError(where, f"not JSON ({error})")
    return form if isinstance(form, dict) else InputError(where, "no JSON object")


def _read_back(form: Any, where: str) -> Reading | InputError:
    try:
        return reading_from_dict(form)
    except (InputError, TypeError, ValueError) as error:
        return InputError(where, str(error))
