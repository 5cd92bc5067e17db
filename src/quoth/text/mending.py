"""Text that a program broke on its way, mended for the reading: what was meant, at exact offsets.

Exports write entities and escapes where characters were meant, mails quoted-printable, terminals
their colours; UTF-8 read as another encoding gives mojibake ("donâ€™t"), which ftfy knows (Speer,
"ftfy", Zenodo 2019). U+FFFD stands where a character was lost: an apostrophe or the quotation
marks of what somebody says can be told from what stands around it, anything else cannot. The text
as given is not changed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

from quoth.text.offsets import Edit, Offsets, rewrite

_ANY = re.compile(r"[\x1b&\ufffd]|\\u|=\r?\n|=[0-9A-F]{2}=")
_ANSI = re.compile(r"\x1b\[[0-9;?]{0,20}[@-~]")
_ENTITY = re.compile(r"&(?:amp;)?(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,24});")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[\"'/nrt]"
)
_WRITTEN = {"n": "\n", "r": "\r", "t": "\t"}
_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2})+|=[ \t]{0,20}\r?\n")
_MOST = 4_000  # characters of a run beyond ASCII that are looked at together
_RUN = re.compile(rf"[^\x00-\x7f]{{2,{_MOST}}}")
# What the first byte of a character in UTF-8 looks like in other encodings.
_LEAD = re.compile(r"[\u00c2-\u00f4\u0102-\u0173\u0410-\u044f‚√][^\x00-\x7f]")
_LOST = re.compile("\ufffd{1,3}")
_MOST_PASSES = 4
_ENDING = re.compile(r"(?:s|t|d|m|re|ve|ll)\b")

_ENTITIES, _ESCAPES, _QUOTED = "HTML entities", "escapes", "quoted-printable"
_COLOURS, _MOJIBAKE, _REPLACED = "terminal codes", "mojibake", "lost characters (U+FFFD)"


def mended(text: str) -> tuple[str, tuple[Offsets, ...]]:
    """``text`` with what was meant in the place of what programs made of it, and the maps to it.

    What was broken twice is mended twice: escapes that hold mojibake, entities within escapes.
    """
    maps: list[Offsets] = []
    for _, words, offsets in _passes(text):
        text = words
        maps.append(offsets)
    return text, tuple(maps)


def mended_kinds(text: str) -> dict[str, int]:
    """What `mended` mends in ``text``, in words, and in how many places."""
    kinds = sorted(kind for kinds, _, _ in _passes(text) for kind in kinds)
    return {kind: len(list(same)) for kind, same in groupby(kinds)}


def _passes(text: str) -> Iterator[tuple[list[str], str, Offsets]]:
    """What each pass mends, the text after it, and its map; few, for a hostile text has many."""
    for _ in range(_MOST_PASSES):
        found = list(_found(text))
        text, offsets = rewrite(text, [edit for edit, _ in found])
        if offsets is None:
            return
        yield [kind for _, kind in found], text, offsets


def _found(text: str) -> Iterator[tuple[Edit, str]]:
    """The edits in their order, none over another, each with what it mends."""
    found: list[tuple[Edit, str]] = []
    if _ANY.search(text):
        found += ((edit, _COLOURS) for edit in _replaced(_ANSI, text, lambda _: ""))
        found += ((edit, _ENTITIES) for edit in _replaced(_ENTITY, text, _entity))
        found += ((edit, _ESCAPES) for edit in _escapes(text))
        found += ((edit, _QUOTED) for edit in _quoted_printable(text))
        if "\ufffd" in text:
            found += ((edit, _REPLACED) for edit in _lost(text))
    if not text.isascii() and _LEAD.search(text):
        found += ((edit, _MOJIBAKE) for edit in _mojibake(text))
    found.sort()
    end = 0
    for edit, kind in found:
        if edit[0] >= end:
            yield edit, kind
            end = edit[1]


def _replaced(pattern: re.Pattern[str], text: str, made: object) -> Iterator[Edit]:
    assert callable(made)
    for match in pattern.finditer(text):
        words = made(match)
        if words is not None and words != match[0]:
            yield match.start(), match.end(), words


def _entity(match: re.Match[str]) -> str | None:
    words = html.unescape(html.unescape(match[0]))
    return None if words.startswith("&") and len(words) > 1 else words.replace("\0", "\ufffd")


def _escapes(text: str) -> Iterator[Edit]:
    """Escapes of JSON that were not taken for such, where one of a character shows it."""
    if "\\u" not in text or not re.search(r"\\u[0-9a-fA-F]{4}", text):
        return
    yield from _replaced(_ESCAPE, text, _unescaped)


def _unescaped(match: re.Match[str]) -> str | None:
    form = match[0]
    if form[1] != "u":
        return _WRITTEN.get(form[1], form[1])
    codes = [int(part, 16) for part in form.split("\\u")[1:]]
    if len(codes) == 2:
        return chr(0x10000 + ((codes[0] - 0xD800) << 10) + codes[1] - 0xDC00)
    return None if 0xD800 <= codes[0] < 0xE000 or codes[0] == 0 else chr(codes[0])


def _quoted_printable(text: str) -> Iterator[Edit]:
    """The bytes and line ends of quoted-printable, where a character of several bytes shows it."""
    runs = list(_PRINTABLE.finditer(text))
    if len(runs) < 2 or not any(_decoded(run[0]) is not None and len(run[0]) > 3 for run in runs):
        return
    for run in runs:
        words = "" if run[0][-1] == "\n" else _decoded(run[0])
        if words is not None:
            yield run.start(), run.end(), words


def _decoded(run: str) -> str | None:
    if run[-1] == "\n":
        return None
    try:
        words = bytes.fromhex(run.replace("=", "")).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in words else words


def _mojibake(text: str) -> Iterator[Edit]:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    for run in _RUN.finditer(text):
        if not _LEAD.search(run[0]) or not is_bad(run[0]):
            continue
        words = fix_encoding(run[0])
        if words != run[0] and "\0" not in words:
            yield run.start(), run.end(), words


def _lost(text: str) -> Iterator[Edit]:
    """Apostrophes, and quotation marks where those of a line open and close in turn."""
    for line in re.finditer(r"(?m)^[^\n\ufffd]*+\ufffd[^\n]*", text):
        marks: list[tuple[int, int, str]] = []
        for match in _LOST.finditer(line[0]):
            before = line[0][match.start() - 1 : match.start()]
            after = line[0][match.end() : match.end() + 1]
            start, end = line.start() + match.start(), line.start() + match.end()
            if before.isalpha() and _ENDING.match(line[0], match.end()):
                yield start, end, "’"
            elif (not before or before in " \t([") and after.isalnum():
                marks.append((start, end, "“"))
            elif before and before in ",.!?…" and (not after or after in " \t).,;:]\r"):
                marks.append((start, end, "”"))
        turns = "".join(words for _, _, words in marks)
        if marks and turns == "“”" * (len(marks) // 2):
            yield from marks
