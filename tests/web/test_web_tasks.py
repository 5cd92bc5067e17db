"""Seven tasks of a desk in Chromium, each from the first page and in at most four actions, on a
large screen with scripts and on a phone without.

An action is a click, or a field that is filled in and sent with Enter.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from desk_articles import morning_readings
from quoth.ledger import Ledger
from served import served

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="chromium is not installed"
)
MOST = 4
LOOKS: dict[str, dict[str, Any]] = {
    "a large screen": {"viewport": {"width": 1440, "height": 900}},
    "a phone without scripts": {
        "viewport": {"width": 390, "height": 844},
        "java_script_enabled": False,
    },
}


class Person:
    """Somebody who works with the pages, and how many actions that took."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.actions = 0
        page.goto(f"{address}/")

    def look(self) -> None:
        """Waits for the page, which counts over all articles perhaps."""
        self.page.wait_for_selector("main:not(:has(.waiting))")

    def click(self, what: Locator) -> None:
        self.actions += 1
        what.click()
        self.look()

    def follow(self, words: str, **how: Any) -> None:
        self.click(self.page.get_by_role("link", name=words, **how).first)

    def send(self, label: str, value: str) -> None:
        """Fills a field and presses Enter in it."""
        self.actions += 1
        field = self.page.get_by_label(label, exact=True)
        field.fill(value)
        with self.page.expect_navigation():
            field.press("Enter")
        self.look()

    def shown(self, selector: str = "main") -> str:
        return " ".join(self.page.locator(selector).inner_text().split())


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("tasks") / "news.db"
    with Ledger(path) as ledger:
        ledger.add(*morning_readings())
        ledger.join_speakers()
        ledger.group_stories()
    with served(path) as address:
        yield address


@pytest.fixture(params=list(LOOKS))
def person(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Person]:
    context = browser.new_context(**LOOKS[request.param], accept_downloads=True)
    person = Person(context.new_page(), address)
    yield person
    context.close()
    assert 0 < person.actions <= MOST


def test_who_first_said_this_and_on_whose_authority(person: Person) -> None:
    person.send("Find what was said", "planks bend")
    person.follow("Coast Today, 4 March 2031")  # any of them leads to the first
    assert "Others published it before this article." in person.shown()
    first = person.page.locator("#same ~ ol li").first
    assert "The Holt Herald · 3 March 2031, 18:00 UTC" in first.inner_text()
    assert "published first" in first.inner_text()
    person.click(first.get_by_role("link", name="statement"))
    assert person.shown(".chainpic").startswith("The Holt Herald Ada Roth told")


def test_which_outlets_ran_it_and_how_changed(person: Person) -> None:
    person.send("Find what was said", "planks bend")
    person.follow("The Holt Herald, 3 March 2031")
    versions = person.page.locator("#same ~ ol").first
    told = " ".join(versions.inner_text().split())
    for outlet in ("The Holt Herald", "The Courier", "Coast Today"):
        assert outlet in told
    assert versions.locator("del").first.inner_text() == "and we told them to leave at once"
    assert "anyone" in versions.locator("ins").all_inner_texts()


def test_how_many_were_hurt_and_who_says_so(person: Person) -> None:
    person.follow("Police: 41 hurt on Holt pier")
    person.follow("Figures")
    table = person.shown("figure.plot table")
    for part in ("≥ 20", "35", "41", "Holt police said", "Saint Anne hospital said", "Courier"):
        assert part in table


def test_single_sourced_or_unnamed_and_why(person: Person) -> None:
    person.follow("Audit")
    one = person.page.locator("dt", has_text="Articles with one speaker").locator("+ dd")
    assert "Library opens on Sundays" in " ".join(one.inner_text().split()) + one.inner_html()
    unnamed = person.page.locator("dt", has_text="Persons never named").locator("+ dd")
    assert unnamed.inner_text().startswith("1 with a stated reason, 0 without")
    person.click(unnamed.get_by_role("link", name="1"))
    assert "reason given: “who asked not to be named for fear of losing the post”" in person.shown()


def test_everything_a_minister_said_since_march_as_csv(person: Person, tmp_path: Path) -> None:
    person.send("Find what was said", "Lindt")
    narrowed = person.page.get_by_role("complementary", name="Narrow by")
    person.click(narrowed.get_by_role("link", name="Vera Lindt"))
    person.send("Published from", "2031-03-01")
    person.actions += 1
    with person.page.expect_download() as downloaded:
        person.page.get_by_role("link", name="CSV", exact=True).first.click()
    file = tmp_path / "lindt.csv"
    downloaded.value.save_as(file)
    assert "Lindt-2031-03-01" in downloaded.value.suggested_filename
    with file.open(encoding="utf-8-sig", newline="") as rows:
        said = [row["content"] for row in csv.DictReader(rows)]
    assert len(said) == 3
    assert all("gas" not in words for words in said)


def test_a_wrong_speaker_is_corrected_everywhere(person: Person) -> None:
    person.send("Find what was said", "Berk")
    person.follow("Tomas Berk")
    name = person.page.get_by_label("Name", exact=True)
    person.send("Name", "Thora Berck")
    assert person.page.locator("h1").inner_text() == "Thora Berck"
    assert "3 statements in 3 articles" in person.shown()
    assert person.page.locator(".said .src", has_text="Thora Berck").count() == 3
    assert name.input_value() == "Thora Berck"
    person.page.locator(".told").get_by_role("button", name=re.compile("^Undo")).click()
    person.page.locator("h1", has_text="Tomas Berk").wait_for()


def test_a_link_is_sent(
    person: Person, browser: Browser, address: str, request: pytest.FixtureRequest
) -> None:
    person.send("Find what was said", "every plank")
    person.follow("The Holt Herald, 4 March 2031")
    link = person.page.get_by_label("Link", exact=True).input_value()
    if "phone" not in request.node.name:  # without scripts the field itself is there to copy from
        person.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        person.click(person.page.get_by_role("button", name="Copy link", exact=True))
        assert person.page.evaluate("navigator.clipboard.readText()") == link
    there = browser.new_page()
    there.goto(link)
    assert "Every plank of the pier was checked" in there.locator(".said").first.inner_text()
    there.close()
