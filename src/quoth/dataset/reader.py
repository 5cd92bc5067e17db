"""The one reader of a process, loaded at its first shard."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.reading.reader import Reader


@functools.lru_cache(maxsize=2)
def reader_of(model: str | None) -> Reader:
    """The reader of this process with the model of a folder, or with the shipped one.

    Raises:
        ModelError: when the model is missing or altered.
    """
    from quoth.reading.reader import Reader

    return Reader.load(model, max_seconds=0)  # each record has its time already (`limited`)
