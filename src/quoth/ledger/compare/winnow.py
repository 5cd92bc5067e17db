"""Fingerprints of texts by winnowing (Schleimer, Wilkerson, Aiken 2003), on words.

Of every `WINDOW` neighbouring runs of `RUN` words the one of least hash is kept, so two texts that
share `RUN` + `WINDOW` - 1 words in a row share a fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from quoth.ledger.compare.tokens import quoted_spans, tokens

RUN = 8  # words
WINDOW = 8  # runs
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)

Ints = NDArray[np.int32]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Prints:
    """A text's words by number, with their places, and its fingerprints with theirs.

    ``words``, ``starts`` and ``ends`` stand for each word, ``quoted`` is 1 for a word between
    quotation marks; ``hashes`` stands for each fingerprint, and ``at`` is the place of its first
    word.
    """

    words: Ints
    starts: Ints
    ends: Ints
    quoted: bytes
    hashes: Hashes
    at: Ints


class Winnower:
    """Takes the fingerprints of texts; the same word has the same number in all of them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._hashes: list[int] = []

    def prints(self, text: str, skip: Iterable[tuple[int, int]] = ()) -> Prints:
        """The fingerprints of ``text`` without its stretches ``skip``."""
        found = tokens(text)
        numbers = np.fromiter(
            (self._number(word) for word in found.words), np.int32, len(found.words)
        )
        starts = np.array(found.starts, np.int32)
        ends = np.array(found.ends, np.int32)
        for start, end in skip:
            keep = (ends <= start) | (starts >= end)
            numbers, starts, ends = numbers[keep], starts[keep], ends[keep]
        quoted = np.zeros(len(numbers), np.uint8)
        for start, end in quoted_spans(text):
            first, last = np.searchsorted(starts, (start, end))
            quoted[first:last] = 1
        hashes, at = self._winnow(numbers)
        return Prints(numbers, starts, ends, quoted.tobytes(), hashes, at)

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._hashes)
            digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            self._hashes.append(int.from_bytes(digest, "little"))
        return number

    def runs(self, numbers: Ints) -> Hashes:
        """The hash of each run of `RUN` words; it does not depend on the order of texts."""
        runs = len(numbers) - RUN + 1
        hashes = np.zeros(max(0, runs), np.uint64)
        if runs < 1:
            return hashes
        own = np.array([self._hashes[n] for n in numbers.tolist()], np.uint64)
        for i in range(RUN):
            hashes *= _BASE
            hashes += own[i : i + runs]
        hashes ^= hashes >> np.uint64(31)
        hashes *= _MIX
        hashes ^= hashes >> np.uint64(29)
        return hashes

    def _winnow(self, numbers: Ints) -> tuple[Hashes, Ints]:
        hashes = self.runs(numbers)
        if not len(hashes):
            return hashes, np.empty(0, np.int32)
        if len(hashes) <= WINDOW:
            at = np.array([len(hashes) - 1 - int(np.argmin(hashes[::-1]))], np.int32)
        else:
            windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
            # The rightmost of equals, so that a window that moves on keeps what it has.
            least = WINDOW - 1 - np.argmin(windows[:, ::-1], axis=1)
            at = np.unique(least + np.arange(len(least))).astype(np.int32)
        return hashes[at], at


def shared_runs(
    a: Sequence[int], b: Sequence[int], seeds: Iterable[tuple[int, int]], least: int = RUN
) -> list[tuple[int, int, int]]:
    """The runs of words that two texts share around ``seeds`` (places of a shared fingerprint in
    each), as (place in a, place in b, length): each as long as can be, none inside another on
    either side, the longest first kept where they overlap; in the order of ``a``."""
    found: dict[int, int] = {}  # by diagonal, how far it is read
    runs: list[tuple[int, int, int]] = []
    for i, j in sorted(seeds):
        if found.get(j - i, -1) > i:
            continue
        start, other = i, j
        while start > 0 and other > 0 and a[start - 1] == b[other - 1]:
            start, other = start - 1, other - 1
        end, stop = i, j
        while end < len(a) and stop < len(b) and a[end] == b[stop]:
            end, stop = end + 1, stop + 1
        found[j - i] = max(end, i + 1)
        if end - start >= least:
            runs.append((start, other, end - start))
    runs.sort(key=lambda run: (-run[2], run[0], run[1]))
    in_a, in_b = bytearray(len(a)), bytearray(len(b))
    kept: list[tuple[int, int, int]] = []
    for start, other, length in runs:
        # What a longer run has taken is cut off at the ends.
        while length and (in_a[start] or in_b[other]):
            start, other, length = start + 1, other + 1, length - 1
        free = 0
        while free < length and not (in_a[start + free] or in_b[other + free]):
            free += 1
        if free >= least:
            kept.append((start, other, free))
            in_a[start : start + free] = b"\x01" * free
            in_b[other : other + free] = b"\x01" * free
    return sorted(kept)
