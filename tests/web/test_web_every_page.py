"""Every page of the app on a filled ledger in Debian's Chromium: three widths and both colour
schemes, by keyboard, and without scripts; the pages are those of the app's own routes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

import quoth.web
from served import served
from web_desk import DELETED, NAME, PASSWORD, every_page, fill, routes_of_pages, shown, sign_in

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="chromium is not installed"
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATIENCE = 120_000  # milliseconds, on a machine that is busy with other things
WIDTHS = (390, 820, 1440)
SCHEMES: tuple[Any, ...] = ("light", "dark")
TEMPLATES = Path(quoth.web.__file__).parent / "templates"
ROUTES = sorted(routes_of_pages())

# What a person at the keyboard has to reach: all that is shown and takes the focus; of a group of
# radio buttons or of cards that share a tab stop, one.
REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  )].filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({
    visibilityProperty: true, contentVisibilityAuto: true
  }) && !one.closest('.skip')).length"""
WALK = """() => {
  window.walked = new Set(); window.unseen = [];
  document.addEventListener('focusin', event => {
    const one = event.target, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (one.matches('.skip, main')) return;
    if (walked.has(one)) { window.again = true; return; }
    walked.add(one);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const inside = box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth;
    if (!outlined || !inside) unseen.push(one.outerHTML.slice(0, 120));
  });
}"""


@dataclass(frozen=True)
class Desk:
    """A server with a filled ledger, somebody signed in, and every page by its route."""

    address: str
    context: BrowserContext
    pages: dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    ledger: Path = tmp_path_factory.mktemp("every") / "news.db"
    fill(ledger)
    with served(ledger) as address:
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        sign_in(page, address)
        page.close()
        yield Desk(address, context, every_page(context, address))
        context.close()


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """A page with scripts; at its end none has said an error, or asked anybody else."""
    said: list[str] = []
    page = desk.context.new_page()
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url) if foreign(asked.url, desk) else None)
    yield page
    page.close()
    # What a browser says of a status is about the address, not the page.
    assert [one for one in said if not one.startswith("Failed to load resource")] == []


