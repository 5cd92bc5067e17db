"""The inputs of a dataset: every file that the user named, under a name that is the same on every
machine, and how to open it."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from quoth.dataset.options import Source
from quoth.dataset.store import remote
from quoth.errors import InputError, LeftOutError, OptionError
from quoth.intake.build import encodable
from quoth.intake.kinds import is_known_file
from quoth.intake.places import STANDARD_INPUT, check_file, files_at, is_address


def sources(inputs: Iterable[str | Path]) -> Iterator[Source]:
    """Every file of the inputs, in order.

    A file is named by what the user named (as much of the end of that path as tells it from the
    others) and its path below that, so that the same inputs have the same names wherever they lie.

    Raises:
        OptionError: when an input is not there, holds no articles, or cannot be read twice.
    """
    given = [os.fspath(one) for one in inputs]
    if STANDARD_INPUT in given:
        raise OptionError("-: standard input cannot be read again; save it to a file first")
    roots = list(dict.fromkeys(one for one in given if is_address(one)))
    yield from (Source(one, one, 0) for one in roots)
    places = list(dict.fromkeys(_root(one) for one in given if not is_address(one)))
    for place, name in zip(places, _told_apart(places), strict=True):
        several = [one for one in given if not is_address(one) and _root(one) == place]
        for one in dict.fromkeys(several):
            yield from _remote(one, place, name) if "://" in one else _local(one, place, name)


def open_source(source: Source) -> BinaryIO:
    """The bytes of a file.

    Raises:
        InputError: when it is no file, or an empty one.
        OSError: when it cannot be opened.
    """
    if "://" not in source.place:
        check_file(Path(source.place))
        return Path(source.place).open("rb")
    system, path = remote(source.place)
    return cast("BinaryIO", system.open(path, "rb"))


def _root(given: str) -> str:
    """The fixed part of an input: itself, or the folder in which a pattern begins to match."""
    if "://" in given:
        scheme, rest = given.split("://", 1)
        parts = rest.split("/")
        fixed = [part for part in parts[: _first_magic(parts)] if part]
        return f"{scheme}://{'/'.join(fixed)}"
    if os.path.lexists(given) or not glob.has_magic(given):
        return os.path.abspath(given)  # noqa: PTH100 (links stay as the user named them)
    parts = given.split("/")
    fixed = parts[: _first_magic(parts)]
    return os.path.abspath("/".join(fixed) or ("/" if given.startswith("/") else "."))  # noqa: PTH100


def _first_magic(parts: list[str]) -> int:
    return next((i for i, part in enumerate(parts) if glob.has_magic(part)), len(parts))


def _told_apart(places: list[str]) -> list[str]:
    """The shortest ends of the paths by which each differs from all others."""
    paths = [PurePosixPath(Path(one).as_posix()) if "://" not in one else one for one in places]
    parts = [list(one.parts) if isinstance(one, PurePosixPath) else [one] for one in paths]
    names: list[str] = []
    for i, own in enumerate(parts):
        length = 1
        while length < len(own) and any(
            own[-length:] == other[-length:] for j, other in enumerate(parts) if i != j
        ):
            length += 1
        names.append("/".join(own[-length:]).replace("//", "/") if "://" not in own[0] else own[0])
    return names


def _local(given: str, place: str, name: str) -> Iterator[Source]:
    if "://" not in given and not glob.has_magic(given) and not os.path.lexists(given):
        raise OptionError(f"{given}: no such file")
    first = True
    for file in files_at(given):
        if isinstance(file, LeftOutError):
            continue
        if isinstance(file, InputError):
            if first and file.name == given:
                raise OptionError(str(file))
            yield Source(encodable(file.name), file.name, 0, file.reason)
        else:
            where = os.fspath(file)
            below = os.path.relpath(os.path.abspath(where), place)  # noqa: PTH100
            try:
                size = file.stat().st_size
            except OSError:
                size = 0  # opening it will say why
            full = name if below == "." else f"{name}/{Path(below).as_posix()}"
            yield Source(encodable(full), where, size)
        first = False


def _remote(given: str, place: str, name: str) -> Iterator[Source]:
    system, path = remote(given)
    try:
        if glob.has_magic(path):
            found = system.glob(path, detail=True)
        elif system.isdir(path):
            found = system.find(path, detail=True)
            found = {key: one for key, one in found.items() if _is_wanted(key, path)}
        else:
            found = {path: system.info(path)}
    except FileNotFoundError:
        raise OptionError(f"{given}: no such file") from None
    except OSError as error:
        raise OptionError(f"{given}: cannot be read ({error})") from None
    files = {key: one for key, one in found.items() if one["type"] == "file"}
    if not files:
        raise OptionError(f"{given}: contains no article files")
    base = system._strip_protocol(place).rstrip("/")
    for key in sorted(files):
        below = key.removeprefix(base).strip("/")
        yield Source(
            f"{name}/{below}" if below else name,
            system.unstrip_protocol(key),
            int(files[key]["size"] or 0),
        )


def _is_wanted(key: str, root: str) -> bool:
    below = key.removeprefix(root).strip("/").split("/")
    return is_known_file(below[-1]) and not any(part.startswith(".") for part in below)
