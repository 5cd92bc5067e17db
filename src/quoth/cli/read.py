"""``quoth read``: reads articles and writes their attributions."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import click

from quoth.cli.dataset import makes_datasets, read_to_dataset, without_dataset
from quoth.cli.options import intake_options, reads, takes_inputs
from quoth.cli.progress import Progress
from quoth.cli.target import DATASET, target_of, writes
from quoth.errors import OptionError
from quoth.formats import FORMATS, open_writer


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@writes(FORMATS, "jsonl", dataset=True)
@takes_inputs
@reads
@makes_datasets
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out statements with a lower confidence, 0 to 1 (see docs/reading.md).",
)
def read(
    inputs: tuple[str, ...],
    workers: int | None,
    model: Path | None,
    max_seconds: float | None,
    quiet: bool,
    min_confidence: float,
    **given: Any,
) -> int:
    """Read articles and print who said what, with exact words and positions.

    INPUTS are files (HTML, text, Markdown, JSON, JSON lines, CSV, TSV, Parquet, WARC, Word,
    RTF, PDF, e-mail, subtitles, NITF, NewsML, feeds, downloads from press archives; also .gz
    and .zst), folders, glob patterns, http(s) URLs, or - for standard input. Invalid inputs are
    reported on standard error, one line each; the rest are processed, and the exit status is 1.

    --to dataset writes tables of statements and articles to a folder, in parts. If it is
    interrupted, run the same command again to continue. The exit status is 75 while parts are
    missing.
    """
    if given["format"] == DATASET:
        if min_confidence:
            raise OptionError(
                "--min-confidence cannot be used with datasets: they contain all statements with "
                "their confidence, so filter them later"
            )
        return read_to_dataset(inputs, workers, model, max_seconds, quiet, given)
    without_dataset(given)
    from quoth.intake import articles, count_hint
    from quoth.jobs.many import read_articles

    target = target_of(given, FORMATS, "jsonl")
    taken = articles(inputs, intake_options(given))
    readings = read_articles(taken, model=model, workers=workers, max_seconds=max_seconds)
    # A reader's Ctrl-C or a closed pipe must leave no half-written file behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shown = target.output is None and sys.stdout.isatty()
    told = not quiet and not shown
    with Progress(shown=told, total=count_hint(inputs) if told else None) as progress:

        def fill(stream: Any) -> None:
            writer = open_writer(
                target.format,
                stream,
                width=target.width,
                color=target.color,
                spreadsheet=target.spreadsheet,
            )
            for reading in progress.follow(readings):
                writer.write(reading.at_least(min_confidence))
            writer.close()

        target.write(fill)
    return 1 if progress.errors else 0
