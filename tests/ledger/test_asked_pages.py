"""`quoth add` asks servers only for what has changed since it asked last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from news_site import PAGE, Answer, Site, answer
from quoth.errors import InputError
from quoth.intake import IntakeOptions, articles
from quoth.ledger import Kept, Ledger
from quoth.records import Article, Reading

FOLLOW = IntakeOptions(allow_private=True, delay=0.0, lang="en", follow=True)
LISTED = IntakeOptions(allow_private=True, delay=0.0, lang="en", addresses=True)


def page(words: str) -> bytes:
    return PAGE.replace(b"on Monday", words.encode())


def feed(*links: str, text: str = "") -> bytes:
    items = "".join(f"<item><title>A pier</title><link>{link}</link></item>" for link in links)
    own = f"<item><title>Own</title><link>https://herald.example/own</link>" \
        f"<description>{text}</description></item>" if text else ""  # fmt: skip
    return f"<rss version='2.0'><channel><title>Herald</title>{items}{own}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def give(site: Site, path: str, body: bytes, mark: str, kind: str = "text/html") -> None:
    """Puts a page there that is sent only to who does not name its mark."""
    whole = answer(body, content_type=kind, etag=f'"{mark}"')
    same = answer(b"", "304 Not Modified", content_type=None)

    def send(sending: object) -> None:
        knows = f'If-None-Match: "{mark}"' in site.requests[-1]
        (same if knows else whole)(sending)  # type: ignore[arg-type]

    site.pages[path] = send


def add(ledger: Ledger, given: str, options: IntakeOptions = FOLLOW) -> list[str]:
    """What became of each article; of an error, why. Readings are without statements."""

    def unread(found: object) -> Iterator[Reading | InputError]:
        for one in found:  # type: ignore[attr-defined]
            yield Reading(one, model="none") if isinstance(one, Article) else one

    taken = articles([given], options, fetcher=ledger.pages())
    out = ledger.add_each([taken], read=unread)
    return [one.outcome if isinstance(one, Kept) else one.reason for one in out]


def asked(site: Site) -> list[str]:
    """The pages asked for since the last time; with "?" where only if they had changed."""
    lines = [
        one.split()[1] + ("?" if "If-None-Match" in one else "")
        for one in site.requests
        if not one.startswith("GET /robots.txt")
    ]
    site.requests.clear()
    return lines


def test_an_address_is_not_sent_again_for_nothing(ledger: Ledger, site: Site) -> None:
    give(site, "/1", page("on Monday"), "a")
    assert add(ledger, site.url("/1")) == ["new"]
    assert add(ledger, site.url("/1")) == ["unchanged"]
    assert asked(site) == ["/1", "/1?"]
    give(site, "/1", page("on Friday, and not on Monday"), "b")
    assert add(ledger, site.url("/1")) == ["changed"]
    assert add(ledger, site.url("/1")) == ["unchanged"]
    assert asked(site) == ["/1?", "/1?"]


def test_an_unchanged_feed_leads_to_its_pages_again(ledger: Ledger, site: Site) -> None:
    links = (site.url("/1"), site.url("/2"))
    give(site, "/feed", feed(*links), "f", "text/xml")
    give(site, "/1", page("on Monday"), "a")
    give(site, "/2", page("on Friday"), "b")
    assert add(ledger, site.url("/feed")) == ["new", "new"]
    assert asked(site) == ["/feed", "/1", "/2"]
    give(site, "/2", page("on Sunday, and not on Friday"), "c")
    assert sorted(add(ledger, site.url("/feed"))) == ["changed", "unchanged"]
    assert sorted(asked(site)) == ["/1?", "/2?", "/feed?"]
    give(site, "/3", page("on Tuesday"), "d")
    give(site, "/feed", feed(*links, site.url("/3")), "g", "text/xml")
    assert add(ledger, site.url("/feed")) == ["unchanged", "unchanged", "new"]
    assert asked(site) == ["/feed?", "/1?", "/2?", "/3"]


def test_a_page_that_a_feed_lists_no_more_is_not_asked_for(ledger: Ledger, site: Site) -> None:
    give(site, "/1", page("on Monday"), "a")
    give(site, "/2", page("on Friday"), "b")
    give(site, "/feed", feed(site.url("/1"), site.url("/2")), "f", "text/xml")
    assert add(ledger, site.url("/feed")) == ["new", "new"]
    give(site, "/feed", feed(site.url("/2")), "g", "text/xml")
    assert add(ledger, site.url("/feed")) == ["unchanged"]
    assert asked(site) == ["/feed", "/1", "/2", "/feed?", "/2?"]
    assert add(ledger, site.url("/feed")) == ["unchanged"]
    assert asked(site) == ["/feed?", "/2?"]


def test_a_feed_whose_reading_was_stopped_is_asked_for_whole(ledger: Ledger, site: Site) -> None:
    links = (site.url("/1"), site.url("/2"))
    give(site, "/1", page("on Monday"), "a")
    give(site, "/2", page("on Friday"), "b")
    give(site, "/feed", feed(*links), "f", "text/xml")
    assert add(ledger, site.url("/feed")) == ["new", "new"]
    give(site, "/feed", feed(*reversed(links)), "g", "text/xml")
    next(articles([site.url("/feed")], FOLLOW, fetcher=ledger.pages()))  # and no further
    give(site, "/feed", feed(*links), "f", "text/xml")  # as it was
    asked(site)
    assert add(ledger, site.url("/feed")) == ["unchanged", "unchanged"]
    assert asked(site) == ["/feed", "/1?", "/2?"]


def test_the_texts_of_an_unchanged_feed_are_unchanged(ledger: Ledger, site: Site) -> None:
    text = "The harbour of Oakbridge stays open, its master said on Monday. " * 20
    give(site, "/feed", feed(text=text), "f", "text/xml")
    assert add(ledger, site.url("/feed")) == ["new"]
    assert add(ledger, site.url("/feed")) == ["unchanged"]
    assert asked(site) == ["/feed", "/feed?"]


def test_a_page_that_failed_is_asked_for_again(ledger: Ledger, site: Site) -> None:
    give(site, "/feed", feed(site.url("/1")), "f", "text/xml")
    assert add(ledger, site.url("/feed")) == ["answered 404 Not Found"]
    give(site, "/1", page("on Monday"), "a")
    assert add(ledger, site.url("/feed")) == ["new"]
    assert asked(site) == ["/feed", "/1", "/feed?", "/1"]


def test_what_the_ledger_does_not_hold_is_asked_for_whole(ledger: Ledger, site: Site) -> None:
    give(site, "/1", page("on Monday"), "a")
    for one in articles([site.url("/1")], FOLLOW, fetcher=ledger.pages()):
        assert isinstance(one, Article)  # and the run was stopped before it was kept
    assert add(ledger, site.url("/1")) == ["new"]
    assert asked(site) == ["/1", "/1"]
    text = ledger.versions(site.url("/1"))[-1].reading.article.text
    other = Article("x", f"{text} They said more later.", url=site.url("/1"))
    assert ledger.keep(Reading(other, model="none")).outcome == "changed"
    assert add(ledger, site.url("/1")) == ["changed"]
    assert asked(site) == ["/1"]


def test_a_deleted_article_stays_deleted(ledger: Ledger, site: Site) -> None:
    give(site, "/1", page("on Monday"), "a")
    add(ledger, site.url("/1"))
    ledger.delete_article(ledger.article_named(site.url("/1")))
    assert add(ledger, site.url("/1")) == ["deleted"]


def test_a_list_of_addresses_is_asked_so_too(ledger: Ledger, site: Site, tmp_path: Path) -> None:
    give(site, "/1", page("on Monday"), "a")
    (tmp_path / "list.txt").write_text(f"# pages\n{site.url('/1')}\n", encoding="utf-8")
    name = str(tmp_path / "list.txt")
    assert add(ledger, name, LISTED) == ["new"]
    assert add(ledger, name, LISTED) == ["unchanged"]
    assert asked(site) == ["/1", "/1?"]


def test_a_server_that_says_nothing_of_its_pages(ledger: Ledger, site: Site) -> None:
    site.pages["/1"] = _plain(page("on Monday"))
    assert add(ledger, site.url("/1")) == ["new"]
    assert add(ledger, site.url("/1")) == ["unchanged"]
    assert asked(site) == ["/1", "/1"]


def _plain(body: bytes) -> Answer:
    return answer(body)


def test_time_of_change_is_sent_back(ledger: Ledger, site: Site) -> None:
    when = "Mon, 08 Nov 2021 07:15:00 GMT"
    site.pages["/1"] = answer(page("on Monday"), last_modified=when)
    add(ledger, site.url("/1"))
    add(ledger, site.url("/1"))
    assert f"If-Modified-Since: {when}" in site.requests[-1]
