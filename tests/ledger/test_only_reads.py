"""A user of PostgreSQL that may only read: everything is answered, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from writers import numbered

from postgres_server import Server
from quoth.errors import LedgerError
from quoth.ledger import Ledger

ROLES = {
    "without the right to write": (
        "CREATE ROLE looker LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker",
    ),
    "in sessions for reading only": (
        "CREATE ROLE looker LOGIN SUPERUSER",
        "ALTER ROLE looker SET default_transaction_read_only = on",
    ),
}


@pytest.fixture(params=ROLES)
def address(request: pytest.FixtureRequest, postgres: Server) -> Iterator[str]:
    """A ledger as such a user reaches it."""
    own = postgres.database()
    with Ledger(own) as ledger:
        for number in range(3):
            ledger.add(numbered(number))
        ledger.speakers()
        ledger.stories()
        with ledger.database.writing() as connection:
            for line in ROLES[request.param]:
                connection.execute(sa.text(line))
    yield own.replace("://quoth@", "://looker@")
    with Ledger(own) as ledger, ledger.database.writing() as connection:
        connection.execute(sa.text("DROP OWNED BY looker"))
        connection.execute(sa.text("DROP ROLE looker"))
    postgres.drop(own)


def test_everything_is_answered(address: str) -> None:
    with Ledger(address, create=False) as ledger:
        (first, *_) = ledger.search("")
        assert ledger.speakers()
        assert ledger.stories(least=1)
        assert ledger.compare()
        assert ledger.dossier(first.id)
        assert ledger.audit("outlet")
        assert len(list(ledger.readings())) == 3


def test_a_table_that_comes_later_may_be_read_too(address: str) -> None:
    own = address.replace("://looker@", "://quoth@")
    with Ledger(own) as ledger, ledger.database.writing() as connection:
        connection.execute(sa.text("DROP TABLE audit_counts"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0012'"))
    with Ledger(own):
        pass  # migrated
    with Ledger(address, create=False) as ledger:
        assert ledger.audit("outlet")


WRITES: dict[str, Callable[[Ledger], object]] = {
    "add": lambda ledger: ledger.add(numbered(9)),
    "confirm": lambda ledger: ledger.confirm(1),
    "reread": lambda ledger: list(ledger.reread(everything=True)),
    "watch": lambda ledger: ledger.watch("https://news.example/feed"),
}


@pytest.mark.parametrize("what", WRITES)
def test_what_writes_is_refused_in_a_line(what: str, address: str) -> None:
    with (
        Ledger(address) as ledger,
        pytest.raises(LedgerError, match=r"cannot be written: this user .* may only read it$"),
    ):
        WRITES[what](ledger)
