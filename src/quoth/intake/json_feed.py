"""JSON Feed (jsonfeed.org, version 1.1): items with their text, or the addresses of their pages."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from quoth.errors import InputError
from quoth.intake.json_rows import json_rows
from quoth.intake.options import IntakeOptions
from quoth.intake.rows import Row, article_of
from quoth.records import Article

_SIGN = re.compile(rb'"version"\s{0,20}:\s{0,20}"https?:\\?/\\?/jsonfeed\.org\\?/version')
_TEXTS = ("content_html", "content_text")
_HEAD = 8_192  # bytes in which the version stands


def is_json_feed(head: bytes) -> bool:
    """Whether JSON begins as a JSON Feed does."""
    return _SIGN.search(head, 0, _HEAD) is not None


def json_feed_articles(
    data: bytes,
    name: str,
    options: IntakeOptions,
    fetched: Callable[[str], Iterator[Article | InputError]] | None,
) -> Iterator[Article | InputError]:
    """The articles of a JSON Feed; items without a text are counted, or their pages read.

    Args:
        data: the feed, in UTF-8.
        name: the input, for messages and ids.
        options: how to take it in.
        fetched: gives the articles at an address, where those are wanted.
    """
    title = _title(data)
    number = without = short = 0
    for row in json_rows(io.BufferedReader(io.BytesIO(data)), name, options.max_bytes):
        if isinstance(row, InputError):
            yield row
            continue
        if number == 0 and "items" in row.values:
            break  # the feed itself: its list is empty
        number += 1
        address = row.values.get("url") or row.values.get("external_url")
        if any(isinstance(row.values.get(one), str) for one in _TEXTS):
            yield article_of(_of_feed(row, title), options)
        elif fetched is not None and isinstance(address, str) and _is_address(address):
            yield from fetched(address)
        else:
            without += 1
            short += bool(row.values.get("summary"))
    if not number:
        yield InputError(name, "an empty feed")
    elif without:
        how = "--follow reads their pages" if fetched is None else "and no address"
        if short:
            how = f"their short descriptions ({short}) are no articles and not read; {how}"
        yield InputError(name, f"{without} of {number} entries give no full text; {how}")


def _title(data: bytes) -> str | None:
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError):
        return None  # whoever reads its rows is told
    title = feed.get("title") if isinstance(feed, dict) else None
    return title if isinstance(title, str) else None


def _of_feed(row: Row, title: str | None) -> Row:
    values: Mapping[str, object] = {**row.values, "feed_title": title} if title else row.values
    return replace(row, values=values)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and len(text) < 2_000
