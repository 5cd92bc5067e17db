"""``quoth search`` and ``quoth export``: the statements of a ledger."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

from quoth.cli.dataset import write_dataset
from quoth.cli.options import narrows, query_of
from quoth.cli.target import DATASET, Target, target_of, writes
from quoth.errors import LedgerError, OptionError
from quoth.formats import FORMATS, open_statement_writer, open_writer
from quoth.wording import visible


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="WORDS...")
@narrows
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Maximum number of statements.",
)
@click.option(
    "--all", "everything", is_flag=True, help="All statements, in the order of the articles."
)
@click.option(
    "--order",
    type=click.Choice(("best", "newest", "oldest", "surest")),
    default="best",
    show_default=True,
    help="Order of the statements: by relevance, date of publication or confidence.",
)
@click.option(
    "--review", is_flag=True,
    help="Only statements that nobody has reviewed, least certain first.",
)  # fmt: skip
@click.option("--count", "only_count", is_flag=True, help="Print only the number of statements.")
@writes(FORMATS, "jsonl")
def search(
    ledger: str, words: tuple[str, ...], limit: int, order: Any, everything: bool, review: bool,
    only_count: bool, **given: Any,
) -> int:  # fmt: skip
    """Search the statements of a ledger, best match first, with the words marked.

    All WORDS must occur in the content or in the name of the speaker, in any inflected form. Words
    in quotation marks must follow one another; "a OR b" finds either; vot* finds words that begin
    like this; -word excludes a word (after --). Without WORDS: the newest statements.
    """
    from quoth.ledger import Ledger

    by_hand = click.core.ParameterSource.COMMANDLINE
    if everything and click.get_current_context().get_parameter_source("limit") is by_hand:
        raise OptionError("--all and --limit: give one of them")
    query = query_of(words, given)
    target = target_of(given, FORMATS, "jsonl")
    with Ledger(ledger, create=False) as book:
        if review:
            queue, total = book.review_queue(query, limit=limit)
            if only_count:
                click.echo(total)
            else:
                write_statements(queue, target)
                _left_out(len(queue), total)
            return 0
        if only_count:
            click.echo(book.count(query))
            return 0
        if target.format != "view":
            join_if_possible(book)
        if everything:
            write_statements(book.statements(query), target)
            return 0
        found = book.search(query, limit=limit, order=order)
        write_statements(found, target)
        if not found and target.output is not None:
            click.echo("no statement found", err=True)
        if len(found) == limit:
            _left_out(limit, book.count(query))
        if query.outlet is not None and not found:
            _hint(book, query.outlet)
    return 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@narrows
@writes(FORMATS, "jsonl", width=False, dataset=True)
def export(ledger: str, words: tuple[str, ...], **given: Any) -> int:
    """Export statements of a ledger in any format.

    WORDS and filters select statements; without them, complete readings are written. The output is
    streamed in the order of the articles.
    """
    from quoth.ledger import Ledger, as_readings

    query = query_of(words, given)
    target = target_of(given, FORMATS, "jsonl")
    with Ledger(ledger, create=False) as book:
        if target.format == DATASET:
            chosen = query.words or query.given
            several = as_readings(book.statements(query)) if chosen else book.readings()
            write_dataset(several, target.output, ledger)
        elif query.words or query.given:
            join_if_possible(book)
            write_statements(book.statements(query), target)
        else:

            def fill(stream: Any) -> None:
                writer = open_writer(target.format, stream, spreadsheet=target.spreadsheet)
                for reading in book.readings():
                    writer.write(reading)
                writer.close()

            target.write(fill)
    return 0


def join_if_possible(book: Any) -> None:
    """Lets statements have their speakers' ids over all articles; a ledger that cannot be written
    has those of its last joining."""
    with suppress(LedgerError):
        book.join_speakers()


def _left_out(shown: int, total: int) -> None:
    """Tells how many there are, where not all are shown."""
    if shown < total:
        told = f"{shown:,} of {total:,} statements; --limit or --all for more"
        click.echo(told, err=True)


def _hint(book: Any, outlet: str) -> None:
    """Names the outlets that are called like one in which nothing was found."""
    like = book.outlets_like(outlet)
    if outlet.casefold() not in (one.casefold() for one in like):
        named = f"; like it: {', '.join(map(visible, like))}" if like else ""
        click.echo(f"no outlet is called {visible(outlet)}{named}", err=True)


def write_statements(found: Any, target: Target) -> None:
    """Writes statements: one by one in formats that know them, in others as readings that hold
    them and the statements they stand within."""
    from quoth.ledger import as_readings

    how: dict[str, Any] = {
        "width": target.width,
        "color": target.color,
        "spreadsheet": target.spreadsheet,
    }

    def fill(stream: Any) -> None:
        each = open_statement_writer(target.format, stream, **how)
        if each is not None:
            for statement in found:
                each.write(statement)
            each.close()
            return
        writer = open_writer(target.format, stream, **how)
        for reading in as_readings(_by_article(found)):
            writer.write(reading)
        writer.close()

    target.write(fill)


def _by_article(found: Any) -> Any:
    """Statements in the order of the best of each article, so that an article comes once; a stream
    is in the order of the articles already."""
    if not isinstance(found, list):
        return found
    place: dict[int, int] = {}
    return sorted(found, key=lambda one: place.setdefault(one.version, len(place)))
