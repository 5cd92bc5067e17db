"""``/api/v1``: everything about one statement, and how it is cited."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Query as Parameter
from pydantic import BaseModel, Field

from quoth.errors import NotFoundError
from quoth.formats.citations import Style, citations, cite
from quoth.formats.dossier_view import dossier_to_dict
from quoth.web.answers import Answer, Json, success
from quoth.web.api_read import ERRORS
from quoth.web.state import state_of
from quoth.web.story_models import FiguresForm, QuotationForm, StoryForm

router = APIRouter(prefix="/api/v1", tags=["ledger"], responses=ERRORS)


class LinkForm(BaseModel):
    """One link of a chain; the first is the article itself."""

    who: str
    cue: str
    statement: int | None
    polarity: str


class MeantForm(BaseModel):
    """Who is meant by the source, in the article and over all articles."""

    label: str
    type: str
    roles: list[str]
    why: str
    confidence: float
    identity: str | None
    name: str | None
    joined_by: str | None
    joined_confidence: float | None


class EventForm(BaseModel):
    """Something that bears on the statement."""

    what: str = Field(description="denied, denies, withdrawn, reworded, added or decided.")
    words: str
    statement: int | None
    who: str | None
    decision: int | None
    action: str | None
    by: str | None
    at: str | None
    undone: bool | None
    version: int | None
    earlier: bool


class ArticleForm(BaseModel):
    """What is known of an article."""

    title: str | None
    outlet: str | None
    url: str | None
    published: str | None


class DossierForm(BaseModel):
    """All of one statement; articles are rows of the ledger."""

    statement: dict[str, Any]
    printed: str = Field(description="The printed sentence, whole.")
    url: str | None = Field(description="The original address.")
    kept_at: str
    digest: str = Field(description="SHA-256 of the text, hex.")
    chain: list[LinkForm] = Field(description="On whose word, outermost first.")
    meant: list[MeantForm]
    story: StoryForm | None
    same: QuotationForm | None = Field(description="The same quotation, in order of time.")
    ran_it_first: bool | None
    rivals: list[FiguresForm]
    events: list[EventForm] = Field(description="What became of it.")
    others: list[dict[str, Any]] = Field(description="What else the speaker says in the story.")
    others_in_all: int
    articles: dict[str, ArticleForm]
    now: int | None = Field(description="The statement that stands for it in a newer text.")
    citations: dict[str, str]


class CitationForm(BaseModel):
    """A citation as text."""

    style: str
    text: str


@router.get("/statements/{id}/dossier", response_model=Answer[DossierForm])
async def dossier(request: Request, id: int) -> Json:
    """Everything about one statement: on whose word we have it, who is meant and why, who else ran
    it and in which words, figures that differ, what became of it, how it is cited."""
    ledger = state_of(request).ledger
    link = f"{request.base_url}statement/{id}"

    def found() -> dict[str, Any]:
        one = ledger.dossier(id)
        return dossier_to_dict(one, citations(one.statement, link))

    return success(await state_of(request).ask(found))


@router.get("/statements/{id}/citation", response_model=Answer[CitationForm])
async def citation(
    request: Request, id: int, style: Annotated[Style, Parameter(examples=["apa"])] = "plain"
) -> Json:
    """How a statement is cited, in one style."""
    ledger = state_of(request).ledger
    one = await state_of(request).ask(ledger.statement, id)
    if one is None:
        raise NotFoundError("statement", f"no article holds a statement {id}")
    text = await state_of(request).ask(cite, one, style, f"{request.base_url}statement/{id}")
    return success({"style": style, "text": text})
