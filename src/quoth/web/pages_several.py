"""Files, feeds and archives with several articles: one is chosen, or all go into the ledger."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from quoth.errors import OptionError, QuothError
from quoth.records import Article
from quoth.web.access import costs_work, requires
from quoth.web.adding import StoppedError, add, to_the_end, why
from quoth.web.held import Listed
from quoth.web.pages import Form
from quoth.web.render import page
from quoth.web.state import State, state_of
from quoth.wording import count

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/several/{name}")
@requires("read")
async def several(request: Request, name: str) -> Response:
    """The articles that were found, and how far they have been added."""
    listed = state_of(request).several.get(name)
    found = listed.several
    rows = [
        (number, one, None) if isinstance(one, Article) else (number, None, str(one))
        for number, one in enumerate(found.articles, 1)
    ]
    return page(
        request,
        "several.html",
        held=name,
        rows=rows,
        count=sum(isinstance(one, Article) for one in found.articles),
        cut=found.cut,
        adding=listed.task is not None and not listed.task.done(),
        added=listed.task is not None and listed.task.done(),
        stopping=listed.stopping,
        done=listed.done,
        outcomes=sorted(listed.outcomes.items()),
        faults=listed.faults,
    )


@router.post("/several/{name}/read")
@requires("read")
@costs_work
async def read_one(request: Request, name: str, form: Form) -> Response:
    """Reads the article of that number and leads to the reading."""
    state = state_of(request)
    articles = state.several.get(name).several.articles
    number = str(form.get("number") or "")
    if not number.isdecimal() or not 1 <= int(number[:9]) <= len(articles):
        raise OptionError(f"there is no article {number!r} here")
    article = articles[int(number) - 1]
    if not isinstance(article, Article):
        raise article
    reading = await state.read_article(article)
    return RedirectResponse(f"/reading/{state.held.put(reading)}", 303)


@router.post("/several/{name}/keep")
@costs_work
async def keep_all(request: Request, name: str, form: Form) -> Response:  # noqa: ARG001 (checked)
    """Begins to add all articles to the ledger; the page that it leads to tells how far it is."""
    state = state_of(request)
    listed = state.several.get(name)
    _ = state.ledger  # raises where there is none
    if listed.task is None:
        listed.task = asyncio.create_task(_add_all(state, listed))
    return RedirectResponse(f"/several/{name}", 303)


@router.post("/several/{name}/cancel")
async def cancel(request: Request, name: str, form: Form) -> Response:  # noqa: ARG001 (checked)
    """Adds no more of them after the one that is being read; what was kept stays."""
    listed = state_of(request).several.get(name)
    listed.stopping = True
    return RedirectResponse(f"/several/{name}", 303)


async def _add_all(state: State, listed: Listed) -> None:
    """Reads and keeps one article after the other; a fault costs its article alone."""
    keep = partial(state.ask, state.ledger.keep)
    try:
        for article in listed.several.articles:
            if listed.stopping:
                break
            if isinstance(article, Article):
                try:
                    await add(listed, state.workers, keep, article)
                except StoppedError:
                    break
                except Exception as error:
                    listed.faults.append(why(error))
            listed.done += 1
    finally:
        await to_the_end(_told(state, listed))


async def _told(state: State, listed: Listed) -> None:
    if listed.kept:
        told = f"{count(listed.kept, 'article')} of a file or feed"
        with suppress(QuothError):  # whoever asks the ledger next is told
            await state.ask(state.ledger.note, "articles", "added", told)
    state.refresh()
