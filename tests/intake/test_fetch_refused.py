"""Addresses that are slow, too large, damaged or no article: each is told in one line."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore
import pytest
import trustme

from news_site import OPEN, PAGE, PUBLIC, Answer, Send, Site, answer, names, reason, redirect
from quoth.errors import OptionError
from quoth.intake.fetch import FetchLimits, fetch

# Size and time


def test_a_body_that_declares_too_much_is_not_read(site: Site) -> None:
    site.pages["/"] = answer(b"", content_length=20_000_001)
    assert reason(site.url("/")) == "larger than 20,000,000 bytes"


@pytest.mark.parametrize("headers", [{}, {"content_length": None}])
def test_a_body_that_is_too_large_is_cut_off(site: Site, headers: dict[str, Any]) -> None:
    limits = FetchLimits(max_bytes=1000, allow_private=True)
    site.pages["/"] = answer(b"a" * 1001, **headers)
    assert reason(site.url("/"), limits) == "larger than 1,000 bytes"
    site.pages["/"] = answer(b"a" * 1000, **headers)
    assert fetch(site.url("/"), limits=limits).content == b"a" * 1000


def test_a_small_body_that_unfolds_to_a_huge_one_stops_at_the_limit(site: Site) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(50)) + packer.flush()
    assert len(bomb) < 60_000
    site.pages["/"] = answer(bomb, content_encoding="gzip")
    limits = FetchLimits(max_bytes=300_000, allow_private=True)
    assert reason(site.url("/"), limits) == "larger than 300,000 bytes"


def test_a_bomb_of_many_gzip_files_stops_too(site: Site) -> None:
    site.pages["/"] = answer(gzip.compress(bytes(100_000)) * 100, content_encoding="gzip")
    limits = FetchLimits(max_bytes=300_000, allow_private=True)
    assert reason(site.url("/"), limits) == "larger than 300,000 bytes"


def drip(first: bytes) -> Answer:
    def send_slowly(send: Send) -> None:
        send(first)
        for _ in range(200):
            time.sleep(0.02)
            send(b"a")

    return send_slowly


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"",
    ],
)
def test_a_server_that_drips_is_cut_off(site: Site, first: bytes) -> None:
    site.pages["/"] = drip(first)
    begin = time.monotonic()
    limits = FetchLimits(total_seconds=0.2, allow_private=True)
    assert reason(site.url("/"), limits) == "took longer than 0.2 seconds"
    assert time.monotonic() - begin < 1.5


def test_a_server_that_says_nothing_is_cut_off(site: Site) -> None:
    site.pages["/"] = lambda send: time.sleep(0.5)
    limits = FetchLimits(total_seconds=0.1, allow_private=True)
    assert reason(site.url("/"), limits) == "took longer than 0.1 seconds"


def test_redirects_share_one_time(site: Site) -> None:
    def late(to: str) -> Answer:
        def send_late(send: Send) -> None:
            time.sleep(0.08)
            redirect(to)(send)

        return send_late

    for step in range(9):
        site.pages[f"/{step}"] = late(f"/{step + 1}")
    limits = FetchLimits(total_seconds=0.2, max_redirects=9, allow_private=True)
    assert reason(site.url("/0"), limits) == "took longer than 0.2 seconds"


def test_a_look_up_that_hangs_is_given_up() -> None:
    limits = FetchLimits(connect_seconds=0.05)
    done = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        done.wait(5)
        return [PUBLIC]

    why = reason("http://news.example/", limits, resolve=slow)
    done.set()
    assert why == "no address found for news.example within 0.05 seconds"


def test_a_connection_that_hangs_is_given_up() -> None:
    class Hanging(httpcore.SyncBackend):
        def connect_tcp(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
            raise httpcore.ConnectTimeout

    limits = FetchLimits(connect_seconds=0.5)
    why = reason("http://news.example/", limits, resolve=names(PUBLIC), backend=Hanging())
    assert why == "no connection to news.example within 0.5 seconds"


# Answers that are no article


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("404 Gone <b>fishing</b>", "answered 404 Not Found"),
        ("403 Forbidden", "answered 403 Forbidden"),
        ("429 Wait", "answered 429 Too Many Requests"),
        ("500 Oops", "answered 500 Internal Server Error"),
        ("599 What", "answered 599"),
        ("206 Partial Content", "answered 206 Partial Content"),
        ("302 Found", "answered 302 Found"),
    ],
)
def test_an_answer_without_an_article_is_told(site: Site, status: str, why: str) -> None:
    site.pages["/"] = answer(PAGE, status)
    assert reason(site.url("/")) == why


@pytest.mark.parametrize(
    "content_type",
    ["image/png", "application/zip", "video/mp4", "application/octet-stream", "text/css"],
)
def test_what_is_not_text_is_not_read(site: Site, content_type: str) -> None:
    site.pages["/"] = answer(b"\x89PNG", content_type=content_type)
    assert reason(site.url("/")).startswith(f"is {content_type}, not a text")


@pytest.mark.parametrize(("sent", "declared"), [(PAGE, 1000), (b"", 1), (PAGE[:-1], len(PAGE))])
def test_a_body_shorter_than_declared_is_told(site: Site, sent: bytes, declared: int) -> None:
    site.pages["/"] = answer(sent, content_length=declared)
    assert reason(site.url("/")) == "the connection broke off before the end of the text"


@pytest.mark.parametrize("size", [100, 200_000])
def test_a_body_longer_than_declared_is_told(site: Site, size: int) -> None:
    site.pages["/"] = answer(b"a" * size, content_length=10)
    assert reason(site.url("/")) == "sends more than the 10 bytes that it declares"


def test_a_line_break_after_the_body_is_no_lie(site: Site) -> None:
    site.pages["/"] = answer(PAGE + b"\r\n", content_length=len(PAGE))
    assert fetch(site.url("/"), limits=OPEN).content == PAGE


@pytest.mark.parametrize(
    ("headers", "body", "why"),
    [
        ({"content_length": "ten"}, PAGE, "does not answer in valid HTTP"),
        (
            {"content_length": None, "transfer_encoding": "chunked"},
            b"5\r\nThe",
            "the connection broke off before the end of the text",
        ),
        (
            {"content_length": None, "transfer_encoding": "chunked"},
            b"five\r\nThe m\r\n0\r\n\r\n",
            "does not answer in valid HTTP",
        ),
        (
            {"content_encoding": "gzip"},
            gzip.compress(PAGE)[:-9],
            "the gzip data breaks off before its end",
        ),
        ({"content_encoding": "gzip"}, PAGE, "is not valid gzip"),
        ({"content_encoding": "deflate"}, b"\x78\x9c" + PAGE, "is not valid deflate"),
        ({"content_encoding": "br"}, PAGE, "is packed in a way that was not asked for (br)"),
        (
            {"content_encoding": "gzip, gzip"},
            PAGE,
            "is packed in a way that was not asked for (gzip, gzip)",
        ),
    ],
)
def test_a_damaged_answer_is_told(
    site: Site, headers: dict[str, Any], body: bytes, why: str
) -> None:
    headers.setdefault("content_length", len(body))
    site.pages["/"] = answer(body, **headers)
    assert reason(site.url("/")) == why


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "closed the connection without an answer"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "does not answer in valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-", "does not answer in valid HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 300_000, "does not answer in valid HTTP"),
    ],
)
def test_what_does_not_speak_http_is_told(site: Site, sent: bytes, why: str) -> None:
    site.pages["/"] = lambda send: send(sent)
    assert reason(site.url("/")) == why


def test_a_port_where_nobody_listens_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    why = reason(f"http://127.0.0.1:{port}/")
    assert why == f"127.0.0.1 refused the connection on port {port}"


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name not known"), UnicodeError("label")])
def test_a_name_that_is_not_found_is_told(error: Exception) -> None:
    def fails(host: str, port: int) -> list[str]:
        raise error

    why = reason("http://nowhere.example/", resolve=fails)
    assert why == "no address found for nowhere.example; check the spelling and the network"


# TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_site(authority: trustme.CA) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    site = Site(context)
    yield site
    site.close()


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_the_certificate_is_that_of_the_name_not_of_the_address(
    secure_site: Site, authority: trustme.CA
) -> None:
    secure_site.pages["/"] = answer()
    fetched = fetch(
        secure_site.url("/", "news.example.", "https"),
        limits=OPEN,
        resolve=names("127.0.0.1"),
        ssl_context=trusting(authority),
    )
    assert fetched.content == PAGE


def test_a_certificate_of_another_name_is_refused(secure_site: Site, authority: trustme.CA) -> None:
    why = reason(
        secure_site.url("/", "other.example", "https"),
        resolve=names("127.0.0.1"),
        ssl_context=trusting(authority),
    )
    assert why.startswith("its certificate is not valid (Hostname mismatch")
    assert not secure_site.requests


def test_a_certificate_of_nobody_known_is_refused_whatever_the_environment_trusts(
    secure_site: Site, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    why = reason(secure_site.url("/", "news.example", "https"), resolve=names("127.0.0.1"))
    assert why.startswith("its certificate is not valid (")


def test_a_server_without_tls_is_told(site: Site) -> None:
    assert reason(site.url("/", scheme="https")).startswith("no secure connection (")


# Limits


@pytest.mark.parametrize(
    "limits",
    [{"max_bytes": 0}, {"total_seconds": 0}, {"connect_seconds": -1}, {"max_redirects": -1}],
)
def test_limits_that_allow_nothing_are_refused(limits: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=next(iter(limits))):
        FetchLimits(**limits)


def test_no_redirect_at_all_can_be_asked_for(site: Site) -> None:
    site.pages["/"] = redirect("/next")
    limits = FetchLimits(max_redirects=0, allow_private=True)
    assert reason(site.url("/"), limits) == "redirects more than 0 times"
