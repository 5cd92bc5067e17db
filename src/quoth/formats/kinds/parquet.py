"""Parquet: the rows of the CSV form, as columns; written in groups of rows, with pyarrow."""

from __future__ import annotations

from typing import Any, BinaryIO

from quoth.errors import OptionError
from quoth.formats.format import Format
from quoth.formats.output import encodable
from quoth.formats.table import COLUMNS, row_of
from quoth.records import Reading
from quoth.wording import Words

# A group is written at so many rows, or so many characters in them: what is held in memory.
_GROUP = 20_000
_WEIGHT = 50_000_000
_NUMBERS = ("start", "end", "cue_start", "cue_end")


class ParquetWriter:
    """Writes attributions as rows; offsets and confidence are numbers, all else is text."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise OptionError(
                'writing Parquet needs pyarrow: pip install "quoth[parquet]"'
            ) from error
        self._pa = pyarrow
        kinds = {name: pyarrow.int64() for name in _NUMBERS}
        kinds["confidence"] = kinds["content_confidence"] = pyarrow.float64()
        kinds["future"] = pyarrow.bool_()
        self._schema = pyarrow.schema(
            [(name, kinds.get(name, pyarrow.string())) for name in COLUMNS]
        )
        self._writer = pyarrow.parquet.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []
        self._weight = 0

    def write(self, reading: Reading) -> None:
        """Add the reading's rows."""
        words = Words(reading)
        for one in reading.attributions:
            cells = row_of(words, one)
            self._rows.append(tuple(map(_typed, COLUMNS, cells)))
            self._weight += sum(map(len, cells))
            if len(self._rows) >= _GROUP or self._weight >= _WEIGHT:
                self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        columns = list(zip(*self._rows, strict=True)) or [()] * len(COLUMNS)
        arrays = [
            self._pa.array(column, field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []
        self._weight = 0


def _typed(name: str, cell: str) -> Any:
    if name == "future":
        return cell == "yes"
    if name in _NUMBERS:
        return int(cell) if cell else None
    if name in ("confidence", "content_confidence"):
        return float(cell)
    return encodable(cell) if cell else None


FORMAT = Format(
    media_type="application/vnd.apache.parquet",
    suffixes=(".parquet",),
    writer=lambda output: ParquetWriter(output.binary("parquet")),
    binary=True,
)
