"""Which column or field of a record is what: the names in use, and the values they hold.

The names are those of news-please, trafilatura, newspaper3k, fundus, NewsAPI, the Guardian, Event
Registry, Media Cloud, GDELT, Webz, common exports and quoth itself. They are matched
without regard to case, spaces, hyphens and underscores.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from quoth.errors import InputError
from quoth.intake.dates import iso_date
from quoth.intake.options import IntakeOptions
from quoth.records import BlockKind

# Best first. In trafilatura's JSON "source" is an address, elsewhere it is an outlet.
_TEXT = (
    "text",
    "maintext",
    "body",
    "content",
    "articlebody",
    "articletext",
    "fulltext",
    "rawtext",
    "article",
    "bodytext",
    "textcontent",
    "plaintext",
    "cleanedtext",
    "articlecontent",
    "contenttext",
    "maincontent",
    "fullcontent",
    "newstext",
)
_ID = ("id", "articleid", "docid", "documentid", "identifier", "guid", "uuid")
_URL = (
    "url",
    "link",
    "articleurl",
    "canonicalurl",
    "permalink",
    "source",
    "weburl",
    "storyurl",
    "articlelink",
    "sourceurl",
    "pageurl",
    "originalurl",
    "finalurl",
    "canonicallink",
    "documenturl",
    "href",
)
_TITLE = (
    "title",
    "headline",
    "articletitle",
    "webtitle",
    "mainheadline",
    "storytitle",
    "newstitle",
    "pagetitle",
    "heading",
)
_PUBLISHED = (
    "published",
    "datepublished",
    "datepublish",
    "publishedat",
    "publishdate",
    "publicationdate",
    "publisheddate",
    "pubdate",
    "date",
    "datetime",
    "timestamp",
    "webpublicationdate",
    "publishingdate",
    "datetimepub",
    "datepub",
    "publishedon",
    "publisheddatetime",
    "publishtime",
    "publicationtime",
    "publicationdatetime",
    "dateofpublication",
    "articledate",
    "newsdate",
    "postdate",
    "postedat",
    "firstpublished",
    "firstpublishedat",
    "firstpublicationdate",
    "seendate",
    "isodate",
    "dateissued",
    "issued",
    "displaydate",
    "versioncreated",
    "createdat",
    "created",
)
_OUTLET = (
    "outlet",
    "publication",
    "publisher",
    "newspaper",
    "sitename",
    "source",
    "sourcename",
    "sourcehostname",
    "hostname",
    "sourcedomain",
    "domain",
    "medianame",
    "mediaoutlet",
    "media",
    "newssource",
    "newspapername",
    "publicationname",
    "publicationtitle",
    "sourcetitle",
    "site",
    "sitefull",
    "journal",
    "channel",
    "provider",
)
_AUTHORS = (
    "authors",
    "author",
    "byline",
    "authorname",
    "authornames",
    "creator",
    "creators",
    "writer",
    "reporter",
    "journalist",
)
_LANGUAGE = (
    "language",
    "lang",
    "languagecode",
    "languageguess",
    "detectedlanguage",
    "sourcelang",
    "articlelanguage",
)
_SHOWN = 20  # column names in a message
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "russian": "ru",
    "arabic": "ar",
    "chinese": "zh",
    "japanese": "ja",
    "eng": "en",
}


class NoTextColumnError(InputError):
    """A record, or a whole table, has no column known to hold the text."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one row or object says of an article.

    ``kinds`` are those of the lines of ``text`` that are not blank, where the page tells them.
    ``warnings`` say what may be missing or wrong in it.
    """

    text: str
    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    kinds: tuple[BlockKind, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table that hold each part, best first."""

    text: tuple[str, ...]
    id: tuple[str, ...]
    url: tuple[str, ...]
    title: tuple[str, ...]
    published: tuple[str, ...]
    outlet: tuple[str, ...]
    authors: tuple[str, ...]
    language: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        parts = (self.text, self.id, self.url, self.title, self.published, self.outlet)
        named = [column for part in (*parts, self.authors, self.language) for column in part]
        return tuple(dict.fromkeys(named))


def find_columns(names: Iterable[str], options: IntakeOptions, name: str) -> Columns:
    """Which of the columns ``names`` are what.

    Raises:
        NoTextColumnError: when none holds the text, or not the one the user named.
        InputError: when there is no column of the name given for the identifier.
    """
    names = tuple(names)
    columns = _columns(names, options.text_column, options.id_column)
    found = _listed(names)
    if not columns.text:
        if options.text_column is not None:
            raise NoTextColumnError(name, f"no column {options.text_column!r}; it has {found}")
        raise NoTextColumnError(
            name, f"no column known to hold the text; it has {found}: name it with --text-column"
        )
    if options.id_column is not None and not columns.id:
        raise InputError(name, f"no column {options.id_column!r}; it has {found}")
    return columns


