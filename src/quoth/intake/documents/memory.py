"""A bound on the memory that a library may take for a file, where the system knows bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MORE = 1_000_000_000  # bytes above what the process has


@contextmanager
def bounded_memory(more: int = _MORE) -> Iterator[None]:
    """Within it, taking ``more`` bytes than the process has raises MemoryError (on Linux)."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = pages * resource.getpagesize() + more
        if soft != resource.RLIM_INFINITY and soft < bound:
            bound = soft
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (ImportError, OSError, ValueError, IndexError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
