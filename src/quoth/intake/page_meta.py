"""What a page says of itself: its title, date, authors, outlet and address.

Read in this order: the schema.org data of the article (JSON-LD), the page's ``meta`` elements, what
is shown. htmldate (Barbaresi 2020, JOSS, "htmldate: A Python package to extract publication dates
from web pages") is asked for the date where none of them gives one.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from quoth.intake.dates import Order, iso_date
from quoth.intake.page_live import Update, stated_updates

_LONGEST_SCRIPT = 3_000_000
_MOST_NODES = 5_000
_MOST_AUTHORS = 50
_LONGEST_NAME = 80
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)\Z")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
_TITLE_END = re.compile(r"\s[|\-–—:·•»]\s")  # spaces have been made one
_WORDS = re.compile(r"\w+")
_TAGS = re.compile(r"<[^<>]{1,300}>")
_NO_NAME = re.compile(r"@|https?:|www\.|\d{3}|[/\\<>{}|]|\.(?:com|org|net|co)\b", re.IGNORECASE)
_BY = re.compile(r"\A(?:by|von|par|por|di|written by|text|words)\s*:?\s+", re.IGNORECASE)
_JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|producer|staff"
    r"|bureau chief|fellow|author|chief|head of|professor|freelance\w*)\b",
    re.IGNORECASE,
)
_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "published_time",
    "pubdate",
    "bt:pubdate",
    "article.published",
    "dc.date",
    "date",
)
_CHANGE_NAMES = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_LEGAL = re.compile(r"©|\(c\)|copyright|all rights|https?:|\b(?:inc|ltd|llc|gmbh|plc)\.?\Z", re.I)


@dataclass
class PageMeta:
    """What a page says of itself. ``body`` is the article's text where the metadata holds it."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    body: str | None = None
    words: int | None = None
    description: str | None = None
    free: bool = True
    is_article: bool = False
    is_list: bool = False
    titles: tuple[str, ...] = field(default=())
    section: str | None = None
    updates: list[Update] = field(default_factory=list)
    modified: str | None = None
    names: tuple[str, ...] = field(default=())  # of the page, for whether it calls itself live


def page_meta(tree: Any, url: str | None, order: Order | None) -> PageMeta:
    """What the page of lxml tree ``tree`` says of itself.

    Args:
        tree: the page.
        url: where it was found, if that is known.
        order: how the page's country writes dates of numbers.
    """
    nodes = list(_nodes(tree))
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 1}
    named = _metas(tree)
    shown = [text for h1 in tree.iter("h1") if (text := _plain(_inner(h1)))]
    article = _article_node(nodes, url or named.get("og:url"), shown)
    outlet = _outlet(article, by_id, named)
    says_so = bool(article) or named.get("og:type", "").lower() == "article"
    found = PageMeta(outlet=outlet, is_article=says_so, is_list=_is_list(nodes, named))
    window = next((_plain(_inner(t)) for t in tree.iter("title")), "")
    candidates = [_string(article.get("headline")), named.get("og:title"), *shown[:1], window]
    found.titles = tuple(filter(None, (_bare_title(c, outlet, url) for c in candidates)))
    found.title = _title(found.titles)
    found.authors = _authors(article, by_id, named)
    found.published = next(
        filter(
            None,
            (
                iso_date(value, order)
                for value in (
                    article.get("datePublished"),
                    *(named.get(name) for name in _DATE_NAMES),
                )
            ),
        ),
        None,
    )
    body = article.get("articleBody")
    found.body = entities.unescape(body) if isinstance(body, str) else None
    count = str(article.get("wordCount") or "")
    found.words = int(count) if count.isascii() and count.isdecimal() and len(count) < 8 else None
    found.section = _string(article.get("articleSection")) or named.get("article:section")
    found.updates = stated_updates(nodes)
    changed = (article.get("dateModified"), *(named.get(name) for name in _CHANGE_NAMES))
    found.modified = next(filter(None, (iso_date(value, order) for value in changed)), None)
    found.names = (*found.titles, *_types(article))
    found.description = _string(article.get("description")) or named.get("og:description")
    found.free = _is_free(article, named)
    found.url = _own_address(tree, named, article, url, found.titles)
    return found


