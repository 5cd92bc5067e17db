"""One shape for every answer of the interface, and one for every error.

{"data": …, "next": cursor or null}
{"type", "title", "status", "detail", "error": {"code": "input", "message": "…: no article in it"}}
"""

from __future__ import annotations

import base64
import binascii
import json
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field
from starlette.responses import Response

from quoth.codec import dumps
from quoth.errors import OptionError
from quoth.web.tagged import NEXT

_T = TypeVar("_T")


class Problem(BaseModel):
    """What went wrong, in one line."""

    code: str = Field(examples=["input"])
    message: str = Field(examples=["text: no text in it (it is empty or blank)"])


class Failure(BaseModel):
    """The shape of every error: RFC 9457 (``application/problem+json``), and ``error``."""

    type: str = "about:blank"
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["text: no text in it (it is empty or blank)"])
    error: Problem


class Answer(BaseModel, Generic[_T]):
    """The shape of every answer; ``next`` is the cursor of the page after this one."""

    data: _T
    next: str | None = None


class Json(Response):
    """JSON as quoth writes it everywhere: what could steer a terminal is escaped."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes of the answer; what are bytes already was made elsewhere."""
        if isinstance(content, bytes):
            return content
        return dumps(content).encode("utf-8", "backslashreplace")


def body(data: Any, next: str | None = None) -> bytes:
    """The body of an answer, as UTF-8."""
    return dumps({"data": data, "next": next}).encode("utf-8", "backslashreplace")


def success(data: Any, next: str | None = None, status: int = 200) -> Json:
    """An answer."""
    answer = Json(body(data, next), status)
    if next is not None:
        answer.headers[NEXT] = next
    return answer


def failure(status: int, code: str, message: str) -> Json:
    """An error, in quoth's shape and in that of RFC 9457, whose media type it has."""
    form = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "error": {"code": code, "message": message},
    }
    return Json(form, status, media_type="application/problem+json")


def cursor(offset: int) -> str:
    """The cursor of what begins at ``offset``; its inside is nobody's business."""
    return base64.urlsafe_b64encode(json.dumps([1, offset]).encode()).decode().rstrip("=")


def cursor_after(found: int, limit: int, at: int) -> str | None:
    """The cursor of what comes after ``limit`` of those from ``at`` on, of which ``found`` were
    asked for: one more than are shown; None where these are the last."""
    return cursor(at + limit) if found > limit else None


def offset_of(given: str | None) -> int:
    """The place that a cursor stands for.

    Raises:
        OptionError: when it is none of ours.
    """
    if not given:
        return 0
    try:
        version, offset = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise OptionError("cursor: not one that this server gave") from error
    if version != 1 or not isinstance(offset, int) or not 0 <= offset < 10**9:
        raise OptionError("cursor: not one that this server gave")
    return offset
