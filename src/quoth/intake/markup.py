"""A text field that holds markup, as the pages of a content system are exported: read as HTML.

Its text is what a reader would see, a line a block, each told to be a heading, a list item, a
caption and so on. Offsets are into that text.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from quoth.errors import InputError
from quoth.intake.fields import Record
from quoth.intake.pages import MAX_PAGE_BYTES

_TAG = re.compile(
    r"<(?:/(?:p|div|span|li|ul|ol|h[1-6]|blockquote|section|article|figure|strong|em|a|b|i|td)"
    r"|br\s{0,5}/?|(?:p|div|a|img|figure|iframe)(?:\s[^<>]{0,1000})?)\s{0,5}>",
    re.IGNORECASE,
)
_WRITTEN_TAG = re.compile(
    r"&lt;(?:/(?:p|div|span|li|h[1-6]|a|strong|em)|br\s{0,5}/?)\s{0,5}&gt;", re.I
)


def has_markup(text: str) -> bool:
    """True for a text in which tags of HTML stand, as such or as entities."""
    return ("<" in text and _TAG.search(text) is not None) or (
        "&lt;" in text and _WRITTEN_TAG.search(text) is not None
    )


def without_markup(record: Record, name: str) -> Record:
    """``record`` with the text that a reader of its markup would see.

    Raises:
        InputError: when it is larger than a page may be, or nothing to read is in it.
    """
    from lxml import etree
    from lxml.html import document_fromstring

    from quoth.intake.page_tree import blocks_of

    text = record.text
    if len(text) > MAX_PAGE_BYTES:
        raise InputError(name, f"markup of more than {MAX_PAGE_BYTES / 1e6:.0f} MB")
    if _TAG.search(text) is None:
        text = html.unescape(text)
    # Line ends in text without block elements are the author's own; in pages they are spaces.
    if not re.search(r"<(?:p|div|br|li|h[1-6]|blockquote)\b", text, re.IGNORECASE):
        text = text.replace("\n", "<br>")
    try:
        tree = document_fromstring(
            f"<html><body><div>{text.replace(chr(0), ' ')}</div></body></html>"
        )
    except (etree.LxmlError, ValueError) as error:
        raise InputError(name, f"its markup cannot be read ({type(error).__name__})") from None
    for element in list(tree.iter("script", "style", "noscript")):
        element.drop_tree()
    blocks = [block for block in blocks_of(tree) if block.text.strip()]
    if not blocks:
        raise InputError(name, "no text in its markup")
    return replace(
        record,
        text="\n".join(block.text for block in blocks),
        kinds=tuple(block.kind for block in blocks),
    )
