"""Saved searches and their alerts: for people, as JSON, and as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit
from xml.etree import ElementTree

from quoth.wording import day_in_words, shortened, visible

_ATOM = "http://www.w3.org/2005/Atom"
_TITLE = 160  # characters of an entry's title
_DAY_ZERO = "1970-01-01T00:00:00Z"
#: Characters that XML 1.0 cannot hold.
_NOT_XML = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd"
)


class Told(Protocol):
    """An alert; see `quoth.ledger.Alert` for what each field means."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def made_at(self) -> str: ...  # noqa: D102
    @property
    def what(self) -> str: ...  # noqa: D102
    @property
    def statement(self) -> int | None: ...  # noqa: D102
    @property
    def told(self) -> Mapping[str, Any] | None: ...  # noqa: D102
    @property
    def before(self) -> Mapping[str, Any] | None: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102


def alert_to_dict(one: Told) -> dict[str, Any]:
    """The JSON form of an alert."""
    return {
        "id": one.id,
        "made_at": one.made_at,
        "what": one.what,
        "statement": one.statement,
        "told": dict(one.told) if one.told else None,
        "before": dict(one.before) if one.before else None,
        "why": one.why,
    }


def alert_lines(one: Told) -> list[str]:
    """An alert for a terminal: what, and where; then the words, those before, and why."""
    said = one.told or one.before or {}
    where = ", ".join(filter(None, (said.get("outlet"), day_in_words(said.get("published")))))
    number = f" (statement {one.statement})" if one.statement else ""
    lines = [f"before: {_words(one.before)}"] if one.before else []
    lines = [*([_words(one.told)] if one.told else []), *lines, *([one.why] if one.why else [])]
    first = visible(f"{one.made_at}  {one.what}{number}  {where}".rstrip())
    return [first, *(f"    {visible(shortened(line, 400))}" for line in lines)]


def atom(
    name: str, id: str, alerts: Iterable[Told], *, base: str, made_at: str = _DAY_ZERO
) -> bytes:
    """An Atom feed of alerts, the last first, as UTF-8.

    Args:
        name: of the saved search.
        id: what makes the feed this one; an address of its own.
        alerts: the last first.
        base: the address of the server, to which links lead; "" for none.
        made_at: when the search was saved (UTC), for a feed without alerts.
    """
    ElementTree.register_namespace("", _ATOM)
    several = list(alerts)
    feed = ElementTree.Element(_in("feed"))
    _put(feed, "title", f"{name} · quoth")
    _put(feed, "id", id)
    _put(feed, "updated", several[0].made_at if several else made_at)
    _put(_put(feed, "author"), "name", "quoth")
    if base:
        _put(feed, "link", rel="self", type="application/atom+xml", href=id)
        _put(feed, "link", rel="alternate", type="text/html", href=f"{base}/saved")
    for one in several:
        _entry(feed, one, id, base)
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(feed: ElementTree.Element, one: Told, id: str, base: str) -> None:
    said = one.told or one.before or {}
    entry = _put(feed, "entry")
    _put(entry, "title", shortened(f"{one.what}: {_words(said)}", _TITLE))
    _put(entry, "id", f"{id}#alert-{one.id}")
    _put(entry, "updated", one.made_at)
    _put(entry, "category", term=one.what)
    url = said.get("url") or ""
    if base and one.statement and one.told:
        _put(
            entry,
            "link",
            rel="alternate",
            type="text/html",
            href=f"{base}/statement/{one.statement}",
        )
        if _is_web(url):
            _put(entry, "link", rel="related", href=url)
    elif _is_web(url):
        _put(entry, "link", rel="alternate", href=url)
    if said.get("who"):
        _put(_put(entry, "author"), "name", str(said["who"]))
    parts = [_words(one.told)] if one.told else []
    parts += [f"Before: {_words(one.before)}"] if one.before else []
    parts += [one.why[:1].upper() + one.why[1:] + "."] if one.why else []
    where = (said.get("title"), said.get("outlet"), day_in_words(said.get("published")))
    parts.append(", ".join(filter(None, where)))
    _put(entry, "content", "\n\n".join(filter(None, parts)), type="text")


def _words(said: Mapping[str, Any]) -> str:
    who = " ".join(filter(None, (said.get("who"), said.get("cue"))))
    return f"{who}: {said.get('content', '')}" if who else str(said.get("content", ""))


def _put(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    plain = {key: value.translate(_NOT_XML) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, _in(name), plain)
    if text is not None:
        child.text = text.translate(_NOT_XML)
    return child


def _in(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
