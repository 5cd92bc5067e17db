"""From a page to its article: trafilatura finds the text and what the page says of it."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from quoth.errors import InputError
from quoth.intake.dates import iso_date, mentions, order_in
from quoth.intake.encodings import decode_page, without_stray_nuls
from quoth.intake.fields import Record
from quoth.intake.furniture import kind_of
from quoth.intake.page_article import Grams, choose, grams_of, is_teaser
from quoth.intake.page_live import Days, entries
from quoth.intake.page_meta import PageMeta, clean_authors, page_meta
from quoth.intake.page_tree import Block, blocks_of
from quoth.intake.streams import too_large
from quoth.records import BlockKind

MAX_PAGE_BYTES = 10_000_000
# The libraries below keep lines of past pages; those of a large page are let go.
_LARGE = 1_000_000
# No date is searched for in the text, and none depends on the day of the reading.
_DATES: dict[str, Any] = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1700-01-01",
    "max_date": "2199-12-31",
}
_FEWEST_PARAGRAPHS = 3
_WHOLE, _GOOD_PART = 0.85, 0.7  # of the article that the page's data states
_SHORT_WORDS = 300
_FEWEST_STATED = 60  # words that a page states, from which their number says something
_LEAST = 0.5  # of the words that a page states
_LONGEST_INTRO = 400  # characters of a section's own text
_MANY_STORIES = 8
_LONGEST_BYLINE = 200  # characters
# How services end a text that they have cut.
CUT_WARNING = "the text ends with a sign that it was cut off; the rest was not in what was given"
_CUT = re.compile(
    r"(?:\[\+\d{1,6} chars?\]|\[(?:…|\.{3})\]"
    r"|(?:…|\.{3})\s{0,3}(?:continue reading|read (?:more|on|the (?:full|rest)[a-z ]{0,20})|more)"
    r"\W{0,3})\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\[\+\d{1,6} chars?\]\Z")
# A short text that stops within a sentence.
_BROKEN_OFF = re.compile(r"[a-z,]\s?(?:…|\.{3})\Z")
WALL_WARNING = "the page asks to subscribe or log in; this may be only the beginning of the article"

# A start tag as HTML's tokenizer sees it (WHATWG HTML, 13.2.5), and one of its attributes. Parsers
# compare each attribute of a tag with all before it, so that a flood of them would take hours.
_ATTRIBUTE = (
    r"(?:=[^\s/>=]*+|[^\s/>=]++)"
    r"(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s\"'>][^\s>]*+)?)?+"
)
_START_TAG = re.compile(rf"<([A-Za-z][^\s/>]*+)(?:[\s/]++|{_ATTRIBUTE})*+(?:>|\Z)")
_TAG = re.compile(r"<[A-Za-z]")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_MOST_ATTRIBUTES = 500
_MOST_TAGS = 100_000  # a long page has some thousands; some steps take the square of the number
_FLOODABLE = 100_000  # characters under which a flood does no harm

_DOCUMENT = re.compile(r"<html[\s>]|<!doctype", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z_-]{2,12})", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*(?:\s|\Z)|[\"”»]|[。！？؟۔।]")
_FEWEST_WORDS = 6
_FEWEST_SIGNS = 20  # of a script that puts no spaces between words
_PROSE_SHARE = 0.25
_SHORT = 400
# What pages without an article say in whole sentences.
_NOTICE = re.compile(
    r"\bcookies?\b|\bjavascript\b|\bnot (?:be )?found\b|\b404\b|\blog ?in\b|\bsign in\b|"
    r"\bsubscri(?:be|ption)\b|\baccess denied\b|\bcaptcha\b|\brobot\b|"
    r"\bunusual (?:traffic|activity)|\byour browser\b|\bpermission to access\b|"
    r"\bno longer available\b|\ball rights reserved\b",
    re.IGNORECASE,
)


def page_record(
    data: bytes,
    name: str,
    *,
    url: str | None = None,
    declared: str | None = None,
    forced: str | None = None,
) -> Record:
    """The article of a page given in bytes.

    Args:
        data: the page.
        name: the input, for the message.
        url: where the page was found; else it is what the page says.
        declared: the charset that came with it.
        forced: the charset the user gives.

    Raises:
        InputError: when it is too large, binary, or holds no article.
    """
    data = without_stray_nuls(data)
    html = decode_page(data, name, forced=forced, declared=declared)
    record = html_record(html, name, url=url)
    # Broken bytes in menus and scripts do no harm; in the text they would be in what is quoted.
    if "\ufffd" in record.text and b"\xef\xbf\xbd" not in data:
        raise InputError(
            name, "broken characters in the article's text; give --encoding if you know it"
        )
    return record


def html_record(html: str, name: str, *, url: str | None = None) -> Record:
    """The article of a page given as text.

    Raises:
        InputError: when it is too large, or holds no article.
    """
    if len(html) > MAX_PAGE_BYTES:
        raise too_large(name, MAX_PAGE_BYTES, "page")
    _quiet()
    if not _DOCUMENT.search(html, 0, 4096):
        html = f"<html><body>{html}</body></html>"
    if len(html) > _FLOODABLE:
        if html.count("<") > _MOST_TAGS and len(_TAG.findall(html)) > _MOST_TAGS:
            raise InputError(name, f"a page of more than {_MOST_TAGS:,} elements; save its text")
        html = _START_TAG.sub(_without_flood, html)
    try:
        return _record(html, name, url)
    except InputError:
        raise
    except RecursionError:
        raise InputError(name, "the page is nested too deeply") from None
    except Exception as error:
        # Hostile pages find errors of many kinds in the libraries below.
        what = type(error).__name__
        raise InputError(name, f"the page cannot be taken apart ({what})") from error
    finally:
        if len(html) > _LARGE:
            _forget()


def _record(html: str, name: str, url: str | None) -> Record:
    from trafilatura import load_html
    from trafilatura.metadata import extract_author, extract_title

    tree = load_html(html)
    if tree is None:
        raise InputError(name, "no article found in the page")
    declared = _LANGUAGE.search(html, 0, 20_000)
    language = declared[1] if declared else None
    host = urlsplit(url).hostname if url else None
    meta = page_meta(tree, url, order_in(language, host))
    _prepared(tree)
    blocks = blocks_of(tree)
    full, sure = _found(tree), _found(tree, favor_precision=True)
    stated = _paragraphs(meta.body)
    own = _chosen(blocks, full, sure, stated, meta.titles)
    days = Days(meta.names, meta.published, meta.modified)
    own, times = entries(blocks, own, meta.updates, days)
    chosen: list[tuple[str, BlockKind]] = [(block.text, block.kind) for block in own]
    if not own:  # what is only stated is better than nothing
        chosen = [(line, "paragraph") for line in stated]
    text = "\n".join(line for line, _ in chosen)
    is_list = _is_list_page(blocks, text, meta)
    if is_list or not _is_article(text):
        what = "a list of stories, not an article; give the addresses of its stories"
        told = what if is_list or meta.is_list else "no article found in the page"
        raise InputError(name, told)
    authors = meta.authors or clean_authors([extract_author(deepcopy(tree))])
    return Record(
        text=text,
        title=meta.title or _stripped(extract_title(tree)),
        outlet=meta.outlet,
        url=url or meta.url,
        published=meta.published or _searched_date(tree, text, html),
        language=language,
        authors=authors,
        kinds=tuple(_byline(line, kind, authors) for line, kind in chosen),
        warnings=tuple(_left_out(text, stated, meta, len(times), blocks)),
        section=meta.section,
        times=times,
    )


def _chosen(
    blocks: list[Block], full: list[str], sure: list[str], stated: list[str], titles: Iterable[str]
) -> list[Block]:
    """The blocks of the article as shown; none where the page's data states far more of it."""
    found = choose(blocks, Grams(full), Grams(sure), titles).own
    lines = [block.text for block in found]
    if stated and _share(stated, lines) < _WHOLE:
        more = choose(blocks, Grams([*full, *stated]), Grams([*sure, *stated]), titles).own
        again = [block.text for block in more]
        if _share(stated, again) > _share(stated, lines):
            found, lines = more, again
        # What is shown is better cut into paragraphs.
        if _share(stated, lines) < _WHOLE <= _share(filter(_is_prose, lines), stated):
            return []
    return found


