"""Templates to HTML. Everything is escaped by the templates; `safe` is for what already was."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from quoth._version import __version__
from quoth.formats import FORMATS
from quoth.formats.differences import differences
from quoth.formats.marked import escaped
from quoth.ledger.compare import Member, QuotationGroup
from quoth.query import FILTERS
from quoth.records import Attribution
from quoth.web.access import may
from quoth.web.session import Told
from quoth.wording import (
    Words,
    bounds,
    count,
    day_in_words,
    headline,
    is_web_address,
    publisher,
    shortened,
    tags,
)

_PIECES = 40  # of a template's output that are sent together
_CODE = re.compile(r"`+([^`]+)`+")
DONE = {
    "confirm": "Confirmed",
    "correct": "Corrected",
    "reject": "Rejected",
    "add": "Added",
    "edit": "Edited",
    "delete": "Deleted",
    "merge": "Made one speaker",
    "split": "Taken apart",
    "rename": "Renamed",
    "learn": "Learnt from the same text",
    "undo": "Undone",
    "redo": "Done again",
    "move article": "Moved",
    "join stories": "Made one story",
    "split story": "Taken apart",
    "rename story": "Named",
}
"""What was done by each kind of decision, as people are told."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows beside its own: where it is, and what who looks at it may do."""

    path: str
    has_ledger: bool
    role: str | None
    guarded: bool
    csrf: str
    by: str = ""
    told: Told | None = None
    user: str | None = None
    has_users: bool = False


def html_of(template: str, frame: Frame, /, **values: Any) -> bytes:
    """The page that a template makes of values, as UTF-8."""
    made = _templates().get_template(template).render(_values(frame, values))
    return made.encode("utf-8", "replace")


def pieces_of(template: str, frame: Frame, /, **values: Any) -> Generator[bytes, None, None]:
    """The same, piece by piece, as it is written."""
    stream = _templates().get_template(template).stream(_values(frame, values))
    stream.enable_buffering(_PIECES)
    for piece in stream:
        yield piece.encode("utf-8", "replace")


def _values(frame: Frame, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "path": frame.path,
        "has_ledger": frame.has_ledger,
        "role": frame.role,
        "guarded": frame.guarded,
        "user": frame.user,
        "has_users": frame.has_users,
        "may_edit": may(frame.role, "edit"),
        "is_admin": frame.role == "admin",
        "csrf": frame.csrf,
        "by": frame.by,
        "told": frame.told,
        "error": None,
        "back": None,
        "given": {},
        **values,
    }


def safe(html: str) -> Markup:
    """HTML that was made here and whose words were escaped when it was made."""
    return Markup(html)


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> Markup:
    """A text with ``<mark>`` around the characters of ``marks``."""
    out, at = "", 0
    for start, end in marks:
        out += f"{_spaced(text[at:start])}<mark>{escaped(text[start:end])}</mark>"
        at = end
    return Markup(out + _spaced(text[at:]))


def wording(group: QuotationGroup, member: Member) -> Markup:
    """The words of a member of a group as they are printed, with their punctuation: what it has
    otherwise than the fullest one is in ``<ins>``, what it leaves out in ``<del>``."""
    out, at, gone = "", 0, ""
    content, fullest = member.said.content, group.reference.content
    for change in group.changes(member):
        if change.op in ("delete", "replace") and change.reference:
            gone = f"<del>{escaped(fullest[slice(*change.reference_span)])}</del> "
        start, end = change.member_span
        if start < end:
            shown = escaped(content[start:end])
            shown = shown if change.op == "equal" else f"<ins>{shown}</ins>"
            out += f"{_spaced(content[at:start])}{gone}{shown}"
            at, gone = end, ""
    last = f" {gone.strip()}" if gone else ""
    return Markup(out + last + _spaced(content[at:]))


def difference(old: str, new: str) -> Markup:
    """Both texts in one, with ``<del>`` and ``<ins>`` around what only one of them has."""
    tag = {"same": "{}", "gone": "<del>{}</del>", "come": "<ins>{}</ins>"}
    return Markup(
        " ".join(tag[piece.kind].format(escaped(piece.text)) for piece in differences(old, new))
    )


def _spaced(text: str) -> str:
    """Escaped on one line, with the space at its ends kept."""
    if not text.strip():
        return " " if text else ""
    lead, tail = text[0].isspace(), text[-1].isspace()
    return f"{' ' if lead else ''}{escaped(text)}{' ' if tail else ''}"


def _coded(text: str) -> Markup:
    """Words on one line, with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", escaped(text or "")).replace("`", ""))


def _moment(made_at: str) -> str:
    """A time of the ledger (UTC) as people write it."""
    try:
        at = datetime.fromisoformat(made_at)
    except ValueError:
        return made_at
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _sure(one: Attribution) -> str:
    """How likely a statement is right, its source and content too: "87 % sure"."""
    return f"{_percent(min(one.confidence, one.content_confidence))} sure"


def _percent(share: float) -> str:
    """A share as people write it: "87 %"."""
    return f"{share * 100:.0f}\u00a0%"


def _link(query: dict[str, Any], **changes: Any) -> str:
    """The address of a search with some of its filters changed, or taken away (None)."""
    return address("/statements", **{**query, **changes})


def address(path: str, /, **query: Any) -> str:
    """A path with its parameters; what is not given is left out, flags are "true" or "false"."""
    shown = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in query.items()
        if value is not None and value != ""
    }
    return f"{path}?{urlencode(shown)}" if shown else path


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("quoth.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        quoth_version=__version__,
        link=_link,
        address=address,
        Words=Words,
        done=DONE,
        filters=FILTERS,
        formats=FORMATS,
    )
    environment.filters.update(
        line=lambda text: Markup(escaped(text or "")),
        short=shortened,
        spaced=lambda text: Markup(_spaced(text or "")),
        coded=_coded,
        marked=marked,
        difference=difference,
        wording=wording,
        headline=headline,
        publisher=lambda one: publisher(one.outlet, one.url),
        sure=_sure,
        percent=_percent,
        bounds=bounds,
        tags=tags,
        count=count,
        day=day_in_words,
        day_only=lambda iso: day_in_words((iso or "")[:10]),
        moment=_moment,
        is_web=is_web_address,
    )
    return environment
