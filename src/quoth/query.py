"""The fields of a search, defined once: command line, REST interface, web form and MCP tools are
made from the fields of `StatementQuery`."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from quoth.errors import OptionError
from quoth.records import Form, Kind, Polarity, Tone

Status = Literal["confirmed", "corrected", "added"]

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_MOST = 2_147_483_647  # of a row's number
_KINDS: dict[Any, str] = {bool: "flag", float: "number", int: "id"}
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class _About:
    """How a field is explained and called, wherever it is offered."""

    help: str
    label: str
    day: bool = False
    yes: str = ""  # of true or false: what each is called, in options and in forms
    no: str = ""
    shown: tuple[str, str] = ("", "")


def _about(help: str, label: str = "", **more: Any) -> dict[str, _About]:
    return {"about": _About(help, label, **more)}


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """What is asked of a search for statements; every field narrows it.

    ``words``: all of them must stand in the content or name the speaker; "words in quotation
    marks" stand side by side; ``a OR b``: one of them is enough; ``vot*``: words that begin so;
    ``-word`` must not be there. Any text is a valid query. ``since`` and ``until`` are ISO dates
    (or years, or months) of publication, both included. ``within``: only statements that stand in
    another's content (True), or only those that do not (False).
    ``address``: only those of one article; ``identity``: only those of one joined speaker;
    ``story``: only those of one story. ``tag``, ``collection``: only those that have it, or whose
    article or speaker has.

    None and an empty text mean "not given". Values are checked, and texts such as "true" and "0.8"
    taken for what they say, so that a query can be made of what any client sends.

    Raises:
        OptionError: for a value that a field does not take.
    """

    words: str = field(
        default="", metadata=_about("Words in the content or in the name of the speaker.", "Words")
    )
    speaker: str | None = field(
        default=None, metadata=_about("Words in the name of the speaker.", "Speaker")
    )
    role: str | None = field(
        default=None, metadata=_about("Words in a title or role of the speaker.", "Role")
    )
    outlet: str | None = field(default=None, metadata=_about("Name of the outlet.", "Outlet"))
    since: str | None = field(
        default=None,
        metadata=_about("Published on or after this date (ISO).", "Published from", day=True),
    )
    until: str | None = field(
        default=None, metadata=_about("Published on or before this date (ISO).", "to", day=True)
    )
    form: Form | None = field(
        default=None, metadata=_about("Quoted directly, indirectly or both.", "Form")
    )
    kind: Kind | None = field(
        default=None, metadata=_about("What is reported: speech, thought or intent.", "Kind")
    )
    tone: Tone | None = field(
        default=None, metadata=_about("Attitude of the cue to the content.", "Tone of the cue")
    )
    polarity: Polarity | None = field(
        default=None,
        metadata=_about("Said, denied, not said, refused to say, or hypothetical.", "Said or not"),
    )
    unnamed: bool | None = field(default=None, metadata=_about(
        "Only speakers who are never named, or only named ones.", "Speaker named",
        yes="unnamed", no="named", shown=("not named", "named"),
    ))  # fmt: skip
    within: bool | None = field(default=None, metadata=_about(
        "Only statements inside another one, or only others.", "Chain",
        yes="within", no="first-hand", shown=("second hand", "first hand"),
    ))  # fmt: skip
    has_figure: bool | None = field(default=None, metadata=_about(
        "Only statements with a figure, or only those without.", "Figures",
        yes="has-figure", no="no-figure", shown=("with a figure", "without"),
    ))  # fmt: skip
    min_confidence: float | None = field(
        default=None,
        metadata=_about("Minimum confidence, 0 to 1.", "Confidence at least"),
    )
    status: Status | None = field(
        default=None, metadata=_about("Status after review by a person.", "Reviewed")
    )
    address: str | None = field(
        default=None, metadata=_about("Only from the article at this address.", "Article")
    )
    identity: str | None = field(
        default=None,
        metadata=_about("Only by this speaker, across all articles (id).", "Identity"),
    )
    story: int | None = field(
        default=None, metadata=_about("Only of the articles of this story (its number).", "Story")
    )
    tag: str | None = field(
        default=None,
        metadata=_about("With this tag, on it, its article or its speaker.", "Tag"),
    )
    collection: str | None = field(
        default=None,
        metadata=_about("In this collection, by itself, its article or its speaker.", "Collection"),
    )

    def __post_init__(self) -> None:
        for one in FIELDS:
            object.__setattr__(self, one.name, one.value(getattr(self, one.name)))
        if self.words is None:
            object.__setattr__(self, "words", "")

    @property
    def given(self) -> dict[str, Any]:
        """The filters that are given, words apart, by name."""
        return {
            one.name: value for one in FILTERS if (value := getattr(self, one.name)) is not None
        }

    @classmethod
    def of(cls, words: str, filters: Mapping[str, Any]) -> StatementQuery:
        """The query of words and named filters.

        Raises:
            OptionError: for a filter that is not known, or a value that it does not take.
        """
        names = [one.name for one in FILTERS]
        for name in filters:
            if name not in names:
                raise OptionError(f"{name}: unknown filter; expected one of {', '.join(names)}")
        return cls(words, **filters)


@dataclass(frozen=True, slots=True)
class QueryField:
    """One field of `StatementQuery` as others offer it.

    ``kind``: what it takes: "text", "day", "choice" (one of ``choices``), "flag" (true or false,
    called ``yes`` and ``no`` as options and ``shown`` in forms), "number" (0 to 1) or "id" (a row's
    number, from 1).
    """

    name: str
    kind: Literal["text", "day", "choice", "flag", "number", "id"]
    help: str
    label: str
    choices: tuple[str, ...] = ()
    yes: str = ""
    no: str = ""
    shown: tuple[str, str] = ("", "")

    @property
    def type(self) -> Any:
        """The type of its values."""
        if self.kind == "choice":
            return Literal[self.choices]
        return {"flag": bool, "number": float, "id": int}.get(self.kind, str)

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its values."""
        if self.kind == "choice":
            return {"type": "string", "enum": list(self.choices)}
        if self.kind == "number":
            return {"type": "number", "minimum": 0, "maximum": 1}
        if self.kind == "id":
            return {"type": "integer", "minimum": 1, "maximum": _MOST}
        return {"type": "boolean" if self.kind == "flag" else "string"}

    def value(self, given: Any) -> Any:
        """What is meant by ``given``; None when nothing is.

        Raises:
            OptionError: when the field does not take it.
        """
        if given is None or given == "":
            return None
        if self.kind == "flag":
            if isinstance(given, bool):
                return given
            found = _FLAGS.get(str(given).strip().lower())
            return self._refused(given, "expected true or false") if found is None else found
        if self.kind == "number":
            return self._number(given)
        if self.kind == "id":
            return self._id(given)
        if self.kind == "day" and isinstance(given, date):
            given = given.isoformat()[:10]
        if not isinstance(given, str):
            self._refused(given, "expected text")
        if self.kind == "choice" and given not in self.choices:
            self._refused(given, f"expected one of {', '.join(self.choices)}")
        if self.kind == "day" and not _is_day(given):
            self._refused(given, "expected an ISO date, for example 2020-03-01, 2020-03 or 2020")
        return given

    def _number(self, given: Any) -> float:
        try:
            number = float(given)
        except (TypeError, ValueError):
            number = -1.0
        if isinstance(given, bool) or not 0 <= number <= 1:
            self._refused(given, "expected a number from 0 to 1, for example 0.8")
        return number

    def _id(self, given: Any) -> int:
        text = str(given).strip()
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
        if isinstance(given, bool) or not 0 < number <= _MOST:
            self._refused(given, "expected its number, for example 12")
        return number

    def _refused(self, given: Any, expected: str) -> Any:
        raise OptionError(f"{self.name}={given!r}: {expected}")


def one_of(name: str, given: str | None, choices: tuple[str, ...]) -> str | None:
    """``given`` when it is one of ``choices``; None for nothing and an empty text.

    Raises:
        OptionError: for anything else.
    """
    return QueryField(name, "choice", "", "", choices).value(given) and given


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _fields() -> tuple[QueryField, ...]:
    hints = get_type_hints(StatementQuery)
    out = []
    for one in fields(StatementQuery):
        about: _About = one.metadata["about"]
        hint = hints[one.name]
        if get_origin(hint) in (Union, types.UnionType):
            hint = next(part for part in get_args(hint) if part is not type(None))
        choices = get_args(hint) if get_origin(hint) is Literal else ()
        kind: Any = "choice" if choices else _KINDS.get(hint, "text")
        out.append(
            QueryField(
                one.name,
                "day" if about.day else kind,
                about.help,
                about.label,
                choices,
                about.yes,
                about.no,
                about.shown,
            )
        )
    return tuple(out)


FIELDS: tuple[QueryField, ...] = _fields()
"""The fields of `StatementQuery`, in order."""

FILTERS: tuple[QueryField, ...] = FIELDS[1:]
"""All of them but the words."""
