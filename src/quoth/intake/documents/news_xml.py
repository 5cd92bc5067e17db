"""News in XML: NITF, NewsML-G2 and NewsML 1 (IPTC); feeds and site maps are `feeds`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quoth.errors import InputError
from quoth.intake.dates import iso_date
from quoth.intake.documents.feeds import feed_parts, map_parts
from quoth.intake.documents.part import Line, Part, Parts, lined
from quoth.intake.documents.xml import body_lines, child, html_lines, local, parsed, words_of
from quoth.intake.fields import Record, language_code


def news_parts(data: bytes, name: str, *, follow: bool) -> Parts:
    """The articles of a file of XML, or the addresses at which they are.

    Args:
        data: the file.
        name: the input, for messages.
        follow: whether the addresses in a feed or site map are wanted.

    Raises:
        InputError: when it is broken, or no kind that is known.
    """
    root = parsed(data, name)
    kind = local(root)
    if kind in ("rss", "feed", "rdf"):
        return feed_parts(root, name, follow=follow)
    if kind in ("urlset", "sitemapindex"):
        return map_parts(root, name, follow=follow)
    if kind == "nitf":
        return [Part(_nitf(root))]
    records = list(_newsml(root))
    if not records:
        raise InputError(name, "NewsML without a text in it (pictures, or links to texts)")
    if len(records) == 1:
        return [Part(records[0])]
    return [Part(one, f"article {i}", f"#{i}") for i, one in enumerate(records, 1)]


def _nitf(root: Any) -> Record:
    head, body = child(root, "head"), child(root, "body")
    docdata = child(root, "head", "docdata")
    top = child(root, "body", "body.head")
    published = outlet = identifier = None
    if docdata is not None:
        issued, own = child(docdata, "date.issue"), child(docdata, "doc-id")
        published = iso_date(issued.get("norm")) if issued is not None else None
        identifier = own.get("id-string") if own is not None else None
    pub = child(head, "pubdata") if head is not None else None
    if pub is not None:
        outlet = pub.get("name")
        published = published or iso_date(pub.get("date.publication"))
    title = byline = None
    if top is not None:
        title = words_of(child(top, "hedline", "hl1"))
        byline = child(top, "byline")
    content = child(root, "body", "body.content")
    lines = body_lines(content if content is not None else body) if body is not None else []
    return _record(
        lines,
        title=title or (words_of(child(head, "title")) if head is not None else None),
        outlet=outlet,
        published=published,
        byline=_byline(byline),
        id=identifier,
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _byline(element: Any) -> str | None:
    if element is None:
        return None
    person = next((one for one in element.iter() if local(one) == "person"), None)
    return words_of(person) or words_of(element)


def _newsml(root: Any) -> Iterator[Record]:
    for item in root.iter():
        if local(item) != "newsitem":
            continue
        record = _item(item)
        if record is not None:
            yield record


def _item(item: Any) -> Record | None:
    """The record of an item of NewsML-G2 or NewsML 1; None where it holds no text."""

    def first(*names: str) -> Any:
        return next((one for one in item.iter() if local(one) in names), None)

    lines = _content(first("contentset") if first("contentset") is not None else item)
    if not any(line.strip() for line, _ in lines):
        return None
    meta, own = child(item, "itemmeta"), child(item, "contentmeta")
    provider = child(meta, "provider") if meta is not None else first("provider")
    dates = [first(name) for name in ("firstcreated", "contentcreated", "versioncreated")]
    dates += [first(name) for name in ("firstcreated", "dateandtime", "thisrevisioncreated")]
    creator = child(own, "creator") if own is not None else None
    byline = words_of(first("by", "byline")) or words_of(_name(creator))
    language = first("language")
    tag = language.get("tag") if language is not None else None
    return _record(
        lines,
        title=words_of(first("headline")),
        outlet=words_of(_name(provider))
        or (provider.get("literal") if provider is not None else None),
        published=next((d for one in dates if one is not None and (d := iso_date(one.text))), None),
        byline=byline,
        id=item.get("guid"),
        language=tag or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _outlet(provider: Any) -> str | None:
    if provider is None:
        return None
    party = child(provider, "party")
    return (
        words_of(_name(provider))
        or provider.get("literal")
        or (party.get("formalname") or party.get("FormalName") if party is not None else None)
    )


def _name(element: Any) -> Any:
    return child(element, "name") if element is not None else None


def _content(parent: Any) -> list[Line]:
    for one in parent.iter():
        name = local(one)
        if name in ("inlinexml", "datacontent") and len(one):
            body = next((e for e in one.iter() if local(e) in ("body.content", "body")), one)
            return body_lines(body)
        if name in ("inlinedata", "datacontent") and (one.text or "").strip():
            text = one.text or ""
            if "<p" in text.lower():
                return html_lines(text)
            return [(line, "paragraph") for line in text.splitlines()]
    return []


def _record(
    lines: list[Line],
    *,
    title: str | None,
    outlet: str | None,
    published: str | None,
    byline: str | None,
    id: str | None,
    language: str | None,
) -> Record:
    from quoth.intake.documents.bundles.lines import authors_in

    text, kinds = lined(lines)
    return Record(
        text,
        id=id,
        title=title,
        outlet=outlet,
        published=published,
        language=language_code(language),
        authors=authors_in(byline) if byline else (),
        kinds=kinds,
    )
