"""Every GET form as it stands, links of every kind and every "More" of a filled ledger, with
and without JavaScript, in Debian's Chromium."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bench import synthetic
from quoth.ledger import Changes, Ledger, StatementQuery
from served import served

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="chromium is not installed"
)
MOST_ALIKE = 2  # pages of one kind that are looked into
MOST_LINKS = 4  # links of one kind, with the same parameters, that are followed
_HREF = re.compile(r'<(?:a|link)\b[^>]*?\bhref="([^"]*)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)


def fill(target: Path) -> None:
    """A ledger with copies, versions of quotations, rival figures, joins and decisions."""
    with Ledger(target) as ledger:
        for reading in synthetic.readings(70, 5):
            ledger.keep(reading)
        first, second, third = ledger.search(limit=3)
        ledger.confirm(first.id, by="Mia Ortega")
        ledger.correct(second.id, Changes(speaker="Mara Lund"), by="Mia Ortega", why="line 3")
        ledger.reject(third.id, why="no statement")
        one, other = ledger.speakers(limit=2)
        ledger.undo(ledger.merge_speakers([one.id, other.id]))
        ledger.save_search("direct", StatementQuery(form="direct"), hook="https://desk.example/in")
        ledger.keep(list(synthetic.readings(71, 5))[70])
        for one in ledger.search(limit=50, offset=10):
            ledger.confirm(one.id)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    ledger = tmp_path_factory.mktemp("links") / "news.db"
    fill(ledger)
    with served(ledger) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def kind_of(link: str, names: frozenset[str] | None = None) -> str:
    """Links that lead to pages of one make: the path without numbers, and its parameters."""
    parts = urlsplit(link)
    given = {name for name, _ in parse_qsl(parts.query)}
    shown = sorted(given if names is None else given & names)
    return re.sub(r"i?\d+", "N", parts.path) + "?" + "&".join(shown)


def test_every_kind_of_link_leads_somewhere(browser: Browser, address: str) -> None:
    context = browser.new_context()
    waiting, seen, looked, broken = ["/"], {"/"}, dict[str, int](), list[str]()
    alike: dict[str, int] = {}
    while waiting:
        link = waiting.pop()
        answer = context.request.get(
            address + link, headers={"accept": "text/html"}, fail_on_status_code=False
        )
        while answer.status == 202:  # "Counting over all articles…"
            answer = context.request.get(address + link, headers={"accept": "text/html"})
        if answer.status != 200:
            broken.append(f"{answer.status} {link}")
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        html = answer.text()
        titles = _TITLE.findall(html.partition("</head>")[0])  # bars of plots have titles too
        headed = html.count("<h1") == 1 or 'class="reading"' in html
        if not headed or len(titles) != 1 or not titles[0].endswith(" · quoth"):
            broken.append(f"heading or title {link}")
        kind = kind_of(link, frozenset({"cursor", "what", "by"}))
        looked[kind] = looked.get(kind, 0) + 1
        if looked[kind] > MOST_ALIKE:
            continue
        for found in map(unescape, _HREF.findall(html)):
            to = found.partition("#")[0]
            if not to.startswith("/") or to in seen:
                continue
            seen.add(to)
            alike[kind_of(to)] = alike.get(kind_of(to), 0) + 1
            if alike[kind_of(to)] <= MOST_LINKS:
                waiting.insert(0, to)
    context.close()
    assert broken == []
    assert len(seen) > 200
    assert {"/articles?cursor", "/corrections?cursor", "/speakers?cursor"} <= set(looked), looked


def test_anchors_of_links_are_there(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/statements")
    links = page.locator(".said .where a").evaluate_all("all => all.map(a => a.href)")
    to_sentences = [link for link in links if "#" in link]
    assert to_sentences
    for link in to_sentences[:4]:
        page.goto(link)
        anchor = link.partition("#")[2]
        assert page.locator(f"#{anchor}").count() == 1
        assert page.locator(f".text #{anchor}").count() == 1  # the sentence, not the list beside
        page.locator(".text .on-c").first.wait_for()
    page.close()


def submitted(page: Page, form: int, how: str) -> int:
    """The status of what a form as it stands is answered with."""
    chosen = page.locator("form").nth(form)
    with page.expect_navigation() as navigation:
        if how == "Enter":
            chosen.locator("input:visible").first.press("Enter")
        else:
            chosen.locator("button:visible").first.click()
    answer = navigation.value
    assert answer is not None
    return answer.status


@pytest.mark.parametrize("path", ["/statements", "/speakers", "/compare?what=quotations",
                                  "/compare?what=copies", "/compare?what=figures", "/articles",
                                  "/audit", "/statements?form=direct&q=the"])  # fmt: skip
def test_every_search_form_is_answered(context: BrowserContext, address: str, path: str) -> None:
    page = context.new_page()
    page.goto(address + path)
    page.locator("main h1:not(.waiting h1)").wait_for()
    forms = page.locator("form").evaluate_all("all => all.map(form => form.method)")
    for number in [i for i, method in enumerate(forms) if method == "get"]:
        for how in ("Enter", "button"):
            page.goto(address + path)
            page.locator("main h1:not(.waiting h1)").wait_for()
            assert submitted(page, number, how) in (200, 202), (path, number, how)
            page.locator("main h1:not(.waiting h1)").wait_for()
            assert page.locator("[role=alert]").count() == 0


@pytest.mark.parametrize("path", ["/statements", "/speakers", "/articles", "/corrections"])
def test_more_goes_on(context: BrowserContext, address: str, path: str) -> None:
    page = context.new_page()
    page.goto(address + path)
    page.locator("a[rel=next]").wait_for()
    before = page.locator("main").inner_text()
    page.locator("a[rel=next]").click()
    page.wait_for_url("**cursor=*")
    page.locator("main h1:not(.waiting h1)").wait_for()
    assert page.locator("[role=alert]").count() == 0
    assert page.locator("main").inner_text() != before


@pytest.mark.parametrize("path", ["/audit", "/export", "/statements", "/api/v1/statements",
                                  "/api/v1/audit", "/compare", "/speakers"])  # fmt: skip
@pytest.mark.parametrize("query", ["form=", "since=&q=", "tone=&kind=&min_confidence="])
def test_empty_means_not_given(browser: Browser, address: str, path: str, query: str) -> None:
    if path in ("/compare", "/speakers"):
        query = {"/compare": "each=&since=", "/speakers": "name=&type="}[path]
    context = browser.new_context()
    assert context.request.get(f"{address}{path}?{query}").status == 200
    context.close()


def shown_buttons(page: Page) -> list[str]:
    buttons = page.locator("button:visible, a.button:visible")
    return [text.strip() for text in buttons.all_inner_texts()]


@pytest.mark.parametrize("path", ["/", "/statements", "/article/1", "/statement/5", "/audit",
                                  "/compare?what=quotations", "/corrections"])  # fmt: skip
def test_prints_hold_no_buttons(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page()
    page.goto(address + path)
    page.locator("main h1:not(.waiting h1), main .head h2").first.wait_for()
    page.emulate_media(media="print")
    assert shown_buttons(page) == []
    page.close()


def test_text_of_either_direction_is_isolated_span_by_span(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/article/1")
    of = "all => [...new Set(all.map(one => getComputedStyle(one).unicodeBidi))]"
    for spans in (".text [data-a]", ".card .src"):
        assert page.locator(spans).evaluate_all(of) == ["plaintext"]
    page.goto(f"{address}/statements")
    for spans in (".said bdi.src", ".said bdi.cue", ".said bdi.words", ".said .where bdi"):
        assert set(page.locator(spans).evaluate_all(of)) <= {"isolate"}
    page.close()


def test_a_decision_is_taken_back_where_it_was_made(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/statements?q=the")
    page.locator(".said").nth(1).wait_for()
    card = page.locator(".said").nth(1)
    name = card.get_attribute("id")
    card.get_by_role("button", name=re.compile("^Reject")).click()
    told = page.locator(".told")
    told.wait_for()
    assert told.inner_text().startswith("Rejected:")
    assert page.locator(f"#{name}").count() == 0
    told.get_by_role("button", name=re.compile("^Undo")).click()
    page.locator(f"#{name}").wait_for()
    assert page.locator(".told").inner_text().startswith("Undone:")
    assert page.url.partition("#")[0] == f"{address}/statements?q=the"
