"""What the encoder made of each word piece of an article, for stages after the spans.

The encoder runs once for an article; who is meant is told from the same states that the statements
were found with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from quoth.reading.parts import Encoded, Scorer, encode_all
from quoth.reading.pieces import Pieces, cut_pieces

Floats = NDArray[np.float32]
MOST = 300_000  # characters of an article of which states are kept (60 MB)


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """``starts``, ``ends``: int64 [n], the characters of each piece, in order; ``vectors``:
    float16 [n, width]; ``encoder``: the digest of the encoder they are of."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: NDArray[np.float16]
    encoder: str = ""

    @classmethod
    def of(cls, pieces: Pieces, hidden: Floats, encoder: str = "") -> States:
        """The states of the pieces of one section."""
        limit = np.finfo(np.float16).max
        kept = np.nan_to_num(np.clip(hidden, -limit, limit)).astype(np.float16)
        return cls(pieces.starts, pieces.ends, kept, encoder)

    @classmethod
    def joined(cls, parts: Sequence[States]) -> States | None:
        """The states of consecutive sections as one; nothing without any."""
        if len(parts) < 2:
            return parts[0] if parts else None
        return cls(
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.ends for part in parts]),
            np.concatenate([part.vectors for part in parts]),
            parts[0].encoder,
        )

    def rows(self, starts: Sequence[int]) -> NDArray[np.int64]:
        """The piece that holds the character at each of ``starts``; -1 where none does."""
        wanted = np.asarray(starts, dtype=np.int64)
        if not len(self.starts):
            return np.full(len(wanted), -1, dtype=np.int64)
        rows = np.searchsorted(self.starts, wanted, side="right") - 1
        inside = (rows >= 0) & (wanted < self.ends[np.maximum(rows, 0)])
        return np.where(inside, rows, -1)


def encode_section(
    text: str, start: int, end: int, tokenizer: Tokenizer, scorer: Scorer, encoder: str
) -> tuple[Pieces, Encoded | None, States | None]:
    """The pieces of one of the `sections` of a text, and what the encoder makes of them: nothing
    where there are no pieces, and no states behind the first `MOST` characters. ``encoder``: the
    digest of the encoder."""
    pieces = cut_pieces(text[start:end], tokenizer, start)
    if not len(pieces):
        return pieces, None, None
    encoded = encode_all(pieces, scorer)
    states = States.of(pieces, encoded.hidden, encoder) if end <= MOST else None
    return pieces, encoded, states
