"""The pages: made on the server from the same readings and statements as every other output."""

from __future__ import annotations

import hmac
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from quoth.errors import OptionError, QuothError
from quoth.formats.html import section_pieces, static
from quoth.jobs.request import FILE_FIELDS, ReadRequest, Several
from quoth.ledger import Ledger, Story
from quoth.ledger.search import Order
from quoth.web.access import costs_work, requires
from quoth.web.answers import offset_of
from quoth.web.api_read import limits
from quoth.web.asked import Query
from quoth.web.guard import (
    CSRF_FIELD,
    CSRF_HEADER,
    came_from,
)
from quoth.web.held import Listed
from quoth.web.markup import safe
from quoth.web.render import frame_of, page, streamed_page
from quoth.web.search_page import search_page
from quoth.web.session import Told
from quoth.web.state import State, state_of

_OUTCOMES = {
    "new": "Kept.",
    "changed": "Stored as a new version of this article.",
    "completed": "This text was already stored; its new metadata was added.",
    "unchanged": "This text was already stored; nothing changed.",
}

_LATELY = 8  # stories and articles on the first page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


async def checked_form(request: Request, *, files: int = 1) -> FormData:
    """The form of a request, when it carries the mark of its session; with so many files at most.

    Raises:
        OptionError: when it does not.
    """
    form = await request.form(max_files=files, max_fields=60)
    mark = request.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD) or ""
    if not isinstance(mark, str) or not hmac.compare_digest(
        mark.encode(), request.state.csrf.encode()
    ):
        await form.close()
        raise OptionError("The form has expired; reload the page")
    return form


async def checked(request: Request) -> FormData:
    """The same with one file at most."""
    return await checked_form(request)


async def _many_files(request: Request) -> FormData:
    return await checked_form(request, files=state_of(request).settings.max_files)


Form = Annotated[FormData, Depends(checked)]
ManyFiles = Annotated[FormData, Depends(_many_files)]


def telling(request: Request, link: str, told: Told) -> Response:
    """On to a page, which tells what was done."""
    answer = RedirectResponse(link, 303)
    answer.headers.append("set-cookie", state_of(request).keys.telling(told))
    return answer


def error_page(request: Request, status: int, message: str) -> Response:
    """An error as a page."""
    back = came_from(request) if request.method == "POST" else None
    answer = page(request, "error.html", status=status, message=message, back=back)
    answer.status_code = status
    return answer


@router.get("/")
async def home(request: Request) -> Response:
    """Where an article is given to be read, and what is kept is searched."""
    state = state_of(request)
    recent: list[dict[str, Any]] = []
    stories: list[Story] = []
    if state.has_ledger:
        recent = await state.ask(state.ledger.articles, limit=_LATELY)
        stories = await state.ask(state.ledger.stories, least=2, limit=_LATELY, anew=False)
    return page(request, "read.html", recent=recent, stories=stories, fields=FILE_FIELDS)


@router.post("/read")
@requires("read")
@costs_work
async def read(request: Request, form: Form) -> Response:
    """Reads what the form gives and leads to the reading."""
    state = state_of(request)
    try:
        found = await state.read_or_list(await _given(state, form))
    except QuothError as error:
        answer = page(
            request,
            "read.html",
            recent=[],
            stories=[],
            error=str(error),
            given=_shown(form),
            fields=FILE_FIELDS,
        )
        answer.status_code = 503 if hasattr(error, "retry_after") else 422
        if hasattr(error, "retry_after"):
            answer.headers["retry-after"] = str(error.retry_after)
        return answer
    if isinstance(found, Several):
        return RedirectResponse(f"/several/{state.several.put(Listed(found))}", 303)
    return RedirectResponse(f"/reading/{state.held.put(found)}", 303)


@router.get("/reading/{name}")
async def reading(request: Request, name: str) -> Response:
    """A reading that is not kept (yet)."""
    found = state_of(request).held.get(name)
    pieces = map(safe, section_pieces(found))
    return streamed_page(request, "reading.html", reading=found, section=pieces, held=name)


@router.post("/keep")
@costs_work
async def keep(request: Request, form: Form) -> Response:
    """Keeps a held reading in the ledger and leads to its page there."""
    state = state_of(request)
    kept = await state.keep(state.held.get(field_of(form, "held")))
    if kept.outcome == "deleted":
        raise OptionError(
            f"article {kept.version} was deleted; undo the deletion in Corrections first"
        )
    link = f"/article/{kept.version}"
    return telling(request, link, Told(_OUTCOMES[kept.outcome]))


@router.get("/statements")
async def statements(
    request: Request,
    query: Query,
    cursor: str | None = None,
    part: bool = False,
    prefix: bool = False,
    order: Order = "best",
) -> Response:
    """Search: a form, facets and the statements found; ``part`` gives the results alone, and with
    ``prefix`` the last word may be the beginning of one, as while somebody types."""
    job = partial(search_page, at=offset_of(cursor), part=part, prefix=prefix or part, order=order)
    html = await state_of(request).searchers.run(job, frame_of(request), query)
    return HTMLResponse(html)


@router.get("/static/reading.css")
async def reading_css() -> Response:
    """The style that every marked article has, here and in ``--to html``."""
    return _asset(static("page.css"), "text/css")


@router.get("/static/reading.js")
async def reading_js() -> Response:
    """The script that lights up what belongs together."""
    return _asset(static("page.js"), "text/javascript")


def _asset(text: str, kind: str) -> Response:
    return Response(text, media_type=kind, headers={"cache-control": "max-age=3600"})


async def _given(state: State, form: FormData) -> ReadRequest:
    """What the form asks to be read: the file, the address or the text.

    Raises:
        OptionError: when it gives several of them.
    """
    known: dict[str, Any] = {
        "title": field_of(form, "title").strip() or None,
        "outlet": field_of(form, "outlet").strip() or None,
        "published": field_of(form, "published") or None,
        "language": "en" if field_of(form, "english") else None,
        "written": {
            one.name: value for one in FILE_FIELDS if (value := field_of(form, one.name).strip())
        },
        **limits(state),
    }
    file = form.get("file")
    has_file = isinstance(file, UploadFile) and bool(file.filename)
    address = field_of(form, "address").strip()
    text = field_of(form, "text")
    if has_file + bool(address) + bool(text.strip()) > 1:
        raise OptionError("give one of a text, an address and a file, and leave the others empty")
    if isinstance(file, UploadFile) and file.filename:
        data = await file.read()
        await file.close()
        return ReadRequest(
            data=data,
            name=file.filename,
            content_type=file.content_type,
            url=field_of(form, "found_at").strip() or None,
            **known,
        )
    if address:
        return ReadRequest(address=address, **known)
    return ReadRequest(text=text, url=field_of(form, "found_at").strip() or None, **known)


def field_of(form: FormData, name: str) -> str:
    """The text of a form's field; "" where there is none."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _shown(form: FormData) -> dict[str, str]:
    known = ("text", "address", "title", "outlet", "published", "found_at", "english")
    return {name: field_of(form, name) for name in (*known, *(one.name for one in FILE_FIELDS))}


def ledger_of(request: Request) -> Ledger:
    """The ledger of the server that answers a request."""
    return state_of(request).ledger
