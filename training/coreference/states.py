"""The states of the encoder that ships, for the texts that the linker is fitted on.

They come from the model as exported, the one that reads, so that the linker sees in training what
it will see. A folder may keep them by the digest of the encoder and of the text.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from quoth.reading.bundle import Bundle, OnnxScorer
from quoth.reading.pieces import sections
from quoth.reading.states import States, encode_section


class Encoder:
    """Runs the encoder of a model folder over whole texts.

    ``folder``: of the model, by default the one that ships. ``cache``: where states are kept.
    ``digest``: of the encoder.

    Raises:
        ModelError: when the model is missing, altered or of another format.
    """

    def __init__(self, folder: Path | None = None, cache: Path | None = None) -> None:
        bundle = Bundle.open(folder)
        self._scorer = OnnxScorer(bundle)
        self._tokenizer = bundle.tokenizer()
        self.digest = bundle.encoder
        self._cache = cache / self.digest[:16] if cache is not None else None
        if self._cache is not None:
            self._cache.mkdir(parents=True, exist_ok=True)

    def states(self, text: str) -> States | None:
        """The states of all pieces of ``text``, as a reading has them."""
        if self._cache is None:
            return self._encode(text)
        path = self._cache / (hashlib.sha256(text.encode()).hexdigest()[:32] + ".npz")
        if not path.exists():
            found = self._encode(text)
            if found is None:
                return None
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                np.savez(file, starts=found.starts, ends=found.ends, vectors=found.vectors)
            part.replace(path)
            return found
        with np.load(path) as kept:
            return States(kept["starts"], kept["ends"], kept["vectors"], self.digest)

    def _encode(self, text: str) -> States | None:
        parts = []
        for start, end in sections(text):
            *_, found = encode_section(text, start, end, self._tokenizer, self._scorer, self.digest)
            if found is not None:
                parts.append(found)
        return States.joined(parts)
