"""Live blogs: one article, whose entries are told with their times."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from intake_samples import one, page

from quoth.codec import reading_from_dict, reading_to_dict
from quoth.records import Article, Block, Reading, Span

ENTRIES = (
    ("Ferry called off", "The last ferry was called off, the harbour office said.", "17:40"),
    ("Mayor speaks at nine", "Mayor Anna Lindqvist will speak to reporters at nine.", "16:05"),
    ("", "“We saw the water rise within an hour,” said Per Sund, who fishes there.", "09:20"),
)  # fmt: skip
INTRO = "Brask waits for the flood. Here is what its people said, the newest entry first."


def _page(named: str = "", data: bool = True) -> bytes:
    """A live blog whose entries are in the page's data, in elements with these names, or both."""
    shown = "".join(
        f'<div class="{named}"><time datetime="2021-11-08T{time}:00+01:00">{time}</time>'
        + (f"<h3>{title}</h3>" if title else "")
        + f"<p>{text}</p></div>"
        for title, text, time in ENTRIES
    )
    stated = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Flood in Brask",
        "datePublished": "2021-11-07T22:00:00+01:00",
        "articleSection": "Weather",
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": title, "articleBody": f"<p>{text}</p>",
             "datePublished": f"2021-11-08T{time}:00+01:00"}
            for title, text, time in ENTRIES
        ],
    }  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(stated)}</script>' if data else ""
    body = f"<article><h1>Flood in Brask</h1><p>{INTRO}</p>{shown}</article>"
    return page(body, head).encode()


@pytest.mark.parametrize(
    "html",
    [_page(), _page("liveblog-entry", data=False), _page("lb-post", data=False)],
    ids=["data", "elements", "a widget"],
)
def test_the_entries_of_a_live_blog_have_their_times(html: bytes) -> None:
    article = one(html)
    found = [(entry.time, entry.span.of(article.text).split("\n")) for entry in article.entries]
    assert found == [
        (f"2021-11-08T{time}:00+01:00", [*filter(None, (title,)), text])
        for title, text, time in ENTRIES
    ]
    assert INTRO in article.text


def test_entries_that_only_the_data_lists_are_told() -> None:
    shown, last, rest = _page().partition(b'<div class=""><time datetime="2021-11-08T09')
    html = shown + rest[rest.index(b"</div>") + 6 :]
    assert last
    (warning,) = one(html).warnings
    assert warning.startswith(
        "the page's data lists 3 entries of this live blog; 2 of them were found in the text"
    )


DAY = "2021-11-08"
PUBLISHED = f'<meta property="article:published_time" content="{DAY}T07:00:00Z">'
MORE = (
    ("Ferry called off", "The last ferry was called off, the harbour office said.", "17:40"),
    ("Mayor speaks at nine", "Mayor Anna Lindqvist will speak to reporters at nine.", "16:05"),
    ("School stays open", "The school stays open tomorrow, head teacher Ulla Berg said.", "11:30"),
    ("Water rises", "“We saw the water rise within an hour,” said Per Sund, a fisher.", "09:20"),
)  # fmt: skip


def _epoch(clock: str) -> int:
    return int(datetime.fromisoformat(f"{DAY}T{clock}:00+00:00").timestamp())


def _live(form: str, head: str = PUBLISHED, title: str = "Flood in Brask: live") -> bytes:
    """A live blog of one day, each entry written after ``form``."""
    shown = "".join(
        form.format(title=title, text=text, clock=clock, day=DAY, epoch=_epoch(clock))
        for title, text, clock in MORE
    )
    body = f"<main><article><h1>{title}</h1><p>{INTRO}</p>{shown}</article></main>"
    return page(body, head).replace("Brask to keep its old bridge closed", title).encode()


