"""Settings from a file ``quoth.toml`` and from environment variables ``QUOTH_…``.

Precedence: command-line options, the variable for one command (``QUOTH_SEARCH_LIMIT``), the
variable for all commands (``QUOTH_LIMIT``), the file, the defaults.

    workers = 2          # of every command that has it

    [search]             # of one command; ["correct change"] of one within another
    limit = 50
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from quoth.errors import OptionError

FILE = "quoth.toml"
# What a file that happens to lie in a folder must not decide.
_BY_HAND = frozenset(("output", "allow_private", "create", "restart", "config"))
# Variables that quoth reads elsewhere.
_OTHERS = frozenset(("QUOTH_CONFIG", "QUOTH_DEBUG"))


def options(
    group: click.Group, before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Option]]:
    """Each command's path with each of its options that has a value of its own."""
    for name, command in sorted(group.commands.items()):
        path = (*before, name)
        if isinstance(command, click.Group):
            yield from options(command, path)
            continue
        for one in command.params:
            if isinstance(one, click.Option) and not one.multiple and one.name:
                yield path, one


def key_of(option: click.Option) -> str:
    """What an option is called in a file: its long name, "-" or "_" between words."""
    long = max(option.opts, key=len)
    return long.lstrip("-").replace("-", "_")


def with_variables(group: click.Group) -> None:
    """Lets every option be set by a variable."""
    for path, option in options(group):
        key = key_of(option).upper()
        names = [f"QUOTH_{'_'.join(path).upper()}_{key}", f"QUOTH_{key}"]
        option.envvar = [name for name in names if name not in _OTHERS]


def found(given: str | None) -> Path | None:
    """The file in force: the one named, by ``QUOTH_CONFIG`` too, else that of this folder, else
    that of this user.

    Raises:
        OptionError: when the one named is not there.
    """
    if given:
        if not Path(given).is_file():
            raise OptionError(f"{given}: no such file (named as the configuration file)")
        return Path(given)
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    for path in (Path(FILE), Path(home, "quoth", FILE)):
        try:
            path = path.expanduser()
        except RuntimeError:  # nobody's home is known
            continue
        if path.is_file():
            return path
    return None


def settings(path: Path, group: click.Group) -> dict[str, Any]:
    """What a file says, by command, as click's ``default_map`` has it.

    Raises:
        OptionError: for what is no such file, naming the setting.
    """
    try:
        form = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OptionError(f"{path}: invalid configuration file: {error}") from error
    everywhere = {key: value for key, value in form.items() if not isinstance(value, dict)}
    tables = {tuple(key.split()): value for key, value in form.items() if isinstance(value, dict)}
    known: dict[tuple[str, ...], dict[str, click.Option]] = {}
    for where, option in options(group):
        if option.name not in _BY_HAND:
            known.setdefault(where, {})[key_of(option)] = option
    out: dict[str, Any] = {}
    for where, its in known.items():
        for key, option in its.items():
            value = _value(path, everywhere, key, option)
            value = _value(path, tables.get(where, {}), key, option, value)
            if value is not None:
                _put(out, where, str(option.name), value)
    _refuse_unknown(path, everywhere, tables, known)
    return out


def _value(
    path: Path, table: dict[str, Any], key: str, option: click.Option, default: Any = None
) -> Any:
    given = table.get(key, table.get(key.replace("_", "-")))
    if given is None:
        return default
    if option.is_flag != isinstance(given, bool) or isinstance(given, list | dict):
        wanted = "true or false" if option.is_flag else "a string or a number"
        raise OptionError(f"{path}: {key} = {given!r}: expected {wanted}")
    if option.is_flag:
        return given
    text = str(given)
    try:
        option.type.convert(text, option, None)
    except click.BadParameter as error:
        raise OptionError(f"{path}: {key}: {error.message}") from error
    return text


def _put(out: dict[str, Any], path: tuple[str, ...], name: str, value: Any) -> None:
    for part in path:
        out = out.setdefault(part, {})
    out[name] = value


def _refuse_unknown(
    path: Path,
    everywhere: dict[str, Any],
    tables: dict[tuple[str, ...], dict[str, Any]],
    known: dict[tuple[str, ...], dict[str, click.Option]],
) -> None:
    anywhere = sorted({key for its in known.values() for key in its})
    for where, table in ((None, everywhere), *tables.items()):
        if where is not None and where not in known:
            raise OptionError(f"{path}: [{' '.join(where)}] is not a command of quoth")
        names = anywhere if where is None else sorted(known[where])
        for key in table:
            if key.replace("-", "_") in _BY_HAND:
                raise OptionError(f"{path}: {key} cannot be set in a file; use the option")
            if key.replace("-", "_") not in names:
                raise OptionError(
                    f"{path}: unknown setting {key}; expected one of {', '.join(names)}"
                )


def in_force(group: click.Group, given: str | None) -> list[dict[str, str]]:
    """Every setting that somebody made: command, setting, value, and from where."""
    path = found(given)
    by_file = settings(path, group) if path else {}
    out = []
    for where, option in options(group):
        name = next((n for n in option.envvar or () if os.environ.get(n)), None)
        value: Any = by_file
        for part in (*where, str(option.name)):
            value = value.get(part) if isinstance(value, dict) else None
        if name is not None:
            value = os.environ[name]
        if value is not None:
            row = {"command": " ".join(where), "setting": key_of(option), "value": str(value)}
            out.append({**row, "from": name or str(path)})
    return out


@click.command()
@click.option("--to", "-t", "format", type=click.Choice(("view", "json")), default="view",
              show_default=True, help="Output format.")  # fmt: skip
@click.pass_context
def config(context: click.Context, format: str) -> None:
    """Show the active settings and where each comes from.

    Settings come from quoth.toml in the current folder or in ~/.config/quoth, or from the file that
    --config or QUOTH_CONFIG names, and from environment variables: QUOTH_WORKERS for all commands,
    QUOTH_SEARCH_LIMIT for one. Options on the command line override both.
    """
    from quoth.codec import dumps
    from quoth.wording import visible

    group = context.find_root().command
    assert isinstance(group, click.Group)
    given = context.find_root().params.get("config_file")
    rows = in_force(group, given)
    path = found(given)
    if format == "json":
        click.echo(dumps({"file": path and str(path), "settings": rows}, indent=1))
        return
    click.echo(f"file: {visible(str(path)) if path else 'none'}")
    for row in rows:
        shown = {key: visible(value) for key, value in row.items()}
        click.echo("{command} --{setting} {value}  ({from})".format(**shown))
    if not rows:
        click.echo("no settings: all commands use the defaults shown by --help")
