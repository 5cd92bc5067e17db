"""Copies: articles that are the same text, in whole or in part.

Texts that share fingerprints (`winnow`) are compared. The text that most others are like is taken
first and gathers those that share enough with it; so a round-up that takes from many agencies'
texts does not make one group of them. Lines that stand under very many articles are found and left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from quoth.ledger.compare.moments import day_of, moment
from quoth.ledger.compare.values import Text
from quoth.ledger.compare.winnow import RUN, Hashes, Ints, Prints, Winnower, shared_runs

_SHARED_WORDS = 30  # words in common that make a copy
_TOLD_WORDS = 30  # of these outside quotation marks
_SHARE = 0.3  # of one of the two texts
_WHOLE = 0.7  # of its words that a text must share to be a copy and no article of its own
_ALL_PAIRS = 40  # texts with a fingerprint in common, up to which all pairs are compared
_SAMPLE = 8  # of more, how many each is compared with
_CROWD = 20  # texts that share a line, from which it may be no part of the article
_MOST_ALIKE = 0.5  # how much else such texts share at most
_REPEATED = 4  # places of one fingerprint in a text that are looked at
_READ_LINES = 6  # texts by which the ends of such a line are found
_SEASON = 8  # different days on which a line comes back that is no part of the article


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that two texts share: characters (start, end) of the reference and of the copy."""

    reference: tuple[int, int]
    copy: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of a group beside the group's reference.

    ``of_reference`` is the share of the reference's words that the copy has, ``of_copy`` the share
    of the copy's words that the reference has, both from 0 to 1, without lines that stand under
    very many articles. ``whole``: hardly anything in it is its own (`of_copy` at least 0.7).
    """

    article: int
    of_reference: float
    of_copy: float
    whole: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Articles that share a text. ``reference`` is the one that most others are like; ``earliest``
    the article among the reference and the whole copies that was published first, None where no
    date is known. ``copies`` come by date, unknown dates last."""

    reference: int
    earliest: int | None
    copies: tuple[Copy, ...]

    @property
    def articles(self) -> tuple[int, ...]:
        """The reference and its copies."""
        return (self.reference, *(copy.article for copy in self.copies))


def originals(groups: Iterable[CopyGroup]) -> dict[int, int]:
    """For each article that is a whole copy, the one article that stands for it and its like: the
    earliest, or where no date is known the reference. Others stand for themselves."""
    out: dict[int, int] = {}
    for group in groups:
        one = group.reference if group.earliest is None else group.earliest
        for article in (group.reference, *(c.article for c in group.copies if c.whole)):
            if article != one:
                out.setdefault(article, one)
    # What stands for others stands for itself: no chains.
    for article in list(out):
        seen = {article}
        while out[article] in out and out[article] not in seen:
            seen.add(out[article])
            out[article] = out[out[article]]
    return {article: one for article, one in out.items() if article != one}


def copies(texts: Iterable[Text]) -> tuple[CopyGroup, ...]:
    """Groups of articles that share text: at least 30 words, and 30% of one of the two.

    A whole copy is in one group; an article that shares a part may be in several. Shared stretches
    of 15 words are always found, shorter ones (from 8 words) beside others or by chance. Groups
    come in the order of their reference's date.
    """
    winnower = Winnower()
    ids: list[int] = []
    when: list[tuple[float, float, int]] = []
    days: list[int] = []
    prints: list[Prints] = []
    for text in texts:
        ids.append(text.id)
        when.append((*moment(text.published), text.id))
        day = day_of(text.published)
        days.append(-1_000_000_000 if day is None else day)
        prints.append(winnower.prints(text.text, text.skip))
    order = sorted(range(len(ids)), key=when.__getitem__)
    ids = [ids[i] for i in order]
    when = [when[i] for i in order]
    prints = [prints[i] for i in order]
    table = _Table(winnower, prints, np.array([days[i] for i in order], np.int64))
    groups = _Grouping(table, ids, when).groups()
    return tuple(groups)


