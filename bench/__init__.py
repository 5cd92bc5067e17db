"""Speed and accuracy at scale, measured; run as ``python -m bench.compare`` and the like."""
