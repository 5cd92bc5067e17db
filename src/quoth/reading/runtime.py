"""ONNX Runtime, with its reports to its maker switched off.

From 1.29 on its Linux and macOS builds keep events in ``~/.cache`` and send them away, unless this
is set before the library is loaded (or the program that loads it first says otherwise).
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

if hasattr(onnxruntime, "disable_telemetry_events"):
    onnxruntime.disable_telemetry_events()  # somebody else may have loaded it before

__all__ = ["onnxruntime"]
