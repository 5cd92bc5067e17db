"""The weighted mean of two checkpoints of one training (Wortsman et al. 2022, "model soups").

python -m training.average A.pt B.pt --share 0.6 --out MEAN.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="weight of the first")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    first = torch.load(args.first, weights_only=True)
    second = torch.load(args.second, weights_only=True)
    mean = {
        key: value.lerp(second[key], 1 - args.share) if value.is_floating_point() else value
        for key, value in first.items()
    }
    torch.save(mean, args.out)


if __name__ == "__main__":
    main()
