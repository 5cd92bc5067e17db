"""What a row or record says of an article, out of the values of its columns or fields."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from quoth.errors import InputError
from quoth.intake.columns import Columns, value_of
from quoth.intake.dates import Order, calendar_date, iso_date
from quoth.intake.page_meta import clean_authors
from quoth.records import BlockKind
from quoth.wording import DATE_UNCLEAR

# What exports write where there is nothing.
_NO_VALUE = frozenset(("", "nan", "none", "null", "n/a", "nat", "<na>", "\\n", "[]", "{}"))
# Where a record in the place of a text, of a name or of an author keeps it: WordPress has
# "rendered", the New York Times "main" and "original", feeds "value", XML made JSON "#text".
_TEXT_INSIDE = (
    "rendered", "text", "plaintext", "bodyText", "bodyTextSummary", "content", "body", "html",
    "bodyHtml", "value", "#text", "$t", "_", "paragraphs", "p",
)  # fmt: skip
_NAME_INSIDE = (
    "name", "title", "main", "rendered", "headline", "original", "value", "label", "#text", "$t",
    "domain", "@id",
)  # fmt: skip
_AUTHOR_INSIDE = ("name", "original", "full_name", "fullName", "byline", "value", "#text")
_DEEPEST = 4
_MANY = 20  # authors; a longer list is taken as it is
_SHOWN_DATE = 40
_LONGEST_LIST = 1_000_000
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


@dataclass(frozen=True, slots=True)
class Record:
    """What one row or object says of an article.

    ``kinds`` are those of the lines of ``text`` that are not blank, where the page tells them;
    ``times`` by the number of such a line when the entry of a live blog that begins there was
    written.
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
    section: str | None = None
    times: Mapping[int, str] = field(default_factory=dict)


def record_of(
    row: Mapping[str, object],
    columns: Columns,
    name: str,
    *,
    orders: Mapping[str, Order] | None = None,
    form: str | None = None,
) -> Record:
    """What ``row`` says of an article.

    Args:
        row: its values by column.
        columns: which of them are what.
        name: the input, for messages.
        orders: which number comes first in dates such as 03/04/2020, by column.
        form: a form of ``strptime`` that dates are written in.

    Raises:
        InputError: when its text is missing, blank, or no text at all.
    """
    text = _text(row, columns, name)
    urls = [found for found in _strings(row, columns.url) if _is_address(found)]
    published, warnings = _published(row, columns, orders or {}, form)
    return Record(
        text=text,
        id=next(_strings(row, columns.id, as_given=True), None),
        title=next(_strings(row, columns.title), None),
        outlet=next((o for o in _strings(row, columns.outlet) if not _is_address(o)), None),
        url=next(iter(urls), None),
        published=published,
        language=next(filter(None, map(language_code, _strings(row, columns.language))), None),
        section=next(_strings(row, columns.section), None),
        authors=next(filter(None, (_authors(value_of(row, c)) for c in columns.authors)), ()),
        warnings=(*(f"no field {one!r} in it" for one in columns.missing), *warnings),
    )


def language_code(declared: str | None) -> str | None:
    """The ISO 639-1 code in "en", "en-GB", "en_US" or "English"; None when there is none."""
    word = (declared or "").strip().lower()
    match = re.match(r"([a-z]{2})(?:[-_].*)?\Z", word)
    return match[1] if match else _LANGUAGES.get(word)


def split_authors(names: str) -> tuple[str, ...]:
    """The names in "A; B"; a comma may belong to a name, so it parts nothing."""
    return tuple(part.strip() for part in names.split(";") if part.strip())


def dates_in(row: Mapping[str, object], columns: Columns) -> Iterator[tuple[str, object]]:
    """The values that may say when ``row`` was published, by their column; blank ones left out."""
    for column in columns.published:
        value = value_of(row, column)
        if isinstance(value, Mapping):  # as MongoDB writes it
            value = value.get("$date", value.get("value", value.get("iso")))
        if isinstance(value, float) and value != value:
            continue
        if isinstance(value, str) and value.strip().lower() in _NO_VALUE:
            continue
        if value is not None:
            yield column, value


