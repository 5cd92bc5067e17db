"""A model folder that ships back to a checkpoint, to train on from it.

    python -m training.restore --model src/quoth/model --out RUN/average.pt

Weights of the encoder come back as int8 kept them, which a few hundred steps of training undo.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from quoth.reading.bundle import Bundle
from training.network import Network, from_weights

Weights = dict[str, NDArray[np.generic]]
_NAMES = {"out": "out", "up": "up", "down": "down"}


def _weights(path: Path) -> Weights:
    """The weights of a graph by name, those in int8 as float32."""
    found: Weights = {}
    for tensor in onnx.load(str(path)).graph.initializer:
        found[tensor.name] = numpy_helper.to_array(tensor)
    for name in [name for name in found if name.endswith("_quantized")]:
        base = name.removesuffix("_quantized")
        values = found[name].astype(np.float32) - found[f"{base}_zero_point"].astype(np.float32)
        found[base] = values * found[f"{base}_scale"].astype(np.float32)
    for name in [name for name in found if name.endswith(".quieter")]:
        base = name.removesuffix("quieter") + "weight"
        quieter = found[name].astype(np.float32)
        found[base] = found[base].astype(np.float32) * quieter[:, None]
    return found


def restore(model: Path) -> Network:
    """The network whose weights are those of a model folder.

    Raises:
        ModelError: when the folder is none, or altered.
    """
    bundle = Bundle.open(model)
    encoder, arguments = _weights(model / "encoder.onnx"), _weights(model / "arguments.onnx")
    state: dict[str, NDArray[np.generic]] = {
        "encoder.words.weight": encoder["words"],
        "encoder.features.weight": encoder["kinds"],
        "encoder.positions.weight": encoder["positions"],
        "encoder.norm.weight": encoder["embedded.scale"],
        "encoder.norm.bias": encoder["embedded.shift"],
        "heads.transitions": bundle.transitions,
    }
    # Heads of quoth-en 1.3 or older know paragraphs and no other places.
    place = "place" if "place" in arguments else "paragraph"
    state[f"heads.{place}.weight"] = arguments[place][0]
    convolutions = [("near", "conv1"), ("far", "conv2"), ("wide", "conv3")]
    layers = sum(1 for name in encoder if name.endswith(".q.weight"))
    for i in range(layers):
        for part, turn in (("weight", True), ("bias", False)):
            several = [encoder[f"layer{i}.{one}.{part}"] for one in "qkv"]
            state[f"encoder.layers.{i}.qkv.{part}"] = np.concatenate(
                [one.T if turn else one for one in several]
            )
            for ours, theirs in _NAMES.items():
                values = encoder[f"layer{i}.{theirs}.{part}"]
                state[f"encoder.layers.{i}.{ours}.{part}"] = values.T if turn else values
        for norm in ("norm1", "norm2"):
            state[f"encoder.layers.{i}.{norm}.weight"] = encoder[f"layer{i}.{norm}.scale"]
            state[f"encoder.layers.{i}.{norm}.bias"] = encoder[f"layer{i}.{norm}.shift"]
    _linear(state, "heads.cue", encoder, "cues")
    _linear(state, "heads.token", encoder, "tokens")
    _linear(state, "heads.query", arguments, "queries")
    state["heads.distance.weight"] = arguments["distance"][:, 0]
    for ours, theirs in (("narrow", "narrow"), ("smooth", "smooth"), ("tags", "plain")):
        _linear(state, f"heads.{ours}", arguments, theirs)
    _linear(state, "heads.kind", arguments, "kinds")
    for ours, theirs in convolutions:
        for part in ("weight", "bias"):
            if f"{theirs}.{part}" in arguments:
                state[f"heads.{ours}.{part}"] = arguments[f"{theirs}.{part}"]
    return from_weights({name: torch.tensor(values) for name, values in state.items()})


def _linear(state: dict[str, NDArray[np.generic]], ours: str, found: Weights, theirs: str) -> None:
    state[f"{ours}.weight"] = found[f"{theirs}.weight"].T
    state[f"{ours}.bias"] = found[f"{theirs}.bias"]


def main() -> None:
    """The command line of restoring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(restore(args.model).state_dict(), args.out)


if __name__ == "__main__":
    main()
