"""A cheap look at a page, before it is taken apart: is it plainly in another language?

Taking a page apart costs more than anything but reading it, and of a mixed crawl most pages are in
other languages. The look is careful: a page is passed over only when its visible words are many,
hardly any of them is a function word of English, and the detector is sure.
"""

from __future__ import annotations

import re

from quoth.errors import InputError
from quoth.intake.encodings import decode_page
from quoth.intake.language import detect

_FEWEST = 1_500  # letters
_SEEN = 200_000  # characters of the page
# Linear: each part is found by its first sign and ends at the first of its last.
_HIDDEN = re.compile(r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>?")
_ENGLISH = re.compile(r"\b(?:the|and|that|with|from|which|were|have|this|said)\b", re.I)
_ENGLISH_SHARE = 0.01


def plainly_foreign(page: bytes | None) -> str | None:
    """The language of a page (ISO 639-1) when it is long and plainly not in English, else None."""
    if not page:
        return None
    try:
        html = decode_page(page[: 2 * _SEEN], "page")[:_SEEN]
    except InputError:
        return None
    words = _TAG.sub(" ", _HIDDEN.sub(" ", html)).split()
    text = " ".join(word for word in words if word[0].isalpha())
    if sum(map(str.isalpha, text)) < _FEWEST:
        return None
    if len(_ENGLISH.findall(text)) > _ENGLISH_SHARE * len(words):
        return None
    found = detect(text)
    return found if found and found != "en" else None
