"""How inputs are taken in: one frozen object, made at one point and handed through."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quoth.errors import OptionError
from quoth.given import INTAKE_FIELDS
from quoth.intake.dates import Order, iso_date
from quoth.records import is_language

# Codecs of Python that are no encodings of text, or that run over their own escapes.
_NO_ENCODINGS = frozenset(
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7")
)


_ORDERS: dict[str, Order] = {"day-first": "day", "month-first": "month"}


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """Options of intake.

    ``text_column``, ``id_column``, ``title_column``, ``date_column``, ``outlet_column``,
    ``url_column`` and ``author_column`` name the column or field of each, where the usual names do
    not fit; dots lead into records within records ("_source.body"). ``date_format`` says how dates
    are written: "day-first", "month-first", or a form of ``strptime``. ``outlet`` and ``published``
    are those of articles that have none of their own. ``max_bytes`` is the most that one article
    may hold, unpacked; a table may hold any number of them. ``lang`` insists on a language (ISO
    639-1) in place of detecting it; ``encoding`` on that of the inputs, but for a byte order mark.
    ``skip_unknown``: files of other kinds in a folder or a zip archive are told, and no errors.
    ``allow_private`` lets addresses lead into private networks. ``seconds`` is how long one page
    or document may take. ``follow`` reads the pages to which feeds and site maps lead;
    ``addresses`` takes text files as lists of addresses; ``delay`` is how many seconds lie between
    two pages of one site that are read so.

    Raises:
        OptionError: when ``encoding`` or ``date_format`` is not known, ``lang`` is no code of a
            language, ``published`` is no date, ``max_bytes`` or ``seconds`` is not above zero, or
            ``delay`` below it.
    """

    text_column: str | None = None
    id_column: str | None = None
    max_bytes: int = 200_000_000
    lang: str | None = None
    encoding: str | None = None
    allow_private: bool = False
    seconds: float = 30.0
    title_column: str | None = None
    date_column: str | None = None
    outlet_column: str | None = None
    url_column: str | None = None
    author_column: str | None = None
    date_format: str | None = None
    outlet: str | None = None
    published: str | None = None
    follow: bool = False
    addresses: bool = False
    skip_unknown: bool = False
    delay: float = 1.0

    @classmethod
    def of(cls, given: Mapping[str, Any], **others: Any) -> IntakeOptions:
        """The options that a command line or a form gives by the names of `INTAKE_FIELDS`; empty
        ones are not given.

        Raises:
            OptionError: as the class.
        """
        named = {one.name: given[one.name] for one in INTAKE_FIELDS if given.get(one.name)}
        return cls(**named, **others)

    @property
    def columns(self) -> tuple[str | None, ...]:
        """The columns that the user names: of text, id, url, title, date, outlet and authors."""
        return (
            self.text_column,
            self.id_column,
            self.url_column,
            self.title_column,
            self.date_column,
            self.outlet_column,
            self.author_column,
        )

    @property
    def date_order(self) -> Order | None:
        """Which number comes first in 03/04/2020, where the user says so."""
        return _ORDERS.get(self.date_format or "")

    @property
    def date_form(self) -> str | None:
        """The form of ``strptime`` that the user gives."""
        return None if self.date_format in _ORDERS else self.date_format

    def __post_init__(self) -> None:
        if self.max_bytes <= 0:
            raise OptionError(f"max_bytes must be above zero, not {self.max_bytes}")
        if not self.seconds > 0:
            raise OptionError(f"seconds must be above zero, not {self.seconds}")
        if not 0 <= self.delay <= 3600:
            raise OptionError(f"delay must be 0 to 3600 seconds, not {self.delay}")
        if self.encoding is not None and known_encoding(self.encoding) is None:
            raise OptionError(f"unknown encoding {self.encoding!r}; known are utf-8, cp1252, …")
        if self.lang and not is_language(self.lang):
            raise OptionError(
                f"lang: {self.lang!r} is not a language code; expected for example en"
            )
        if self.date_form is not None and not _is_form(self.date_form):
            raise OptionError(
                f"unknown date format {self.date_format!r}; give day-first, month-first, or a form "
                "with a year, such as %d/%m/%Y"
            )
        if self.published is not None:
            date = iso_date(self.published)
            if date is None:
                raise OptionError(
                    f"published: {self.published!r} is no plain date; give it as YYYY-MM-DD"
                )
            object.__setattr__(self, "published", date)


def _is_form(form: str) -> bool:
    """True for a form of ``strptime`` that tells days of different years apart."""
    if not re.search(r"%[YyGcxDs]", form):
        return False
    try:
        return datetime.strptime(datetime(2020, 3, 4).strftime(form), form).year == 2020
    except (ValueError, re.error):
        return False


def known_encoding(label: str) -> str | None:
    """Python's name of the text encoding of that label, or None when it has none."""
    try:
        name = codecs.lookup(label.strip()).name
        "x".encode(name)  # raises LookupError for codecs that are no text encodings
    except (LookupError, ValueError):
        return None
    return None if name.replace("_", "-") in _NO_ENCODINGS else name
