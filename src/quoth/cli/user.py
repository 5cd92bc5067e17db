"""``quoth user`` and ``quoth log``: who works with a ledger, and what they did."""

from __future__ import annotations

import sys
from dataclasses import asdict, fields
from typing import Any, get_args

import click

from quoth.acting import LogKind, UserRole
from quoth.cli.target import Target, target_of, writes
from quoth.errors import OptionError
from quoth.wording import visible

_ROLES: tuple[str, ...] = get_args(UserRole)
_FORMATS = ("view", "jsonl", "csv")
_KINDS: tuple[str, ...] = get_args(LogKind)
_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)
_by = click.option("--by", help="Who does so.")


@click.group()
def user() -> None:
    """Manage who signs in to the web app, and with which role.

    Readers look; editors also add, correct and decide; admins also manage users. Once a ledger has
    a user, quoth serve lets nobody in who has not signed in or has no access token, and everything
    that a user decides carries their name. Passwords have 12 characters or more; they are asked
    for, or read from standard input, and never given as an argument.
    """


@user.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="NAME")
@click.option("--role", type=click.Choice(_ROLES), default="editor", show_default=True)
@_stdin
@_by
def add(ledger: str, name: str, role: str, password_stdin: bool, by: str | None) -> None:
    """Add a user."""
    with _open(ledger) as book:
        book.add_user(name, _password(password_stdin), role=role, by=by)
        admins = any(one.role == "admin" for one in book.users())
    click.echo(f"{visible(name)} may sign in as {role}", err=True)
    if not admins:
        click.echo("no admin yet: users are managed here and not in the web app", err=True)


@user.command("list")
@click.argument("ledger", metavar="LEDGER")
@click.option("--to", "format", type=click.Choice(("view", "json")), default="view",
              show_default=True)  # fmt: skip
def list_(ledger: str, format: str) -> None:
    """Show the users."""
    from quoth.codec import dumps

    with _open(ledger) as book:
        found = book.users()
    if format == "json":
        click.echo(dumps({"users": [asdict(one) for one in found]}, indent=1))
        return
    for one in found:
        click.echo(f"{visible(one.name)}  {one.role}  since {one.made_at}")
    if not found:
        click.echo("no users; quoth user add adds one")


@user.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="NAME")
@click.argument("role", metavar="ROLE", type=click.Choice(_ROLES))
@_by
def role(ledger: str, name: str, role: str, by: str | None) -> None:
    """Give a user another ROLE: reader, editor or admin. Their sessions end."""
    with _open(ledger) as book:
        book.set_role(name, role, by=by)


@user.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="NAME")
@_stdin
@_by
def password(ledger: str, name: str, password_stdin: bool, by: str | None) -> None:
    """Give a user another password. Their sessions end."""
    with _open(ledger) as book:
        book.user(name)  # before a password is asked for
        book.set_password(name, _password(password_stdin), by=by)


@user.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("name", metavar="NAME")
@_by
def remove(ledger: str, name: str, by: str | None) -> None:
    """Take a user away. Their sessions end; what they decided keeps their name."""
    with _open(ledger) as book:
        book.remove_user(name, by=by)
        left = len(book.users())
    if not left:
        told = "no users are left: quoth serve without a token is open to this computer again"
        click.echo(told, err=True)


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.option("--user", help="Only what this user did, or was done under this name.")
@click.option("--kind", type=click.Choice(_KINDS), help="Only what is of this kind.")
@click.option("--since", help="Done on this day (UTC) or later: YYYY-MM-DD.")
@click.option("--until", help="Done on this day (UTC) or before: YYYY-MM-DD.")
@click.option("--limit", "-n", type=click.IntRange(1), default=100, show_default=True)
@writes(_FORMATS, "jsonl", width=False)
def log(
    ledger: str, user: str | None, kind: str | None, since: str | None, until: str | None,
    limit: int, **given: Any,
) -> None:  # fmt: skip
    """Show the audit log: who did what, when and through which door, the last first.

    It holds what people did: corrections, marks, saved searches, what is watched, articles added
    in the web app, users and sign-ins. Lines are only added.
    """
    from quoth.codec import dumps
    from quoth.formats.table import csv_table
    from quoth.ledger import Entry

    target: Target = target_of(given, _FORMATS, "jsonl")
    with _open(ledger) as book:
        asked = {"user": user, "kind": kind, "since": since, "until": until}
        found = [asdict(one) for one in book.log(**asked, limit=limit)]
    if target.format == "jsonl":
        text = "".join(f"{dumps(one)}\n" for one in found)
    elif target.format == "csv":
        columns = [field.name for field in fields(Entry)]
        rows = [["" if one[name] is None else one[name] for name in columns] for one in found]
        text = csv_table(columns, rows, spreadsheet=target.spreadsheet)
    else:
        text = "".join(f"{_line(one)}\n" for one in found) or "nothing of that kind was done\n"
    target.write(lambda stream: stream.write(text.encode("utf-8", "backslashreplace")))


def _line(one: dict[str, Any]) -> str:
    what = f"{one['kind']}: {one['action']}"
    if one["about"]:
        what += f" {one['about']} {one['target'] or ''}".rstrip()
    parts = (one["made_at"], one["made_by"] or "no name", one["door"], what, one["told"])
    return "  ".join(visible(part) for part in parts if part)


def _password(from_stdin: bool) -> str:
    """The password, asked for twice, or from standard input.

    Raises:
        OptionError: when there is nobody to ask, or nothing comes.
    """
    if from_stdin:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise OptionError("no password on standard input")
        return line
    if sys.stdin is None or not sys.stdin.isatty():
        raise OptionError("there is nobody to ask for the password; use --password-stdin")
    given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return given


def _open(ledger: str) -> Any:
    from quoth.ledger import Ledger

    return Ledger(ledger, create=False)
