"""Word normalisation for comparison: one folding and one stemmer for search and comparisons."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

# Letters that are no letter with an accent to Unicode, and marks that stand for plain ones.
_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "‑": "-", "–": "-", "ł": "l", "Ł": "l", "ı": "i", "ø": "o",
        "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ß": "ss",
        "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "\u200d": "", "\u00ad": "", "\u200b": "",
        "\ufeff": "",
    }
)  # fmt: skip


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """``word`` without case and accents, with plain apostrophes and hyphens."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    return "".join(char for char in word if not unicodedata.combining(char)).casefold()


class _Stemmers(threading.local):
    """A stemmer for each thread: one shared by several mixes their words up."""

    def __init__(self) -> None:
        self.one = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()


def stem(word: str) -> str:
    """The form that all inflections of an English word in lower case share (Porter 2)."""
    return str(_stemmers.one.stemWord(word))
