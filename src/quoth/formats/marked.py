"""The article's text as HTML with every part of every statement marked, character for character.

With the tags taken away and the references resolved, what is left is ``article.text`` itself.
Only what HTML cannot hold, NUL and unpaired surrogates, stands as U+FFFD.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quoth.formats.segments import Segment, cut
from quoth.records import Span
from quoth.wording import UNSAFE, Words, bounds, day_in_words, visible

_Role = Literal["source", "cue", "content", "figure", "mention", "time", "furniture"]

_PARTS: dict[str, str] = {"cue": "q", "source": "s", "content": "c"}
_DEEPEST = 3
_ODD = re.compile(f"[{UNSAFE}]")
_BLANK_LINES = re.compile(r"\r?\n(?:[ \t\r]*\n)+")
_LINE_END = re.compile(r"\r?\n")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a span is, and the number of the attribution, speaker, figure or time it belongs to."""

    role: _Role
    number: int = 0


def escaped(text: str) -> str:
    """``text`` for HTML, in elements and attributes, on one line and with nothing invisible."""
    return html.escape(visible(text))


class MarkedText:
    """Renders one article's text; ``prefix`` keeps ids apart on a page of many."""

    def __init__(self, words: Words, prefix: str) -> None:
        self._words = words
        self._prefix = prefix
        self._text = words.reading.article.text
        attributions = words.reading.attributions
        self._depth = [0, *(words.depth(one) for one in attributions)]
        self._size = [0, *(sum(map(len, one.contents)) for one in attributions)]
        self._starts = {s.start for one in attributions for s in one.contents}
        self._ends = {s.end for one in attributions for s in one.contents}
        self._anchors: dict[int, list[str]] = defaultdict(list)
        self._links: dict[int, int] = {}
        self._marked = self._marks()

    def render(self) -> str:
        """The text as a row of ``<p>``."""
        return "".join(self.paragraphs())

    def paragraphs(self) -> Iterator[str]:
        """The same, one ``<p>`` after another; once only."""
        paragraphs = self._paragraphs()
        breaks = [edge for paragraph in paragraphs for edge in paragraph]
        segments = iter(cut(len(self._text), self._marked, breaks))
        times = {
            one.span.start: day_in_words(one.time) for one in self._words.reading.article.entries
        }
        for start, end, stop in paragraphs:
            begin = start
            inside: list[str] = []
            after: list[str] = []
            while start < stop:
                segment = next(segments)
                (inside if segment.start < end else after).append(self._segment(segment))
                start = segment.end
            gap = f'<span class="br">{"".join(after)}</span>' if after else ""
            # The style shows it; it is no part of the text, whose characters are counted.
            entry = f' data-entry="{html.escape(times[begin])}"' if begin in times else ""
            yield f'<p dir="auto"{entry}>{"".join(inside)}{gap}</p>'

    def _paragraphs(self) -> list[tuple[int, int, int]]:
        """Start, end and end with line breaks of each paragraph; together the whole text."""
        text = self._text
        # Where blank lines part the paragraphs, single line breaks are lines of a paragraph.
        between = _BLANK_LINES if _BLANK_LINES.search(text.strip()) else _LINE_END
        out = []
        start = 0
        for match in between.finditer(text):
            out.append((start, match.start(), match.end()))
            start = match.end()
        if start < len(text):
            out.append((start, len(text), len(text)))
        return out

    def _marks(self) -> list[tuple[Span, _Mark]]:
        reading = self._words.reading
        marks: list[tuple[Span, _Mark]] = []
        for number, one in enumerate(reading.attributions, 1):
            marks += [(span, _Mark("source", number)) for span in one.sources]
            marks += [(span, _Mark("content", number)) for span in one.contents]
            if one.cue:
                marks.append((one.cue, _Mark("cue", number)))
            spans = [span for span in (one.cue, *one.sources, *one.contents) if span]
            if spans:
                self._anchors[spans[0].start].append(f"{self._prefix}t{number}")
                self._links.setdefault(spans[0].start, number)
        for number, speaker in enumerate(reading.speakers, 1):
            marks += [(span, _Mark("mention", number)) for span in speaker.mentions]
            for span in speaker.mentions[:1]:
                self._anchors[span.start].append(f"{self._prefix}m{number}")
        for number, figure in enumerate(reading.figures, 1):
            marks.append((figure.span, _Mark("figure", number)))
        for number, time in enumerate(reading.times, 1):
            marks.append((time.span, _Mark("time", number)))
        marks += [(span, _Mark("furniture")) for span in reading.article.furniture]
        return marks

    def _segment(self, segment: Segment[_Mark]) -> str:
        text = _characters(self._text, segment.start, segment.end)
        anchors = self._anchors.pop(segment.start, [])
        link = self._links.pop(segment.start, None)
        if not segment.marks and not anchors:
            return text
        attributes = {"class": self._classes(segment), **self._data(segment)}
        title = self._title(segment)
        if title:
            attributes["title"] = title
        tag = "span"
        roles = {mark.role for mark in segment.marks}
        if link is not None:
            tag = "a"
            attributes |= {"href": f"#{self._prefix}a{link}", "data-n": str(link)}
        elif "mention" in roles and not roles & {"source", "cue"}:
            tag = "a"
            speaker = next(mark.number for mark in segment.marks if mark.role == "mention")
            # The list of speakers offers the same by keyboard; here it would stop at every name.
            attributes |= {"href": f"#{self._prefix}s{speaker}", "tabindex": "-1"}
        if anchors:
            attributes["id"] = anchors[0]
        before = "".join(f'<span id="{anchor}"></span>' for anchor in anchors[1:])
        row = "".join(f' {key}="{value}"' for key, value in attributes.items() if value)
        return f"{before}<{tag}{row}>{text}</{tag}>"

    def _classes(self, segment: Segment[_Mark]) -> str:
        roles = {mark.role for mark in segment.marks}
        names = []
        depth = len({mark.number for mark in segment.marks if mark.role == "content"})
        if depth:
            names += ["x", "c", *([f"c{min(depth, _DEEPEST)}"] if depth > 1 else [])]
            names += ["cb"] * (segment.start in self._starts)
            names += ["ce"] * (segment.end in self._ends)
        if "cue" in roles:
            names += ["x", "q"]
        elif "source" in roles:
            names += ["x", "s"]
        elif "mention" in roles:
            names.append("m")
        names += ["f"] * ("figure" in roles) + ["furniture"] * ("furniture" in roles)
        if "time" in roles and not names:
            names.append("t")
        return " ".join(dict.fromkeys(names))

    def _data(self, segment: Segment[_Mark]) -> dict[str, str]:
        """The attributions, innermost first, and speakers the segment belongs to."""
        parts = [mark for mark in segment.marks if mark.role in _PARTS]
        parts.sort(
            key=lambda mark: (
                mark.role == "content",
                -self._depth[mark.number],
                self._size[mark.number],
                mark.number,
            )
        )
        speakers = {m.number for m in segment.marks if m.role == "mention"}
        return {
            "data-a": " ".join(
                dict.fromkeys(f"{mark.number}{_PARTS[mark.role]}" for mark in parts)
            ),
            "data-s": " ".join(map(str, sorted(speakers))),
        }

    def _title(self, segment: Segment[_Mark]) -> str:
        reading = self._words.reading
        said = []
        for mark in segment.marks:
            if mark.role == "figure":
                figure = reading.figures[mark.number - 1]
                said.append(f"{bounds(figure)} {figure.of or ''}".rstrip())
            elif mark.role == "time":
                time = reading.times[mark.number - 1]
                dates = dict.fromkeys(date for date in (time.start, time.end) if date)
                said.append(" to ".join(dates))
        return escaped("; ".join(dict.fromkeys(filter(None, said))))


def _characters(text: str, start: int, end: int) -> str:
    """Characters ``start`` to ``end`` for HTML, exactly; odd ones isolated and labelled."""
    out = []
    for match in _ODD.finditer(text, start, end):
        character, place = match[0], match.start()
        out.append(html.escape(text[start:place]))
        start = place + 1
        if character == "\r" and text[start : start + 1] == "\n":
            # As a reference: a parser turns the character itself into a line feed.
            out.append("&#13;")
            continue
        shown = {"\r": "&#13;", "\0": "&#xFFFD;"}.get(character, character)
        if "\ud800" <= character <= "\udfff":
            shown = "&#xFFFD;"
        # In an isolate of its own, a direction override ends where it began.
        out.append(f'<bdi class="ctl" data-code="U+{ord(character):04X}">{shown}</bdi>')
    out.append(html.escape(text[start:end]))
    return "".join(out)
