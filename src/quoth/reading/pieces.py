"""Converts a text to word pieces with additional features for the encoder.

The encoder is uncased and sees no line breaks, so three things that newswire says with type are
handed to it as features of each piece: the case of its word, whether it stands inside quotation
marks, and whether a line or a paragraph begins before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from quoth.text.quotations import find_quotations

CASES = 4  # lower or other, Capitalised, ALL CAPITALS, has a digit
QUOTES = 4  # outside, inside, opening mark, closing mark
OUTSIDE, INSIDE, OPENING, CLOSING = range(QUOTES)
BREAKS = 3  # none, a new line, a blank line (or the start of the text)
FEATURES = CASES * QUOTES * BREAKS

# Characters read at once: what the encoder says of them takes about 50 MB.
SECTION = 60_000

# Half of a surrogate pair, as JSON may hold it; no tokenizer takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text.

    ``ids``: int64 [n], rows of the encoder's vocabulary. ``starts``, ``ends``: int64 [n], character
    offsets, end excluded. ``features``: int64 [n], one number below `FEATURES` (case, quotation and
    break together). ``breaks``: uint8 [n], 0 no line break before the piece, 1 one, 2 a blank line.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    features: NDArray[np.int64]
    breaks: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.ids)


def sections(text: str, size: int = SECTION) -> list[tuple[int, int]]:
    """Bounds of consecutive sections of ``text`` of at most ``size`` characters.

    A section ends after a paragraph, a line, a sentence or a word, in this order of preference,
    in its last half; only a word longer than that is cut.
    """
    out: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > size:
        end = start + size
        for mark in ("\n\n", "\n", ". ", " "):
            cut = text.rfind(mark, start + size // 2, end)
            if cut > start:
                end = cut + len(mark)
                break
        out.append((start, end))
        start = end
    if start < len(text):
        out.append((start, len(text)))
    return out


def cut_pieces(text: str, tokenizer: Tokenizer, start: int = 0) -> Pieces:
    """The word pieces of ``text`` with their features.

    Offsets are into ``text`` as given, plus ``start``: where it begins in the article.
    """
    encoded = tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    offsets = encoded.offsets
    bounds = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = bounds[:, 0], bounds[:, 1]
    breaks = _breaks(text, starts, ends)
    quotes = quotation_states(text, offsets).astype(np.int64)
    cases = _cases(text, starts, ends)
    features = (breaks.astype(np.int64) * QUOTES + quotes) * CASES + cases
    ids = np.array(encoded.ids, dtype=np.int64)
    return Pieces(ids, starts + start, ends + start, features, breaks)


def _breaks(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Line breaks in the gap before each piece: 0, 1, or 2 for more; the first piece has 2."""
    out = np.zeros(len(starts), dtype=np.uint8)
    if not len(starts):
        return out
    newlines = np.array([m.start() for m in _LINE_BREAK.finditer(text)], dtype=np.int64)
    before = np.searchsorted(newlines, starts)
    previous = np.concatenate([[0], np.searchsorted(newlines, ends[:-1])])
    out[:] = np.clip(before - previous, 0, 2)
    out[0] = 2
    return out


def _cases(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The case of the word each piece belongs to: 0 lower, 1 Capitalised, 2 CAPITALS, 3 digits."""
    out = np.zeros(len(starts), dtype=np.int64)
    word_start, case = -1, 0
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        # A word begins where a piece is not glued to the one before, or glued to a mark.
        if start != word_start or not text[start - 1].isalnum():
            piece = text[start:end]
            first = piece[:1]
            if first.isdigit():
                case = 3
            elif first.isupper():
                case = 2 if len(piece) > 1 and piece.isupper() else 1
            else:
                case = 0
        out[i] = case
        word_start = end
    return out


def quotation_states(text: str, offsets: Sequence[tuple[int, int]]) -> NDArray[np.uint8]:
    """For each token how it stands to the outermost quotations.

    Args:
        text: the whole text.
        offsets: start and end (excluded) of each token in characters, in the order of the text.

    Returns:
        uint8 [n]: 0 outside, 1 inside, 2 an opening mark, 3 a closing mark. The marks of a
        quotation inside another count as inside.
    """
    states = np.zeros(len(offsets), dtype=np.uint8)
    if not len(offsets):
        return states
    outer = [q for q in find_quotations(text) if q.depth == 1]
    if not outer:
        return states
    starts = np.array([start for start, _ in offsets], dtype=np.int64)
    edges = np.array([(q.start, q.inner.start, q.inner.end, q.end) for q in outer], dtype=np.int64)
    which = np.searchsorted(edges[:, 0], starts, side="right") - 1
    start, inner_start, inner_end, end = edges[np.maximum(which, 0)].T
    held = (which >= 0) & (starts < end)
    states[held & (starts >= inner_start)] = INSIDE
    states[held & (starts >= start) & (starts < inner_start)] = OPENING
    states[held & (starts >= inner_end)] = CLOSING
    return states