def _byline(line: str, kind: BlockKind, authors: tuple[str, ...]) -> BlockKind:
    """ "byline" for a line that is nothing but names of the page's own authors; else its kind."""
    if kind != "paragraph" or not authors or len(line) > _LONGEST_BYLINE:
        return kind
    known = {name.casefold() for name in authors}
    named = clean_authors([line])
    return "byline" if named and {name.casefold() for name in named} <= known else kind


def _paragraphs(body: str | None) -> list[str]:
    """The paragraphs of an article that stands in the data of its page."""
    if body and "<" in body:
        body = re.sub(r"</?(?:p|div|br|li|h\d)\b[^<>]{0,500}>", "\n", body, flags=re.IGNORECASE)
        body = re.sub(r"<[^<>]{1,500}>", "", body)
    return [line for part in (body or "").split("\n") if (line := " ".join(part.split()))]


def _share(lines: Iterable[str], others: Iterable[str]) -> float:
    """The share of ``lines``, by length, that stands in ``others``."""
    grams = Grams(others)
    total = found = 0
    for line in lines:
        runs = grams_of(tuple(re.findall(r"\w+", line.lower())))
        total += len(runs)
        found += sum(run in grams for run in runs)
    return found / total if total else 1.0


def is_cut(text: str) -> bool:
    """True where ``text`` ends with "[+2345 chars]" or the like, or is short and ends with "…"
    within a sentence."""
    end = text[-60:].rstrip()
    if _CUT.search(end):
        return True
    return _BROKEN_OFF.search(end) is not None and len(text.split()) < _SHORT_WORDS


