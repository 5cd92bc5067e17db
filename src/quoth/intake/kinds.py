"""What an input holds: told by what no text begins with, then by its name, then by its content."""

from __future__ import annotations

import json
import re
from collections import Counter
from enum import Enum
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from quoth.errors import InputError, LeftOutError
from quoth.intake.columns import has_text_column
from quoth.intake.documents.bundles import is_bundle
from quoth.intake.encodings import decode_page, wide_encoding
from quoth.intake.options import IntakeOptions
from quoth.intake.signatures import binary_document, text_document, xml_root


class Kind(Enum):
    """What an input holds."""

    HTML = "HTML page"
    TEXT = "plain text"
    MARKDOWN = "Markdown"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    TABLE = "table"
    PARQUET = "Parquet"
    ARCHIVE = "web archive"
    WORD = "Word document"
    RTF = "RTF document"
    PDF = "PDF file"
    BUNDLE = "download of a press archive"
    MAIL = "e-mail"
    SUBTITLES = "subtitles"
    NEWS_XML = "news in XML"
    EXCEL = "Excel workbook"
    ZIP = "zip archive"


_EXTENSIONS = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".shtml": Kind.HTML,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".jsonlines": Kind.JSON_LINES,
    ".jl": Kind.JSON_LINES,
    ".csv": Kind.TABLE,
    ".tsv": Kind.TABLE,
    ".tab": Kind.TABLE,
    ".parquet": Kind.PARQUET,
    ".pq": Kind.PARQUET,
    ".warc": Kind.ARCHIVE,
    ".wet": Kind.ARCHIVE,
    ".docx": Kind.WORD,
    ".rtf": Kind.RTF,
    ".pdf": Kind.PDF,
    ".eml": Kind.MAIL,
    ".srt": Kind.SUBTITLES,
    ".vtt": Kind.SUBTITLES,
    ".xml": Kind.NEWS_XML,
    ".rss": Kind.NEWS_XML,
    ".atom": Kind.NEWS_XML,
    ".nitf": Kind.NEWS_XML,
    ".newsml": Kind.NEWS_XML,
    ".xlsx": Kind.EXCEL,
    ".xlsm": Kind.EXCEL,
    ".zip": Kind.ZIP,
}
PACKED = (".gz", ".zst", ".zstd", ".bz2", ".xz")
KNOWN_EXTENSIONS = (*_EXTENSIONS, *PACKED)
_CONTENT_TYPES = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "application/json": Kind.JSON,
    "application/ld+json": Kind.JSON,
    "application/jsonl": Kind.JSON_LINES,
    "application/x-jsonl": Kind.JSON_LINES,
    "application/jsonlines": Kind.JSON_LINES,
    "application/x-ndjson": Kind.JSON_LINES,
    "application/ndjson": Kind.JSON_LINES,
    "text/csv": Kind.TABLE,
    "text/tab-separated-values": Kind.TABLE,
    "application/vnd.apache.parquet": Kind.PARQUET,
    "application/pdf": Kind.PDF,
    "message/rfc822": Kind.MAIL,
    "text/vtt": Kind.SUBTITLES,
    "application/x-subrip": Kind.SUBTITLES,
    "application/rss+xml": Kind.NEWS_XML,
    "application/atom+xml": Kind.NEWS_XML,
    "application/feed+json": Kind.JSON,
    "application/rtf": Kind.RTF,
    "text/rtf": Kind.RTF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.WORD,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Kind.EXCEL,
    "application/zip": Kind.ZIP,
}

# No text begins as these do, so whatever has come to be called so without beginning so is damaged.
_TOLD_BY_BYTES = frozenset(
    (Kind.PARQUET, Kind.ARCHIVE, Kind.WORD, Kind.RTF, Kind.PDF, Kind.EXCEL, Kind.ZIP)
)

