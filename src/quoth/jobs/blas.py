"""Threads of numpy's linear algebra (BLAS): one a process.

The products of a reading are small. With several threads numpy's library takes as much of each
further core, waiting, as the reading takes of its own, and gives nothing for it; where a process
reads on each core, they slow one another down.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

# What the libraries that numpy is built with look at when it is first imported.
_VARIABLES = (
    "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip


def one_thread() -> None:
    """Sets one thread for this process, if numpy is not imported yet, and for those it starts.
    What the user has set stays."""
    for name in _VARIABLES:
        os.environ.setdefault(name, "1")


@contextmanager
def started_with_one_thread() -> Iterator[None]:
    """Processes that are started meanwhile have one thread; this one's environment is then as
    before. What the user has set stays."""
    new = [name for name in _VARIABLES if name not in os.environ]
    one_thread()
    try:
        yield
    finally:
        for name in new:
            os.environ.pop(name, None)
