"""Rows: what tables, JSON lines and Parquet files have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from quoth.errors import InputError
from quoth.intake.build import finished, with_defaults
from quoth.intake.columns import Columns, NoTextColumnError, find_columns
from quoth.intake.dates import Order
from quoth.intake.encodings import guess_warning
from quoth.intake.fields import record_of
from quoth.intake.kinds import looks_like_page
from quoth.intake.limits import limited
from quoth.intake.markup import has_markup, without_markup
from quoth.intake.options import IntakeOptions
from quoth.intake.pages import CUT_WARNING, html_record, is_cut
from quoth.records import Article

# So many rows without a text column, and none with one, and the file is given up as a whole.
_GIVE_UP = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``name`` names it in messages, ``id`` is its id where it has none itself.

    ``orders`` say by column which number comes first in its dates, where that is known.
    ``guess`` is the encoding, where it was guessed.
    """

    name: str
    id: str
    values: Mapping[str, object]
    columns: Columns | None = None
    orders: Mapping[str, Order] = field(default_factory=dict)
    guess: str | None = None


def with_guess(rows: Iterable[Row | InputError], guesses: list[str]) -> Iterator[Row | InputError]:
    """``rows`` with the encoding that was guessed for them, once it is in ``guesses``."""
    for row in rows:
        yield replace(row, guess=guesses[0]) if guesses and isinstance(row, Row) else row


def articles_of(
    rows: Iterable[Row | InputError], name: str, options: IntakeOptions
) -> Iterator[Article | InputError]:
    """The article of each row, in order, one at a time; errors stand in their place.

    Where the first rows all lack a text column, one error speaks for all of them.
    """
    held: list[InputError] | None = []
    for row in rows:
        taken = row if isinstance(row, InputError) else article_of(row, options)
        if held is None:
            yield taken
        elif isinstance(taken, NoTextColumnError) and len(held) < _GIVE_UP:
            held.append(taken)
        elif isinstance(taken, NoTextColumnError):
            yield InputError(name, f"{held[0].reason} (in its first {len(held)} rows)")
            return
        elif isinstance(taken, Article):
            yield from held
            yield taken
            held = None
        elif held:
            held.append(taken)
        else:
            yield taken
    if held:
        yield from _summed(held, name)


def article_of(row: Row, options: IntakeOptions) -> Article | InputError:
    """The article of one row, or why there is none."""
    try:
        columns = row.columns or find_columns(row.values, options, row.name, strict=False)
        record = record_of(row.values, columns, row.name, orders=row.orders, form=options.date_form)
        if looks_like_page(record.text):
            page = limited(
                html_record,
                record.text,
                row.name,
                name=row.name,
                seconds=options.seconds,
                url=record.url,
            )
            record = with_defaults(record, page)
        elif has_markup(record.text):
            record = limited(
                without_markup, record, row.name, name=row.name, seconds=options.seconds
            )
        if is_cut(record.text) and CUT_WARNING not in record.warnings:
            record = replace(record, warnings=(*record.warnings, CUT_WARNING))
        if row.guess and not record.text.isascii():
            record = replace(record, warnings=(*record.warnings, guess_warning(row.guess)))
        return finished(record, name=row.name, fallback_id=row.id, options=options)
    except InputError as error:
        return error


def _summed(held: list[InputError], name: str) -> Iterator[InputError]:
    """``held`` at the end of a file without any article: those without a column become one."""
    missing = [error for error in held if isinstance(error, NoTextColumnError)]
    if len(missing) > 1:
        yield InputError(name, missing[0].reason)
        held = [error for error in held if not isinstance(error, NoTextColumnError)]
    yield from held
