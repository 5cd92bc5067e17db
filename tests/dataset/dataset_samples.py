"""Small inputs about invented people, and the tables made of them."""

from __future__ import annotations

import gzip
import json
from importlib.util import find_spec
from pathlib import Path

import pyarrow.dataset

from quoth.dataset import ShardOptions

SAYS = "“The bridge is closed,” Mayor Ana Belić said on Monday. At least 20 were hurt, she said."
TELLS = "The agency reported that the harbour would open again, according to Bo Lindt, a spokesman."
SILENT = "The day was long and quiet, and the river rose slowly behind the old mill on the hill."
TEXTS = (SAYS, SILENT, TELLS)


def line(number: int, text: str | None = None) -> str:
    form = {
        "id": f"n{number}",
        "text": text or TEXTS[number % len(TEXTS)],
        "published": "2031-02-03",
        "outlet": "The Harbour Post",
    }
    return json.dumps(form) + "\n"


def lines(path: Path, count: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(line(number) for number in range(count)).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def page(text: str, title: str = "A bridge") -> str:
    body = "".join(f"<p>{text} It was the talk of the town that day, again and again.</p>" * 3)
    return (
        f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{body}</article></body></html>"
    )


def archive(path: Path, texts: tuple[str, ...] = TEXTS) -> Path:
    """A web archive of pages, packed record by record."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    data = b""
    for number, text in enumerate(texts):
        block = (head + page(text)).encode()
        about = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2031-02-03T04:05:06Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
            f"WARC-Target-URI: https://harbour.example/{number}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        data += gzip.compress(about.encode() + block + b"\r\n\r\n", mtime=0)
    path.write_bytes(data)
    return path


def every_kind(folder: Path) -> Path:
    """A folder with JSON lines, plain and packed, pages, and a web archive where it can be read."""
    lines(folder / "a.jsonl", 3)
    lines(folder / "b.jsonl.gz", 4)
    for number, text in enumerate(TEXTS):
        (folder / f"page{number}.html").write_text(page(text), encoding="utf-8")
    if find_spec("fastwarc") is not None:
        archive(folder / "crawl.warc.gz")
    return folder


def table(out: Path, name: str) -> pyarrow.Table:
    """All rows of a table of a dataset, in the order of its parts."""
    return pyarrow.dataset.dataset(out / name, format="parquet").to_table()


def files(out: Path) -> dict[str, bytes]:
    """Every file of a dataset that stays."""
    found = sorted(out.rglob("*"))
    return {str(one.relative_to(out)): one.read_bytes() for one in found if one.is_file()}


SMALL = ShardOptions(shard_words=80)
"""Two or three articles make a shard."""
