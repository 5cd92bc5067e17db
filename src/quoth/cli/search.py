"""``quoth search``: the statements of a ledger, best first."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from quoth.errors import OptionError
from quoth.formats import FORMATS, atomic_output, open_writer
from quoth.records import Form, Kind, Polarity, Tone

_F = TypeVar("_F", bound=Callable[..., Any])

_FILTERS = (
    click.option("--speaker", help="Words of the speaker's name."),
    click.option("--role", help="Words of a title or role the article gives."),
    click.option("--outlet", help="The outlet's name."),
    click.option("--since", help="Published on this day (ISO) or later."),
    click.option("--until", help="Published on this day (ISO) or before."),
    click.option("--form", type=click.Choice(get_args(Form)), help="How the words are given."),
    click.option("--kind", type=click.Choice(get_args(Kind)), help="What is reported."),
    click.option("--tone", type=click.Choice(get_args(Tone)), help="What the cue does."),
    click.option(
        "--polarity",
        type=click.Choice(get_args(Polarity)),
        help="Said, denied, not said, refused, or only supposed.",
    ),
    click.option("--unnamed/--named", default=None, help="Speakers never named, or the others."),
    click.option(
        "--within/--first-hand", default=None, help="Said inside another statement, or not."
    ),
    click.option("--has-figure/--no-figure", default=None, help="With a figure in it, or none."),
    click.option("--status", type=click.Choice(("confirmed", "corrected", "added")),
                 help="What a person did to it."),
    click.option("--address", help="Of the article at this address only."),
)  # fmt: skip


def narrows(command: _F) -> _F:
    """The options that narrow a selection of statements."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="WORDS...")
@narrows
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@click.option("--all", "everything", is_flag=True, help="All, in reading order of the articles.")
@click.option("--count", "only_count", is_flag=True, help="Only how many there are.")
@click.option(
    "--to", "format", type=click.Choice(FORMATS),
    help="Output format [default: view on a terminal, jsonl in a pipe or file].",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, whole or not at all.",
)  # fmt: skip
@click.option("--width", type=click.IntRange(40), help="Columns of the view.")
def search(
    ledger: str, words: tuple[str, ...], limit: int, everything: bool, only_count: bool,
    format: str | None, output: Path | None, width: int | None, **filters: Any,
) -> int:  # fmt: skip
    """Find statements in a ledger, best first, the words marked.

    All WORDS must stand in what is said or name the speaker, in any inflection; words in
    quotation marks side by side; -word must not be there (after --). Without words: the newest.
    """
    from quoth.ledger import Ledger

    asked = {name: value for name, value in filters.items() if value is not None}
    text = " ".join(words)
    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    format = format or ("view" if terminal else "jsonl")
    with Ledger(ledger, create=False) as book:
        if only_count:
            click.echo(book.count(text, **asked))
            return 0
        found = (
            book.statements(text, **asked)
            if everything
            else book.search(text, limit=limit, **asked)
        )
        write_statements(
            found,
            format,
            output,
            width=width or (shutil.get_terminal_size().columns if terminal else None),
            color=terminal and "NO_COLOR" not in os.environ,
        )
    return 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@narrows
@click.option("--to", "format", type=click.Choice(FORMATS), required=True, help="Output format.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, whole or not at all.",
)  # fmt: skip
def export(
    ledger: str, words: tuple[str, ...], format: str, output: Path | None, **filters: Any
) -> int:
    """Write statements of a ledger in any format, all or those that WORDS and filters choose.

    In reading order of the articles, streamed. Without WORDS or filters whole readings are written.
    """
    from quoth.ledger import Ledger

    asked = {name: value for name, value in filters.items() if value is not None}
    with Ledger(ledger, create=False) as book:
        if words or asked:
            found = book.statements(" ".join(words), **asked)
            write_statements(found, format, output, width=None, color=False)
        else:

            def write(stream: Any) -> None:
                writer = open_writer(format, stream)
                for reading in book.readings():
                    writer.write(reading)
                writer.close()

            write_out(output, write)
    return 0


def write_statements(
    found: Any, format: str, output: Path | None, *, width: int | None, color: bool
) -> None:
    """Writes statements: one by one as view, json, jsonl and csv, other formats as readings that
    hold them and the statements they stand within."""
    from quoth.formats.statements import open_statement_writer
    from quoth.ledger import as_readings

    def write(stream: Any) -> None:
        each = open_statement_writer(format, stream, width=width, color=color)
        if each is not None:
            for statement in found:
                each.write(statement)
            each.close()
            return
        writer = open_writer(format, stream, width=width, color=color)
        for reading in as_readings(_by_article(found)):
            writer.write(reading)
        writer.close()

    write_out(output, write)


def _by_article(found: Any) -> Any:
    """Statements in the order of the best of each article, so that an article comes once; a stream
    is in the order of the articles already."""
    if not isinstance(found, list):
        return found
    place: dict[int, int] = {}
    return sorted(found, key=lambda one: place.setdefault(one.version, len(place)))


def write_out(output: Path | None, write: Callable[[Any], None]) -> None:
    """Lets ``write`` fill a file, whole or not at all, or standard output.

    Raises:
        OptionError: when it cannot be written.
    """
    if output is None and sys.stdout is None:
        raise OptionError("standard output is closed; name a file with -o")
    try:
        with atomic_output(output) as stream:
            write(stream)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        reason = (error.strerror or str(error)).lower()
        raise OptionError(f"cannot write on: {reason}") from error
