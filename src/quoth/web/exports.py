"""What a search finds as a download, in any of quoth's formats, streamed."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import AsyncIterator, Generator, Iterator

from starlette.concurrency import iterate_in_threadpool

from quoth.formats import open_statement_writer, open_writer
from quoth.ledger import Statement, as_readings
from quoth.query import StatementQuery

_LONGEST = 100  # characters of a file's name


def exported(
    found: Iterator[Statement], to: str, *, spreadsheet: bool = False
) -> AsyncIterator[bytes]:
    """The bytes of an export, a piece for each statement or reading, made in a thread as they are
    taken; it ends when its client does. ``spreadsheet``: as in `quoth.formats.open_writer`.

    Raises:
        OptionError: when the format needs an extra that is not installed, before the first piece.
    """
    out = _Pieces()
    each = open_statement_writer(to, out, spreadsheet=spreadsheet)
    writer = None if each is not None else open_writer(to, out)

    def pieces() -> Generator[bytes, None, None]:
        if each is not None:
            for statement in found:
                each.write(statement)
                yield out.taken()
            each.close()
        if writer is not None:
            for reading in as_readings(found):
                writer.write(reading)
                yield out.taken()
            writer.close()
        yield out.taken()

    return streamed(pieces())


def file_name(what: str, query: StatementQuery) -> str:
    """A name for a file that says what was asked for: "statements-bridge-ada-roth-2031"."""
    told = [query.words, *(str(value) for value in query.given.values() if value is not True)]
    told += [name for name, value in query.given.items() if value is True]
    plain = unicodedata.normalize("NFKD", " ".join([what, *told])).encode("ascii", "ignore")
    return "-".join(re.findall(r"[A-Za-z0-9]+", plain.decode()))[:_LONGEST].strip("-")


async def streamed(pieces: Generator[bytes, None, None]) -> AsyncIterator[bytes]:
    """Pieces made in a thread as they are taken, and no longer than somebody takes them."""
    try:
        async for piece in iterate_in_threadpool(pieces):
            yield piece
    finally:
        pieces.close()


class _Pieces(io.BytesIO):
    """A stream that hands on what was written and forgets it; places count from the beginning."""

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0

    def taken(self) -> bytes:
        """What was written since the last call."""
        data = self.getvalue()
        self.seek(0)
        self.truncate()
        self._gone += len(data)
        return data

    def tell(self) -> int:
        """Bytes written in all."""
        return self._gone + super().tell()

    def seekable(self) -> bool:
        """What is gone cannot be gone back to."""
        return False
