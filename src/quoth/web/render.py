"""Answers that are pages."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from quoth.web.markup import Frame, html_of


def frame_of(request: Request) -> Frame:
    """What the page that answers a request shows beside its own."""
    return Frame(
        path=request.url.path,
        has_ledger=request.app.state.quoth.has_ledger,
        may_edit=request.state.role == "edit",
        csrf=request.state.csrf,
    )


def page(request: Request, template: str, /, **values: Any) -> Response:
    """The page that a template makes of values."""
    return HTMLResponse(html_of(template, frame_of(request), **values))
