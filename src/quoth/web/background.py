"""What a server does by itself while nobody asks: saved searches look, and alerts are sent."""

from __future__ import annotations

import threading
from contextlib import suppress

from quoth.errors import QuothError
from quoth.ledger import Ledger

_EVERY = 30.0  # seconds, for what other programs keep in the ledger and for what is sent again


class Desk:
    """A thread that looks whenever it is told that something was kept, and every half minute."""

    def __init__(self, ledger: Ledger, *, allow_private: bool) -> None:
        self._ledger = ledger
        self._private = allow_private
        self._soon = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="quoth-desk", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def soon(self) -> None:
        """Something may have changed: looks at once."""
        self._soon.set()

    def stop(self) -> None:
        """Ends, after what is under way (the sending of one alert takes 15 seconds at most)."""
        self._stopped.set()
        self._soon.set()
        self._thread.join(20)

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._soon.wait(_EVERY)
            self._soon.clear()
            if self._stopped.is_set():
                return
            with suppress(QuothError):  # a database that fails is told to whoever asks; later again
                self._ledger.look()
                self._ledger.send_alerts(allow_private=self._private)
