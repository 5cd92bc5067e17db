"""In which order a column writes its dates: settled from all its values, before the first is used.

03/04/2020 has two meanings; a 25/03/2020 in the same column leaves one of them. Where the rows can
be had again (a file, bytes, a data frame), they are gone over once more when the first such date is
met, and only then; of a pipe, so many rows are held back as fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from quoth.errors import InputError
from quoth.intake.columns import find_columns
from quoth.intake.dates import Order, needs_order, order_of
from quoth.intake.fields import dates_in
from quoth.intake.options import IntakeOptions
from quoth.intake.rows import Row

Rows = Iterable[Row | InputError]

# Of a pipe, rows and characters that are held back until the order is known.
_HELD_ROWS = 10_000
_HELD_CHARACTERS = 50_000_000


class Settling:
    """The order of the dates of one input, by column."""

    def __init__(self, options: IntakeOptions, again: Callable[[], Rows] | None = None) -> None:
        """``again`` gives the rows of the input from the start, where they can be had again."""
        self._options = options
        self._again = again
        self._found: dict[str, set[Order]] = defaultdict(set)
        self._settled = again is None and options.date_order is not None

    def ordered(self, row: Row | InputError) -> Row | InputError:
        """``row`` with the order of its dates, where it matters and can be told."""
        unclear = self._unclear(row)
        if isinstance(row, InputError) or not unclear:
            return row
        if given := self._options.date_order:
            return replace(row, orders=dict.fromkeys(unclear, given))
        if self._again is not None and not self._settled:
            self._settled = True
            with suppress(InputError, OSError):  # whoever reads the rows comes upon it
                self.see(self._again())
        orders = {
            one: next(iter(self._found[one])) for one in unclear if len(self._found[one]) == 1
        }
        return replace(row, orders=orders)

    def waits(self, row: Row | InputError) -> bool:
        """True for the first row of a pipe whose date has two meanings: others may settle it."""
        return self._again is None and not self._settled and bool(self._unclear(row))

    def settle(self, held: Iterable[Row | InputError]) -> None:
        """The rows that were held back are all there is to settle the order by."""
        self.see(held)
        self._settled = True

    def see(self, rows: Rows) -> None:
        """Takes in what ``rows`` say of the order of their columns."""
        for row in rows:
            for column, value in self._dates(row):
                if order := order_of([value]):
                    self._found[column].add(order)

    def _unclear(self, row: Row | InputError) -> list[str]:
        return [column for column, value in self._dates(row) if needs_order(value)]

    def _dates(self, row: Row | InputError) -> Iterable[tuple[str, object]]:
        if isinstance(row, InputError):
            return ()
        try:
            columns = row.columns or find_columns(row.values, self._options, row.name, strict=False)
        except InputError:
            return ()
        return dates_in(row.values, columns)


def settled(
    rows: Rows, options: IntakeOptions, again: Callable[[], Rows] | None = None
) -> Iterator[Row | InputError]:
    """``rows``, each with the order of its dates where it matters and can be told.

    Args:
        rows: of one input.
        options: a date format in them needs no settling.
        again: gives the same rows from the start; without it, rows are held back.
    """
    settling = Settling(options, again)
    rows = iter(rows)
    for row in rows:
        if not settling.waits(row):
            if again is None:
                settling.see([row])
            yield settling.ordered(row)
            continue
        held, fault = _held(row, rows)
        settling.settle(held)
        yield from map(settling.ordered, held)
        if fault is not None:
            raise fault


def _held(
    row: Row | InputError, rows: Iterator[Row | InputError]
) -> tuple[list[Row | InputError], InputError | OSError | None]:
    """``row`` and the rows behind it that fit, and what stopped them."""
    held = [row]
    size = _size(row)
    while len(held) < _HELD_ROWS and size < _HELD_CHARACTERS:
        try:
            following = next(rows, None)
        except (InputError, OSError) as error:
            return held, error
        if following is None:
            break
        held.append(following)
        size += _size(following)
    return held, None


def _size(row: Row | InputError) -> int:
    if isinstance(row, InputError):
        return 0
    return sum(len(value) for value in row.values.values() if isinstance(value, str))
