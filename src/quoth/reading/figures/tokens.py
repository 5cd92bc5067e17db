"""Tokenises a text into words, numbers and symbols with their offsets, for figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Digits with the separators inside them; ".5"; words with their apostrophes; line breaks; signs.
# No alternative can give back what it took to another one, so the time is linear in the text.
_TOKEN = re.compile(
    r"\d+(?:[.,·٫]\d+)*|(?<![\w.])\.\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|[\n\r]+|\S", re.UNICODE
)
DASHES = frozenset("-‐‑‒–—−")


def word_set(*lines: str) -> frozenset[str]:
    """The words of ``lines`` as a set: tables of words stay readable that way."""
    return frozenset(" ".join(lines).split())


class Tokens:
    """The tokens of ``text`` from ``start`` on, up to character ``end``.

    ``raw`` are the tokens as written, ``words`` the same in lower case with straight
    apostrophes, ``starts`` and ``ends`` their character offsets in ``text``. Reading outside the
    list gives an empty token, so that rules can look around without asking whether they may.
    """

    __slots__ = ("ends", "raw", "starts", "text", "words")

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.raw: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
            self.raw.append(match[0])
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.words: list[str] = [token.lower().replace("’", "'") for token in self.raw]

    def __len__(self) -> int:
        return len(self.raw)

    def word(self, i: int) -> str:
        """The token at ``i`` in lower case; "" outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def written(self, i: int) -> str:
        """The token at ``i`` as written; "" outside the text."""
        return self.raw[i] if 0 <= i < len(self.raw) else ""

    def glued(self, i: int) -> bool:
        """True when no space stands between token ``i`` and the next one."""
        return i >= 0 and i + 1 < len(self.raw) and self.ends[i] == self.starts[i + 1]

    def dash(self, i: int) -> bool:
        """True when token ``i`` is a hyphen or dash."""
        return self.word(i) in DASHES

    def hyphen(self, i: int) -> bool:
        """True when token ``i`` is a dash with no space on either side."""
        return self.dash(i) and self.glued(i - 1) and self.glued(i)

    def line_break(self, i: int) -> bool:
        """True when token ``i`` is a line break or lies outside the text."""
        word = self.word(i)
        return not word or word[0] in "\n\r"

    def capital(self, i: int) -> bool:
        """True when token ``i`` begins with a capital letter."""
        return self.written(i)[:1].isupper()

    def follows(self, i: int, *phrase: str) -> bool:
        """True when the lower-case words from ``i`` on are ``phrase``."""
        return all(self.word(i + k) == word for k, word in enumerate(phrase))

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.raw)))
