"""The trained model as a data folder: loads it, checks its digests, and runs it.

    bundle.json       what the model is, its files with SHA-256 digests, its tuned numbers
    encoder.onnx      pieces and features of one window → cue scores and what arguments need
    arguments.onnx    cues and pieces → argument scores and kinds
    tokenizer.json    the word pieces
    MODEL_CARD.md     data, licences, figures and limits

No code is loaded from it, and no other file of the folder is read.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from quoth.errors import ModelError
from quoth.reading.confidence import Calibration
from quoth.reading.parts import Encoded, Floats
from quoth.reading.runtime import onnxruntime

FORMAT = 3
FILES = ("encoder.onnx", "arguments.onnx", "tokenizer.json")
CLS, SEP = 101, 102


def default_folder() -> Path:
    """The folder of the model that ships with quoth."""
    return Path(__file__).resolve().parent.parent / "model"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A model folder whose files have been checked.

    ``name`` is the model's name and version ("quoth-en 1.0"); ``transitions`` float32 [5, 5];
    ``cue_bias`` is added to the score of a cue's beginning, and ``nested_bias`` to that inside a
    content; ``calibration`` leads scores to confidences.
    """

    folder: Path
    name: str
    transitions: Floats
    cue_bias: float
    nested_bias: float
    calibration: Calibration
    description: dict[str, Any]

    @classmethod
    def open(cls, folder: Path | None = None) -> Bundle:
        """The bundle in ``folder``, by default the one that ships with quoth.

        Raises:
            ModelError: when the folder or a file of it is missing, altered, or of another format.
        """
        folder = folder or default_folder()
        path = folder / "bundle.json"
        try:
            description = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ModelError(
                f"{folder}: not a model folder (bundle.json is missing); reinstall quoth or choose "
                "another folder"
            ) from None
        except (OSError, ValueError, RecursionError) as error:
            raise ModelError(f"{path}: cannot be read ({error}); reinstall quoth") from None
        try:
            if description["format"] != FORMAT:
                raise ModelError(
                    f"{folder}: a model of format {description['format']}, but this quoth reads "
                    f"format {FORMAT}; install the quoth that goes with it"
                )
            digests = {name: str(description["files"][name]) for name in FILES}
            transitions = np.array(description["transitions"], dtype=np.float32)
            if transitions.shape != (5, 5) or not np.isfinite(transitions).all():
                raise ValueError("transitions are not 5 × 5 numbers")
            name = f"{description['name']} {description['version']}"
            cue_bias = float(description["cue_bias"])
            nested_bias = float(description["nested_bias"])
            calibration = Calibration.of(description.get("calibration"))
            if not (math.isfinite(cue_bias) and math.isfinite(nested_bias)):
                raise ValueError(f"cue_bias is {cue_bias}, nested_bias {nested_bias}")
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{path}: not a description of a model ({error!r})") from None
        for file, digest in digests.items():
            try:
                found = hashlib.sha256((folder / file).read_bytes()).hexdigest()
            except OSError as error:
                raise ModelError(f"{folder / file}: cannot be read ({error})") from None
            if found != digest:
                raise ModelError(
                    f"{folder / file}: modified or damaged (wrong digest); reinstall quoth"
                )
        return cls(folder, name, transitions, cue_bias, nested_bias, calibration, description)

    @property
    def encoder(self) -> str:
        """By what those that were fitted to the encoder's states know it: its digest, or that of
        the one of which it is a copy."""
        return str(self.description.get("encoder") or self.description["files"]["encoder.onnx"])

    def tokenizer(self) -> Tokenizer:
        """The word-piece tokenizer, with truncation and padding off.

        Raises:
            ModelError: when its file is none.
        """
        path = self.folder / "tokenizer.json"
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the tokenizers library raises nothing narrower
            raise ModelError(f"{path}: cannot be loaded ({error})") from None
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Windows differ in length: planning memory by shape would only keep more of it.
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(
            str(path),
            sess_options=options,
            providers=["CPUExecutionProvider"],
            # Fused with the sum before it, normalising takes ten times as long on a CPU as both
            # apart (ONNX Runtime 1.32): a quarter of the encoder's time.
            disabled_optimizers=["SkipLayerNormFusion"],
        )
    except Exception as error:  # onnxruntime's own family of errors has no common base
        raise ModelError(f"{path}: cannot be loaded ({error})") from None


class OnnxScorer:
    """The shipped model run by ONNX Runtime; a `quoth.reading.parts.Scorer`."""

    def __init__(self, bundle: Bundle, *, threads: int = 1) -> None:
        self.transitions = bundle.transitions
        self.cue_bias = bundle.cue_bias
        self.nested_bias = bundle.nested_bias
        self._encoder = _session(bundle.folder / "encoder.onnx", threads)
        self._arguments = _session(bundle.folder / "arguments.onnx", threads)

    def encode(self, ids: NDArray[np.int64], features: NDArray[np.int64]) -> Encoded:
        """Scores of one window of at most `windows.WINDOW` pieces."""
        row = np.concatenate([[CLS], ids, [SEP]])[None]
        feature_row = np.concatenate([[0], features, [0]])[None]
        cues, tokens, hidden = self._encoder.run(None, {"ids": row, "features": feature_row})
        return Encoded(cues, tokens, hidden)

    def argue(
        self,
        tokens: Floats,
        ends: Floats,
        starts: NDArray[np.int64],
        distances: NDArray[np.int64],
        places: NDArray[np.int64],
    ) -> tuple[Floats, Floats]:
        """Argument scores and kind scores of each cue; see `quoth.reading.parts.Scorer`."""
        scores, kinds = self._arguments.run(
            None,
            {
                "tokens": tokens,
                "ends": ends,
                "starts": starts,
                "distances": distances,
                "places": places,
            },
        )
        return scores, kinds
