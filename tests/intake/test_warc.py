"""Web archives: every sound record comes, whatever lies between them."""

from __future__ import annotations

import gzip
import io
import random
from itertools import pairwise

import pytest
from intake_samples import PARAGRAPHS

from quoth.errors import InputError
from quoth.intake import IntakeOptions, articles
from quoth.intake.warc import archived, is_cut_by_records
from quoth.records import Article

pytest.importorskip("fastwarc", reason='fastwarc (the extra "archive") is not installed')


def page(number: int) -> bytes:
    body = "".join(f"<p>{number}: {paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"<html><head><title>Page {number}</title></head><body>{body}</body></html>".encode()


def http(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def record(
    number: int, block: bytes, kind: str = "response", type: str = "", length: int | None = None
) -> bytes:
    type = type or "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"WARC-Date: 2031-02-03T04:05:06Z\r\n"
        f"WARC-Target-URI: https://harbour.example/{number}\r\n"
        f"Content-Type: {type}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def pages(count: int) -> list[bytes]:
    return [record(number, http(page(number))) for number in range(count)]


def taken(data: bytes, name: str = "a.warc.gz", **bounds: int | None) -> list:
    return list(archived(io.BytesIO(data), name, IntakeOptions(), **bounds))


def urls(found: list) -> list[int]:
    return [int(one.url.rpartition("/")[2]) for one in found if not one.damage]


def packed(records: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


@pytest.mark.parametrize("form", ["packed", "plain", "packed as a whole"])
def test_the_articles_of_an_archive_with_address_and_date(form, tmp_path):
    several = [record(9, b"software: x\r\n", "warcinfo", "application/warc-fields"), *pages(3)]
    several.insert(2, record(8, b"GET / HTTP/1.1\r\n\r\n", "request"))
    data = packed(several) if form == "packed" else b"".join(several)
    data = gzip.compress(data) if form == "packed as a whole" else data
    path = tmp_path / ("a.warc" if form == "plain" else "a.warc.gz")
    path.write_bytes(data)
    found = list(articles([path]))
    assert [one.url for one in found] == [f"https://harbour.example/{i}" for i in range(3)]
    assert all(isinstance(one, Article) and one.title.startswith("Page") for one in found)
    assert {one.date for one in taken(data, path.name)} == {"2031-02-03T04:05:06Z"}
    assert is_cut_by_records(io.BytesIO(data)) == (form != "packed as a whole")


def test_extracted_texts_are_read_as_they_are(tmp_path):
    text = "\n".join(PARAGRAPHS)
    path = tmp_path / "a.warc.wet.gz"
    path.write_bytes(packed([record(1, text.encode(), "conversion", "text/plain")]))
    (found,) = articles([path])
    assert found.text == text


def test_what_is_no_page_is_passed_over_and_says_why():
    data = packed(
        [
            record(1, http(b"\x89PNG", "image/png")),
            record(2, http(page(2), status="404 Not Found")),
            record(3, http(b"<p>" + b"x" * 11_000_000)),
        ]
    )
    reasons = [one.skipped for one in taken(data)]
    assert reasons == [
        "not a page: image/png",
        "not a page: HTTP status 404",
        "larger than 10 MB",
    ]


@pytest.mark.parametrize("coding", ["gzip", "chunked"])
def test_bodies_are_decoded(coding):
    body = page(1)
    if coding == "gzip":
        body, header = gzip.compress(body), "Content-Encoding: gzip"
    else:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        header = "Transfer-Encoding: chunked"
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n\r\n".encode() + body
    (found,) = taken(packed([record(1, block)]))
    assert found.article(IntakeOptions()).title == "Page 1"


@pytest.mark.parametrize("form", ["packed", "plain"])
def test_all_sound_records_of_a_file_with_four_damages_come(form):
    several = pages(40)
    parts = [gzip.compress(one) for one in several] if form == "packed" else several
    parts[5] = parts[5][: len(parts[5]) // 2]  # cut
    parts[12] = bytes(random.Random(1).randbytes(len(parts[12])))  # garbage
    lying = record(20, http(page(20)), length=10_000_000)  # a length that is not so
    parts[20] = gzip.compress(lying) if form == "packed" else lying
    broken = bytearray(parts[30])
    broken[len(broken) // 2 : len(broken) // 2 + 8] = b"\0" * 8
    if form == "plain":  # nothing tells a flipped byte in a body; its header does
        broken = bytearray(parts[30].replace(b"Content-Length", b"Content-Lemgth", 1))
    parts[30] = bytes(broken)
    name = "a.warc.gz" if form == "packed" else "a.warc"
    found = taken(b"".join(parts), name)
    assert urls(found) == [i for i in range(40) if i not in (5, 12, 20, 30)]
    damages = [one for one in found if one.damage]
    assert len(damages) == 4
    assert all(one.damage.startswith("damaged: ") for one in damages)
    assert [one.at for one in found] == sorted({one.at for one in found})


@pytest.mark.parametrize("form", ["packed", "plain"])
@pytest.mark.parametrize("damaged", [False, True])
def test_ranges_of_bytes_together_give_each_record_once(form, damaged):
    parts = [gzip.compress(one) for one in pages(20)] if form == "packed" else pages(20)
    if damaged:
        parts[7] = parts[7][100:]
    data, name = b"".join(parts), "a.warc.gz" if form == "packed" else "a.warc"
    whole = [one.at for one in taken(data, name) if not one.damage]
    chance = random.Random(2)
    for _ in range(5):
        cuts = [0, *sorted(chance.sample(range(1, len(data)), 4)), None]
        found = []
        for start, stop in pairwise(cuts):
            found += taken(data, name, start=start, stop=stop)
        assert [one.at for one in found if not one.damage] == whole


@pytest.mark.parametrize(
    "data",
    [b"\x1f\x8b\x08garbage" * 9, b"garbage" * 99, gzip.compress(b"garbage" * 99), b"WARC/1.0\r\n"],
)
def test_what_holds_no_record_is_told_and_nothing_else(data, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(data)
    found = list(articles([tmp_path / "a.warc.gz"]))
    assert found
    assert all(isinstance(one, InputError) for one in found)


def test_a_record_that_unfolds_without_end_is_told_and_the_next_comes():
    bomb = gzip.compress(record(1, b"\0" * 30_000_000))
    data = bomb + packed(pages(1))
    found = list(archived(io.BytesIO(data), "a.warc.gz", IntakeOptions(max_bytes=1_000_000)))
    assert [bool(one.damage) for one in found] == [True, False]
    assert "unpacks to more than 1 MB" in found[0].damage


def test_an_archive_is_not_read_from_a_pipe(tmp_path):
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", "from quoth.cli import main; main()", "read", "-"],
        input=packed(pages(1)),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"from a file, not from a pipe" in done.stderr
