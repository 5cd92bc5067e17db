"""What many tests share: one loaded model for the whole session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from quoth.records import Article, Reading

if TYPE_CHECKING:
    from quoth.reading.reader import Reader

# How long an example takes is the machine's affair, not the test's.
settings.register_profile("quoth", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quoth")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--model", type=Path, help="read with the model of this folder, not the shipped one"
    )


@pytest.fixture(scope="session")
def model_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the model that the tests read with."""
    from quoth.reading.bundle import default_folder

    given: Path | None = request.config.getoption("--model")
    return given or default_folder()


@pytest.fixture(scope="session")
def reader(model_folder: Path) -> Reader:
    """The model, loaded once."""
    from quoth.reading.reader import Reader

    return Reader.load(model_folder)


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[[str], Reading]:
    """Reads an English text."""
    return lambda text: reader.read(Article("a text", text, language="en"))


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes of passwords that take no time: how dear they are is tested elsewhere."""
    from argon2 import PasswordHasher

    from quoth.ledger import users

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(users, "_hasher", lambda: hasher)
    users._nobody.cache_clear()
