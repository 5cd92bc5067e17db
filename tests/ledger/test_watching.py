"""Watching feeds, maps, lists, pages and folders: what is new or changed, and asked for once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news_site import PAGE, Answer, Site, answer
from quoth.errors import InputError, NotFoundError, OptionError
from quoth.intake import IntakeOptions
from quoth.ledger import Kept, Ledger
from quoth.records import Article, Reading

START = datetime(2031, 3, 4, 12, tzinfo=UTC)
NEAR = IntakeOptions(allow_private=True, delay=0.0, lang="en")


def page(words: str) -> bytes:
    return PAGE.replace(b"on Monday", words.encode())


def feed(*links: str) -> bytes:
    items = "".join(f"<item><title>A pier</title><link>{link}</link></item>" for link in links)
    return f"<rss version='2.0'><channel><title>Herald</title>{items}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def unread(articles: object) -> Iterator[Reading | InputError]:
    """Readings without statements: what is read is not what these tests are about."""
    for one in articles:  # type: ignore[attr-defined]
        yield Reading(one, model="none") if isinstance(one, Article) else one


class Desk:
    """Looks at one place at times of the test's own."""

    def __init__(self, ledger: Ledger, place: str, every: int | None = None) -> None:
        self.ledger = ledger
        self.id = ledger.watch(place, every=every)
        self.now = START

    def look(self, minutes: int = 0, **how: object) -> list[str]:
        self.now += timedelta(minutes=minutes)
        out = self.ledger.look_at(
            self.id,
            NEAR,
            read=unread,
            clock=lambda: self.now,
            **how,  # type: ignore[arg-type]
        )
        return [one.outcome if isinstance(one, Kept) else one.reason for one in out]


def asked(site: Site) -> list[str]:
    """The pages that were asked for since the last time, without robots.txt."""
    paths = [one.split()[1] for one in site.requests]
    site.requests.clear()
    return [path for path in paths if path != "/robots.txt"]


def test_a_feed_gives_its_pages_once_and_what_changed_later(ledger: Ledger, site: Site) -> None:
    site.pages["/feed"] = answer(feed(site.url("/1"), site.url("/2")), content_type="text/xml")
    site.pages["/1"], site.pages["/2"] = answer(page("on Monday")), answer(page("on Friday"))
    desk = Desk(ledger, site.url("/feed"))
    assert desk.look() == ["new", "new"]
    assert asked(site) == ["/feed", "/1", "/2"]
    assert desk.look(5) == []
    assert asked(site) == ["/feed"]
    site.pages["/2"] = answer(page("on Sunday, and not on Friday"))
    assert desk.look(60) == ["unchanged", "changed"]
    (seen,) = ledger.watched()
    assert (seen.pages, seen.new, seen.changed, seen.failed, seen.kept) == (3, 0, 1, 0, 3)
    assert (seen.looking, seen.trouble) == (None, None)
    assert [v.number for v in ledger.versions(site.url("/2"))] == [1, 2]


def conditional(body: bytes, etag: str, kind: str = "text/html") -> Answer:
    """A page with a name for its state, and the short answer to whoever knows it."""
    return answer(body, content_type=kind, etag=etag)


def test_requests_are_conditional(ledger: Ledger, site: Site) -> None:
    links = feed(site.url("/1"))
    site.pages["/feed"] = conditional(links, '"f1"', "application/rss+xml")
    site.pages["/1"] = conditional(page("on Monday"), '"p1"')
    desk = Desk(ledger, site.url("/feed"))
    assert desk.look() == ["new"]
    unchanged = answer(b"", "304 Not Modified", content_type=None)
    site.pages["/feed"] = site.pages["/1"] = unchanged
    site.requests.clear()
    assert desk.look(61) == []
    sent = [one for one in site.requests if "robots.txt" not in one]
    assert [one.split()[1] for one in sent] == ["/feed", "/1"]
    assert 'If-None-Match: "f1"' in sent[0]
    assert 'If-None-Match: "p1"' in sent[1]


def test_pages_are_asked_for_ever_less_often(ledger: Ledger, site: Site) -> None:
    site.pages["/feed"] = answer(feed(site.url("/1")), content_type="text/xml")
    site.pages["/1"] = answer(page("on Monday"))
    desk = Desk(ledger, site.url("/feed"))
    days = []
    for hour in range(24):
        desk.look(60 if hour else 0)
        if "/1" in asked(site):
            days.append(hour)
    assert days == [0, 1, 2, 4, 8, 16]