def _is_free(article: dict[str, Any], named: dict[str, str]) -> bool:
    """False where a page says that it, or a part of it, is not free to read.

    The forms are those of schema.org (``isAccessibleForFree``, also of parts, as search engines ask
    for) and of Open Graph (``article:content_tier``).
    """
    parts = [one for one in _listed(article.get("hasPart")) if isinstance(one, dict)]
    said = [one.get("isAccessibleForFree", True) for one in (article, *parts)]
    said.append(named.get("isaccessibleforfree", True))
    tier = named.get("article:content_tier", "free").lower()
    return tier != "locked" and not any(str(one).lower() in ("false", "no", "0") for one in said)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, those inside others too."""
    stack: list[Any] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) <= _LONGEST_SCRIPT:
            stack.append(_parsed(text))
    count = 0
    stack.reverse()
    while stack and count < _MOST_NODES:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value[:_MOST_NODES]))
        elif isinstance(value, dict):
            count += 1
            yield value
            stack.extend(value[key] for key in reversed(_INSIDE) if key in value)


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->")
    text = text.replace("//<![CDATA[", "").replace("<![CDATA[", "").replace("//]]>", "")
    try:
        return json.loads(text.replace("]]>", "").strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]


def _article_node(nodes: list[dict[str, Any]], url: str | None, shown: list[str]) -> dict[str, Any]:
    """Of the page's article nodes, the one that is about this page: by address, headline, place."""
    articles = [n for n in nodes if any(map(_ARTICLE.search, _types(n)))]

    def fits(node: dict[str, Any]) -> tuple[bool, bool, bool]:
        addresses = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
        plain = [a.get("@id") if isinstance(a, dict) else a for a in addresses]
        same = bool(url) and any(isinstance(a, str) and _path(a) == _path(url or "") for a in plain)
        headline = _words(_string(node.get("headline")) or "")
        return same, headline in map(_words, shown), "headline" in node

    return max(articles, key=fits) if articles else {}


def _is_list(nodes: list[dict[str, Any]], named: dict[str, str]) -> bool:
    kinds = {kind for node in nodes for kind in _types(node)}
    return not any(map(_ARTICLE.search, kinds)) and (
        bool(kinds & {"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"})
        or named.get("og:type", "").lower() in ("website", "profile")
    )


def _metas(tree: Any) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        for key in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if key and content and content.strip():
                named.setdefault(key.lower().strip(), content.strip()[:2_000])
    return named


def _outlet(node: dict[str, Any], by_id: dict[str, Any], named: dict[str, str]) -> str | None:
    publishers = [_string(_name_of(p, by_id)) for p in _listed(node.get("publisher"))]
    sites = [named.get("og:site_name"), named.get("application-name"), named.get("publisher")]
    good = [name for name in map(_bare_outlet, [*publishers, *sites]) if name]
    # "mirror" and "financialpost" are keys of a machine where another source writes the name.
    return next((name for name in good if not name.islower()), good[0] if good else None)


def _bare_outlet(name: str | None) -> str | None:
    name = _plain(name or "")
    name = _TITLE_END.split(name)[0].strip()
    return name if name and len(name) <= _LONGEST_NAME and not _LEGAL.search(name) else None


def _bare_title(title: str | None, outlet: str | None, url: str | None) -> str:
    """``title`` without the name of its site at the end or the beginning."""
    title = _plain(title or "")
    host = (urlsplit(url).hostname or "") if url else ""
    names = {_key(outlet or ""), _key(host.removeprefix("www.").rpartition(".")[0])} - {""}
    while len(parts := _parted(title)) == 2:
        site = _key(parts[1])
        if not any(site == n or (len(site) > 3 and (site in n or n in site)) for n in names):
            break
        title = parts[0]
    return title