def has_text_column(names: Iterable[str], options: IntakeOptions) -> bool:
    """True when one of the columns ``names`` holds the text."""
    return bool(_columns(tuple(names), options.text_column, None).text)


def record_of(row: Mapping[str, object], columns: Columns, name: str) -> Record:
    """What ``row`` says of an article.

    Raises:
        InputError: when its text is missing, blank, or no text at all.
    """
    text = _text(row, columns, name)
    urls = [found for found in _strings(row, columns.url) if _is_address(found)]
    return Record(
        text=text,
        id=next(_strings(row, columns.id, as_given=True), None),
        title=next(_strings(row, columns.title), None),
        outlet=next((o for o in _strings(row, columns.outlet) if not _is_address(o)), None),
        url=next(iter(urls), None),
        published=next(filter(None, (iso_date(row.get(c)) for c in columns.published)), None),
        language=next(filter(None, map(language_code, _strings(row, columns.language))), None),
        authors=next(filter(None, (_authors(row.get(c)) for c in columns.authors)), ()),
    )


def language_code(declared: str | None) -> str | None:
    """The ISO 639-1 code in "en", "en-GB", "en_US" or "English"; None when there is none."""
    word = (declared or "").strip().lower()
    match = re.match(r"([a-z]{2})(?:[-_].*)?\Z", word)
    return match[1] if match else _LANGUAGES.get(word)


def split_authors(names: str) -> tuple[str, ...]:
    """The names in "A; B"; a comma may belong to a name, so it parts nothing."""
    return tuple(part.strip() for part in names.split(";") if part.strip())


@lru_cache(maxsize=256)
def _columns(names: tuple[str, ...], text: str | None, identifier: str | None) -> Columns:
    by_form: dict[str, list[str]] = {}
    for column in names:
        by_form.setdefault(_form(column), []).append(column)

    def known(forms: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(column for form in forms for column in by_form.get(form, ()))

    def chosen(given: str | None, forms: tuple[str, ...]) -> tuple[str, ...]:
        if given is None:
            return known(forms)
        return (given,) if given in names else tuple(by_form.get(_form(given), ()))

    return Columns(
        text=chosen(text, _TEXT),
        id=chosen(identifier, _ID),
        url=known(_URL),
        title=known(_TITLE),
        published=known(_PUBLISHED),
        outlet=known(_OUTLET),
        authors=known(_AUTHORS),
        language=known(_LANGUAGE),
    )


def _form(column: str) -> str:
    return re.sub(r"[\s_-]+", "", column.lstrip("\ufeff")).lower()


def _listed(names: tuple[str, ...]) -> str:
    if not names:
        return "no columns"
    shown = ", ".join(repr(column[:40]) for column in names[:_SHOWN])
    more = len(names) - _SHOWN
    return "the columns " + shown + (f" and {more} more" if more > 0 else "")


def _text(row: Mapping[str, object], columns: Columns, name: str) -> str:
    value: object = None
    for column in columns.text:
        value = row.get(column)
        if isinstance(value, (list, tuple)) and value and all(isinstance(v, str) for v in value):
            value = "\n".join(value)  # a list of paragraphs
        if isinstance(value, bytes):
            try:
                value = value.decode("utf-8")
            except UnicodeDecodeError:
                raise InputError(name, f"broken UTF-8 in {column!r}") from None
        if isinstance(value, str) and value.strip():
            return value
    if value is None or isinstance(value, str):
        raise InputError(name, f"no text in {columns.text[0]!r}")
    raise InputError(name, f"{columns.text[-1]!r} holds no text but a {_what(value)}")


def _what(value: object) -> str:
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, (int, float)):
        return "number"
    return "list" if isinstance(value, (list, tuple)) else "record"


def _strings(
    row: Mapping[str, object], columns: tuple[str, ...], *, as_given: bool = False
) -> Iterator[str]:
    for column in columns:
        value = row.get(column)
        if isinstance(value, Mapping):  # NewsAPI: "source": {"id": …, "name": …}
            value = value.get("name") or value.get("title")  # Event Registry: "title"
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            yield value if as_given else value.strip()


def _is_address(value: str) -> bool:
    return re.match(r"https?://", value, re.IGNORECASE) is not None


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        listed = _listed_in(value) if value.lstrip().startswith("[") else None
        if listed is None:
            return split_authors(value)
        value = listed
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, (list, tuple)):
        return ()
    names = (entry.get("name") if isinstance(entry, Mapping) else entry for entry in value)
    return tuple(name.strip() for name in names if isinstance(name, str) and name.strip())


def _listed_in(value: str) -> object | None:
    """The list in a cell such as '["A", "B"]' or "['A', 'B']", as exports of tables write it."""
    if len(value) > 10_000:
        return None
    try:
        return json.loads(value)  # type: ignore[no-any-return]
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(value)  # type: ignore[no-any-return]
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
