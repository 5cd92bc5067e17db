"""The family of errors that quoth raises; each message names the input and what to do.

QuothError
├── InputError        one input cannot be read (missing, not text, too large, refused, …)
│   ├── FetchError    an address cannot be fetched
│   └── TooLargeError more than a server or a ledger takes
├── ModelError        the model folder is missing, damaged or of another version
├── LedgerError       a ledger cannot be opened, is not one, or is of a newer quoth
│   ├── NotFoundError it holds no article, statement or speaker of that name
│   └── UnkeepableError the database cannot hold what it is given: one article of many
├── OptionError       options that do not fit together, or an extra that is not installed
├── StageOrderError   the stages of a reading stand in an order in which they cannot work
└── BusyError         too much work waits already; try again later

A `DamagedWarning` is told where a row of a ledger cannot be read; the others are.

Each class carries the HTTP status and the code with which the web interface answers it.
"""

from __future__ import annotations

from typing import ClassVar


class QuothError(Exception):
    """Base of every error that quoth raises on purpose."""

    http_status: ClassVar[int] = 500
    code: ClassVar[str] = "fault"


class InputError(QuothError):
    """One input cannot be read. ``name`` is the input as the user gave it.

    The other inputs of the same run are not touched by it.
    """

    http_status = 422
    code = "input"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (self.name, self.reason)


class LeftOutError(InputError):
    """A folder or archive holds files that are not read; its reason counts them by kind.

    ``excused``: the user said that this is right (``skip_unknown``).
    """

    excused: bool = False


class FetchError(InputError):
    """An address cannot be fetched: refused, too slow, too large, not allowed, not text.

    ``status`` is the HTTP status of the answer, where there was one.
    """

    code = "fetch"
    status: int | None = None


class TooLargeError(InputError):
    """More than a server or a ledger takes."""

    http_status = 413
    code = "size"


class SlowError(InputError):
    """Work on an input was ended since it took too long."""

    code = "slow"


class ModelError(QuothError):
    """The model folder is missing, damaged, or made for another version of quoth."""


class LedgerError(QuothError):
    """A ledger cannot be opened or written, is none, or was made by a newer quoth.

    ``name`` is the ledger as the user gave it, without its password.
    """

    http_status = 503
    code = "ledger"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[LedgerError], tuple[str, str]]:
        return type(self), (self.name, self.reason)


class NotFoundError(LedgerError):
    """The ledger holds no article, statement, speaker or decision of that name."""

    http_status = 404
    code = "missing"


class UnkeepableError(LedgerError):
    """The database cannot hold something it was given (too long, not text); the rest is kept."""

    http_status = 422
    code = "input"


class OptionError(QuothError):
    """An option makes no sense here, or needs an extra that is not installed."""

    http_status = 400
    code = "option"


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


class BusyError(QuothError):
    """Too much work waits already. ``retry_after`` is in seconds."""

    http_status = 503
    code = "busy"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"busy; try again in {retry_after} s")
        self.retry_after = retry_after


class DamagedWarning(UserWarning):
    """A row of a ledger is damaged: it is left out, and told by its number."""
