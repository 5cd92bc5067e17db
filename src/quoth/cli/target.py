"""Where a command writes and in which format, and the errors of writing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from quoth.cli.options import with_options
from quoth.errors import OptionError
from quoth.formats import atomic_output, format_for

_F = TypeVar("_F", bound=Callable[..., Any])


DATASET = "dataset"
"""What is written to a folder, and is no format of a file."""


def writes(
    formats: Sequence[str], piped: str, *, width: bool = True, dataset: bool = False
) -> Callable[[_F], _F]:
    """The options ``--to``, ``-o`` and ``--width`` of a command; `target_of` makes them one value.

    Args:
        formats: what it can write.
        piped: the format where none is chosen and output is no terminal.
        width: whether it has a view.
        dataset: whether it can write a dataset too, which is a folder.
    """
    shown = "view on a terminal, " if width else ""
    options = [
        click.option(
            "--to",
            "-t",
            "format",
            type=click.Choice((*formats, DATASET) if dataset else formats),
            help=f"Output format [default: by the suffix of -o, else {shown}{piped} in a pipe or "
            "file].",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=dataset),
            help="Write to this file, atomically"
            + ("; for a dataset, to this folder." if dataset else "."),
        ),
    ]
    if "csv" in formats:
        options.append(
            click.option(
                "--spreadsheet",
                is_flag=True,
                help="Write CSV that is safe to open in a spreadsheet program (no formulas).",
            )
        )
    if width:
        options.append(
            click.option("--width", type=click.IntRange(40), help="Width of the view in columns.")
        )
    return lambda command: with_options(command, options)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a command writes: ``output`` is a file, or None for standard output."""

    format: str
    output: Path | None = None
    width: int | None = None
    color: bool = False
    spreadsheet: bool = False

    def write(self, fill: Callable[[Any], None]) -> None:
        """Lets ``fill`` write a file, whole or not at all, or standard output.

        Whoever read standard output and has gone is told nothing.

        Raises:
            OptionError: when it cannot be written.
        """
        try:
            with atomic_output(self.output) as stream:
                fill(stream)
        except BrokenPipeError:
            _let_go_of_output()
        except OSError as error:
            _let_go_of_output()
            reason = (error.strerror or str(error)).lower()
            raise OptionError(f"cannot write the output: {reason}") from error


def target_of(given: dict[str, Any], formats: Sequence[str], piped: str) -> Target:
    """The options of `writes` as one value; takes them out of ``given``.

    Raises:
        OptionError: when standard output is closed, or no format has the suffix of the file.
    """
    format, output = given.pop("format"), given.pop("output")
    width = given.pop("width", None)
    spreadsheet = given.pop("spreadsheet", False)
    if output is None and sys.stdout is None:
        raise OptionError("standard output is closed; name a file with -o")
    terminal = output is None and sys.stdout.isatty()
    if format is None and output is not None:
        format = format_for(output, formats)
    format = format or ("view" if terminal and "view" in formats else piped)
    if spreadsheet and format != "csv":
        raise OptionError(f"--spreadsheet needs CSV, but the format is {format}; use --to csv")
    return Target(
        format,
        output,
        width or (shutil.get_terminal_size().columns if terminal else None),
        colored(terminal),
        spreadsheet,
    )


def colored(terminal: bool) -> bool:
    """Whether output has colours: on a terminal that knows them, unless the user says otherwise
    (https://no-color.org, https://force-color.org)."""
    if "NO_COLOR" in os.environ:
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _let_go_of_output() -> None:
    """Lets what is still held back for standard output go nowhere, quietly, at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
