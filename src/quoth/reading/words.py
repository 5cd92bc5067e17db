"""Word lists as sets (``word_set("on in at")``), and sentence boundaries."""

from __future__ import annotations

import re

# The end of a sentence with the space behind it, or of a line. A full stop after an initial or a
# title ends none.
SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bSt)(?<!\bMrs)(?<!\bSen)(?<!\bGen)(?<!\bGov)"
    r"(?<!\bRep)(?<!\bSgt)(?<!\bCol)[.!?][\"'”’)\]]*\s+(?=[\"“‘'(\[A-Z]|\Z)|\n"
)


def word_list(words: str) -> tuple[str, ...]:
    """The words of ``words``, parted at white space, in their order."""
    return tuple(words.split())


def word_set(words: str) -> frozenset[str]:
    """The words of ``words``, parted at white space, for membership tests."""
    return frozenset(words.split())
