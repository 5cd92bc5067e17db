"""``quoth audit``: counts of who is heard, how much and in which form."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import click

from quoth.cli.options import intake_options, reads, takes_inputs
from quoth.cli.progress import Progress
from quoth.errors import InputError, OptionError
from quoth.formats.output import atomic_output
from quoth.records import Reading


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@click.option(
    "--by", type=click.Choice(("all", "outlet", "reporter", "article")), default="all",
    show_default=True, help="What to count for.",
)  # fmt: skip
@click.option(
    "--to", "format", type=click.Choice(("view", "json", "csv")),
    help="Output format [default: view on a terminal, json in a pipe or file].",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, whole or not at all.",
)  # fmt: skip
@click.option("--width", type=click.IntRange(40), help="Columns of the view.")
@takes_inputs
@reads
def audit(
    inputs: tuple[str, ...], by: str, format: str | None, output: Path | None, width: int | None,
    workers: int | None, model: Path | None, quiet: bool, **given: Any,
) -> int:  # fmt: skip
    """Count who speaks in articles, how much, in which form, and on whose word.

    INPUTS are a ledger, or as for quoth read. Counts only, never a verdict; each leads back to
    its statements (--to json or csv name them).
    """
    from quoth.intake import articles
    from quoth.jobs.many import read_articles

    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    format = format or ("view" if terminal else "json")
    width = width or (shutil.get_terminal_size().columns if terminal else None)
    color = terminal and "NO_COLOR" not in os.environ
    if len(inputs) == 1 and is_ledger(inputs[0]):
        from quoth.ledger import Ledger

        with Ledger(inputs[0], create=False) as book:
            kept, identity = book.audited()
            write(kept, by, format, output, width=width, color=color, identity=identity)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Progress(shown=not quiet) as progress:
        readings = read_articles(
            articles(inputs, intake_options(given)), model=model, workers=workers
        )
        write(
            _told(readings, progress),
            by,
            format,
            output,
            width=width,
            color=color,
        )
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


def write(
    readings: Iterable[Reading], by: str, format: str, output: Path | None, *,
    width: int | None, color: bool, **identity: Any,
) -> None:  # fmt: skip
    """Audits readings and writes the counts; ``identity`` is as in `audit_readings`.

    Raises:
        OptionError: when the output cannot be written.
    """
    from quoth.formats.audit_view import write_audit
    from quoth.ledger.audit import By, audit_readings

    if output is None and sys.stdout is None:
        raise OptionError("standard output is closed; name a file with -o")
    group: By = next(one for one in get_args(By) if one == by)
    try:
        with atomic_output(output) as stream:
            found = audit_readings(readings, by=group, **identity)
            write_audit(found, stream, to=format, width=width, color=color)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        reason = (error.strerror or str(error)).lower()
        raise OptionError(f"cannot write on: {reason}") from error


def _told(readings: Iterable[Reading | InputError], progress: Progress) -> Iterator[Reading]:
    for reading in readings:
        if isinstance(reading, InputError):
            progress.bad(reading)
            continue
        for warning in reading.warnings:
            progress.say(f"quoth: {reading.article.id}: {warning}")
        yield reading
        progress.read(reading)
