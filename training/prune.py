"""Cuts the attention heads and inner channels of the encoder that matter least.

    python -m training.prune --data DATA --start-from RUN/before.pt --out RUN/pruned.pt --keep 0.6

What a head or channel matters is the square of the loss's gradient by a mask on it, summed over
windows of the training texts (the diagonal of its Fisher information; Kwon et al. 2022). What is
cut is chosen over all layers at once, by that over the time each takes. `training.train --match`
then teaches what is left to give what the whole encoder gave.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor, nn

from training.batches import Batch, batched, collate, slices_of
from training.corpora import load_documents
from training.network import HEAD, WHOLE, EncoderLayer, MiniLM, Network, from_weights, shape_of
from training.train import encoder_folder, epoch_examples, load_tokenizer, losses, more_news, save

#: Share of a whole layer's time that all its heads and all its inner channels take, as ONNX Runtime
#: runs windows of 318 pieces in int8 on a processor without VNNI.
HEADS_TIME, INNER_TIME = 0.46, 0.50
GROUP = 64  # inner channels are kept in groups of so many: what a product takes at once
FEWEST_HEADS, FEWEST_INNER = 3, 256


class _Worth:
    """Fisher information of a mask on each channel of what a linear map is given."""

    def __init__(self, linear: nn.Linear, size: int) -> None:
        self.size = size  # channels that are masked together
        self.sum = torch.zeros(linear.in_features // size)
        self.given: Tensor | None = None
        linear.register_forward_pre_hook(self._listen)

    def _listen(self, _: nn.Module, given: tuple[Tensor, ...]) -> None:
        self.given = given[0]
        self.given.retain_grad()

    def add(self) -> None:
        """Takes in a batch whose loss has gone backward, window by window."""
        assert self.given is not None
        assert self.given.grad is not None
        slopes = (self.given.detach() * self.given.grad).sum(1)  # [windows, channels]
        slopes = slopes.view(len(slopes), -1, self.size).sum(-1)
        self.sum += slopes.square().sum(0)


def worths(network: Network, batches: list[Batch]) -> list[tuple[Tensor, Tensor]]:
    """What each head [heads] and each inner channel [inner] of each layer matters."""
    encoder = network.encoder
    assert isinstance(encoder, MiniLM)
    network.eval()
    found: list[tuple[_Worth, _Worth]] = []
    for layer in encoder.layers:
        assert isinstance(layer, EncoderLayer)
        found.append((_Worth(layer.out, HEAD), _Worth(layer.down, 1)))
    for i, batch in enumerate(batches):
        loss, _ = losses(network, batch, amp=False)
        loss.backward()
        for pair in found:
            for worth in pair:
                worth.add()
        network.zero_grad(set_to_none=True)
        if i % 10 == 9:
            print(f"{i + 1}/{len(batches)}", flush=True)
    return [(heads.sum, inner.sum) for heads, inner in found]


def choose(
    found: list[tuple[Tensor, Tensor]], keep: float, layers: int
) -> list[tuple[Tensor, Tensor]]:
    """The heads and inner channels to keep of the first ``layers`` layers, in order, so that
    ``keep`` of the time of a whole encoder is left; what came may have been cut before."""
    goal = keep * len(WHOLE)
    found = found[:layers]
    (all_heads, all_inner), *_ = WHOLE
    left = 0.0
    units: list[tuple[float, float, int, int, Tensor]] = []
    for i, (heads, inner) in enumerate(found):
        cost = HEADS_TIME / all_heads
        left += 1 - HEADS_TIME - INNER_TIME + len(heads) * cost
        ranked = heads.argsort(descending=True)
        units += [(float(heads[h]) / cost, cost, i, 0, h[None]) for h in ranked[FEWEST_HEADS:]]
        ranked = inner.argsort(descending=True)
        groups = list(ranked.split(GROUP))[FEWEST_INNER // GROUP :]
        cost = INNER_TIME * GROUP / all_inner
        left += INNER_TIME * len(inner) / all_inner
        units += [(float(inner[g].sum()) / cost, cost, i, 1, g) for g in groups]
    kept = [[torch.ones(len(w), dtype=torch.bool) for w in pair] for pair in found]
    for _, cost, layer, part, which in sorted(units, key=lambda unit: unit[0]):
        if left - cost < goal:
            break
        left -= cost
        kept[layer][part][which] = False
    return [(heads.nonzero()[:, 0], inner.nonzero()[:, 0]) for heads, inner in kept]


def cut(weights: dict[str, Tensor], kept: list[tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    """Those of a network's weights that belong to what is kept."""
    out = {
        name: tensor.clone()
        for name, tensor in weights.items()
        if not name.startswith("encoder.layers.") or int(name.split(".")[2]) < len(kept)
    }
    for i, (heads, inner) in enumerate(kept):
        name = f"encoder.layers.{i}."
        channels = (heads[:, None] * HEAD + torch.arange(HEAD)).flatten()
        width = weights[f"{name}out.weight"].shape[1]
        rows = torch.cat([channels + part * width for part in range(3)])
        for part in ("qkv.weight", "qkv.bias"):
            out[name + part] = weights[name + part][rows]
        for part in ("up.weight", "up.bias"):
            out[name + part] = weights[name + part][inner]
        out[name + "out.weight"] = weights[name + "out.weight"][:, channels].contiguous()
        out[name + "down.weight"] = weights[name + "down.weight"][:, inner].contiguous()
    return out


def main() -> None:
    """The command line of pruning."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start-from", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--keep", type=float, default=0.55, help="share of a whole encoder's time that is left"
    )
    parser.add_argument("--worths", type=Path, help="as an earlier run measured them")
    parser.add_argument("--layers", type=int, default=6, help="how many of the first are left")
    parser.add_argument("--batches", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    weights = torch.load(args.start_from, weights_only=True)
    if args.worths:
        found = torch.load(args.worths, weights_only=True)
    else:
        rng = random.Random(args.seed)
        tokenizer = load_tokenizer(encoder_folder())
        polnear = load_documents(args.data / "polnear" / "train.jsonl")
        examples = epoch_examples([(polnear, 1), (more_news(args.data), 3)], tokenizer, rng)
        groups = list(batched(slices_of(examples, rng), rng, 3840))[: args.batches]
        found = worths(from_weights(weights), [collate(group) for group in groups])
        torch.save(found, args.out.with_suffix(".worths"))
    pruned = cut(weights, choose(found, args.keep, args.layers))
    print(shape_of(pruned))
    save(pruned, args.out)


if __name__ == "__main__":
    main()
