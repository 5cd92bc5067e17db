"""``quoth read --to dataset``: statements and articles as tables in parts, made shard by shard."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quoth.cli.options import intake_options, with_options
from quoth.errors import OptionError
from quoth.wording import count, visible

if TYPE_CHECKING:
    from quoth.dataset import Report, ShardReport
    from quoth.dataset.run import Engine
    from quoth.records import Reading

_F = TypeVar("_F", bound=Callable[..., Any])

_MISSING = 75  # as sysexits.h has it: try again later
_ANY_TIME = 1e7  # seconds
_SHOWN = 10  # reasons in the report

_OPTIONS = (
    click.option("--engine", type=click.Choice(("processes", "ray")), default="processes",
                 help="For --to dataset: what runs the workers."),
    click.option("--address", help="For --engine ray: address of the cluster."),
    click.option("--shard-words", type=click.IntRange(1), default=1_000_000,
                 help="For --to dataset: approximate number of words per shard."),
    click.option("--shard", metavar="I/N",
                 help="For --to dataset: read only the I-th of N shares."),
    click.option("--retry-failed", is_flag=True,
                 help="For --to dataset: read shards with failed records again."),
    click.option("--restart", is_flag=True,
                 help="For --to dataset: start again from the beginning."),
    click.option("--no-text", is_flag=True,
                 help="For --to dataset: do not store the texts of articles."),
    click.option("--keep-foreign", is_flag=True,
                 help="For --to dataset: also store texts in other languages."),
)  # fmt: skip


def makes_datasets(command: _F) -> _F:
    """The options of a command that makes datasets; `read_to_dataset` takes them."""
    return with_options(command, _OPTIONS)


def without_dataset(given: dict[str, Any]) -> None:
    """Takes the options of `makes_datasets` out of ``given``, where no dataset is made.

    Raises:
        OptionError: when one of them was set.
    """
    usual = {"engine": "processes", "shard_words": 1_000_000}
    for name in ("engine", "address", "shard_words", "shard", "retry_failed", "restart", "no_text",
                 "keep_foreign"):  # fmt: skip
        if given.pop(name) not in (None, False, usual.get(name)):
            raise OptionError(f"--{name.replace('_', '-')} can only be used with --to dataset")


def read_to_dataset(
    inputs: tuple[str, ...],
    workers: int | None,
    model: Path | None,
    max_seconds: float | None,
    quiet: bool,
    given: dict[str, Any],
) -> int:
    """Makes a dataset or goes on with it; the exit status."""
    from quoth.dataset import ShardOptions
    from quoth.dataset.run import read_dataset
    from quoth.jobs.workers import cores

    output: Path | None = given["output"]
    if output is None:
        raise OptionError("--to dataset needs a folder: name it with -o")
    options = ShardOptions(
        intake=intake_options(given),
        model=str(model) if model else None,
        **({} if max_seconds is None else {"seconds": max_seconds or _ANY_TIME}),
        shard_words=given["shard_words"],
        keep_text=not given["no_text"],
        keep_foreign=given["keep_foreign"],
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Shown(quiet=quiet) as shown:
        try:
            report = read_dataset(
                inputs,
                place_of(output),
                options,
                workers=workers or cores(),
                engine=_engine(given, workers, shown),
                share=_share(given["shard"]),
                retry_failed=given["retry_failed"],
                restart=given["restart"],
                told=shown,
            )
        except OSError as error:
            why = reason_of(error)
            shown.say(
                f"{output}: cannot be written: {why}; finished work is kept: run the same command "
                "again"
            )
            return _MISSING
    if not quiet:
        _tell(str(output), report)
    return report.status


def place_of(output: Path) -> str:
    """Where a dataset lies: an address has kept only one of its slashes as a path."""
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]+):/+", r"\1://", str(output))


def _share(given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    match = re.fullmatch(r"(\d+)/(\d+)", given)
    if match is None:
        raise OptionError(f"--shard {given}: expected I/N, for example 3/100")
    return int(match[1]), int(match[2])


def _engine(given: dict[str, Any], workers: int | None, shown: Shown) -> Engine | None:
    if given["engine"] != "ray":
        if given["address"]:
            raise OptionError("--address can only be used with --engine ray")
        return None
    try:
        from quoth.dataset.on_ray import RayEngine
    except ImportError:
        raise OptionError('--engine ray needs an extra: pip install "quoth[ray]"') from None
    return RayEngine(given["address"], workers, shown)


def _tell(name: str, report: Report) -> None:
    counts = report.counts
    parts = [f"{counts['read']:,} read"]
    parts += [f"{counts[one]:,} {one}" for one in ("failed", "skipped", "foreign") if counts[one]]
    done = f"{count(report.records, 'record')} ({', '.join(parts)})"
    click.echo(f"{name}: {done}, {count(report.statements, 'statement')}", err=True)
    for reason, number in list(report.reasons.items())[:_SHOWN]:
        click.echo(f"  {number:,} × {visible(reason)}", err=True)
    if report.missing:
        few = ", ".join(report.missing[:3]) + (" …" if report.missing[3:] else "")
        missing = f"{count(len(report.missing), 'shard')} of {report.shards:,}"
        click.echo(f"quoth: {missing} missing ({few}); run the same command again", err=True)


class Shown:
    """What a run says on standard error: a bar on a terminal, and what the user is to know."""

    def __init__(self, *, quiet: bool) -> None:
        self._bar = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._started = time.monotonic()
        self._planned = 0
        self._words = self._read = self._records = self._failed = 0

    def __enter__(self) -> Shown:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            sys.stderr.write("\n")

    def planned(self, shards: int, words: int) -> None:  # noqa: ARG002
        """So many shards, of about so many words, are known to be there."""
        self._planned = words

    def done(self, report: ShardReport, before: bool) -> None:
        """A shard is done, or was ``before`` this run."""
        self._records += report.records
        self._failed += report.counts.get("failed", 0)
        self._words += report.words
        if not before:
            self._read += report.words
        self._draw()

    def say(self, line: str) -> None:
        """One line on standard error, above the bar."""
        if sys.stderr is None:
            return
        if self._bar:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.write(f"quoth: {visible(line)}\n")
        self._draw()

    def _draw(self) -> None:
        if not self._bar:
            return
        seconds = max(time.monotonic() - self._started, 1e-3)
        speed = self._read / seconds
        line = f"{self._records:,} records · {speed:,.0f} words a second"
        if speed and self._planned > self._words:
            left = (self._planned - self._words) / speed
            line += f" · about {left // 3600:.0f} h {left % 3600 // 60:.0f} min left"
        if self._failed:
            line += f" · {self._failed:,} failed"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def write_dataset(several: Iterable[Reading], output: Path | None, ledger: str) -> None:
    """Writes readings of a ledger as a dataset.

    Raises:
        OptionError: when no folder is named, or something is there already.
    """
    from quoth.dataset.load import write_readings

    if output is None:
        raise OptionError("--to dataset needs a folder: name it with -o")
    name = ledger.rpartition("@")[2] if "://" in ledger else Path(ledger).name
    try:
        write_readings(several, place_of(output), name=name)
    except OSError as error:
        raise OptionError(f"{output}: cannot be written: {reason_of(error)}") from error


def reason_of(error: OSError) -> str:
    """What the system said, in words."""
    return (error.strerror or str(error) or type(error).__name__).lower()
