"""What the tests of intake share: an invented article, pages of it, and short ways in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from quoth.errors import InputError
from quoth.intake import IntakeOptions, articles
from quoth.records import Article

TITLE = "Brask to keep its old bridge closed until spring"
PARAGRAPHS = (
    "The old bridge at Brask will stay closed until spring, Mayor Anna Lindqvist said on Monday.",
    "“We will not open it before the engineers tell us that it is safe,” she told reporters.",
    "According to the harbour office, about 400 people crossed it every day before the flood.",
)
TEXT = "\n".join(PARAGRAPHS)


def page(body: str | None = None, head: str = "", lang: str = "en") -> str:
    """A page of an invented site around ``body``, by default the article above."""
    if body is None:
        body = "<article><h1>{}</h1>{}</article>".format(
            TITLE, "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        )
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{TITLE}</title>{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"{body}<footer>About us | Contact</footer></body></html>"
    )


def take(
    *inputs: str | Path | bytes, options: IntakeOptions | None = None
) -> list[Article | InputError]:
    """All that comes of ``inputs``."""
    return list(articles(inputs, options or IntakeOptions()))


def one(given: str | Path | bytes, options: IntakeOptions | None = None) -> Article:
    """The one article of ``given``."""
    (found,) = take(given, options=options)
    assert isinstance(found, Article), found
    return found


def error(given: str | Path | bytes, options: IntakeOptions | None = None) -> str:
    """The one error of ``given``, as a user reads it."""
    (found,) = take(given, options=options)
    assert isinstance(found, InputError), found
    message = str(found)
    assert "\n" not in message
    return message


def shown(found: Iterable[Article | InputError]) -> list[str]:
    """Articles by their ids, errors by their messages."""
    return [item.id if isinstance(item, Article) else str(item) for item in found]