@pytest.mark.parametrize(
    "form",
    [
        "<section class='update'><time datetime='{day}T{clock}:00Z'>{clock}</time>"
        "<h3>{title}</h3><p>{text}</p></section>",
        "<article><header><h2>{title}</h2><time datetime='{day}T{clock}:00Z'>{clock} GMT</time>"
        "</header><p>{text}</p></article>",
        "<div class='post' data-time='{epoch}000'><span>{clock}</span><h3>{title}</h3>"
        "<p>{text}</p></div>",
        "<div class='item' data-timestamp='{epoch}'><h3>{title}</h3><p>{text}</p></div>",
        "<li data-published='{day}T{clock}:00Z'><h3>{title}</h3><p>{text}</p></li>",
        "<div id='liveblog-entry-7' class='liveblog-entry' data-timestamp='{epoch}'>"
        "<header><span>{clock}</span></header><h3>{title}</h3><div><p>{text}</p></div></div>",
        "<div class='b' itemprop='liveBlogUpdate'><p class='block-time'><a><time"
        " datetime='{day}T{clock}:00Z'>{clock}</time></a></p><h2>{title}</h2><p>{text}</p></div>",
        "<li class='s'><article><header><h3><span>{title}</span></h3></header>"
        "<meta itemprop='datePublished' content='{day}T{clock}:00Z'><p>{text}</p></article></li>",
    ],
)
def test_elements_made_alike_with_a_time_each_are_entries(form: str) -> None:
    article = one(_live(form))
    assert [(entry.time, entry.span.of(article.text)) for entry in article.entries] == [
        (f"{DAY}T{clock}:00+00:00", f"{title}\n{text}") for title, text, clock in MORE
    ]


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("<h3>{clock} {title}</h3><p>{text}</p>", "17:40 Ferry called off"),
        ("<h2>{clock}: {title}</h2><p>{text}</p>", "17:40: Ferry called off"),
        ("<p><strong>{clock}</strong></p><p>{text}</p>", "17:40"),
        ("<p>{clock} – {text}</p>", f"17:40 – {MORE[0][1]}"),
        ("<div class='b'><time>{clock}</time><h3>{title}</h3><p>{text}</p></div>", MORE[0][0]),
    ],
)
def test_lines_that_begin_with_the_hour_are_entries_of_that_day(form: str, first: str) -> None:
    article = one(_live(form))
    assert [entry.time for entry in article.entries] == [
        f"{DAY}T{clock}:00" for _, _, clock in MORE
    ]
    assert article.entries[0].span.of(article.text).split("\n")[0] == first
    assert MORE[-1][1] in article.entries[-1].span.of(article.text)


def test_an_hour_with_its_half_of_the_day_and_zone() -> None:
    html = _live("<h3>{clock} {title}</h3><p>{text}</p>")
    for given, written in (("17:40", "5.40pm GMT:"), ("16:05", "4.05pm GMT:")):
        html = html.replace(f"<h3>{given}".encode(), f"<h3>{written}".encode())
    times = [entry.time for entry in one(html).entries]
    assert times[:2] == [f"{DAY}T17:40:00+00:00", f"{DAY}T16:05:00+00:00"]


@pytest.mark.parametrize(
    ("changed", "times"),
    [
        ("2021-11-09T08:00:00Z", ["2021-11-09T00:40:00", "2021-11-08T16:05:00"]),
        ("2021-11-11T08:00:00Z", []),  # two days of which no entry tells
        ("", []),  # it goes on after midnight, and how long is not told
    ],
)
def test_days_of_entries_are_counted_where_that_is_sure(changed: str, times: list[str]) -> None:
    head = PUBLISHED + f'<meta property="article:modified_time" content="{changed}">'
    html = _live("<h3>{clock} {title}</h3><p>{text}</p>", head).replace(b"17:40", b"00:40")
    assert [entry.time for entry in one(html).entries][:2] == times


def test_hours_in_a_story_that_is_not_live_are_no_entries() -> None:
    html = _live("<h3>{clock} {title}</h3><p>{text}</p>", title="How the flood of 1953 came")
    assert one(html).entries == ()


def test_times_of_posts_and_of_other_stories_are_no_entries() -> None:
    post = (
        "<blockquote class='twitter-tweet'><p>{text}</p>— Harbour (@harbour) "
        "<time datetime='{day}T{clock}:00Z'>{clock}</time></blockquote><p>{text} So it is.</p>"
    )
    assert one(_live(post)).entries == ()
    card = "<div class='card'><h3><a href='/x'>{title} again in the far north</a></h3>" \
        "<time datetime='{day}T{clock}:00Z'>{clock}</time></div><p>{text}</p>"  # fmt: skip
    assert one(_live(card)).entries == ()


def test_another_page_has_no_entries() -> None:
    assert one(page().encode()).entries == ()


def test_the_section_that_a_page_names_is_kept() -> None:
    assert one(_page()).section == "Weather"
    head = '<meta property="article:section" content="Harbour">'
    assert one(page(head=head).encode()).section == "Harbour"


def test_times_are_in_the_json_form_where_there_are_any() -> None:
    blocks = (
        Block("heading", Span(0, 5)),
        Block("paragraph", Span(6, 12), "2021-11-08T17:40:00+01:00"),
    )
    reading = Reading(Article("a", "Later\nHe left", blocks=blocks, section="News"), model="")
    form = reading_to_dict(reading)
    assert [one.get("time") for one in form["article"]["blocks"]] == [None, blocks[1].time]
    assert "time" not in form["article"]["blocks"][0]
    assert reading_from_dict(form) == reading
    form["article"]["blocks"][1]["time"] = "at noon"
    with pytest.raises(Exception, match="is not an ISO time"):
        reading_from_dict(form)


def test_a_block_with_a_time_that_is_none() -> None:
    with pytest.raises(ValueError, match="is not a valid time"):
        Article("a", "He left", blocks=(Block("paragraph", Span(0, 7), "at noon"),))
