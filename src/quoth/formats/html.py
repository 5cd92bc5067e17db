"""One page that holds everything: the article marked, its statements beside it, no network.

A strict content security policy allows the page's own style and script, by their digests, and
nothing else: no image, no font, no frame, no form, no other script. All that comes from the
article is escaped, and only an http or https address becomes a link.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

from quoth.formats.marked import MarkedText, escaped
from quoth.records import Attribution, Figure, Reading
from quoth.wording import (
    Words,
    bounds,
    count,
    day_in_words,
    headline,
    is_web_address,
    joined,
    publisher,
    shortened,
    tags,
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DEEPEST = 3
# In the list; the article beside it has the whole content.
_LONGEST = 480

_TOP = (
    '<header class="top"><h1>quoth</h1><p>who said what, and on whose word</p>'
    '<p class="legend"><span class="x s">source</span> <span class="x q">cue</span> '
    '<span class="x c cb ce">content</span> <span class="x c c2 cb ce">nested content</span> '
    '<span class="f">figure</span> <span class="m">speaker mentioned</span></p></header>'
)


@cache
def static(name: str) -> str:
    """The text of a file that every page carries: "page.css" or "page.js"."""
    return (resources.files("quoth.formats") / "static" / name).read_text("utf-8")


def policy() -> str:
    """The content security policy of a page: its own style and script, and nothing else."""

    def digest(name: str) -> str:
        return base64.b64encode(hashlib.sha256(static(name).encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest('page.css')}'; "
        f"script-src 'sha256-{digest('page.js')}'; base-uri 'none'; form-action 'none'"
    )


def opening(title: str) -> str:
    """The head of a page, up to its first section."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy())}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escaped(shortened(title, 120))} · quoth</title>"
        f"<style>{static('page.css')}</style></head><body>{_TOP}<main>\n"
    )


def title_of(reading: Reading) -> str:
    """What an article is called: its title, the first words of its text, or its id."""
    article = reading.article
    return headline(article.title, article.text) or article.id or "untitled"


def section(reading: Reading, number: int = 1, *, links: Callable[[str], str] | None = None) -> str:
    """A reading as an HTML element; ``number`` keeps its ids apart from others on the page;
    ``links`` gives what stands at the end of a statement's card, as HTML, by its id.

    It needs the page's style and, to light up what belongs together, its script (`static`).
    """
    return "".join(section_pieces(reading, number, links=links))


def section_pieces(
    reading: Reading, number: int = 1, *, links: Callable[[str], str] | None = None
) -> Iterator[str]:
    """The same piece by piece, made as they are taken: paragraphs, and statements one by one."""
    words = Words(reading)
    prefix = f"r{number}-"
    article = reading.article
    lang = article.language or ""
    language = f' lang="{lang}"' if _LANGUAGE.fullmatch(lang) else ""
    yield (
        f'<article class="reading" id="r{number}" aria-labelledby="{prefix}title">'
        f'{_head(reading, prefix)}<div class="columns"><div class="text"{language}>'
    )
    yield from MarkedText(words, prefix).paragraphs()
    yield (
        '</div><section class="side" tabindex="0" aria-label="Statements of: '
        f'{escaped(shortened(title_of(reading), 120))}">'
    )
    yield from _side(words, prefix, links)
    yield "</section></div></article>\n"


def _head(reading: Reading, prefix: str) -> str:
    article = reading.article
    known = [
        publisher(article.outlet, article.url),
        ", ".join(article.authors),
        day_in_words(article.published),
        article.section or "",
    ]
    facts = [escaped(fact) for fact in known if fact]
    if article.url:
        shown = escaped(shortened(article.url, 120))
        facts.append(
            f'<a href="{html.escape(article.url)}" rel="noopener noreferrer nofollow">{shown}</a>'
            if is_web_address(article.url)
            else shown
        )
    elif article.id and article.id != title_of(reading):
        facts.append(escaped(shortened(article.id, 120)))
    said = reading.attributions
    people = {ref.speaker for one in said for ref in one.speakers}
    counts = [count(len(said), "attribution"), count(len(people), "speaker")]
    counts.append(f"{sum(one.form == 'direct' for one in said):,} direct")
    counts.append(f"{sum(one.within is not None for one in said):,} nested")
    counts.append(count(len(reading.figures), "figure"))
    read = f" · read by {escaped(reading.model)}" if reading.model else ""
    warnings = "".join(f'<p class="warning">{escaped(one)}</p>' for one in reading.warnings)
    return (
        f'<div class="head"><h2 id="{prefix}title" dir="auto">{escaped(title_of(reading))}</h2>'
        + "".join(
            f"<p>{line}</p>" for line in (" · ".join(facts), " · ".join(counts) + read) if line
        )
        + f"{warnings}</div>"
    )


