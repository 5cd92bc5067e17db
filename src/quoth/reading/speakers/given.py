"""Given names and the gender they are mostly given to."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from quoth.lang import table

Gender = Literal["m", "f", ""]
_FULL: dict[str, str] = table("speakers")["short_given"]["of"]


def full_given(low: str) -> str:
    """The given name that a folded short one mostly stands for: "robert" for "bob"."""
    return _FULL.get(low, low)


@cache
def _table() -> dict[str, Gender]:
    table: dict[str, Gender] = {}
    gender: Gender = ""
    source = resources.files(__package__).joinpath("given_names.txt").read_text("ascii")
    for line in source.splitlines():
        if line.startswith("["):
            gender = {"[male]": "m", "[female]": "f"}.get(line, "")  # type: ignore[assignment]
        elif not line.startswith("#"):
            table.update(dict.fromkeys(line.split(), gender))
    return table


def is_given(low: str) -> bool:
    """Whether the folded word ``low`` is a known given name ("jean-paul" by its first half)."""
    table = _table()
    return low in table or ("-" in low and low.split("-")[0] in table)


def gender_of(written: str) -> Gender:
    """The gender that a given name mostly has, or "" when that is not known.

    ``written``: with its accents, which tell names apart: "Åsa" is not "Asa". Of names with
    accents the table knows none.
    """
    table = _table()
    low = written.lower()
    if low in table:
        return table[low]
    return table.get(low.split("-")[0], "") if "-" in low else ""
