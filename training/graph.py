"""The encoder and the argument scorer as ONNX graphs, written node by node.

An exporter leaves attention and GELU as a dozen small operations each; here they are one fused
operation of ONNX Runtime (``com.microsoft``), which is what makes the encoder fast on a CPU.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.network import EncoderLayer, MiniLM, Network
from training.smooth import Factors

OPSET = 17
_FUSED = "com.microsoft"


class _Graph:
    """Collects nodes and weights; each method returns the name of what its node gives."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **how: Any) -> str:
        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=output, domain=domain, **how)
        )
        return output

    def nodes_of(self, kind: str, inputs: list[str], outputs: list[str], **how: Any) -> list[str]:
        """A node that gives several things."""
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], **how))
        return outputs

    def linear(
        self,
        x: str,
        name: str,
        weight: NDArray[np.generic],
        bias: NDArray[np.generic],
        quieter: NDArray[np.float32] | None = None,
    ) -> str:
        """``x`` times the transpose of ``weight`` plus ``bias``.

        ``quieter``: by how much each channel of ``x`` is divided before, and its weights
        multiplied.
        """
        if quieter is not None:
            x = self.node("Mul", [x, self.weight(f"{name}.quieter", 1 / quieter)], f"{name}.quiet")
            weight = weight.astype(np.float32) * quieter
        product = self.node(
            "MatMul", [x, self.weight(f"{name}.weight", weight.T)], f"{name}.product"
        )
        return self.node("Add", [product, self.weight(f"{name}.bias", bias)], name)


def _array(parameter: object) -> NDArray[np.float32]:
    values: NDArray[np.float32] = parameter.detach().float().numpy()  # type: ignore[attr-defined]
    return values


def encoder_graph(network: Network, quieter: Factors | None = None) -> onnx.ModelProto:
    """``ids`` and ``features``, int64 [1, n + 2] → the fields of `quoth.reading.parts.Encoded`,
    float32 [n, …]. The two marks of the encoder are cut off. ``quieter``: see `training.smooth`."""
    encoder, heads = network.encoder, network.heads
    assert isinstance(encoder, MiniLM)
    g = _Graph()
    words = g.node("Gather", [g.weight("words", _array(encoder.words.weight)), "ids"], "word")
    features = g.node(
        "Gather", [g.weight("kinds", _array(encoder.features.weight)), "features"], "feature"
    )
    # Positions 0 … n + 1 are the first rows of their table.
    g.weight("zero", np.array([0], dtype=np.int64))
    g.weight("one", np.array([1], dtype=np.int64))
    shape = g.node("Shape", ["ids"], "shape")
    length = g.node(
        "Slice", [shape, "one", g.weight("two", np.array([2], dtype=np.int64))], "length"
    )
    positions = g.node(
        "Slice",
        [g.weight("positions", _array(encoder.positions.weight)), "zero", length],
        "position",
    )
    x = g.node("Add", [words, positions], "placed")
    x = g.node("Add", [x, features], "featured")
    x = _norm(g, x, "embedded", encoder.norm)
    for i, layer in enumerate(encoder.layers):
        assert isinstance(layer, EncoderLayer)
        x = _layer(g, x, f"layer{i}", layer, quieter or {})
    ends = g.weight("minus_one", np.array([-1], dtype=np.int64))
    cut = g.node("Slice", [x, "one", ends, "one"], "cut")
    hidden = g.node("Squeeze", [cut, "zero"], "hidden")
    g.linear(hidden, "cues", _array(heads.cue.weight), _array(heads.cue.bias))
    g.linear(hidden, "tokens", _array(heads.token.weight), _array(heads.token.bias))
    size = 2 * heads.distance.embedding_dim
    outputs = [("cues", 3), ("tokens", size), ("hidden", encoder.width)]
    return _model(
        g,
        "encoder",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, [1, "marked"])
            for name in ("ids", "features")
        ],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["pieces", d]) for n, d in outputs],
    )


