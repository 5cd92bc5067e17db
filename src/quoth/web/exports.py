"""What a search finds as a download, in any of quoth's formats, streamed."""

from __future__ import annotations

import io
from collections.abc import Iterator

from quoth.errors import OptionError
from quoth.formats import FORMATS, open_writer
from quoth.formats.statements import open_statement_writer
from quoth.ledger import Statement, as_readings

KINDS = {
    "csv": ("text/csv; charset=utf-8", "csv"),
    "json": ("application/json", "json"),
    "jsonl": ("application/x-ndjson", "jsonl"),
    "citron": ("application/x-ndjson", "citron.jsonl"),
    "jsonld": ("application/ld+json", "jsonld"),
    "webannotation": ("application/ld+json", "annotations.jsonld"),
    "labelstudio": ("application/json", "labelstudio.json"),
    "html": ("text/html; charset=utf-8", "html"),
    "view": ("text/plain; charset=utf-8", "txt"),
    "parquet": ("application/vnd.apache.parquet", "parquet"),
    "brat": ("application/zip", "brat.zip"),
}


def export_kind(to: str) -> tuple[str, str]:
    """The media type of a format, and how its files end.

    Raises:
        OptionError: when there is no such format.
    """
    if to not in FORMATS:
        raise OptionError(f"to: no such format; there are {', '.join(FORMATS)}")
    return KINDS.get(to, ("application/json", f"{to}.json"))


def exported(found: Iterator[Statement], to: str) -> Iterator[bytes]:
    """The bytes of an export, a piece for each statement or reading.

    Raises:
        OptionError: when the format needs an extra that is not installed, before the first piece.
    """
    out = _Pieces()
    each = open_statement_writer(to, out)
    writer = None if each is not None else open_writer(to, out)

    def pieces() -> Iterator[bytes]:
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

    return pieces()


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
