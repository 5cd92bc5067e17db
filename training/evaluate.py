"""A trained network read through the same code as the shipped model, and scored on a corpus."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from quoth.reading.parts import Encoded, Floats, Parts, find_parts
from quoth.reading.pieces import Pieces
from training.batches import CLS, SEP
from training.network import Network


class TorchScorer:
    """A `quoth.reading.parts.Scorer` over a network in PyTorch."""

    def __init__(
        self,
        network: Network,
        vocabulary: NDArray[np.int64] | None = None,
        cue_bias: float = 0.0,
        nested_bias: float = 0.0,
    ) -> None:
        self.network = network.eval()
        self.vocabulary = vocabulary
        self.cue_bias = cue_bias
        self.nested_bias = nested_bias
        self.transitions: Floats = network.heads.transitions.detach().float().numpy()

    @torch.inference_mode()
    def encode(self, ids: NDArray[np.int64], features: NDArray[np.int64]) -> Encoded:
        """Scores of one window."""
        row = np.concatenate([[CLS], ids, [SEP]])
        if self.vocabulary is not None:
            row = self.vocabulary[row]
        feature_row = np.concatenate([[0], features, [0]])
        amp = bool(torch.cpu._is_avx512_bf16_supported())
        with torch.autocast("cpu", torch.bfloat16, enabled=amp):
            hidden = self.network.encoder(
                torch.from_numpy(row)[None], torch.from_numpy(feature_row)[None], None
            )
        hidden = hidden[0, 1:-1].float()
        heads = self.network.heads
        return Encoded(heads.cue(hidden).numpy(), heads.token(hidden).numpy(), hidden.numpy())

    @torch.inference_mode()
    def argue(
        self,
        tokens: Floats,
        ends: Floats,
        starts: NDArray[np.int64],
        distances: NDArray[np.int64],
        places: NDArray[np.int64],
    ) -> tuple[Floats, Floats]:
        """Argument scores and kind scores of each cue."""
        index = torch.from_numpy(starts[:, None] + np.arange(distances.shape[1]))
        query = self.network.heads.query(torch.from_numpy(ends))
        scores = self.network.heads.arguments(
            torch.from_numpy(tokens)[index],
            query,
            torch.from_numpy(distances),
            torch.from_numpy(places),
        )
        kinds = self.network.heads.kind(torch.relu(query))
        return scores.numpy(), kinds.numpy()


def load_scorer(path: Path) -> Any:
    """The shared scorer ``score_attributions.py`` as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def to_quotes(found: list[Parts], pieces: Pieces) -> list[dict[str, Any]]:
    """Found parts in the interchange format; ``within`` where a cue stands in another's content."""

    def span(part: tuple[int, int]) -> dict[str, int]:
        return {"start": int(pieces.starts[part[0]]), "end": int(pieces.ends[part[1] - 1])}

    quotes: list[dict[str, Any]] = []
    for i, parts in enumerate(found):
        holders = [
            (sum(b - a for a, b in other.contents), j)
            for j, other in enumerate(found)
            if j != i and any(a <= parts.cue[0] and parts.cue[1] <= b for a, b in other.contents)
        ]
        quotes.append(
            {
                "id": f"a{i}",
                "cue": span(parts.cue),
                "sources": [span(s) for s in parts.sources],
                "contents": [span(c) for c in parts.contents],
                "within": f"a{min(holders)[1]}" if holders else None,
            }
        )
    return [q for q in quotes if q["contents"]]


def evaluate(
    scorer: Any,
    documents: list[dict[str, Any]],
    pieces: list[Pieces],
    bench: Any,
    *,
    flat: bool,
) -> dict[str, Any]:
    """Figures of ``score_attributions.py`` on ``documents`` (those of one id have one text)."""
    gold: dict[str, list[dict[str, Any]]] = {}
    predicted: dict[str, list[dict[str, Any]]] = {}
    for document, cut in zip(documents, pieces, strict=True):
        gold.setdefault(document["id"], []).append(document)
        if document["id"] not in predicted:
            predicted[document["id"]] = [{"quotes": to_quotes(find_parts(cut, scorer), cut)}]
    result: dict[str, Any] = bench.score(gold, predicted, flat=flat)
    return result


def line(result: dict[str, Any]) -> str:
    """The main figures of a result on one line."""
    names = ("cue", "source overlap", "content exact", "usable", "full")
    cue = result["cue"]
    return " ".join(f"{n} {result[n]['f1']:.3f}" for n in names) + (
        f" (cue P {cue['precision']:.3f} R {cue['recall']:.3f})"
    )
