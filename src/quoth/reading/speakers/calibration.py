"""How often a link of a given probability is right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quoth.reading.speakers.ranking import Floats


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising line through points (probability, share that was right), fitted on articles held
    out of training (isotonic regression; Zadrozny & Elkan 2002)."""

    shares: Floats
    right: Floats

    def of(self, share: float) -> float:
        """The confidence of a link of probability ``share``, to two digits."""
        if not len(self.shares):
            return round(share, 2)
        return round(float(np.interp(share, self.shares, self.right)), 2)
