"""A teacher's soft answers as a learner takes them (Hinton et al. 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.network import Network


@dataclass(slots=True)
class SoftBatch:
    """A batch with the teacher's probabilities: ``cues`` float16 [batch, length, 3] and
    ``arguments`` float16 [cues, length, 5]; ``hard``: whether its tags are an annotator's."""

    batch: Batch
    cues: Tensor
    arguments: Tensor
    hard: bool


def soft_losses(network: Network, soft: SoftBatch) -> Tensor:
    """Cross-entropy with the teacher's probabilities, on the scale of `train.losses`."""
    batch = soft.batch
    with torch.autocast("cpu", torch.bfloat16):
        cue_scores, arguments, _ = network(
            batch.ids, batch.features, batch.mask, batch.cues, batch.distance, batch.place
        )
    per_piece = -(soft.cues.float() * functional.log_softmax(cue_scores.float(), -1)).sum(-1)
    total = (per_piece * batch.mask).sum() / (1 + len(batch.cues.window))
    if len(batch.cues.window):
        inside = batch.mask[batch.cues.window]
        piece = -(soft.arguments.float() * functional.log_softmax(arguments.float(), -1)).sum(-1)
        total = total + 0.5 * (piece * inside).sum() / len(batch.cues.window)
    return total
