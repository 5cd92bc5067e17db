"""``quoth mcp``: reading, searching and comparing as tools of an assistant."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from quoth.errors import OptionError


@click.command()
@click.argument("ledger", metavar="[LEDGER]", required=False)
@click.option(
    "--model", type=click.Path(path_type=Path), help="Model folder in place of the shipped one."
)
@click.option("--allow-private", is_flag=True, help="Let addresses lead into private networks.")
@click.option(
    "--max-seconds",
    type=click.FloatRange(0),
    help="Time that one reading may take, 0 for any [default: 120, and one more for each thousand "
    "characters].",
)
def mcp(
    ledger: str | None, model: Path | None, allow_private: bool, max_seconds: float | None
) -> int:
    """Offer quoth to an assistant: a Model Context Protocol server on standard input and output.

    It reads; with a LEDGER (a file, or a postgresql:// address) it also searches, compares and
    counts. It changes nothing and opens no port.
    """
    try:
        from quoth.mcp.lines import mend_input
        from quoth.mcp.server import build
    except ImportError as error:
        raise OptionError(
            f'the MCP server is not installed ({error.name}): pip install "quoth[mcp]"'
        ) from error
    from quoth.ledger import Ledger
    from quoth.reading.bundle import Bundle

    # The wait for a line on standard input cannot be called off, and nothing is being written.
    signal.signal(signal.SIGINT, _leave)
    mend_input()
    Bundle.open(model)  # a model that is missing is told now, not at the first question
    book = Ledger(ledger, create=False) if ledger is not None else None
    try:
        build(book, model=model, allow_private=allow_private, max_seconds=max_seconds).run("stdio")
    finally:
        if book is not None:
            book.close()
    return 0


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    os.write(2, b"quoth: stopped\n")
    os._exit(130)
