"""Downloads of Europresse, which are pages with an ``<article>`` for each article."""

from __future__ import annotations

import re
from typing import Any

from quoth.intake.documents.bundles.lines import Found
from quoth.intake.documents.bundles.pages import element_lines
from quoth.intake.documents.bundles.words import press_date, stated_words

_SIGN = re.compile(r"""class\s?=\s?["'][^"'<>]{0,80}\bDocPublicationName\b""")
_NUMBER = re.compile(r"news[·.\u00b7]?(\d{8})[·.\u00b7]?([A-Z]{2,6})[·.\u00b7]?(\S{1,40})")
_ISSUE = re.compile(r",? n[o°]\.? ?\S{1,20}\Z|\s?\([^()]{1,60}\)\s?\Z", re.IGNORECASE)


def is_europresse(beginning: str) -> bool:
    """Whether a page begins as a download of Europresse does."""
    return _SIGN.search(beginning) is not None


def europresse_articles(tree: Any) -> list[Found]:
    """The articles of a download of Europresse, given as an lxml tree."""
    return [_article(one) for one in tree.iter("article") if _first(one, "DocPublicationName")]


def _article(article: Any) -> Found:
    outlet = _first(article, "DocPublicationName")
    header = _first(article, "DocHeader") or ""
    number = _NUMBER.search(" ".join(_all(article, "publiC-lblNodoc")) or _tail(article))
    published = None
    for line in header.splitlines():
        published = published or press_date(line.split(",", 1)[-1] or line) or press_date(line)
    if published is None and number:
        day = number[1]
        published = press_date(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    body = _elements(article, "docOcurrContainer") or _elements(article, "DocText")
    title = _first(article, "titreArticleVisu") or _first(article, "titreArticle")
    lines = [line for one in body[:1] for line in element_lines(one)]
    return Found(
        text="\n".join(lines),
        title=title,
        outlet=_ISSUE.sub("", (outlet or "").splitlines()[0]).strip() if outlet else None,
        published=published,
        byline=_first(article, "docAuthors"),
        id=number[0] if number else None,
        length=stated_words(header.rsplit(",", 1)[-1].strip()),
    )


def _tail(article: Any) -> str:
    return " ".join(" ".join(foot.itertext()) for foot in article.iter("footer"))


def _elements(parent: Any, name: str) -> list[Any]:
    return [
        one
        for one in parent.iter()
        if isinstance(one.tag, str) and name in (one.get("class") or "").split()
    ]


def _all(parent: Any, name: str) -> list[str]:
    return ["\n".join(element_lines(one)) for one in _elements(parent, name)]


def _first(parent: Any, name: str) -> str | None:
    found = next(iter(_all(parent, name)), "").strip()
    return found or None
