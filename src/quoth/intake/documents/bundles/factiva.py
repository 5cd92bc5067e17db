"""Downloads of Factiva as text, RTF or page: with field codes ("HD", "LP", "TD"), or as displayed.

Each article ends in "Document" and its accession number. As displayed, the fields stand in a fixed
order: section, title, byline, length, date, time, outlet, its code, edition and page, language,
copyright, text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.intake.documents.bundles.lines import Found, Text, language_line, lines_of, slice_of
from quoth.intake.documents.bundles.words import is_rights, press_date, stated_words

_END = re.compile(r"[DT]o[ck]ument[eo]? ([A-Z]{2,10}[0-9A-Za-z]{14,30})")
_END_LINE = re.compile(rf"^[ \t]{{0,40}}(?:AN[ \t|]{{1,9}})?{_END.pattern}[ \t\r]{{0,9}}$", re.M)
_PAGE = re.compile(r"""class\s?=\s?["']article [a-z]{2,4}Article\b""")
_CODE = re.compile(
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|VOL|LP|TD|RF|CT|CO|IN|NS|RE|IPC|IPD|PUB|AN|CLM|ART)"
    r"(?:[ \t|\u00a0]+|$)"
)
_TEXT_CODES = ("LP", "TD")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s\w{2,4})?", re.IGNORECASE)
_BY = re.compile(r"(?:by|von|par)\s", re.IGNORECASE)
_MOST_NAME_WORDS = 8
_HEADER = 25
_LONGEST_SECTION = 40


def is_factiva(beginning: str) -> bool:
    """Whether a text or page begins as a download of Factiva does."""
    return _END_LINE.search(beginning) is not None or _PAGE.search(beginning) is not None


def factiva_articles(text: str) -> list[Found]:
    """The articles of a download of Factiva given as lines of text."""
    return [
        _coded(chunk, number) if _is_coded(chunk) else _displayed(text, chunk, number)
        for chunk, number in _chunks(lines_of(text))
    ]


def _chunks(lines: list[Text]) -> Iterator[tuple[list[Text], str]]:
    start = 0
    for i, line in enumerate(lines):
        coded = line.words.startswith("AN")
        end = _END.search(line.words) if coded else _END.fullmatch(line.words)
        if end:
            yield lines[start:i], end[1]
            start = i + 1


def _is_coded(lines: list[Text]) -> bool:
    codes = {match[1] for line in lines if (match := _CODE.match(line.words))}
    return "HD" in codes and not codes.isdisjoint(("PD", "WC", "SN"))


def _coded(lines: list[Text], number: str) -> Found:
    fields: dict[str, list[tuple[Text, str]]] = {}
    current: list[tuple[Text, str]] = []
    order = {"SE", "HD", "BY", "WC", "PD", "SN"}
    for line in lines:
        match = _CODE.match(line.words)
        # Within the text, only a code that may follow it ends it.
        if match and (match[1] not in fields) and (match[1] in order or "HD" in fields):
            current = fields.setdefault(match[1], [])
            current.append((line, line.words[match.end() :].lstrip("|\t \u00a0")))
        else:
            current.append((line, line.words))

    def value(code: str) -> str | None:
        return " ".join(words for _, words in fields.get(code, ()) if words) or None

    body = [one for code in _TEXT_CODES for one in fields.get(code, ())]
    return Found(
        text="\n".join(words for _, words in body if words),
        title=value("HD"),
        outlet=value("SN"),
        published=press_date(value("PD") or "", day_first=True),
        byline=value("BY"),
        id=number,
        language=value("LA"),
        length=stated_words(value("WC") or ""),
        section=value("SE"),
    )


def _displayed(text: str, lines: list[Text], number: str) -> Found:
    found = Found(id=number)
    filled = [line for line in lines if line.words]
    at = next((i for i, line in enumerate(filled[:_HEADER]) if _is_length(line.words)), None)
    if at is None:
        found.text = slice_of(text, lines)
        return found
    found.length = stated_words(filled[at].words)
    _head(found, [line.words for line in filled[:at]])
    i = at + 1
    while i < len(filled) and i < at + 4:
        found.published = press_date(filled[i].words, day_first=True)
        i += 1
        if found.published:
            break
    if i < len(filled) and _CLOCK.fullmatch(filled[i].words):
        i += 1
    if i < len(filled):
        found.outlet = filled[i].words
        i += 1
    language = next(
        (k for k in range(i, min(len(filled), i + 8)) if language_line(filled[k].words)), None
    )
    rights = next(
        (k for k in range(i, min(len(filled), i + 10)) if is_rights(filled[k].words)), None
    )
    if language is not None:
        found.language = filled[language].words
    stops = [k for k in (language, rights) if k is not None]
    found.text = slice_of(text, filled[(max(stops) + 1 if stops else i + 1) :])
    return found


def _is_length(line: str) -> bool:
    return len(line) < 30 and stated_words(line) is not None and line[0].isdigit()


def _head(found: Found, head: list[str]) -> None:
    """Section, title and byline, of which only the title is always there."""
    if len(head) > 1 and _is_byline(head[-1], head[-2]):
        found.byline = head.pop()
    if head:
        found.title = head[-1]
    if len(head) == 2 and len(head[0]) <= _LONGEST_SECTION:  # of more, some are of the title
        found.section = head[0]


def _is_byline(line: str, above: str) -> bool:
    names = line.split()
    small = ("and", "de", "van", "von", "et", "und")
    capitals = all(word[:1].isupper() or word.lower() in small for word in names)
    short = 2 <= len(names) <= _MOST_NAME_WORDS and len(line) < len(above)
    return _BY.match(line) is not None or (short and capitals and line[-1] not in ".!?:")
