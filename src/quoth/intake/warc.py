"""Web archives: WARC and WET files, packed a record at a time, whole, or not at all.

fastwarc reads a record. No library known reads on behind a broken one, so it is handed one record
at a time here: after a damage the next place is sought at which a record begins, in a packed file
the next ``1f 8b 08`` that unpacks to ``WARC/1.``, else the next ``WARC/1.`` with a header behind
it. What lies between is told as one damage.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from quoth.errors import InputError
from quoth.intake.build import finished
from quoth.intake.encodings import decode_text
from quoth.intake.fields import Record
from quoth.intake.limits import limited
from quoth.intake.options import IntakeOptions, known_encoding
from quoth.intake.pages import MAX_PAGE_BYTES, page_record
from quoth.intake.streams import packing, unpacked, with_head
from quoth.records import Article

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_STEP = 1 << 20
_MEMBER = b"\x1f\x8b\x08"
_BEGIN = b"WARC/1."
_PLAIN_BEGIN = re.compile(rb"WARC/1\.[01]\r?\n[A-Za-z]")
_MOST_HEADER = 1 << 16
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,18})\s*\r?$", re.I | re.M)
_NEEDS = 'a web archive needs an extra: pip install "quoth[archive]"'
_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain",)


@dataclass(frozen=True, slots=True)
class Archived:
    """One record of an archive, or a damage in it.

    ``at`` is the byte of the file at which it begins. ``data`` is the page or text, ``skipped`` why
    it is none; ``damage`` says what is wrong where the archive is broken.
    """

    at: int
    name: str
    data: bytes = b""
    kind: str = ""
    url: str | None = None
    date: str | None = None
    charset: str | None = None
    skipped: str | None = None
    damage: str | None = None

    @property
    def page(self) -> bytes | None:
        """The bytes of a page, None for what is none."""
        return self.data if self.kind in _PAGES else None

    def article(self, options: IntakeOptions, *, elsewhere: bool = False) -> Article:
        """The article in it.

        Args:
            options: how to take it in.
            elsewhere: take pages apart in another process, which is ended when it takes too long.

        Raises:
            InputError: when there is none.
        """
        if self.damage or self.skipped:
            raise InputError(self.name, self.damage or self.skipped or "")
        if self.kind in _PAGES:
            how: dict[str, Any] = {
                "url": self.url,
                "declared": self.charset,
                "forced": options.encoding,
            }
            if elsewhere:
                own: dict[str, Any] = {"name": self.name, "seconds": options.seconds}
                record: Record = limited(page_record, self.data, self.name, **own, **how)
            else:
                record = page_record(self.data, self.name, **how)
        else:
            text = decode_text(self.data, self.name, declared=self.charset, forced=options.encoding)
            record = Record(text, url=self.url)
        return finished(record, name=self.name, fallback_id=self.name, options=options)


def archived(
    stream: BinaryIO,
    name: str,
    options: IntakeOptions,
    *,
    start: int = 0,
    stop: int | None = None,
) -> Iterator[Archived]:
    """The pages and texts of an archive, and its damages, in order.

    Requests, metadata and other records that are no documents are passed over.

    Args:
        stream: the file as it is, packed or not; it can be sought in.
        name: the input, for messages and ids.
        options: what an article may hold at most.
        start, stop: records that begin at these bytes or between them, the last excluded.

    Raises:
        InputError: when fastwarc is not installed, or a file packed as a whole is broken.
    """
    try:
        import fastwarc.warc  # noqa: F401
    except ImportError:
        raise InputError(name, _NEEDS) from None
    if is_cut_by_records(stream):
        yield from _archived(_file(stream, name), name, options, start, stop)
    elif start == 0:
        with tempfile.TemporaryFile() as whole:
            stream.seek(0)
            head, again = with_head(stream)
            shutil.copyfileobj(unpacked(again, packing(head) or "gzip", name), whole)
            yield from _archived(_Plain(whole), name, options, 0, None)


def is_cut_by_records(stream: BinaryIO) -> bool:
    """Whether a file can be entered at any record: it is not packed, or a record at a time.

    Of others the offsets are those of what they unpack to, and they are read in one go.
    """
    stream.seek(0)
    head = stream.read(_MOST_HEADER)
    if packing(head) == "zstd":
        return False
    if not head.startswith(_MEMBER):
        return True
    try:
        start = zlib.decompressobj(31).decompress(head, 4 * _MOST_HEADER)
    except zlib.error:
        return True
    end = re.search(rb"\r?\n\r?\n", start)
    length = _LENGTH.search(start, 0, end.start() + 1) if end else None
    if not end or not length:
        return True
    return not start[end.end() + int(length[1]) :].lstrip(b"\r\n").startswith(_BEGIN)


def _file(stream: BinaryIO, name: str) -> _Packed | _Plain:
    stream.seek(0)
    packed = stream.read(2) == _MEMBER[:2] or name.lower().endswith(".gz")
    return _Packed(stream) if packed else _Plain(stream)


def _archived(
    file: _Packed | _Plain, name: str, options: IntakeOptions, start: int, stop: int | None
) -> Iterator[Archived]:
    at: int | None = file.next_begin(start) if start else 0
    while at is not None and (stop is None or at < stop):
        try:
            record, end = file.record(at, options.max_bytes)
        except _DamageError as damage:
            yield Archived(at, f"{name} byte {at}", damage=f"damaged: {damage}")
            at = file.next_begin(at + 1)
            continue
        taken = _taken(record, f"{name} byte {at}", at, options)
        if taken is not None:
            yield taken
        at = end


class _DamageError(Exception):
    """What is wrong with a record."""


class _Packed:
    """A file in which each record is a gzip member of its own."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def next_begin(self, at: int) -> int | None:
        """Where a record begins, at ``at`` or after it."""
        behind = b""
        while True:
            self._stream.seek(at)
            piece = self._stream.read(_STEP)
            if not piece:
                return None
            window = behind + piece
            base = at - len(behind)
            found = window.find(_MEMBER)
            while found >= 0:
                if self._is_record(base + found):
                    return base + found
                found = window.find(_MEMBER, found + 1)
            behind = window[-(len(_MEMBER) - 1) :]
            at += len(piece)

    def record(self, at: int, max_bytes: int) -> tuple[bytes, int | None]:
        """The record that begins at ``at``, unpacked, and where the next one begins."""
        self._stream.seek(at)
        unpacker = zlib.decompressobj(31)
        out = io.BytesIO()
        read = 0
        limit = max_bytes + _MOST_HEADER
        while not unpacker.eof:
            piece = self._stream.read(_STEP if read else _MOST_HEADER)
            if not piece:
                raise _DamageError("it is cut off before its end")
            read += len(piece)
            try:
                out.write(unpacker.decompress(piece, limit - out.tell() + 1))
            except zlib.error:
                raise _DamageError("its gzip data is broken") from None
            if unpacker.unconsumed_tail or out.tell() > limit:
                raise _DamageError(f"it unpacks to more than {max_bytes / 1e6:,.3g} MB")
        data = out.getvalue()
        if not data.startswith(_BEGIN):
            raise _DamageError("no record begins where one should")
        end = at + read - len(unpacker.unused_data)
        self._stream.seek(end)
        return data, end if self._stream.read(1) else None

    def _is_record(self, at: int) -> bool:
        here = self._stream.tell()
        self._stream.seek(at)
        piece = self._stream.read(4_096)
        self._stream.seek(here)
        try:
            return zlib.decompressobj(31).decompress(piece, len(_BEGIN)) == _BEGIN
        except zlib.error:
            return False


