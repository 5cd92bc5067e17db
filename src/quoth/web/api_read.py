"""``/api/v1/read``: a text, a page or an address in, its reading out."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from quoth._version import __version__
from quoth.codec import reading_to_dict
from quoth.jobs.request import FILE_FIELDS, ReadRequest, read_request
from quoth.reading.reader import Reader
from quoth.web import shapes
from quoth.web.access import costs_work, requires
from quoth.web.answers import Answer, Failure, Json, body, success
from quoth.web.state import State, state_of

router = APIRouter(prefix="/api/v1", tags=["reading"])

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Failure, "description": what}
    for status, what in (
        (400, "An option that makes no sense here"),
        (401, "A token is needed"),
        (403, "Not allowed"),
        (404, "Nothing of that name"),
        (413, "Too large"),
        (422, "Cannot be read"),
        (429, "Too many requests; see Retry-After"),
        (503, "Busy, or the ledger cannot be reached; see Retry-After"),
    )
}

EXAMPLE: dict[str, JsonValue] = {
    "text": 'The bridge is safe, the transport ministry said. "We checked every bolt," '
    "Maria Lindqvist told reporters.",
    "published": "2020-03-04",
}


class Asked(BaseModel):
    """What to read: exactly one of ``text``, ``html`` and ``url``; the rest is what is known of it.

    With ``text`` or ``html``, the address it was found at is ``source_url``.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [dict(EXAMPLE)]})

    text: str | None = Field(None, description="An article's text; offsets are into it.")
    html: str | None = Field(None, description="A page; offsets are into the text found in it.")
    url: str | None = Field(None, description="An http(s) address to fetch.", max_length=4000)
    id: str | None = Field(None, max_length=1000)
    title: str | None = Field(None, max_length=2000)
    outlet: str | None = Field(None, max_length=500)
    source_url: str | None = Field(None, max_length=4000)
    published: str | None = Field(None, max_length=100, description="ISO 8601")
    language: str | None = Field(None, max_length=20, description="en insists on English")
    article: int | None = Field(
        None, ge=1, le=1_000_000, description="Which article of an address with several, from 1."
    )
    follow: bool = Field(False, description="Read the pages to which a feed or site map leads.")

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(value is not None for value in (self.text, self.html, self.url)) != 1:
            raise ValueError("give exactly one of text, html and url")
        return self

    def given(self, state: State) -> ReadRequest:
        """What the workers take."""
        html = None if self.html is None else self.html.encode("utf-8", "replace")
        return ReadRequest(
            text=self.text,
            data=html,
            address=self.url,
            name=self.id,
            content_type="text/html; charset=utf-8" if html is not None else None,
            title=self.title,
            outlet=self.outlet,
            url=self.source_url,
            published=self.published,
            language=self.language,
            number=self.article,
            written={"follow": self.follow},
            **limits(state),
        )


def limits(state: State) -> dict[str, Any]:
    """The limits of the server for what the workers read."""
    settings = state.settings
    return {
        "allow_private": settings.allow_private,
        "max_bytes": settings.max_upload,
        "max_characters": settings.max_text,
    }


def read_as_json(reader: Reader, given: ReadRequest) -> bytes:
    """The answer with the reading of what a client gave, made where it is read: the server's own
    process has every client to attend to."""
    return body(reading_to_dict(read_request(reader, given)))


@router.post("/read", response_model=Answer[shapes.Reading], responses=ERRORS)
@requires("read")
@costs_work
async def read(request: Request, asked: Asked) -> Json:
    """The reading of a text, a page or an address; nothing of it is kept."""
    state = state_of(request)
    return Json(await state.workers.run(read_as_json, asked.given(state)))


def written(**given: Any) -> dict[str, Any]:
    """What the form says of how its file is written, by the names of `FILE_FIELDS`."""
    return {name: value for name, value in given.items() if value}


# The form has a field for each of them, so that it is described with them.
written.__signature__ = Signature(  # type: ignore[attr-defined]
    [
        Parameter(
            one.name,
            Parameter.KEYWORD_ONLY,
            default=False if one.flag else None,
            annotation=Annotated[
                bool if one.flag else str | None,
                Form(description=one.help, max_length=None if one.flag else 200),
            ],
        )
        for one in FILE_FIELDS
    ]
)


@router.post("/read/file", response_model=Answer[shapes.Reading], responses=ERRORS)
@requires("read")
@costs_work
async def read_file(
    request: Request,
    file: UploadFile,
    written: Annotated[dict[str, Any], Depends(written)],
    article: Annotated[
        int | None,
        Form(ge=1, le=1_000_000, description="Which article of a file with several, from 1."),
    ] = None,
    outlet: Annotated[str | None, Form(max_length=500)] = None,
    published: Annotated[str | None, Form(max_length=100, description="ISO 8601")] = None,
) -> Json:
    """The reading of one article of a file of any kind that quoth reads, also packed."""
    state = state_of(request)
    data = await file.read()
    await file.close()
    given = ReadRequest(
        data=data,
        name=file.filename or "file",
        content_type=file.content_type,
        outlet=outlet,
        published=published,
        number=article,
        written=written,
        **limits(state),
    )
    return Json(await state.workers.run(read_as_json, given))


@router.get("/health", response_model=Answer[shapes.Health])
@requires(None)
async def health(request: Request) -> Json:
    """Whether the server works, what it is, and how busy."""
    state = state_of(request)
    return success(
        {
            "quoth": __version__,
            "ledger": state.has_ledger,
            "workers": state.workers.count,
            "jobs": state.workers.jobs,
        }
    )
