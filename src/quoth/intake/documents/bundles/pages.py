"""Pages of press archives as lines: an element a line, the cells of a row parted by a tab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_BREAKS = frozenset(
    re.findall(
        r"\S+",
        """
        address article aside blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6
        header hr li main ol p pre section table tbody tr ul br text
        """,
    )
)
_SKIPPED = frozenset(("script", "style", "head", "noscript", "button", "select", "aside", "nav"))


def page_tree(html: str) -> Any:
    """The tree of a page, or None when it is none."""
    from lxml import etree
    from lxml import html as parser

    try:
        return parser.document_fromstring(html.encode("utf-8", "replace"), parser=_parser(parser))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _parser(parser: Any) -> Any:
    return parser.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)


def element_lines(element: Any) -> list[str]:
    """The lines of an element that are not blank."""
    text = "".join(_pieces(element))
    return [line for part in text.split("\n") if (line := _tidy(part))]


def _tidy(line: str) -> str:
    cells = (" ".join(cell.split()) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)


def _pieces(root: Any) -> Iterator[str]:
    """The text of ``root`` in order, with line ends and tabs in place of elements."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else None
        mark = "\n" if tag in _BREAKS else "\t" if tag in ("td", "th") else ""
        if closing:
            yield mark
            if element is not root and element.tail:
                yield element.tail.replace("\n", " ").replace("\t", " ")
            continue
        if tag is None or tag in _SKIPPED:
            if element is not root and element.tail:
                yield element.tail.replace("\n", " ").replace("\t", " ")
            continue
        yield mark if tag in _BREAKS else ""
        if element.text:
            yield element.text.replace("\n", " ").replace("\t", " ")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
