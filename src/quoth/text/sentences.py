"""Sentence boundaries, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.lang import words

# A mark that may end a sentence, with what closes behind it, and how the next one may begin.
_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?P<space>[ \t\n]+)"
    r"(?=(?P<open>[\"“‘'«„(\[¿¡—–-]*)(?P<next>\w))"
)
_BEFORE = re.compile(r"[^\W_][\w.'’&-]*\Z")
_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 40  # characters of a word looked at


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of ``text`` between two characters, in order.

    White space between sentences belongs to none. The sentences of a quotation are sentences of
    their own. The time taken grows with the length of the text.
    """
    end = len(text) if end is None else end
    for match in _END.finditer(text, start, end):
        if _ends(text, match):
            if stop := _stripped(text, start, match.start("space")):
                yield stop
            start = match.end("space")
    if last := _stripped(text, start, end):
        yield last


def _ends(text: str, match: re.Match[str]) -> bool:
    following = match["next"]
    if not (following.isupper() or following.isdigit()):
        return False
    found = _BEFORE.search(text, max(0, match.start() - _LONGEST), match.start())
    if match["mark"] != "." or match["close"] or not found:
        return True
    word = found[0].lower()
    if word in words("sentences", "never"):
        return False
    if _INITIAL.fullmatch(found[0]) or word in words("sentences", "seldom"):
        behind = _NEXT_WORD.match(text, match.end() + len(match["open"]))
        return behind is not None and behind[0].lower() in words("sentences", "openers")
    return True


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
