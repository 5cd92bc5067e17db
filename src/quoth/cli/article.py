"""``quoth article``: editing the metadata of stored articles, and deleting articles."""

from __future__ import annotations

from typing import Any

import click

from quoth.cli.correct import said, told
from quoth.cli.options import ledger_name

_NONE = "; an empty value removes it"


@click.group()
def article() -> None:
    """Edit the metadata of stored articles, or delete articles.

    ARTICLE is the number that quoth articles shows, or the URL or id of the article. Every change
    is logged (quoth correct log) and can be undone (quoth correct undo).
    """


@article.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("named", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--title", help=f"Title{_NONE}.")
@click.option("--outlet", help=f"Outlet that published it{_NONE}.")
@click.option("--url", help=f"URL{_NONE}.")
@click.option(
    "--published", help=f"Publication date, such as 2020-03-01, or date-time (ISO 8601){_NONE}."
)
@click.option("--language", help=f"Language code, such as en{_NONE}.")
@click.option("--section", help=f"Section of the outlet{_NONE}.")
@click.option("--author", "authors", multiple=True, help="Author; can be repeated.")
@told
def edit(
    ledger: str, named: tuple[str, ...], by: str | None, why: str | None, **given: Any
) -> None:
    """Change the title, outlet, URL, date, language, section or authors of articles.

    Fields without an option do not change. Articles added later never override an edit. After a
    change of date or language, run quoth reread.
    """
    from quoth.ledger import Ledger

    values = {name: value for name, value in given.items() if value not in (None, ())}
    with Ledger(ledger, create=False) as book:
        for id in map(book.article_named, named):
            said(book, ledger, book.edit_article(id, values, by=by, why=why), f" of article {id}")
    if {"published", "language"} & set(values):
        click.echo(f"to read the text again with it: quoth reread {ledger_name(ledger)}", err=True)


@article.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("named", nargs=-1, required=True, metavar="ARTICLE...")
@told
def delete(ledger: str, named: tuple[str, ...], by: str | None, why: str | None) -> None:
    """Remove articles from all lists, searches and comparisons.

    A deleted article cannot be added again until you undo the deletion.
    """
    from quoth.ledger import Ledger

    with Ledger(ledger, create=False) as book:
        for id in map(book.article_named, named):
            said(book, ledger, book.delete_article(id, by=by, why=why), f" of article {id}")
