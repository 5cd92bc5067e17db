"""``quoth show`` and ``quoth articles``: one statement in context, and the stored articles."""

from __future__ import annotations

from typing import Any

import click

from quoth.cli.target import target_of, writes
from quoth.errors import NotFoundError

_SHOWN = ("view", "json")
_LISTED = ("view", "json", "csv")
_COLUMNS = ("id", "published", "outlet", "title", "address", "version", "statements", "added_at")


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("statement", type=click.IntRange(1), metavar="STATEMENT")
@writes(_SHOWN, "json")
def show(ledger: str, statement: int, **given: Any) -> int:
    """Show one statement: its speaker, content, chain of sources and context.

    STATEMENT is the number that quoth search shows.
    """
    from quoth.codec import dumps
    from quoth.formats.output import Sink
    from quoth.formats.statements import statement_to_dict
    from quoth.ledger import Ledger

    target = target_of(given, _SHOWN, "json")
    with Ledger(ledger, create=False) as book:
        one = book.statement(statement)
        if one is None:
            raise NotFoundError(
                book.name, f"no statement {statement}; quoth search shows the numbers"
            )
        decided = [d for d in book.corrections(version=one.version) if d.statement == statement]

    def fill(stream: Any) -> None:
        sink = Sink(stream)
        if target.format == "json":
            sink.write(dumps(statement_to_dict(one), indent=1) + "\n")
            return
        facts = [*_facts(one), *(("correction", _decision(d)) for d in decided)]
        sink.write("".join(_line(name, words) for name, words in facts if words))

    target.write(fill)
    return 0


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@click.option("--outlet", help="Words of the outlet's name.")
@click.option("--since", help="Published on this day (ISO date) or later.")
@click.option("--until", help="Published on this day (ISO date) or before.")
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="Maximum number of articles.",
)
@writes(_LISTED, "json")
def articles(
    ledger: str, words: tuple[str, ...], outlet: str | None, since: str | None, until: str | None,
    limit: int, **given: Any,
) -> int:  # fmt: skip
    """List the articles of a ledger, newest first; those with WORDS in title or address only.

    Shows the number of each article, for quoth article, and its address, for quoth history and
    quoth search --address.
    """
    from quoth.codec import dumps
    from quoth.formats.output import Sink
    from quoth.formats.table import csv_table
    from quoth.ledger import Ledger

    target = target_of(given, _LISTED, "json")
    with Ledger(ledger, create=False) as book:
        found = book.articles(" ".join(words), outlet=outlet, since=since, until=until, limit=limit)

    def fill(stream: Any) -> None:
        sink = Sink(stream)
        if target.format == "json":
            sink.write(dumps({"articles": found}, indent=1) + "\n")
        elif target.format == "csv":
            rows = [[one[name] for name in _COLUMNS] for one in found]
            sink.write(csv_table(_COLUMNS, rows, spreadsheet=target.spreadsheet))
        else:
            sink.write("".join(map(_article, found)) or "no articles yet\n")

    target.write(fill)
    return 0


def _facts(one: Any) -> list[tuple[str, str]]:
    from quoth.wording import bounds, tags

    article = one.reading.article
    who = [", ".join([w.name or w.label, *w.roles]) for w in one.speakers]
    around = " ".join(part for part in (one.before, one.content, one.after) if part)
    where = [article.outlet, article.published, article.title, one.address]
    return [
        ("statement", str(one.id)),
        ("speaker", "; ".join(who)),
        ("source", one.source),
        ("cue", one.cue),
        ("content", one.content),
        ("form", " · ".join([*tags(one.attribution), *([one.status] if one.status else [])])),
        ("confidence", _sure(one.attribution)),
        ("on the word of", " ← ".join(one.chain)),
        ("said on", one.attribution.said_on or ""),
        ("figures", "; ".join(f"{bounds(f)} {f.of or ''}".rstrip() for f in one.figures)),
        ("context", around if around != one.content else ""),
        ("article", " · ".join(part for part in where if part)),
        ("position", f"from character {one.attribution.start}, version {one.number}"),
        ("warnings", "; ".join(one.reading.warnings)),
        ("read by", one.reading.model),
    ]


def _sure(one: Any) -> str:
    return f"{one.confidence:.2f}; with source and content: {one.content_confidence:.2f}"


def _decision(one: Any) -> str:
    undone = ", undone" if one.undone else ""
    by = f" by {one.made_by}" if one.made_by else ""
    why = f": {one.why}" if one.why else ""
    return f"{one.id} {one.action}{undone}, {one.made_at}{by}{why}"


def _line(name: str, words: str) -> str:
    from quoth.wording import visible

    return f"{name + ':':<16}{visible(words)}\n"


def _article(one: dict[str, Any]) -> str:
    from quoth.wording import count, shortened, visible

    known = [str(one["id"]), one["published"], one["outlet"], one["title"]]
    told = " · ".join(shortened(visible(str(part)), 100) for part in known if part)
    said = count(one["statements"], "statement")
    address = visible(one["address"])
    return f"{told} · {said}\n    {address}\n"
