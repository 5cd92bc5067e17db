"""A checkpoint to the model folder that ships: ONNX, int8, digests and a model card.

python -m training.export --checkpoint RUN/average.pt --out src/quoth/model --version 1.0
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch

from quoth.reading.bundle import FILES, FORMAT
from training.graph import argument_graph, encoder_graph
from training.network import from_weights
from training.smooth import factors
from training.train import encoder_folder


def export(
    checkpoint: Path,
    out: Path,
    *,
    name: str,
    version: str,
    cue_bias: float,
    nested_bias: float,
    news: Path | None = None,
    seven_bits: bool = False,
) -> None:
    """Writes the model folder ``out`` from a checkpoint of `training.train`.

    ``news``: texts by which loud channels are found and turned down (`training.smooth`).
    ``seven_bits``: weights that no processor's sums of products can overflow on.
    """
    network = from_weights(torch.load(checkpoint, weights_only=True))
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    quieter = None if news is None else factors(network, news)
    _quantize(encoder_graph(network, quieter), out / "encoder.onnx", seven_bits)
    onnx.save(argument_graph(network), str(out / "arguments.onnx"))
    _write_tokenizer(out)
    files = {file: hashlib.sha256((out / file).read_bytes()).hexdigest() for file in FILES}
    description = {
        "format": FORMAT,
        "name": name,
        "version": version,
        "language": "en",
        "files": files,
        "cue_bias": cue_bias,
        "nested_bias": nested_bias,
        "transitions": [
            [round(x, 5) for x in row] for row in network.heads.transitions.detach().tolist()
        ],
    }
    (out / "bundle.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


def _quantize(model: onnx.ModelProto, target: Path, seven_bits: bool) -> None:
    """Dynamic int8, per channel: per tensor costs points, per channel none.

    With weights of eight bits, processors without VNNI cut sums of two products off at sixteen
    bits; with seven none does, but every figure is half a point worse.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        model,
        str(target),
        per_channel=True,
        weight_type=QuantType.QInt8,
        reduce_range=seven_bits,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _write_tokenizer(out: Path) -> None:
    from training.train import load_tokenizer

    load_tokenizer(encoder_folder()).save(str(out / "tokenizer.json"))


def main() -> None:
    """The command line of the export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="quoth-en")
    parser.add_argument("--version", required=True)
    parser.add_argument("--cue-bias", type=float, default=0.0)
    parser.add_argument("--nested-bias", type=float, default=0.0)
    parser.add_argument("--news", type=Path, help="training texts, to turn loud channels down by")
    parser.add_argument("--seven-bits", action="store_true", help="weights no processor cuts off")
    args = parser.parse_args()
    export(
        args.checkpoint,
        args.out,
        name=args.name,
        version=args.version,
        cue_bias=args.cue_bias,
        nested_bias=args.nested_bias,
        news=args.news,
        seven_bits=args.seven_bits,
    )


if __name__ == "__main__":
    main()
