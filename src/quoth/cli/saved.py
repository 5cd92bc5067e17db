"""``quoth saved``: searches with a name, and what they tell."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from quoth.cli.options import narrows, query_of
from quoth.wording import count, visible

_KINDS = ("statements", "quotation", "figure")
_kind = click.option(
    "--tells",
    type=click.Choice(_KINDS),
    help="What it tells of: new, changed and withdrawn statements; quotations that their speaker "
    "never said before; figures that changed [default: statements].",
)
_hook = click.option("--hook", help="Address that alerts are sent to, signed.")


@click.group()
def saved() -> None:
    """Save searches by a name, and see what they tell.

    A saved search remembers what it finds, and tells what came, changed or went since. In the web
    app each has an Atom feed. Alerts are sent to the address of --hook by quoth saved send, by
    quoth watch and by quoth serve, in the form of Standard Webhooks.
    """


@saved.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="NAME")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@narrows
@_kind
@_hook
@click.option("--by", help="Who saves it.")
def add(
    ledger: str, name: str, words: tuple[str, ...], tells: str | None, hook: str | None,
    by: str | None, **given: Any,
) -> None:  # fmt: skip
    """Save a search; WORDS and filters are those of quoth search."""
    query = query_of(words, given)
    with _open(ledger) as book:
        book.save_search(name, query, kind=tells or "statements", hook=hook, by=by)
        found = book.count(query)
    click.echo(f"saved; it finds {count(found, 'statement')} now, and tells what comes", err=True)


@saved.command("list")
@click.argument("ledger", metavar="LEDGER")
@click.option("--to", "format", type=click.Choice(("view", "json")), default="view",
              show_default=True)  # fmt: skip
@click.option("--secrets", is_flag=True, help="Show what alerts are signed with, too.")
def list_(ledger: str, format: str, secrets: bool) -> None:
    """Show the saved searches, and how sending their alerts stands."""
    from quoth.codec import dumps

    with _open(ledger) as book:
        found = book.saved_searches()
    if format == "json":
        click.echo(dumps({"searches": [_form(one, secrets) for one in found]}, indent=1))
        return
    for one in found:
        click.echo(f"{visible(one.name)}  {one.kind}  {count(one.alerts, 'alert')}")
        asked = [f"{name} {value}" for name, value in one.query.given.items()]
        click.echo(f"    {visible(', '.join(filter(None, (one.query.words, *asked))))}")
        if one.hook:
            state = f": {one.trouble}" if one.trouble else ""
            click.echo(f"    to {visible(one.hook)}, {one.waiting} to be sent{visible(state)}")
        if secrets:
            click.echo(f"    signed with {one.secret}")
    if not found:
        click.echo("no search is saved; quoth saved add saves one")


@saved.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="NAME")
@click.option("--rename", help="Another name.")
@_kind
@click.option("--hook", help="Address that alerts are sent to; empty takes it away.")
@click.option("--again", is_flag=True, help="Try at once to send what could not be sent.")
def change(
    ledger: str, name: str, rename: str | None, tells: str | None, hook: str | None, again: bool
) -> None:
    """Change the name, kind or address of a saved search."""
    given = {"name": rename, "kind": tells, "hook": hook, "again": again or None}
    values = {key: value for key, value in given.items() if value is not None}
    with _open(ledger) as book:
        book.change_search(book.saved_search(name).id, values)


@saved.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="NAME")
def remove(ledger: str, name: str) -> None:
    """Take a saved search away, with its alerts."""
    with _open(ledger) as book:
        book.forget_search(book.saved_search(name).id)


@saved.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--limit", "-n", type=click.IntRange(1), default=100, show_default=True)
@click.option("--to", "format", type=click.Choice(("view", "jsonl", "atom")), default="view",
              show_default=True)  # fmt: skip
def alerts(ledger: str, name: str | None, limit: int, format: str) -> None:
    """Let the saved searches look, and show what they tell, the last first."""
    from quoth.codec import dumps
    from quoth.formats.alerts_view import alert_lines, alert_to_dict, atom

    with _open(ledger) as book:
        one = None if name is None else book.saved_search(name)
        book.look(one.id if one else None)
        found = book.alerts(one.id if one else None, limit=limit)
    if format == "atom":
        made_at = {"made_at": one.made_at} if one else {}
        id = f"urn:quoth:saved:{one.id}" if one else "urn:quoth:saved"
        feed = atom(one.name if one else "Saved searches", id, found, base="", **made_at)
        click.echo(feed.decode("utf-8"))
        return
    for alert in found:
        if format == "jsonl":
            click.echo(dumps({**alert_to_dict(alert), "search": alert.search}))
        else:
            click.echo("\n".join(alert_lines(alert)))
    if not found and format == "view":
        click.echo("nothing has come, changed or gone since")


@saved.command()
@click.argument("ledger", metavar="LEDGER")
@click.option("--allow-private", is_flag=True, help="Let addresses lead into private networks.")
def send(ledger: str, allow_private: bool) -> int:
    """Let the saved searches look, and send what is to be sent."""
    with _open(ledger) as book:
        book.look()
        done = book.send_alerts(allow_private=allow_private)
    for one in done:
        if one.trouble:
            again = f"; tried again after {one.next_try}" if one.next_try else "; not tried again"
            click.echo(f"quoth: {visible(one.name)}: {visible(one.trouble)}{again}", err=True)
        else:
            click.echo(f"{visible(one.name)}: {count(one.alerts, 'alert')} sent", err=True)
    if not done:
        click.echo("nothing to send", err=True)
    return 1 if any(one.trouble for one in done) else 0


def _form(one: Any, secrets: bool) -> dict[str, Any]:
    form = asdict(one)
    query = form.pop("query")
    form["query"] = {name: value for name, value in query.items() if value not in (None, "")}
    if not secrets:
        del form["secret"], form["feed"]
    return form


def _open(ledger: str) -> Any:
    from quoth.ledger import Ledger

    return Ledger(ledger, create=False)
