"""What a page says of itself: believed where it says it, never guessed from its sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from intake_samples import PARAGRAPHS, TEXT, TITLE, error, one, page

from quoth.intake import articles
from quoth.records import Article

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


def _paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_an_article_in_several_containers_is_read_whole() -> None:
    parts = "".join(
        f'<div class="article__body">{_paragraphs(line)}</div><div class="ad"></div>'
        for line in PARAGRAPHS
    )
    assert one(page(f"<main><h1>Bridge</h1>{parts}</main>").encode()).text.endswith(TEXT)


def test_quotations_and_inline_elements_do_not_cut_a_paragraph() -> None:
    line = (
        "Mayor <a href='/l'>Anna Lindqvist</a> said <q>we <em>will</em> wait</q> and <b>left</b>."
    )
    text = one(page(f"<article>{_ARTICLE}<p>{line}</p></article>").encode()).text
    assert text.endswith("Mayor Anna Lindqvist said “we will wait” and left.")


def test_teasers_of_other_stories_are_left_out() -> None:
    cards = "".join(
        f"<div class='card'><h3><a href='/{n}'>Harbour fees rise again in district {n}</a></h3>"
        f"<p>The council of district {n} will vote on the new fees before the summer.</p></div>"
        for n in range(4)
    )
    link = "<p><a href='/x'>Ferry Line to Close After a Hundred Years</a></p>"
    html = page(
        f"<article>{_paragraphs(*PARAGRAPHS[:2])}{link}<p>{PARAGRAPHS[2]}</p>{cards}</article>"
    )
    assert one(html.encode()).text == TEXT


def test_a_signature_in_a_block_quotation_is_kept() -> None:
    quoted = (
        "<blockquote><p>I never crossed it in my life.</p>"
        "<cite>Bo Rask, ferryman</cite></blockquote>"
    )
    article = one(
        page(f"<article>{_ARTICLE}{quoted}<p>{PARAGRAPHS[0]} Again.</p></article>").encode()
    )
    assert "Bo Rask, ferryman" in article.text
    assert any(b.kind == "block quotation" for b in article.blocks)


_DATA = """<script type="application/ld+json">{"@graph": [
  {"@type": "WebPage", "name": "Brask Courier"},
  {"@type": "NewsArticle", "headline": "Bridge to stay closed &amp; guarded", "@id": "#a",
   "datePublished": "1987-11-08T07:15:00+01:00", "dateModified": "2021-01-01",
   "author": [{"@id": "#ida"}, {"name": "By Ida Holm"}, {"name": "ida@courier.example"}],
   "publisher": {"name": "The Brask Courier"}, "isAccessibleForFree": false},
  {"@type": "Person", "@id": "#ida", "name": "Ida Holm"}]}</script>"""


def test_the_data_of_an_article_says_what_it_is() -> None:
    noise = '<meta property="article:modified_time" content="2022-02-02"><title>Bridge | X</title>'
    article = one(page(f"<article>{_ARTICLE}</article>", _DATA + noise).encode())
    assert article.title == "Bridge to stay closed & guarded"
    assert article.published == "1987-11-08T07:15:00+01:00"
    assert article.authors == ("Ida Holm",)
    assert article.outlet == "The Brask Courier"
    assert article.warnings == (
        "the page says that it is not free to read; this may be only its beginning",
    )


def test_an_article_that_is_only_stated_in_the_data_is_read() -> None:
    body = "\\n".join(f"{line} Part {n} of it." for n in range(3) for line in PARAGRAPHS)
    data = f'{{"@type": "Article", "articleBody": "{body}"}}'
    head = f'<script type="application/ld+json">{data}</script>'
    article = one(page(f"<article><p>{PARAGRAPHS[0]}</p></article>", head).encode())
    assert len(article.text.split("\n")) == 9


def test_a_text_that_was_cut_off_is_told() -> None:
    html = page(f"<article>{_ARTICLE}<p>The harbour office will [+2345 chars]</p></article>")
    assert "was cut off" in one(html.encode()).warnings[0]


@pytest.mark.parametrize("path", ["", "/", "/news", "/ferry-line-closes-after-hundred-years"])
def test_an_address_that_leads_elsewhere_is_not_believed(path: str) -> None:
    head = f'<link rel="canonical" href="https://courier.example{path}">'
    assert one(page(head=head).encode()).url is None


def test_the_name_of_the_site_is_no_part_of_a_title() -> None:
    head = (
        '<meta property="og:site_name" content="Brask Courier">'
        '<meta property="og:title" content="Bridge stays closed - Brask Courier">'
    )
    html = page(f"<article>{_ARTICLE}</article>", head)
    assert one(html.encode()).title == "Bridge stays closed"


def test_a_page_of_stories_is_told_to_be_one() -> None:
    links = "".join(f"<li><a href='/{n}'>Harbour fees rise in {n}</a></li>" for n in range(30))
    head = '<meta property="og:type" content="website">'
    assert "a list of stories, not an article" in error(page(f"<ul>{links}</ul>", head).encode())


def test_a_box_that_a_name_opens_is_no_part_of_its_sentence() -> None:
    box = (
        '<a href="/people/ann-vale">Ann Vale</a><span class="people-box"><a class="name">Ann Vale'
        "</a><a>Harbour plans are late again</a> <a>The council meets about the bridge</a></span>"
    )
    html = page(
        f"<article>{_ARTICLE}<p>The plan was shown to {box} on Monday morning.</p></article>"
    )
    assert one(html.encode()).text.endswith("The plan was shown to Ann Vale on Monday morning.")


def test_a_name_that_is_said_twice_stays() -> None:
    said = "<a href='/r'>The river</a><span>The river</span>, the song goes on and on."
    html = page(f"<article>{_ARTICLE}<p>{said}</p></article>")
    assert "The riverThe river, the song" in one(html.encode()).text


def test_a_post_of_a_network_is_a_block_of_its_kind_with_its_signature() -> None:
    post = (
        '<div class="social-embed"><blockquote class="twitter-tweet"><p>We closed the bridge '
        "an hour ago, please take the ferry. <a href='https://t.co/x'>pic.twitter.com/x</a></p>"
        "— Port of Oakbridge (@oakport) <a href='https://twitter.com/oakport/1'>May 4, 2021</a>"
        "</blockquote></div>"
    )
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = one(page(f"<article>{first}{post}{''.join(rest)}</article>").encode())
    posts = [b.span.of(article.text) for b in article.blocks if b.kind == "embedded post"]
    assert posts == [
        "We closed the bridge an hour ago, please take the ferry. pic.twitter.com/x",
        "— Port of Oakbridge (@oakport) May 4, 2021",
    ]


_LINE = "We shall build a ferry that runs every hour of the day, whatever the weather."
_SHORT = "We will not open it before the engineers tell us"


@pytest.mark.parametrize(
    ("quoted", "kind", "signature"),
    [
        (f"<blockquote><p>{_LINE}</p><footer>— Bo Rask, ferryman</footer></blockquote>",
         "block quotation", "— Bo Rask, ferryman"),
        (f"<blockquote><p>{_LINE}</p><cite>Bo Rask</cite></blockquote>",
         "block quotation", "Bo Rask"),
        (f"<figure><blockquote><p>{_LINE}</p></blockquote><figcaption>Bo Rask, a letter"
         "</figcaption></figure>", "block quotation", "Bo Rask, a letter"),
        (f"<blockquote class='pull-quote'><p>{_SHORT}</p><footer>The mayor</footer></blockquote>",
         "pull quote", "The mayor"),
        (f"<figure class='wp-block-pullquote'><blockquote><p>{_SHORT}</p><cite>The mayor</cite>"
         "</blockquote></figure>", "pull quote", "The mayor"),
        ("<div class='fb-post'><blockquote><p>We closed the bridge, please take the ferry.</p>"
         "Posted by <a>Port of Brask</a> on <a>Tuesday</a></blockquote></div>",
         "embedded post", "Posted by Port of Brask on Tuesday"),
    ],
)  # fmt: skip
def test_quotations_and_posts_keep_their_signatures(quoted: str, kind: str, signature: str) -> None:
    more = "<p>The ferry that ran until 1907 took half an hour, says the museum of Brask.</p>"
    article = one(page(f"<article>{_ARTICLE}{quoted}{more}</article>").encode())
    found = [b.span.of(article.text) for b in article.blocks if b.kind == kind]
    assert found[1:] == [signature]


def test_a_caption_of_a_picture_is_no_signature() -> None:
    figure = "<figure><img src='a.jpg'><figcaption>Bo Rask at the bridge</figcaption></figure>"
    quoted = f"<blockquote><p>{_LINE}</p></blockquote>{figure}"
    article = one(page(f"<article>{_ARTICLE}{quoted}{_ARTICLE}</article>").encode())
    assert "Bo Rask" not in article.text


_STUB = "".join(f"<p>{one}</p>" for one in PARAGRAPHS[:2])
_FREE = "the page says that it is not free to read; this may be only its beginning"
_CUT = "the text ends with a sign that it was cut off; the rest was not in what was given"
_WALL = "the page asks to subscribe or log in; this may be only the beginning of the article"


def _stub(more: str = "", head: str = "", **data: object) -> str:
    stated = {"@type": "NewsArticle", "headline": TITLE, **data}
    script = f'<script type="application/ld+json">{json.dumps(stated)}</script>' if data else ""
    return page(f"<article><h1>{TITLE}</h1>{_STUB}{more}</article>", head + script)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (_stub(isAccessibleForFree=False), _FREE),
        (_stub(isAccessibleForFree="False"), _FREE),
        (_stub(isAccessibleForFree=True, hasPart=[{"isAccessibleForFree": "False"}]), _FREE),
        (_stub(head='<meta property="article:content_tier" content="locked">'), _FREE),
        (_stub(head='<meta itemprop="isAccessibleForFree" content="false">'), _FREE),
        (_stub("<div class='paywall'><h3>Subscribe to continue reading</h3></div>"), _WALL),
        (_stub("<p>To continue reading this article, subscribe or log in.</p>"), _WALL),
        (_stub("<p>This article is for subscribers only.</p>"), _WALL),
        (_stub("<p>You have read your last free article this month.</p>"), _WALL),
        (_stub("<p>The council will meet on Thursday to talk about a …</p>"), _CUT),
        (_stub("<p>The council will meet on Thursday to talk about a [&hellip;]</p>"), _CUT),
        (_stub("<p>The council will meet on Th… [+2345 chars]</p>"), _CUT),
        (_stub("<p>The council will meet… <a href='/x'>Continue reading</a></p>"), _CUT),
        (_stub(wordCount=800), "the page gives its length as 800 words; 42 are in the text"),
        (_stub(articleBody=" ".join(f"{one} Part {n} of it." for n in range(9)
                                    for one in PARAGRAPHS)), None),  # it is read from there
        (_stub(isAccessibleForFree=True), None),
        (_stub("<p>“We shall see, and then …” she said.</p>"), None),
        (_stub(wordCount=41), None),
        (_stub(wordCount=240), None),  # its characters
    ],
)  # fmt: skip
def test_a_stub_is_read_with_a_warning(html: str, told: str | None) -> None:
    warnings = one(html.encode()).warnings
    assert [warning for warning in warnings if not told or warning.startswith(told)] == list(
        warnings
    )
    assert len(warnings) == (1 if told else 0)


def test_a_wall_is_no_part_of_the_article() -> None:
    wall = "To continue reading this article, subscribe or log in."
    article = one(_stub(f"<p>{wall}</p>").encode())
    assert wall in [span.of(article.text) for span in article.furniture]


def test_a_long_text_is_whole_whatever_the_page_says() -> None:
    more = "".join(f"<p>{n}. {one}</p>" for n in range(12) for one in PARAGRAPHS)
    assert one(_stub(more, isAccessibleForFree=False).encode()).warnings == ()


_CARDS = "".join(
    f"<article class='card'><h2><a href='/{n}'>Harbour fees rise in district {n}</a></h2>"
    f"<p>The council of district {n} will vote on the new fees, the mayor said.</p></article>"
    for n in range(12)
)
_TEASERS = "".join(
    f"<div class='teaser'><a href='/{n}'><h3>Harbour fees rise in district {n}</h3>"
    f"<p>The council of district {n} will vote on the new fees, the mayor said.</p></a></div>"
    for n in range(12)
)
_LINKS = "".join(f"<li><a href='/{n}'>Harbour fees rise in {n}</a></li>" for n in range(30))


@pytest.mark.parametrize(
    "html",
    [
        page(f"<ul>{_LINKS}</ul>"),
        page(f"<main><h1>News</h1>{_CARDS}</main>"),
        page(f"<main>{_TEASERS}</main>"),
        page(f"<main><h1>Harbours</h1><p>All stories of the Brask Courier about harbours, ports"
             f" and the ships in them.</p>{_CARDS}</main>"),
        page(f"<main><h1>Ida Holm</h1><p>Ida Holm is a reporter of the Brask Courier and writes"
             f" about harbours.</p>{_CARDS}</main>", '<meta property="og:type" content="profile">'),
        page(f"<main>{_TEASERS}</main>",
             '<script type="application/ld+json">{"@type": "SearchResultsPage"}</script>'),
    ],
)  # fmt: skip
def test_a_home_page_and_a_section_are_lists_of_stories(html: str) -> None:
    assert "a list of stories, not an article" in error(html.encode())


def test_a_short_story_above_many_others_is_read() -> None:
    html = page(f"<article><h1>{TITLE}</h1>{_ARTICLE}</article><aside>{_CARDS}</aside>")
    assert one(html.encode()).text.endswith(TEXT)


def test_a_stray_nul_in_a_page_is_passed_over(tmp_path: Path) -> None:
    html = page(f"<article>{_ARTICLE}</article>").replace("</p>", "\0</p>")
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    assert one(tmp_path / "page.html").text == TEXT


def test_a_warning_names_the_file_and_the_address(tmp_path: Path) -> None:
    saved = tmp_path / "stub.html"
    head = '<link rel="canonical" href="https://courier.example/2021/the-bridge-is-closed">'
    body = f"<article>{_ARTICLE}<p>The rest of it is [+2345 chars]</p></article>"
    saved.write_text(page(body, head), encoding="utf-8")
    (article,) = articles([saved])
    assert isinstance(article, Article)
    assert article.id.startswith("https://courier.example")
    assert article.warnings[0].endswith(f"(in {saved})")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ida Holm and Jon Brekke", "byline"),
        ("Ida Holm", "byline"),
        ("Ida Holm, Per Sund", "heading"),  # by its shape: Per Sund is no author of the page
        ("Ida Holm said that she had seen it.", "paragraph"),
    ],
)
def test_a_second_line_of_authors_is_a_byline(line: str, kind: str) -> None:
    head = '<meta name="author" content="Ida Holm"><meta name="author" content="Jon Brekke">'
    data = {"@type": "NewsArticle", "author": [{"name": "Ida Holm"}, {"name": "Jon Brekke"}]}
    head += f'<script type="application/ld+json">{json.dumps(data)}</script>'
    more = f"<p>{line}</p>" + "".join(f"<p>{one} So they say.</p>" for one in PARAGRAPHS)
    article = one(page(f"<article>{_ARTICLE}{more}</article>", head).encode())
    kinds = {block.span.of(article.text): block.kind for block in article.blocks}
    assert kinds[line] == kind
