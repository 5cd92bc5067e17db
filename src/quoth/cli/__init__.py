"""The command line: each command reads options, calls the library and prints."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from quoth._version import __version__
from quoth.cli.add import add, history, reread
from quoth.cli.audit import audit
from quoth.cli.compare import compare, speakers
from quoth.cli.correct import correct
from quoth.cli.mcp import mcp
from quoth.cli.read import read
from quoth.cli.search import export, search
from quoth.cli.serve import serve
from quoth.errors import OptionError, QuothError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="quoth %(version)s")
def cli() -> None:
    """Reads news and keeps the record of who said what, and on whose word."""


for _command in (
    *(read, add, search, speakers, compare, audit),
    *(correct, history, reread, export, serve, mcp),
):
    cli.add_command(_command)


def main() -> None:
    """The program ``quoth``: errors are one line on standard error and a non-zero exit."""
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        _stopped()
    except ImportError as error:
        # Ctrl-C while a library written in C is being loaded comes out as this.
        if not isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            raise
        _stopped()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except QuothError as error:
        click.echo(f"quoth: {error}", err=True)
        sys.exit(2 if isinstance(error, OptionError) else 1)
    sys.exit(status if isinstance(status, int) else 0)


def _stopped() -> NoReturn:
    click.echo("quoth: stopped", err=True)
    sys.exit(130)
