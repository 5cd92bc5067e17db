"""Character normalisation: composed (NFC), visible, with plain spaces and punctuation.

Nothing here changes what a reader sees. Pages and converters write the same words in many ways:
accents as characters of their own, hyphens that show only at a line's end, spaces that hold words
together, quotation marks in the place of Windows-1252, ligatures of print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quoth.text.offsets import Edit

# Soft hyphen, grapheme joiner, marks of direction, zero-width characters, byte order mark.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_MARKS = {
    "``": "“", "''": '"', "‘‘": "“", "’’": "”", "❝": "“", "❞": "”", "❛": "‘", "❜": "’",
    "‟": "“", "〝": "“", "〞": "”", "〟": "”", "＂": '"', "″": '"', "‶": '"', "ˮ": '"',
    "「": "“", "」": "”", "『": "“", "』": "”", "｢": "“", "｣": "”",
    "＇": "'", "ʼ": "’", "ʹ": "'", "′": "'",
}  # fmt: skip
# What Windows-1252 has at the places of control characters, by which it is taken for Latin-1.
_WINDOWS = {
    chr(code): bytes([code]).decode("windows-1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BREAKS = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n"}

_SIGNS = (
    rf"{INVISIBLE}{_SPACES}\r\u2028\u2029❝❞❛❜‟〝〞〟＂″‶ˮ「」『』｢｣＇ʼʹ′´`\ufb00-\ufb06\u0080-\u009f"
    r"\uff01-\uff5e\U0001d400-\U0001d7ff"
)
_ODD = re.compile(
    # A soft hyphen where a line ends in it: it and the end of the line go.
    r"(?<=\w)\u00ad[ \t]*(?:\r\n|[\n\r])[ \t]*(?=\w)"
    rf"|[{INVISIBLE}]+|``|''|‘‘|’’|\r\n|(?<=\w)[´`](?=\w)|(?![´`])[{_SIGNS}]"
)
# Most texts have none, and a search for one of several characters is quick.
_ANY = re.compile(rf"[{_SIGNS}]|''|‘‘|’’")
_ANY_IN_ASCII = re.compile(r"[\r`]|''")


def plain_edits(text: str) -> Iterator[Edit]:
    """The edits that take invisible characters out and make spaces, marks and line ends plain."""
    if text.isascii():
        if not _ANY_IN_ASCII.search(text):
            return
    elif not _ANY.search(text):
        return
    windows = any(char in _WINDOWS and char != "\x85" for char in set(text))
    for match in _ODD.finditer(text):
        words = _plain(match[0], windows=windows)
        if words != match[0]:
            yield (*match.span(), words)


def _plain(odd: str, *, windows: bool) -> str:
    known = _MARKS.get(odd) or _BREAKS.get(odd) or _LIGATURES.get(odd)
    if known:
        return known
    if odd in ("`", "´"):
        return "'"
    if odd == "\x85":  # an ellipsis in Windows-1252, else the end of a line
        return "…" if windows else "\n"
    if odd in _WINDOWS:
        return _WINDOWS[odd]
    if odd.isspace():
        return " "
    return unicodedata.normalize("NFKC", odd) if odd >= "\uff01" else ""


_COMPOSABLE = re.compile(r".?[^\x00-\x7f]+", re.DOTALL)


# No writing puts more marks on a letter (Unicode's Stream-Safe Text Format, UAX 15, allows 30), and
# putting a run of them in order takes time that grows with its square.
_MOST_MARKS = 30
_NOT_ASCII = re.compile(rf"[^\x00-\x7f]{{{_MOST_MARKS + 1},}}")


def composed_edits(text: str) -> Iterator[Edit]:
    """The edits that compose each letter with its accents (Unicode normalisation form C).

    Runs of more than 30 combining marks stay as they are.
    """
    if text.isascii():
        return
    at = 0
    for start, end in (*_endless_marks(text), (len(text), len(text))):
        for low, high, composed in _composed(text[at:start] if at or start < end else text):
            yield at + low, at + high, composed
        at = end


def _endless_marks(text: str) -> Iterator[tuple[int, int]]:
    """The runs of more combining marks than `_MOST_MARKS`."""
    for several in _NOT_ASCII.finditer(text):
        start = None
        for at in range(several.start(), several.end() + 1):
            if at < several.end() and unicodedata.combining(text[at]):
                start = at if start is None else start
                continue
            if start is not None and at - start > _MOST_MARKS:
                yield start, at
            start = None


def _composed(text: str) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFC", text):
        return
    for run in _COMPOSABLE.finditer(text):
        if unicodedata.is_normalized("NFC", run[0]):
            continue
        for start, end in _clusters(run[0]):
            written = run[0][start:end]
            composed = unicodedata.normalize("NFC", written)
            if composed != written:
                yield run.start() + start, run.start() + end, composed


def _clusters(run: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``run`` that compose with nothing outside themselves."""
    start = 0
    joins = True  # no mark yet: a character that is none may still compose with the last
    for i in range(1, len(run)):
        if unicodedata.combining(run[i]):
            joins = False
            continue
        if joins and _compose(run[start:i], run[i]):
            continue
        yield start, i
        start, joins = i, True
    if run:
        yield start, len(run)


def _compose(left: str, right: str) -> bool:
    """Whether two characters without combining class become one, as Hangul's letters do."""
    form = unicodedata.normalize
    return form("NFC", left + right) != form("NFC", left) + form("NFC", right)
