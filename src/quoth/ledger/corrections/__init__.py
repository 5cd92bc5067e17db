"""What people decide about statements and speakers; it outlives every new reading.

`decisions` is pure: from a reading and what was decided about it to the reading as people left it.
`log` keeps decisions in a ledger and puts them to work; `known` those about what is known of an
article.
"""

from quoth.ledger.corrections.decisions import Action, Changes, Decision, apply
from quoth.ledger.corrections.log import (
    Correction,
    add,
    constraints,
    correct,
    corrected_again,
    corrections_of,
    merge,
    split,
    undo,
)

__all__ = [
    "Action",
    "Changes",
    "Correction",
    "Decision",
    "add",
    "apply",
    "constraints",
    "correct",
    "corrected_again",
    "corrections_of",
    "merge",
    "split",
    "undo",
]