@pytest.fixture(scope="module")
def plain(browser: Browser, desk: Desk) -> Iterator[Page]:
    """A page without scripts, in which the same person is signed in."""
    context = browser.new_context(
        java_script_enabled=False, storage_state=desk.context.storage_state()
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def foreign(url: str, desk: Desk) -> bool:
    return not url.startswith((desk.address, "data:", "blob:"))


def test_every_route_has_pages(desk: Desk) -> None:
    assert set(desk.pages) == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_is_sound_in_every_width_and_scheme(desk: Desk, page: Page, route: str) -> None:
    for path in desk.pages[route]:
        shown(page, desk.address, path)
        for number, scheme in enumerate(SCHEMES):
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{path}: {wide} pixels in a window of {width}"
            if route == "/docs" and number:
                continue  # by far the longest, of the same parts as the others
            page.set_viewport_size({"width": WIDTHS[number * 2], "height": 900})
            assert grave(page) == [], (path, scheme)


def grave(page: Page) -> list[str]:
    """What axe found that is serious or critical."""
    return [
        f"{one['id']}: {[node['html'][:150] for node in one['nodes'][:3]]}"
        for one in Axe().run(page, options=WCAG).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("route", [route for route in ROUTES if route != "/docs"])
def test_a_page_is_walked_by_keyboard(desk: Desk, page: Page, route: str) -> None:
    page.set_viewport_size({"width": WIDTHS[1], "height": 900})
    for path in desk.pages[route]:
        shown(page, desk.address, path)
        expected = page.evaluate(REACHABLE)
        page.locator(".skip").focus()
        page.evaluate(WALK)
        # A date takes several; whoever is trapped never comes round.
        for _ in range(expected + 40):
            page.keyboard.press("Tab")
            if page.evaluate("window.again === true || document.activeElement === document.body"):
                break
        assert page.evaluate("walked.size") == expected, path
        assert page.evaluate("unseen") == [], path


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_says_the_same_without_scripts(
    desk: Desk, page: Page, plain: Page, route: str
) -> None:
    for path in desk.pages[route]:
        for one in (page, plain):
            shown(one, desk.address, path)
        assert words(plain) == words(page), path


def words(page: Page) -> list[str]:
    """What a page shows, without what only scripts can do."""
    only = "[data-copy], [data-take], [data-print], .slider"
    page.locator(only).evaluate_all("all => all.forEach(one => { one.hidden = true })")
    return [line for line in map(str.strip, page.locator("main").inner_text().split("\n")) if line]


def test_a_deleted_article_says_by_whom_and_why(desk: Desk, plain: Page) -> None:
    answer = plain.goto(f"{desk.address}/article/{DELETED}")
    assert answer is not None
    assert answer.status == 410
    told = plain.locator("main").inner_text()
    assert f"by {NAME}: a test of the wire" in told
    assert plain.get_by_role("button", name="Have it back").count() == 1


# What is written into the fields of forms, by the form's action or by the field.
WRITTEN: dict[str, dict[str, str]] = {
    "": {"text": "“We saw the planks bend,” Ada Roth said.", "contents": "0:12", "why": "a test",
         "title": "Pier gives way", "speaker": "Ada Roth", "q": "pier"},
    "/login": {"name": NAME, "password": PASSWORD},
    "/account/password": {"old": PASSWORD, "new": "six words of another song", "again":
                          "six words of another song"},
    "/people/add": {"name": "Una Lind", "password": PASSWORD},
    "/people/password": {"password": PASSWORD},
    "/saved": {"name": "studies"},
    "/watch": {"place": "http://127.0.0.1:9/other"},
    "/story/N/rename": {"name": "The pier"},
    "/story/N/join": {"other": "9"},
    "/speaker/N/rename": {"name": "Ada Rothe"},
    "/speaker/N/merge": {"other": "Emil Bode"},
}  # fmt: skip
ONLY_WHILE_WORKING = {"/upload/N/cancel", "/several/N/cancel"}
LAST = ("split", "join", "move", "merge", "undo", "reject", "delete", "remove", "login", "password",
        "logout")  # fmt: skip
"""Forms after which others are not what they were, in the order in which they are sent."""


def action_of(form: str) -> str:
    return re.sub(r"/(?:i?\d+|[\w-]{20,})(?=/|$)", "/N", form)


def forms_of(desk: Desk, page: Page) -> dict[str, tuple[str, str]]:
    """Each kind of form, by the path it is sent to: a page that has it, and the very path."""
    found: dict[str, tuple[str, str]] = {}
    for path in (path for paths in desk.pages.values() for path in paths):
        shown(page, desk.address, path)
        sent_to = page.locator("form").evaluate_all(
            """all => all.flatMap(one => [one.getAttribute('action'),
              ...[...one.elements].map(part => part.getAttribute('formaction'))]).filter(Boolean)"""
        )
        for action in sent_to:
            found.setdefault(action_of(action), (path, action))
    return found


def send(page: Page, action: str) -> int:
    """Fills a form in, sends it by its button, and tells the status of the answer."""
    kind = action_of(action)
    form = page.locator(f'form[action="{action}"], form:has([formaction="{action}"])').first
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    for box in page.locator("[form=apart][type=checkbox]").all()[:1]:
        box.check()
    for name, value in {**WRITTEN[""], **WRITTEN.get(kind, {})}.items():
        for field in form.locator(f"[name={name}]:visible:not(select)").all():
            field.fill(value)
    for field in form.locator("[type=file][required]").all():
        field.set_input_files([{"name": "a.txt", "mimeType": "text/plain", "buffer": b"Nobody."}])
    own = f'form[action="{action}"] button:not([formaction], [type=button]):visible'
    button = page.locator(f'{own}, [formaction="{action}"]:visible')
    if kind.endswith("/split"):
        button = page.locator("button[form=apart]:visible")
    with page.expect_navigation() as navigation:
        button.first.click()
    answer = navigation.value
    assert answer is not None
    return answer.status


def test_every_form_works_without_scripts(desk: Desk, plain: Page) -> None:
    """The last test of this file: it changes the ledger, and logs out."""
    forms = forms_of(desk, plain)

    def late(kind: str) -> int:
        word = kind.rpartition("/")[2]
        return LAST.index(word) if word in LAST else -1

    failed = []
    for kind in sorted(forms, key=late):
        path, action = forms[kind]
        shown(plain, desk.address, path)
        status = send(plain, action)
        plain.wait_for_selector("main:not(:has(.waiting))", timeout=120_000)
        told = plain.locator("[role=alert]").all_inner_texts()
        if status not in (200, 202) or told:
            failed.append((kind, status, told))
    assert failed == []
    assert plain.url.startswith(f"{desk.address}/login")
    assert written_in_templates() - set(forms) == ONLY_WHILE_WORKING


def written_in_templates() -> set[str]:
    """Where the forms of all templates are sent to."""
    action = re.compile(r'<(?:form|button)[^>]*? (?:form)?action="([^"]+)"')
    every = (one.read_text("utf-8") for one in TEMPLATES.iterdir() if one.suffix == ".html")
    return {re.sub(r"{{.*?}}", "N", one) for text in every for one in action.findall(text)}
