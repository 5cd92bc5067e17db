"""``quoth search``: the statements of a ledger, best first."""

from __future__ import annotations

from typing import Any

import click

from quoth.cli.dataset import write_dataset
from quoth.cli.options import narrows, query_of
from quoth.cli.target import DATASET, Target, target_of, writes
from quoth.formats import FORMATS, open_statement_writer, open_writer


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="WORDS...")
@narrows
@click.option(
    "--limit", "-n", type=click.IntRange(1), default=20, show_default=True, help="How many."
)
@click.option("--all", "everything", is_flag=True, help="All, in reading order of the articles.")
@click.option(
    "--review", is_flag=True,
    help="Those that nobody has confirmed, corrected or added, the least certain first.",
)  # fmt: skip
@click.option("--count", "only_count", is_flag=True, help="Only how many there are.")
@writes(FORMATS, "jsonl")
def search(
    ledger: str, words: tuple[str, ...], limit: int, everything: bool, review: bool,
    only_count: bool, **given: Any,
) -> int:  # fmt: skip
    """Find statements in a ledger, best first, the words marked.

    All WORDS must stand in what is said or name the speaker, in any inflection; words in
    quotation marks side by side; "a OR b": one of them; vot*: words that begin so; -word must not
    be there (after --). Without words: the newest.
    """
    from quoth.ledger import Ledger

    query = query_of(words, given)
    target = target_of(given, FORMATS, "jsonl")
    with Ledger(ledger, create=False) as book:
        if review:
            queue, total = book.review_queue(query, limit=limit)
            if only_count:
                click.echo(total)
            else:
                write_statements(queue, target)
            return 0
        if only_count:
            click.echo(book.count(query))
            return 0
        found = book.statements(query) if everything else book.search(query, limit=limit)
        write_statements(found, target)
    return 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@narrows
@writes(FORMATS, "jsonl", width=False, dataset=True)
def export(ledger: str, words: tuple[str, ...], **given: Any) -> int:
    """Write statements of a ledger in any format, all or those that WORDS and filters choose.

    In reading order of the articles, streamed. Without WORDS or filters whole readings are written.
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
            write_statements(book.statements(query), target)
        else:

            def fill(stream: Any) -> None:
                writer = open_writer(target.format, stream, spreadsheet=target.spreadsheet)
                for reading in book.readings():
                    writer.write(reading)
                writer.close()

            target.write(fill)
    return 0


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
