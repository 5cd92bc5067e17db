"""Downloads of Europresse: pages with an ``<article>`` for each article, in older ones a cell.

Above the title stands one line with section, day, length and page, each of which may be missing
("Ville, lundi 8 novembre 2021 134 mots, p. 3"); older pages have an element for each. What is the
section is told by what comes before the day, as in the parsers that researchers publish
(tm.plugin.europresse, europarser, GarganText).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quoth.intake.documents.bundles.lines import Found
from quoth.intake.documents.bundles.pages import element_lines
from quoth.intake.documents.bundles.words import is_weekday, press_date, words

_SIGN = re.compile(r"""class\s?=\s?["'][^"'<>]{0,80}\bDocPublicationName\b""")
_NUMBER = re.compile(r"news[·.\u00b7]?(\d{8})[·.\u00b7]?([A-Z]{2,6})[·.\u00b7]?(\S{1,40})")
_ISSUE = re.compile(r",? n[o°]\.? ?\S{1,20}\Z|\s?\([^()]{1,60}\)\s?\Z", re.IGNORECASE)
_LENGTH = re.compile(r"(?<!\d)(\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})?)[ \u00a0]([^\W\d_]{3,7})\b")
_PAGE = re.compile(r"(?:(?:pp?|s|page|seite)\.?\s|(?:pp?|s)\.)\S{1,12}\Z", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}(?:er|\.)?\s[^\W\d_]{3,9}\s\d{4}|[^\W\d_]{3,9}\s\d{1,2},\s\d{4}")
_LONGEST_SECTION = 80
_MOST_NAME_WORDS = 10
_AUTHOR = ("docAuthors", "sm-margin-bottomNews")
_TITLE = ("titreArticleVisu", "titreArticle", "TitreArticleVisu")
# Boxes of the service within a text.
_BOXES = frozenset(("apd-wrapper", "sm-margin-bottomNews"))


def is_europresse(beginning: str) -> bool:
    """Whether a page begins as a download of Europresse does."""
    return _SIGN.search(beginning) is not None


def europresse_articles(tree: Any) -> list[Found]:
    """The articles of a download of Europresse, given as an lxml tree."""
    named = [one for one in tree.iter("article") if _first(one, "DocPublicationName")]
    return [_article(one) for one in named] or [_cell(one) for one in _cells(tree)]


def _article(article: Any) -> Found:
    found = _headed(article)
    body = _elements(article, "docOcurrContainer") or _elements(article, "DocText")
    for box in [box for one in body[:1] for name in _BOXES for box in _elements(one, name)]:
        if box.getparent() is not None:
            box.drop_tree()
    lines = [line for one in body[:1] for line in element_lines(one)]
    found.text = "\n".join(lines)
    return found


def _cells(tree: Any) -> Iterator[Any]:
    """The innermost cells of a table that hold an article each, as in older downloads."""
    for one in tree.iter("td"):
        if len(_elements(one, "DocPublicationName")) == 1 and _elements(one, "TitreArticleVisu"):
            yield one


def _cell(cell: Any) -> Found:
    """An article of an older download: behind the title the byline, the text, the copyright."""
    found = _headed(cell)
    lines = element_lines(cell)
    title = (found.title or "").splitlines()
    at = next((i for i, line in enumerate(lines) if title and line.startswith(title[-1])), -1)
    rest = lines[at + 1 :]
    end = next((i for i in range(len(rest) - 1, -1, -1) if rest[i].startswith("©")), len(rest))
    rest = rest[:end]
    if not found.byline and len(rest) > 1 and _is_name(rest[0]):
        found.byline = rest.pop(0)
    found.text = "\n".join(rest)
    return found


def _is_name(line: str) -> bool:
    return len(line.split()) <= _MOST_NAME_WORDS and line[-1:] not in '.!?»”"'


def _headed(article: Any) -> Found:
    """What stands around the text."""
    outlet = _first(article, "DocPublicationName")
    header = ", ".join(" ".join(one.split()) for one in _all(article, "DocHeader"))
    number = _NUMBER.search(" ".join(_all(article, "publiC-lblNodoc")) or _tail(article))
    day = _DAY.search(header)
    published = press_date(header[day.start() : day.start() + 40]) if day else None
    if published is None and number:
        digits = number[1]
        published = press_date(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    title = next(filter(None, (_first(article, name) for name in _TITLE)), None)
    return Found(
        title=" ".join(title.split()) if title else None,
        outlet=_ISSUE.sub("", (outlet or "").splitlines()[0]).strip() if outlet else None,
        published=published,
        byline=next(filter(None, (_first(article, name) for name in _AUTHOR)), None),
        id=number[0] if number else None,
        length=_length(header),
        section=_section(header[: day.start()] if day else header),
    )


def _length(header: str) -> int | None:
    """The number of words in "lundi 8 novembre 2021 1 134 mots, p. 3"."""
    for match in _LENGTH.finditer(header):
        if match[2].lower() in words()["words"]:
            return int(re.sub(r"\D", "", match[1]))
    return None


def _section(before: str) -> str | None:
    """What stands before the day, without its name, pages and the number of words."""
    parts = [part.strip() for part in before.split(",")]
    kept = []
    for part in parts:
        bare = part.rpartition(" ")[0] if is_weekday(part.rpartition(" ")[2]) else part
        if bare and not is_weekday(bare) and not _PAGE.match(bare) and _length(bare) is None:
            kept.append(bare)
    section = ", ".join(kept)
    return section if 0 < len(section) <= _LONGEST_SECTION else None


def _tail(article: Any) -> str:
    feet = " ".join(" ".join(foot.itertext()) for foot in article.iter("footer"))
    return feet or " ".join(element_lines(article)[-4:])


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
