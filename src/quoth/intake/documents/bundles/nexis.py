"""Downloads of Nexis: the older layout ("1 of 10 DOCUMENTS"), and that of Nexis Uni.

Older: outlet, date and title by their place, then fields in capitals; the text stands between the
length and the first field behind it. Nexis Uni and Lexis Advance: title, outlet, date, copyright,
fields, a line "Body", the text, a line "Classification" and "End of Document".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.intake.documents.bundles.lines import Found, Text, lines_of, slice_of
from quoth.intake.documents.bundles.words import (
    is_rights,
    labelled,
    press_date,
    stated_words,
    words,
)

_START = re.compile(
    r"(?:FOCUS - )?(?:\d{1,6} of \d{1,6} DOCUMENTS?|Dokument \d{1,6} von \d{1,6}"
    r"|Document \d{1,6} de \d{1,6})",
    re.IGNORECASE,
)
_START_LINE = re.compile(rf"^[ \t\f]{{0,90}}{_START.pattern}[ \t\r]{{0,9}}$", re.I | re.M)
_HEADER = 40  # lines of a header, at most
_MOST_TITLE = 6  # lines
_FULL, _WIDEST = 50, 90  # characters of a line that runs on
_EDITION = re.compile(r"edition|ausgabe|édition", re.IGNORECASE)


def is_nexis(beginning: str) -> bool:
    """Whether a text begins as a download of Nexis does."""
    names = words()["nexis"]
    length = labelled(*names["length"])
    lines = beginning.split("\n")
    if not any(length.match(line) for line in lines):
        return False
    if _START_LINE.search(beginning):
        return True
    alone = {line.strip().lower() for line in lines if len(line) < 60}
    return not alone.isdisjoint(names["body"]) and any(is_rights(line) for line in lines)


def nexis_articles(text: str) -> list[Found]:
    """The articles of a download of Nexis."""
    lines = lines_of(text)
    if any(_START.fullmatch(line.words) for line in lines):
        return [_older(text, chunk) for chunk in _chunks(lines)]
    return [_uni(text, chunk) for chunk in _finished(lines)]


def _chunks(lines: list[Text]) -> Iterator[list[Text]]:
    starts = [i for i, line in enumerate(lines) if _START.fullmatch(line.words)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start + 1 : end]


def _older(text: str, lines: list[Text]) -> Found:
    names = words()["nexis"]
    found = Found()
    head = [*names["byline"], *names["section"], *names["length"], *names["before"]]
    field = labelled(*head)
    behind = labelled(*names["behind"])
    i = _stand(found, lines, field)
    fields_end = i
    length = labelled(*names["length"])
    byline = labelled(*names["byline"])
    section = labelled(*names["section"])
    while i < min(len(lines), fields_end + _HEADER):
        line = lines[i].words
        if not line:
            i += 1
            continue
        match = field.match(line)
        if match is None:
            break
        value, i = _value(lines, i, match[2])
        if length.match(line):
            found.length = stated_words(value)
        elif byline.match(line) and found.byline is None:
            found.byline = value
        elif section.match(line):
            found.section = found.section or value
    end = next((k for k in range(i, len(lines)) if behind.match(lines[k].words)), len(lines))
    body = lines[i:end]
    while body and (not body[-1].words or is_rights(body[-1].words)):
        body.pop()
    found.text = slice_of(text, body)
    language = labelled("language", "sprache", "langue")
    found.language = next(
        (m[2].split(";")[0].strip() for k in lines[end:] if (m := language.match(k.words))), None
    )
    return found


def _stand(found: Found, lines: list[Text], field: re.Pattern[str]) -> int:
    """Outlet, date and title, told by where they stand; the line at which the fields begin."""
    stop = next(
        (k for k, line in enumerate(lines[:_HEADER]) if field.match(line.words)),
        min(len(lines), _HEADER),
    )
    i = 0
    while i < stop:
        line = lines[i].words
        if line and not is_rights(line):
            date = press_date(line, day_first=True)
            if date and found.published is None:
                found.published = date
                i += 1
                break
            if found.outlet is None:
                found.outlet = line
        i += 1
    below = i
    while i < stop and lines[i].words:  # the edition, right below the date
        i += 1
    if i == stop:  # a document without blank lines
        i = below
        open_line = False  # "Edition 1;" goes on in the next
        while i < stop - 1 and (open_line or _EDITION.search(lines[i].words)):
            open_line = lines[i].words.endswith(";")
            i += 1
    title: list[str] = []
    while i < stop and (lines[i].words or not title):
        if lines[i].words and not is_rights(lines[i].words):
            title.append(lines[i].words)
        i += 1
    if 0 < len(title) <= _MOST_TITLE:
        found.title = " ".join(title)
    return stop if stop < min(len(lines), _HEADER) else i


def _value(lines: list[Text], i: int, value: str) -> tuple[str, int]:
    """The value of a field, with the lines it runs over, and the line behind it."""
    parts = [value]
    i += 1
    while i < len(lines) and lines[i].words and _runs_on(lines[i - 1].words, lines[i].words):
        parts.append(lines[i].words)
        i += 1
    return " ".join(part for part in parts if part), i


def _runs_on(line: str, following: str) -> bool:
    """Whether a line was wrapped, and no field begins in the next."""
    return _FULL <= len(line) <= _WIDEST >= len(following) and ":" not in following[:30]


def _finished(lines: list[Text]) -> Iterator[list[Text]]:
    """The chunks that end in "End of Document", or the whole where none does."""
    finish = words()["nexis"]["finish"]
    start = 0
    for i, line in enumerate(lines):
        if line.words.lower() in finish:
            yield lines[start:i]
            start = i + 1
    bodies = words()["nexis"]["body"]
    if any(line.words.lower() in bodies for line in lines[start:]):
        yield lines[start:]


def _uni(text: str, lines: list[Text]) -> Found:
    names = words()["nexis"]
    found = Found()
    body = next((i for i, line in enumerate(lines) if line.words.lower() in names["body"]), None)
    head = [line.words for line in lines[: len(lines) if body is None else body] if line.words]
    rights = [i for i, line in enumerate(head) if is_rights(line)]
    field = labelled(*names["byline"], *names["section"], *names["length"], *names["before"])
    stop = next((i for i, line in enumerate(head) if field.match(line)), len(head))
    top = head[: rights[-1] if rights else stop]
    dates = [(i, date) for i, line in enumerate(top) if (date := press_date(line, day_first=True))]
    if dates:
        at, found.published = dates[-1]
        found.outlet = top[at - 1] if at >= 1 else None
        found.title = top[at - 2] if at >= 2 else None
    for line in head[len(top) :]:
        if match := labelled(*names["length"]).match(line):
            found.length = stated_words(match[2])
        elif match := labelled(*names["byline"]).match(line):
            found.byline = match[2]
        elif match := labelled(*names["section"]).match(line):
            found.section = match[2]
    if body is not None:
        behind = labelled(*names["behind"])
        rest = lines[body + 1 :]
        end = next(
            (
                i
                for i, line in enumerate(rest)
                if line.words.lower() in names["ends"] or behind.match(line.words)
            ),
            len(rest),
        )
        found.text = slice_of(text, rest[:end])
        language = labelled("language", "sprache", "langue")
        found.language = next(
            (m[2].split(";")[0].strip() for k in rest[end:] if (m := language.match(k.words))),
            None,
        )
    return found