_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\0\0\1\0", "an icon image"),
    (b"8BPS\0", "a Photoshop image"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document, or one with a password; save it as .docx or .xlsx without one",
    ),
    (b"PK\5\6", "an empty zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (b"\x04\x22\x4d\x18", "an lz4 archive; unpack it first"),
    (b"SQLite format 3\0", "an SQLite database; export its table as CSV or JSON and read that"),
    (b"\x80\4\x95", "a pickle, which may run programs; save its table as Parquet or CSV"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file; save its table as Parquet or CSV"),
    (b"ARROW1\0\0", "an Arrow file; save its table as Parquet"),
    (b"Obj\1", "an Avro file; save its records as JSON lines"),
    (b"$FL2@(#)", "an SPSS file; save its table as CSV"),
    (b"<stata_dta>", "a Stata file; save its table as CSV"),
    (b"RDX", "an R file; save its table as CSV"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"ID3\2", "a sound file"),
    (b"ID3\3", "a sound file"),
    (b"ID3\4", "a sound file"),
    (b"OggS\0", "a sound file"),
    (b"fLaC\0", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML_TAG = re.compile(
    r"<(?:html|head|body|meta|title|link|script|style|div|main|article|section|header|nav|p|h1)\b"
    r"[^<>]*>",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"\A(?:\s+|<\?[^>]*\?>|<!--.*?-->)+", re.DOTALL)
_XML_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_XML = (Kind.HTML, Kind.NEWS_XML)
_OTHER_ROOTS = {
    "svg": "an SVG image",
}
_COLUMN = re.compile(r"\w[\w -]{0,39}")
_SEPARATORS = ",\t;|"
_KINDS_SHOWN = 8


def extension_kind(name: str) -> Kind | None:
    """The kind that a file's name or an address tells, also before ``.gz`` or ``.zst``."""
    if re.match(r"https?://", name, re.IGNORECASE):
        try:
            name = unquote(urlsplit(name).path)
        except ValueError:
            return None
    path = PurePath(name)
    if path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    return _EXTENSIONS.get(path.suffix.lower())


def is_known_file(name: str) -> bool:
    """True when a file of that name is read where a whole folder is given."""
    return PurePath(name).suffix.lower() in KNOWN_EXTENSIONS


def kind_of(
    head: bytes,
    name: str,
    options: IntakeOptions,
    *,
    content_type: str | None = None,
) -> Kind:
    """What an input holds.

    Args:
        head: its first bytes, after decompression.
        name: its file name, address, or anything else.
        options: the text column may tell a table from a text.
        content_type: the media type that came with it.

    Raises:
        InputError: when it is empty, or holds no text.
    """
    if not head:
        raise InputError(name, "the file is empty")
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith(b"WARC/1."):
        return Kind.ARCHIVE
    if document := binary_document(head, PurePath(name).suffix.lower()):
        return Kind[document]
    if head.startswith(b"PK\3\4"):
        return _zip_kind(head, name)
    _refuse_binary(head, name)
    beginning = decode_page(head[:65_536], name, forced=options.encoding) if _no_nul(head) else ""
    named = extension_kind(name)
    served = _CONTENT_TYPES.get(content_type or "")
    if named is not Kind.TEXT and (named in (None, *_XML) or served is not None):
        _refuse_other_xml(beginning, name)
        if document := text_document(beginning):
            return Kind[document]
    kind = served or named or _sniffed(beginning, options)
    if kind is Kind.NEWS_XML:
        return _other_xml(beginning, name, options)
    if kind in (Kind.TEXT, Kind.HTML) and is_bundle(beginning):
        return Kind.BUNDLE
    if kind is Kind.JSON and beginning.lstrip("\ufeff \t\r\n").startswith("{"):
        kind = _json_kind(beginning.lstrip("\ufeff \t\r\n"))
    if kind in _TOLD_BY_BYTES:
        raise InputError(name, f"named as {kind.value}, but it is not; it may be damaged")
    return kind


def looks_like_page(text: str) -> bool:
    """True when ``text`` begins as an HTML document does."""
    start = text[:200].lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("<!doctype html", "<html"))


class LeftOut:
    """Counts, by their kind, the files of a folder or archive that are not read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kinds: Counter[str] = Counter()

    def add(self, file: str) -> None:
        """One more file that is not read."""
        self._kinds[PurePath(file).suffix.lower()[1:] or "without an extension"] += 1

    def error(self) -> LeftOutError | None:
        """One line on all of them, the most frequent kinds first; None where there were none."""
        if not self._kinds:
            return None
        kinds = sorted(self._kinds.items(), key=lambda one: (-one[1], one[0]))
        shown = ", ".join(f"{number:,} {kind}" for kind, number in kinds[:_KINDS_SHOWN])
        more = sum(number for _, number in kinds[_KINDS_SHOWN:])
        rest = f" and {more:,} others" if more else ""
        return LeftOutError(self._name, f"left out: {shown}{rest}; --skip-unknown if that is right")


def _zip_kind(head: bytes, name: str) -> Kind:
    """What the zip archive is that begins so: many kinds of documents are one."""
    if head[30:38] == b"mimetype":
        what = "an e-book" if b"epub" in head[:100] else "an OpenDocument file"
        raise InputError(name, f"not text but {what}; save its text and read that")
    if b"[Content_Types].xml" in head or extension_kind(name) is Kind.EXCEL:
        if b"xl/" in head:
            return Kind.EXCEL
        if b"word/" in head or b"ppt/" in head:
            raise InputError(name, "not text but an Office document; save its text and read that")
    return Kind.ZIP


def _no_nul(head: bytes) -> bool:
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return b"\0" not in head or marked or wide_encoding(head) is not None


def _refuse_binary(head: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise InputError(name, f"not text but {what}")
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise InputError(name, "not text but a WebP image, sound or video")
    if head[:3] == b"\0\0\0" and head[4:8] == b"ftyp":
        raise InputError(name, "not text but an AVIF or HEIC image, or a video")
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        raise InputError(name, "not text but a BMP image")
    if head[257:262] == b"ustar":
        raise InputError(name, "not text but a tar archive; unpack it first")
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or wide_encoding(head):
        return
    sample = head[:4096]
    if 50 * len(_CONTROL.findall(sample)) > len(sample):
        raise InputError(name, "a binary file, not text")


def _refuse_other_xml(beginning: str, name: str) -> None:
    start = _COMMENTS.sub("", beginning.lstrip("\ufeff"))
    if start[:9].lower() == "<!doctype":
        start = start[start.find(">") + 1 :].lstrip()
    root = _XML_ROOT.match(start)
    if root and root[1].lower() in _OTHER_ROOTS:
        raise InputError(name, f"not a page but {_OTHER_ROOTS[root[1].lower()]}")


def _other_xml(beginning: str, name: str, options: IntakeOptions) -> Kind:
    """The kind of a file that is named XML and no news in it: a page, or nothing quoth knows."""
    if _sniffed(beginning, options) is Kind.HTML:
        return Kind.HTML
    root = xml_root(beginning)
    what = f"XML whose first element is <{root}>" if root else "named as XML, but it is not"
    raise InputError(name, f"{what}; of XML, NITF, NewsML, RSS, Atom and site maps are read")


def _sniffed(beginning: str, options: IntakeOptions) -> Kind:
    text = beginning.lstrip("\ufeff \t\r\n")
    start = _COMMENTS.sub("", text)
    if start[:14].lower() == "<!doctype html" or _HTML_TAG.match(start):
        return Kind.HTML
    if text.startswith("{"):
        return _json_kind(text)
    if re.match(r"\[\s*(?:\{|\])", text):
        return Kind.JSON
    if re.match(r'"?sep=[,;|\t]"?\r?\n', text, re.IGNORECASE):
        return Kind.TABLE
    header = text.split("\n", 1)[0].rstrip("\r")
    if "\n" in text and any(_is_header(header, separator, options) for separator in _SEPARATORS):
        return Kind.TABLE
    if re.match(r"# \S|---[ \t]*\r?\n", text):
        return Kind.MARKDOWN
    return Kind.TEXT


def _json_kind(text: str) -> Kind:
    """One JSON object, or an object a line? The first two lines tell, though one be broken."""
    lines = [line for line in text.split("\n", 2)[:2] if line.strip()]
    if len(lines) == 1:
        return Kind.JSON
    return Kind.JSON_LINES if any(_is_object(line) for line in lines) else Kind.JSON


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_header(line: str, separator: str, options: IntakeOptions) -> bool:
    columns = [column.strip().strip('"') for column in line.split(separator)]
    if len(columns) < 2 or not all(map(_COLUMN.fullmatch, columns)):
        return False
    return has_text_column(columns, options)
