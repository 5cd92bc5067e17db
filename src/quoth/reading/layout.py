"""Relative positions of word pieces: paragraphs, sentences and quotations between them.

The argument scorer is told how each piece stands to the cue it is asked about. All of it is
worked out from the pieces alone, so that training and reading cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quoth.reading.pieces import CASES, CLOSING, OPENING, OUTSIDE, QUOTES, Pieces

Ints = NDArray[np.int64]

PARAGRAPHS = 7  # −3 or more before … 3 or more behind
QUOTATIONS = 8
SENTENCES = 4
PLACES = PARAGRAPHS * QUOTATIONS * SENTENCES

# Rows of the vocabulary of BERT. Where a sentence ends need not be told exactly: it is a feature
# among others, but the same text must always get the same answer.
_STOPS = (1012, 999, 1029, 1529)  # . ! ? …
_CLOSERS = (1000, 1007, 1521, 1524, 1005, 1033)  # " ) ’ ” ' ]
_OPENERS = (1000, 1006, 1520, 1523, 1005, 1031, 1077)  # " ( ‘ “ ' [ «
_ABBREVIATED = (
    2720, 3680, 5796, 2852, 18079, 12411, 16360, 2358, 3781, 5034, 11268, 8991, 8902, 8318, 2053,
    5443, 5553, 13114, 15476, 17419, 13323, 13292, 11703, 7065, 10189, 16686, 17001, 14408,
)  # fmt: skip  # mr mrs ms dr gov sen rep st jr sr prof gen col lt no vs jan … dec rev hon maj sgt


@dataclass(frozen=True, slots=True)
class Layout:
    """Of each piece, int64 [n]: ``paragraph`` and ``sentence`` it stands in, counted from 0;
    ``quotation`` it stands in, counted from 1, or 0; ``begun``: how many quotations have begun by
    then, its own included."""

    paragraph: Ints
    sentence: Ints
    quotation: Ints
    begun: Ints

    def __len__(self) -> int:
        return len(self.paragraph)

    def places(self, first: Ints, at: Ints) -> Ints:
        """How pieces stand to cues, a number below `PLACES` each, [cues, length].

        ``first``: [cues], each cue's first piece; ``at``: [cues, length], the pieces asked about.
        """
        own = first[:, None]
        paragraph = (self.paragraph[at] - self.paragraph[own]).clip(-3, 3) + 3
        apart = self.sentence[at] - self.sentence[own]
        sentence = np.where(apart == 0, 0, np.where(apart == -1, 1, np.where(apart == 1, 2, 3)))
        quotation, cue = self.quotation[at], self.quotation[own]
        ahead = quotation - self.begun[own]
        free = np.where(
            quotation == 0,
            0,
            np.where(ahead == 0, 1, np.where(ahead == 1, 2, np.where(ahead < 0, 3, 4))),
        )
        held = np.where(quotation == cue, 5, np.where(quotation > 0, 6, 7))
        stands = np.where(cue == 0, free, held)
        return ((paragraph * QUOTATIONS + stands) * SENTENCES + sentence).astype(np.int64)


def lay_out(pieces: Pieces) -> Layout:
    """The layout of a text."""
    n = len(pieces)
    paragraph = np.cumsum(pieces.breaks > 0, dtype=np.int64)
    states = (pieces.features // CASES) % QUOTES
    before = np.concatenate([[OUTSIDE], states[:-1]]) if n else states
    opens = (states != OUTSIDE) & (
        (before == OUTSIDE)
        | ((states == OPENING) & (before != OPENING))
        | ((before == CLOSING) & (states != CLOSING))
        | (pieces.breaks > 0)
    )
    begun = np.cumsum(opens, dtype=np.int64)
    quotation = np.where(states != OUTSIDE, begun, 0)
    return Layout(paragraph, _sentences(pieces), quotation, begun)


def _sentences(pieces: Pieces) -> Ints:
    """The sentence of each piece: one begins at a line break, and behind a stop (and the marks
    that close with it) where a capital, a digit or an opening mark follows."""
    n = len(pieces)
    starts = pieces.breaks > 0
    if not n:
        return np.zeros(0, dtype=np.int64)
    ids = pieces.ids
    cases = pieces.features % CASES
    stop = np.isin(ids, _STOPS)
    closer, opener = np.isin(ids, _CLOSERS), np.isin(ids, _OPENERS)
    apart = np.concatenate([[True], pieces.starts[1:] > pieces.ends[:-1]])
    for i in np.flatnonzero(stop).tolist():
        if (
            i
            and ids[i] == _STOPS[0]
            and (ids[i - 1] in _ABBREVIATED or pieces.ends[i - 1] - pieces.starts[i - 1] == 1)
            and cases[i - 1]
        ):
            continue
        after = i + 1
        while after < n and (stop[after] or (closer[after] and not apart[after])):
            after += 1
        if after < n and apart[after] and (cases[after] or opener[after]):
            starts[after] = True
    return np.cumsum(starts, dtype=np.int64)