def _published(
    row: Mapping[str, object], columns: Columns, orders: Mapping[str, Order], form: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The date of a row, and a warning where it gives one that is not understood."""
    unclear = None
    for column, value in dates_in(row, columns):
        if date := iso_date(value, orders.get(column), form):
            return date, ()
        if unclear is None and isinstance(value, (str, int, float)):
            unclear = " ".join(str(value).split())[:_SHOWN_DATE]
    if columns.calendar:
        parts = [str(value_of(row, column) or "").strip() for column in columns.calendar]
        return calendar_date(*parts), ()
    return None, () if unclear is None else (f"{DATE_UNCLEAR}{unclear!r}",)


def _text(row: Mapping[str, object], columns: Columns, name: str) -> str:
    value: object = None
    for column in columns.text:
        value = value_of(row, column)
        text = _text_in(value, name, column)
        if text is not None and text.strip().lower() not in _NO_VALUE:
            return text
    if value is None or isinstance(value, str):
        raise InputError(name, f"no text in {columns.text[0]!r}")
    raise InputError(name, f"{columns.text[-1]!r} holds no text but a {_what(value)}")


def _text_in(value: object, name: str, column: str, depth: int = 0) -> str | None:
    """The text that a value holds: itself, paragraphs joined, or what a record calls its text."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(name, f"broken UTF-8 in {column!r}") from None
    if isinstance(value, str):
        if value[:2] in ("['", '["') and value.rstrip().endswith("]"):  # a list in a cell
            listed = _listed_in(value)
            if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
                return "\n".join(listed)
        return value
    if depth >= _DEEPEST:
        return None
    if isinstance(value, Mapping):
        inside = (_text_in(value.get(key), name, column, depth + 1) for key in _TEXT_INSIDE)
        return next((text for text in inside if text and text.strip()), None)
    if isinstance(value, (list, tuple)) and value:
        parts = [_text_in(one, name, column, depth + 1) for one in value]
        if any(
            part is None and not isinstance(one, Mapping)
            for part, one in zip(parts, value, strict=True)
        ):
            return None
        return "\n".join(part for part in parts if part) or None
    return None


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
        value = value_of(row, column)
        if isinstance(value, (list, tuple)) and value:
            value = value[0]
        if isinstance(value, Mapping):  # NewsAPI: "source": {"id": …, "name": …}
            value = next((value[key] for key in _NAME_INSIDE if value.get(key)), None)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
            value = str(value)
        if isinstance(value, str) and value.strip().lower() not in _NO_VALUE:
            yield value if as_given else value.strip()


def _is_address(value: str) -> bool:
    return re.match(r"https?://", value, re.IGNORECASE) is not None


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        listed = _listed_in(value) if value.lstrip().startswith("[") else None
        if listed is None:
            found = (one for one in split_authors(value) if one.lower() not in _NO_VALUE)
            return _names_of(found)
        value = listed
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, (list, tuple)):
        return ()
    names = (
        next((entry[key] for key in _AUTHOR_INSIDE if entry.get(key)), None)
        if isinstance(entry, Mapping)
        else entry
        for entry in value
    )
    found = (name.strip() for name in names if isinstance(name, str))
    return _names_of(name for name in found if name.lower() not in _NO_VALUE)


def _names_of(values: Iterable[str]) -> tuple[str, ...]:
    """The names as a page's are told: each once, without "By", jobs and addresses; as they are
    given where nothing else is in them."""
    given = tuple(value for value in values if value)
    return (clean_authors(given) if len(given) <= _MANY else ()) or given


def _listed_in(value: str) -> object | None:
    """The list in a cell such as '["A", "B"]' or "['A', 'B']", as exports of tables write it."""
    if len(value) > _LONGEST_LIST:
        return None
    try:
        return json.loads(value)  # type: ignore[no-any-return]
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(value)  # type: ignore[no-any-return]
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
