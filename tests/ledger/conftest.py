"""Every ledger test that asks for ``ledger_target`` runs twice: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgres_server import Server, running
from quoth.ledger import Ledger


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own; never skipped."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The path or address of a ledger that does not exist yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "news.db")
        return
    server: Server = request.getfixturevalue("postgres")
    address = server.database()
    yield address
    server.drop(address)


@pytest.fixture
def ledger(ledger_target: str) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger(ledger_target) as ledger:
        yield ledger
