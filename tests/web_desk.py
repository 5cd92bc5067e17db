"""A desk with something on every page of the web app, for tests that look at all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from fastapi.routing import APIRoute
from playwright.sync_api import BrowserContext, Page

from desk_articles import morning_readings
from quoth.ledger import Changes, Ledger, StatementQuery
from quoth.web.app import ROUTERS

NAME, PASSWORD = "Mia Ortega", "four words of a song"
REJECTED, DELETED, SPEAKER, GONE = 5, 10, "i6", "/there-is-no-such-page"
NO_PAGES = {"/static/reading.css", "/static/reading.js", "/export", "/audit/export",
            "/feeds/{feed}.atom"}  # fmt: skip
"""Routes that answer a browser with something else than a page."""
STORY = (
    "“We will rebuild the old bridge before the winter comes,” said Maria Lindqvist, the mayor of "
    "Ansum, on Monday. The council said that the work costs 3 million euros.\n"
)


def fill(path: Path) -> None:
    """A ledger with stories, versions of an article, decisions, marks, alerts, a watched place and
    three users; no worker is needed for it."""
    with Ledger(path) as ledger:
        readings = morning_readings()
        ledger.save_search("the pier", StatementQuery("pier"))
        ledger.add(*readings)
        # A second text of the article that is first.
        first = readings[0].article
        changed = replace(first, text=first.text.replace("storm", "gale"))
        ledger.add(replace(readings[0], article=changed))
        ledger.join_speakers()
        ledger.group_stories()
        ledger.look()
        ledger.confirm(4, by=NAME)
        ledger.correct(6, Changes(tone="distancing"), by=NAME, why="as the article puts it")
        ledger.reject(REJECTED, by=NAME, why="no statement")
        ledger.delete_article(DELETED, by=NAME, why="a test of the wire")
        ledger.mark("tag", "checked", "statement", 4, by=NAME)
        ledger.mark("collection", "The pier", "article", 2, by=NAME)
        ledger.mark("note", "asked the author", "speaker", SPEAKER, by=NAME)
        ledger.watch("http://127.0.0.1:9/feed")  # which a server refuses to ask
        for name, role in ((NAME, "admin"), ("Bo Kern", "editor"), ("Ida Falk", "reader")):
            ledger.add_user(name, PASSWORD, role=role)


def sign_in(page: Page, address: str) -> None:
    """Signs the admin in on the page."""
    page.goto(f"{address}/login")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").first.click()
    page.wait_for_url(f"{address}/")


def routes_of_pages() -> set[str]:
    """The routes of the app that answer a browser with a page."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return {
        route.path
        for route in routes
        if "GET" in route.methods and not route.include_in_schema and route.path not in NO_PAGES
    }


def every_page(context: BrowserContext, address: str) -> dict[str, tuple[str, ...]]:
    """Pages of each route by the route's path; those of readings and uploads are made first."""
    page = context.new_page()

    def sent(path: str, fields: dict[str, str], files: dict[str, str], button: str) -> str:
        page.goto(address + path)
        for name, value in fields.items():
            page.locator(f"[name={name}]").fill(value)
        for field, name in files.items():
            text = (
                f'title,text\nA bridge,"{STORY}"\nA town,Nobody spoke.\n' if "csv" in name else ""
            )
            payload = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
            page.locator(f"[name={field}]").set_input_files([payload])
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_url(re.compile(r"/(reading|several|upload)/.+"))
        return page.url.removeprefix(address)

    reading = sent("/", {"text": STORY}, {}, "Read it")
    several = sent("/", {}, {"file": "two.csv"}, "Read it")
    upload = sent("/upload", {}, {"files": "empty.txt"}, "Upload")
    page.locator('[data-state="done"]').wait_for()
    page.close()
    return {
        "/": ("/", GONE),
        "/reading/{name}": (reading,),
        "/several/{name}": (several,),
        "/upload": ("/upload",),
        "/upload/{id}": (upload,),
        "/statements": ("/statements?q=pier", "/statements?q=nothing+of+it", "/statements?tone=x"),
        "/statement/{id}": ("/statement/30", f"/statement/{REJECTED}"),
        "/statement/{id}/cite": ("/statement/30/cite",),
        "/statement/{id}/evidence": ("/statement/30/evidence",),
        "/article/{id}": ("/article/17", f"/article/{DELETED}"),
        "/articles": ("/articles",),
        "/speakers": ("/speakers",),
        "/speaker/{id}": (f"/speaker/{SPEAKER}",),
        "/compare": ("/compare", "/compare?what=copies", "/compare?what=figures"),
        "/audit": ("/audit", "/audit?by=outlet"),
        "/audit/statements": ("/audit/statements?by=all&group=&count=unnamed, reason given",),
        "/corrections": ("/corrections",),
        "/check": ("/check",),
        "/saved": ("/saved?q=study&form=direct",),
        "/saved/{id}": ("/saved/1",),
        "/docs": ("/docs",),
        "/stories": ("/stories",),
        "/story/{id}": ("/story/1",),
        "/login": ("/login",),
        "/account": ("/account",),
        "/people": ("/people",),
        "/log": ("/log",),
        "/watch": ("/watch",),
        "/review": ("/review",),
        "/marks": ("/marks",),
    }  # fmt: skip


def shown(page: Page, address: str, path: str) -> None:
    """Opens a page and waits for what is counted on it."""
    page.goto(address + path)
    page.wait_for_selector("main:not(:has(.waiting))")
