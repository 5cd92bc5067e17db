"""``quoth dossier``: everything about one statement."""

from __future__ import annotations

from typing import Any

import click

from quoth.cli.target import target_of, writes

_SHOWN = ("view", "json")


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("statement", type=click.IntRange(1), metavar="STATEMENT")
@click.option(
    "--cite",
    metavar="STYLE",
    help="Only its citation: plain, markdown, apa, chicago or harvard.",
)
@writes(_SHOWN, "json")
def dossier(ledger: str, statement: int, cite: str | None, **given: Any) -> int:
    """Show everything about one statement.

    Its printed sentence, on whose word we have it, who is meant and why, the same quotation in
    other articles and who had it first, figures that differ, whether it was denied, withdrawn or
    corrected, what else the speaker says in the story, and how it is cited. STATEMENT is the number
    that quoth search shows.
    """
    from quoth.codec import dumps
    from quoth.formats.citations import citations
    from quoth.formats.citations import cite as cited_in
    from quoth.formats.dossier_view import dossier_to_dict, write_dossier
    from quoth.formats.output import Sink
    from quoth.ledger import Ledger

    target = target_of(given, _SHOWN, "json")
    with Ledger(ledger, create=False) as book:
        found = book.dossier(statement)
    if cite is not None:
        text = cited_in(found.statement, cite)
        target.write(lambda stream: Sink(stream).write(f"{text}\n"))
        return 0
    cited = citations(found.statement)

    def fill(stream: Any) -> None:
        sink = Sink(stream)
        if target.format == "json":
            sink.write(dumps(dossier_to_dict(found, cited), indent=1) + "\n")
        else:
            write_dossier(found, cited, sink)

    target.write(fill)
    return 0