class _Table:
    """The fingerprints of all texts, without those of lines that are no part of an article."""

    def __init__(self, winnower: Winnower, prints: list[Prints], days: NDArray[np.int64]) -> None:
        self.winnower = winnower
        self.prints = prints
        self.days = days
        each = [np.unique(one.hashes) for one in prints]
        self.sets = each
        hashes = np.concatenate(each) if each else np.empty(0, np.uint64)
        owners = np.repeat(np.arange(len(each), dtype=np.int32), [len(one) for one in each])
        order = np.lexsort((owners, hashes))
        hashes, owners = hashes[order], owners[order]
        edges = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1], True])
        if not len(hashes):
            edges = np.zeros(1, np.int64)
        self._owners = owners
        sizes = np.diff(edges)
        self._postings = [
            (int(edges[i]), int(edges[i + 1])) for i in np.flatnonzero(sizes > 1).tolist()
        ]
        self._alike: dict[tuple[int, int], float] = {}
        lines: set[int] = set()
        for start, end in self._postings:
            hash = int(hashes[start])
            if hash not in lines and self._is_line(start, end):
                lines.update(self._line(owners[start:end], hash))
        self.lines = np.array(sorted(lines), np.uint64)
        self._postings = [
            (start, end) for start, end in self._postings if int(hashes[start]) not in lines
        ]
        if lines:
            self.sets = [one[~self.of_line(one)] for one in each]

    def of_line(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which of the hashes belong to lines that are no part of an article."""
        if not len(self.lines):
            return np.zeros(len(hashes), bool)
        # Not np.isin: that would sort the lines anew for each text.
        at = np.searchsorted(self.lines, hashes).clip(max=len(self.lines) - 1)
        found: NDArray[np.bool_] = self.lines[at] == hashes
        return found

    def _line(self, owners: NDArray[np.int32], hash: int) -> list[int]:
        """All runs of words of the line that a fingerprint is of: what several texts that have it
        share around it."""
        places = owners[np.linspace(0, len(owners) - 1, _READ_LINES).astype(int)].tolist()
        first, *others = [(self.prints[place].words, self._at(place, hash)) for place in places]
        words, at = first
        before = min(_agree(words[:at][::-1], other[:there][::-1]) for other, there in others)
        after = min(_agree(words[at:], other[there:]) for other, there in others)
        found: list[int] = self.winnower.runs(words[at - before : at + after]).tolist()
        return found

    def _at(self, place: int, hash: int) -> int:
        one = self.prints[place]
        return int(one.at[np.flatnonzero(one.hashes == hash)[0]])

    def _is_line(self, start: int, end: int) -> bool:
        """Whether a fingerprint belongs to a line under very many articles: it comes back on many
        days, or those who have it share little else."""
        owners = self._owners[start:end]
        if len(owners) < _SEASON:
            return False
        days = self.days[owners]
        known = np.unique(days[days > -1_000_000_000])
        if len(known) >= _SEASON:
            return True
        if len(owners) < _CROWD:
            return False
        some = owners[np.linspace(0, len(owners) - 1, _CROWD).astype(int)].tolist()
        alike = sorted(self._likeness(a, b) for a, b in pairwise(some))
        return alike[len(alike) // 2] < _MOST_ALIKE

    def _likeness(self, a: int, b: int) -> float:
        """The share of the lesser text's fingerprints that the other has."""
        if (a, b) not in self._alike:
            least = min(len(self.sets[a]), len(self.sets[b]))
            common = len(np.intersect1d(self.sets[a], self.sets[b], assume_unique=True))
            self._alike[a, b] = common / least if least else 0.0
        return self._alike[a, b]

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of texts (first * number of texts + second) and how many fingerprints they share.

        Of more than `_ALL_PAIRS` texts with one fingerprint each is paired with the first few.
        """
        chunks: list[NDArray[np.int64]] = []
        n = len(self.prints)
        triangles = {k: np.triu_indices(k, 1) for k in range(2, _ALL_PAIRS + 1)}
        by_size: dict[int, list[int]] = {}
        for start, end in self._postings:
            if end - start <= _ALL_PAIRS:
                by_size.setdefault(end - start, []).append(start)
            else:
                owners = self._owners[start:end].astype(np.int64)
                for i in range(_SAMPLE):
                    chunks.append(owners[i] * n + owners[i + 1 :])
        for size, starts in by_size.items():
            rows = self._owners[np.array(starts)[:, None] + np.arange(size)].astype(np.int64)
            first, second = triangles[size]
            chunks.append((rows[:, first] * n + rows[:, second]).ravel())
        if not chunks:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        keys, counts = np.unique(np.concatenate(chunks), return_counts=True)
        return keys, counts


@dataclass(frozen=True, slots=True)
class _Share:
    """How many words of two texts they share, and how many each has."""

    words: int
    all_a: int
    all_b: int
    of_a: float
    of_b: float

    def much(self, words: int) -> bool:
        """Whether it is this many words, or all of a shorter text, and a good share of one."""
        least = min(words, self.all_a, self.all_b)
        return least > 0 and self.words >= least and max(self.of_a, self.of_b) >= _SHARE

    def few(self, words: int) -> bool:
        """Whether one of the texts has so few words that they tell nothing."""
        return min(self.all_a, self.all_b) < words


def _share(
    runs: Sequence[tuple[int, int, int]], out_a: Sequence[int], out_b: Sequence[int]
) -> _Share:
    """The share of two texts in common, but for the words marked 1 in ``out_a`` and ``out_b``."""
    in_a = sum(length - sum(out_a[i : i + length]) for i, _, length in runs)
    in_b = sum(length - sum(out_b[j : j + length]) for _, j, length in runs)
    all_a, all_b = len(out_a) - sum(out_a), len(out_b) - sum(out_b)
    return _Share(
        min(in_a, in_b),
        all_a,
        all_b,
        in_a / all_a if all_a else 0.0,
        in_b / all_b if all_b else 0.0,
    )


def _trimmed(
    runs: Iterable[tuple[int, int, int]], out: Sequence[int]
) -> list[tuple[int, int, int]]:
    """The runs without the words at their ends that are marked 1 in ``out``."""
    kept: list[tuple[int, int, int]] = []
    for i, j, length in runs:
        first, last = i, i + length
        while first < last and out[first]:
            first += 1
        while last > first and out[last - 1]:
            last -= 1
        if first < last:
            kept.append((first, j + first - i, last - first))
    return kept


def _agree(a: Ints, b: Ints) -> int:
    """How many words two texts share from their beginning."""
    least = min(len(a), len(b))
    apart = np.flatnonzero(a[:least] != b[:least])
    return int(apart[0]) if len(apart) else least


class _Grouping:
    """Gathers texts around the ones that most others are like (star clustering: Aslam, Pelekhov,
    Rus 2004)."""

    def __init__(
        self, table: _Table, ids: Sequence[int], when: Sequence[tuple[float, float, int]]
    ) -> None:
        self.table = table
        self.ids = ids
        self.when = when
        self.covered: dict[int, bytearray] = {}
        self.near: dict[int, list[int]] = {}
        self.pull = [0.0] * len(ids)
        keys, counts = table.pairs()
        for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
            a, b = divmod(key, len(ids))
            sizes = len(table.sets[a]), len(table.sets[b])
            if count < _SHARE / 2 * min(sizes):
                continue
            alike = count / (sum(sizes) - count)
            # Squared: two full copies draw more than ten texts of which it has a tenth each.
            self.pull[a] += alike * alike
            self.pull[b] += alike * alike
            self.near.setdefault(a, []).append(b)
            self.near.setdefault(b, []).append(a)

    def groups(self) -> list[CopyGroup]:
        """The groups, by their reference's date."""
        taken: set[int] = set()  # members of a group: no references of others
        whole: set[int] = set()
        out: list[tuple[int, CopyGroup]] = []
        for hub in sorted(self.near, key=lambda i: (-round(self.pull[i], 9), i)):
            if hub in taken:
                continue
            found = []
            for other in sorted(self.near[hub]):
                if other in whole:
                    continue
                copy = self._copy(hub, other)
                if copy is not None:
                    found.append((other, copy))
            if not found:
                continue
            taken.add(hub)
            whole.add(hub)
            for other, copy in found:
                taken.add(other)
                if copy.whole:
                    whole.add(other)
            same = [hub, *(other for other, copy in found if copy.whole)]
            first = min(same)
            earliest = None if self.when[first][0] == float("inf") else self.ids[first]
            group = CopyGroup(self.ids[hub], earliest, tuple(copy for _, copy in found))
            out.append((hub, group))
        return [group for _, group in sorted(out, key=lambda pair: pair[0])]

    def _copy(self, hub: int, other: int) -> Copy | None:
        a, b = self.table.prints[hub], self.table.prints[other]
        runs = shared_runs(a.words.tolist(), b.words.tolist(), self._seeds(hub, other))
        lines_a, lines_b = self._lines(hub), self._lines(other)
        runs = _trimmed(runs, lines_a)
        every = _share(runs, lines_a, lines_b)
        told = _share(
            runs,
            bytes(x | y for x, y in zip(lines_a, a.quoted, strict=True)),
            bytes(x | y for x, y in zip(lines_b, b.quoted, strict=True)),
        )
        # Articles that quote the same speech are no copies: what they tell must be shared too.
        if not every.much(_SHARED_WORDS) or not (told.much(_TOLD_WORDS) or told.few(_TOLD_WORDS)):
            return None
        of_a, of_b = every.of_a, every.of_b
        stretches = tuple(
            Stretch(
                (int(a.starts[i]), int(a.ends[i + length - 1])),
                (int(b.starts[j]), int(b.ends[j + length - 1])),
            )
            for i, j, length in runs
        )
        return Copy(self.ids[other], of_a, of_b, of_b >= _WHOLE, stretches)

    def _seeds(self, hub: int, other: int) -> Iterator[tuple[int, int]]:
        """Places of each fingerprint that both have."""
        in_a, in_b = self._places(hub), self._places(other)
        for hash, places in in_a.items():
            for there in in_b.get(hash, ()):
                for at in places:
                    yield at, there

    def _places(self, place: int) -> dict[int, list[int]]:
        """Where each fingerprint of a text stands, the first few: texts repeat themselves."""
        out: dict[int, list[int]] = {}
        one = self.table.prints[place]
        keep = ~self.table.of_line(one.hashes)
        for hash, at in zip(one.hashes[keep].tolist(), one.at[keep].tolist(), strict=True):
            places = out.setdefault(hash, [])
            if len(places) < _REPEATED:
                places.append(at)
        return out

    def _lines(self, place: int) -> bytearray:
        """For each word of a text 1 where it is of a line that is no part of the article."""
        found = self.covered.get(place)
        if found is None:
            one = self.table.prints[place]
            found = self.covered[place] = bytearray(len(one.words))
            if len(self.table.lines):
                runs = self.table.of_line(self.table.winnower.runs(one.words))
                for at in np.flatnonzero(runs).tolist():
                    found[at : at + RUN] = b"\x01" * RUN
        return found
