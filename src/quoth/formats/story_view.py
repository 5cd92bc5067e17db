"""Stories for a terminal, as JSON, and as CSV: the list of them, and all of one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.style import Style
from rich.text import Text

from quoth.formats.compare_view import copies_to_dict, figures_to_dict, quotation_to_dict
from quoth.formats.console import fixed_console
from quoth.formats.output import Sink
from quoth.formats.statements import statement_to_dict
from quoth.records import Figure, Span
from quoth.wording import bounds, count, day_in_words, shortened, visible

if TYPE_CHECKING:
    from quoth.ledger.audit import Audit
    from quoth.ledger.comparing import About
    from quoth.ledger.stories import Story
    from quoth.ledger.telling import Told, Unnamed, Voice, WholeStory

COLUMNS: tuple[str, ...] = (
    *("id", "headline", "named", "first", "last"),
    *("articles", "outlets", "statements", "found"),
)
"""The columns of the list as CSV, and the names of its JSON form."""

_TITLE = Style(bold=True)
_QUIET = Style(dim=True)
_WHO = Style(bold=True, color="cyan")
_FIGURE = Style(color="green", bold=True)


def story_to_dict(one: Story) -> dict[str, Any]:
    """The JSON form of a story in a list."""
    return {name: getattr(one, name) for name in COLUMNS}


def whole_story_to_dict(told: WholeStory) -> dict[str, Any]:
    """The JSON form of a whole story; articles are rows of the ledger."""
    return {
        **story_to_dict(told.story),
        "timeline": [_article(one) for one in told.articles],
        "speakers": told.speakers,
        "voices": [_voice(one) for one in told.voices],
        "quotations": [quotation_to_dict(one) for one in told.quotations],
        "figures": [figures_to_dict(one) for one in told.figures],
        "copies": [copies_to_dict(one) for one in told.copies],
        "unnamed": [_unnamed(one) for one in told.unnamed],
        "by_outlet": [outlet_to_dict(one) for one in told.outlets],
    }


def _article(one: Told) -> dict[str, Any]:
    about = one.about
    return {
        "article": about.version,
        "title": about.title,
        "outlet": about.outlet,
        "url": about.url,
        "published": about.published,
        "version": one.number,
        "statements": one.statements,
        "copy_of": one.copy_of,
        "by_person": one.by_person,
    }


def _voice(one: Voice) -> dict[str, Any]:
    return {
        "identity": one.identity or None,
        "name": one.name,
        "type": one.type,
        "statements": one.statements,
        "articles": one.articles,
        "first": [statement_to_dict(each) for each in one.first],
    }


def _unnamed(one: Unnamed) -> dict[str, Any]:
    return {"statement": statement_to_dict(one.statement), "reason": one.reason or None}


def outlet_to_dict(one: Audit) -> dict[str, Any]:
    """What one outlet has of a story, in numbers."""
    return {
        "outlet": one.group or None,
        "articles": len(one.articles),
        "words": one.words,
        "attributed_words": one.attributed_words,
        "statements": one.statements.count,
        "direct": one.forms["direct"].count,
        "speakers": len(one.speakers),
        "second_hand": one.statements.count - one.depths["1"].count,
        "unnamed_with_reason": one.unnamed_stated.count,
        "unnamed_without_reason": one.unnamed_unstated.count,
    }


def write_stories(
    found: Sequence[Story], sink: Sink, *, width: int | None = None, color: bool = False
) -> None:
    """Shows a list of stories, each with its number."""
    out = io.StringIO()
    console = fixed_console(out, width=width, color=color)
    for one in found:
        days = " to ".join(dict.fromkeys(day_in_words(d) for d in (one.first, one.last) if d))
        facts = [days, count(one.articles, "article"), count(one.outlets, "outlet"),
                 count(one.statements, "statement")]  # fmt: skip
        if one.found:
            facts.append(f"{one.found:,} found")
        _add(console, Text.assemble((f"{one.id}  ", _QUIET), (_line(one.headline, 120), _TITLE)))
        _add(console, Text(" · ".join(filter(None, facts)), _QUIET), 4)
    if not found:
        _add(console, Text("no story was found", _QUIET))
    sink.write(out.getvalue())


def write_whole_story(
    told: WholeStory, sink: Sink, *, width: int | None = None, color: bool = False
) -> None:
    """Shows one story: its articles by date, who speaks, quotations, figures, unnamed sources."""
    out = io.StringIO()
    console = fixed_console(out, width=width, color=color)
    about = told.about
    story = told.story
    facts = [count(story.articles, "article"), count(story.outlets, "outlet"),
             count(story.statements, "statement"), count(told.speakers, "speaker")]  # fmt: skip
    _add(console, Text(_line(story.headline, 300), _TITLE))
    _add(console, Text(f"story {story.id} · {' · '.join(facts)}", _QUIET))
    _head(console, "Timeline")
    for one in told.articles:
        copy = " · a copy of " + str(one.copy_of) if one.copy_of else ""
        by = " · put here by a person" if one.by_person else ""
        line = f"{place(one.about)} · {count(one.statements, 'statement')}{copy}{by}"
        _add(console, Text(f"{one.about.version}  {line}"), 2)
    _head(console, "Who speaks")
    for voice in told.voices:
        line = f"{count(voice.statements, 'statement')} in {count(voice.articles, 'article')}"
        _add(console, Text.assemble((visible(voice.name), _WHO), (f"  {line}", _QUIET)), 2)
    if told.quotations:
        _head(console, "Quotations in several articles")
    for group in told.quotations:
        first = {one.id for one in group.first}
        for member in group.members:
            said = member.said
            mark = " · first" if said.id in first else ""
            head = f"  {member.relation}{mark} · {place(about[said.article])} · {said.id}"
            _add(console, Text.assemble((visible(said.label) or "?", _WHO), (head, _QUIET)), 2)
            _add(console, Text(_line(said.content, 400)), 4)
    if told.figures:
        _head(console, "Figures")
    for figures in told.figures:
        told_apart = ", some with no number in common" if figures.disjoint else ""
        _add(console, Text(f"{visible(figures.of)}{told_apart}", _TITLE), 2)
        for each in figures.members:
            number = each.number
            shown = bounds(Figure("", Span(0, 0), number.low, number.high, number.unit))
            who = visible(" ← ".join(number.chain)) or "the article itself"
            line_ = Text.assemble((f"{shown}  ", _FIGURE), (who, _WHO))
            line_.append(f"  {place(about[number.article])}", _QUIET)
            _add(console, line_, 4)
    if told.unnamed:
        _head(console, "Unnamed")
    for hidden in told.unnamed:
        reason = visible(hidden.reason) or "no reason given"
        _add(console, Text.assemble((visible(hidden.statement.who), _WHO), f"  {reason}"), 2)
    _head(console, "By outlet")
    for audit in told.outlets:
        row = outlet_to_dict(audit)
        facts = [
            count(row["articles"], "article"),
            f"{count(row['statements'], 'statement')} of {count(row['speakers'], 'speaker')}",
            f"{row['direct']:,} direct, {row['second_hand']:,} second hand",
            f"unnamed: {row['unnamed_with_reason']:,} with a reason, "
            f"{row['unnamed_without_reason']:,} without",
        ]
        _add(console, Text(f"{visible(audit.group) or 'no outlet known'}: {'; '.join(facts)}"), 2)
    sink.write(out.getvalue())


def place(about: About) -> str:
    """Outlet, day and title of an article on one line."""
    parts = [about.outlet, (about.published or "")[:10], about.headline]
    return " · ".join(_line(part, 100) for part in parts if part)


def _line(text: str, limit: int) -> str:
    return shortened(visible(text), limit)


def _head(console: Console, words: str) -> None:
    console.print()
    _add(console, Text(words, _TITLE))


def _add(console: Console, text: Text, indent: int = 0) -> None:
    for line in text.wrap(console, console.width - indent, overflow="fold"):
        line.rstrip()
        console.print(Text(" " * indent) + line, no_wrap=True, overflow="ignore", crop=False)
