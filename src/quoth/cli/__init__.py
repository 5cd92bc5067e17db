"""The command line: each command reads options, calls the library and prints."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from typing import NoReturn, TextIO

import click

from quoth._version import __version__
from quoth.acting import Acting, acting
from quoth.cli.add import add, history, reread
from quoth.cli.article import article
from quoth.cli.audit import audit
from quoth.cli.check import check
from quoth.cli.compare import compare, speakers
from quoth.cli.config import config, found, settings, with_variables
from quoth.cli.correct import correct
from quoth.cli.dossier import dossier
from quoth.cli.examples import with_examples
from quoth.cli.mark import mark
from quoth.cli.mcp import mcp
from quoth.cli.read import read
from quoth.cli.saved import saved
from quoth.cli.search import export, search
from quoth.cli.serve import serve
from quoth.cli.show import articles, show
from quoth.cli.stories import stories, story
from quoth.cli.user import log, user
from quoth.cli.watch import watch
from quoth.errors import DamagedWarning, OptionError, QuothError
from quoth.jobs.blas import one_thread


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="quoth %(version)s")
@click.option(
    "--config",
    "config_file",
    metavar="FILE",
    envvar="QUOTH_CONFIG",
    help="Configuration file to use instead of quoth.toml.",
)
@click.pass_context
def cli(context: click.Context, config_file: str | None) -> None:
    """Read news articles and record who said what, and on whose word."""
    path = found(config_file)
    if path is not None:
        context.default_map = settings(path, cli)


for _command in (
    *(read, add, search, show, dossier, articles, speakers, stories, story, compare, check, audit),
    *(article, correct, saved, watch, mark, user, log, history, reread, export, serve, mcp, config),
):
    cli.add_command(_command)
with_examples(cli)
with_variables(cli)


def main() -> None:
    """The program ``quoth``: errors are one line on standard error and a non-zero exit."""
    one_thread()  # before anything imports numpy
    warnings.simplefilter("default", DamagedWarning)
    warnings.showwarning = _warned
    try:
        _refuse_surrogates(sys.argv[1:])
        with acting(Acting("command line")):
            status = cli.main(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _stopped()
    except ImportError as error:
        # Ctrl-C while a library written in C is being loaded comes out as this.
        if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            _stopped()
        _end(1, f"part of the installation cannot be loaded ({error}); reinstall quoth")
    except click.ClickException as error:
        _with_variable(error).show()
        sys.exit(error.exit_code)
    except QuothError as error:
        _end(2 if isinstance(error, OptionError) else 1, str(error))
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        _end(1, f"{named}{(error.strerror or str(error)).lower()}")
    except MemoryError:
        _end(1, "not enough memory; process fewer or smaller inputs at a time")
    except Exception as error:
        if os.environ.get("QUOTH_DEBUG"):
            traceback.print_exc()
        _end(
            1,
            f"internal error in quoth ({type(error).__name__}: {error}); please report it with the "
            "output of QUOTH_DEBUG=1",
        )
    sys.exit(status if isinstance(status, int) else 0)


def _with_variable(error: click.ClickException) -> click.ClickException:
    """The error, with the variable that an invalid value comes from, if it comes from one."""
    if not isinstance(error, click.BadParameter) or error.ctx is None or error.param is None:
        return error
    given = error.ctx.get_parameter_source(str(error.param.name))
    names = error.param.envvar or ()
    name = next((one for one in names if os.environ.get(one)), None)
    if given is not click.core.ParameterSource.ENVIRONMENT or name is None:
        return error
    message = f"{error.message} The value comes from the variable {name}."
    return click.BadParameter(message, error.ctx, error.param, error.param_hint)


def _refuse_surrogates(arguments: list[str]) -> None:
    """Refuses arguments that are not text, but for names of files, which may be any bytes.

    Raises:
        OptionError: for the first of them.
    """
    for number, given in enumerate(arguments, 1):
        try:
            given.encode("utf-8")
        except UnicodeEncodeError as error:
            if os.path.lexists(given):
                continue
            shown = given.encode("utf-8", "backslashreplace").decode()
            raise OptionError(
                f"argument {number} is not valid UTF-8: {shown}; check the encoding of the terminal"
            ) from error


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Shows a warning about a damaged row in one line, and all others in Python's usual way."""
    if issubclass(category, DamagedWarning):
        click.echo(f"quoth: {message}", err=True)
    elif stream := file or sys.stderr:
        stream.write(warnings.formatwarning(message, category, filename, lineno, line))


def _end(status: int, told: str) -> NoReturn:
    from quoth.wording import visible

    click.echo(f"quoth: {visible(told)}", err=True)
    sys.exit(status)


def _stopped() -> NoReturn:
    click.echo("quoth: stopped", err=True)
    sys.exit(130)
