"""The teacher's soft answers, written once and learnt from many times (Hinton et al. 2015).

    python -m training.distil --data DATA --teacher RUN/average.pt --out soft.pt

The teacher scores the training corpora, varied as in training, and unlabelled Wikinews articles,
on which the cues are its own.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from quoth.reading.parts import find_parts
from training.batches import Slice, batched, collate, slices_of
from training.corpora import (
    Example,
    GoldAttribution,
    load_documents,
    to_example,
    unlabelled_documents,
)
from training.evaluate import TorchScorer
from training.network import Network
from training.soft import SoftBatch
from training.train import build, encoder_folder, epoch_examples, load_tokenizer


def own_example(example: Example, scorer: TorchScorer) -> Example:
    """The example with what the teacher finds in place of an annotation."""
    gold = tuple(
        GoldAttribution(
            p.cue[0], p.cue[1] - 1,
            tuple((a, b - 1) for a, b in p.sources), tuple((a, b - 1) for a, b in p.contents),
        )
        for p in find_parts(example.pieces, scorer)
    )  # fmt: skip
    return Example(example.id, example.pieces, gold, 1.0)


@torch.inference_mode()
def soften(
    network: Network, slices: list[list[Slice]], vocabulary: np.ndarray, *, hard: bool
) -> list[SoftBatch]:
    """The teacher's answers to batches of slices."""
    out: list[SoftBatch] = []
    started = time.time()
    for i, group in enumerate(slices, 1):
        batch = collate(group)
        ids = torch.from_numpy(vocabulary)[batch.ids]
        with torch.autocast("cpu", torch.bfloat16):
            cues, arguments, _ = network(
                ids, batch.features, batch.mask, batch.cues, batch.distance, batch.place
            )
        out.append(
            SoftBatch(
                batch,
                torch.softmax(cues.float(), -1).half(),
                torch.softmax(arguments.float(), -1).half(),
                hard,
            )
        )
        if i % 25 == 0:
            print(f"{i}/{len(slices)} {(time.time() - started) / i:.2f} s a batch", flush=True)
    return out


def main() -> None:
    """The command line of distillation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=101)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    tokenizer: Tokenizer = load_tokenizer(encoder_folder())
    network, vocabulary = build("mpnet")
    network.load_state_dict(torch.load(args.teacher, weights_only=True))
    network.eval()
    news = load_documents(args.data / "news_train.jsonl")
    dev = load_documents(args.data / "news_dev.jsonl")
    # The dev articles stand in the tables too: they are not learnt from, not even unlabelled.
    known = {d["title"] for d in (*news, *dev)}
    scorer = TorchScorer(network, vocabulary)
    unlabelled = [
        own_example(to_example(d, tokenizer), scorer)
        for d in unlabelled_documents(args.data / "wikinews", known)
    ]
    print(f"{len(unlabelled)} unlabelled, {sum(len(e.gold) for e in unlabelled)} found", flush=True)
    polnear = load_documents(args.data / "polnear" / "train.jsonl")
    labelled = epoch_examples([(polnear, 1), (news, 2)], tokenizer, rng)
    soft = soften(network, list(batched(slices_of(unlabelled, rng), rng)), vocabulary, hard=False)
    torch.save(soft, args.out)
    soft += soften(network, list(batched(slices_of(labelled, rng), rng)), vocabulary, hard=True)
    torch.save(soft, args.out)


if __name__ == "__main__":
    main()
