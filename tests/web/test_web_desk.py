"""Stories, dossiers, statements and audits in Chromium: every page in three widths, light and dark,
checked by axe-core, by keyboard, and without JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from desk_articles import desk_readings
from quoth.ledger import Ledger
from served import served

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="chromium is not installed"
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = [(1440, "light"), (820, "dark"), (390, "light"), (390, "dark")]
PATHS = (
    "/stories?single=true",
    "/story/1",
    "/statement/2",
    "/statement/3",
    "/statement/2/evidence",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("desk") / "news.db"
    with Ledger(path) as ledger:
        ledger.add(*desk_readings())
        ledger.dossier(1)
    with served(path) as address:
        yield address


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What pages complain of; nothing at the end."""
    said: list[str] = []
    yield said
    assert said == []


def look(browser: Browser, url: str, said: list[str], **how: Any) -> Page:
    page = browser.new_page(**how)
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(url)
    page.wait_for_selector("main:not(:has(.waiting))")
    return page


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_sound_in_every_look(
    browser: Browser, address: str, said: list[str], path: str
) -> None:
    for width, scheme in LOOKS:
        size: Any = {"width": width, "height": 900}
        page = look(browser, address + path, said, viewport=size, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        grave = [
            (width, scheme, one["id"], one["nodes"][0]["html"][:150])
            for one in Axe().run(page, options=WCAG).response["violations"]
            if one["impact"] in ("serious", "critical", "moderate")
        ]
        assert grave == []
        page.close()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_says_the_same_without_scripts(
    browser: Browser, address: str, said: list[str], path: str
) -> None:
    plain = look(browser, address + path, said, java_script_enabled=False)
    assert plain.locator("button[data-copy]:visible, button[data-print]:visible").count() == 0
    words = plain.locator("main h2").all_inner_texts()
    plain.close()
    page = look(browser, address + path, said)
    assert page.locator("main h2").all_inner_texts() == words
    page.close()


def test_link_and_citation_are_copied_by_keyboard(
    browser: Browser, address: str, said: list[str]
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/statement/2")
    page.get_by_role("button", name="Copy link", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied.", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/statement/2"
    page.get_by_role("link", name="APA, Chicago and Harvard").click()
    page.get_by_role("button", name="Copy APA").click()
    page.get_by_role("button", name="Copied APA").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Mohr, I. (2031, March 3)")
    context.close()


def test_who_first_said_this_and_on_whose_authority(
    browser: Browser, address: str, said: list[str]
) -> None:
    page = look(browser, f"{address}/statements", said)
    page.get_by_label("Words or speaker").fill("planks bend")
    page.keyboard.press("Enter")  # one
    page.locator(".said .where a", has_text="3 March 2031, 18:00").click()  # two: the earliest
    page.get_by_text("published first").first.wait_for()
    assert "Ada Roth told" in " ".join(page.locator(".chainpic").inner_text().split())
    page.close()


def test_how_many_were_hurt_and_who_says_so(
    browser: Browser, address: str, said: list[str]
) -> None:
    page = look(browser, f"{address}/stories", said)
    page.get_by_role("link", name="Police: 41 hurt").click()  # one
    page.get_by_role("link", name="Figures").click()  # two
    table = page.locator("figure.plot table").first.inner_text()
    for part in ("≥ 20", "35", "41", "Holt police said", "Saint Anne hospital said"):
        assert part in table
    page.close()


def test_an_article_is_moved_by_hand_and_that_is_undone(
    browser: Browser, address: str, said: list[str]
) -> None:
    page = look(browser, f"{address}/article/9", said)
    page.get_by_text("Move it to another story").click()
    page.get_by_label("Story’s address or number").fill("6")
    page.get_by_role("button", name="Move").click()
    page.wait_for_url("**/story/6")
    assert "Library opens on Sundays" in page.locator(".timeline").inner_text()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone", exact=True).wait_for()
    assert "Library opens on Sundays" not in page.locator(".timeline").inner_text()
    page.close()
