"""From corpora to shipped weights: trains in two stages and exports.

    python -m training.make --shared SHARED [--work build/training] [--version 1.1]

Six epochs; then two more stages of four, with Wikinews seen more often and lower rates; what ships
is the mean of those two. About an hour on two free cores. The choice of the biases is left to a
person: look at what `training.tune` prints, and export again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(module: str, *arguments: str) -> None:
    """One step in a process of its own; it ends the program when it fails."""
    command = [sys.executable, "-m", module, *arguments]
    print("$", *command[1:], flush=True)
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{module} failed; what it had trained by then is kept in its folder")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of data/ and bench/")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "quoth" / "model")
    parser.add_argument("--version", default="1.2")
    parser.add_argument("--cue-bias", default="-0.25")
    parser.add_argument("--nested-bias", default="1.0")
    args = parser.parse_args()
    if not (args.shared / "data" / "polnear" / "train.jsonl").exists():
        sys.exit(f"{args.shared}: no corpora here (data/polnear/train.jsonl is missing)")
    places = ["--data", str(args.shared / "data"), "--bench", str(args.shared / "bench")]
    first, second, third = (args.work / name for name in ("first", "second", "third"))
    run("training.train", *places, "--out", str(first), "--epochs", "6")
    for seed, before, after in (("3", first, second), ("5", second, third)):
        run(
            "training.train", *places, "--out", str(after), "--epochs", "4",
            "--news-times", "4", "--rate", "7e-5", "--head-rate", "4e-4", "--seed", seed,
            "--no-dev", "--start-from", str(before / "average.pt"),
        )  # fmt: skip
    checkpoint = str(args.work / "mean.pt")
    run(
        "training.average", str(third / "average.pt"), str(second / "average.pt"),
        "--share", "0.6", "--out", checkpoint,
    )  # fmt: skip
    run("training.tune", *places, "--checkpoint", checkpoint)
    run(
        "training.export", "--checkpoint", checkpoint, "--out", str(args.out.resolve()),
        "--news", str(args.shared / "data" / "news_train.jsonl"),
        "--version", args.version, "--cue-bias", args.cue_bias, "--nested-bias", args.nested_bias,
    )  # fmt: skip


if __name__ == "__main__":
    main()
