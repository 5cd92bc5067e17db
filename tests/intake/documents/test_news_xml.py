"""NITF, NewsML, feeds and site maps: what is read, what is followed, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_samples import PARAGRAPHS, TEXT, TITLE, error, one, page, take

from news_site import Site, answer
from quoth.errors import InputError
from quoth.intake import IntakeOptions
from quoth.records import Article

_P = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
NITF = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf><head><title>Bridge</title><docdata><doc-id id-string="brask-1"/>
<date.issue norm="20211108T071500+0100"/></docdata><pubdata name="The Brask Courier"/></head>
<body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By <person>Ida Holm</person></byline>
</body.head><body.content><media><media-caption><p>The bridge.</p></media-caption></media>
{_P}<hl2>The&nbsp;flood</hl2><block><p>It rose.</p></block></body.content></body></nitf>"""
NEWSML = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:newsml:courier:1"><itemMeta><provider><name>The Brask Courier</name></provider>
<firstCreated>2021-11-08T07:15:00+01:00</firstCreated></itemMeta><contentMeta>
<headline>{TITLE}</headline><by>Ida Holm</by><language tag="en"/></contentMeta><contentSet>
<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
<body><body.content>{_P}</body.content></body></nitf></inlineXML></contentSet></newsItem>
<newsItem guid="urn:newsml:courier:2"><contentMeta><headline>A picture</headline></contentMeta>
<contentSet><remoteContent href="a.jpg"/></contentSet></newsItem></itemSet></newsMessage>"""
RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Brask Courier</title><language>en</language>
<item><title>Bridge &amp;amp; ferry</title><link>{at}bridge</link><dc:creator>Ida Holm</dc:creator>
<pubDate>Mon, 08 Nov 2021 07:15:00 +0100</pubDate><description>Short.</description>
<content:encoded>
<![CDATA[{body}<p>The post Bridge appeared first on Courier.</p>]]></content:encoded>
</item><item><title>Ferry</title><link>{at}ferry</link><description>Only a summary …</description>
</item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Brask Courier</title>
<entry><title>{TITLE}</title><link rel="alternate" href="https://courier.example/bridge"/>
<id>urn:1</id><updated>2021-11-09T07:00:00Z</updated><published>2021-11-08T07:15:00Z</published>
<author><name>Ida Holm</name></author><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">{_P}</div></content></entry></feed>"""


def _known(article: Article) -> tuple[str | None, ...]:
    return (article.title, article.outlet, article.published, *article.authors)


def test_nitf(tmp_path: Path) -> None:
    path = tmp_path / "story.xml"
    path.write_text(NITF, encoding="utf-8")
    article = one(path)
    assert article.text == f"{TEXT}\nThe flood\nIt rose."
    assert _known(article) == (
        *(TITLE, "The Brask Courier", "2021-11-08T07:15:00+01:00", "Ida Holm"),
    )
    assert article.id == "brask-1"
    assert [block.kind for block in article.blocks][-2:] == ["heading", "paragraph"]


def test_newsml_g2_and_the_picture_in_it() -> None:
    article = one(NEWSML.encode())
    assert article.text == TEXT
    assert _known(article) == (
        *(TITLE, "The Brask Courier", "2021-11-08T07:15:00+01:00", "Ida Holm"),
    )
    assert article.id == "urn:newsml:courier:1"


def test_a_feed_with_full_texts_and_one_entry_without() -> None:
    found = take(RSS.format(at="https://courier.example/", body=_P).encode())
    article = found[0]
    assert isinstance(article, Article)
    assert article.text == TEXT
    assert _known(article) == (
        *("Bridge & ferry", "The Brask Courier", "2021-11-08T07:15:00+01:00", "Ida Holm"),
    )
    assert article.url == article.id == "https://courier.example/bridge"
    assert isinstance(found[1], InputError)
    assert str(found[1]).endswith(
        "1 of 2 entries give no full text; their short descriptions (1) are no articles and not"
        " read; --follow reads their pages"
    )


def test_atom() -> None:
    article = one(ATOM.encode())
    assert article.text == TEXT
    assert _known(article) == (
        *(TITLE, "The Brask Courier", "2021-11-08T07:15:00+00:00", "Ida Holm"),
    )


