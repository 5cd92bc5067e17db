"""Quotations of a draft checked against the ledger: the page and ``/api/v1/check``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData

from quoth.errors import QuothError
from quoth.formats.check_view import check_to_dict, difference, summary
from quoth.jobs.request import ReadRequest
from quoth.ledger.checking import Checked
from quoth.web import shapes
from quoth.web.access import costs_work, requires
from quoth.web.answers import Answer, Json, success
from quoth.web.api_read import ERRORS, limits
from quoth.web.pages import checked
from quoth.web.render import page
from quoth.web.state import State, state_of

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["ledger"], responses=ERRORS)

_SHOWN = 3
_SECONDS = 20  # of looking; what is not looked for by then is told
Form = Annotated[FormData, Depends(checked)]


class Draft(BaseModel):
    """A text whose quotations are looked for in the ledger."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"text": "“We checked every bolt,” Maria Lindqvist said.", "limit": 3}]
        },
    )

    text: str = Field(description="A sentence, a paragraph or a whole text; offsets are into it.")
    limit: int = Field(_SHOWN, ge=1, le=50, description="Kept statements for each quotation.")


@api.post("/check", response_model=Answer[list[shapes.QuotationChecked]])
@requires("read")
@costs_work
async def check(request: Request, draft: Draft) -> Json:
    """Each quotation of a draft against what is kept: word for word, typography only, shortened,
    partly kept, altered or not found, and whether the speaker is the same. Those of a long draft
    whose turn does not come within 20 s are "not looked for": give them in another request."""
    return success(check_to_dict(await _checked(state_of(request), draft.text, draft.limit)))


@pages.get("/check")
async def form(request: Request) -> Response:
    """Where a draft is given."""
    return page(request, "check.html", text="")


@pages.post("/check")
@requires("read")
@costs_work
async def result(request: Request, form: Form) -> Response:
    """The draft's quotations with what the ledger has of them."""
    given = form.get("text")
    text = given if isinstance(given, str) else ""
    try:
        checked = await _checked(state_of(request), text, _SHOWN)
    except QuothError as error:
        answer = page(request, "check.html", text=text, error=str(error))
        answer.status_code = error.http_status
        return answer
    looked = [one for one in checked if one.looked]
    return page(
        request, "check.html", text=text, checked=looked, total=summary(checked),
        difference=difference, rest=_rest(text, checked), seconds=_SECONDS,
    )  # fmt: skip


def _rest(text: str, checked: Sequence[Checked]) -> str:
    """What is to be given again of a draft that was too long: from the line of the first
    quotation that was not looked for, or from itself where others of that line were."""
    left = next((one.quoted.span.start for one in checked if not one.looked), None)
    if left is None:
        return ""
    done = max((one.quoted.span.end for one in checked if one.looked), default=0)
    line = text.rfind("\n", 0, left) + 1
    return text[line if line >= done else left :]


async def _checked(state: State, text: str, limit: int) -> Any:
    given = ReadRequest(text=text, name="draft", language="en", **limits(state))
    reading = await state.read(given)
    return await state.ask_long(state.ledger.check, reading, limit=limit, seconds=_SECONDS)
