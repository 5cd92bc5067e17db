"""What a client of a server gives to be read, and the reading of it: plain values, so that they can
go to another process."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.errors import InputError
from quoth.intake import IntakeOptions, article_from_bytes, article_from_text, articles
from quoth.reading.reader import Reader
from quoth.records import Reading


@dataclass(frozen=True, slots=True)
class Given:
    """What a client gives to be read: one of text, bytes (a page or a file) and an address."""

    text: str | None = None
    data: bytes | None = None
    address: str | None = None
    name: str = "text"
    content_type: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    allow_private: bool = False
    max_bytes: int = 5_000_000
    max_characters: int = 1_000_000


def read(reader: Reader, given: Given) -> Reading:
    """The reading of what a client gave.

    Raises:
        InputError: when it cannot be read, or is too long.
    """
    options = IntakeOptions(
        lang=given.language, max_bytes=given.max_bytes, allow_private=given.allow_private
    )
    if given.address is not None:
        if not given.address.lower().startswith(("http://", "https://")):
            raise InputError(given.address, "only http:// and https:// addresses are read")
        found = articles([given.address], options)
        article = next(found, None)
        if article is None:
            raise InputError(given.address, "no article in it")
        if isinstance(article, InputError):
            raise article
        if next(found, None) is not None:
            raise InputError(given.address, "holds more than one article")
    elif given.data is not None:
        article = article_from_bytes(
            given.data,
            name=given.name,
            options=options,
            url=given.url,
            content_type=given.content_type,
        )
    else:
        article = article_from_text(
            given.text or "",
            id=given.name,
            title=given.title,
            outlet=given.outlet,
            url=given.url,
            published=given.published,
            options=options,
        )
    if len(article.text) > given.max_characters:
        raise InputError(
            given.name,
            f"{len(article.text):,} characters; this server reads at most "
            f"{given.max_characters:,}: use quoth read",
        )
    return reader.read(article)
