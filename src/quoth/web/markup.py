"""Templates to HTML. Everything is escaped by the templates; `safe` is for what already was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from quoth._version import __version__
from quoth.formats import FORMATS
from quoth.formats.differences import differences
from quoth.formats.html import is_web_address
from quoth.formats.marked import escaped
from quoth.query import FILTERS
from quoth.wording import Words, bounds, count, shortened, tags


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows beside its own: where it is, and what who looks at it may do."""

    path: str
    has_ledger: bool
    may_edit: bool
    csrf: str


def html_of(template: str, frame: Frame, /, **values: Any) -> bytes:
    """The page that a template makes of values, as UTF-8."""
    shown = {
        "path": frame.path,
        "has_ledger": frame.has_ledger,
        "may_edit": frame.may_edit,
        "csrf": frame.csrf,
        "error": None,
        "back": None,
        "given": {},
        **values,
    }
    return _templates().get_template(template).render(shown).encode("utf-8", "replace")


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


def _day(published: str | None) -> str:
    """A date as people write it; what is no date stays as it is."""
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return published or ""
    return f"{day.day} {day:%B %Y}"


def _moment(made_at: str) -> str:
    """A time of the ledger (UTC) as people write it."""
    try:
        at = datetime.fromisoformat(made_at)
    except ValueError:
        return made_at
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _link(query: dict[str, Any], **changes: Any) -> str:
    """The address of a search with some of its filters changed, or taken away (None)."""
    rest = {k: v for k, v in {**query, **changes}.items() if v not in (None, "")}
    return "/statements?" + urlencode({k: str(v) for k, v in rest.items()})


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
        quoth_version=__version__, link=_link, Words=Words, filters=FILTERS, formats=FORMATS
    )
    environment.filters.update(
        line=lambda text: Markup(escaped(text or "")),
        short=shortened,
        spaced=lambda text: Markup(_spaced(text or "")),
        marked=marked,
        difference=difference,
        bounds=bounds,
        tags=tags,
        count=count,
        day=_day,
        moment=_moment,
        is_web=is_web_address,
    )
    return environment
