"""docs/errors.md names every error that quoth raises, as it is."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import quoth
from quoth.errors import QuothError

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "errors.md").read_text("utf-8")
CLASSES = {
    name: (int(status), code)
    for name, status, code in re.findall(r"^\| `(\w+Error)` \| (\d+) \| `(\w+)` \|", PAGE, re.M)
}
CODES = dict(re.findall(r"^\| `(\w+)` \| (\d+)[^|]* \|", PAGE, re.M))


def errors(base: type[QuothError]) -> Iterator[type[QuothError]]:
    for one in base.__subclasses__():
        if one.__module__.startswith("quoth."):
            yield one
            yield from errors(one)


def test_every_class_stands_in_the_table_with_its_answer() -> None:
    for module in pkgutil.walk_packages(quoth.__path__, "quoth."):
        if "migrations" not in module.name and "__main__" not in module.name:
            try:
                importlib.import_module(module.name)
            except ImportError:  # an extra that is not installed
                continue
    found = {one.__name__: (one.http_status, one.code) for one in errors(QuothError)}
    assert found == CLASSES


def test_every_code_that_the_server_answers_by_itself_stands_in_the_table() -> None:
    source = "\n".join(
        (ROOT / "src" / "quoth" / "web" / name).read_text("utf-8")
        for name in ("app.py", "guard.py")
    )
    told = {
        code: status
        for status, code in re.findall(r'(?:refuse|told)\((?:request, )?(\d{3}), "(\w+)"', source)
    }
    assert len(told) > 6
    assert {code: CODES.get(code) for code in told} == told


@pytest.mark.parametrize("status", ["0", "1", "2", "75", "130, 143"])
def test_exit_statuses_are_told(status: str) -> None:
    assert f"\n| {status} | " in PAGE
