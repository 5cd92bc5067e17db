"""A model folder whose weights are unsigned: for measuring, not for shipping.

    python -m training.unsigned --model src/quoth/model --out build/unsigned

Processors without VNNI cut sums of two products of signed weights off at sixteen bits; with
unsigned weights, which take another and slower way, they give what those with VNNI give. So one
machine can tell what quoth reads on both kinds (``python -m evaluation.noise --model A --model
B``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


def unsigned(model: Path, out: Path) -> None:
    """Writes the folder ``out``: every product of integers is what it was."""
    shutil.copytree(model, out)
    encoder = onnx.load(str(out / "encoder.onnx"))
    tensors = {tensor.name: tensor for tensor in encoder.graph.initializer}
    names = {
        name
        for node in encoder.graph.node
        if node.op_type == "MatMulInteger"
        for name in (node.input[1], node.input[3])
    }
    for name in sorted(names):
        values = numpy_helper.to_array(tensors[name]).astype(np.int16) + 128
        tensors[name].CopyFrom(numpy_helper.from_array(values.astype(np.uint8), name))
    onnx.save(encoder, str(out / "encoder.onnx"))
    path = out / "bundle.json"
    description = json.loads(path.read_text(encoding="utf-8"))
    digest = hashlib.sha256((out / "encoder.onnx").read_bytes()).hexdigest()
    description["files"]["encoder.onnx"] = digest
    path.write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    unsigned(args.model, args.out)


if __name__ == "__main__":
    main()
