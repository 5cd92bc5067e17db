"""From what is known of an article to the `Article`: last checks, language, furniture."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.errors import InputError
from quoth.intake.dates import iso_date
from quoth.intake.fields import Record, language_code
from quoth.intake.options import IntakeOptions
from quoth.records import Article, Block, BlockKind, Span
from quoth.wording import DATE_UNCLEAR, READ_LANGUAGE, count, foreign

if TYPE_CHECKING:
    from quoth.text import View

# What is known of an article is repeated with each of its rows, so a flood is not taken over.
_LONGEST_LINE = 2_000
_MOST_AUTHORS = 100
_SURROGATE = re.compile("[\ud800-\udfff]")


def article_from_text(
    text: str,
    *,
    id: str,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    language: str | None = None,
    authors: tuple[str, ...] = (),
    options: IntakeOptions | None = None,
) -> Article:
    """The article of a text as given; offsets are into exactly that text.

    Args:
        text: the article's text.
        id, title, outlet, url, authors: what is known of it.
        published: a date or date-time, best in ISO 8601.
        language: the language it declares, believed only where none is detected.
        options: its ``lang`` is taken as given; see `IntakeOptions`.

    Raises:
        InputError: when the text is empty, or cannot be text (NUL, lone surrogates), and when
            ``published`` has no one meaning as a date.
    """
    date = iso_date(published)
    if published and date is None:
        raise InputError(id, f"published: {published!r} is no plain date; give it as YYYY-MM-DD")
    return finished(
        Record(text, id, title, outlet, url, date, language, authors),
        name=id,
        fallback_id=id,
        options=options or IntakeOptions(),
    )


def finished(
    record: Record,
    *,
    name: str,
    fallback_id: str,
    options: IntakeOptions,
    front: Span | None = None,
) -> Article:
    """The article of ``record``, checked, with its language and furniture told.

    Args:
        record: what its page, row or file says.
        name: the input, for the message.
        fallback_id: its id where the record has neither id nor address.
        options: ``lang`` overrides the detection.
        front: a stretch of the text that is known to be no part of the article.

    Raises:
        InputError: when the text is empty, or cannot be text (NUL, lone surrogates).
    """
    from quoth.intake.furniture import find_furniture
    from quoth.intake.language import detect
    from quoth.text import normalise

    text = record.text
    _check(text, name)
    view = normalise(text)
    aside = find_furniture(view.text)
    furniture = tuple(map(view.to_source, aside))
    title = _line(record.title)
    id = _clean(record.id or record.url or encodable(fallback_id))
    if front is not None:
        furniture = _merged((front, *furniture))
    language = options.lang or detect(view.text) or language_code(record.language)
    warnings = [*record.warnings, *_mended(text)]
    if language and language.lower().split("-")[0] != READ_LANGUAGE:
        warnings.append(foreign(language))
    return Article(
        id=id,
        text=text,
        title=title,
        outlet=_line(record.outlet) or _line(options.outlet),
        url=_line(record.url),
        published=record.published or _default_date(record, options),
        language=language,
        authors=tuple(filter(None, map(_line, record.authors[:_MOST_AUTHORS]))),
        furniture=furniture,
        blocks=_blocks(text, view, title, aside, record),
        section=_line(record.section),
        # Who reads them sees the article's id before them, which may be its address.
        warnings=tuple(
            told if name == id else f"{told} (in {encodable(name)})" for told in warnings
        ),
    )


def _mended(text: str) -> Iterator[str]:
    """What is said where the reading mends the text."""
    from quoth.text.mending import mended_kinds

    kinds = mended_kinds(text)
    if kinds:
        told = ", ".join(f"{kind} ({number:,})" for kind, number in kinds.items())
        yield f"mended for the reading: {told}; the text stays as it was given"
    lost = text.count("\ufffd")
    if lost:
        yield f"{count(lost, 'character')} lost before it came here (U+FFFD)"


def _default_date(record: Record, options: IntakeOptions) -> str | None:
    """The date the user gives for articles that have none: one not understood is not none."""
    unclear = any(warning.startswith(DATE_UNCLEAR) for warning in record.warnings)
    return None if unclear else options.published


def _blocks(
    text: str,
    view: View,
    title: str | None,
    furniture: tuple[Span, ...],
    record: Record,
) -> tuple[Block, ...]:
    """The blocks of the text as given, with what the page tells of its lines."""
    from quoth.text.blocks import find_blocks

    told: dict[int, BlockKind] = {}
    times: dict[int, str] = {}
    if record.kinds:
        starts = [match.start() for match in re.finditer(r"\S[^\n]*", text)]
        places = [view.to_view(Span(at, at + 1)).start for at in starts]
        told = dict(zip(places, record.kinds, strict=False))
        times = {places[n]: time for n, time in record.times.items() if n < len(places)}
    return tuple(
        Block(block.kind, view.to_source(block.span), times.get(block.span.start))
        for block in find_blocks(view.text, title=title, furniture=furniture, known=told)
    )


def with_defaults(record: Record, page: Record) -> Record:
    """``record`` with the text of ``page``, and what else it does not know itself."""
    return replace(
        page,
        **{
            part: value
            for part in (
                "id",
                "title",
                "outlet",
                "url",
                "published",
                "language",
                "authors",
                "section",
            )
            if (value := getattr(record, part))
        },
    )


def encodable(name: str) -> str:
    """``name``, of a file perhaps, with what is no text in it replaced, so it can be written."""
    if _SURROGATE.search(name):
        return os.fsencode(name).decode("utf-8", "replace") if _from_file(name) else _clean(name)
    return name


def _check(text: str, name: str) -> None:
    if not text or text.isspace():
        raise InputError(name, "no text in it (it is empty or blank)")
    at = text.find("\0")
    if at >= 0:
        raise InputError(name, f"not text (a NUL at character {at:,})")
    # Most texts can be shown to be clean without a search.
    found = None if text.isascii() else _SURROGATE.search(text)
    if found:
        raise InputError(
            name,
            f"not text (half a character, U+{ord(found[0]):X}, at character {found.start():,})",
        )


def _from_file(name: str) -> bool:
    return all("\udc80" <= sign <= "\udcff" for sign in _SURROGATE.findall(name))


def _clean(value: str) -> str:
    return _SURROGATE.sub("\ufffd", value)


def _line(value: str | None) -> str | None:
    """``value`` on one line; None when nothing is in it, or far more than a title."""
    if not value or len(value) > _LONGEST_LINE:
        return None
    return _clean(" ".join(value.split())) or None


def _merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
