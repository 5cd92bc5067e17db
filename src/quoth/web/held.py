"""Readings between being read and being kept."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from quoth.errors import OptionError
from quoth.records import Reading

_READINGS = 40  # that are held until they are kept or others come
_CHARACTERS = 10_000_000  # of their texts


class ReadingCache:
    """Readings of the last while, by a name that nobody guesses; the oldest go first."""

    def __init__(self) -> None:
        self._readings: OrderedDict[str, Reading] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def put(self, reading: Reading) -> str:
        """Holds a reading; gives its name."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._readings[name] = reading
            self._size += len(reading.article.text)
            while len(self._readings) > _READINGS or (
                self._size > _CHARACTERS and len(self._readings) > 1
            ):
                _, old = self._readings.popitem(last=False)
                self._size -= len(old.article.text)
        return name

    def get(self, name: str) -> Reading:
        """The reading of that name.

        Raises:
            OptionError: when it is not held any more.
        """
        with self._lock:
            reading = self._readings.get(name)
        if reading is None:
            raise OptionError("this reading is held no more; read the article again")
        return reading
