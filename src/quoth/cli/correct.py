"""``quoth correct``: corrections of statements and speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from quoth.cli.options import ParamType, ledger_name
from quoth.errors import OptionError
from quoth.records import Form, Kind, Polarity, Span, SpeakerType, Tone
from quoth.wording import visible

_F = TypeVar("_F", bound=Callable[..., Any])


class _Place(ParamType):
    """START:END, in characters of the article's text, END excluded."""

    name = "start:end"

    def convert(self, value: Any, param: Any, ctx: Any) -> Span:
        start, colon, end = str(value).partition(":")
        try:
            if not colon:
                raise ValueError
            return Span(int(start), int(end))
        except ValueError:
            self.fail(
                f"Invalid span {value!r}: expected START:END, for example 120:134", param, ctx
            )


_CHANGES = (
    click.option("--speaker", help="The speaker: a name or a description."),
    click.option("--type", type=click.Choice(get_args(SpeakerType)), help="Type of the speaker."),
    click.option("--role", "roles", multiple=True, help="Role of the speaker; can be repeated."),
    click.option("--cue", type=_Place(), help="Span of the cue."),
    click.option("--source", "sources", type=_Place(), multiple=True, help="Span of the source."),
    click.option(
        "--content", "contents", type=_Place(), multiple=True, help="Span of the content."
    ),
    click.option("--form", type=click.Choice(get_args(Form))),
    click.option("--kind", type=click.Choice(get_args(Kind))),
    click.option("--tone", type=click.Choice(get_args(Tone))),
    click.option("--polarity", type=click.Choice(get_args(Polarity))),
    click.option(
        "--said-on", help="When it was said: ISO date or range; an empty value removes it."
    ),
)
_OF_ARTICLES = ("edit", "learn", "delete")
_WHO = (
    click.option("--by", help="Who makes the change."),
    click.option("--why", help="Reason for the change."),
)


def _with(options: tuple[Callable[[Any], Any], ...]) -> Callable[[_F], _F]:
    def wrap(command: _F) -> _F:
        for option in reversed(options):
            command = option(command)
        return command

    return wrap


def told(command: _F) -> _F:
    """The options for the author and the reason of a correction."""
    return _with(_WHO)(command)


@click.group()
def correct() -> None:
    """Confirm, change, reject or add statements; merge or split speakers; undo.

    Every correction is logged with its time, author and reason, can be undone, and is kept when the
    article is read again. STATEMENT is the number that quoth search shows.
    """


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("statement", type=int, metavar="STATEMENT")
@_with(_WHO)
def confirm(ledger: str, statement: int, by: str | None, why: str | None) -> None:
    """Confirm that a statement is correct."""
    with _open(ledger) as book:
        said(book, ledger, book.confirm(statement, by=by, why=why))


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("statement", type=int, metavar="STATEMENT")
@_with(_CHANGES)
@_with(_WHO)
def change(ledger: str, statement: int, by: str | None, why: str | None, **given: Any) -> None:
    """Change parts of a statement; parts without an option stay unchanged."""
    with _open(ledger) as book:
        said(book, ledger, book.correct(statement, _changes(given), by=by, why=why))


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("statement", type=int, metavar="STATEMENT")
@_with(_WHO)
def reject(ledger: str, statement: int, by: str | None, why: str | None) -> None:
    """Reject text that is not a statement."""
    with _open(ledger) as book:
        said(book, ledger, book.reject(statement, by=by, why=why))


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("article", metavar="ARTICLE")
@_with(_CHANGES)
@_with(_WHO)
def add(ledger: str, article: str, by: str | None, why: str | None, **given: Any) -> None:
    """Add a statement that quoth missed in an article; --content is required.

    ARTICLE is the number that quoth articles shows, or the URL or id of the article.
    """
    with _open(ledger) as book:
        version = book.article_named(article)
        said(book, ledger, book.add_statement(version, _changes(given), by=by, why=why))


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("number", type=int, metavar="NUMBER")
@_with(_WHO)
def undo(ledger: str, number: int, by: str | None, why: str | None) -> None:
    """Undo a correction by its number, which quoth correct log shows."""
    with _open(ledger) as book:
        said(book, ledger, book.undo(number, by=by, why=why))


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("speaker", metavar="SPEAKER")
@click.option("--name", help="Another name.")
@click.option("--type", type=click.Choice(("person", "organisation", "document", "author")),
              help="What the speaker is.")  # fmt: skip
@_with(_WHO)
def rename(
    ledger: str, speaker: str, name: str | None, type: str | None, by: str | None, why: str | None
) -> None:
    """Give a speaker another name or type over all articles.

    SPEAKER is an id of quoth speakers --to json, or a name. What the articles say stays.
    """
    with _open(ledger) as book:
        number = book.rename_speaker(speaker, name=name, type=type, by=by, why=why)
        said(book, ledger, number)


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("speakers", nargs=-1, required=True, metavar="SPEAKER SPEAKER...")
@_with(_WHO)
def merge(ledger: str, speakers: tuple[str, ...], by: str | None, why: str | None) -> None:
    """Merge speakers (ids from quoth speakers --to json, or names) into one."""
    with _open(ledger) as book:
        said(book, ledger, book.merge_speakers(speakers, by=by, why=why))


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("speaker", metavar="SPEAKER")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@_with(_WHO)
def split(
    ledger: str, speaker: str, articles: tuple[str, ...], by: str | None, why: str | None
) -> None:
    """Separate a speaker in some articles (numbers from quoth speakers --why)."""
    with _open(ledger) as book:
        _, places, _ = book.speaker(speaker)
        numbers = [book.article_named(one) for one in articles]
        apart = [place.speaker for place in places if place.version in numbers]
        missing = sorted(set(numbers) - {place.version for place in places})
        if missing:
            raise OptionError(f"speaker {speaker} does not appear in article {missing[0]}")
        said(book, ledger, book.split_speaker(speaker, apart, by=by, why=why))


