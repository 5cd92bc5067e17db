"""Who may come in by name: what the ledger says of its users and sessions, held for a second.

So a session ends everywhere a second after its user was removed, or got another password or role;
on the server where that was done, at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from quoth.errors import QuothError
from quoth.ledger import Ledger
from quoth.ledger.users import Roster, SignedIn

_HELD = 1.0  # seconds
_MOST = 10_000  # keys whose failures are remembered


class People:
    """The users of a server's ledger; nobody before it is opened."""

    def __init__(self) -> None:
        self._ledger: Ledger | None = None
        self._roster = Roster()
        self._at: float | None = None
        self._changes = 0
        self._lock = asyncio.Lock()

    def open(self, ledger: Ledger) -> None:
        """Takes the users of a ledger.

        Raises:
            LedgerError: when the database fails.
        """
        self._ledger = ledger
        self._roster = ledger.roster()
        self._at = time.monotonic()

    def changed(self) -> None:
        """Something about users or sessions was done here: the next request looks again."""
        self._at = None
        self._changes += 1

    async def fresh(self) -> None:
        """Looks again, where the last look is too long ago. A database that fails leaves what was
        known: it gives nothing to anybody then."""
        if self._ledger is None or not self._is_old():
            return
        async with self._lock:
            if self._is_old():
                at, changes = time.monotonic(), self._changes
                with suppress(QuothError):
                    self._roster = await asyncio.to_thread(self._ledger.roster)
                    # What was done meanwhile may have come too late for this look.
                    self._at = at if changes == self._changes else None

    def _is_old(self) -> bool:
        return self._at is None or time.monotonic() - self._at > _HELD

    @property
    def exist(self) -> bool:
        """Whether there are users."""
        return self._roster.has_users

    def signed_in(self, secret: str) -> SignedIn | None:
        """Who is signed in by the secret of a session."""
        return self._roster.of(secret) if secret else None


class Attempts:
    """Wrong passwords: ``at_once`` for each key, and then one every ``seconds``.

    Whoever is over that waits, with a right password too: the answer tells nothing.
    """

    def __init__(
        self, at_once: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = float(at_once)
        self._seconds = seconds
        self._clock = clock
        self._failed: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """How many seconds whoever comes with this key has to wait; 0: none."""
        over = self._level(key) - self._most + 1
        return 0 if over <= 0 else max(1, round(over * self._seconds))

    def failed(self, key: str) -> None:
        """Notes a wrong password."""
        self._failed[key] = (self._level(key) + 1, self._clock())
        self._failed.move_to_end(key)
        while len(self._failed) > _MOST:
            self._failed.popitem(last=False)

    def forgiven(self, key: str) -> None:
        """Takes back the last note: the password was right."""
        self._failed[key] = (max(0.0, self._level(key) - 1), self._clock())

    def _level(self, key: str) -> float:
        level, at = self._failed.get(key, (0.0, 0.0))
        return max(0.0, level - (self._clock() - at) / self._seconds)
