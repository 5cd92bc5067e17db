"""What a client of a server gives to be read, and the reading of it: plain values, so that they can
go to another process."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quoth.errors import InputError, TooLargeError
from quoth.given import FETCH_FIELDS, INTAKE_FIELDS
from quoth.intake import IntakeOptions, article_from_text, articles, articles_from_bytes
from quoth.intake.dates import iso_date
from quoth.reading.reader import Progress, Reader
from quoth.records import Article, Reading

_MOST_ARTICLES = 200  # of one file or feed
MOST_OF_A_FILE = 20_000  # articles, where a file is taken in behind the scenes
_LISTING_SECONDS = 15.0  # after which no further page of a feed is fetched

#: What a client may say of how a file is written, and of what a feed leads to.
FILE_FIELDS = (
    *(one for one in INTAKE_FIELDS if one.name not in (
        "outlet", "published", "lang", "skip_unknown", "allow_private")),
    *FETCH_FIELDS,
)  # fmt: skip


class SeveralError(InputError):
    """What was given contains more than one article, and which of them to read was not said."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a client gives to be read: one of text, bytes (a page or a file) and an address.

    ``name`` is the id of the article, made by `text_id` for a text that has none. What is known of
    it (``title``, ``outlet``, ``url``, ``published``) goes before what is found in it. ``written``
    says by the names of `FILE_FIELDS` how a file is written. ``number`` is which of several
    articles is meant, from 1.
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
    written: Mapping[str, Any] = field(default_factory=dict, hash=False)
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """The articles of a file, feed or archive, in order, and why others are none.

    ``cut``: there are more than were looked at.
    """

    articles: tuple[Article | InputError, ...]
    cut: bool = False


def text_id(article: Article) -> str:
    """The id of a text that came without one: the same for the same title of the same outlet, so
    that a later text of it is a new version; without both, for the same text only."""
    known: tuple[str | None, ...] = (article.outlet, article.title)
    if None in known:
        known += (article.text,)
    digest = hashlib.sha256(repr(known).encode("utf-8", "backslashreplace")).hexdigest()
    return f"text-{digest[:12]}"


def read_request(reader: Reader, given: ReadRequest, *, told: Progress | None = None) -> Reading:
    """The reading of what a client gave; ``told`` hears how far it is, as in `Reader.read`.

    Raises:
        InputError: when it cannot be read, or is too long.
        SeveralError: when it holds several articles and ``number`` does not say which is meant.
        OptionError: when ``written`` makes no sense.
    """
    found = read_or_list(reader, given, told=told)
    if isinstance(found, Reading):
        return found
    count = f"{'more than ' if found.cut else ''}{len(found.articles):,}"
    raise SeveralError(
        _name(given), f"contains more than one article ({count}); say which by its number, from 1"
    )


def read_or_list(
    reader: Reader, given: ReadRequest, *, told: Progress | None = None
) -> Reading | Several:
    """The reading of the one article of what a client gave, or its several articles unread.

    Raises:
        InputError: when it cannot be read, or is too long.
        OptionError: when ``written`` makes no sense.
    """
    options = _options(given)
    if given.data is None and given.address is None:
        article = article_from_text(
            given.text or "",
            id=given.name or "text",
            title=given.title,
            outlet=given.outlet,
            url=given.url,
            published=given.published,
            options=options,
        )
        return reader.read(_checked(_named(article, given), given), told=told)
    found, cut = _listed(_found(given, options), given)
    if not found:
        raise InputError(_name(given), "contains no article")
    if given.number is not None:
        if not 1 <= given.number <= len(found):
            raise InputError(_name(given), f"has no article {given.number}, only {len(found):,}")
        found, cut = found[given.number - 1 : given.number], False
    elif len(found) > 1:
        return Several(tuple(_within(one, given) for one in found), cut)
    if isinstance(found[0], InputError):
        raise found[0]
    article = _named(_with_known(found[0], given), given)
    return reader.read(_checked(article, given), told=told)


def list_file(_reader: Reader, given: ReadRequest) -> Several:
    """The articles of a file, unread, also where it is one.

    Raises:
        InputError: when it cannot be taken in, or holds no article.
        OptionError: when ``written`` makes no sense.
    """
    found, cut = _listed(_found(given, _options(given)), given, MOST_OF_A_FILE)
    if not found:
        raise InputError(_name(given), "contains no article")
    return Several(tuple(_within(one, given) for one in found), cut)


def read_article(reader: Reader, article: Article) -> Reading:
    """The reading of one of several articles."""
    return reader.read(article)


def _options(given: ReadRequest) -> IntakeOptions:
    written = {name: value for name, value in given.written.items() if value}
    flags = {one.name: bool(written.pop(one.name, False)) for one in FETCH_FIELDS}
    known = {one.name for one in FILE_FIELDS}
    return IntakeOptions.of(
        {name: value for name, value in written.items() if name in known},
        lang=given.language,
        max_bytes=given.max_bytes,
        allow_private=given.allow_private,
        **flags,
    )


def _found(given: ReadRequest, options: IntakeOptions) -> Iterator[Article | InputError]:
    """What a file or an address holds, one after the other."""
    if given.address is not None:
        if not given.address.lower().startswith(("http://", "https://")):
            raise InputError(given.address, "only http:// and https:// URLs are read")
        return articles([given.address], options)
    return articles_from_bytes(
        given.data or b"",
        given.name or "page.html",
        options=options,
        url=given.url,
        content_type=given.content_type,
    )


def _listed(
    found: Iterable[Article | InputError], given: ReadRequest, most: int = _MOST_ARTICLES
) -> tuple[list[Article | InputError], bool]:
    """The first of ``found``, and whether there are more: neither memory nor time is for ever."""
    end = time.monotonic() + _LISTING_SECONDS
    most = given.number or most
    listed: list[Article | InputError] = []
    size = 0
    for one in found:
        late = bool(listed) and time.monotonic() > end
        if late or len(listed) >= most or size > 2 * given.max_bytes:
            return listed, True
        listed.append(one)
        size += len(one.text) if isinstance(one, Article) else 0
    return listed, False


def _within(one: Article | InputError, given: ReadRequest) -> Article | InputError:
    """One of several articles with what the client knows of all, or why it is not read."""
    if isinstance(one, InputError):
        return one
    try:
        return replace(
            _checked(one, given),
            outlet=one.outlet or _line(given.outlet),
            published=one.published or iso_date(given.published),
        )
    except InputError as error:
        return error


def _named(article: Article, given: ReadRequest) -> Article:
    if given.name is None and given.address is None:
        return replace(article, id=article.url or text_id(article))
    return article


def _checked(article: Article, given: ReadRequest) -> Article:
    if len(article.text) > given.max_characters:
        raise TooLargeError(
            _name(given) if given.number is None else article.id,
            f"{len(article.text):,} characters; this server reads at most "
            f"{given.max_characters:,}: use quoth read",
        )
    return article


def _name(given: ReadRequest) -> str:
    return given.address or given.name or "text"


def _line(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None


def _with_known(article: Article, given: ReadRequest) -> Article:
    """``article`` with what the client knows of it."""
    published = iso_date(given.published)
    if given.published and published is None:
        raise InputError(
            given.name or "published",
            f"published: {given.published!r} is not a valid date; expected YYYY-MM-DD",
        )
    return replace(
        article,
        title=_line(given.title) or article.title,
        outlet=_line(given.outlet) or article.outlet,
        published=published or article.published,
    )
