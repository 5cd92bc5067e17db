"""Word-by-word differences of two texts, with places, for pages and terminals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have ("same"), or one of them: "gone" from the first, "come"
    in the second. ``text`` is as written."""

    kind: Literal["same", "gone", "come"]
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both texts in order, as runs. White space counts as one space."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    out: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            out.append(Piece("same", " ".join(before[a:b])))
            continue
        if b > a:
            out.append(Piece("gone", " ".join(before[a:b])))
        if d > c:
            out.append(Piece("come", " ".join(after[c:d])))
    return tuple(out)
