"""What the REST interface answers of stories, typed."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class StoryForm(BaseModel):
    """A story: articles of one event."""

    id: int = Field(examples=[12], description="Lasts: an old number leads to the story now.")
    headline: str
    named: bool = Field(description="Whether a person gave it its name.")
    first: str | None = Field(description="When its first article was published, ISO 8601.")
    last: str | None
    articles: int
    outlets: int
    statements: int
    found: int = Field(description="How many of its statements the search found.")


class TimelineForm(BaseModel):
    """One article of a story."""

    article: int
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    version: int
    statements: int
    copy_of: int | None = Field(description="The article of the story whose text it is.")
    by_person: bool = Field(description="Whether a person put it there.")


class VoiceForm(BaseModel):
    """One speaker of a story, with the first few statements."""

    identity: str | None
    name: str
    type: str
    statements: int
    articles: int
    first: list[dict[str, Any]]


class ChangeForm(BaseModel):
    """A run of words that two wordings share or not."""

    op: str
    reference: list[str]
    member: list[str]
    reference_span: list[int]
    member_span: list[int]


class MemberForm(BaseModel):
    """A statement that gives a quotation, and how its words stand to the fullest one."""

    statement: int
    article: int
    speaker: str | None
    label: str
    content: str
    relation: str
    first: bool = Field(description="Whether it may have run the quotation first.")
    changes: list[ChangeForm]


class QuotationForm(BaseModel):
    """One quotation in several articles, in order of time."""

    reference: int
    members: list[MemberForm]


class FigureMemberForm(BaseModel):
    """A figure of a group."""

    figure: int
    article: int
    words: str
    low: float | None
    high: float | None
    statement: int | None
    speaker: str | None
    label: str
    chain: list[str]
    said_on: str | None
    copies: list[int]


class FiguresForm(BaseModel):
    """Figures that count the same thing, in order of time."""

    of: str
    unit: str | None
    disjoint: bool
    disjoint_on_a_day: bool
    members: list[FigureMemberForm]


class UnnamedForm(BaseModel):
    """A statement of persons who are never named, and the reason that is stated."""

    statement: dict[str, Any]
    reason: str | None


class OutletForm(BaseModel):
    """What one outlet has of a story, in numbers."""

    outlet: str | None
    articles: int
    words: int
    attributed_words: int
    statements: int
    direct: int
    speakers: int
    second_hand: int
    unnamed_with_reason: int
    unnamed_without_reason: int


class WholeStoryForm(StoryForm):
    """A story with all that its articles tell."""

    timeline: list[TimelineForm]
    speakers: int
    voices: list[VoiceForm]
    quotations: list[QuotationForm]
    figures: list[FiguresForm]
    copies: list[dict[str, Any]]
    unnamed: list[UnnamedForm]
    by_outlet: list[OutletForm]


class DecisionForm(BaseModel):
    """A decision, by its number, and what it hit, in words."""

    decision: int
    statement: int | None
    before: str
    after: str


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: str | None = Field(None, max_length=300)
    why: str | None = Field(None, max_length=2000)


class Moved(_Told):
    """The story that an article belongs to; null: one of its own."""

    story: int | None = Field(ge=1, le=2_000_000_000, examples=[1])


class Joined(_Told):
    """Stories that are one."""

    stories: list[int] = Field(min_length=2, max_length=50, examples=[[1, 9]])


class Parted(_Told):
    """Articles of a story that are one of their own."""

    articles: list[int] = Field(min_length=1, max_length=1000, examples=[[2]])


class Named(_Told):
    """The name of a story; an empty one takes it away."""

    name: str = Field(max_length=300, examples=["The pier of Holt"])
