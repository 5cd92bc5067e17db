"""The family of errors that quoth raises; each message names the input and what to do.

QuothError
├── InputError        one input cannot be read (missing, not text, too large, refused, …)
│   └── FetchError    an address cannot be fetched
├── ModelError        the model folder is missing, damaged or of another version
├── LedgerError       a ledger cannot be opened, is not one, or is of a newer quoth
├── OptionError       options that do not fit together, or an extra that is not installed
└── StageOrderError   the stages of a reading stand in an order in which they cannot work
"""

from __future__ import annotations


class QuothError(Exception):
    """Base of every error that quoth raises on purpose."""


class InputError(QuothError):
    """One input cannot be read. ``name`` is the input as the user gave it.

    The other inputs of the same run are not touched by it.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (self.name, self.reason)


class FetchError(InputError):
    """An address cannot be fetched: refused, too slow, too large, not allowed, not text."""


class ModelError(QuothError):
    """The model folder is missing, damaged, or made for another version of quoth."""


class LedgerError(QuothError):
    """A ledger cannot be opened or written, is none, or was made by a newer quoth.

    ``name`` is the ledger as the user gave it, without its password.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[LedgerError], tuple[str, str]]:
        return type(self), (self.name, self.reason)


class OptionError(QuothError):
    """An option makes no sense here, or needs an extra that is not installed."""


class StageOrderError(QuothError):
    """The stages of a reading stand in an order in which one does not find what it needs.

    ``number`` is the place of that stage, from 1.
    """

    def __init__(self, number: int, stage: str, reason: str) -> None:
        super().__init__(f"stage {number} (without it: {stage}) {reason}")
        self.number = number
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type[StageOrderError], tuple[int, str, str]]:
        return type(self), (self.number, self.stage, self.reason)
