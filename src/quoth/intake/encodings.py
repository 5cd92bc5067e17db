"""From bytes to text: byte order marks, UTF-8, what a page declares, and a careful guess.

A guess is made only where it is plain, and a text that is UTF-8 with broken places is refused
rather than read as something it is not.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

from quoth.errors import InputError
from quoth.intake.options import known_encoding
from quoth.intake.streams import PieceStream, Readable, Rewound

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages mean by these labels (WHATWG Encoding Standard), where Python's codec is narrower.
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",  # who can read the declaration has no UTF-16 before him
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
}
_DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*"
    rb"([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_ASCII = bytes(range(128))
_HIGH = re.compile(r"[^\x00-\x7f]")
_WESTERN_SIGNS = frozenset("‘’“”–—…•€£¢¥©®™°·«»‹›„‚¡¿¼½¾§\xa0±²³×ºª†‡´¨¸˜\xad¬¶¹µ‰¢")
_WESTERN_LOWER = frozenset("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýßœšž")
_WESTERN_WORDS = frozenset("àáåæéèêíóôö")  # letters that are a word by themselves
_WESTERN_UPPER = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ")
# Western encodings, the likeliest first: the second is that of old Apple computers.
_WESTERN = ("cp1252", "mac_roman")
_ODD = 0.02  # the share of odd signs in a text that is plainly in an encoding
_ODD_IN_ENGLISH = 0.2
_SHOWN = {"cp1252": "windows-1252", "cp1250": "windows-1250", "mac_roman": "Mac Roman"}
_SEEN = 2_000  # signs beyond ASCII that are looked at
_SAMPLE = 100_000  # bytes given to the general detection
_FEWEST = 20  # signs beyond ASCII without which it is not asked
_STEP = 65_536
_STRAY_NULS = 100


def decode_text(
    data: bytes, name: str, *, forced: str | None = None, declared: str | None = None
) -> str:
    """``data`` as text, exact, without its byte order mark.

    Args:
        data: the bytes of a text.
        name: the input, for the message.
        forced: the encoding the user gives, which is then taken.
        declared: the encoding that came with the bytes, taken where they are not UTF-8.

    Raises:
        InputError: when it is binary, broken UTF-8, or in an encoding that cannot be told.
    """
    encoding, skip = forced or wide_encoding(data), 0
    if mark := _bom(data):
        encoding, skip = mark
    if encoding:
        return _strictly(data, encoding, skip, name)
    refuse_nul(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    for other in (declared, guess_encoding(data)):
        if other:
            try:
                return data.decode(other)
            except UnicodeError:
                continue
    raise InputError(
        name,
        f"broken UTF-8 at byte {broken_at:,}, and no other encoding plainly fits;"
        " give --encoding if you know it",
    )


def guessed(data: bytes, *, forced: str | None = None, declared: str | None = None) -> str | None:
    """The encoding that `decode_text` guesses for ``data``; None where none has to be guessed."""
    if forced or declared or wide_encoding(data) or _bom(data) or data.isascii():
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return guess_encoding(data)
    return None


def guess_warning(encoding: str) -> str:
    """What is said where an encoding was guessed."""
    return f"read as {_SHOWN.get(encoding, encoding)}, a guess; --encoding overrules it"


def decode_page(
    data: bytes, name: str, *, forced: str | None = None, declared: str | None = None
) -> str:
    """``data`` as a page, as browsers decode it; what is broken becomes U+FFFD.

    The order is: what the user gives, a byte order mark, UTF-8 where it is valid, the transport's
    charset (``declared``), the page's own, a guess.

    Raises:
        InputError: when it is binary.
    """
    encoding, skip = forced or wide_encoding(data), 0
    if mark := _bom(data):
        encoding, skip = mark
    if encoding:
        return str(memoryview(data)[skip:], encoding, "replace")
    refuse_nul(data, name)
    labels = [label for label in (declared, _declared(data)) if label]
    if b"\x1b" in data:  # in ISO-2022, everything looks like ASCII
        for label in labels:
            if label.startswith("iso2022"):
                return data.decode(label, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for label in labels:
        if label != "utf-8":
            return data.decode(_AS_BROWSERS_DO.get(label, label), "replace")
    return data.decode(guess_encoding(data) or "utf-8", "replace")


def utf8_stream(
    stream: Readable,
    head: bytes,
    name: str,
    *,
    forced: str | None,
    declared: str | None = None,
    guesses: list[str] | None = None,
) -> BinaryIO:
    """A stream of rows recoded to UTF-8, its byte order mark left out.

    Where nothing names the encoding, it is told when the first bytes beyond ASCII come.

    What the encoding cannot hold stays as it is, so that it is found as broken UTF-8 in its row.

    Args:
        stream: the bytes, from the start.
        head: the first of them, from which the encoding is told.
        name: the input, for the message of the errors that reading raises.
        forced: the encoding the user gives.
        declared: the encoding that came with the bytes.
        guesses: takes in the encoding that is guessed, when it is.
    """
    encoding = forced or wide_encoding(head)
    if mark := _bom(head):
        encoding, skip = mark
        stream.read(skip)
    if encoding is None:
        return io.BufferedReader(_Told(stream, name, declared, guesses), _STEP)
    if encoding == "utf-8":
        return io.BufferedReader(_Plain(stream), _STEP)
    return io.BufferedReader(_Recoded(stream, encoding, name), _STEP)


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, where the zero bytes give it away.

    A page begins with a tag, whatever the script of its words (WHATWG HTML, 13.2.3.3).
    """
    sample = data[:4096]
    if re.match(rb"(?:[ \t\r\n]\0)*<\0[!?A-Za-z]\0", sample):
        return "utf-16-le"
    if re.match(rb"(?:\0[ \t\r\n])*\0<\0[!?A-Za-z]", sample):
        return "utf-16-be"
    half = len(sample) // 2
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if half >= 2 and first == 0 and second >= 0.7 * half:
        return "utf-16-le"
    return "utf-16-be" if half >= 2 and second == 0 and first >= 0.7 * half else None


