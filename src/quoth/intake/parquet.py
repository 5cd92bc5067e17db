"""Parquet: the columns that are needed, a batch of rows at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoth.errors import InputError
from quoth.intake.columns import Columns, apart, find_columns, root_of
from quoth.intake.options import IntakeOptions
from quoth.intake.rows import Row

_BATCH = 64  # rows


def parquet_rows(
    source: Path | bytes, name: str, options: IntakeOptions
) -> Iterator[Row | InputError]:
    """The rows of a Parquet file; what cannot be read is an error in its place.

    Args:
        source: the file, or its bytes where it came some other way.
        name: the input, for messages and ids.
        options: the columns.

    Raises:
        InputError: when it is damaged, has no text column, or pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise InputError(name, 'Parquet needs an extra: pip install "quoth[parquet]"') from None
    number = 0
    try:
        # No read-ahead: a batch is all that is held.
        with pyarrow.parquet.ParquetFile(
            io.BytesIO(source) if isinstance(source, bytes) else source,
            pre_buffer=False,
            buffer_size=1 << 20,
        ) as file:
            columns = find_columns(apart(file.schema_arrow.names), options, name)
            for batch in file.iter_batches(
                batch_size=_BATCH, columns=_needed(file.schema_arrow.names, columns)
            ):
                vectors = {
                    column: _plain(batch.column(i))
                    for i, column in enumerate(apart(batch.schema.names))
                }
                for index in range(batch.num_rows):
                    number += 1
                    where = f"{name} row {number}"
                    try:
                        values = {c: vector[index].as_py() for c, vector in vectors.items()}
                    except (ValueError, pyarrow.ArrowException) as error:
                        yield InputError(where, f"cannot be read ({type(error).__name__})")
                        continue
                    yield Row(where, f"{name}#{number}", values, columns)
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        after = f" after row {number}" if number else ""
        raise InputError(name, f"damaged or not Parquet{after} ({_first_line(error)})") from None


def _needed(names: list[str], columns: Columns) -> list[str]:
    """The columns of the file that are read: those of repeated names all, where one is."""
    known = apart(names)
    wanted = {root_of(column, known) for column in columns.all}
    return list(dict.fromkeys(n for n, k in zip(names, known, strict=True) if k in wanted))


def _plain(vector: Any) -> Any:
    """Times of nanoseconds in microseconds, which is what Python's own times can hold."""
    import pyarrow

    if pyarrow.types.is_timestamp(vector.type) and vector.type.unit == "ns":
        return vector.cast(pyarrow.timestamp("us", vector.type.tz), safe=False)
    return vector


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
