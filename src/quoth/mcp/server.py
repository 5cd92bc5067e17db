"""The tools that `quoth mcp` offers, and the server that carries them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from quoth._version import __version__
from quoth.errors import QuothError
from quoth.formats.audit_view import audit_to_dict
from quoth.formats.compare_view import comparison_to_dict
from quoth.formats.speakers_view import speaker_to_dict
from quoth.jobs.request import ReadRequest, read_request
from quoth.ledger import Ledger
from quoth.ledger.audit import By
from quoth.mcp.brief import brief_reading, brief_statement
from quoth.reading.reader import Reader
from quoth.records import Form, Kind, Polarity, Tone

INSTRUCTIONS = """\
quoth reads news and keeps the record of who said what, and on whose word. It never says what is
true. A statement is a source, a cue and a content; its chain says on whose word we have it,
outermost first. Quote contents as they stand and name who said them; where the record says
"not named" or gives no speaker, say so, and do not guess.\
"""
MAX_CHARACTERS = 300_000
_MOST = 100

Limit = Annotated[int, Field(ge=1, le=_MOST, description="How many at most.")]
Day = Annotated[str | None, Field(description="ISO date of publication, included.")]
What = Literal["quotations", "copies", "figures"]


def build(
    ledger: Ledger | None = None, *, model: Path | None = None, allow_private: bool = False
) -> MCPServer[Any]:
    """The server: it reads, and with a ledger it searches, compares and counts, changing nothing.

    Args:
        ledger: what to search; without one there is `read` alone.
        model: model folder in place of the shipped one.
        allow_private: whether addresses may lead into private networks.
    """
    server: MCPServer[Any] = MCPServer(
        "quoth", version=__version__, instructions=INSTRUCTIONS, log_level="ERROR"
    )
    reading = _Reading(model, allow_private)
    _offer(server, reading.read, "Read an article", open_world=True)
    if ledger is not None:
        asking = _Asking(ledger)
        _offer(server, asking.search, "Search statements")
        _offer(server, asking.speakers, "List speakers")
        _offer(server, asking.compare, "Compare articles")
        _offer(server, asking.audit, "Count sources")
    return server


def _offer(
    server: MCPServer[Any], tool: Callable[..., Any], title: str, *, open_world: bool = False
) -> None:
    server.add_tool(
        tool,
        title=title,
        annotations=ToolAnnotations(
            title=title, read_only_hint=True, idempotent_hint=True, open_world_hint=open_world
        ),
        structured_output=True,
    )


class _Reading:
    """Reading, with a model that is loaded when it is first needed."""

    def __init__(self, model: Path | None, allow_private: bool) -> None:
        self._model, self._allow_private = model, allow_private
        self._reader: Reader | None = None
        self._one_at_a_time = Lock()  # a reader is not shared between threads

    def read(
        self,
        text: Annotated[str | None, Field(description="The article's text.")] = None,
        html: Annotated[str | None, Field(description="A page that holds the article.")] = None,
        url: Annotated[str | None, Field(description="An http(s) address to fetch.")] = None,
        title: str | None = None,
        outlet: str | None = None,
        published: Annotated[
            str | None, Field(description="ISO date, against which days in the text are resolved.")
        ] = None,
        with_text: Annotated[
            bool, Field(description="Give the article's text too; places are in it.")
        ] = False,
    ) -> dict[str, Any]:
        """Who says what in one news article in English, and on whose word: every statement with its
        speaker, exact words, place, form, chain and figures. Give one of text, html and url."""
        if sum(one is not None for one in (text, html, url)) != 1:
            raise ToolError("give exactly one of text, html and url")
        given = ReadRequest(
            text=text,
            data=None if html is None else html.encode("utf-8", "replace"),
            address=url,
            name="text" if text is not None else "page.html",
            content_type=None if html is None else "text/html; charset=utf-8",
            title=title,
            outlet=outlet,
            published=published,
            allow_private=self._allow_private,
            max_characters=MAX_CHARACTERS,
        )

        def ask() -> dict[str, Any]:
            with self._one_at_a_time:
                if self._reader is None:
                    self._reader = Reader.load(self._model)
                found = read_request(self._reader, given)
            return brief_reading(found, with_text=with_text)

        return _told(ask)


class _Asking:
    """Questions to a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def search(
        self,
        words: Annotated[
            str,
            Field(
                description="All must stand in what is said or name the speaker; words in quotation"
                " marks side by side; -word must not stand there. Empty: the newest."
            ),
        ] = "",
        speaker: Annotated[str | None, Field(description="Words of the speaker's name.")] = None,
        role: str | None = None,
        outlet: str | None = None,
        since: Day = None,
        until: Day = None,
        form: Form | None = None,
        kind: Kind | None = None,
        tone: Tone | None = None,
        polarity: Polarity | None = None,
        unnamed: Annotated[bool | None, Field(description="Speakers never named.")] = None,
        within: Annotated[bool | None, Field(description="Said inside another statement.")] = None,
        has_figure: bool | None = None,
        limit: Limit = 10,
        offset: Annotated[int, Field(ge=0)] = 0,
    ) -> dict[str, Any]:
        """Statements kept in the ledger, best first: who said what, where it was reported, and on
        whose word."""
        filters: dict[str, Any] = {
            name: value
            for name, value in {
                "speaker": speaker, "role": role, "outlet": outlet, "since": since, "until": until,
                "form": form, "kind": kind, "tone": tone, "polarity": polarity, "unnamed": unnamed,
                "within": within, "has_figure": has_figure,
            }.items()
            if value is not None
        }  # fmt: skip

        def ask() -> dict[str, Any]:
            found = self._ledger.search(words, limit=limit, offset=offset, **filters)
            return {
                "statements": [brief_statement(one) for one in found],
                "found_in_all": self._ledger.count(words, **filters),
            }

        return _told(ask)

    def speakers(
        self,
        name: Annotated[str, Field(description="Words of one of their names.")] = "",
        type: Literal["person", "organisation", "document", "author"] | None = None,
        limit: Limit = 20,
    ) -> dict[str, Any]:
        """Who speaks in the articles kept, those with most statements first: names, roles, how
        often, in how many articles and outlets."""

        def ask() -> dict[str, Any]:
            found = self._ledger.speakers(name, type=type, limit=limit)
            return {"speakers": [speaker_to_dict(one) for one in found]}

        return _told(ask)

    def compare(
        self,
        what: Annotated[
            What,
            Field(
                description="quotations: the same words in several articles, with what differs; "
                "copies: articles that share a text; figures: those that count the same and differ."
            ),
        ] = "quotations",
        since: Day = None,
        until: Day = None,
        outlet: str | None = None,
        limit: Limit = 10,
    ) -> dict[str, Any]:
        """Where the articles kept give the same quotation, are copies of one text, or give figures
        that differ. Statements and articles are named by their numbers in the ledger."""

        def ask() -> dict[str, Any]:
            found = self._ledger.compare(since=since, until=until, outlet=outlet, parts=(what,))
            form = comparison_to_dict(found)
            groups = form[what]
            shown = _articles_of(groups[:limit])
            return {
                what: groups[:limit],
                "articles": {id: one for id, one in form["articles"].items() if id in shown},
                "found_in_all": len(groups),
            }

        return _told(ask)

    def audit(
        self,
        by: Annotated[By, Field(description="What to count for.")] = "all",
        words: Annotated[str, Field(description="Only articles with such statements.")] = "",
        outlet: str | None = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = 10,
    ) -> dict[str, Any]:
        """Counts of who is heard, how much and in which form; counts only, no verdict."""
        filters = {"outlet": outlet, "since": since, "until": until}
        asked = {name: value for name, value in filters.items() if value is not None}

        def ask() -> dict[str, Any]:
            found = self._ledger.audit(by, words=words, **asked)
            return {
                "groups": [_without_references(audit_to_dict(one)) for one in found[:limit]],
                "found_in_all": len(found),
            }

        return _told(ask)


def _told(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``ask`` gives; an error of quoth is told to the client in its one line."""
    try:
        return ask()
    except QuothError as error:
        raise ToolError(str(error)) from error


def _articles_of(groups: list[dict[str, Any]]) -> set[str]:
    """The numbers of the articles that groups of a comparison name."""
    named: set[str] = set()
    for group in groups:
        several = group.get("members") or group.get("copies") or ()
        named |= {str(member["article"]) for member in several}
        named |= {str(group[key]) for key in ("reference", "earliest") if "copies" in group}
    return named


def _without_references(form: Any) -> Any:
    """Counts without the list of what was counted: an assistant asks `search` for it."""
    if isinstance(form, dict):
        kept = {
            key: value
            for key, value in form.items()
            if not (key == "statements" and isinstance(value, list))
        }
        return {key: _without_references(value) for key, value in kept.items()}
    if isinstance(form, list):
        return [_without_references(one) for one in form]
    return form