def _left_out(
    text: str, stated: list[str], meta: PageMeta, entries: int, blocks: list[Block]
) -> Iterator[str]:
    """What may be missing of the article, in words for the user."""
    if entries and len(meta.updates) > entries:
        yield (
            f"the page's data lists {len(meta.updates):,} entries of this live blog;"
            f" {entries:,} of them were found in the text"
        )
    share = _share(stated, text.split("\n"))
    if share < _GOOD_PART:
        yield f"about {1 - share:.0%} of the article that the page's data states is not in the text"
    words = len(text.split())
    whole = meta.words is not None and words >= _WHOLE * meta.words
    short = not whole and words < _SHORT_WORDS
    if is_cut(text) or any(_COUNTED.search(block.text[-20:]) for block in blocks):
        yield CUT_WARNING
    elif not meta.free and short:
        yield "the page says that it is not free to read; this may be only its beginning"
    elif short and any(map(_is_wall, blocks)):
        yield WALL_WARNING
    elif _states_more(text, meta.words or 0):
        yield f"the page gives its length as {meta.words:,} words; {words:,} are in the text"


def _states_more(text: str, stated: int) -> bool:
    """True where a page gives far more words than ``text`` has; some give its characters."""
    of_characters = _WHOLE * len(text) <= stated <= len(text) / _WHOLE
    return stated >= _FEWEST_STATED and len(text.split()) < _LEAST * stated and not of_characters


def _is_wall(block: Block) -> bool:
    """True for a line that asks to subscribe or log in to read the article."""
    return len(block.text) <= _LONGEST_BYLINE and kind_of(block.text) == "paywall"


def _is_list_page(blocks: list[Block], text: str, meta: PageMeta) -> bool:
    """True for a page that leads to many stories and holds little text of its own."""
    own = list(filter(_is_prose, text.split("\n")))
    is_more = len(own) >= _FEWEST_PARAGRAPHS or sum(map(len, own)) >= _LONGEST_INTRO
    if meta.is_article or is_more:
        return False
    # A menu repeats its words; stories differ.
    return len({block.text for block in blocks if is_teaser(block)}) >= _MANY_STORIES


def _stripped(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _prepared(tree: Any) -> None:
    """Take out of ``tree`` what is data and no page, and let out what is hidden for scripts."""
    for element in list(tree.iter("script", "noscript")):
        if element.tag == "script":
            element.drop_tree()
        elif len(list(element.iter("p"))) >= _FEWEST_PARAGRAPHS:
            element.drop_tag()  # the article for those without JavaScript


def _found(tree: Any, *, favor_precision: bool = False) -> list[str]:
    """The lines of the article as trafilatura finds it."""
    from trafilatura import bare_extraction

    page = bare_extraction(
        deepcopy(tree),
        include_comments=False,
        with_metadata=False,
        favor_precision=favor_precision,
    )
    return (_text(page, "text") or "").split("\n")


def _searched_date(tree: Any, text: str, html: str) -> str | None:
    """The date that htmldate finds, unless nothing but a sentence of the article names it."""
    from htmldate import find_date

    found = iso_date(find_date(tree, **_DATES))
    sentences = "\n".join(filter(_is_prose, text.split("\n")))
    inside = mentions(found, sentences) if found else 0
    return found if found and (not inside or mentions(found, html) > inside) else None


def _without_flood(tag: re.Match[str]) -> str:
    few = len(tag[0]) < 2 * _MOST_ATTRIBUTES
    return tag[0] if few or len(_ATTRIBUTES.findall(tag[0])) <= _MOST_ATTRIBUTES else f"<{tag[1]}>"


def _text(page: object, part: str) -> str | None:
    value = getattr(page, part, None)
    return value.strip() or None if isinstance(value, str) else None


def _is_article(text: str) -> bool:
    """True when some of ``text`` is sentences, and not only those of a notice."""
    lines = [line for line in text.split("\n") if line.strip()]
    prose = [line for line in lines if _is_prose(line)]
    length = sum(map(len, prose))
    if not prose or length < _PROSE_SHARE * sum(map(len, lines)):
        return False
    return len(text) >= _SHORT or not all(_NOTICE.search(line) for line in prose)


def _is_prose(line: str) -> bool:
    words = len(line.split())
    spaced = words >= _FEWEST_WORDS
    unspaced = len(line) >= _FEWEST_SIGNS and len(line) > 12 * words
    return (spaced or unspaced) and _SENTENCE.search(line) is not None


@functools.cache
def _quiet() -> None:
    # Without a handler, Python prints the warnings of libraries on standard error.
    for library in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(library).addHandler(logging.NullHandler())


def _forget() -> None:
    from trafilatura.meta import reset_caches

    reset_caches()
