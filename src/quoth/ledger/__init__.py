"""The ledger: the database of readings, and the questions asked of many articles."""

from quoth.ledger.checking import Checked, Match, Quoted
from quoth.ledger.corrections import Changes, Correction
from quoth.ledger.history import Change
from quoth.ledger.keep import Kept
from quoth.ledger.ledger import Ledger, Version
from quoth.ledger.logbook import Entry
from quoth.ledger.saved import Alert, SavedSearch
from quoth.ledger.statement import Statement, as_readings
from quoth.ledger.stories import Story
from quoth.ledger.tables import Statements
from quoth.ledger.telling import WholeStory
from quoth.ledger.users import Session, User
from quoth.query import StatementQuery

Query = StatementQuery  # its name of old

__all__ = [
    "Alert",
    "Change",
    "Changes",
    "Checked",
    "Correction",
    "Entry",
    "Kept",
    "Ledger",
    "Match",
    "Query",
    "Quoted",
    "SavedSearch",
    "Session",
    "Statement",
    "StatementQuery",
    "Statements",
    "Story",
    "User",
    "Version",
    "WholeStory",
    "as_readings",
]
