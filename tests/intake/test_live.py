"""Live blogs: one article, whose entries are told with their times."""

from __future__ import annotations

import json

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
    html = _page().replace(b"<p>\xe2\x80\x9cWe saw the water", b"<p>\xe2\x80\x9cOne saw the flood")
    (warning,) = one(html).warnings
    assert warning.startswith(
        "the page's data lists 3 entries of this live blog; 2 of them were found in the text"
    )


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
