"""What a client of a server gives to be read, and the reading of it: plain values, so that they can
go to another process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from quoth.errors import InputError, TooLargeError
from quoth.intake import IntakeOptions, article_from_bytes, article_from_text, articles
from quoth.intake.dates import iso_date
from quoth.reading.reader import Reader
from quoth.records import Article, Reading


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a client gives to be read: one of text, bytes (a page or a file) and an address.

    ``name`` is the id of the article, made by `text_id` for a text that has none. What is known of
    it (``title``, ``outlet``, ``url``, ``published``) goes before what is found in it.
    """

    text: str | None = None
    data: bytes | None = None
    address: str | None = None
    name: str | None = None
    content_type: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    allow_private: bool = False
    max_bytes: int = 5_000_000
    max_characters: int = 1_000_000


def text_id(article: Article) -> str:
    """The id of a text that came without one: the same for the same title of the same outlet, so
    that a later text of it is a new version; without both, for the same text only."""
    known: tuple[str | None, ...] = (article.outlet, article.title)
    if None in known:
        known += (article.text,)
    digest = hashlib.sha256(repr(known).encode("utf-8", "backslashreplace")).hexdigest()
    return f"text-{digest[:12]}"


def read_request(reader: Reader, given: ReadRequest) -> Reading:
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
            name=given.name or "page.html",
            options=options,
            url=given.url,
            content_type=given.content_type,
        )
    else:
        article = article_from_text(
            given.text or "",
            id=given.name or "text",
            title=given.title,
            outlet=given.outlet,
            url=given.url,
            published=given.published,
            options=options,
        )
    if given.text is None:
        article = _with_known(article, given)
    if given.name is None and given.address is None:
        article = replace(article, id=article.url or text_id(article))
    if len(article.text) > given.max_characters:
        raise TooLargeError(
            given.address or given.name or "text",
            f"{len(article.text):,} characters; this server reads at most "
            f"{given.max_characters:,}: use quoth read",
        )
    return reader.read(article)


def _with_known(article: Article, given: ReadRequest) -> Article:
    """``article`` with what the client knows of it."""
    published = iso_date(given.published)
    if given.published and published is None:
        raise InputError(
            given.name or "published",
            f"published: {given.published!r} is no plain date; give it as YYYY-MM-DD",
        )
    title, outlet = (" ".join((one or "").split()) for one in (given.title, given.outlet))
    return replace(
        article,
        title=title or article.title,
        outlet=outlet or article.outlet,
        published=published or article.published,
    )
