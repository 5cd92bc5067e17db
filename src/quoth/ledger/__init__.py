"""The ledger: the database of readings, and the questions asked of many articles."""

from quoth.ledger.corrections import Changes, Correction
from quoth.ledger.history import Change
from quoth.ledger.keep import Kept
from quoth.ledger.ledger import Ledger, Version
from quoth.ledger.search import Query
from quoth.ledger.statement import Statement, as_readings
from quoth.ledger.tables import Statements

__all__ = [
    "Change",
    "Changes",
    "Correction",
    "Kept",
    "Ledger",
    "Query",
    "Statement",
    "Statements",
    "Version",
    "as_readings",
]
