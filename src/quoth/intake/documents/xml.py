"""XML and HTML inside documents: parsed without entities, networks and outer definitions."""

from __future__ import annotations

import html
import re
from typing import Any

from quoth.errors import InputError
from quoth.intake.documents.part import Line
from quoth.records import BlockKind

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("hl1", "h1", "headline"), "headline"),
    **dict.fromkeys(("hl2", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd", "tr"), "list item"),
    **dict.fromkeys(("bq", "blockquote"), "block quotation"),
}
_BREAKS = frozenset((*_KINDS, "p", "div", "block", "section", "article", "body", "br", "ul", "ol",
                     "table", "body.content", "body.head", "body.end", "pre"))  # fmt: skip
_SKIPPED = frozenset(
    ("media", "figure", "script", "style", "media-caption", "tagline", "head", "aside", "iframe")
)


def parsed(data: bytes, name: str) -> Any:
    """The root of an XML document.

    Raises:
        InputError: when it is broken, or declares entities.
    """
    from lxml import etree

    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data:
        raise InputError(name, "XML that declares entities of its own; it is not read")
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        data = _ENTITY.sub(_numbered, data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data.lstrip(b" \t\r\n"), parser)
    except (etree.LxmlError, ValueError) as error:
        where = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise InputError(name, f"broken XML ({where})") from None


def _numbered(match: re.Match[bytes]) -> bytes:
    """An entity of HTML by its number, since XML knows but five names."""
    if match[1] in _OF_XML:
        return match[0]
    signs = html.unescape(match[0].decode("ascii"))
    if signs.endswith(";") and signs.startswith("&"):
        return b"&amp;" + match[1] + b";"
    return "".join(f"&#{ord(sign)};" for sign in signs).encode("ascii")


def local(element: Any) -> str:
    """The name of an element in lower case and without its namespace; "" for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def child(parent: Any, *path: str) -> Any:
    """The first descendant along a path of local names, or None."""
    for name in path:
        parent = next((one for one in parent if local(one) == name), None)
        if parent is None:
            return None
    return parent


def words_of(element: Any) -> str | None:
    """The text of an element on one line, or None."""
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def body_lines(root: Any) -> list[Line]:
    """The lines of an element with paragraphs, headings and lists in it."""
    lines: list[Line] = []
    pieces: list[str] = []
    kinds: list[BlockKind] = ["paragraph"]

    def end() -> None:
        text = " ".join("".join(pieces).split())
        if text:
            lines.append((text, kinds[-1]))
        pieces.clear()

    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        name = local(element)
        if closing:
            if name in _BREAKS:
                end()
                kinds.pop()
        elif name and name not in _SKIPPED:
            if name in _BREAKS:
                end()
                kinds.append(_KINDS.get(name, kinds[-1]))
            pieces.append(element.text or "")
            stack.append((element, True))
            stack.extend((one, False) for one in reversed(element))
            continue
        if element is not root:
            pieces.append(element.tail or "")
    end()
    return lines


def html_lines(text: str) -> list[Line]:
    """The lines of a piece of HTML, all of it."""
    from lxml import etree
    from lxml import html as parser

    from quoth.intake.page_tree import blocks_of

    if not text.strip():
        return []
    try:
        tree = parser.document_fromstring(f"<html><body>{text}</body></html>")
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    return [(block.text, block.kind) for block in blocks_of(tree)]
