"""How far each figure moves by rounding alone: the gate's figures over nudged copies of the model.

    python -m evaluation.noise [--seeds 8] [--pin] [--model FOLDER …]

Int8 kernels round, and what is rounded up on one kind of processor is rounded down on another: a
change in the seventh digit of one layer ends as another attribution here and there. Each copy has
1e-6 of noise added to the shift of the first layer norm, which is enough for that. Means and
standard deviations are printed; ``--pin`` raises the floors to the mean less three deviations (at
least `NOISE`) of the model that is worst at it, so that the gate passes on any processor and fails
when quoth reads worse. Floors never go down.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np

from evaluation import gate
from quoth.reading.bundle import default_folder

Floors = dict[str, dict[str, dict[str, float]]]

SCALE = 1e-6
NOISE = 0.005  # the least that lies between what was reached and its floor
_TENSOR = b"embedded.shift"
_RAW = b"\x4a"  # protobuf: field 9 (raw_data), length-delimited


def nudged(
    model: Path, target: Path, seed: int, *, cue_bias: float | None, nested_bias: float | None
) -> Path:
    """A copy of a model folder with noise in one layer, and other biases when they are given.

    Raises:
        ValueError: when the encoder has no such layer.
    """
    shutil.copytree(model, target)
    encoder = bytearray((model / "encoder.onnx").read_bytes())
    at = encoder.find(_TENSOR + _RAW)
    if at < 0:
        raise ValueError(f"{model}: no tensor {_TENSOR.decode()} with raw data")
    start = at + len(_TENSOR + _RAW)
    length, shift = 0, 0
    while True:  # a varint
        byte = encoder[start]
        start += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    values = np.frombuffer(bytes(encoder[start : start + length]), dtype="<f4")
    noise = np.random.default_rng(seed).normal(0, SCALE, values.shape)
    encoder[start : start + length] = (values + noise).astype("<f4").tobytes()
    (target / "encoder.onnx").write_bytes(encoder)
    description = json.loads((model / "bundle.json").read_text(encoding="utf-8"))
    description.setdefault("encoder", description["files"]["encoder.onnx"])
    description["files"]["encoder.onnx"] = hashlib.sha256(encoder).hexdigest()
    for name, bias in (("cue_bias", cue_bias), ("nested_bias", nested_bias)):
        if bias is not None:
            description[name] = bias
    (target / "bundle.json").write_text(json.dumps(description), encoding="utf-8")
    return target


def measured(model: Path) -> dict[str, gate.Figures]:
    """The main figures of every corpus that is at hand."""
    out: dict[str, gate.Figures] = {}
    for corpus in gate.CORPORA:
        try:
            gold = corpus.documents()
        except FileNotFoundError:
            continue
        figures = gate.figures_of(corpus, gold, gate.predict(gold, model))
        out[corpus.name] = {one: figures[one] for one in gate.main_measures(figures)}
    # Of the kinds, each with a few cases, one case is much: only all of them together have a floor.
    out["phenomena_dev"] = {"all right": gate.phenomena(gate.PHENOMENA, model)["all right"]}
    return out


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--model", type=Path, action="append", help="may be given more than once")
    parser.add_argument("--cue-bias", type=float)
    parser.add_argument("--nested-bias", type=float)
    parser.add_argument("--pin", action="store_true", help="write the floors of the gate")
    args = parser.parse_args(arguments)
    floors: Floors = {}
    for model in args.model or [default_folder()]:
        runs: list[dict[str, gate.Figures]] = []
        with tempfile.TemporaryDirectory() as folder:
            for seed in range(args.seeds):
                copy = nudged(
                    model, Path(folder) / str(seed), seed,
                    cue_bias=args.cue_bias, nested_bias=args.nested_bias,
                )  # fmt: skip
                runs.append(measured(copy))
        told(model, runs, floors)
    if args.pin:
        old = json.loads(gate.FLOORS.read_text(encoding="utf-8")) if gate.FLOORS.exists() else {}
        floors, kept = raised(floors, old)
        gate.FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
        for line in kept:
            print(f"kept: {line}")
    return 0


def raised(found: Floors, floors: Floors) -> tuple[Floors, list[str]]:
    """Floors as found, never lower than they were; and what would have gone down."""
    out: Floors = {corpus: dict(measures) for corpus, measures in floors.items()}
    kept: list[str] = []
    for corpus, measures in found.items():
        known = out.setdefault(corpus, {})
        for measure in known.keys() - measures.keys():
            kept.append(f"{corpus}: {measure} was not measured")
        for measure, new in measures.items():
            old = known.get(measure, {}).get("floor", 0.0)
            if new["floor"] < old:
                kept.append(f"{corpus}: {measure} would go from {old:.4f} to {new['floor']:.4f}")
            else:
                known[measure] = new
    return out, kept


def told(model: Path, runs: list[dict[str, gate.Figures]], floors: Floors) -> None:
    """Prints what several runs of a model gave, and lowers ``floors`` to what holds for it."""
    print(f"{model}, {len(runs)} copies")
    for corpus, measures in runs[0].items():
        print(corpus)
        for measure in measures:
            several = [run[corpus][measure] for run in runs]
            mean = statistics.mean(several)
            spread = statistics.stdev(several) if len(several) > 1 else 0.0
            ends = f"{min(several):.4f} … {max(several):.4f}"
            print(f"  {measure:24} {mean:.4f} ± {spread:.4f}  ({ends})")
            floor = mean - max(NOISE, 3 * spread)
            known = floors.setdefault(corpus, {}).setdefault(
                measure, {"reached": mean, "floor": floor}
            )
            known["reached"] = round(min(known["reached"], mean), 4)
            known["floor"] = round(min(known["floor"], floor), 4)


if __name__ == "__main__":
    sys.exit(main())
