"""``quoth article``: what people change of what is known of kept articles."""

from __future__ import annotations

from typing import Any

import click

from quoth.cli.correct import said, told
from quoth.cli.options import ledger_name

_NONE = "; an empty one takes it away"


@click.group()
def article() -> None:
    """Edit what is known of kept articles, or delete them.

    ID is the number that quoth articles shows. Every decision is logged (quoth correct log) and
    can be undone (quoth correct undo).
    """


@article.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(1), metavar="ID...")
@click.option("--title", help=f"Its headline{_NONE}.")
@click.option("--outlet", help=f"Who published it{_NONE}.")
@click.option("--url", help=f"Its address{_NONE}.")
@click.option("--published", help=f"Its day, as 2020-03-01, or moment (ISO 8601){_NONE}.")
@click.option("--language", help=f"Its language, as en{_NONE}.")
@click.option("--section", help=f"The part of the outlet it stood in{_NONE}.")
@click.option("--author", "authors", multiple=True, help="Who wrote it; may be repeated.")
@told
def edit(ledger: str, ids: tuple[int, ...], by: str | None, why: str | None, **given: Any) -> None:
    """Change title, outlet, address, day, language, section or authors; the rest stays.

    What is taken in later never overrules it. After a change of day or language, quoth reread
    reads the text by it.
    """
    from quoth.ledger import Ledger

    values = {name: value for name, value in given.items() if value not in (None, ())}
    with Ledger(ledger, create=False) as book:
        for id in ids:
            said(book, ledger, book.edit_article(id, values, by=by, why=why), f" of article {id}")
    if {"published", "language"} & set(values):
        click.echo(f"read by it with: quoth reread {ledger_name(ledger)}", err=True)


@article.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(1), metavar="ID...")
@told
def delete(ledger: str, ids: tuple[int, ...], by: str | None, why: str | None) -> None:
    """Take articles out of all that is listed, searched and compared.

    They are not taken in again, until the decision is undone.
    """
    from quoth.ledger import Ledger

    with Ledger(ledger, create=False) as book:
        for id in ids:
            said(book, ledger, book.delete_article(id, by=by, why=why), f" of article {id}")