def guess_encoding(data: bytes) -> str | None:
    """The encoding of ``data``, which is not valid UTF-8, or None when it is not plain."""
    high = len(data.translate(None, _ASCII))
    in_utf8 = sum(len(match[0]) for match in _MULTIBYTE.finditer(data))
    if not high or 2 * in_utf8 >= high:
        return None
    if western := _western(data):
        return western
    if high < _FEWEST:
        return None
    from charset_normalizer import from_bytes  # comes with trafilatura

    start = re.search(rb"[\x80-\xff]", data)
    begin = max(0, start.start() - _SAMPLE // 2) if start else 0
    best = from_bytes(data[begin : begin + _SAMPLE]).best()
    if best is None or best.coherence < 0.1 or best.encoding.startswith("utf"):
        return None
    return known_encoding(best.encoding)


def refuse_nul(data: bytes, name: str) -> None:
    """Raise InputError when there is a zero byte, which no text has."""
    at = data.find(b"\0")
    if at >= 0:
        raise InputError(name, f"a binary file, not text (a NUL byte at {at:,})")


def without_stray_nuls(data: bytes, most: int = _STRAY_NULS) -> bytes:
    """``data`` of a page without its zero bytes, where they are few and no half of a character."""
    if _bom(data) or wide_encoding(data) or not 0 < data.count(b"\0") <= most:
        return data
    return data.replace(b"\0", b"")  # as browsers do


def _bom(data: bytes) -> tuple[str, int] | None:
    return next(((name, len(mark)) for mark, name in _BOMS if data.startswith(mark)), None)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, 4096)
    return known_encoding(match[1].decode("ascii")) if match else None


def _strictly(data: bytes, encoding: str, skip: int, name: str) -> str:
    try:
        return str(memoryview(data)[skip:], encoding)
    except UnicodeDecodeError as error:
        at = error.start + skip
        raise InputError(name, f"broken {encoding.upper()} at byte {at:,}") from None


def _western(data: bytes) -> str | None:
    """The Western encoding in which the signs beyond ASCII stand where they do in Western text.

    English text with few of them is taken for Western, too, though some stand oddly.
    """
    if b"\xe2\x80" in data:  # the start of a curly quotation mark in UTF-8
        return None
    odd = {encoding: _odd(data.decode(encoding, "replace")) for encoding in _WESTERN}
    best = min(_WESTERN, key=lambda encoding: odd[encoding])
    if odd[best] <= _ODD:
        return best
    if odd[best] > _ODD_IN_ENGLISH:
        return None
    from quoth.intake.language import is_plainly_english

    return best if is_plainly_english(data.decode(best, "replace")) else None


def _odd(text: str) -> float:
    """The share of signs beyond ASCII that stand where they do not in Western text."""
    seen = odd = 0
    for match in _HIGH.finditer(text):
        sign, at = match[0], match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if sign in _WESTERN_LOWER:
            alone = sign in _WESTERN_WORDS and (before + after).isspace()
            fits = alone or before.isalpha() or after.isalpha()
        elif sign in _WESTERN_UPPER:
            fits = after.isalpha() and not before.islower()
        else:
            fits = sign in _WESTERN_SIGNS
        seen += 1
        odd += not fits
        if seen >= _SEEN:
            break
    return odd / max(1, seen)


class _Plain(PieceStream):
    """``stream`` as a raw stream."""

    def __init__(self, stream: Readable) -> None:
        super().__init__()
        self._stream = stream

    def next_piece(self) -> bytes:
        return self._stream.read(_STEP) or b""


class _Told(PieceStream):
    """``stream`` in UTF-8, its encoding told by the first bytes that are not ASCII."""

    def __init__(
        self, stream: Readable, name: str, declared: str | None, guesses: list[str] | None
    ) -> None:
        super().__init__()
        self._stream = stream
        self._name = name
        self._declared = declared
        self._guesses = guesses
        self._rest: PieceStream | None = None

    def next_piece(self) -> bytes:
        if self._rest is not None:
            return self._rest.next_piece()
        piece = self._stream.read(_STEP) or b""
        if piece.isascii():
            return piece
        beginning = [piece]
        for _ in range(3):
            beginning.append(self._stream.read(_STEP) or b"")
        head = b"".join(beginning)
        whole = Rewound(head, self._stream)
        encoding = self._encoding(head)
        self._rest = _Plain(whole) if encoding == "utf-8" else _Recoded(whole, encoding, self._name)
        return self._rest.next_piece()

    def _encoding(self, head: bytes) -> str:
        try:
            # The head may end in the middle of a character.
            codecs.getincrementaldecoder("utf-8")().decode(head)
        except UnicodeDecodeError:
            if self._declared:
                return self._declared
        else:
            return "utf-8"
        guess = guess_encoding(head)
        if guess and self._guesses is not None:
            self._guesses.append(guess)
        return guess or "utf-8"


class _Recoded(PieceStream):
    """``stream`` decoded from ``encoding`` and encoded in UTF-8."""

    def __init__(self, stream: Readable, encoding: str, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self._encoding = encoding
        self._name = name

    def next_piece(self) -> bytes:
        while True:
            piece = self._stream.read(_STEP) or b""
            try:
                text = self._decoder.decode(piece, final=not piece)
                data = text.encode("utf-8", "surrogateescape")
            except UnicodeError:
                raise InputError(self._name, f"broken {self._encoding.upper()}") from None
            if data or not piece:
                return data
