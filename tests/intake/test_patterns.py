"""No pattern of intake takes more than linear time: each is pumped with what could trap it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from types import FrameType

import pytest

import quoth.intake

if not hasattr(signal, "setitimer"):
    pytest.skip("patterns cannot be interrupted here", allow_module_level=True)

_MODULES = [
    importlib.import_module(m.name)
    for m in pkgutil.walk_packages(quoth.intake.__path__, "quoth.intake.")
]
# The shapes of furniture see lines of 700 characters at most.
_PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in _MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern) and "furniture_patterns" not in module.__name__
}
_PUMPS = (
    *"a \t1-<\"=[(é_:#&'\r\n",
    *("a ", "<a ", "mar", "1/", "- ", "\r\n", "a,", "A ", "A. ", "by ", "http://", "1:", "=' "),
)
_CHARACTERS = 20_000
_SECONDS = 1.0  # of this process; a linear pattern needs some thousandths, a square one far more


class _LateError(Exception):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise _LateError


@pytest.mark.parametrize("name", sorted(_PATTERNS))
def test_a_pattern_is_linear(name: str) -> None:
    pattern = _PATTERNS[name]
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        for start in ("", "<a ", "# "):
            for pump in _PUMPS:
                text = start + pump * (_CHARACTERS // len(pump))
                signal.setitimer(signal.ITIMER_PROF, _SECONDS)
                try:
                    pattern.search(text.encode() if isinstance(pattern.pattern, bytes) else text)
                except _LateError:
                    pytest.fail(f"{name} takes too long on {start!r} and many {pump!r}")
                finally:
                    signal.setitimer(signal.ITIMER_PROF, 0)
    finally:
        signal.signal(signal.SIGPROF, before)
