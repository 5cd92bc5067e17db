"""The tools that `quoth mcp` offers, and the server that carries them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Literal

from anyio import BrokenResourceError, ClosedResourceError, from_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import ToolAnnotations
from pydantic import Field, WithJsonSchema

from quoth._version import __version__
from quoth.errors import QuothError
from quoth.formats.audit_view import audit_to_dict
from quoth.formats.check_view import check_to_dict, summary
from quoth.formats.compare_view import comparison_to_dict
from quoth.formats.history_view import history_to_dict
from quoth.formats.speakers_view import speaker_to_dict
from quoth.jobs.request import ReadRequest, read_request
from quoth.ledger import Ledger
from quoth.ledger.audit import By
from quoth.mcp.bounds import ROOM, bounded, page, place_of
from quoth.mcp.brief import brief_statement, reading_page
from quoth.mcp.offered import offer
from quoth.query import FIELDS, QueryField, StatementQuery
from quoth.reading.reader import Progress, Reader
from quoth.records import Reading
from quoth.wording import visible

INSTRUCTIONS = """\
quoth reads news and keeps the record of who said what, and on whose word. It never says what is
true. A statement is a source, a cue and a content; its chain says on whose word we have it,
outermost first. Quote contents as they stand and name who said them; where the record says
"not named" or gives no speaker, say so, and do not guess.\
"""
MAX_CHARACTERS = 300_000
_LOOKING = 30.0  # seconds; an assistant does not wait much longer for an answer
_HELD = 4  # readings at hand
_MOST = 100

Limit = Annotated[int, Field(ge=1, le=_MOST, description="Maximum number of results.")]
Cursor = Annotated[
    str | None, Field(description='The "next" value of the previous answer, to continue it.')
]
Number = Annotated[int, Field(ge=1, description="Its number in the ledger.")]
Day = Annotated[str | None, Field(description="ISO date of publication, inclusive.")]
What = Literal["quotations", "copies", "figures"]
_WORDS = (
    "All must stand in what is said or name the speaker; words in quotation marks side by side; "
    "a OR b: one of them; vot*: words that begin so; -word must not stand there. Empty: the newest."
)


def build(
    ledger: Ledger | None = None,
    *,
    model: Path | None = None,
    allow_private: bool = False,
    max_seconds: float | None = None,
) -> MCPServer[Any]:
    """The server: it reads, and with a ledger it searches, compares and counts, changing nothing.

    No answer has more than 20,000 characters (`quoth.mcp.bounds`): what is left out is got with the
    cursor that the answer gives.

    Args:
        ledger: what to search; without one there is `read` alone.
        model: model folder in place of the shipped one.
        allow_private: whether addresses may lead into private networks.
        max_seconds: that one reading may take, as in `Reader.load`.
    """
    reading = _Reading(model, allow_private, max_seconds)
    tools = [_tool(reading.read, "Read an article", open_world=True)]
    if ledger is not None:
        asking = _Asking(ledger, reading)
        tools += [
            _tool(_asked(asking.search), "Search statements"),
            _tool(asking.statement, "Show a statement"),
            _tool(asking.article, "Show an article"),
            _tool(asking.story, "Articles of one story"),
            _tool(asking.history, "Versions of an article"),
            _tool(asking.speakers, "List speakers"),
            _tool(asking.compare, "Compare articles"),
            _tool(_asked(asking.audit), "Count sources"),
            _tool(asking.check, "Check quotations"),
        ]
    server: MCPServer[Any] = MCPServer(
        "quoth", version=__version__, instructions=INSTRUCTIONS, log_level="ERROR", tools=tools
    )
    if ledger is not None:
        offer(server, asking.statement, asking.article)
    return server


def _tool(ask: Callable[..., Any], title: str, *, open_world: bool = False) -> Tool:
    """A tool that takes no arguments but those it knows: a filter that is misspelt is told."""
    tool = Tool.from_function(
        ask,
        title=title,
        annotations=ToolAnnotations(
            title=title, read_only_hint=True, idempotent_hint=True, open_world_hint=open_world
        ),
        structured_output=True,
    )
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters["additionalProperties"] = False
    return tool


def _asked(ask: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """``ask(query, **rest)`` as a tool whose arguments are the fields of `StatementQuery`, then
    what else it takes."""

    def tool(**given: Any) -> dict[str, Any]:
        query = {one.name: given.pop(one.name) for one in FIELDS}
        return _told(lambda: ask(StatementQuery(**query), **given))

    _, *rest = inspect.signature(ask, eval_str=True).parameters.values()
    tool.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*map(_argument, FIELDS), *rest], return_annotation=dict[str, Any]
    )
    tool.__name__, tool.__doc__ = ask.__name__, ask.__doc__
    return tool


def _argument(field: QueryField) -> inspect.Parameter:
    # What no text is is checked by the query, which takes an empty value for none.
    kind: Any = Any
    schema = {"anyOf": [field.schema, {"type": "null"}]}
    if field.kind in ("text", "day"):
        kind = str | None
    description = _WORDS if field.name == "words" else field.help
    return inspect.Parameter(
        field.name,
        inspect.Parameter.KEYWORD_ONLY,
        default="" if field.name == "words" else None,
        annotation=Annotated[kind, Field(description=description), WithJsonSchema(schema)],
    )


class _Reading:
    """Reading, with a model that is loaded when it is first needed."""

    def __init__(self, model: Path | None, allow_private: bool, max_seconds: float | None) -> None:
        self._model, self._allow_private = model, allow_private
        self._max_seconds = max_seconds
        self._reader: Reader | None = None
        self._held: dict[ReadRequest, Reading] = {}
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
        language: Annotated[
            str | None,
            Field(description='ISO 639-1 code; "en" reads the text as English.', max_length=20),
        ] = None,
        with_text: Annotated[
            bool, Field(description="Give the article's text too; places are in it.")
        ] = False,
        cursor: Cursor = None,
        *,
        context: Context[Any, Any],
    ) -> dict[str, Any]:
        """Who says what in one news article in English, and on whose word: every statement with its
        speaker, exact words, place, form, chain and figures. Give one of text, html and url; for
        the next part of a long answer the same again with its cursor."""
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
            language=language,
            allow_private=self._allow_private,
            max_characters=MAX_CHARACTERS,
        )

        def ask() -> dict[str, Any]:
            found = self.of(given, _progress(context))
            return reading_page(found, place_of(cursor), with_text=with_text)

        return _told(ask)

    def of(self, given: ReadRequest, told: Progress) -> Reading:
        """The reading, at hand still when the next part of it is asked for."""
        with self._one_at_a_time:
            if given in self._held:
                return self._held[given]
            if self._reader is None:
                self._reader = Reader.load(self._model, max_seconds=self._max_seconds)
            found = read_request(self._reader, given, told=told)
            while len(self._held) >= _HELD:
                del self._held[next(iter(self._held))]
            self._held[given] = found
            return found


class _Asking:
    """Questions to a ledger."""

    def __init__(self, ledger: Ledger, reading: _Reading) -> None:
        self._ledger, self._reading = ledger, reading

    def search(
        self, query: StatementQuery, *, limit: Limit = 10, cursor: Cursor = None
    ) -> dict[str, Any]:
        """Statements kept in the ledger, best first: who said what, where it was reported, and on
        whose word."""
        at = place_of(cursor)
        found = self._ledger.search(query, limit=limit, offset=at)
        total = self._ledger.count(query)
        form = {"statements": [brief_statement(one) for one in found], "found_in_all": total}
        return page(form, "statements", at, total)

    def statement(self, statement: Number) -> dict[str, Any]:
        """One statement with the words around it, its chain and figures, what people decided about
        it, and the numbers of its article and speaker."""

        def ask() -> dict[str, Any]:
            one = self._ledger.statement(statement)
            if one is None:
                raise ToolError(f"no statement {statement}; use search to get the numbers")
            decided = self._ledger.corrections(version=one.version)
            return bounded(
                {
                    **brief_statement(one),
                    "before": one.before,
                    "after": one.after,
                    "version": one.number,
                    "read_by": one.reading.model,
                    "decisions": [
                        {"decision": d.id, "action": d.action, "by": d.made_by, "why": d.why}
                        for d in decided
                        if d.statement == statement
                    ],
                }
            )

        return _told(ask)

    def article(
        self,
        article: Number,
        with_text: Annotated[bool, Field(description="Include its text.")] = False,
        cursor: Cursor = None,
    ) -> dict[str, Any]:
        """One article kept: what is known of it and its statements in order, with their numbers."""

        def ask() -> dict[str, Any]:
            version = self._ledger.version(article)
            rows = self._ledger.statement_ids(article)
            form = reading_page(version.reading, place_of(cursor), with_text=with_text)
            for one in form["statements"]:
                one["statement"] = rows.get(one["id"])
            address = self._ledger.address_of(article)
            return {**form, "address": address, "version": version.number}

        return _told(ask)

    def story(self, article: Number, limit: Limit = 20, cursor: Cursor = None) -> dict[str, Any]:
        """The articles that tell the same story as one, in the order of their dates: who had it
        when. Each with its number, outlet, title and date."""

        def ask() -> dict[str, Any]:
            at = place_of(cursor)
            found = self._ledger.story(article)
            shown = [
                {"article": one.version, "outlet": one.outlet, "title": one.title, "url": one.url,
                 "published": one.published}
                for one in found[at : at + limit]
            ]  # fmt: skip
            form = {"articles": shown, "found_in_all": len(found)}
            return page(form, "articles", at, len(found))

        return _told(ask)

    def history(self, article: Number, cursor: Cursor = None) -> dict[str, Any]:
        """The versions of an article kept, and which statements and figures were added, withdrawn
        or reworded from each to the next."""

        def ask() -> dict[str, Any]:
            at = place_of(cursor)
            address = self._ledger.address_of(article)
            found = self._ledger.history(address)
            form = history_to_dict(
                address,
                [
                    (
                        v.number,
                        v.added_at,
                        v.reading,
                        [(c.what, c.before, c.after) for c in changed],
                    )
                    for v, changed in found
                ],
            )
            for one, (version, _) in zip(form["versions"], found, strict=True):
                one["article"] = version.id
            total = len(form["versions"])
            return page({**form, "versions": form["versions"][at:]}, "versions", at, total)

        return _told(ask)

    def speakers(
        self,
        name: Annotated[str, Field(description="Words of one of their names.")] = "",
        type: Literal["person", "organisation", "document", "author"] | None = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> dict[str, Any]:
        """Who speaks in the articles kept, those with most statements first: names, roles, how
        often, in how many articles and outlets."""

        def ask() -> dict[str, Any]:
            at = place_of(cursor)
            found = self._ledger.speakers(name, type=type, limit=limit + 1, offset=at)
            form = {"speakers": [speaker_to_dict(one) for one in found[:limit]]}
            return page(form, "speakers", at, at + len(found))

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
        cursor: Cursor = None,
    ) -> dict[str, Any]:
        """Where the articles kept give the same quotation, are copies of one text, or give figures
        that differ. Statements and articles are named by their numbers in the ledger."""

        def ask() -> dict[str, Any]:
            found = self._ledger.compare(since=since, until=until, outlet=outlet, parts=(what,))
            form = comparison_to_dict(found)
            groups, at = form[what], place_of(cursor)
            answer = page({what: groups[at : at + limit], "found_in_all": len(groups)}, what, at,
                          len(groups), room=ROOM // 3)  # fmt: skip
            shown = _articles_of(answer[what])
            known = {id: one for id, one in form["articles"].items() if id in shown}
            return bounded({**answer, "articles": known})

        return _told(ask)

    def check(
        self,
        text: Annotated[
            str, Field(description="A sentence, a paragraph or a whole draft with quotations.")
        ],
        limit: Annotated[
            int, Field(ge=1, le=10, description="Number of stored statements for each quotation.")
        ] = 2,
        cursor: Cursor = None,
        *,
        context: Context[Any, Any],
    ) -> dict[str, Any]:
        """Each quotation of a text against the statements kept: word for word, typography only,
        shortened, partly kept, altered or not found, and whether the speaker is the same. Use it
        on your own summary before you give it."""

        def ask() -> dict[str, Any]:
            given = ReadRequest(
                text=text, name="draft", language="en", max_characters=MAX_CHARACTERS
            )
            reading = self._reading.of(given, _progress(context))
            checked = self._ledger.check(reading, limit=limit, seconds=_LOOKING)
            quotations, at = check_to_dict(checked), place_of(cursor)
            form = {"quotations": quotations[at:], "in_all": summary(checked)}
            return page(form, "quotations", at, len(quotations))

        return _told(ask)

    def audit(
        self,
        query: StatementQuery,
        *,
        by: Annotated[By, Field(description="How to group the counts.")] = "all",
        limit: Limit = 10,
        cursor: Cursor = None,
    ) -> dict[str, Any]:
        """Counts of who is heard, how much and in which form, in articles with such statements;
        counts only, no verdict."""
        at = place_of(cursor)
        found = self._ledger.audit(by, words=query)
        shown = [_without_references(audit_to_dict(one)) for one in found[at : at + limit]]
        return page({"groups": shown, "found_in_all": len(found)}, "groups", at, len(found))


def _progress(context: Context[Any, Any]) -> Progress:
    """Tells a client that asked for it how far a reading is; ends the reading of a call that the
    client has cancelled. Called in the thread of a tool."""

    def told(share: float) -> None:
        from_thread.check_cancelled()
        with suppress(BrokenResourceError, ClosedResourceError):  # it has gone
            from_thread.run(context.report_progress, share, 1.0, f"{share:.0%} read")

    return told


def _told(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``ask`` gives; an error of quoth is told to the client in its one line."""
    try:
        return ask()
    except QuothError as error:
        raise ToolError(visible(str(error))) from error


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
