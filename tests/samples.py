"""Invented articles that more than one test reads, and what was read in them as words."""

from __future__ import annotations

from quoth.records import Attribution, Reading

BRIDGE = """The old bridge of Holt will be shut on Friday, the town council said.

“We have no choice,” Mayor Tilda Rosk told reporters on Monday. “It is not safe any more.”

According to a report by the engineers, two of the seven pillars are cracked. Jonas Ebert, who
owns the mill on the other bank, said he would lose half of his customers.

“Nobody asked us,” he added.

Rosk denied that the council had known of the cracks since May. A spokesman for the ministry of
transport declined to comment.
"""

EASY = "Maria Lindqvist, the finance minister, said on Monday that taxes would rise."

SPANISH = (
    "La ministra de Hacienda, María Lindqvist, dijo el lunes que los impuestos subirán el año que "
    "viene y que no habrá excepciones para las empresas pequeñas de la región."
)


def words_of(reading: Reading) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution, as words; pieces joined by " … "."""
    return [_words(reading, one) for one in reading.attributions]


def _words(reading: Reading, one: Attribution) -> tuple[str, str, str]:
    cue = reading.text_of(one.cue) if one.cue else ""
    return reading.text_of(*one.sources), cue, reading.text_of(*one.contents)
