"""quoth reads news and keeps the record of who said what, and on whose word.

    import quoth

    reading = quoth.read("article.html")
    for attribution in reading.attributions:
        print(attribution.speaker, "·", attribution.content)

`read`, `read_text` and `read_many` open a `Reader`, which loads the model once, and call it.
Nothing is loaded when quoth is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth._version import __version__
from quoth.api import read, read_many, read_text
from quoth.errors import (
    FetchError,
    InputError,
    LedgerError,
    ModelError,
    NotFoundError,
    OptionError,
    QuothError,
)
from quoth.records import (
    Article,
    Attribution,
    Figure,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    TimeMention,
)

if TYPE_CHECKING:
    from quoth.formats.frames import to_pandas, to_polars
    from quoth.ledger import Ledger, Statement
    from quoth.reading.reader import Reader

__all__ = [
    "Article",
    "Attribution",
    "FetchError",
    "Figure",
    "InputError",
    "Ledger",
    "LedgerError",
    "ModelError",
    "NotFoundError",
    "OptionError",
    "QuothError",
    "Reader",
    "Reading",
    "Span",
    "Speaker",
    "SpeakerRef",
    "Statement",
    "TimeMention",
    "__version__",
    "read",
    "read_many",
    "read_text",
    "to_pandas",
    "to_polars",
]


# The reader brings the model's runtime with it, the ledger a database library: only for those who
# ask.
_LATER = {
    "Reader": "quoth.reading.reader",
    "Ledger": "quoth.ledger",
    "Statement": "quoth.ledger",
    "to_pandas": "quoth.formats.frames",
    "to_polars": "quoth.formats.frames",
}


def __getattr__(name: str) -> object:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'quoth' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
