"""``quoth compare`` and ``quoth speakers``: comparing articles, and speakers across articles."""

from __future__ import annotations

from typing import Any

import click

from quoth.cli.target import target_of, writes

_COMPARED = ("view", "json")
_SPEAKERS = ("view", "json", "csv")
_PARTS = ("quotations", "copies", "figures")


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.option(
    "--what",
    type=click.Choice(_PARTS),
    multiple=True,
    help="What to compare; can be repeated [default: all].",
)
@click.option("--since", help="Published on or after this date (ISO).")
@click.option("--until", help="Published on or before this date (ISO).")
@click.option("--outlet", help="Only articles of this outlet.")
@click.option("--story", type=click.IntRange(1), help="Only articles of this story.")
@click.option(
    "--each-copy", is_flag=True, help="Count copies of an agency report separately for each outlet."
)
@writes(_COMPARED, "json")
def compare(
    ledger: str, what: tuple[str, ...], since: str | None, until: str | None, outlet: str | None,
    story: int | None, each_copy: bool, **given: Any,
) -> int:  # fmt: skip
    """Compare the articles of a ledger.

    Finds the same quotation in several articles, with word-by-word differences and the first
    publication; articles that are copies of one text; and figures for the same count, by date.
    """
    from quoth.codec import dumps
    from quoth.formats.compare_view import comparison_to_dict, write_comparison
    from quoth.formats.output import Sink
    from quoth.ledger import Ledger

    target = target_of(given, _COMPARED, "json")
    with Ledger(ledger, create=False) as book:
        found = book.compare(
            since=since,
            until=until,
            outlet=outlet,
            story=story,
            once=not each_copy,
            parts=what or _PARTS,
        )

    def write(stream: Any) -> None:
        if target.format == "json":
            Sink(stream).write(dumps(comparison_to_dict(found), indent=1) + "\n")
        else:
            write_comparison(found, Sink(stream), width=target.width, color=target.color)

    target.write(write)
    return 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", nargs=-1, metavar="[NAME...]")
@click.option(
    "--type",
    type=click.Choice(("person", "organisation", "document", "author")),
    help="Only speakers of this type.",
)
@click.option(
    "--why", is_flag=True, help="Show the articles of each speaker and why they were joined."
)
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="Maximum number of speakers.",
)
@writes(_SPEAKERS, "json")
def speakers(
    ledger: str, name: tuple[str, ...], type: str | None, why: bool, limit: int, **given: Any
) -> int:  # fmt: skip
    """List the speakers in a ledger, and how much they say.

    A person with several names is one speaker across all articles; two people are never joined only
    because they have the same surname. NAME selects speakers by words in one of their names.
    """
    from quoth.codec import dumps
    from quoth.formats.output import Sink
    from quoth.formats.speakers_view import COLUMNS, speaker_to_dict, write_speakers
    from quoth.formats.table import csv_table
    from quoth.ledger import Ledger

    target = target_of(given, _SPEAKERS, "json")
    with Ledger(ledger, create=False) as book:
        found = book.speakers(" ".join(name), type=type, limit=limit)
        places = [book.speaker(one.id)[1] if why else [] for one in found]

    def write(stream: Any) -> None:
        sink = Sink(stream)
        forms = [speaker_to_dict(one, where) for one, where in zip(found, places, strict=True)]
        if target.format == "json":
            sink.write(dumps({"speakers": forms}, indent=1) + "\n")
        elif target.format == "csv":
            rows = [[_cell(form[name]) for name in COLUMNS] for form in forms]
            sink.write(csv_table(COLUMNS, rows, spreadsheet=target.spreadsheet))
        else:
            write_speakers(found, places, sink, width=target.width, color=target.color)

    target.write(write)
    return 0


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
