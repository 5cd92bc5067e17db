"""What a process and all below it take, as the system counts it."""

from __future__ import annotations

import os
from pathlib import Path


def tree(pid: int) -> list[int]:
    """A process and all that live below it."""
    out = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # it ended meanwhile
            continue
        for child in children:
            out += tree(int(child))
    return out


def cpu(pid: int) -> float:
    """Seconds of a core that a process has had, with all below it, and those they waited for."""
    spent = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        except OSError:
            continue
        spent += sum(map(int, fields.split()[11:15]))
    return spent / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes of a process and all below it; pages that several share are counted once."""
    total = 0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
