"""The pages in Debian's Chromium: every page in two widths and both colour schemes, by keyboard,
checked by axe-core; and the path from reading to correcting."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from command import QUOTH, environment
from served import served
from web_story import STORY

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="chromium is not installed"
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
HOSTILE = (
    "<script>document.title='taken'</script> “<img src=x onerror=alert(1)> we are here,” said "
    "<svg onload=alert(2)> Ada Roth on Monday. {{7*7}} ${7*7} \u202eevil\u202c"
)
WIRES = [
    ("The Holt Herald", "At least 20 people were hurt when the pier gave way, the police said.\n\n"
     "“We saw the planks bend before anybody shouted,” Ada Roth, the harbour master, told "
     "reporters on Monday. Northern Wire reported that the pier was built in 1974."),
    ("The Courier", "About 35 people were hurt when the pier gave way, the hospital said.\n\n"
     "“We saw the planks bend,” Ada Roth, the harbour master, told reporters on Monday. The "
     "council of Holt meets on Friday to talk about the pier."),
]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server, with a ledger of the examples and two wire stories."""
    folder = tmp_path_factory.mktemp("served")
    ledger = folder / "news.db"
    files = []
    for number, (outlet, text) in enumerate(WIRES):
        file = folder / f"{number}.json"
        url = f"https://outlet{number}.example/pier"
        row = {"url": url, "outlet": outlet, "text": text, "published": "2031-03-04"}
        row["title"] = f"Pier gives way in Holt ({number})"
        file.write_text(json.dumps(row), encoding="utf-8")
        files.append(str(file))
    subprocess.run(
        [*QUOTH, "add", "--quiet", str(ledger), str(ROOT / "examples" / "articles.csv"), *files],
        check=True,
        env=environment(),
        timeout=300,
    )
    with served(ledger) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages; at the end none has said an error, run a dialog or asked anybody else."""
    said: list[str] = []
    pages: list[Page] = []

    def open(path: str, width: int = 1440, scheme: Any = "light") -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on(
            "console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else said.append(request.url)
            ),
        )
        page.goto(address + path)
        # What counts over all articles waits on a page that loads itself again.
        page.wait_for_selector("main:not(:has(.waiting))", timeout=120_000)
        pages.append(page)
        return page

    yield open
    for page in pages:
        page.close()
    assert said == []


def grave(found: Any) -> list[str]:
    """What axe found that is serious or critical."""
    return [
        f"{one['id']}: {[node['html'][:150] for node in one['nodes'][:3]]}"
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


PATHS = (
    *("/", "/statements?q=study", "/statements?form=direct", "/speakers", "SPEAKER"),
    *("/compare", "/compare?what=copies", "/compare?what=figures", "/audit", "/audit?by=outlet"),
    *(
        "/articles",
        "/article/1",
        "/statement/1",
        "/corrections",
        "/login",
        "/saved",
        "/saved?q=study&form=direct",
    ),
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_every_page_is_sound_for_everybody(
    open_page: Callable[..., Page], path: str, width: int, scheme: str
) -> None:
    if path == "SPEAKER":
        page = open_page("/speakers", width, scheme)
        page.locator(".speakers a").first.click()
        page.wait_for_url("**/speaker/*")
    else:
        page = open_page(path, width, scheme)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{wide} pixels in a window of {width}"
    found = Axe().run(page, options=WCAG)
    assert grave(found) == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_the_other_half_of_widths_and_schemes(
    open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    for path in ("/", "/statements", "/article/1", "/compare?what=figures", "/audit"):
        page = open_page(path, width, scheme)
        found = Axe().run(page, options=WCAG)
        grave = [
            v["id"] for v in found.response["violations"] if v["impact"] in ("serious", "critical")
        ]
        assert grave == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 390])
def test_from_reading_to_correcting(open_page: Callable[..., Page], width: int) -> None:
    page = open_page("/", width)
    page.get_by_label("The article’s text").fill(STORY.replace("bolt", f"strut{width}"))
    page.get_by_text("Metadata", exact=True).click()
    page.get_by_label("Title", exact=True).fill(f"The bridge of {width}")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile("/reading/"))
    page.get_by_role("button", name="Add to the ledger").click()
    page.wait_for_url(re.compile("/article/"))
    page.get_by_role("link", name="Statements", exact=True).click()
    page.get_by_label("Words or speaker").fill(f"strut{width}")
    page.locator("mark", has_text=f"strut{width}").wait_for()
    for _ in range(20):  # speakers are joined behind the scenes
        if page.locator(".said a.src").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    page.locator(".said a.src").first.click()
    page.wait_for_url(re.compile("/speaker/"))
    assert page.locator("h1").inner_text() == "Maria Lindqvist"
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_role("link", name="Figures that differ").click()
    page.wait_for_url("**/compare?what=figures*")
    page.goto(page.url.split("/compare")[0] + f"/statements?q=strut{width}")
    page.get_by_role("link", name=re.compile("Correct…")).first.click()
    page.get_by_label("Speaker", exact=True).fill("Mara Lund")
    page.get_by_role("button", name="Correct", exact=True).click()
    page.locator(".said :is(h2, h3)", has_text="Mara Lund").wait_for()
    page.goto(page.url.split("/statement/")[0] + "/corrections")
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    page.get_by_text("undone").first.wait_for()


def test_hover_and_focus_show_the_other_side(open_page: Callable[..., Page]) -> None:
    page = open_page("/article/1")
    page.locator(".text .s").first.hover()
    page.locator(".card.on").first.wait_for()
    page.mouse.move(0, 0)
    page.locator(".card h4 a").first.focus()
    page.locator(".text .on-s, .text .on-c").first.wait_for()


def test_the_keyboard_reaches_the_content_and_the_form(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find"
    page.get_by_label("The article’s text").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_selected_words_become_a_place(open_page: Callable[..., Page]) -> None:
    page = open_page("/article/1")
    chosen = page.evaluate(
        """() => {
          const text = document.querySelector('.reading .text');
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          let node; for (let i = 0; i < 5; i++) node = walker.nextNode();
          const range = document.createRange();
          range.setStart(node, 0); range.setEnd(node, Math.min(9, node.length));
          getSelection().removeAllRanges(); getSelection().addRange(range);
          return range.toString();
        }"""
    )
    page.wait_for_timeout(100)
    page.get_by_role("button", name="Take the selected words").first.click()
    start, end = page.locator("#f-contents").input_value().split(":")
    whole = page.evaluate("[...document.querySelector('.reading .text').textContent].join('')")
    assert whole[int(start) : int(end)] == chosen


def test_files_dropped_on_the_page_are_sent(open_page: Callable[..., Page]) -> None:
    page = open_page("/upload")
    dropped = page.evaluate_handle(
        """() => {
          const data = new DataTransfer();
          for (const n of [1, 2]) data.items.add(new File([`Nobody spoke, ${n}.`], `${n}.txt`));
          return data;
        }"""
    )
    zone = page.locator("#drop")
    zone.dispatch_event("dragover", {"dataTransfer": dropped})
    assert "over" in (zone.get_attribute("class") or "").split()
    zone.dispatch_event("drop", {"dataTransfer": dropped})
    assert "over" not in (zone.get_attribute("class") or "").split()
    assert page.locator("[data-files]").inner_text().startswith("2 files, ")
    page.get_by_role("button", name="Upload", exact=True).click()
    page.wait_for_url(re.compile("/upload/"))
    page.locator("h1", has_text="Upload of 2 files").wait_for()
    page.locator('[data-state="done"]').wait_for(timeout=120_000)


def test_hostile_text_runs_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.get_by_label("The article’s text").fill(HOSTILE)
    page.get_by_text("Metadata", exact=True).click()
    page.get_by_label("Title", exact=True).fill(HOSTILE)
    page.get_by_label("Read it as English").check()
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile("/reading/"))
    assert "taken" not in page.title().split("·")[-1]
    assert page.locator(".reading script, .reading img, .reading svg").count() == 0
    assert "{{7*7}}" in page.locator(".reading .text").inner_text()
    page.get_by_role("button", name="Add to the ledger").click()
    page.wait_for_url(re.compile("/article/"))
    page.goto(page.url.split("/article/")[0] + "/statements")
    assert page.locator(".said script, .said img, .said svg").count() == 0
