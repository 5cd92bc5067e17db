"""What a document gives: the records of its articles, and how lines become one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from quoth.errors import InputError
from quoth.intake.fields import Record
from quoth.records import BlockKind

#: A line of an article and what it is; "paragraph" where only its shape may tell.
Line = tuple[str, BlockKind]

_SPACE = re.compile(r"[ \t\u00a0]+")
_WORD = re.compile(r"\w+")
_TITLE_WITHIN = 4  # lines from the top in which a heading is the title
_NAME_WITHIN = 1_000  # characters in which a document names its author


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a document, or the address at which one is.

    ``name`` and ``id`` tell it from the others of its file ("article 3", "#3"); both are empty
    where the file is one article. ``follow`` is an address whose page holds the article.
    """

    record: Record | None = None
    name: str = ""
    id: str = ""
    follow: str | None = None


Parts = list[Part | InputError]


def needs(name: str, what: str) -> InputError:
    """The error for a kind whose library is not installed."""
    return InputError(name, f'{what} needs an extra: pip install "quoth[documents]"')


def tidy(line: str) -> str:
    """``line`` with single spaces, and none at its ends."""
    return _SPACE.sub(" ", line.replace("\u00ad", "")).strip()


def lined(lines: Iterable[Line]) -> tuple[str, tuple[BlockKind, ...]]:
    """The text of ``lines`` and the kind of each of its lines; blank ones are left out."""
    kept = [
        (tidied, kind)
        for text, kind in lines
        for piece in text.split("\n")
        if (tidied := tidy(piece))
    ]
    return "\n".join(text for text, _ in kept), tuple(kind for _, kind in kept)


def title_of(lines: list[Line], stated: str | None = None) -> str | None:
    """The title: a headline, else the title stated where it is a line, else a heading at the top.

    Programs write into a document's data what they like ("Document1", a template's title), so that
    what is stated there counts only where the text has it too.
    """
    shown = [(line, kind) for line, kind in lines if line.strip()]
    headline = next((line for line, kind in shown if kind == "headline"), None)
    if headline:
        return tidy(headline)
    if stated and (words := plain(stated)):
        for line, _ in shown[:_TITLE_WITHIN]:
            if plain(line) == words:
                return tidy(line)
    top = next((line for line, kind in shown[:_TITLE_WITHIN] if kind == "heading"), None)
    return tidy(top) if top else None


def author_of(text: str, stated: str | None) -> tuple[str, ...]:
    """The author stated in a document's data, where the text names them near its top."""
    name = tidy(stated or "")
    return (name,) if " " in name and name.lower() in text[:_NAME_WITHIN].lower() else ()


def plain(text: str) -> str:
    """The words of ``text`` in lower case."""
    return " ".join(_WORD.findall(text.lower()))
