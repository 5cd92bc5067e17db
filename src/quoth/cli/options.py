"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quoth.errors import OptionError
from quoth.given import FETCH_FIELDS, INTAKE_FIELDS
from quoth.query import FILTERS, QueryField, StatementQuery

if TYPE_CHECKING:
    from quoth.intake import IntakeOptions

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # generic since click 8.5 only

_F = TypeVar("_F", bound=Callable[..., Any])

_INTAKE = tuple(
    click.option(f"--{one.name.replace('_', '-')}", one.name, is_flag=one.flag, help=one.help)
    for one in (*INTAKE_FIELDS, *FETCH_FIELDS)
)
_READING = (
    click.option(
        "--workers",
        "-j",
        type=click.IntRange(1),
        help="Number of reading processes [default: one per core].",
    ),
    click.option(
        "--model",
        type=click.Path(path_type=Path),
        help="Model folder to use instead of the shipped model.",
    ),
    click.option(
        "--max-seconds",
        type=click.FloatRange(0),
        help="Time limit for one article in seconds, 0 for none [default: 120, plus one per "
        "thousand characters].",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Show no progress on standard error."),
)


def takes_inputs(command: _F) -> _F:
    """The options that say how inputs are taken in; `intake_options` makes them one value."""
    return with_options(command, _INTAKE)


def reads(command: _F) -> _F:
    """The options of a command that reads with the model."""
    return with_options(command, _READING)


def intake_options(given: dict[str, Any]) -> IntakeOptions:
    """The options of `takes_inputs` as one value; takes them out of ``given``."""
    from quoth.intake import IntakeOptions

    fetching = {one.name: given.pop(one.name) for one in FETCH_FIELDS}
    return IntakeOptions.of({one.name: given.pop(one.name) for one in INTAKE_FIELDS}, **fetching)


def ledger_name(ledger: str) -> str:
    """A ledger as the user gave it, without its password."""
    if "://" not in ledger:
        return ledger
    from sqlalchemy.engine import make_url

    return make_url(ledger).render_as_string(hide_password=True)


class _Filter(ParamType):
    """The values that a field of `StatementQuery` takes."""

    def __init__(self, field: QueryField) -> None:
        self._field = field
        self.name = field.kind

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        try:
            return self._field.value(value)
        except OptionError as error:
            self.fail(str(error), param, ctx)


def _filter(field: QueryField) -> Callable[[Any], Any]:
    """The option of a field of `StatementQuery`."""
    if field.kind == "flag":
        return click.option(
            f"--{field.yes}/--{field.no}", field.name, default=None, help=field.help
        )
    return click.option(
        f"--{field.name.replace('_', '-')}",
        type=_Filter(field),
        metavar=f"[{'|'.join(field.choices)}]" if field.choices else field.kind.upper(),
        help=field.help,
    )


def narrows(command: _F) -> _F:
    """The options that narrow a selection of statements; `query_of` makes them one value."""
    return with_options(command, map(_filter, FILTERS))


def query_of(words: Iterable[str], given: dict[str, Any]) -> StatementQuery:
    """The query of words and of the options of `narrows`; takes them out of ``given``."""
    return StatementQuery.of(" ".join(words), {one.name: given.pop(one.name) for one in FILTERS})


def with_options(command: _F, options: Iterable[Callable[[Any], Any]]) -> _F:
    """The command with these options, in their order."""
    for option in reversed(list(options)):
        command = option(command)
    return command
