"""``quoth stories`` and ``quoth story``: articles of one event."""

from __future__ import annotations

from typing import Any

import click

from quoth.cli.correct import correct, said, told
from quoth.cli.options import narrows, query_of
from quoth.cli.target import target_of, writes

_LISTED = ("view", "json", "csv")
_SHOWN = ("view", "json")


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@narrows
@click.option(
    "--least", type=click.IntRange(1), default=2, show_default=True, help="Articles at least."
)
@click.option(
    "--limit", "-n", type=click.IntRange(1), default=20, show_default=True, help="How many."
)
@writes(_LISTED, "json")
def stories(ledger: str, words: tuple[str, ...], least: int, limit: int, **given: Any) -> int:
    """List the stories of a ledger: articles of one event, the newest first.

    WORDS and filters choose those in which such a statement was made; WORDS may also stand in a
    story's title. Each has a number, which quoth story takes, and --story of other commands.
    """
    from quoth.codec import dumps
    from quoth.formats.output import Sink
    from quoth.formats.story_view import COLUMNS, story_to_dict, write_stories
    from quoth.formats.table import csv_table
    from quoth.ledger import Ledger

    query = query_of(words, given)
    target = target_of(given, _LISTED, "json")
    with Ledger(ledger, create=False) as book:
        found = book.stories(query, least=least, limit=limit)

    def fill(stream: Any) -> None:
        sink = Sink(stream)
        forms = [story_to_dict(one) for one in found]
        if target.format == "json":
            sink.write(dumps({"stories": forms}, indent=1) + "\n")
        elif target.format == "csv":
            rows = [[form[name] for name in COLUMNS] for form in forms]
            sink.write(csv_table(COLUMNS, rows, spreadsheet=target.spreadsheet))
        else:
            write_stories(found, sink, width=target.width, color=target.color)

    target.write(fill)
    return 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("number", type=click.IntRange(1), metavar="STORY")
@writes(_SHOWN, "json")
def story(ledger: str, number: int, **given: Any) -> int:
    """Show one story: its articles by date, who speaks, quotations and their versions, figures,
    unnamed sources and the reasons given, and each outlet in numbers.

    STORY is the number that quoth stories shows.
    """
    from quoth.codec import dumps
    from quoth.formats.output import Sink
    from quoth.formats.story_view import whole_story_to_dict, write_whole_story
    from quoth.ledger import Ledger

    target = target_of(given, _SHOWN, "json")
    with Ledger(ledger, create=False) as book:
        whole = book.whole_story(number)

    def fill(stream: Any) -> None:
        sink = Sink(stream)
        if target.format == "json":
            sink.write(dumps(whole_story_to_dict(whole), indent=1) + "\n")
        else:
            write_whole_story(whole, sink, width=target.width, color=target.color)

    target.write(fill)
    return 0


@correct.group("story")
def correct_story() -> None:
    """Move an article to another story; join, split or rename stories.

    What is decided stays so; articles that come later join a story by their words. Every decision
    can be undone.
    """


@correct_story.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("article", type=int, metavar="ARTICLE")
@click.option("--to", "story", type=click.IntRange(1), help="The story; else one of its own.")
@told
def move(ledger: str, article: int, story: int | None, by: str | None, why: str | None) -> None:
    """Say that an article (its number in quoth articles) belongs to another story."""
    from quoth.ledger import Ledger

    with Ledger(ledger, create=False) as book:
        said(book, ledger, book.move_article(article, story, by=by, why=why))


@correct_story.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("stories", nargs=-1, required=True, type=int, metavar="STORY STORY...")
@told
def join(ledger: str, stories: tuple[int, ...], by: str | None, why: str | None) -> None:
    """Say that stories are one."""
    from quoth.ledger import Ledger

    with Ledger(ledger, create=False) as book:
        said(book, ledger, book.join_stories(stories, by=by, why=why))


@correct_story.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("story", type=int, metavar="STORY")
@click.argument("articles", nargs=-1, required=True, type=int, metavar="ARTICLE...")
@told
def split(
    ledger: str, story: int, articles: tuple[int, ...], by: str | None, why: str | None
) -> None:
    """Say that some articles of a story are a story of their own."""
    from quoth.ledger import Ledger

    with Ledger(ledger, create=False) as book:
        said(book, ledger, book.split_story(story, articles, by=by, why=why))


@correct_story.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("story", type=int, metavar="STORY")
@click.argument("name", metavar="NAME")
@told
def rename(ledger: str, story: int, name: str, by: str | None, why: str | None) -> None:
    """Give a story a name; "" takes it away."""
    from quoth.ledger import Ledger

    with Ledger(ledger, create=False) as book:
        said(book, ledger, book.rename_story(story, name, by=by, why=why))
