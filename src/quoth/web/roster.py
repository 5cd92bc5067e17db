"""Who may come in by name: what the ledger says of its users and of a session, held for a second.

So a session ends everywhere a second after its user was removed, or got another password or role;
on the server where that was done, at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from quoth.errors import QuothError
from quoth.ledger import Ledger
from quoth.ledger.users import SignedIn, digest

_HELD = 1.0  # seconds
_MOST = 10_000  # keys whose failures, and sessions of which the last look is remembered
_LONGEST = 200  # characters of a secret; what is longer is none


@dataclass(slots=True)
class _Look:
    """What was seen: whether there are users, or who is signed in; None is as old as can be."""

    found: bool | SignedIn | None = None
    at: float | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_old(self) -> bool:
        return self.at is None or time.monotonic() - self.at > _HELD


class People:
    """The users of a server's ledger; nobody before it is opened."""

    def __init__(self) -> None:
        self._ledger: Ledger | None = None
        self._users = _Look(False)
        self._sessions: OrderedDict[str, _Look] = OrderedDict()
        self._changes = 0

    def open(self, ledger: Ledger) -> None:
        """Takes the users of a ledger.

        Raises:
            LedgerError: when the database fails.
        """
        self._users = _Look(ledger.has_users(), time.monotonic())
        self._ledger = ledger

    def changed(self) -> None:
        """Something about users or sessions was done here: the next request looks again."""
        self._users.at = None
        for look in self._sessions.values():
            look.at = None
        self._changes += 1

    @property
    def exist(self) -> bool:
        """Whether there are users, as was last seen."""
        return bool(self._users.found)

    async def signed_in(self, secret: str) -> SignedIn | None:
        """Who is signed in by the secret of a session; looks again where the last look is too long
        ago. A database that fails leaves what was known: it gives nothing to anybody then."""
        if self._ledger is None:
            return None
        await self._seen(self._users, self._ledger.has_users)
        if not self.exist or not secret or len(secret) > _LONGEST:
            return None
        key = digest(secret)
        look = self._sessions.setdefault(key, _Look())
        self._sessions.move_to_end(key)
        if len(self._sessions) > _MOST:
            self._sessions.popitem(last=False)
        await self._seen(look, self._ledger.signed_in, secret)
        return look.found if isinstance(look.found, SignedIn) else None

    async def _seen(
        self, look: _Look, ask: Callable[..., bool | SignedIn | None], *given: str
    ) -> None:
        if not look.is_old():
            return
        async with look.lock:
            if look.is_old():
                at, changes = time.monotonic(), self._changes
                with suppress(QuothError):
                    look.found = await asyncio.to_thread(ask, *given)
                    # What was done meanwhile may have come too late for this look.
                    look.at = at if changes == self._changes else None


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
