"""The application: pages, interface and guard put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from quoth._version import __version__
from quoth.errors import QuothError
from quoth.web import (
    api_correct,
    api_dossier,
    api_ledger,
    api_many,
    api_people,
    api_read,
    api_saved,
    api_stories,
    citron_api,
    marks,
    pages,
    pages_article,
    pages_check,
    pages_correct,
    pages_docs,
    pages_dossier,
    pages_ledger,
    pages_people,
    pages_saved,
    pages_several,
    pages_story,
    pages_upload,
    review,
    watched,
)
from quoth.web.access import access_of
from quoth.web.answers import failure
from quoth.web.asked import EmptyIsNotGiven, no_unknown_names
from quoth.web.guard import Guard
from quoth.web.heads import HeadAsGet
from quoth.web.render import wants_page
from quoth.web.roster import People
from quoth.web.session import Keys
from quoth.web.settings import Settings
from quoth.web.shapes import described
from quoth.web.state import State
from quoth.web.tagged import Tagged

DESCRIPTION = """
Who said what, and on whose word. Every answer is `{"data": …, "next": cursor or null}`, every error
`application/problem+json` (RFC 9457) with `"error": {"code", "message"}` in it. Where the server
asks for a token, send it as `Authorization: Bearer TOKEN`. What GET gives as JSON has an `ETag`;
where there is more, `next` and a `Link` lead to it. Offsets count characters (Unicode code points),
end excluded.
"""

ROUTERS = (
    *(api_read.router, api_ledger.router, api_correct.router, api_many.router, citron_api.router),
    *(pages.router, pages_article.router, pages_ledger.router, pages_correct.router),
    *(pages_check.api, pages_check.pages, api_saved.router, pages_saved.router),
    *(pages_several.router, pages_docs.router, pages_dossier.router),
    *(api_dossier.router, api_stories.router, pages_story.router),
    *(api_people.router, pages_people.router, pages_upload.api, pages_upload.pages),
    *(watched.api, watched.pages, review.api, review.pages, marks.api, marks.pages),
)


def create_app(settings: Settings) -> FastAPI:
    """The application with these settings; it opens its ledger when it is started."""

    keys = Keys(settings)
    people = People()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        state = State(settings, keys, people)
        state.start()
        app.state.quoth = state
        try:
            yield
        finally:
            await state.uploads.close()
            await state.several.close()
            state.close()

    app = FastAPI(
        title="quoth",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        # Their pages come with scripts from elsewhere; `pages_docs` has one of our own.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(no_unknown_names)],
    )
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    static = str(files("quoth.web") / "static")
    app.mount("/static", StaticFiles(directory=static), name="static")
    _answer_errors(app)
    app.add_middleware(EmptyIsNotGiven)
    app.add_middleware(Tagged)
    routes = [route for router in ROUTERS for route in router.routes]
    app.add_middleware(
        Guard, settings=settings, access=access_of(routes), keys=keys, people=people, refused=told
    )  # fmt: skip
    app.add_middleware(HeadAsGet)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """The description of the interface, with what its types cannot say."""
    if app.openapi_schema is None:
        described(FastAPI.openapi(app))
    return app.openapi_schema or {}


def _answer_errors(app: FastAPI) -> None:
    """Every error in its one shape; pages get theirs as a page."""

    @app.exception_handler(QuothError)
    async def known(request: Request, error: QuothError) -> Response:
        wait = getattr(error, "retry_after", 5 if error.http_status == 503 else None)
        return told(request, error.http_status, error.code, str(error), wait)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query"))
        return told(request, 422, "request", f"{where or 'request'}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        # A limit that is met while a body is taken apart arrives as any other trouble with it.
        if isinstance(error.__cause__, QuothError):
            return await known(request, error.__cause__)
        if "exceeded maximum size" in str(error.detail):
            return told(request, 413, "size", str(error.detail).lower())
        answer = told(request, error.status_code, "http", str(error.detail).lower())
        for name, value in (error.headers or {}).items():
            answer.headers[name] = value
        return answer

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        name = type(error).__name__
        return told(request, 500, "fault", f"internal error in quoth ({name}); please report it")


def told(
    request: Request, status: int, code: str, message: str, retry_after: int | None = None
) -> Response:
    """An error, as JSON for programs and as a page for browsers."""
    answer: Response
    if wants_page(request):
        answer = pages.error_page(request, status, message)
    else:
        answer = failure(status, code, message)
    if retry_after is not None:
        answer.headers["retry-after"] = str(retry_after)
    return answer
