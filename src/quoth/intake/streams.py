"""Streams of bytes: with a head that can be looked at, and unpacked within bounds.

The head of a stream tells what it holds, so it is read first and then given again. Compressed
streams (gzip of one or many members, Zstandard of one or many frames) are unpacked piece by piece,
and refused when they unfold as no text does: a small file must not fill the memory or the day.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from quoth.errors import InputError

if TYPE_CHECKING:
    import zstandard

HEAD_BYTES = 262_144
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_BZIP2_MAGIC = re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)")
_XZ_MAGIC = b"\xfd7zXZ\0"
_XZ_MEMORY = 2**28
_SKIPPABLE_ZSTD = (b"\x2a\x4d\x18", 0x50)  # 0x184D2A5? little-endian

_STEP = 65_536
# News text packs to a third or a tenth. Past this many bytes a higher ratio is a bomb.
_BOMB_BYTES = 64_000_000
_BOMB_RATIO = 200
# Zstandard gives out all that a piece unfolds to, at most 32,768 times its size.
_ZSTD_STEP = 1_024
_ZSTD_WINDOW = 2**27


class Readable(Protocol):
    """Anything with a ``read`` of bytes."""

    def read(self, size: int = -1, /) -> bytes | None:
        """At most ``size`` bytes; empty at the end."""


def with_head(stream: Readable, size: int = HEAD_BYTES) -> tuple[bytes, BinaryIO]:
    """The first ``size`` bytes of ``stream``, and a stream that gives everything, those too."""
    pieces: list[bytes] = []
    left = size
    while left > 0 and (piece := stream.read(min(left, _STEP))):
        pieces.append(piece)
        left -= len(piece)
    head = b"".join(pieces)
    return head, io.BufferedReader(Rewound(head, stream), _STEP)


def packing(head: bytes) -> str | None:
    """How a stream that begins with ``head`` is compressed: "gzip", "zstd", "bzip2", "xz", None."""
    if head.startswith(GZIP_MAGIC):
        return "gzip"
    if head.startswith(_XZ_MAGIC):
        return "xz"
    if _BZIP2_MAGIC.match(head):
        return "bzip2"
    skippable = head[1:4] == _SKIPPABLE_ZSTD[0] and head[0] & 0xF0 == _SKIPPABLE_ZSTD[1]
    return "zstd" if head.startswith(ZSTD_MAGIC) or skippable else None


def unpacked(stream: BinaryIO, how: str, name: str) -> BinaryIO:
    """``stream`` decompressed; reading from it raises InputError where it is damaged.

    Args:
        stream: compressed bytes.
        how: as `packing` names it.
        name: the input, for the message.
    """
    counted = _Counted(stream)
    inner: Readable
    if how == "gzip":
        inner = gzip.GzipFile(fileobj=cast(BinaryIO, counted), mode="rb")
    elif how in ("bzip2", "xz"):
        inner = _Streams(counted, how)
    else:
        inner = _Zstd(counted)
    return io.BufferedReader(_Unpacked(inner, counted, how, name), _STEP)


def watched(stream: BinaryIO, packed_size: int, how: str, name: str) -> BinaryIO:
    """What a decompressor gives, its errors told in words and its growth watched.

    Args:
        stream: unpacks when it is read.
        packed_size: in bytes, of what it unpacks.
        how: of what kind it is, for the message.
        name: the input, for the message.
    """
    counted = _Counted(stream)
    counted.count = packed_size
    return io.BufferedReader(_Unpacked(stream, counted, how, name), _STEP)


def read_all(stream: BinaryIO, name: str, max_bytes: int, what: str = "article") -> bytes:
    """All of ``stream``.

    Raises:
        InputError: when it is longer than ``max_bytes``.
    """
    data = io.BytesIO()  # gives its bytes without a copy
    while piece := stream.read(_STEP):
        data.write(piece)
        if data.tell() > max_bytes:
            raise too_large(name, max_bytes, what)
    return data.getvalue()


def too_large(name: str, max_bytes: int, what: str = "article") -> InputError:
    """The error for an article (or ``what`` it is) of more than ``max_bytes``."""
    return InputError(name, f"larger than {max_bytes / 1e6:,.3g} MB, the most for one {what}")


class PieceStream(io.RawIOBase):
    """A raw stream over ``next_piece``, which gives some bytes or, at the end, none."""

    def __init__(self) -> None:
        super().__init__()
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill ``buffer`` with what comes next; the number of bytes, 0 at the end."""
        if not self._ready:
            self._ready = memoryview(self.next_piece())
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def next_piece(self) -> bytes:
        """The bytes that come next; empty at the end."""
        raise NotImplementedError


