"""Fetch one article from an http(s) address: bounded in size, time and redirects, public only.

What is never done: another scheme than http and https; credentials in the address; an address
inside a network (`quoth.intake.addresses`), be it given, behind a name or at the end of a redirect;
a proxy or other setting of the environment; cookies. Any port is fetched. A body is read only when
its content type is one of text, and is decoded (gzip, deflate) in steps, so that a small file that
unfolds to a huge one stops at the limit.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from quoth._version import __version__
from quoth.errors import FetchError, OptionError

if TYPE_CHECKING:
    import ssl

    import httpcore
    import httpx

    from quoth.intake.guarded import Deadline, GuardedBackend, Resolver

_T = TypeVar("_T")
#: How quoth calls itself to servers.
AGENT = f"quoth/{__version__}"
_TEXT_TYPES = frozenset(
    (
        "text/html",
        "application/xhtml+xml",
        "application/xml",
        "text/xml",
        "text/plain",
        "text/markdown",
        "text/x-markdown",
        "application/json",
        "application/ld+json",
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-ndjson",
        "application/ndjson",
        "text/csv",
        "text/tab-separated-values",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "text/vtt",
        "application/x-subrip",
        "application/pdf",
        "application/rtf",
        "text/rtf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
)
_ACCEPT = (
    "text/html, application/xhtml+xml, text/plain, text/markdown, application/json;q=0.9, */*;q=0.1"
)
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_STEP = 65_536
_LONGEST_FIELD = 500  # characters of a header field that is kept to be sent back
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NOT_ENCODINGS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape"))


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much, how long and from where.

    ``max_bytes`` bounds the body both as sent and as decoded, in bytes. ``total_seconds`` is the
    wall time of the whole fetch, redirects and name look-ups included; ``connect_seconds`` that of
    opening one connection. ``allow_private`` permits addresses inside the network.

    Raises:
        OptionError: when a limit is not above zero (``max_redirects``: below zero).
    """

    max_bytes: int = 20_000_000
    total_seconds: float = 30.0
    connect_seconds: float = 10.0
    max_redirects: int = 5
    allow_private: bool = False

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            lowest_fits = limit.name in ("max_redirects", "allow_private")
            if value < 0 or (value == 0 and not lowest_fits):
                raise OptionError(f"{limit.name} must be above zero, not {value}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    ``url`` is where it was found in the end, after redirects. ``content_type`` is the media type in
    lower case without parameters, ``encoding`` Python's name of the charset that came with it; each
    is None when the server did not say, or said nothing that Python knows. ``etag`` and
    ``last_modified`` are for asking again (`Known`); ``unchanged``: it is still what was known, and
    ``content`` is empty.
    """

    url: str
    content: bytes
    content_type: str | None
    encoding: str | None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a server said of a page when it was fetched last (RFC 9110, 8.8): given to it again, it
    need not send the same page twice."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The header fields that ask for the page only where it has changed."""
        given = ((b"If-None-Match", self.etag), (b"If-Modified-Since", self.last_modified))
        return [(name, value.encode("latin-1")) for name, value in given if value]


DEFAULT_LIMITS = FetchLimits()
HOOK_LIMITS = FetchLimits(total_seconds=15.0, max_redirects=0)


def fetch(
    url: str,
    *,
    limits: FetchLimits = DEFAULT_LIMITS,
    known: Known | None = None,
    resolve: Resolver | None = None,
    backend: httpcore.NetworkBackend | None = None,
    ssl_context: ssl.SSLContext | None = None,
) -> Fetched:
    """Fetch ``url`` within ``limits``; only where it has changed since it was ``known``.

    ``resolve(host, port)`` looks names up, ``backend`` opens connections and ``ssl_context`` says
    which certificates to trust; by default the system, sockets and the certifi bundle do.

    Raises:
        FetchError: with one line that says why, for whatever goes wrong.
    """
    import httpcore
    import httpx

    from quoth.intake.guarded import Deadline, GuardedBackend, RefusalError, look_up

    deadline = Deadline(limits.total_seconds)
    guarded = GuardedBackend(
        deadline,
        allow_private=limits.allow_private,
        resolve=resolve or look_up,
        inner=backend or httpcore.SyncBackend(),
    )
    try:
        address = _parsed(url)
        tls = ssl_context or httpx.create_ssl_context(trust_env=False)
        seen = {str(address)}
        for _ in range(limits.max_redirects + 1):
            found = _ask(address, guarded, tls, deadline, limits, known)
            if isinstance(found, Fetched):
                return found
            address = found
            if str(address) in seen:
                raise RefusalError(f"redirects in a circle, back to {_shown(str(address))}")
            seen.add(str(address))
        raise RefusalError(f"redirects more than {limits.max_redirects} times")
    except RefusalError as refusal:
        error = FetchError(_shown(url), str(refusal))
        error.status = refusal.status
        raise error from refusal.__cause__


def _parsed(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """``url`` checked in all that can be checked without the network, without its fragment.

    Raises:
        RefusalError: when it is no http(s) address, or carries credentials.
    """
    import httpx

    from quoth.intake.guarded import RefusalError

    where = "" if base is None else f"redirects to {_shown(url)}: "
    try:
        parsed = httpx.URL(url.strip()) if base is None else base.join(url.strip())
        parsed = parsed.copy_with(fragment=None)
        host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusalError(f"{where}not a valid address ({_shown(str(error))})") from error
    if parsed.scheme not in ("http", "https"):
        raise RefusalError(f"{where}only http and https addresses are fetched")
    if parsed.userinfo:
        raise RefusalError(f"{where}addresses with a user name or password are not fetched")
    if ":" in host:
        pass  # an IPv6 address, which httpx has checked
    elif _HOST.fullmatch(host := host.rstrip(".")):
        # "example.com." is the same host; certificates and servers know it without the dot.
        parsed = parsed.copy_with(host=host)
    else:
        raise RefusalError(f"{where}not a valid address (no such host name)")
    if parsed.port is not None and not 0 < parsed.port < 65_536:
        raise RefusalError(f"{where}not a valid address (no such port)")
    return parsed


def _ask(
    url: httpx.URL,
    guarded: GuardedBackend,
    tls: ssl.SSLContext,
    deadline: Deadline,
    limits: FetchLimits,
    known: Known | None = None,
) -> Fetched | httpx.URL:
    """Send one request; what it gives, or the address it redirects to.

    Raises:
        RefusalError: when it gives neither.
    """
    headers = [
        (b"Accept", _ACCEPT.encode()),
        (b"Accept-Encoding", b"gzip, deflate"),
        *(known.headers if known else ()),
    ]

    def answer(response: httpcore.Response) -> Fetched | httpx.URL:
        return _answer(url, response, guarded, deadline, limits, known)

    return _exchange("GET", url, headers, b"", guarded, tls, limits, answer)


def _exchange(
    method: str,
    url: httpx.URL,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    guarded: GuardedBackend,
    tls: ssl.SSLContext,
    limits: FetchLimits,
    answer: Callable[[httpcore.Response], _T],
) -> _T:
    """Send one request over a connection of its own; what ``answer`` makes of its response.

    Raises:
        RefusalError: when there is none, or ``answer`` raises it.
    """
    import httpcore

    from quoth.intake.guarded import RefusalError

    request = httpcore.Request(
        method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=[
            (b"Host", url.netloc),
            (b"User-Agent", AGENT.encode()),
            *headers,
            (b"Connection", b"close"),
        ],
        content=body or None,
        extensions={"timeout": {"connect": limits.connect_seconds}},
    )
    pool = httpcore.ConnectionPool(ssl_context=tls, max_connections=1, network_backend=guarded)
    response = None
    try:
        with pool:
            response = pool.handle_request(request)
            try:
                return answer(response)
            finally:
                response.close()
    except (httpcore.ProtocolError, httpcore.NetworkError) as error:
        if guarded.tape.received == 0:
            raise RefusalError("closed the connection without an answer") from error
        if response and (guarded.tape.ended or isinstance(error, httpcore.NetworkError)):
            raise RefusalError("the connection broke off before the end of the text") from error
        raise RefusalError("does not answer in valid HTTP") from error


def _answer(
    url: httpx.URL,
    response: httpcore.Response,
    guarded: GuardedBackend,
    deadline: Deadline,
    limits: FetchLimits,
    known: Known | None,
) -> Fetched | httpx.URL:
    import httpx

    from quoth.intake.guarded import RefusalError

    headers = httpx.Headers(response.headers)
    if response.status == 304 and known is not None:
        return Fetched(str(url), b"", None, None, known.etag, known.last_modified, unchanged=True)
    if response.status in _REDIRECTS and "location" in headers:
        return _parsed(headers["location"], base=url)
    if response.status not in (200, 203):
        raise RefusalError(f"answered {_status(response.status)}", response.status)
    content_type, encoding = _media_type(headers.get("content-type", ""))
    if content_type is not None and content_type not in _TEXT_TYPES:
        raise RefusalError(
            f"is {_shown(content_type)}, not a text"
            " (HTML, plain text, Markdown, JSON, CSV, TSV, feeds and documents are read)"
        )
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limits.max_bytes:
        raise _too_large(limits)
    sent = _sent(response, deadline, limits)
    content = b"".join(_decoded(sent, headers.get("content-encoding", ""), deadline, limits))
    if declared.isdecimal() and guarded.tape.surplus(int(declared)).strip():
        raise RefusalError(f"sends more than the {declared} bytes that it declares")
    return Fetched(
        str(url), content, content_type, encoding, _field(headers, "etag"),
        _field(headers, "last-modified"),
    )  # fmt: skip


def _field(headers: httpx.Headers, name: str) -> str | None:
    """A header field as it can be sent back: printable ASCII, not too long."""
    value = headers.get(name, "")
    fine = 0 < len(value) <= _LONGEST_FIELD and value.isascii() and value.isprintable()
    return value if fine else None


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    limits: FetchLimits = HOOK_LIMITS,
    resolve: Resolver | None = None,
    backend: httpcore.NetworkBackend | None = None,
    ssl_context: ssl.SSLContext | None = None,
) -> int:
    """Sends ``body`` to an address by POST, guarded as `fetch`; gives the status of the answer.

    Redirects are not followed, and of the answer no more than its head is read.

    Raises:
        FetchError: when it cannot be sent, or is not answered with a status of 200 to 299.
    """
    import httpcore
    import httpx

    from quoth.intake.guarded import Deadline, GuardedBackend, RefusalError, look_up

    guarded = GuardedBackend(
        Deadline(limits.total_seconds),
        allow_private=limits.allow_private,
        resolve=resolve or look_up,
        inner=backend or httpcore.SyncBackend(),
    )
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    sent.append((b"Content-Length", str(len(body)).encode()))

    def answer(response: httpcore.Response) -> int:
        if not 200 <= response.status < 300:
            raise RefusalError(f"answered {_status(response.status)}")
        return response.status

    try:
        address = _parsed(url)
        tls = ssl_context or httpx.create_ssl_context(trust_env=False)
        return _exchange("POST", address, sent, body, guarded, tls, limits, answer)
    except RefusalError as refusal:
        raise FetchError(_shown(url), str(refusal)) from refusal.__cause__


def _sent(response: httpcore.Response, deadline: Deadline, limits: FetchLimits) -> Iterator[bytes]:
    """The body as sent, piece by piece, up to the limit."""
    count = 0
    for piece in response.iter_stream():
        deadline.left()
        count += len(piece)
        if count > limits.max_bytes:
            raise _too_large(limits)
        yield piece


def _decoded(
    pieces: Iterator[bytes], coding: str, deadline: Deadline, limits: FetchLimits
) -> Iterator[bytes]:
    """``pieces`` with their content coding undone, never more than the limit.

    Raises:
        RefusalError: when the coding is not known or damaged, or unfolds beyond the limit.
    """
    from quoth.intake.guarded import RefusalError

    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise RefusalError(f"is packed in a way that was not asked for ({_shown(coding)})")
    try:
        count = 0
        for step in _unpacked(pieces, coding):
            deadline.left()
            count += len(step)
            if count > limits.max_bytes:
                raise _too_large(limits)
            yield step
    except zlib.error as error:
        raise RefusalError(f"is not valid {coding}") from error
    except EOFError as error:
        raise RefusalError(f"the {coding} data breaks off before its end") from error


def _unpacked(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """``pieces`` of gzip or deflate data unpacked, in steps of bounded size.

    Raises:
        zlib.error: when they are not such data.
        EOFError: when the data has no end.
    """
    unpack: zlib._Decompress | None = None
    for piece in pieces:
        data = piece
        while data:
            if unpack is None:
                unpack = zlib.decompressobj(_window_bits(coding, data))
            step = unpack.decompress(data, _STEP)
            data = unpack.unconsumed_tail
            while not data and len(step) == _STEP:
                yield step
                step = unpack.decompress(b"", _STEP)
            yield step
            if unpack.eof:
                # A gzip file may be several, one after the other; other bytes after it are padding.
                if coding == "deflate" or unpack.unused_data[:1] not in (b"", b"\x1f"):
                    for _ in pieces:
                        pass
                    return
                data = unpack.unused_data
                unpack = None
    if unpack is not None:
        raise EOFError


def _window_bits(coding: str, start: bytes) -> int:
    """What zlib is to expect; "deflate" is sent both with zlib's header and without it."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    has_header = start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def _media_type(header: str) -> tuple[str | None, str | None]:
    """Media type and charset out of a Content-Type header; None for what it does not give."""
    match = re.match(r"\s*([\w.+-]+/[\w.+-]+)\s*(?:;|$)", header)
    charset = re.search(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", header, re.IGNORECASE)
    return match and match[1].lower(), charset and _encoding(charset[1])


def _encoding(charset: str) -> str | None:
    """Python's name of ``charset``, or None when it knows no such text encoding."""
    try:
        name = codecs.lookup(charset).name
        b"a".decode(name)  # refuses codecs that are not of text, such as "zlib"
    except UnicodeDecodeError:
        pass  # of text, but one letter takes more than a byte
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_ENCODINGS else name


def _status(code: int) -> str:
    """The status in figures and words; the server's own words are not trusted."""
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _too_large(limits: FetchLimits) -> Exception:
    from quoth.intake.guarded import RefusalError

    return RefusalError(f"larger than {limits.max_bytes:,} bytes")


def _shown(text: str) -> str:
    """``text`` fit for one line of a terminal: no control characters, no password, not too long."""
    text = re.sub(r"//[^/?#\s]*@", "//…@", text)
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= 200 else text[:199] + "…"
