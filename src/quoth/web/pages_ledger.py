"""Pages over many articles: speakers, comparisons, audits, the list of articles, exports."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from quoth.errors import NotFoundError
from quoth.formats import format_of
from quoth.formats.audit_view import COLUMNS, audit_rows
from quoth.formats.kinds.xlsx import Sheets
from quoth.formats.table import csv_table
from quoth.ledger.audit import Audit, By, Ref
from quoth.ledger.compare import FigureGroup, QuotationGroup
from quoth.ledger.comparing import COMPARED, Comparison
from quoth.ledger.joined import Heard
from quoth.query import one_of
from quoth.records import Figure, Span
from quoth.web.access import costs_work
from quoth.web.answers import cursor as cursor_of
from quoth.web.answers import offset_of
from quoth.web.asked import Query, shown
from quoth.web.exports import exported, file_name
from quoth.web.markup import address
from quoth.web.over_time import Period, chart, periods
from quoth.web.plots import Bar, Range, bars, ranges
from quoth.web.render import led_on, page
from quoth.web.state import state_of
from quoth.web.waiting import when_ready
from quoth.wording import bounds, day_in_words

router = APIRouter(include_in_schema=False)

_PAGE = 40
_GROUPS = 30  # groups of a comparison on one page
_PLOTTED = 12
_FEW = 60  # articles of an audit that are named
_ALIKE = 20  # speakers of like names, to merge with


@router.get("/articles")
async def articles(
    request: Request, q: str = "", outlet: str = "", since: str = "", until: str = "",
    cursor: str | None = None,
) -> Response:  # fmt: skip
    """The articles kept, the newest first; those of words, an outlet and days only, if given."""
    state = state_of(request)
    at = offset_of(cursor)
    asked = {"q": q, "outlet": outlet, "since": since, "until": until}
    found = await state.ask(
        state.ledger.articles, q, outlet=outlet, since=since, until=until, limit=_PAGE + 1,
        offset=at,
    )  # fmt: skip
    next = None
    if len(found) > _PAGE:
        next = f"/articles?{_given({**asked, 'cursor': cursor_of(at + _PAGE)})}"
    return page(request, "articles.html", articles=found[:_PAGE], next=next, asked=asked)


@router.get("/speakers")
async def speakers(
    request: Request, name: str = "", type: str = "", cursor: str | None = None
) -> Response:
    """Who speaks, over all articles."""
    state = state_of(request)
    at = offset_of(cursor)

    def show(found: list[Heard]) -> Response:
        next = None
        if len(found) > _PAGE:
            asked = {"name": name, "type": type, "cursor": cursor_of(at + _PAGE)}
            next = f"/speakers?{_given(asked)}"
        return page(
            request, "speakers.html", speakers=found[:_PAGE], name=name, type=type, next=next
        )

    ask = partial(state.ledger.speakers, name, type=type or None, limit=_PAGE + 1, offset=at)
    return await when_ready(request, "Speakers", partial(state.ask_long, ask), show)


@router.get("/speaker/{id}")
async def speaker(request: Request, id: str) -> Response:
    """One speaker over all articles; who was merged into another leads there."""
    moved = await led_on(request, state_of(request).ledger.speaker_now, "speaker", id)
    return moved or await speaker_page(request, id)


async def speaker_page(
    request: Request,
    id: str,
    *,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    """One speaker: names, roles, statements, and why they are one; with the ``error`` of a form
    and what was ``given`` in it."""
    state = state_of(request)
    ledger = state.ledger

    def found() -> dict[str, Any]:
        one, places, others = ledger.speaker(id)
        alike = ledger.speakers(one.name.split()[-1], limit=_ALIKE + 1) if one.name.split() else []
        return {
            "alike": [other for other in alike if other.id != id][:_ALIKE],
            "one": one,
            "places": places,
            "others": others,
            "statements": ledger.search(identity=id, limit=20),
            "marks": ledger.marks_of("speaker", id),
            "facets": ledger.facets(identity=id),
        }

    def show(values: dict[str, Any]) -> Response:
        outlets = values["facets"].get("outlet", [])
        most = max((number for _, number in outlets), default=1)
        plot = bars(
            "Statements by outlet",
            [
                Bar(outlet, number / most, f"{number:,}", _search(identity=id, outlet=outlet))
                for outlet, number in outlets
            ],
        )
        answer = page(request, "speaker.html", plot=plot, error=error, given=given or {}, **values)
        answer.status_code = 422 if error else 200
        return answer

    return await when_ready(request, "Speaker", partial(state.ask_long, found), show)


@router.get("/compare")
@costs_work
async def compare(
    request: Request,
    what: str = "quotations",
    since: str = "",
    until: str = "",
    cursor: str | None = None,
    each: bool = False,
    statement: int | None = None,
    story: int | None = None,
) -> Response:
    """The same quotation in several articles, copies of one text, figures that differ; of one
    ``statement`` only, if given."""
    one_of("what", what, COMPARED)
    state = state_of(request)
    at = offset_of(cursor)
    asked = {"what": what, "since": since, "until": until, "each": "true" if each else ""}
    asked["statement"] = "" if statement is None else str(statement)
    asked["story"] = "" if story is None else str(story)

    def show(found: Comparison) -> Response:
        groups: dict[str, tuple[Any, ...]] = {
            "quotations": found.quotations,
            "copies": found.copies,
            "figures": found.figures,
        }
        chosen = groups[what]
        if statement is not None:
            chosen = tuple(group for group in chosen if statement in _statements_of(group))
        next = None
        if len(chosen) > at + _GROUPS:
            next = f"/compare?{_given({**asked, 'cursor': cursor_of(at + _GROUPS)})}"
        shown = chosen[at : at + _GROUPS]
        plots = [_figures_plot(group) for group in shown] if what == "figures" else []
        return page(
            request, "compare.html", asked=asked, groups=shown, plots=plots, total=len(chosen),
            articles=found.articles, next=next, left_out=found.left_out, outlets=found.outlets,
            story=found.headline_of,
        )  # fmt: skip

    question = partial(
        state.ask_long, state.compared, (what,), since=since, until=until, story=story,
        once=not each,
    )  # fmt: skip
    return await when_ready(request, f"Compare {what}", question, show)


def _statements_of(group: Any) -> set[int | None]:
    """The statements that a group of a comparison is made of."""
    if isinstance(group, QuotationGroup):
        return {member.said.id for member in group.members}
    if isinstance(group, FigureGroup):
        return {
            number.statement
            for member in group.members
            for number in (member.number, *member.copies)
        }
    return set()


def _given(asked: dict[str, str]) -> str:
    """Parameters of an address; what is not given is left out."""
    return urlencode({name: value for name, value in asked.items() if value})


@router.get("/audit")
@costs_work
async def audit(
    request: Request, query: Query, by: By = "all", cursor: str | None = None
) -> Response:
    """Counts of who is heard, how much and in which form."""
    state = state_of(request)
    asked = {"q": query.words, **query.given}
    at = offset_of(cursor)

    def show(found: list[Audit]) -> Response:
        here = found[at : at + _GROUPS]
        next = None
        if len(found) > at + _GROUPS:
            next = address("/audit", by=by, cursor=cursor_of(at + _GROUPS), **asked)
        return page(
            request, "audit.html", by=by, query=shown(query), asked=asked, at=at, next=next,
            groups=[(one, scope := _scope(one, asked), _audit_plots(one, scope)) for one in here],
            total=len(found), most=_FEW, known=state.ledger.headlines(_named(here)),
        )  # fmt: skip

    question = partial(state.ask_long, state.audited, by, query)
    return await when_ready(request, "Audit", question, show)


@router.get("/audit/statements")
@costs_work
async def audited(
    request: Request,
    query: Query,
    count: str,
    by: By = "all",
    group: str = "",
    cursor: str | None = None,
) -> Response:
    """The statements of one ``count`` of a group of an audit, all of them, page by page."""
    state = state_of(request)
    asked = {"by": by, "group": group, "count": count, "q": query.words, **query.given}
    at = offset_of(cursor)

    def show(found: list[Audit]) -> Response:
        one = next((each for each in found if each.group == group), None)
        refs = () if one is None else counts_of(one).get(count)
        if one is None or refs is None:
            raise NotFoundError("audit", f"it has no count {count!r} of {group or by!r}")
        here = state.ledger.statements_of(refs[at : at + _PAGE])
        more = None
        if len(refs) > at + _PAGE:
            more = address("/audit/statements", **{**asked, "cursor": cursor_of(at + _PAGE)})
        return page(
            request, "audited.html", one=one, count=count, statements=here, total=len(refs),
            next=more, back=address("/audit", **{**asked, "group": None, "count": None}),
        )  # fmt: skip

    question = partial(state.ask_long, state.audited, by, query)
    return await when_ready(request, "Audit", question, show)


@router.get("/audit/export")
@costs_work
async def export_audit(
    request: Request, query: Query, by: By = "all", to: Literal["csv", "xlsx"] = "csv"
) -> Response:
    """Every count of an audit as a table, one a row."""
    state = state_of(request)
    found = await state.ask_long(state.audited, by, query)
    rows = [row for one in found for row in audit_rows(one)]
    name = file_name(f"audit {by}", query)
    headers = {"content-disposition": f'attachment; filename="{name}.{to}"'}
    if to == "csv":
        table = csv_table(COLUMNS, rows, spreadsheet=True)
        body = table.encode("utf-8", "replace")
        return Response(body, media_type="text/csv; charset=utf-8", headers=headers)
    out = io.BytesIO()
    sheets = Sheets(out, COLUMNS, name="audit", numbers=frozenset({"count", "share"}))
    for row in rows:
        sheets.write(row)
    sheets.close()
    return Response(out.getvalue(), media_type=format_of("xlsx").media_type, headers=headers)


def counts_of(one: Audit) -> dict[str, Sequence[Ref]]:
    """The statements behind each count of a group, by what is counted."""
    single = set(one.single_source)
    return {
        "statements": one.statements.statements,
        **{f"form {name}": c.statements for name, c in one.forms.items()},
        **{f"tone {name}": c.statements for name, c in one.tones.items()},
        **{f"chain {name}": c.statements for name, c in one.depths.items()},
        **{f"month {name}": c.statements for name, c in one.months.items()},
        **_years(one),
        **{f"speaker {who.speaker}": who.statements for who in one.speakers},
        "not told": one.untold.statements,
        "articles with one speaker": [
            ref for ref in one.statements.statements if ref.article in single
        ],
        "unnamed, reason given": one.unnamed_stated.statements,
        "unnamed, no reason given": one.unnamed_unstated.statements,
    }


def _years(one: Audit) -> dict[str, list[Ref]]:
    """The same for whole years."""
    out: dict[str, list[Ref]] = {}
    for month, count in one.months.items():
        if month:
            out.setdefault(f"year {month[:4]}", []).extend(count.statements)
    return out


@router.get("/export")
@costs_work
async def export(
    request: Request,
    query: Query,
    to: str = "csv",
    prefix: bool = False,
) -> Response:
    """What a search finds, in any format, streamed, in reading order of the articles."""
    state = state_of(request)
    format = format_of(to)
    found = await state.ask_long(state.ledger.statements, query, prefix=prefix)
    name = f"{file_name('statements', query)}{format.suffixes[0]}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    # Most who click on it open it in a spreadsheet; programs ask /api/v1/export.
    body = exported(found, to, spreadsheet=True)
    return StreamingResponse(body, media_type=format.media_type, headers=headers)


def _named(audits: list[Audit]) -> list[str]:
    """The articles that an audit names one by one, by their addresses."""
    out = [id for one in audits for id in (*one.single_source[:_FEW], *one.no_source[:_FEW])]
    out += [one.longest_unsourced.article for one in audits if one.longest_unsourced]
    return out + [one.group for one in audits if one.by == "article"]


def _figures_plot(group: Any) -> Any:
    rows = []
    for one in group.members:
        number = one.number
        who = " ← ".join(number.chain) or "the article itself"
        told = (number.said_on or number.published or "").partition("/")[0]
        when = day_in_words(told[:10])
        label = " · ".join(part for part in (when, who, number.outlet) if part)
        shown = bounds(Figure("", Span(0, 0), number.low, number.high, number.unit))
        rows.append(Range(label, one.low, one.high, shown))
    return ranges(group.of, rows, group.unit)


def _scope(one: Audit, asked: dict[str, Any]) -> dict[str, Any]:
    """What the address of a group's counts has in it."""
    return {"by": one.by, "group": one.group, **asked}