def _side(words: Words, prefix: str, links: Callable[[str], str] | None) -> Iterator[str]:
    reading = words.reading
    yield "<h3>Statements</h3>"
    if reading.attributions:
        numbers = {one.id: number for number, one in enumerate(reading.attributions, 1)}
        yield "<ol>"
        for one in reading.attributions:
            yield _card(words, one, numbers, prefix, links(one.id) if links else "")
        yield "</ol>"
    else:
        yield '<p class="empty">Nobody is quoted or reported here.</p>'
    yield _speakers(words, prefix)
    own = "".join(f"<li>{_figure(figure)}</li>" for figure in words.figures.get(None, []))
    if own:
        yield f'<h3>Figures stated by the article itself</h3><ul class="own">{own}</ul>'


def _card(words: Words, one: Attribution, numbers: dict[str, int], prefix: str, links: str) -> str:
    number = numbers[one.id]
    depth = words.depth(one)
    outer = [numbers[link.id] for link in words.outward(one)][1:]
    source, cue = escaped(words.source(one)), escaped(words.cue(one))
    # Escaped as one line; pieces and long contents are read in the article itself.
    content = escaped(shortened(words.content(one), _LONGEST))
    _, *unusual = tags(one)
    tagged = " · ".join([words.form(one), *(f"<b>{tag}</b>" for tag in unusual)])
    inside = " ".join(map(str, outer))
    places = {speaker.id: n for n, speaker in enumerate(words.reading.speakers, 1)}
    who = " ".join(str(places[speaker.id]) for speaker in words.speakers(one))
    named = (
        f'<span class="src">{source}</span>'
        if source
        else '<span class="none">no explicit source</span>'
    )
    parts = [
        f'<li class="card d{min(depth, _DEEPEST)}" id="{prefix}a{number}" data-k="{number}"'
        f' data-w="{inside}" data-who="{who}">',
        f'<h4><a href="#{prefix}t{number}"><span class="num">{number}</span> {named}</a>',
        _person(words, one, prefix),
        f' <span class="cue">{cue}</span>' if cue else "",
        f' <span class="tags">{tagged}</span></h4>',
    ]
    when = words.when(one, day_in_words)
    if when:
        parts.append(f'<p class="when">{escaped(" · ".join(when))}</p>')
    if content:
        parts.append(f'<blockquote dir="auto">{content}</blockquote>')
    if depth:
        chain = " ← ".join(shortened(link, 80) for link in words.chain(one))
        parts.append(f'<p class="chain">Chain of sources: {escaped(chain)}</p>')
    figures = "".join(f"<li>{_figure(figure)}</li>" for figure in words.figures.get(one.id, []))
    if figures:
        parts.append(f'<ul class="figs" aria-label="Figures">{figures}</ul>')
    return "".join((*parts, links, "</li>"))


def _person(words: Words, one: Attribution, prefix: str) -> str:
    """Who the source is, linked to the list of speakers, as far as it does not say so itself."""
    known = words.person(one)
    places = {speaker.id: n for n, speaker in enumerate(words.reading.speakers, 1)}
    links = [places[speaker.id] for speaker in words.speakers(one)]
    if not links or not known:
        return ""
    if len(links) == 1:
        shown = escaped(", ".join(known))
        return f' <span class="is">(<a href="#{prefix}s{links[0]}">{shown}</a>)</span>'
    people = [
        f'<a href="#{prefix}s{place}">{escaped(speaker.name or speaker.label)}</a>'
        for place, speaker in zip(links, words.speakers(one), strict=True)
    ]
    return f' <span class="is">({joined(people)})</span>'


def _figure(figure: Figure) -> str:
    of = f" {escaped(figure.of)}" if figure.of else ""
    return f'<span class="fig"><b>{escaped(bounds(figure))}</b>{of}</span>'


def _speakers(words: Words, prefix: str) -> str:
    reading = words.reading
    said: dict[str, list[int]] = {}
    for number, one in enumerate(reading.attributions, 1):
        for speaker in words.speakers(one):
            said.setdefault(speaker.id, []).append(number)
    rows = []
    for number, speaker in enumerate(reading.speakers, 1):
        label = escaped(speaker.name or speaker.label)
        linked = (
            f'<a href="#{prefix}m{number}">{label}</a>' if speaker.mentions else f"<b>{label}</b>"
        )
        kind = "not named" if speaker.type == "unnamed" else speaker.type
        about = escaped(" · ".join([kind, *speaker.roles]))
        links = ", ".join(f'<a href="#{prefix}a{n}">{n}</a>' for n in said.get(speaker.id, []))
        if links:
            several = "s" if len(said[speaker.id]) > 1 else ""
            about += f" · statement{several} {links}"
        rows.append(
            f'<li class="speaker" id="{prefix}s{number}" data-s="{number}">{linked} '
            f'<span class="of">{about}</span></li>'
        )
    return f"<h3>Speakers</h3><ul>{''.join(rows)}</ul>" if rows else ""
