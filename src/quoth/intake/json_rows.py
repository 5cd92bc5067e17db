"""JSON: one object, a list of objects, or an object a line; read one after the other."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from quoth.errors import InputError
from quoth.intake.rows import Row
from quoth.intake.streams import Rewound, read_all, too_large
from quoth.intake.wrappers import opened, wrapped

_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_STEP = 65_536


def json_line_rows(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[Row | InputError]:
    """The objects of JSON lines in UTF-8, one a line; a broken line is an error in its place.

    Args:
        stream: the lines.
        name: the input, for messages and ids.
        max_bytes: the longest line.
    """
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        if len(line) > max_bytes:
            _skip_line(stream, line)
        if line.strip():
            yield line_row(line, name, number, max_bytes)


def line_row(line: bytes, name: str, number: int, max_bytes: int) -> Row | InputError:
    """The object on one line of JSON lines in UTF-8, the ``number``-th of the input ``name``."""
    where = f"{name} line {number}"
    if len(line) > max_bytes:
        return too_large(where, max_bytes)
    return _row(line, where, f"{name}#{number}")


def json_rows(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[Row | InputError]:
    """The objects of a JSON file in UTF-8: one, a list of them, or a list wrapped in one.

    Args:
        stream: the file.
        name: the input, for messages and ids.
        max_bytes: the largest object, and the largest file that is not a list.
    """
    first = _first_sign(stream)
    if first == b"[":
        yield from _listed(stream, name, max_bytes)
        return
    line = stream.readline(max_bytes + 1)
    rest = stream.read(_STEP)
    if rest.strip() and isinstance(_row(line, name, name), Row):
        # Whatever it is called, it holds an object a line.
        chained = io.BufferedReader(Rewound(line + rest, stream), _STEP)
        yield from json_line_rows(chained, name, max_bytes)
        return
    whole = io.BufferedReader(Rewound(line + rest, stream), _STEP)
    row = _row(read_all(whole, name, max_bytes), name, name)
    found = wrapped(row.values) if isinstance(row, Row) else None
    if found is None:
        yield row
        return
    for number, (key, value) in enumerate(found, 1):
        yield _checked(value, f"{name} item {number}", key or f"{name}#{number}")


def _first_sign(stream: BinaryIO) -> bytes:
    """The first byte that is no space; the stream stands before it (as its ``peek`` can tell)."""
    assert isinstance(stream, io.BufferedReader)
    while ahead := stream.peek(1):
        stripped = ahead.lstrip()
        stream.read(len(ahead) - len(stripped))
        if stripped:
            return stripped[:1]
    return b""


def _row(data: bytes, where: str, fallback_id: str) -> Row | InputError:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return InputError(where, f"broken UTF-8 at byte {error.start:,}")
    try:
        value = json.loads(text)
    except RecursionError:
        return InputError(where, "JSON nested too deeply")
    except ValueError as error:
        return InputError(where, f"not JSON ({_reason(error)})")
    return _checked(value, where, fallback_id)


def _checked(value: object, where: str, fallback_id: str) -> Row | InputError:
    if not isinstance(value, dict):
        return InputError(where, "not a JSON object with the fields of an article")
    return Row(where, fallback_id, opened(value))


def _reason(error: ValueError) -> str:
    """In one line, where and why; not the text itself."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:80]} at line {error.lineno}, column {error.colno:,}"
    return "a number too long"


def _listed(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[Row | InputError]:
    """The items of a list, each parsed as soon as it is there."""
    items = _Items(stream, max_bytes)
    items.skip()
    number = 0
    while (sign := items.next_sign()) != "]":
        if number and sign == ",":
            items.skip()
        number += 1
        where = f"{name} item {number}"
        try:
            value = items.take(where)
        except InputError as error:
            yield InputError(where, f"{error.reason}; the rest of the list is not read")
            return
        yield _checked(value, where, f"{name}#{number}")


class _Items:
    """A stream of JSON text, of which no more is held than one value needs."""

    def __init__(self, stream: BinaryIO, max_characters: int) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="")
        self._decoder = json.JSONDecoder()
        self._max = max_characters
        self._buffer = ""
        self._at = 0

    def next_sign(self) -> str:
        """The next sign that is no space; empty at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer) or not self._more():
                return self._buffer[self._at : self._at + 1]

    def skip(self) -> None:
        """Pass over the next sign that is no space."""
        self.next_sign()
        self._at += 1

    def take(self, where: str) -> object:
        """The next value.

        Raises:
            InputError: when it is not JSON, nested too deeply, or too large.
        """
        self.next_sign()
        while True:
            try:
                value, self._at = self._decoder.raw_decode(self._buffer, self._at)
                return value
            except RecursionError:
                raise InputError(where, "JSON nested too deeply") from None
            except ValueError as error:
                # Either it is broken, or its end has not been read yet.
                if len(self._buffer) - self._at > self._max:
                    raise too_large(where, self._max) from None
                if not self._more():
                    why = error.msg[:80] if isinstance(error, json.JSONDecodeError) else "a number"
                    raise InputError(where, f"not JSON ({why})") from None

    def _more(self) -> bool:
        """Read on, twice as much as is held, so that a long value is not parsed too often."""
        more = self._text.read(max(_STEP, len(self._buffer) - self._at))
        self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_STEP)
