"""What a long run says of itself on standard error: a bar on a terminal, one line a bad input."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from types import TracebackType

from quoth.errors import InputError, LeftOutError
from quoth.records import Reading
from quoth.wording import DATE_UNCLEAR, visible

_EVERY = 0.2  # seconds between two draws
_OFTEN = 20  # times that the same warning is said; then it is counted
_EXAMPLES = 5


class Progress:
    """Counts readings and errors, and draws them in one line when standard error is a terminal.

    How many there are is known of files and addresses, and then the line shows what is left too; of
    tables and streams it is known at their end only.
    """

    def __init__(self, *, shown: bool = True, total: int | None = None) -> None:
        self.errors = 0
        self._told: Counter[str] = Counter()
        self._dates = 0
        self._unclear: list[str] = []
        self._total = total
        self._articles = 0
        self._passed = 0
        self._words = 0
        self._shown = shown and sys.stderr is not None and sys.stderr.isatty()
        self._started = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> Progress:
        self._draw()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sum_up()
        if self._shown:
            self._draw()
            sys.stderr.write("\n")
            sys.stderr.flush()

    def _sum_up(self) -> None:
        """What was counted and not said each time."""
        for warning, times in self._told.items():
            if times > _OFTEN:
                self.say(f"quoth: and {times - _OFTEN:,} more: {warning}")
        if self._unclear:
            examples = ", ".join(dict.fromkeys(self._unclear[:_EXAMPLES]))
            all_dates = len(self._unclear) + self._dates
            self.say(
                f"quoth: {len(self._unclear):,} of {all_dates:,} dates not understood: {examples}"
                f"{', …' if len(self._unclear) > _EXAMPLES else ''}; these articles have no date;"
                " give the format of the dates with --date-format"
            )

    def read(self, reading: Reading) -> None:
        """One more article has been read."""
        self._articles += 1
        self._words += reading.article.text.count(" ") + 1
        if time.monotonic() - self._drawn >= _EVERY:
            self._draw()

    def passed(self, known: bool) -> None:
        """One more article is done with; ``known``: it had not to be read."""
        self._passed += known

    def follow(self, readings: Iterable[Reading | InputError]) -> Iterator[Reading]:
        """The readings alone; errors and warnings are told on the way."""
        for reading in readings:
            if isinstance(reading, InputError):
                self.bad(reading)
                continue
            self.warned(reading)
            yield reading
            self.read(reading)

    def warned(self, reading: Reading) -> None:
        """What a reading has to say of itself."""
        self._dates += bool(reading.article.published)
        for warning in reading.warnings:
            if warning.startswith(DATE_UNCLEAR):
                self._unclear.append(warning.removeprefix(DATE_UNCLEAR))
                continue
            self._told[warning] += 1
            if self._told[warning] <= _OFTEN:
                self.say(f"quoth: {reading.article.id}: {warning}")

    def bad(self, error: InputError) -> None:
        """One input could not be read."""
        if not (isinstance(error, LeftOutError) and error.excused):
            self.errors += 1
        self.say(f"quoth: {error}")

    def say(self, line: str) -> None:
        """One line on standard error, above the bar."""
        if sys.stderr is None:  # closed by whoever called
            return
        if self._shown:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.write(visible(line).replace("\n", " ") + "\n")
        self._draw()

    def _draw(self) -> None:
        if not self._shown:
            return
        self._drawn = time.monotonic()
        seconds = max(self._drawn - self._started, 1e-3)
        done = self._articles + self._passed + self.errors
        total = self._total if self._total is not None and self._total >= done else None
        articles = f"{done:,} of {total:,}" if total is not None else f"{self._articles:,}"
        line = (
            f"{articles} articles · {self._articles / seconds:.1f} a second · "
            f"{self._words / seconds:,.0f} words a second"
        )
        if total is not None and self._articles and total > done:
            line += f" · {_time((total - done) * seconds / done)} left"
        if self.errors:
            line += f" · {self.errors:,} could not be read"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def _time(seconds: float) -> str:
    """About how long, for people."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"