def test_robots_txt_is_kept_to_and_told(ledger: Ledger, site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /1", content_type="text/plain")
    site.pages["/feed"] = answer(feed(site.url("/1"), site.url("/2")), content_type="text/xml")
    site.pages["/2"] = answer(page("on Monday"))
    desk = Desk(ledger, site.url("/feed"))
    assert desk.look() == ["its robots.txt asks programs not to read it; left out", "new"]
    assert asked(site) == ["/feed", "/2"]
    _, troubles = ledger.watched_one(desk.id)
    assert troubles[0][0] == site.url("/1")


def test_a_look_that_was_cut_goes_on(ledger: Ledger, site: Site) -> None:
    links = [site.url(f"/{n}") for n in range(5)]
    site.pages["/feed"] = conditional(feed(*links), '"f"', "text/xml")
    for number in range(5):
        site.pages[f"/{number}"] = answer(page(f"on day {number}"))
    desk = Desk(ledger, site.url("/feed"), every=30)
    assert desk.look(most=3) == ["new", "new"]
    assert ledger.due(at=desk.now) == [desk.id]  # the others are due at once
    assert desk.look(1) == ["new", "new", "new"]
    assert ledger.due(at=desk.now + timedelta(minutes=29)) == []
    assert ledger.due(at=desk.now + timedelta(minutes=30)) == [desk.id]


def test_a_map_of_maps_an_atom_feed_and_a_json_feed(ledger: Ledger, site: Site) -> None:
    for number in range(4):
        site.pages[f"/{number}"] = answer(page(f"on day {number}"))
    locs = f"<urlset><url><loc>{site.url('/0')}</loc></url></urlset>"
    index = f"<sitemapindex><sitemap><loc>{site.url('/map')}</loc></sitemap></sitemapindex>"
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Herald</title><entry><title>x</title>"
        f"<link href='{site.url('/1')}'/></entry></feed>"
    )
    item = {"url": site.url("/2"), "title": "x", "summary": "short"}
    whole = {"url": site.url("/3"), "content_text": "The mayor said it opens. " * 20}
    version = "https://jsonfeed.org/version/1.1"
    jsonfeed = {"version": version, "title": "Herald", "items": [item, whole]}
    site.pages["/map"] = answer(locs.encode(), content_type="text/xml")
    site.pages["/index"] = answer(index.encode(), content_type="text/xml")
    site.pages["/atom"] = answer(atom.encode(), content_type="application/atom+xml")
    site.pages["/json"] = answer(json.dumps(jsonfeed).encode(), content_type="application/json")
    assert Desk(ledger, site.url("/index")).look() == ["new"]
    assert Desk(ledger, site.url("/atom")).look() == ["new"]
    assert Desk(ledger, site.url("/json")).look() == ["new", "new"]


def test_a_file_of_addresses_and_a_folder(ledger: Ledger, site: Site, tmp_path: Path) -> None:
    site.pages["/1"] = answer(page("on Monday"))
    places = tmp_path / "places.txt"
    places.write_text(f"# pages\n{site.url('/1')}\nnowhere\n", encoding="utf-8")
    desk = Desk(ledger, str(places))
    assert desk.look() == ["new", "not an http or https address"]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("The mayor said that the pier opens.", encoding="utf-8")
    desk = Desk(ledger, str(folder))
    assert desk.look() == ["new"]
    assert desk.look() == []
    (folder / "a.txt").write_text("The mayor said that the pier opens later.", encoding="utf-8")
    (folder / "b.txt").write_text("The mayor said that the ferry sails.", encoding="utf-8")
    assert sorted(desk.look()) == ["changed", "new"]


def test_what_fails_is_told_and_tried_again(ledger: Ledger, site: Site, tmp_path: Path) -> None:
    desk = Desk(ledger, site.url("/feed"))
    assert desk.look() == ["answered 404 Not Found"]
    (seen,) = ledger.watched()
    assert (seen.trouble, seen.failed) == ("answered 404 Not Found", 1)
    site.pages["/feed"] = answer(page("on Monday"))
    assert desk.look() == ["new"]
    assert ledger.watched()[0].trouble is None
    assert Desk(ledger, str(tmp_path / "none.txt")).look() == ["no such file"]


def test_one_looks_at_a_time(ledger: Ledger, site: Site) -> None:
    site.pages["/1"] = answer(page("on Monday"))
    desk = Desk(ledger, site.url("/1"))
    first = ledger.look_at(desk.id, NEAR, read=unread, clock=lambda: START)
    next(first)
    assert desk.look() == []
    assert asked(site) == ["/1"]
    list(first)
    assert desk.look() == ["unchanged"]


@pytest.mark.parametrize("place", ["", "  ", "a\x00b", "x" * 3000])
def test_what_cannot_be_watched(ledger: Ledger, place: str) -> None:
    with pytest.raises(OptionError, match="name an address"):
        ledger.watch(place)


def test_intervals_and_forgetting(ledger: Ledger) -> None:
    id = ledger.watch("https://herald.example/feed", every=15, by="Mia")
    assert ledger.watch("https://herald.example/feed", every=30) == id
    assert ledger.watched()[0].every == 30
    with pytest.raises(OptionError, match="no number of minutes"):
        ledger.watch("https://herald.example/feed", every=0)
    ledger.forget_watched(id)
    assert ledger.watched() == []
    with pytest.raises(NotFoundError):
        ledger.forget_watched(id)


def test_addresses_inside_the_network_are_refused(ledger: Ledger, site: Site) -> None:
    id = ledger.watch(site.url("/feed"))
    (told,) = ledger.look_at(id, IntakeOptions(delay=0.0), read=unread, clock=lambda: START)
    assert isinstance(told, InputError)
    assert "not on the public network" in told.reason
    assert site.requests == []
