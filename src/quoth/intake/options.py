"""How inputs are taken in: one frozen object, made at one point and handed through."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from quoth.errors import OptionError

# Codecs of Python that are no encodings of text, or that run over their own escapes.
_NO_ENCODINGS = frozenset(
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7")
)


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """Options of intake.

    ``text_column`` and ``id_column`` name the column or field of the text and of the identifier,
    where the usual names do not fit. ``max_bytes`` is the most that one article may hold, unpacked;
    a table may hold any number of them. ``lang`` insists on a language (ISO 639-1) in place of
    detecting it; ``encoding`` on that of the inputs, but for a byte order mark. ``allow_private``
    lets addresses lead into private networks. ``seconds`` is how long one page may take.

    Raises:
        OptionError: when ``encoding`` is not known, or ``max_bytes`` or ``seconds`` is not above
            zero.
    """

    text_column: str | None = None
    id_column: str | None = None
    max_bytes: int = 200_000_000
    lang: str | None = None
    encoding: str | None = None
    allow_private: bool = False
    seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.max_bytes <= 0:
            raise OptionError(f"max_bytes must be above zero, not {self.max_bytes}")
        if not self.seconds > 0:
            raise OptionError(f"seconds must be above zero, not {self.seconds}")
        if self.encoding is not None and known_encoding(self.encoding) is None:
            raise OptionError(f"unknown encoding {self.encoding!r}; known are utf-8, cp1252, …")


def known_encoding(label: str) -> str | None:
    """Python's name of the text encoding of that label, or None when it has none."""
    try:
        name = codecs.lookup(label.strip()).name
        "x".encode(name)  # raises LookupError for codecs that are no text encodings
    except (LookupError, ValueError):
        return None
    return None if name.replace("_", "-") in _NO_ENCODINGS else name
