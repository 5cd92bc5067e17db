"""``import quoth`` is cheap, and reading never brings the training framework along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "onnxruntime",
    "numpy",
    "tokenizers",
    "trafilatura",
    "torch",
    "rich",
    "pyarrow",
    "httpx",
    "py3langid",
    "dateparser",
)
LIMIT = 0.3  # seconds of the processor more than Python itself needs


def fresh(code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def loaded_after(code: str) -> set[str]:
    out = fresh(f"{code}\nimport sys\nprint(*sorted(m.split('.')[0] for m in sys.modules))")
    return set(out.split())


@pytest.mark.parametrize("code", ["import quoth", "import quoth.cli", "from quoth import *\n"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    heavy = set(HEAVY) - ({"onnxruntime", "numpy", "tokenizers"} if "*" in code else set())
    assert not loaded_after(code) & heavy


def test_reading_loads_no_training_framework_and_no_network() -> None:
    code = "import quoth\nquoth.read_text('Ada Roth said no.', language='en')"
    loaded = loaded_after(code)
    assert "onnxruntime" in loaded
    assert not loaded & {"torch", "httpx", "pyarrow", "rich"}


def test_importing_takes_less_than_a_third_of_a_second() -> None:
    """Of the processor: what other programs do meanwhile is not counted."""

    def seconds(code: str) -> float:
        return float(fresh(f"{code}\nimport time\nprint(time.process_time())"))

    bare = min(seconds("pass") for _ in range(5))
    assert min(seconds("import quoth") for _ in range(5)) - bare < LIMIT


def test_reading_leaves_nothing_behind_and_reports_to_nobody(tmp_path: Path) -> None:
    """ONNX Runtime keeps events for its maker in the home folder, and sends them, if it may."""
    home = {"HOME": str(tmp_path), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    code = "import quoth\nquoth.read_text('Ada Roth said no.', language='en')"
    run = subprocess.run([sys.executable, "-B", "-c", code], env=home, check=False, timeout=300)
    assert run.returncode == 0
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
