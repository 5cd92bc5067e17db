"""Statements as tables of pandas or polars, one a row, with the columns of the CSV form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from quoth.errors import OptionError
from quoth.ledger.statement import Statement
from quoth.wording import Words, bounds

if TYPE_CHECKING:
    import pandas
    import polars


class Statements(list[Statement]):
    """What a search gives: a list of statements that can become a table."""

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of pandas, one statement a row.

        Raises:
            OptionError: when pandas is not installed (extra ``pandas``).
        """
        return to_pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """A data frame of polars, one statement a row.

        Raises:
            OptionError: when polars is not installed (extra ``polars``).
        """
        return to_polars(self)


def to_pandas(statements: Iterable[Statement]) -> pandas.DataFrame:
    """A data frame of pandas, one statement a row.

    Raises:
        OptionError: when pandas is not installed (extra ``pandas``).
    """
    try:
        import pandas
    except ImportError as error:
        raise OptionError('pandas is not installed: pip install "quoth[pandas]"') from error
    return pandas.DataFrame(_columns(statements))


def to_polars(statements: Iterable[Statement]) -> polars.DataFrame:
    """A data frame of polars, one statement a row.

    Raises:
        OptionError: when polars is not installed (extra ``polars``).
    """
    try:
        import polars
    except ImportError as error:
        raise OptionError('polars is not installed: pip install "quoth[polars]"') from error
    return polars.DataFrame(_columns(statements))


_NAMES = (
    *("statement", "address", "version", "title", "outlet", "url", "published", "speaker"),
    *("speaker_type", "roles", "source", "cue", "content", "form", "kind", "tone", "polarity"),
    *("future", "addressee", "said_on", "depth", "chain", "figures", "start", "confidence"),
    *("status", "model", "pronouns", "body", "place", "tags", "collections"),
)


def _columns(statements: Iterable[Statement]) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {name: [] for name in _NAMES}
    for one in statements:
        said = one.attribution
        words = Words(one.reading)
        row = (
            *(one.id, one.address, one.number, one.title, one.outlet, one.url, one.published),
            *(one.shown, "; ".join(who.type for who in one.speakers)),
            "; ".join(role for who in one.speakers for role in who.roles),
            *(one.source, one.cue, one.content, said.form, said.kind, said.tone, said.polarity),
            *(said.future, words.reading.text_of(said.addressee) if said.addressee else None),
            *(said.said_on, len(one.chain), " ← ".join(one.chain)),
            "; ".join(f"{bounds(f)} {f.of or ''}".rstrip() for f in one.figures),
            *(said.start, said.confidence, one.status, one.reading.model),
            "; ".join(", ".join(who.pronouns) for who in one.speakers if who.pronouns),
            "; ".join(who.body for who in one.speakers if who.body),
            "; ".join(who.place for who in one.speakers if who.place),
            *("; ".join(one.tags), "; ".join(one.collections)),
        )
        for name, value in zip(_NAMES, row, strict=True):
            out[name].append(value)
    return out