@correct.command("import")
@click.argument("ledger", metavar="LEDGER")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--confirm", is_flag=True, help="Confirm all unchanged statements.")
@_with(_WHO)
def import_(
    ledger: str, files: tuple[Path, ...], confirm: bool, by: str | None, why: str | None
) -> int:
    """Import the changes that annotators made in Label Studio or brat.

    FILE is a JSON export from Label Studio, or an archive or folder of brat files, made from the
    output of quoth export --to labelstudio or --to brat. Changed statements are corrected, deleted
    ones rejected and new ones added, each as a correction that can be undone. The text must be the
    newest stored version.
    """
    from quoth.errors import InputError, QuothError
    from quoth.formats.annotated import annotated_in
    from quoth.wording import count

    bad = 0
    with _open(ledger) as book:
        for file in files:
            for one in annotated_in(file):
                try:
                    if isinstance(one, InputError):
                        raise one
                    done = _taken_over(book, one, confirm, by, why)
                except QuothError as error:
                    bad += 1
                    click.echo(f"quoth: {visible(str(error))}", err=True)
                    continue
                for told in one.told:
                    click.echo(f"quoth: {visible(one.name)}: {visible(told)}", err=True)
                parts = ", ".join(f"{number} {_PAST[did]}" for did, number in done.items())
                click.echo(f"{visible(one.address)}: {parts or 'no changes'}", err=True)
    if bad:
        click.echo(f"{count(bad, 'text')} not imported", err=True)
    return 1 if bad else 0


_PAST = {"correct": "corrected", "confirm": "confirmed", "reject": "rejected", "add": "added"}


def _taken_over(
    book: Any, one: Any, confirm: bool, by: str | None, why: str | None
) -> Counter[str]:
    """How many decisions of each kind a text gave.

    Raises:
        InputError: when the text is not that of the newest version kept.
        NotFoundError: when no article of its address is kept.
    """
    from quoth.errors import InputError
    from quoth.formats.annotated import as_exported
    from quoth.ledger.reviewed import review

    version = book.versions(one.address)[-1]
    if as_exported(version.reading.article.text) != as_exported(one.text):
        raise InputError(
            one.name, f"its text is not the newest version of {one.address} in the ledger"
        )
    decisions = review(book, version, one.statements, confirm=confirm, by=by, why=why)
    return Counter(did for did, _ in decisions)


@correct.command()
@click.argument("ledger", metavar="LEDGER")
@click.option("--limit", "-n", type=click.IntRange(1), default=100, show_default=True)
@click.option("--to", "format", type=click.Choice(("view", "json")), default="view",
              show_default=True)  # fmt: skip
def log(ledger: str, limit: int, format: str) -> None:
    """Show the corrections, newest first."""
    from dataclasses import asdict

    from quoth.codec import dumps
    from quoth.wording import shortened

    with _open(ledger) as book:
        found = book.corrections(limit=limit)
    if format == "json":
        click.echo(dumps({"corrections": [asdict(one) for one in found]}, indent=1))
        return
    for one in found:
        by = f" by {visible(one.made_by)}" if one.made_by else ""
        undone = ", undone" if one.undone else ""
        what = f"{one.action} of {one.undoes}" if one.undoes else one.action
        if not one.undoes:
            what += f" of statement {one.statement}" if one.statement else ""
            what += f" of article {one.version}" if one.action in _OF_ARTICLES else ""
        click.echo(f"{one.id}  {what}{undone}  {one.made_at}{by}")
        for name, words in (("was", one.before), ("is", one.after), ("since", one.why)):
            if words:
                click.echo(f"    {name}: {shortened(visible(words), 300)}")
    if not found:
        click.echo("no corrections yet")


def _open(ledger: str) -> Any:
    from quoth.ledger import Ledger

    return Ledger(ledger, create=False)


def said(book: Any, ledger: str, number: int, of: str = "") -> None:
    """Reports a correction, with the words that it changed."""
    from quoth.wording import shortened

    one = book.decision(number)
    about = f" of statement {one.statement}" if one.statement is not None else of
    action = f"undo of correction {one.undoes}" if one.undoes else one.action
    click.echo(f"correction {number}: {action}{about}", err=True)
    for name, words in (("was", one.before), ("is", one.after)):
        if words and (name == "is" or one.before != one.after):
            click.echo(f"    {name}: {shortened(visible(words), 300)}", err=True)
    if not one.undoes:
        shown = ledger_name(ledger)
        click.echo(f"to undo it: quoth correct undo {shown} {number}", err=True)


def _changes(given: dict[str, Any]) -> Any:
    from quoth.ledger.corrections import Changes

    asked = {name: (value or None) if value == () else value for name, value in given.items()}
    if all(value is None for value in asked.values()):
        raise OptionError("no changes given; see quoth correct change --help")
    return Changes(**asked)
