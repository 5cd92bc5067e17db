"""The dev figures of a checkpoint over ranges of its two biases, to choose those that ship.

python -m training.tune --data DATA --bench BENCH --checkpoint RUN/average.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch

from quoth.reading.decode import decode_cues
from quoth.reading.layout import lay_out
from quoth.reading.parts import Parts, argue_cues, encode_all, nested_cues
from quoth.reading.pieces import Pieces, cut_pieces
from training import evaluate
from training.corpora import load_documents
from training.train import build, encoder_folder, load_tokenizer

CUE = (-0.75, -0.5, -0.25, 0.0, 0.25)
NESTED = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)


def answers(pieces: Pieces, scorer: Any) -> dict[tuple[float, float], list[Parts]]:
    """What is found in one text under each pair of biases; each cue is asked once."""
    encoded = encode_all(pieces, scorer)
    layout = lay_out(pieces)
    known: dict[tuple[int, int], Parts] = {}

    def asked(cues: list[tuple[int, int, float]]) -> list[Parts]:
        new = [c for c in cues if c[:2] not in known]
        for cue, parts in zip(new, argue_cues(new, encoded, layout, scorer), strict=True):
            known[cue[:2]] = parts
        return [known[c[:2]] for c in cues]

    out: dict[tuple[float, float], list[Parts]] = {}
    for cue in CUE:
        plain = asked(decode_cues(encoded.cues, bias=cue))
        for nested in NESTED:
            out[cue, nested] = plain + asked(nested_cues(plain, encoded.cues, cue + nested))
    return out


def nesting(
    gold: dict[str, list[dict[str, Any]]], predicted: dict[str, Any], reading: Any
) -> float:
    """F1 of the nested pairs."""
    value: float = reading.score(gold, predicted)["within"]["f1"]
    return value


def main() -> None:
    """The command line of tuning."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--encoder", choices=["minilm", "mpnet"], default="minilm")
    args = parser.parse_args()
    network, vocabulary = build(args.encoder)
    network.load_state_dict(torch.load(args.checkpoint, weights_only=True))
    scorer = evaluate.TorchScorer(network, vocabulary)
    bench = evaluate.load_scorer(args.bench / "score_attributions.py")
    reading = evaluate.load_scorer(args.bench / "score_reading.py")
    tokenizer = load_tokenizer(encoder_folder())
    for name, path in (("polnear", "polnear/dev.jsonl"), ("news", "news_dev.jsonl")):
        gold: dict[str, list[dict[str, Any]]] = {}
        predicted: dict[tuple[float, float], dict[str, Any]] = {}
        for document in load_documents(args.data / path):
            if document["id"] not in gold:
                pieces = cut_pieces(document["text"], tokenizer)
                for biases, found in answers(pieces, scorer).items():
                    quotes = evaluate.to_quotes(found, pieces)
                    predicted.setdefault(biases, {})[document["id"]] = [{"quotes": quotes}]
            gold.setdefault(document["id"], []).append(document)
        for biases, answer in predicted.items():
            if name == "polnear" and biases[1]:
                continue  # nested ones do not count there
            result = bench.score(gold, answer, flat=name == "polnear")
            shown = f"{name} cue {biases[0]:+.2f} nested {biases[1]:+.2f}: {evaluate.line(result)}"
            if name == "news":
                shown += f" within {nesting(gold, answer, reading):.3f}"
            print(shown, flush=True)


if __name__ == "__main__":
    main()