class _Plain:
    """A file that is not packed: what the header says is the length of a record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def next_begin(self, at: int) -> int | None:
        """Where a record begins, at ``at`` or after it."""
        while True:
            self._stream.seek(at)
            window = self._stream.read(_STEP + 16)
            if match := _PLAIN_BEGIN.search(window):
                return at + match.start()
            if len(window) < _STEP + 16:
                return None
            at += _STEP

    def record(self, at: int, max_bytes: int) -> tuple[bytes, int | None]:
        """The record that begins at ``at``, and where the next one begins."""
        self._stream.seek(at)
        head = self._stream.read(_MOST_HEADER)
        if not head.startswith(_BEGIN):
            raise _DamageError("no record begins where one should")
        end = re.search(rb"\r?\n\r?\n", head)
        length = _LENGTH.search(head, 0, end.start() + 1) if end else None
        if end is None or length is None:
            raise _DamageError("its header is broken")
        size = int(length[1])
        if size > max_bytes:
            raise _DamageError(f"it is larger than {max_bytes / 1e6:,.3g} MB")
        self._stream.seek(at)
        data = self._stream.read(end.end() + size)
        if len(data) < end.end() + size:
            raise _DamageError("it is cut off before its end")
        # Two line ends close a record; where they are not, the length lies.
        behind = self._stream.read(64)
        if behind and not behind.startswith((b"\r\n\r\n", b"\n\n")):
            raise _DamageError("its length is not that of its header")
        gap = len(behind) - len(behind.lstrip(b"\r\n"))
        return data, at + len(data) + gap if gap < len(behind) else None


def _taken(data: bytes, name: str, at: int, options: IntakeOptions) -> Archived | None:
    """The document in one record, None where it is of a kind that holds none."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), parse_http=False)), None)
        if record is None:
            return Archived(at, name, damage="damaged: no record in it")
        if not record.record_type & wanted:
            return None
        return _document(record, name, at, data, options)
    except Exception as error:  # the library has no family of errors of its own
        what = " ".join(str(error).split())[:120] or type(error).__name__
        return Archived(at, name, damage=f"damaged: {what}")


def _document(
    record: WarcRecord, name: str, at: int, data: bytes, options: IntakeOptions
) -> Archived:
    url = record.headers.get("WARC-Target-URI")
    url = url.strip("<>") if url else None
    date = record.headers.get("WARC-Date")
    about: dict[str, Any] = {"at": at, "name": name, "url": url, "date": date}
    header = re.search(rb"\r?\n\r?\n", data)
    end = header.end() + record.content_length if header else 0
    if not header or len(data) < end or data[end : end + 64].strip(b"\r\n"):
        return Archived(**about, damage="damaged: its length is not that of its header")
    kind, charset = _type_of(record.headers.get("Content-Type"))
    if record.is_http:
        record.parse_http(auto_decode="all")
        headers = record.http_headers
        if headers is None:
            return Archived(**about, damage="damaged: its HTTP header is broken")
        if headers.status_code not in (200, 203):
            return Archived(**about, skipped=f"not a page: HTTP status {headers.status_code}")
        kind, charset = _type_of(headers.get("Content-Type"))
    most = min(options.max_bytes, MAX_PAGE_BYTES) if kind in _PAGES else options.max_bytes
    if kind not in _PAGES and kind not in _TEXTS:
        return Archived(**about, skipped=f"not a page: {kind or 'of no known type'}")
    body = record.reader.read(most + 1)
    if len(body) > most:
        return Archived(**about, skipped=f"larger than {most / 1e6:,.3g} MB")
    return Archived(**about, data=body, kind=kind, charset=charset)


def _type_of(header: str | None) -> tuple[str, str | None]:
    kind, _, rest = (header or "").partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.I)
    return kind.strip().lower(), known_encoding(match[1]) if match else None
