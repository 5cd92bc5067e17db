"""Fetching an article from an address: what is read, what is followed, what is refused."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from news_site import OPEN, PAGE, PUBLIC, Rerouted, Send, Site, answer, names, reason, redirect
from quoth.errors import FetchError
from quoth.intake.fetch import Fetched, FetchLimits, fetch

# What is read


def test_a_page_is_fetched(site: Site) -> None:
    site.pages["/story"] = answer(content_type="Text/HTML; Charset=ISO-8859-1")
    assert fetch(site.url("/story"), limits=OPEN) == Fetched(
        site.url("/story"), PAGE, "text/html", "iso8859-1"
    )


def test_the_request_says_who_asks_and_no_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    site.pages["/a"] = answer(b"", "302 Found", location="/b", set_cookie="seen=1")
    site.pages["/b?q=1"] = site.pages["/b"] = answer()
    fetch(site.url("/a#part"), limits=OPEN)
    first, second = site.requests
    assert first.startswith("GET /a HTTP/1.1\r\n")
    assert "\r\nUser-Agent: quoth/" in first
    assert "cookie" not in second.lower()
    assert "referer" not in second.lower()


@pytest.mark.parametrize(
    ("header", "content_type", "encoding"),
    [
        ("text/html", "text/html", None),
        ('text/html; charset="utf-8"', "text/html", "utf-8"),
        ("text/html;charset=windows-1252;x=y", "text/html", "cp1252"),
        ("text/html; charset=no-such-thing", "text/html", None),
        ("text/html; charset=utf-16", "text/html", "utf-16"),
        ("text/html; charset=zlib", "text/html", None),
        ("text/html; charset=punycode", "text/html", None),
        ("text/plain", "text/plain", None),
        ("text/markdown", "text/markdown", None),
        ("application/xhtml+xml", "application/xhtml+xml", None),
        ("application/json", "application/json", None),
        ("application/x-ndjson", "application/x-ndjson", None),
        ("text/csv; header=present", "text/csv", None),
        ("", None, None),
        ("rubbish", None, None),
        (None, None, None),
    ],
)
def test_content_types_of_text_are_read(
    site: Site, header: str | None, content_type: str | None, encoding: str | None
) -> None:
    site.pages["/"] = answer(content_type=header)
    fetched = fetch(site.url(""), limits=OPEN)
    assert (fetched.content_type, fetched.encoding) == (content_type, encoding)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("GZip", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:])),
        ("x-gzip", gzip.compress(PAGE) + b"\0" * 512),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", raw_deflate(PAGE)),
        ("identity", PAGE),
    ],
)
def test_packed_bodies_are_unpacked(site: Site, coding: str, body: bytes) -> None:
    site.pages["/"] = answer(body, content_encoding=coding)
    assert fetch(site.url("/"), limits=OPEN).content == PAGE


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", raw_deflate)])
def test_packed_bodies_of_every_size_come_out_whole(
    site: Site, size: int, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    site.pages["/"] = answer(pack(b"a" * size), content_encoding=coding)
    assert fetch(site.url("/"), limits=OPEN).content == b"a" * size


def test_a_body_in_chunks_or_up_to_the_end_of_the_connection_is_read(site: Site) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    site.pages["/chunks"] = answer(chunked, content_length=None, transfer_encoding="chunked")
    site.pages["/end"] = answer(content_length=None)
    assert fetch(site.url("/chunks"), limits=OPEN).content == PAGE
    assert fetch(site.url("/end"), limits=OPEN).content == PAGE


def test_interim_answers_are_passed_over(site: Site) -> None:
    def hints(send: Send) -> None:
        send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
        answer()(send)

    site.pages["/"] = hints
    assert fetch(site.url("/"), limits=OPEN).content == PAGE


# Redirects


def test_redirects_are_followed_to_the_end(site: Site) -> None:
    site.pages["/1"] = redirect("/2", "301 Moved Permanently")
    site.pages["/2"] = redirect(site.url("/3"), "307 Temporary Redirect")
    site.pages["/3"] = redirect("?page=4", "303 See Other")
    site.pages["/3?page=4"] = answer()
    assert fetch(site.url("/1"), limits=OPEN).url == site.url("/3?page=4")


def test_a_redirect_in_a_circle_is_told(site: Site) -> None:
    site.pages["/a"] = redirect("/b")
    site.pages["/b"] = redirect("/a#again")
    assert reason(site.url("/a")) == f"redirects in a circle, back to {site.url('/a')}"


def test_a_redirect_without_end_is_told(site: Site) -> None:
    for step in range(9):
        site.pages[f"/{step}"] = redirect(f"/{step + 1}")
    assert reason(site.url("/0")) == "redirects more than 5 times"
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("file:///etc/passwd", "only http and https addresses are fetched"),
        ("ftp://news.example/", "only http and https addresses are fetched"),
        ("javascript:alert(1)", "only http and https addresses are fetched"),
        (
            "http://ann:secret@news.example/",
            "addresses with a user name or password are not fetched",
        ),
        ("http://news.example:99999/", "not a valid address (no such port)"),
        ("http://a..b/", "not a valid address (no such host name)"),
    ],
)
def test_a_redirect_to_what_is_not_fetched_is_refused(site: Site, to: str, why: str) -> None:
    site.pages["/"] = redirect(to)
    shown = to.replace("ann:secret@", "…@")
    assert reason(site.url("/")) == f"redirects to {shown}: {why}"


@pytest.mark.parametrize(
    "to", ["http://10.0.0.7/", "http://127.1/", "//169.254.169.254/latest", "http://[::1]/"]
)
def test_a_redirect_into_the_network_is_refused(site: Site, to: str) -> None:
    site.pages["/"] = redirect(to)
    backend = Rerouted(site)
    answers = {"news.example": PUBLIC, "127.1": "127.0.0.1"}
    why = reason(
        "http://news.example/",
        FetchLimits(),
        resolve=lambda host, port: [answers.get(host, host)],
        backend=backend,
    )
    assert why.startswith("refused: ")
    assert backend.asked == [(PUBLIC, 80)]


# Addresses


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    site.pages["/"] = answer()
    backend = Rerouted(site)
    # A second look-up would give a loopback address; there is none.
    resolve = names(PUBLIC, "127.0.0.1")
    fetched = fetch("http://News.Example.:8080/", resolve=resolve, backend=backend)
    assert fetched.url == "http://news.example:8080/"
    assert backend.asked == [(PUBLIC, 8080)]
    assert "\r\nHost: news.example:8080\r\n" in site.requests[0]


def test_a_name_is_looked_up_and_checked_again_at_each_redirect(site: Site) -> None:
    site.pages["/"] = redirect("/next")
    backend = Rerouted(site)
    why = reason(
        "http://news.example/",
        FetchLimits(),
        resolve=names(PUBLIC, "192.168.0.9"),
        backend=backend,
    )
    assert why.startswith("refused: news.example is not on the public network (private)")
    assert "192.168.0.9" not in why
    assert backend.asked == [(PUBLIC, 80)]


def test_of_several_addresses_only_the_permitted_ones_are_tried(site: Site) -> None:
    site.pages["/"] = answer()
    backend = Rerouted(site)
    fetch(
        "http://news.example/",
        resolve=lambda host, port: ["10.0.0.1", "::ffff:10.0.0.1", PUBLIC],
        backend=backend,
    )
    assert backend.asked == [(PUBLIC, 80)]


def test_the_next_address_is_tried_when_one_does_not_answer(site: Site) -> None:
    site.pages["/"] = answer()
    fetched = fetch(
        site.url("/", "news.example"),
        limits=OPEN,
        resolve=lambda host, port: ["127.77.0.1", "127.0.0.1"],
    )
    assert fetched.content == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:10.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://localhost/",
        "http://localhost./",
        "http://LOCALHOST/",
        "http://127.0.0.1./",
        "http://printer.localhost:631/",
        "http://10.20.30.40/",
        "http://172.20.0.1:8080/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.1.1/",
        "http://224.0.0.251/",
        "http://255.255.255.255/",
        "https://127.0.0.1/",
        "  http://127.0.0.1/  ",
    ],
)
def test_addresses_inside_the_network_are_refused_however_spelled(url: str) -> None:
    # These are numbers to the system, or names that never leave it: no look-up is sent out.
    assert reason(url, FetchLimits()).startswith("refused: ")


@pytest.mark.parametrize(
    "host",
    [
        "news.example",
        "bücher.example",
        "xn--bcher-kva.example",
        "ｎews.example",
        "a_b.news.example",
    ],
)
def test_names_that_lead_inside_the_network_are_refused(site: Site, host: str) -> None:
    backend = Rerouted(site)
    limits = FetchLimits(allow_private=False)
    why = reason(f"http://{host}/", limits, resolve=names("10.1.1.1"), backend=backend)
    assert why.startswith(("refused: ", "not a valid address"))
    assert not backend.asked


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "only http and https addresses are fetched"),
        ("news.example/story", "only http and https addresses are fetched"),
        ("//news.example/story", "only http and https addresses are fetched"),
        ("file:///etc/passwd", "only http and https addresses are fetched"),
        ("gopher://news.example/", "only http and https addresses are fetched"),
        ("http://", "not a valid address (no such host name)"),
        ("http:///story", "not a valid address (no such host name)"),
        ("http://ann@news.example/", "addresses with a user name or password are not fetched"),
        ("http://ann:pass@news.example/", "addresses with a user name or password are not fetched"),
        ("http://news..example/", "not a valid address (no such host name)"),
        ("http://%6c%6f%63alhost/", "not a valid address (no such host name)"),
        ("http://127.0.0.1\\@news.example/", "addresses with a user name or password are not"),
        ("http://127.0.0.1\\.news.example/", "not a valid address (no such host name)"),
        ("http://news.example:0/", "not a valid address (no such port)"),
        ("http://news.example:65536/", "not a valid address (no such port)"),
        ("http://news.example:port/", "not a valid address (Invalid port: 'port')"),
        ("http://[::1/", "not a valid address"),
        ("http://[1::2::3]/", "not a valid address (Invalid IPv6 address: '[1::2::3]')"),
        ("http://0177.0.0.1/", "not a valid address (Invalid IPv4 address: '0177.0.0.1')"),
        ("http://300.1.1.1/", "not a valid address (Invalid IPv4 address: '300.1.1.1')"),
        ("http://news.example/\nHost: x", "not a valid address"),
    ],
)
def test_what_is_no_address_is_refused_without_a_look_up(url: str, why: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"looked up {host}")

    assert reason(url, resolve=never).startswith(why)


def test_the_error_names_the_address_but_no_password_and_no_control_character() -> None:
    with pytest.raises(FetchError) as caught:
        fetch("http://ann:secret@news.example/\x1b[2J")
    assert "secret" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert str(caught.value).startswith("http://…@news.example/ [2J: ")
