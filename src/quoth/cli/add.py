"""``quoth add``, ``quoth reread``, ``quoth history``: keeping readings, and what changed."""

from __future__ import annotations

import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from quoth.cli.options import intake_options, ledger_name, reads, takes_inputs
from quoth.cli.progress import Progress
from quoth.cli.target import colored
from quoth.wording import count

if TYPE_CHECKING:
    from quoth.errors import InputError
    from quoth.intake import IntakeOptions
    from quoth.ledger import Ledger
    from quoth.records import Article, Reading


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@takes_inputs
@reads
def add(
    ledger: str, inputs: tuple[str, ...], workers: int | None, model: Path | None,
    max_seconds: float | None, quiet: bool, **given: Any,
) -> int:  # fmt: skip
    """Read articles and store them in a ledger.

    LEDGER is a file, created on first use, or a postgresql:// URL. INPUTS are the same as for quoth
    read, or its output: readings in JSON Lines, JSON and datasets are stored unchanged. An article
    whose text is already stored is not read again; a different text at the same address becomes a
    new version. Addresses are asked only for what has changed since the last run. New metadata
    (title, outlet, date, address) completes the article. Each article is stored completely or not
    at all, so you can run the same command again after an interruption.
    """
    from quoth.intake import count_hint
    from quoth.ledger import Kept, Ledger

    options = intake_options(given)
    outcomes: Counter[str] = Counter()
    learnt: Counter[str] = Counter()
    statements = 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    total = None if quiet else count_hint(inputs)
    try:
        with (
            Ledger(ledger) as book,
            Progress(shown=not quiet, total=total) as progress,
            _logged(book, outcomes, inputs),
        ):
            for kept in book.add_each(
                _sources(inputs, options, book),
                workers=workers,
                model=model,
                max_seconds=max_seconds,
                told=_told(progress),
            ):
                if isinstance(kept, Kept):
                    outcomes[kept.outcome] += 1
                    learnt.update(kept.learnt)
                    read = kept.outcome in ("new", "changed")
                    statements += kept.statements if read else 0
                    progress.passed(not read)
                    if kept.warning:
                        progress.say(f"quoth: {kept.address}: {kept.warning}")
                else:
                    progress.bad(kept)
    except (KeyboardInterrupt, SystemExit):  # what is kept stays, and is told
        _say(f"{ledger_name(ledger)}: stopped", outcomes, learnt, statements)
        raise
    if not quiet:
        _say(ledger_name(ledger), outcomes, learnt, statements)
    return 1 if progress.errors else 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.option(
    "--all", "everything", is_flag=True, help="Include texts that were read with this model."
)
@reads
def reread(
    ledger: str, everything: bool, workers: int | None, model: Path | None,
    max_seconds: float | None, quiet: bool,
) -> int:  # fmt: skip
    """Read stored texts again that another model or version of quoth read.

    Corrections are kept.
    """
    from quoth.ledger import Kept, Ledger

    renewed = 0
    try:
        with Ledger(ledger, create=False) as book, Progress(shown=not quiet) as progress:
            for kept in book.reread(
                model=model,
                everything=everything,
                workers=workers,
                max_seconds=max_seconds,
                told=_told(progress),
            ):
                if isinstance(kept, Kept):
                    renewed += 1
                else:
                    progress.bad(kept)
    except (KeyboardInterrupt, SystemExit):
        click.echo(f"stopped: {count(renewed, 'text')} read again", err=True)
        raise
    if not quiet:
        click.echo(f"{count(renewed, 'text')} read again", err=True)
    return 1 if progress.errors else 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("address", metavar="ADDRESS")
@click.option(
    "--to", "format", type=click.Choice(("view", "json")), default="view", show_default=True,
    help="Output format.",
)  # fmt: skip
def history(ledger: str, address: str, format: str) -> int:
    """Show the versions of an article, and what changed between them.

    ADDRESS is the URL of the article, its id (for a file, its path), or its number in quoth
    articles. Shows statements that were added, withdrawn or reworded, and figures that changed.
    """
    from quoth.formats.history_view import history_to_dict, write_history
    from quoth.formats.output import Sink
    from quoth.ledger import Ledger

    with Ledger(ledger, create=False) as book:
        if address.isdigit():
            address = book.address_of(book.article_named(address))
        found = [
            (v.number, v.added_at, v.reading, [(c.what, c.before, c.after) for c in changed])
            for v, changed in book.history(address)
        ]
    if format == "json":
        from quoth.codec import dumps

        click.echo(dumps(history_to_dict(address, found), indent=1))
        return 0
    terminal = sys.stdout.isatty()
    write_history(
        address,
        found,
        Sink(sys.stdout),
        width=shutil.get_terminal_size().columns if terminal else None,
        color=colored(terminal),
    )
    return 0


def _sources(
    inputs: tuple[str, ...], options: IntakeOptions, book: Ledger
) -> Iterator[Article | Reading | InputError]:
    """What is to be kept: readings of datasets, articles of all other inputs."""
    from quoth.dataset.store import is_dataset
    from quoth.intake import articles
    from quoth.jobs.readings import holds_readings, readings_in

    for given in inputs:
        if is_dataset(given):
            from quoth.dataset import readings

            yield from readings(given)
        elif holds_readings(given):
            yield from readings_in(given)
        else:
            yield from articles([given], options, fetcher=book.pages())


def _told(progress: Progress) -> Any:
    def told(reading: Any) -> None:
        progress.warned(reading)
        progress.read(reading)

    return told


@contextmanager
def _logged(book: Ledger, outcomes: Counter[str], inputs: tuple[str, ...]) -> Iterator[None]:
    """Whatever ends the block: what was added by then gets a line of the audit log."""
    from quoth.ledger.keep import ADDED

    try:
        yield
    finally:
        added = sum(outcomes[outcome] for outcome in ADDED)
        if added:
            first = "standard input" if inputs[0] == "-" else inputs[0]
            more = f" and {count(len(inputs) - 1, 'more input')}" if len(inputs) > 1 else ""
            book.note("articles", "added", f"{count(added, 'article')} of {first}{more}")


def _say(name: str, outcomes: Counter[str], learnt: Counter[str], statements: int) -> None:
    from quoth.ledger.keep import Outcome

    said = {"deleted": "left out (deleted before)"}
    if learnt:
        fields = ", ".join(f"{field} {number:,}" for field, number in learnt.items())
        said["completed"] = f"completed ({fields})"
    parts = [
        f"{outcomes[outcome]:,} {said.get(outcome, outcome)}"
        for outcome in get_args(Outcome)
        if outcomes[outcome]
    ]
    told = ", ".join(parts) or "nothing"
    click.echo(f"{name}: {told} ({count(statements, 'statement')} stored)", err=True)