def _audit_plots(one: Audit, scope: dict[str, Any]) -> dict[str, Any]:
    def link(count: str, number: int = 1) -> str | None:
        return address("/audit/statements", **scope, count=count) if number else None

    def of_time(span: Period) -> str | None:
        return link(f"{'month' if len(span.name) == 7 else 'year'} {span.name}", span.number)

    speakers = [
        Bar(who.name, who.word_share, f"{who.word_share * 100:.0f}\u00a0%",
            link(f"speaker {who.speaker}"))
        for who in one.speakers[:_PLOTTED]
    ]  # fmt: skip
    forms = [
        Bar(name, c.share, f"{c.count:,}", link(f"form {name}", c.count))
        for name, c in one.forms.items()
    ]
    depths = {"1": "first hand", "2": "second hand", "3+": "third hand or more"}
    chain = [
        Bar(depths[name], c.share, f"{c.count:,}", link(f"chain {name}", c.count))
        for name, c in one.depths.items()
    ]
    tones = [
        Bar(name, c.share, f"{c.count:,}", link(f"tone {name}", c.count))
        for name, c in one.tones.items()
    ]
    months = {name: c.count for name, c in one.months.items() if name}
    spans = periods(months.items())
    return {
        "speakers": bars("Share of the words attributed, by speaker", speakers),
        "forms": bars("Statements by form", forms),
        "chain": bars("Statements by chain", chain),
        "tones": bars("Statements by tone of the cue", tones),
        "months": chart("Statements over time", spans, of_time) if len(spans) > 1 else "",
        "link": link,
    }


def _search(**filters: Any) -> str:
    shown = {
        name: str(value).lower() if value in (True, False) else value
        for name, value in filters.items()
        if value not in (None, "")
    }
    return f"/statements?{urlencode(shown)}"
