"""The network: an encoder, a cue tagger, and an argument scorer that every cue asks for itself.

Cues are tagged B/I/O over the pieces. For each cue every piece near it is then scored as source,
content or neither, given the cue's first and last piece, the distance to it and how it stands to
it (paragraphs, sentences, quotations): semantic role labelling with the cue as predicate (in the
manner of He et al. 2017 and Shi & Lin 2019), decoded by a linear-chain CRF (Lafferty et al. 2001).
Each cue has arguments of its own, so attributions may overlap and nest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from quoth.reading.decode import ARGUMENT_TAGS, CUE_TAGS, LEGAL, bucket_table
from quoth.reading.layout import PARAGRAPHS, PLACES
from quoth.reading.pieces import FEATURES

KINDS = 3
HEAD = 32  # channels of an attention head of all-MiniLM-L6-v2
WHOLE = ((12, 1536),) * 6  # heads and inner channels of each layer of all-MiniLM-L6-v2
NEVER = -1e4


class PooledDropout(nn.Module):
    """Dropout with its masks cut from one pool of random bits: drawing fresh ones took a third of
    a training step on a CPU."""

    pool: Tensor | None = None

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """``x`` with a share of ``rate`` set to zero and the rest scaled up, when training."""
        if not self.training or not self.rate:
            return x
        size = x.numel()
        if PooledDropout.pool is None or PooledDropout.pool.numel() < 2 * size:
            PooledDropout.pool = torch.rand(max(2 * size, 1 << 23)).ge(self.rate).to(torch.bfloat16)
        pool = PooledDropout.pool
        at = int(torch.randint(0, pool.numel() - size, ()))
        keep = pool[at : at + size].view(x.shape).to(x.dtype)
        return x * keep * (1.0 / (1.0 - self.rate))


class EncoderLayer(nn.Module):
    """One transformer layer of the BERT family (post-norm), of ``heads`` heads of ``head``
    channels."""

    def __init__(
        self, width: int, heads: int, inner: int, dropout: float, head: int = HEAD
    ) -> None:
        super().__init__()
        self.heads = heads
        self.head = head
        self.qkv = nn.Linear(width, 3 * heads * head)
        self.out = nn.Linear(heads * head, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = PooledDropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """``x``: [batch, pieces, width]; ``bias``: [batch, 1, 1, pieces] or None."""
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, self.head)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        with torch.autocast("cpu", enabled=False):  # which would do all this in float32, slowly
            mask = None if bias is None else bias.to(q.dtype)
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, self.heads * self.head)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class MiniLM(nn.Module):
    """all-MiniLM-L6-v2 as an encoder of pieces, with the type features added to its input."""

    def __init__(
        self,
        shape: Sequence[tuple[int, int]] = WHOLE,
        width: int = 384,
        dropout: float = 0.1,
    ) -> None:
        """``shape``: heads and inner channels of each layer; fewer where `training.prune` cut."""
        super().__init__()
        self.width = width
        self.words = nn.Embedding(30522, width)
        self.positions = nn.Embedding(512, width)
        self.features = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            EncoderLayer(width, heads, inner, dropout) for heads, inner in shape
        )
        self.dropout = PooledDropout(dropout)

    @classmethod
    def pretrained(cls, folder: Path) -> MiniLM:
        """The encoder with the weights of ``model.safetensors`` in ``folder``."""
        weights = load_file(folder / "model.safetensors")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        net = cls(width=config["hidden_size"])
        own: dict[str, Tensor] = {"features.weight": net.features.weight.data}
        own["words.weight"] = weights["embeddings.word_embeddings.weight"]
        own["positions.weight"] = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        names = {
            "attention.output.dense": "out",
            "attention.output.LayerNorm": "norm1",
            "intermediate.dense": "up",
            "output.dense": "down",
            "output.LayerNorm": "norm2",
        }
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
            for i in range(config["num_hidden_layers"]):
                theirs = f"encoder.layer.{i}."
                own[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [
                        weights[f"{theirs}attention.self.{n}.{part}"]
                        for n in ("query", "key", "value")
                    ]
                )
                for their, our in names.items():
                    own[f"layers.{i}.{our}.{part}"] = weights[f"{theirs}{their}.{part}"]
        net.load_state_dict(own)
        return net

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """``ids``, ``features``, ``mask``: [batch, pieces] → [batch, pieces, width]."""
        return self.stages(ids, features, mask)[-1]

    def stages(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """What each layer gives, the last last: [batch, pieces, width] each."""
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(at) + self.features(features)
        x = self.dropout(self.norm(x))
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * NEVER
        given = []
        for layer in self.layers:
            x = layer(x, bias)
            given.append(x)
        return given


@dataclass(frozen=True, slots=True)
class CueBatch:
    """Cues of a batch of windows: window index, first and last piece, each [cues]."""

    window: Tensor
    first: Tensor
    last: Tensor


class Heads(nn.Module):
    """The cue tagger, the argument scorer and the kind of each cue, over encoded pieces."""

    def __init__(self, width: int, size: int = 128, narrow: int = 32) -> None:
        super().__init__()
        self.cue = nn.Linear(width, len(CUE_TAGS))
        self.token = nn.Linear(width, 2 * size)
        self.query = nn.Linear(2 * width, 2 * size)
        self.distance = nn.Embedding(int(bucket_table().max()) + 1, size)
        self.place = nn.Embedding(PLACES, size)
        self.tags = nn.Linear(size, len(ARGUMENT_TAGS))
        self.narrow = nn.Linear(size, narrow)
        self.near = nn.Conv1d(narrow, narrow, 5, padding=2)
        self.far = nn.Conv1d(narrow, narrow, 5, padding=6, dilation=3)
        self.wide = nn.Conv1d(narrow, narrow, 5, padding=18, dilation=9)
        self.smooth = nn.Linear(narrow, len(ARGUMENT_TAGS))
        self.kind = nn.Linear(2 * size, KINDS)
        self.transitions = nn.Parameter(torch.zeros(len(ARGUMENT_TAGS), len(ARGUMENT_TAGS)))
        self.dropout = PooledDropout(0.1)
        self.buckets: Tensor
        self.legal: Tensor
        self.register_buffer("buckets", torch.from_numpy(bucket_table()), persistent=False)
        self.register_buffer("legal", torch.from_numpy(LEGAL), persistent=False)

    def queries(self, first: Tensor, last: Tensor) -> Tensor:
        """Encoded first and last pieces of cues, [cues, width] each → [cues, 2 * size]."""
        return self.query(torch.cat([first, last], dim=-1))

    def arguments(self, token: Tensor, query: Tensor, distance: Tensor, place: Tensor) -> Tensor:
        """Scores of each tag for each piece near each cue.

        ``token``: [cues, pieces, 2 * size] (`Heads.token` of the encoded pieces); ``query``:
        [cues, 2 * size]; ``distance``: [cues, pieces], signed pieces to the cue, in −512 … 512;
        ``place``: [cues, pieces], how pieces stand to the cue (`layout.Layout.places`).
        """
        size = self.distance.embedding_dim
        added = token[..., :size] + query[:, None, :size]
        product = token[..., size:] * query[:, None, size:]
        where = self.distance(self.buckets[distance + 512]) + self.place(place)
        x = self.dropout(functional.relu(added + product + where))
        narrow = functional.relu(self.narrow(x)).transpose(1, 2)
        narrow = narrow + functional.relu(self.near(narrow))
        narrow = narrow + functional.relu(self.far(narrow))
        narrow = narrow + functional.relu(self.wide(narrow))
        return self.tags(x) + self.smooth(narrow.transpose(1, 2))

    def masked_transitions(self) -> Tensor:
        """[tags, tags] from row to column; steps that are not legal are ruled out."""
        return torch.where(self.legal, self.transitions, torch.full_like(self.transitions, NEVER))


class Network(nn.Module):
    """Encoder and heads together."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(width)

    def forward(
        self,
        ids: Tensor,
        features: Tensor,
        mask: Tensor,
        cues: CueBatch,
        distance: Tensor,
        place: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Cue scores [batch, pieces, 3], argument scores [cues, pieces, 5], kinds [cues, 3]."""
        return self.answers(self.encoder(ids, features, mask), cues, distance, place)

    def answers(
        self, hidden: Tensor, cues: CueBatch, distance: Tensor, place: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """As `forward`, of what the encoder gave, [batch, pieces, width]."""
        hidden = self.heads.dropout(hidden)
        cue_scores = self.heads.cue(hidden)
        token = self.heads.token(hidden)
        query = self.heads.queries(hidden[cues.window, cues.first], hidden[cues.window, cues.last])
        arguments = self.heads.arguments(token[cues.window], query, distance, place)
        return cue_scores, arguments, self.heads.kind(functional.relu(query))


def shape_of(weights: dict[str, Tensor]) -> list[tuple[int, int]]:
    """Heads and inner channels of each layer of a `Network` with these weights."""
    shape: list[tuple[int, int]] = []
    while (out := weights.get(f"encoder.layers.{len(shape)}.out.weight")) is not None:
        up = weights[f"encoder.layers.{len(shape)}.up.weight"]
        shape.append((out.shape[1] // HEAD, up.shape[0]))
    return shape


def from_weights(weights: dict[str, Tensor]) -> Network:
    """The network over MiniLM, as wide as these weights are."""
    encoder = MiniLM(shape_of(weights))
    network = Network(encoder, encoder.width)
    network.load_state_dict(_renewed(weights, network))
    return network


def _renewed(weights: dict[str, Tensor], network: Network) -> dict[str, Tensor]:
    """Weights of quoth-en 1.3 or older, whose heads knew paragraphs but no sentences and
    quotations, as those of today's heads that answer nearly the same."""
    if "heads.paragraph.weight" not in weights:
        return weights
    out = dict(weights)
    out["heads.place.weight"] = out.pop("heads.paragraph.weight").repeat_interleave(
        PLACES // PARAGRAPHS, dim=0
    )
    for part in ("weight", "bias"):
        own = getattr(network.heads.wide, part).detach()
        out[f"heads.wide.{part}"] = own * 0.1 if part == "weight" else torch.zeros_like(own)
    return out


def crf_loss(scores: Tensor, tags: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Negative log-likelihood of ``tags`` for each sequence, [n].

    ``scores``: float32 [n, length, tags]; ``tags``: [n, length]; ``mask``: bool [n, length], true
    up to each sequence's end. The sum over paths is taken as a tree of matrix products in the
    log semiring, log2(length) steps instead of length (Särkkä & García-Fernández 2021).
    """
    n, _, size = scores.shape
    gold = scores.gather(2, tags[..., None])[..., 0] * mask
    steps = transitions[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]
    gold_score = gold.sum(1) + steps.sum(1)
    identity = torch.full((size, size), NEVER, dtype=scores.dtype, device=scores.device)
    identity.fill_diagonal_(0.0)
    matrices = transitions[None, None] + scores[:, 1:, None, :]
    matrices = torch.where(mask[:, 1:, None, None], matrices, identity)
    while matrices.shape[1] > 1:
        if matrices.shape[1] % 2:
            matrices = torch.cat([matrices, identity.expand(n, 1, size, size)], dim=1)
        left, right = matrices[:, 0::2], matrices[:, 1::2]
        matrices = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], dim=-2)
    total = torch.logsumexp(scores[:, 0, :, None] + matrices[:, 0], dim=(1, 2))
    return total - gold_score
