"""What a page says of itself: believed where it says it, never guessed from its sentences."""

from __future__ import annotations

import pytest
from intake_samples import PARAGRAPHS, TEXT, one, page

_ARTICLE = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"


@pytest.mark.parametrize(
    "sentence",
    [
        "It opened on 2015-03-04, she said.",
        "It opened on 04.03.2015, she said.",
        "It opened at 2015-03-04 10:00:00, she said.",
        "It opened on March 4, 2015, she said.",
        "It opened on 4 March 2015, she said.",
    ],
)
def test_a_date_in_a_sentence_is_not_the_date_of_the_article(sentence: str) -> None:
    body = f"<article>{_ARTICLE}<p>{sentence}</p></article>"
    assert one(page(body).encode()).published is None
    head = '<meta property="article:published_time" content="2015-03-04T09:00:00Z">'
    assert one(page(body, head).encode()).published == "2015-03-04T09:00:00+00:00"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2021-11-08T07:15:00Z">', ""),
        ('<meta name="date" content="2021-11-08">', ""),
        ('<link rel="canonical" href="https://courier.example/2021/11/08/bridge">', ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle",'
            ' "datePublished": "2021-11-08T07:15:00Z"}</script>',
            "",
        ),
        ("", '<time datetime="2021-11-08T07:15">Monday</time>'),
        ("", '<span class="published-date">8 November 2021</span>'),
    ],
)
def test_a_date_that_the_page_gives_is_taken(head: str, body: str) -> None:
    html = page(f"<article>{body}{_ARTICLE}</article>", head)
    assert (one(html.encode()).published or "")[:10] == "2021-11-08"


def test_comments_of_readers_are_left_out() -> None:
    comments = "".join(
        f'<div class="comment"><p>I said so all along, reader {n} writes here.</p></div>'
        for n in range(5)
    )
    html = page(f'<article>{_ARTICLE}</article><div id="comments">{comments}</div>')
    assert one(html.encode()).text == TEXT


def test_paragraphs_stay_lines_of_their_own() -> None:
    html = page(
        f"<article>{_ARTICLE}<blockquote><p>“I never crossed it.”</p></blockquote></article>"
    )
    assert one(html.encode()).text.split("\n") == [*PARAGRAPHS, "“I never crossed it.”"]


def test_signs_are_left_as_they_are() -> None:
    sentence = "Zoe\u0308 said: “Cafe\u0301s &amp; bars … 1\u00a0000 of them’re &lt;open&gt;.”"
    text = one(page(f"<article>{_ARTICLE}<p>{sentence}</p></article>").encode()).text
    assert "Zoe\u0308 said: “Cafe\u0301s & bars … 1" in text
    assert text.endswith("<open>.”")


def test_an_address_of_the_page_is_believed_only_when_it_is_one() -> None:
    html = page(head='<link rel="canonical" href="javascript:alert(1)">')
    article = one(html.encode())
    assert article.url is None
    assert article.id == "bytes"


def test_the_same_page_gives_the_same_article_again() -> None:
    html = page(f"<article><h1>Old</h1>{_ARTICLE}</article>").encode()
    assert one(html) == one(html)
