"""``quoth read``: articles in, their attributions out."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from quoth.cli.progress import Progress
from quoth.errors import InputError, OptionError
from quoth.formats import FORMATS, atomic_output, open_writer
from quoth.records import Reading


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@click.option(
    "--to",
    "format",
    type=click.Choice(FORMATS),
    help="Output format [default: view on a terminal, jsonl in a pipe or file].",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, whole or not at all.",
)
@click.option("--text-column", help="Column or field that holds the text.")
@click.option("--id-column", help="Column or field that holds the identifier.")
@click.option("--encoding", help="Encoding of the inputs, where it cannot be told.")
@click.option("--lang", help="Take the language as given (en) and do not detect it.")
@click.option("--allow-private", is_flag=True, help="Let addresses lead into private networks.")
@click.option(
    "--workers", type=click.IntRange(1), help="Processes to read with [default: one for each core]."
)
@click.option(
    "--model", type=click.Path(path_type=Path), help="Model folder in place of the shipped one."
)
@click.option("--width", type=click.IntRange(40), help="Columns of the view.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def read(
    inputs: tuple[str, ...],
    format: str | None,
    output: Path | None,
    text_column: str | None,
    id_column: str | None,
    encoding: str | None,
    lang: str | None,
    allow_private: bool,
    workers: int | None,
    model: Path | None,
    width: int | None,
    quiet: bool,
) -> int:
    """Read articles and print who said what, in which words, at which place.

    INPUTS are files (HTML, text, Markdown, JSON, JSON lines, CSV, TSV, Parquet; also .gz and
    .zst), folders, globs, http(s) addresses, or - for standard input. Bad inputs are named on
    standard error, the others are read, and the exit status is then 1.
    """
    from quoth.intake import IntakeOptions, articles
    from quoth.jobs.many import read_articles

    if output is None and sys.stdout is None:
        raise OptionError("standard output is closed; name a file with -o")
    terminal = output is None and sys.stdout.isatty()
    format = format or ("view" if terminal else "jsonl")
    options = IntakeOptions(
        text_column=text_column,
        id_column=id_column,
        lang=lang,
        encoding=encoding,
        allow_private=allow_private,
    )
    color = terminal and "NO_COLOR" not in os.environ
    width = width or (shutil.get_terminal_size().columns if terminal else None)
    readings = read_articles(articles(inputs, options), model=model, workers=workers)
    # A reader's Ctrl-C or a closed pipe must leave no half-written file behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Progress(shown=not quiet and not terminal) as progress:
        try:
            with atomic_output(output) as stream:
                writer = open_writer(format, stream, width=width, color=color)
                for reading in _told(readings, progress):
                    writer.write(reading)
                writer.close()
        except BrokenPipeError:
            _let_go_of_output()  # whoever read it has gone; there is nothing left to tell them
            return 0
        except OSError as error:
            progress.say(f"quoth: cannot write on: {(error.strerror or str(error)).lower()}")
            _let_go_of_output()
            return 1
        except OptionError as error:
            progress.say(f"quoth: {error}")
            return 2
    return 1 if progress.errors else 0


def _let_go_of_output() -> None:
    """Lets what is still held back for standard output go nowhere, quietly, at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(readings: Iterator[Reading | InputError], progress: Progress) -> Iterator[Reading]:
    """The readings alone; errors and warnings are told on standard error on the way."""
    for reading in readings:
        if isinstance(reading, InputError):
            progress.bad(reading)
            continue
        for warning in reading.warnings:
            progress.say(f"quoth: {reading.article.id}: {warning}")
        yield reading
        progress.read(reading)