def _parted(title: str) -> list[str]:
    ends = list(_TITLE_END.finditer(title))
    return [title[: ends[-1].start()], title[ends[-1].end() :]] if ends else [title]


def _title(titles: tuple[str, ...]) -> str | None:
    """The first of ``titles`` (JSON-LD, Open Graph, shown, window), without a site they add."""
    if not titles:
        return None
    first = titles[0]
    for other in titles[1:]:
        if first != other and first.startswith(other) and _TITLE_END.match(first[len(other) :]):
            return other
    return first


def _authors(node: dict[str, Any], by_id: dict[str, Any], named: dict[str, str]) -> tuple[str, ...]:
    given = [
        _name_of(a, by_id) for a in _listed(node.get("author")) or _listed(node.get("creator"))
    ]
    for source in (
        given,
        [named.get("author"), named.get("byl")],
        [named.get("parsely-author"), named.get("dc.creator"), named.get("article:author")],
    ):
        names = clean_authors(v for value in source for v in _listed(value))
        if names:
            return names
    return ()


def clean_authors(values: Iterable[object]) -> tuple[str, ...]:
    """The names in ``values``: each once, without "By", jobs and addresses.

    >>> clean_authors(["By Ann Vale and Bo Rask, staff reporter", "ann vale"])
    ('Ann Vale', 'Bo Rask')
    """
    names: dict[str, str] = {}
    for value in values:
        text = _BY.sub("", _plain(value if isinstance(value, str) else ""))
        for name in _names_in(text[:2_000]):
            if name and len(name) <= _LONGEST_NAME and not _NO_NAME.search(name):
                key = _key(name)
                if key and key not in names and len(names) < _MOST_AUTHORS:
                    names[key] = name
    return tuple(names.values())


def _names_in(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r" ?[;•|] ?| (?:and|und|et) | & ", text)]
    names: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",")]
        people = [p for p in pieces if not _JOB.search(p)]
        # "Vale, Ann" is one name and "Ann Vale, Bo Rask" are two.
        whole = len(people) == 1 or all(len(p.split()) > 1 for p in people)
        names += people if whole else [", ".join(people)]
    return names


def _name_of(value: Any, by_id: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if "name" not in value and isinstance(value.get("@id"), str):
            value = by_id.get(value["@id"], value)
        return value.get("name")
    return value


def _own_address(
    tree: Any,
    named: dict[str, str],
    node: dict[str, Any],
    base: str | None,
    titles: tuple[str, ...],
) -> str | None:
    """The address that the page gives itself, if it can be this page's and no section's."""
    links = [
        link.get("href")
        for link in tree.iter("link")
        if (link.get("rel") or "").lower() == "canonical"
    ]
    page = node.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    wanted = Counter(w for title in titles for w in set(_words(title)) if len(w) > 3)
    for found in (*links, named.get("og:url"), page, node.get("url")):
        if not isinstance(found, str) or not found.strip():
            continue
        try:
            address = urljoin(base or "", found.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and _leads_here(parts, wanted):
            return address
    return None


def _leads_here(parts: Any, wanted: Counter[str]) -> bool:
    segments = [s for s in parts.path.split("/") if s]
    if not segments and not parts.query:
        return False  # the site's root
    last = segments[-1] if segments else ""
    words = [w for w in re.findall(r"[^\W\d_]+", last.lower()) if len(w) > 3]
    if len(segments) == 1 and not parts.query and len(words) < 3 and not re.search(r"\d", last):
        return any(w in wanted for w in words)  # a section
    # The address of another story is made of other words.
    return len(words) < 4 or not wanted or any(w in wanted for w in words)


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value[:_MOST_AUTHORS]
    return [] if value is None else [value]


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _plain(value) or None if isinstance(value, str) else None


def _plain(text: str) -> str:
    return " ".join(_TAGS.sub("", entities.unescape(text[:5_000])).split())


def _inner(element: Any) -> str:
    return " ".join("".join(element.itertext())[:5_000].split())


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(text.lower()))


def _key(name: str) -> str:
    return "".join(_WORDS.findall(name.lower())).removeprefix("the")


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return address
