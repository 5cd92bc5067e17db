"""Speakers joined across articles: one person, body or paper under all the names it was given."""

from quoth.ledger.identities.appearances import appearances
from quoth.ledger.identities.join import join
from quoth.ledger.identities.values import (
    Apart,
    Appearance,
    Decision,
    Identity,
    Member,
    Role,
    Together,
    Why,
)

__all__ = [
    "Apart",
    "Appearance",
    "Decision",
    "Identity",
    "Member",
    "Role",
    "Together",
    "Why",
    "appearances",
    "join",
]
