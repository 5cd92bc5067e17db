"""``quoth mark``: tags, notes and collections."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from quoth.cli.target import Target, target_of, writes
from quoth.errors import OptionError
from quoth.wording import shortened, visible

_FORMATS = ("view", "json", "csv")


@click.group()
def mark() -> None:
    """Put tags and notes on statements, articles and speakers, or them into collections.

    quoth search, export and audit choose by --tag and --collection: a statement has what it, its
    article or its speaker has.
    """


@mark.command()
@click.argument("ledger", metavar="LEDGER")
@click.option("--statement", type=int, help="Number of a statement, as quoth search shows it.")
@click.option("--article", type=int, help="Number of an article, as quoth articles shows it.")
@click.option("--speaker", help="Id of a speaker, as quoth speakers --to json shows it.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--collection", "collections", multiple=True, help="Name of a collection.")
@click.option("--note", "notes", multiple=True, help="A note.")
@click.option("--by", help="Who does so.")
def add(
    ledger: str, statement: int | None, article: int | None, speaker: str | None,
    tags: tuple[str, ...], collections: tuple[str, ...], notes: tuple[str, ...], by: str | None,
) -> None:  # fmt: skip
    """Put tags, notes on one thing, or it into collections."""
    given = {"statement": statement, "article": article, "speaker": speaker}
    chosen = [(about, target) for about, target in given.items() if target is not None]
    if len(chosen) != 1:
        raise OptionError("name one of --statement, --article and --speaker")
    several = [("tag", one) for one in tags] + [("collection", one) for one in collections]
    several += [("note", one) for one in notes]
    if not several:
        raise OptionError("give a --tag, a --collection or a --note")
    ((about, target),) = chosen
    with _open(ledger) as book:
        for kind, text in several:
            number = book.mark(kind, text, about, target, by=by)
            click.echo(f"mark {number}: {kind} {visible(shortened(text, 80))}", err=True)


@mark.command("list")
@click.argument("ledger", metavar="LEDGER")
@click.option("--kind", type=click.Choice(("tag", "collection", "note")))
@click.option("--text", help="Only this tag, collection or note.")
@click.option("--limit", "-n", type=click.IntRange(1), default=1000, show_default=True)
@writes(_FORMATS, "json", width=False)
def list_(ledger: str, kind: str | None, text: str | None, limit: int, **given: Any) -> None:
    """Show marks, the last first."""
    from quoth.codec import dumps

    target: Target = target_of(given, _FORMATS, "json")
    with _open(ledger) as book:
        found = [asdict(one) for one in book.marks(kind=kind, text=text, limit=limit)]

    if target.format == "json":
        text = dumps({"marks": found}, indent=1) + "\n"
    elif target.format == "csv":
        text = _csv(found, target.spreadsheet)
    else:
        text = "".join(f"{_line(one)}\n" for one in found)
    target.write(lambda stream: stream.write(text.encode("utf-8", "backslashreplace")))


@mark.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("number", type=int, metavar="MARK")
def remove(ledger: str, number: int) -> None:
    """Take a mark away; quoth mark list shows their numbers."""
    with _open(ledger) as book:
        book.unmark(number)


def _line(one: dict[str, Any]) -> str:
    by = f" by {visible(one['made_by'])}" if one["made_by"] else ""
    what = f"{one['about']} {one['target'] or '(gone)'}"
    return f"{one['id']}  {one['kind']}  {what}{by}  {visible(shortened(one['text'], 200))}"


def _csv(found: list[dict[str, Any]], spreadsheet: bool) -> str:
    import csv
    import io

    stream = io.StringIO(newline="")

    names = ("id", "kind", "text", "about", "target", "made_at", "made_by")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for one in found:
        cells = [str(one[name] if one[name] is not None else "") for name in names]
        if spreadsheet:  # no cell is a formula
            cells = [f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in cells]
        writer.writerow(cells)
    return stream.getvalue()


def _open(ledger: str) -> Any:
    from quoth.ledger import Ledger

    return Ledger(ledger, create=False)