def test_json_feed() -> None:
    import json

    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Brask Courier",
        "items": [
            {
                "id": "1",
                "url": "https://courier.example/bridge",
                "title": TITLE,
                "content_text": TEXT,
                "date_published": "2021-11-08T07:15:00Z",
                "authors": [{"name": "Ida Holm"}],
            }
        ],
    }
    article = one(json.dumps(feed, indent=1).encode())
    assert (article.title, article.text, article.authors) == (TITLE, TEXT, ("Ida Holm",))
    assert article.outlet == "The Brask Courier"


def test_json_feed_with_short_descriptions(site: Site) -> None:
    import json

    site.pages["/ferry"] = answer(page().encode(), content_type="text/html")
    items = [
        {"id": "1", "content_html": f"<p>{TEXT}</p>", "url": site.url("/bridge")},
        {"id": "2", "summary": "A ferry sails.", "url": site.url("/ferry")},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": items}
    data = json.dumps(feed).encode()
    article, told = take(data)
    assert isinstance(article, Article)
    assert str(told) == (
        "bytes: 1 of 2 entries give no full text; their short descriptions (1) are no articles and"
        " not read; --follow reads their pages"
    )
    found = take(data, options=FOLLOW)
    assert [one.url for one in found if isinstance(one, Article)] == [
        site.url("/bridge"),
        site.url("/ferry"),
    ]
    assert "an empty feed" in str(take(json.dumps({**feed, "items": []}).encode())[0])


FOLLOW = IntakeOptions(follow=True, allow_private=True, delay=0)


def test_follow_reads_the_pages_of_a_feed(site: Site) -> None:
    site.pages["/ferry"] = answer(page().encode(), content_type="text/html")
    at = site.url("/")
    feed = RSS.format(at=at, body=_P).encode()
    site.pages["/feed"] = answer(feed, content_type="application/rss+xml")
    for given in (feed, site.url("/feed")):
        found = take(given, options=FOLLOW)
        assert [item.url for item in found if isinstance(item, Article)] == [
            f"{at}bridge",
            f"{at}ferry",
        ]


def test_follow_reads_a_site_map_and_a_list_of_them_but_never_in_a_circle(site: Site) -> None:
    site.pages["/ferry"] = answer(page().encode(), content_type="text/html")
    inner = f"<urlset><url><loc>{site.url('/ferry')}</loc></url></urlset>".encode()
    outer = (
        f"<sitemapindex><sitemap><loc>{site.url('/map.xml')}</loc></sitemap>"
        f"<sitemap><loc>{site.url('/index.xml')}</loc></sitemap></sitemapindex>"
    ).encode()
    site.pages["/map.xml"] = answer(inner, content_type="application/xml")
    site.pages["/index.xml"] = answer(outer, content_type="application/xml")
    found = take(outer, options=FOLLOW)
    assert {item.url for item in found if isinstance(item, Article)} == {site.url("/ferry")}
    assert len(found) < 6


def test_addresses_in_a_feed_do_not_lead_into_the_network(site: Site) -> None:
    feed = RSS.format(at=site.url("/"), body="").encode()
    found = take(feed, options=IntakeOptions(follow=True))
    assert all("not on the public network" in str(item) for item in found)


def test_a_list_of_addresses(site: Site, tmp_path: Path) -> None:
    site.pages["/ferry"] = answer(page().encode(), content_type="text/html")
    path = tmp_path / "list.txt"
    path.write_text(f"# stories\n{site.url('/ferry')}\n\nno address\n", encoding="utf-8")
    article, wrong = take(path, options=IntakeOptions(addresses=True, allow_private=True))
    assert isinstance(article, Article)
    assert article.url == site.url("/ferry")
    assert str(wrong) == f"{path} line 4: not an http or https address"


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        ("<urlset><url><loc>https://a.example/1</loc></url></urlset>", "a site map of 1 addresses"),
        ("<urlset/>", "a site map without addresses"),
        ("<rss><channel/></rss>", "an empty feed"),
        ("<nitf><body>", "broken XML"),
        ('<!DOCTYPE nitf [<!ENTITY a "b">]><nitf>&a;</nitf>', "declares entities of its own"),
        ("<nitf><body/></nitf>", "no text in it"),
        ("<newsItem><contentSet/></newsItem>", "NewsML without a text"),
        ("<recipe><egg/></recipe>", "XML whose first element is <recipe>"),
        ("Not XML, but a line of text.", "named as XML, but it is not"),
        ("<svg/>", "an SVG image"),
    ],
)
def test_what_is_refused_is_one_line(tmp_path: Path, xml: str, says: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(xml, encoding="utf-8")
    assert says in error(path)
