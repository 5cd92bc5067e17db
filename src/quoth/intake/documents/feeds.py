"""RSS, Atom and site maps: the full text of their entries, or the addresses of their pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from quoth.errors import InputError
from quoth.intake.dates import iso_date
from quoth.intake.documents.part import Line, Part, Parts, lined
from quoth.intake.documents.xml import body_lines, child, html_lines, local, words_of
from quoth.intake.fields import Record, language_code

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TAG = re.compile(r"<[^<>]{1,300}>")
_FEWEST_WORDS = 150  # of a description that is the text and no summary of it
_CUT = re.compile(
    r"(?:\[?(?:…|\.{3})\]?|\[&#8230;\]|(?:Read|Continue)\b.{0,40})\s*\Z", re.IGNORECASE
)
_SIGNED = re.compile(r"The post .{1,300} (?:appeared first|first appeared) on .{1,120}\Z")


def feed_parts(root: Any, name: str, *, follow: bool) -> Parts:
    """The entries of a feed: their texts, or, when ``follow``, the addresses of their pages.

    Raises:
        InputError: when no entry has a text, and none is to be followed.
    """
    channel = child(root, "channel") if local(root) != "feed" else root
    outlet = _plain(words_of(child(channel, "title"))) if channel is not None else None
    language = words_of(child(channel, "language")) if channel is not None else None
    language = language or root.get(_LANG)
    parts: Parts = []
    number = without = short = 0
    for entry in (one for one in root.iter() if local(one) in ("item", "entry")):
        number += 1
        lines, link = _lines(entry), _link(entry)
        if lines:
            record = _record(entry, lines, link, outlet, language)
            parts.append(Part(record, f"entry {number}", f"#{number}"))
        elif follow and link:
            parts.append(Part(follow=link))
        else:
            without += 1
            short += _has_summary(entry)
    if not number:
        raise InputError(name, "an empty feed")
    how = "--follow reads their pages" if not follow else "and no address"
    if short:
        how = f"their short descriptions ({short}) are no articles and not read; {how}"
    if not parts:
        raise InputError(name, f"a feed whose {number} entries give no full text; {how}")
    if without:
        parts.append(InputError(name, f"{without} of {number} entries give no full text; {how}"))
    return parts


def _has_summary(entry: Any) -> bool:
    """True for an entry that says in short what its page is about."""
    return any(local(one) in ("description", "summary") and bool(words_of(one)) for one in entry)


def map_parts(root: Any, name: str, *, follow: bool) -> Parts:
    """The addresses of a site map.

    Raises:
        InputError: when they are not to be followed, or there are none.
    """
    places = [
        place
        for entry in root
        if local(entry) in ("url", "sitemap") and (place := words_of(child(entry, "loc")))
    ]
    addresses = [place for place in dict.fromkeys(places) if _is_address(place)]
    if not addresses:
        raise InputError(name, "a site map without addresses")
    if not follow:
        raise InputError(
            name, f"a site map of {len(addresses):,} addresses; --follow reads their pages"
        )
    return [Part(follow=address) for address in addresses]


def _record(
    entry: Any, lines: list[Line], link: str | None, outlet: str | None, language: str | None
) -> Record:
    text, kinds = lined(lines)
    dates = ("published", "pubdate", "date", "issued", "created", "updated", "modified")
    found = {local(one): one for one in reversed(entry)}
    written = (iso_date(words_of(found[one])) for one in dates if one in found)
    own = words_of(child(entry, "source", "title")) or words_of(child(entry, "source"))
    return Record(
        text,
        id=None if link else words_of(found.get("guid", found.get("id"))),
        title=_plain(words_of(found.get("title"))),
        outlet=_plain(own) or outlet,
        url=link,
        published=next(filter(None, written), None),
        language=language_code(entry.get(_LANG) or language),
        authors=tuple(_authors(entry)),
        kinds=kinds,
    )


def _lines(entry: Any) -> list[Line]:
    """The lines of the full text of an entry; none where it is only a summary."""
    encoded = entry.find(_CONTENT)
    if encoded is not None and (encoded.text or "").strip():
        return _without_sign(html_lines(encoded.text))
    for content in (one for one in entry if local(one) == "content"):
        kind = content.get("type", "text")
        if kind == "xhtml":
            return _without_sign(body_lines(content))
        if kind in ("html", "text/html") and (content.text or "").strip():
            return _without_sign(html_lines(content.text))
        if (content.text or "").strip() and content.get("src") is None:
            return [(line, "paragraph") for line in content.text.splitlines()]
    description = child(entry, "description")
    lines = _without_sign(html_lines(description.text or "")) if description is not None else []
    words = sum(len(line.split()) for line, _ in lines)
    return lines if words >= _FEWEST_WORDS and not _CUT.search(lines[-1][0][-60:]) else []


def _without_sign(lines: list[Line]) -> list[Line]:
    """``lines`` without the line that a program puts below each entry."""
    return lines[:-1] if lines and _SIGNED.match(lines[-1][0]) else lines


def _link(entry: Any) -> str | None:
    for one in entry:
        if local(one) != "link" or one.get("rel", "alternate") != "alternate":
            continue
        address = (one.get("href") or one.text or "").strip()
        if _is_address(address):
            return address
    guid = child(entry, "guid")
    address = (guid.text or "").strip() if guid is not None else ""
    return address if _is_address(address) and guid.get("isPermaLink") != "false" else None


def _authors(entry: Any) -> Iterator[str]:
    for one in entry:
        if local(one) == "creator":
            yield from (name.strip() for name in (words_of(one) or "").split(";") if name.strip())
        elif local(one) == "author":
            named = words_of(child(one, "name")) or words_of(one) or ""
            # RSS: "desk@courier.example (Ida Holm)"
            bare = re.search(r"\(([^()]{1,80})\)", named)
            name = bare[1] if bare else named
            if name and "@" not in name:
                yield name


def _plain(text: str | None) -> str | None:
    return (
        " ".join(html.unescape(_TAG.sub("", html.unescape(text))).split()) or None if text else None
    )


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and len(text) < 2_000