def argument_graph(network: Network) -> onnx.ModelProto:
    """The inputs of `quoth.reading.parts.Scorer.argue` → ``scores`` float32 [cues, length, 5] and
    ``kinds`` float32 [cues, 3]."""
    heads = network.heads
    size = heads.distance.embedding_dim
    g = _Graph()
    one = g.weight("one", np.array([1], dtype=np.int64))
    halves = g.weight("halves", np.array([size, size], dtype=np.int64))
    shape = g.node("Shape", ["distances"], "shape")
    length = g.node("Gather", [shape, g.weight("second", np.array(1, dtype=np.int64))], "length")
    steps = g.node(
        "Range",
        [
            g.weight("from", np.array(0, dtype=np.int64)),
            length,
            g.weight("by", np.array(1, dtype=np.int64)),
        ],
        "steps",
    )
    index = g.node("Add", [g.node("Unsqueeze", ["starts", one], "start"), steps], "index")
    # Parted before the pieces of each cue are taken from it: a text has fewer pieces than its cues.
    parts = g.nodes_of("Split", ["tokens", halves], ["tokens.added", "tokens.scaled"], axis=1)
    added, scaled = (g.node("Gather", [part, index], f"{part}.near") for part in parts)
    queries = g.linear("ends", "queries", _array(heads.query.weight), _array(heads.query.bias))
    query = g.node("Unsqueeze", [queries, one], "query")
    to_add, to_scale = g.nodes_of("Split", [query, halves], ["to_add", "to_scale"], axis=2)
    # One row for each pair of a bucket of distances and a place, added up when the
    # graph is loaded: one look-up for each piece in place of two and a sum.
    rows = g.node(
        "Add",
        [
            g.weight("distance", _array(heads.distance.weight)[:, None]),
            g.weight("place", _array(heads.place.weight)[None]),
        ],
        "pairs",
    )
    g.node("Reshape", [rows, g.weight("flat", np.array([-1, size], dtype=np.int64))], "rows")
    # Where the pairs of a distance begin.
    buckets = heads.buckets.numpy() * heads.place.num_embeddings
    shift = g.weight("distance.shift", np.array(512, dtype=np.int64))
    near = g.node("Add", ["distances", shift], "distance.row")
    bucket = g.node("Gather", [g.weight("buckets", buckets), near], "bucket")
    place = g.node("Gather", ["rows", g.node("Add", [bucket, "places"], "place.row")], "placed")
    x = g.node("Mul", [scaled, to_scale], "product")
    for i, term in enumerate((added, to_add, place)):
        x = g.node("Add", [x, term], f"sum{i}")
    x = g.node("Relu", [x], "active")
    narrow = g.linear(x, "narrow", _array(heads.narrow.weight), _array(heads.narrow.bias))
    narrow = g.node("Relu", [narrow], "narrow.active")
    narrow = g.node("Transpose", [narrow], "narrow.turned", perm=[0, 2, 1])
    for name, conv, spread in (
        ("conv1", heads.near, 1),
        ("conv2", heads.far, 3),
        ("conv3", heads.wide, 9),
    ):
        kernel = g.weight(f"{name}.weight", _array(conv.weight))
        bias = g.weight(f"{name}.bias", _array(conv.bias))
        pads = [2 * spread, 2 * spread]
        seen = g.node(
            "Conv", [narrow, kernel, bias], name, kernel_shape=[5], pads=pads, dilations=[spread]
        )
        seen = g.node("Relu", [seen], f"{name}.active")
        narrow = g.node("Add", [narrow, seen], f"{name}.sum")
    narrow = g.node("Transpose", [narrow], "narrow.back", perm=[0, 2, 1])
    smooth = g.linear(narrow, "smooth", _array(heads.smooth.weight), _array(heads.smooth.bias))
    plain = g.linear(x, "plain", _array(heads.tags.weight), _array(heads.tags.bias))
    g.node("Add", [plain, smooth], "scores")
    active = g.node("Relu", ["queries"], "query.active")
    g.linear(active, "kinds", _array(heads.kind.weight), _array(heads.kind.bias))
    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["pieces", 2 * size]),
        helper.make_tensor_value_info("ends", TensorProto.FLOAT, ["cues", heads.query.in_features]),
        helper.make_tensor_value_info("starts", TensorProto.INT64, ["cues"]),
        helper.make_tensor_value_info("distances", TensorProto.INT64, ["cues", "length"]),
        helper.make_tensor_value_info("places", TensorProto.INT64, ["cues", "length"]),
    ]
    outputs = [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["cues", "length", 5]),
        helper.make_tensor_value_info("kinds", TensorProto.FLOAT, ["cues", 3]),
    ]
    return _model(g, "arguments", inputs, outputs)


def _model(
    g: _Graph,
    name: str,
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
) -> onnx.ModelProto:
    graph = helper.make_graph(g.nodes, name, inputs, outputs, initializer=g.weights)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(_FUSED, 1)]
    )
    model.ir_version = 8
    return model


def _norm(g: _Graph, x: str, name: str, norm: object) -> str:
    return g.node(
        "LayerNormalization",
        [
            x,
            g.weight(f"{name}.scale", _array(norm.weight)),  # type: ignore[attr-defined]
            g.weight(f"{name}.shift", _array(norm.bias)),  # type: ignore[attr-defined]
        ],
        name,
        epsilon=1e-12,
        axis=-1,
    )


def _layer(g: _Graph, x: str, name: str, layer: EncoderLayer, quieter: Factors) -> str:
    weight, bias = _array(layer.qkv.weight), _array(layer.qkv.bias)
    width = len(weight) // 3
    parts = [
        g.linear(
            x,
            f"{name}.{part}",
            weight[i * width : (i + 1) * width],
            bias[i * width : (i + 1) * width],
        )
        for i, part in enumerate(("q", "k", "v"))
    ]
    mixed = g.node(
        "MultiHeadAttention", parts, f"{name}.mixed", domain=_FUSED, num_heads=layer.heads
    )
    out = g.linear(mixed, f"{name}.out", _array(layer.out.weight), _array(layer.out.bias))
    x = _norm(g, g.node("Add", [x, out], f"{name}.sum1"), f"{name}.norm1", layer.norm1)
    up = f"{name}.up"
    up = g.linear(x, up, _array(layer.up.weight), _array(layer.up.bias), quieter.get(up))
    active = g.node("Gelu", [up], f"{name}.gelu", domain=_FUSED)
    down = f"{name}.down"
    weight, bias = _array(layer.down.weight), _array(layer.down.bias)
    down = g.linear(active, down, weight, bias, quieter.get(down))
    return _norm(g, g.node("Add", [x, down], f"{name}.sum2"), f"{name}.norm2", layer.norm2)
