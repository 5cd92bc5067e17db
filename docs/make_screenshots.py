"""Make the pictures of the web app: real pages of a real server in a real browser.

    python docs/make_screenshots.py [FOLDER]

Two ledgers are served and shown by Chromium (on the path): one of the articles in examples/, and
one of those that the tests of the desk's tasks use (tests/desk_articles.py), in which each task is
done before it is photographed. The pictures go into FOLDER, docs/pictures by default.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from desk_articles import morning_readings  # noqa: E402
from quoth.ledger import Ledger  # noqa: E402

QUOTH = [sys.executable, "-m", "quoth"]
PICTURES = (
    ("web-article", "/article/3", 1280, "light"),
    ("web-statements", "/statements?q=study", 1280, "light"),
    ("web-audit", "/audit", 1280, "dark"),
    ("web-phone", "/article/3", 390, "dark"),
)


def _find(page: Page, words: str) -> None:
    page.get_by_label("Find what was said").fill(words)
    page.get_by_role("button", name="Search").click()
    page.locator(".said").first.wait_for()


def _follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()
    page.wait_for_selector("main:not(:has(.waiting))")


def _show(page: Page, selector: str) -> None:
    page.locator(selector).first.evaluate(
        "one => scrollBy(0, one.getBoundingClientRect().top - 24)"
    )


def first_page(page: Page) -> None:
    """What the day begins with."""
    page.locator("h2", has_text="Newest stories").wait_for()


def first_said(page: Page) -> None:
    """Who first said this, and on whose authority?"""
    _find(page, "planks bend")
    _follow(page, "The Holt Herald, 3 March 2031")


def changed(page: Page) -> None:
    """Which outlets ran it, and how was it changed?"""
    first_said(page)
    _show(page, "#same")


def how_many(page: Page) -> None:
    """How many were hurt, and who says so?"""
    _follow(page, "Police: 41 hurt on Holt pier")
    _show(page, "#figures")


def sources(page: Page) -> None:
    """What is single-sourced? Who is unnamed, and why?"""
    _follow(page, "Audit")


def since_march(page: Page) -> None:
    """Everything that a minister said since March, as CSV."""
    _find(page, "Lindt")
    narrow = page.get_by_role("complementary", name="Narrow by")
    narrow.get_by_role("link", name="Vera Lindt").click()
    page.get_by_label("Published from").fill("2031-03-01")
    page.get_by_label("Published from").press("Enter")
    page.locator(".chosen", has_text="1 March 2031").wait_for()


def renamed(page: Page) -> None:
    """A wrong speaker is corrected everywhere."""
    _find(page, "Berk")
    _follow(page, "Tomas Berk")
    page.get_by_label("Name", exact=True).fill("Thora Berck")
    page.get_by_role("button", name="Rename").click()
    page.locator("h1", has_text="Thora Berck").wait_for()


def link_sent(page: Page) -> None:
    """A link is sent."""
    _find(page, "every plank")
    _follow(page, "The Holt Herald, 4 March 2031")
    page.get_by_role("button", name="Copy link", exact=True).click()
    page.get_by_text("Copied.", exact=True).wait_for()


TASKS: dict[str, Callable[[Page], None]] = {
    "desk-first-page": first_page, "desk-first-said": first_said, "desk-changed": changed,
    "desk-how-many": how_many, "desk-sources": sources, "desk-since-march": since_march,
    "desk-renamed": renamed, "desk-link": link_sent,
}  # fmt: skip


@contextmanager
def served(ledger: str) -> Iterator[str]:
    """The address of a server with a ledger."""
    server = subprocess.Popen(
        [*QUOTH, "serve", ledger, "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().removeprefix("quoth: ").strip().rstrip("/")
    finally:
        server.terminate()
        server.wait(20)


def examples(browser: Any, folder: Path, place: str) -> None:
    """Pages of the examples."""
    ledger = f"{place}/news.db"
    articles = [str(ROOT / "examples" / name) for name in ("articles.csv", "buffalo.txt")]
    subprocess.run([*QUOTH, "add", "--quiet", ledger, *articles], check=True)
    with served(ledger) as address:
        for name, path, width, scheme in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": 860},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(address + path)
            page.wait_for_selector("main:not(:has(.waiting))", timeout=120_000)
            if "/article/" in path and width > 600:
                page.locator(".card h4 a").first.hover()
            page.screenshot(path=folder / f"{name}.png", timeout=120_000)
            page.close()


def tasks(browser: Any, folder: Path, place: str) -> None:
    """The tasks of a desk, each done from the first page on."""
    ledger = f"{place}/desk.db"
    with Ledger(ledger) as filled:
        filled.add(*morning_readings())
        filled.join_speakers()
        filled.group_stories()
    with served(ledger) as address:
        for name, do in TASKS.items():
            context = browser.new_context(
                viewport={"width": 1280, "height": 860},
                permissions=["clipboard-read", "clipboard-write"],
            )
            context.set_default_timeout(120_000)
            page = context.new_page()
            page.goto(f"{address}/")
            do(page)
            page.wait_for_timeout(200)
            page.screenshot(path=folder / f"{name}.png", timeout=120_000)
            context.close()


def main() -> int:
    """Serves, shows, and keeps what is seen."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not installed", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        examples(browser, folder, place)
        tasks(browser, folder, place)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
