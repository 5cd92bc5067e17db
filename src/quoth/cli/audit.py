"""``quoth audit``: counts of who is quoted, how much and in which form."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quoth.cli.options import intake_options, reads, takes_inputs
from quoth.cli.progress import Progress
from quoth.cli.target import Target, target_of, writes
from quoth.records import Reading

if TYPE_CHECKING:
    from quoth.ledger.audit import Audit, By

_FORMATS = ("view", "json", "csv")


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@click.option(
    "--by",
    type=click.Choice(("all", "outlet", "reporter", "article", "story", "speaker", "month")),
    default="all", show_default=True, help="How to group the counts.",
)  # fmt: skip
@writes(_FORMATS, "json")
@takes_inputs
@reads
def audit(
    inputs: tuple[str, ...], by: By, workers: int | None, model: Path | None,
    max_seconds: float | None, quiet: bool, **given: Any,
) -> int:  # fmt: skip
    """Count who is quoted, how much, in which form and through which sources.

    INPUTS are a ledger, or the same as for quoth read. quoth does not judge the counts; --to json
    and --to csv list the statements behind each one.
    """
    from quoth.intake import articles
    from quoth.jobs.many import read_articles

    target = target_of(given, _FORMATS, "json")
    if len(inputs) == 1 and is_ledger(inputs[0]):
        from quoth.ledger import Ledger

        with Ledger(inputs[0], create=False) as book:
            _written(target, book.audit(by))
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Progress(shown=not quiet) as progress:
        readings = read_articles(
            articles(inputs, intake_options(given)),
            model=model,
            workers=workers,
            max_seconds=max_seconds,
        )
        _write(target, progress.follow(readings), by)
    return 1 if progress.errors else 0


def is_ledger(name: str) -> bool:
    """Whether an input is a ledger: a database's address, or a file of SQLite."""
    if name.startswith(("postgresql://", "postgres://")):
        return True
    try:
        with Path(name).open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except (OSError, ValueError):
        return False


def _write(target: Target, readings: Iterable[Reading], by: By) -> None:
    """Audits readings and writes the counts."""
    from quoth.ledger.audit import audit_readings

    _written(target, audit_readings(readings, by=by))


def _written(target: Target, found: list[Audit]) -> None:
    """Writes counts."""
    from quoth.formats.audit_view import write_audit

    def fill(stream: Any) -> None:
        write_audit(
            found,
            stream,
            to=target.format,
            width=target.width,
            color=target.color,
            spreadsheet=target.spreadsheet,
        )

    target.write(fill)
