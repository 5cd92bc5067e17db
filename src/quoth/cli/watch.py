"""``quoth watch``: feeds, site maps, pages and folders, looked at once or every N minutes."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quoth.cli.options import reads
from quoth.cli.progress import Progress
from quoth.errors import OptionError
from quoth.wording import count, visible

if TYPE_CHECKING:
    from quoth.ledger import Ledger

_LONGEST_SLEEP = 60  # seconds: somebody may have named a place elsewhere


@click.command()
@click.argument("ledger", metavar="LEDGER")
@click.argument("places", nargs=-1, metavar="[PLACES...]")
@click.option(
    "--every", type=click.IntRange(1), help="Minutes between two looks; goes on for ever."
)
@click.option("--once", is_flag=True, help="Look once, also at places named with --every before.")
@click.option("--list", "listed", is_flag=True, help="Show what is watched, and how it stands.")
@click.option("--stop", "stop", multiple=True, metavar="PLACE", help="Watch this place no more.")
@click.option("--to", "format", type=click.Choice(("view", "json")), default="view",
              show_default=True, help="Format of --list.")  # fmt: skip
@click.option(
    "--delay", type=click.FloatRange(0, 3600), default=1.0, show_default=True,
    help="Seconds between two pages of one site; a site's robots.txt may ask for more.",
)  # fmt: skip
@click.option("--most", type=click.IntRange(1), default=500, show_default=True,
              help="Pages of a place asked for in one look.")  # fmt: skip
@click.option("--allow-private", is_flag=True, help="Let addresses lead into private networks.")
@reads
def watch(
    ledger: str, places: tuple[str, ...], every: int | None, once: bool, listed: bool,
    stop: tuple[str, ...], format: str, delay: float, most: int, allow_private: bool,
    workers: int | None, model: Path | None, max_seconds: float | None, quiet: bool,
) -> int:  # fmt: skip
    """Keep what is new and changed at feeds, site maps, pages, folders.

    PLACES are addresses of feeds (RSS, Atom, JSON Feed), site maps and pages, folders of articles,
    and files with one address a line. They are remembered in the ledger; without PLACES all that
    are remembered are looked at. A page is asked for again an hour after it was first seen, and
    then ever less often, with its ETag and time, so that what has not changed is not sent. What
    robots.txt forbids is left out. Stopped, it goes on where it was.

    Saved searches look after each round, and their alerts are sent.
    """
    from quoth.ledger import Ledger

    full = [_full(place) for place in places]
    with Ledger(ledger, create=bool(places) and not (stop or listed)) as book:
        if stop or listed:
            for place in stop:
                book.forget_watched(_number(book, place))
            if listed:
                _show(book, format)
            return 0
        chosen = [book.watch(place, every=every) for place in full]
        chosen = chosen or [one.id for one in book.watched()]
        if not chosen:
            raise OptionError("nothing is watched yet; name feeds, pages or folders")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        how = {"workers": workers, "model": model, "max_seconds": max_seconds, "most": most}
        look = _Round(book, how, quiet, delay, allow_private)
        bad = look.at(chosen)
        going = every is not None or (not places and any(one.every for one in book.watched()))
        while going and not once:
            _sleep(book)
            look.at(book.due())
        return 1 if bad else 0


class _Round:
    """Looks at several places, one after the other, and tells what came of it."""

    def __init__(
        self, book: Ledger, how: dict[str, Any], quiet: bool, delay: float, private: bool
    ) -> None:
        self._book = book
        self._how = how
        self._quiet = quiet
        self._delay = delay
        self._private = private

    def at(self, ids: list[int]) -> int:
        """How many pages could not be read."""
        from quoth.intake import IntakeOptions
        from quoth.ledger import Kept

        options = IntakeOptions(delay=self._delay, allow_private=self._private)
        bad = 0
        for id in ids:
            outcomes: Counter[str] = Counter()
            place = self._book.watched_one(id)[0].place
            with Progress(shown=not self._quiet) as progress:
                for one in self._book.look_at(id, options, told=progress.read, **self._how):
                    if isinstance(one, Kept):
                        outcomes[one.outcome] += 1
                    else:
                        outcomes["failed"] += 1
                        progress.bad(one)
            bad += outcomes["failed"]
            if not self._quiet:
                told = ", ".join(f"{number:,} {what}" for what, number in outcomes.items())
                click.echo(f"{visible(place)}: {told or 'nothing new'}", err=True)
        if ids:
            self._alerts()
        return bad

    def _alerts(self) -> None:
        told = self._book.look()
        if told and not self._quiet:
            click.echo(f"{count(told, 'alert')} of saved searches", err=True)
        for one in self._book.send_alerts(allow_private=self._private):
            if one.trouble:
                click.echo(f"quoth: {visible(one.name)}: {visible(one.trouble)}", err=True)


def _full(place: str) -> str:
    """A folder or file by its whole path, so that it is found from everywhere."""
    from quoth.intake.places import is_address

    if is_address(place):
        return place
    if "://" in place:
        raise OptionError(f"{place}: only http and https addresses, folders and files are watched")
    if not Path(place).exists():
        raise OptionError(f"{place}: no such folder or file")
    return os.fspath(Path(place).resolve())


def _number(book: Ledger, place: str) -> int:
    known = {one.place: one.id for one in book.watched()}
    for name in (place, os.fspath(Path(place).resolve())):
        if name in known:
            return known[name]
    raise OptionError(f"{place}: not watched; quoth watch LEDGER --list shows what is")


def _show(book: Ledger, format: str) -> None:
    from dataclasses import asdict

    from quoth.codec import dumps

    found = book.watched()
    if format == "json":
        several: list[dict[str, Any]] = [asdict(one) for one in found]
        click.echo(dumps({"watched": several}, indent=1))
        return
    for one in found:
        often = f"every {count(one.every, 'minute')}" if one.every else "when asked"
        click.echo(f"{visible(one.place)}  {often}, {count(one.kept, 'text')} kept")
        if one.looked_at:
            told = f"{one.new} new, {one.changed} changed, {one.failed} failed"
            click.echo(f"    {one.looked_at}: {count(one.pages, 'page')} asked for, {told}")
        if one.trouble:
            click.echo(f"    {visible(one.trouble)}")
    if not found:
        click.echo("nothing is watched yet")


def _sleep(book: Ledger) -> None:
    """Waits until something is due."""
    while not book.due():
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        waiting = [one.next_at for one in book.watched() if one.next_at and one.next_at > now]
        left = _LONGEST_SLEEP
        if waiting:
            next_at = datetime.strptime(min(waiting), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            left = max(1, int((next_at - datetime.now(UTC)).total_seconds()) + 1)
        time.sleep(min(left, _LONGEST_SLEEP))
