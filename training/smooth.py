"""Channels that speak too loudly for int8, and how much to turn each down.

Dynamic int8 gives a whole tensor 256 steps. A few channels of the encoder reach ten times as far as
all others, so those others share a few steps. Such a channel is divided by a factor before it is
rounded and its weights are multiplied by the same (SmoothQuant, Xiao et al. 2023, without moving
what the others have): the answer is the same, the rounding a third.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from quoth.reading.pieces import cut_pieces
from quoth.reading.windows import WINDOW
from training.corpora import load_documents
from training.network import MiniLM, Network
from training.train import encoder_folder, load_tokenizer

Factors = dict[str, NDArray[np.float32]]

#: Where it pays: what goes into the first half of each layer's inner part, and into the second half
#: in the first three layers.
PLACES = (*(f"layer{i}.up" for i in range(6)), *(f"layer{i}.down" for i in range(3)))
_LOUD = 0.95  # the share of a tensor's channels that are as they should be
_CLS, _SEP = 101, 102


def factors(network: Network, news: Path, texts: int = 24) -> Factors:
    """By how much each channel of each place of `PLACES` is divided: 1 for nearly all.

    Args:
        network: whose encoder is looked at while it reads.
        news: JSON lines with texts, of the training files.
        texts: how many of them are read.
    """
    encoder = network.encoder
    assert isinstance(encoder, MiniLM)
    loudest: dict[str, Tensor] = {}
    hooks = []
    for i, layer in enumerate(encoder.layers):
        for part in ("up", "down"):
            name = f"layer{i}.{part}"
            if name in PLACES:

                def listen(_: nn.Module, given: tuple[Tensor, ...], name: str = name) -> None:
                    reach = given[0].detach().abs().amax((0, 1))
                    known = loudest.get(name)
                    loudest[name] = reach if known is None else torch.maximum(known, reach)

                hooks.append(layer.get_submodule(part).register_forward_pre_hook(listen))
    tokenizer = load_tokenizer(encoder_folder())
    network.eval()
    with torch.no_grad():
        for document in load_documents(news)[:texts]:
            pieces = cut_pieces(document["text"], tokenizer)
            ids = np.concatenate([[_CLS], pieces.ids[:WINDOW], [_SEP]])
            features = np.concatenate([[0], pieces.features[:WINDOW], [0]])
            encoder(torch.from_numpy(ids)[None], torch.from_numpy(features)[None])
    for hook in hooks:
        hook.remove()
    return {
        name: (reach / reach.quantile(_LOUD)).clamp(min=1.0).numpy()
        for name, reach in loudest.items()
    }
