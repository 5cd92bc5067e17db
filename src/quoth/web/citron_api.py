"""``/quotes``: answers as the server of the BBC's Citron does, so that its users can switch."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from quoth.codec import dumps
from quoth.errors import BusyError, QuothError
from quoth.jobs.request import ReadRequest
from quoth.records import Reading, Span
from quoth.web import shapes
from quoth.web.access import costs_work, requires
from quoth.web.api_read import limits
from quoth.web.state import state_of

router = APIRouter(tags=["Citron"])

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.CitronAnswer},
    400: {"description": "No text was given, or it cannot be read"},
    503: {"description": "Busy; see Retry-After"},
}


@router.get("/quotes", responses=_ANSWERS, response_class=Response)
@router.get("/api/v1/quotes", responses=_ANSWERS, response_class=Response)
@requires("read", own_site=True)
@costs_work
async def quotes(request: Request, text: str | None = None) -> Response:
    """The quotes of a text, in Citron's form."""
    return await _quotes(request, text)


@router.post(
    "/quotes",
    responses=_ANSWERS,
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "properties": {"text": {"type": "string"}}}
                }
            }
        }
    },
)
@requires("read")
@costs_work
async def quotes_posted(request: Request, text: str | None = None) -> Response:
    """The quotes of a text given as a form field, in Citron's form."""
    kind = request.headers.get("content-type", "")
    if text is None and "form" in kind:
        found = (await request.form()).get("text")
        text = found if isinstance(found, str) else None
    return await _quotes(request, text)


async def _quotes(request: Request, text: str | None) -> Response:
    if text is None:
        return _json({"error": "A text parameter must be provided."}, 400)
    state = state_of(request)
    try:
        reading = await state.read(ReadRequest(text=text, language="en", **limits(state)))
    except BusyError as error:
        answer = _json({"error": str(error)}, 503)
        answer.headers["retry-after"] = str(error.retry_after)
        return answer
    except QuothError as error:
        return _json({"error": str(error)}, 400)
    return _json(citron_answer(reading), 200)


def citron_answer(reading: Reading) -> dict[str, Any]:
    """A reading as Citron's server answers: where a source is a pronoun or short name, ``sources``
    holds the speaker's fullest mention and ``coreferences`` the source as written."""
    text = reading.article.text
    people = {who.id: who for who in reading.speakers}

    def span(one: Span) -> dict[str, Any]:
        return {"start": one.start, "end": one.end, "text": one.of(text)}

    def fullest(ids: list[str]) -> list[Span]:
        out = []
        for who in (people[id] for id in ids if id in people):
            named = [m for m in who.mentions if who.name and m.of(text) == who.name]
            out += named[:1]
        return out

    quotes = []
    for one in reading.attributions:
        if one.cue is None:
            continue
        meant = fullest([ref.speaker for ref in one.speakers])
        written = list(one.sources)
        other = [m for m in meant if not any(s.covers(m) for s in written)]
        quotes.append(
            {
                "sources": [span(s) for s in (other or written)],
                "coreferences": [span(s) for s in written] if other else [],
                "cue": span(one.cue),
                "contents": [span(s) for s in one.contents],
                "confidence": f"{one.confidence:.4f}",
            }
        )
    return {"quotes": quotes, "source": {"application": "quoth", "model": reading.model}}


def _json(value: dict[str, Any], status: int) -> Response:
    body = dumps(value).encode("utf-8", "backslashreplace")
    return Response(body, status, media_type="application/json; charset=utf-8")
