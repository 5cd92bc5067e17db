"""``quoth serve``: the web app."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quoth.errors import OptionError


@click.command()
@click.argument("ledger", metavar="[LEDGER]", required=False)
@click.option(
    "--create", is_flag=True, help="Create the ledger without asking if it does not exist."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8040, show_default=True)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    help="File with the access token for reading and editing.",
)
@click.option(
    "--read-token-file",
    type=click.Path(path_type=Path),
    help="File with the access token for reading only.",
)
@click.option(
    "--workers", type=click.IntRange(1), help="Number of reading processes [default: one per core]."
)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="Model folder to use instead of the shipped model.",
)
@click.option(
    "--max-upload",
    type=click.IntRange(1),
    default=5_000_000,
    show_default=True,
    help="Maximum size of a page or file, in bytes.",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(0.1),
    default=30.0,
    show_default=True,
    help="Time limit for one reading, in seconds.",
)
@click.option(
    "--rate",
    type=click.IntRange(1),
    default=120,
    show_default=True,
    help="Maximum readings and comparisons per minute and client.",
)
@click.option(
    "--connections",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    help="Maximum connections per client; a reverse proxy counts as one client.",
)
@click.option("--allow-private", is_flag=True, help="Allow URLs in private networks.")
def serve(
    ledger: str | None, create: bool, host: str, port: int, token_file: Path | None,
    read_token_file: Path | None, workers: int | None, model: Path | None, max_upload: int,
    max_seconds: float, rate: int, connections: int, allow_private: bool,
) -> int:  # fmt: skip
    """Start the web app and print its address.

    With a LEDGER (a file, or a postgresql:// URL), articles can be stored, searched and compared;
    without one, they are read but not stored. Serving other computers requires an access token, or
    users who sign in (quoth user).
    """
    try:
        from quoth.web.server import serve as start
        from quoth.web.settings import Settings, token_of
    except ImportError as error:
        raise OptionError(
            f'the web app is not installed ({error.name}): pip install "quoth[web]"'
        ) from error
    if ledger is not None and not create:
        _ask_before_making(ledger)
    settings = Settings(
        ledger=ledger,
        host=host,
        port=port,
        edit_token=token_of(token_file) if token_file else None,
        read_token=token_of(read_token_file) if read_token_file else None,
        workers=workers or 0,
        model=model,
        max_upload=max_upload,
        max_seconds=max_seconds,
        rate=rate,
        max_connections=connections,
        allow_private=allow_private,
        has_users=ledger is not None and _has_users(ledger),
    )
    return start(settings, lambda address: click.echo(f"quoth: {address}", nl=True))


def _has_users(ledger: str) -> bool:
    from quoth.ledger import Ledger

    with Ledger(ledger) as book:
        return book.has_users()


def _ask_before_making(ledger: str) -> None:
    """Asks before a name that may be mistyped becomes a new, empty ledger.

    Raises:
        OptionError: when there is nobody to ask.
        Abort: when it is not to be made.
    """
    if "://" in ledger or Path(ledger).exists():
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise OptionError(f"{ledger}: no such ledger; create one with quoth add, or use --create")
    click.confirm(f"{ledger} does not exist. Create a new ledger?", abort=True, err=True)
