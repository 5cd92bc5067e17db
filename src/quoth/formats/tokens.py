"""Words of a text for formats that count in tokens: CoNLL, Prodigy, INCEpTION."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quoth.formats.output import encodable
from quoth.records import Reading, Span
from quoth.text.sentences import sentences

# A run of letters and digits, with what joins them within a word; any other sign is a token.
_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")


def tokenised(text: str) -> list[list[Span]]:
    """The tokens of each sentence, in order; no token runs over a line break or white space."""
    out = []
    for line in re.finditer(r"[^\n]+", text):
        for start, end in sentences(text, *line.span()):
            found = [Span(*match.span()) for match in _TOKEN.finditer(text, start, end)]
            if found:
                out.append(found)
    return out


def tokens_of(tokens: Sequence[Span], span: Span) -> range:
    """The numbers of the tokens that share a character with ``span``; ``tokens`` are in order."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    last = bisect_left(tokens, span.end, key=lambda token: token.start)
    return range(first, max(first, last))


def plain_text(reading: Reading) -> str:
    """The article's text, as long as it is, without what XML and databases cannot hold: such a
    character is U+FFFD."""
    return _NO_XML.sub("\ufffd", encodable(reading.article.text))


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
