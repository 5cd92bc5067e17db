"""Pages that are followed are read only where their site permits it, and not in a rush."""

from __future__ import annotations

from intake_samples import page, shown, take

from news_site import Site, answer
from quoth.errors import InputError
from quoth.intake import IntakeOptions
from quoth.intake.polite import Manners
from quoth.records import Article

FOLLOW = IntakeOptions(follow=True, allow_private=True, delay=0)


def _map(site: Site, *paths: str) -> bytes:
    places = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in paths)
    return f"<urlset>{places}</urlset>".encode()


def _robots(site: Site, text: str, status: str = "200 OK") -> None:
    site.pages["/robots.txt"] = answer(text.encode(), status, content_type="text/plain")


def test_what_robots_txt_disallows_is_left_out_and_told(site: Site) -> None:
    _robots(site, "User-agent: *\nDisallow: /private*/\nAllow: /\n")
    site.pages["/ferry"] = answer(page().encode())
    found = take(_map(site, "/ferry", "/private-1/a"), options=FOLLOW)
    assert isinstance(found[0], Article)
    left = f"{site.url('/private-1/a')}: its robots.txt asks programs not to read it; left out"
    assert shown(found[1:]) == [left]
    assert not any("GET /private-1" in request for request in site.requests)


def test_rules_for_quoth_go_before_those_for_all(site: Site) -> None:
    _robots(site, "User-agent: *\nDisallow: /\n\nUser-agent: quoth\nDisallow: /drafts\n")
    site.pages["/ferry"] = answer(page().encode())
    (found,) = take(_map(site, "/ferry"), options=FOLLOW)
    assert isinstance(found, Article)


def test_robots_txt_is_asked_for_once(site: Site) -> None:
    _robots(site, "User-agent: *\nAllow: /\n")
    for path in ("/a", "/b"):
        site.pages[path] = answer(page().encode())
    take(_map(site, "/a", "/b"), options=FOLLOW)
    assert sum("GET /robots.txt" in request for request in site.requests) == 1


def test_a_site_without_robots_txt_is_read(site: Site) -> None:
    site.pages["/ferry"] = answer(page().encode())
    (found,) = take(_map(site, "/ferry"), options=FOLLOW)
    assert isinstance(found, Article)


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    _robots(site, "", "503 Service Unavailable")
    site.pages["/ferry"] = answer(page().encode())
    (found,) = take(_map(site, "/ferry"), options=FOLLOW)
    assert isinstance(found, InputError)
    assert "its robots.txt cannot be had (answered 503 Service Unavailable)" in str(found)


def test_an_address_that_the_user_gives_is_no_matter_of_robots_txt(site: Site) -> None:
    _robots(site, "User-agent: *\nDisallow: /\n")
    site.pages["/ferry"] = answer(page().encode())
    (found,) = take(site.url("/ferry"), options=FOLLOW)
    assert isinstance(found, Article)


def _waits(manners: Manners, site: Site, *, delay: float, times: int) -> None:
    for _ in range(times):
        manners.ask(site.url("/ferry"), delay=delay, allow_private=True)


def test_there_is_a_pause_between_two_pages_of_a_site(site: Site) -> None:
    waited: list[float] = []
    manners = Manners(clock=lambda: 100.0, wait=waited.append)
    _waits(manners, site, delay=1.5, times=3)
    assert waited == [1.5, 3.0]  # the clock of this test stands still
    manners.pause("https://courier.example/a", 1.5)
    assert len(waited) == 2  # another site need not wait


def test_a_site_may_ask_for_a_longer_pause_but_not_for_ever(site: Site) -> None:
    for asked, pause in ((5, 5.0), (86_400, 30.0)):
        _robots(site, f"User-agent: *\nCrawl-delay: {asked}\n")
        waited: list[float] = []
        _waits(Manners(clock=lambda: 0.0, wait=waited.append), site, delay=1, times=2)
        assert waited == [pause]


def test_hostile_rules_take_no_time(site: Site) -> None:
    _robots(site, "User-agent: *\nDisallow: /" + "*a" * 500 + "$\n")
    site.pages["/" + "a" * 1_500] = answer(page().encode())
    (found,) = take(_map(site, "/" + "a" * 1_500 + "b"), options=FOLLOW)
    assert "404" in str(found)