class Rewound(PieceStream):
    """``head`` and then ``rest``."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        super().__init__()
        self._ready = memoryview(head)
        self._rest = rest

    def next_piece(self) -> bytes:
        """What is left of ``rest``."""
        return self._rest.read(_STEP) or b""


class _Counted:
    """Counts the bytes that have been read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size) or b""
        self.count += len(data)
        return data


class _Zstd:
    """Zstandard frames one after the other; unlike the package's reader it sees a lost end."""

    def __init__(self, packed: Readable) -> None:
        import zstandard

        self._decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed = packed
        self._left = b""

    def read(self, _size: int = -1, /) -> bytes:
        while True:
            piece, self._left = self._left or self._packed.read(_ZSTD_STEP) or b"", b""
            if not piece:
                if self._frame is not None:
                    raise EOFError
                return b""
            if self._frame is None:
                self._frame = self._decompressor.decompressobj()
            data = self._frame.decompress(piece)
            if self._frame.eof:
                self._left = self._frame.unused_data
                self._frame = None
            if data:
                return data


class _BrokenError(Exception):
    """Packed data is damaged."""


class _Streams:
    """Streams of bzip2 or xz one after the other, each piece of what they unfold to bounded."""

    def __init__(self, packed: Readable, how: str) -> None:
        self._packed = packed
        self._how = how
        self._one: bz2.BZ2Decompressor | lzma.LZMADecompressor | None = None
        self._left = b""

    def read(self, _size: int = -1, /) -> bytes:
        while True:
            piece = b""
            if self._one is None or self._one.needs_input:
                piece, self._left = self._left or self._packed.read(_STEP) or b"", b""
            if self._one is None:
                piece = piece.lstrip(b"\0") if self._how == "xz" else piece  # its padding
            if not piece and (self._one is None or self._one.needs_input):
                if self._one is not None:
                    raise EOFError
                if not (more := self._packed.read(_STEP)):
                    return b""
                self._left = more
                continue
            if self._one is None:
                self._one = (
                    bz2.BZ2Decompressor()
                    if self._how == "bzip2"
                    else lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
                )
            try:
                data = self._one.decompress(piece, _STEP)
            except (OSError, ValueError, lzma.LZMAError) as error:
                raise _BrokenError from error
            if self._one.eof:
                self._left = self._one.unused_data
                self._one = None
            if data:
                return data


class _Unpacked(PieceStream):
    """What comes out of a decompressor, with its errors told in words and its growth watched."""

    def __init__(self, inner: Readable, packed: _Counted, how: str, name: str) -> None:
        super().__init__()
        self._inner = inner
        self._packed = packed
        self._how = how
        self._name = name
        self._count = 0

    def next_piece(self) -> bytes:
        try:
            data = self._inner.read(_STEP) or b""
        except EOFError:
            raise self._damaged("is cut off before its end") from None
        except (zlib.error, gzip.BadGzipFile, _BrokenError, zipfile.BadZipFile):
            raise self._damaged("is damaged") from None
        except Exception as error:
            # The package for Zstandard is only loaded where it is needed.
            if type(error).__name__ != "ZstdError":
                raise
            raise self._damaged("is damaged") from None
        self._count += len(data)
        if self._count > max(_BOMB_BYTES, _BOMB_RATIO * self._packed.count):
            raise InputError(
                self._name,
                f"unfolds to more than {_BOMB_RATIO} times its size, as no text does;"
                " unpack it yourself if it is to be read",
            )
        return data

    def _damaged(self, what: str) -> InputError:
        return InputError(self._name, f"its {self._how} data {what}; compress or copy it again")
