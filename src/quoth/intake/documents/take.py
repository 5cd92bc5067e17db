"""From a document to its articles: the right module, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from quoth.errors import InputError
from quoth.intake.build import finished
from quoth.intake.documents.bundles import bundle_parts
from quoth.intake.documents.memory import bounded_memory
from quoth.intake.documents.part import Part, Parts
from quoth.intake.encodings import decode_page, decode_text
from quoth.intake.fields import Record
from quoth.intake.limits import limited
from quoth.intake.options import IntakeOptions
from quoth.records import Article

#: The kinds that are read here, by their names in `quoth.intake.kinds.Kind`, which imports `tell`.
DOCUMENTS = frozenset(("WORD", "RTF", "PDF", "BUNDLE", "MAIL", "SUBTITLES", "NEWS_XML"))


def document_parts(
    data: bytes,
    kind: str,
    name: str,
    *,
    max_bytes: int,
    forced: str | None = None,
    declared: str | None = None,
    follow: bool = False,
) -> Parts:
    """The articles of a document, and errors in the places of those that cannot be read.

    Args:
        data: the file.
        kind: one of `DOCUMENTS`.
        name: the input, for messages.
        max_bytes: what a packed document may unfold to.
        forced: the encoding the user gives.
        declared: the charset that came with it.
        follow: whether the addresses in a feed or site map are wanted.

    Raises:
        InputError: when nothing of it can be read.
    """
    with bounded_memory():
        try:
            if kind == "NEWS_XML":
                from quoth.intake.documents.news_xml import news_parts

                return news_parts(data, name, follow=follow)
            return _parts(data, kind, name, max_bytes, forced, declared)
        except MemoryError:
            raise InputError(name, "takes more memory than a document should; left out") from None
        except RecursionError:
            raise InputError(name, "nested too deeply") from None


def _decoded(data: bytes, name: str, forced: str | None, declared: str | None) -> str:
    """A page as browsers decode it, another text exactly."""
    page = data[:200].lstrip().startswith(b"<")
    return (decode_page if page else decode_text)(data, name, forced=forced, declared=declared)


def _plain(text: str, name: str) -> Record:
    """The record of what began as a download of an archive, but holds none of its articles."""
    from quoth.intake.pages import html_record

    return html_record(text, name) if text.lstrip().startswith("<") else Record(text)


def _parts(
    data: bytes,
    kind: str,
    name: str,
    max_bytes: int,
    forced: str | None,
    declared: str | None,
) -> Parts:
    if kind == "WORD":
        from quoth.intake.documents.word import word_record

        record, lines = word_record(data, name, max_bytes)
        return bundle_parts("\n".join(line for line, _ in lines)) or [Part(record)]
    if kind == "RTF":
        from quoth.intake.documents.rtf import rtf_record, rtf_text

        text = rtf_text(data, name)
        return bundle_parts(text) or [Part(rtf_record(text))]
    if kind == "MAIL":
        from quoth.intake.documents.mail import mail_parts

        return mail_parts(data, name)
    if kind == "SUBTITLES":
        from quoth.intake.documents.subtitles import subtitles_record

        text = decode_text(data, name, forced=forced, declared=declared)
        return [Part(subtitles_record(text, name))]
    if kind == "BUNDLE":
        text = _decoded(data, name, forced, declared)
        return bundle_parts(text) or [Part(_plain(text, name))]
    from quoth.intake.documents.pdf import pdf_record

    return [Part(pdf_record(data, name))]


def document_articles(
    data: bytes,
    kind: str,
    name: str,
    options: IntakeOptions,
    *,
    url: str | None = None,
    declared: str | None = None,
    fetched: Callable[[str], Iterator[Article | InputError]] | None = None,
) -> Iterator[Article | InputError]:
    """The articles of a document, taken apart in another process.

    Args:
        data: the file.
        kind: one of `DOCUMENTS`.
        name: the input, for messages and ids.
        options: how to take it in.
        url: where it was found.
        declared: the charset that came with it.
        fetched: gives the articles at an address, where those in feeds and site maps are wanted.

    Raises:
        InputError: when nothing of it can be read.
    """
    parts: Parts = limited(
        document_parts,
        data,
        kind,
        name,
        name=name,
        seconds=options.seconds,
        max_bytes=options.max_bytes,
        forced=options.encoding,
        declared=declared,
        follow=fetched is not None,
    )
    for part in parts:
        if isinstance(part, InputError):
            yield _placed(part, name)
        elif part.follow is not None:
            if fetched is not None:
                yield from fetched(part.follow)
        else:
            try:
                yield article_of_part(part, name, options, url=url if len(parts) == 1 else None)
            except InputError as error:
                yield error


def _placed(error: InputError, name: str) -> InputError:
    """The error of one article of the document ``name``."""
    return error if error.name == name else InputError(f"{name} {error.name}", error.reason)


def article_of_part(
    part: Part, name: str, options: IntakeOptions, *, url: str | None = None
) -> Article:
    """The article of one part of the document ``name``.

    Raises:
        InputError: when it has no text.
    """
    record = part.record or Record("")
    where = f"{name} {part.name}".rstrip()
    return finished(
        replace(record, url=record.url or url),
        name=where,
        fallback_id=name + part.id,
        options=options,
    )
