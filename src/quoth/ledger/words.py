"""Words as search reads them: lower case, no accents, one form for all inflections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quoth.records import Span
from quoth.text import normalise
from quoth.text.fold import fold, stem

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LONGEST = 64  # characters of a word that count
# Characters of one content that are indexed; PostgreSQL takes a megabyte with the places.
_MOST = 200_000


@lru_cache(maxsize=200_000)
def _plain(word: str) -> str:
    word = "".join(c for c in fold(word[:_LONGEST]) if c.isalnum() or c == "'")
    word = word.removesuffix("'s").replace("'", "")
    if word.isascii():
        return stem(word)
    # ASCII only: databases differ in what they take for a letter.
    return "".join(c if c.isascii() else f"u{ord(c):x}" for c in word)


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of ``text`` as search reads it, with where it starts and ends, in characters.

    However a word is written, broken at a line's end or with accents of their own, it is one.
    """
    view = normalise(text)
    for match in _WORD.finditer(view.text):
        word = _plain(match[0])
        if word:
            place = view.to_source(Span(*match.span()))
            yield word, place.start, place.end


def searchable(*texts: str) -> str:
    """The words of ``texts`` as search reads them, parted by single spaces."""
    out: list[str] = []
    size = 0
    for text in texts:
        for word, _, _ in located(text):
            size += len(word) + 1
            if size > _MOST:
                return " ".join(out)
            out.append(word)
    return " ".join(out)
