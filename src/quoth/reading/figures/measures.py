"""The units of measurement that quoth recognises, with their spellings."""

from __future__ import annotations

from quoth.lang import table


def _spellings() -> dict[tuple[str, ...], tuple[str, float]]:
    found: dict[tuple[str, ...], tuple[str, float]] = {}
    for name, spellings in table("units")["measures"]["spellings"].items():
        unit, _, factor = name.partition("=")
        for spelling in spellings.split(","):
            found[tuple(spelling.split())] = (unit, float(factor or 1))
    return found


# From the tokens of a spelling to the name of the unit and its factor.
MEASURES: dict[tuple[str, ...], tuple[str, float]] = _spellings()
LONGEST_MEASURE: int = max(len(spelling) for spelling in MEASURES)
MEASURE_STARTS: frozenset[str] = frozenset(spelling[0] for spelling in MEASURES)
