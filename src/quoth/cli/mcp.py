"""``quoth mcp``: an MCP server with tools for AI assistants."""

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
    "--model",
    type=click.Path(path_type=Path),
    help="Model folder to use instead of the shipped model.",
)
@click.option("--allow-private", is_flag=True, help="Allow URLs in private networks.")
@click.option(
    "--max-seconds",
    type=click.FloatRange(0),
    help="Time limit for one reading in seconds, 0 for none [default: 120, plus one per thousand "
    "characters].",
)
def mcp(
    ledger: str | None, model: Path | None, allow_private: bool, max_seconds: float | None
) -> int:
    """Run an MCP server with tools for AI assistants.

    It speaks the Model Context Protocol on standard input and output. Its tools read articles and,
    with a LEDGER (a file, or a postgresql:// URL), search, compare and count. The server changes
    nothing and opens no port.
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
