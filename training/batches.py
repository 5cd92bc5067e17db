"""Examples to batches: windows of an article, cut anew in every epoch, padded to the longest."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from quoth.reading.decode import CONTENT, SOURCE
from quoth.reading.windows import cut_windows
from training.corpora import Example, GoldAttribution
from training.network import CueBatch

CLS, SEP = 101, 102
LONGEST = 382  # pieces of a training window
# PolNeAR uses each token once, so a cue inside a content is never annotated there: what its
# annotators left blank within contents says little.
UNTOLD = 0.1


@dataclass(frozen=True, slots=True)
class Slice:
    """Pieces ``start`` to ``end`` of an example, with the attributions whose cue lies inside."""

    example: Example
    start: int
    end: int


@dataclass(slots=True)
class Batch:
    """Tensors of a batch; positions count the encoder's first mark, so pieces begin at 1."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    cue_tags: Tensor  # [batch, length], −1 where not scored
    cue_weights: Tensor  # [batch, length], how much each piece counts for the cue tagger
    weights: Tensor  # [batch]
    cues: CueBatch
    distance: Tensor
    place: Tensor
    argument_tags: Tensor  # [cues, length]
    argument_mask: Tensor  # [cues, length] bool; all false: this cue's arguments are not scored
    kinds: Tensor  # [cues], −1 unknown
    slices: list[Slice]


def slices_of(examples: list[Example], rng: random.Random, *, vary: bool = True) -> list[Slice]:
    """Every example cut into windows, of another size in each epoch so that edges move."""
    out: list[Slice] = []
    for example in examples:
        size = rng.randrange(250, LONGEST + 1) if vary else LONGEST
        for window in cut_windows(example.pieces.breaks, size=size, margin=0):
            out.append(Slice(example, window.core_start, window.core_end))
    return out


def batched(slices: list[Slice], rng: random.Random, budget: int = 3840) -> Iterator[list[Slice]]:
    """Slices of like length together, about ``budget`` pieces a batch, in random order."""
    order = sorted(slices, key=lambda s: s.end - s.start + rng.random() * 24)
    groups: list[list[Slice]] = [[]]
    for part in order:
        if (len(groups[-1]) + 1) * (part.end - part.start + 2) > budget and groups[-1]:
            groups.append([])
        groups[-1].append(part)
    rng.shuffle(groups)
    return iter(groups)


def collate(slices: list[Slice], vocabulary: np.ndarray | None = None) -> Batch:
    """The batch of ``slices``; ``vocabulary`` maps piece ids to another encoder's rows."""
    length = max(s.end - s.start for s in slices) + 2
    n = len(slices)
    ids = torch.zeros(n, length, dtype=torch.long)
    features = torch.zeros(n, length, dtype=torch.long)
    mask = torch.zeros(n, length, dtype=torch.bool)
    cue_tags = torch.full((n, length), -1, dtype=torch.long)
    cue_weights = torch.ones(n, length)
    rows: list[tuple[int, int, int]] = []
    tags: list[Tensor] = []
    tag_masks: list[Tensor] = []
    kinds: list[int] = []
    distances: list[Tensor] = []
    places: list[Tensor] = []
    at = torch.arange(length)
    for b, part in enumerate(slices):
        pieces = part.example.pieces
        size = part.end - part.start
        ids[b, 1 : size + 1] = torch.from_numpy(pieces.ids[part.start : part.end])
        ids[b, 0], ids[b, size + 1] = CLS, SEP
        features[b, 1 : size + 1] = torch.from_numpy(pieces.features[part.start : part.end])
        mask[b, : size + 2] = True
        # The encoder's marks stand where the pieces beside them stand.
        beside = np.clip(np.arange(length) - 1, 0, size - 1) + part.start
        if part.example.labelled:
            cue_tags[b, 1 : size + 1] = 0
        for gold in part.example.gold:
            if not (part.start <= gold.first and gold.last < part.end):
                continue
            first, last = gold.first - part.start + 1, gold.last - part.start + 1
            cue_tags[b, first] = 1
            cue_tags[b, first + 1 : last + 1] = 2
            low, high = gold.bounds()
            whole = gold.whole and part.start <= low and high < part.end
            tags.append(_argument_tags(gold, part, length))
            if not part.example.nested:
                cue_weights[b][(tags[-1] >= CONTENT) & (cue_tags[b] <= 0)] = UNTOLD
            tag_masks.append(mask[b] & whole)
            rows.append((b, first, last))
            kinds.append(gold.kind)
            distances.append(
                torch.where(at < first, at - first, torch.where(at > last, at - last, 0))
            )
            where = part.example.layout.places(np.array([gold.first]), beside[None])
            places.append(torch.from_numpy(where[0]))
        cue_weights[b] *= part.example.blanks
    cue_weights[cue_tags > 0] = 1.0
    if vocabulary is not None:
        ids = torch.from_numpy(vocabulary)[ids]
    weights = torch.tensor([s.example.weight for s in slices])
    index = torch.tensor(rows, dtype=torch.long).reshape(-1, 3)
    empty = torch.zeros(0, length, dtype=torch.long)
    return Batch(
        ids, features, mask, cue_tags, cue_weights, weights,
        CueBatch(index[:, 0], index[:, 1], index[:, 2]),
        torch.stack(distances) if rows else empty,
        torch.stack(places) if rows else empty,
        torch.stack(tags) if rows else empty,
        torch.stack(tag_masks) if rows else empty.bool(),
        torch.tensor(kinds, dtype=torch.long),
        slices,
    )  # fmt: skip


def _argument_tags(gold: GoldAttribution, part: Slice, length: int) -> Tensor:
    tags = torch.zeros(length, dtype=torch.long)
    for role, ranges in ((SOURCE, gold.sources), (CONTENT, gold.contents)):
        for low, high in ranges:
            low, high = low - part.start + 1, high - part.start + 1
            low, high = max(1, low), min(length - 1, high)
            if low <= high:
                tags[low] = role
                tags[low + 1 : high + 1] = role + 1
    return tags
