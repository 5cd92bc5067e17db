"""Many files at once: the form, the page of a job, and ``/api/v1/uploads``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile as Sent

from quoth.errors import QuothError
from quoth.jobs.request import FILE_FIELDS
from quoth.web import shapes
from quoth.web.access import costs_work, requires, takes_files
from quoth.web.answers import Answer, Json, success
from quoth.web.api_read import ERRORS, written
from quoth.web.pages import ManyFiles, checked, telling
from quoth.web.render import page
from quoth.web.session import Told
from quoth.web.state import State, state_of
from quoth.web.uploads import Given, Upload
from quoth.wording import count

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["uploads"], responses=ERRORS)

_LONGEST_NAME = 255


@pages.get("/upload")
@requires("edit")
async def form(request: Request) -> Response:
    """The form, and the uploads of the last while."""
    return _form(request)


def _form(
    request: Request, error: QuothError | None = None, given: dict[str, str] | None = None
) -> Response:
    state = state_of(request)
    _ = state.ledger  # raises where there is none
    answer = page(
        request, "upload.html", uploads=state.uploads.every_one(), fields=FILE_FIELDS,
        settings=state.settings, error=None if error is None else str(error), given=given or {},
    )  # fmt: skip
    if error is not None:
        answer.status_code = 503 if hasattr(error, "retry_after") else 422
    return answer


@pages.post("/upload")
@costs_work
@takes_files
async def begin(request: Request, form: ManyFiles) -> Response:
    """Begins to take files in, and leads to the page that tells how far that is."""
    names = ("outlet", "published", *(one.name for one in FILE_FIELDS))
    given = {name: value for name in names if isinstance(value := form.get(name), str) and value}
    files = [one for one in form.getlist("files") if not isinstance(one, str)]
    try:
        job = await _begun(request, [one for one in files if one.filename], given)
    except QuothError as error:
        return _form(request, error, given)
    return RedirectResponse(f"/upload/{job.id}", 303)


@pages.get("/upload/{id}")
@requires("edit")
async def shown(request: Request, id: str, part: bool = False) -> Response:
    """How far an upload is; ``part`` gives what changes alone."""
    job = state_of(request).uploads.get(id)
    return page(request, "upload_state.html" if part else "upload_one.html", job=job)


@pages.post("/upload/{id}/cancel", dependencies=[Depends(checked)])
async def cancelled(request: Request, id: str) -> Response:
    """Ends an upload; what was kept stays."""
    state_of(request).uploads.cancel(id)
    return telling(request, f"/upload/{id}", Told("Ending after the article that is being read"))


@api.post("/uploads", response_model=Answer[shapes.UploadState], status_code=202)
@costs_work
@takes_files
async def upload(
    request: Request,
    files: Annotated[list[UploadFile], File(description="Files of any kind that quoth reads.")],
    written: Annotated[dict[str, Any], Depends(written)],
    outlet: Annotated[str | None, Form(max_length=500)] = None,
    published: Annotated[str | None, Form(max_length=100, description="ISO 8601")] = None,
) -> Json:
    """Begins to take in, read and keep files, one article after the other; ask for its state."""
    known = {name: one for name, one in (("outlet", outlet), ("published", published)) if one}
    job = await _begun(request, files, {**written, **known})
    return success(upload_to_dict(job), status=202)


@api.get("/uploads", response_model=Answer[list[shapes.UploadState]])
@requires("edit")
async def uploads(request: Request) -> Json:
    """The uploads of the last while, the last one first."""
    return success([upload_to_dict(one) for one in state_of(request).uploads.every_one()])


@api.get("/uploads/{id}", response_model=Answer[shapes.UploadState])
@requires("edit")
async def state_of_one(request: Request, id: str) -> Json:
    """How far an upload is."""
    return success(upload_to_dict(state_of(request).uploads.get(id)))


@api.delete("/uploads/{id}", response_model=Answer[shapes.UploadState])
async def cancel(request: Request, id: str) -> Json:
    """Ends an upload after the article that is being read; what was kept stays."""
    return success(upload_to_dict(state_of(request).uploads.cancel(id)))


def upload_to_dict(job: Upload) -> dict[str, Any]:
    """An upload as the interface tells it."""
    return {
        "id": job.id,
        "state": job.state,
        "by": job.by,
        "files": len(job.files),
        "files_done": job.files_done,
        "articles_kept": job.kept,
        "outcomes": dict(sorted(job.outcomes.items())),
        "failed": job.failed,
        "failures": [{"file": name, "why": why} for name, why in job.failures],
        "seconds_left": job.seconds_left,
    }


async def _begun(request: Request, files: Sequence[Sent], given: dict[str, Any]) -> Upload:
    state: State = state_of(request)
    keep = partial(state.ask, state.ledger.keep)  # raises where there is none

    async def ended(job: Upload) -> None:
        if job.kept:
            kept, sent = count(job.kept, "article"), count(len(job.files), "file")
            told = f"{kept} kept of {sent}, {count(job.failed, 'failure')}"
            await state.ask(state.ledger.note, "articles", "uploaded", told)
        state.refresh()

    several = [
        Given((one.filename or "file").replace("\x00", "")[-_LONGEST_NAME:], one, one.content_type)
        for one in files
    ]
    by = request.state.user or request.state.by or None
    try:
        return await state.uploads.begin(several, given, keep, ended, by)
    finally:
        for one in files:
            await one.close()
