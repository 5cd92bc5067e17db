"""Downloads of ProQuest as text or page: fields with their names, one article after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.intake.documents.bundles.lines import Found, Text, lines_of, slice_of
from quoth.intake.documents.bundles.words import labelled, press_date, words

_RULE = re.compile(
    r"_{20,200}|\*{20,200}|Document \d{1,6} (?:of|de) \d{1,6}|Dokument \d{1,6} von \d{1,6}"
)
_LAST = ("database", "base de données", "datenbank")
_SIGN = re.compile(r"ProQuest(?:[ -]Dokument-ID| document ID)|document ProQuest", re.IGNORECASE)


def is_proquest(beginning: str) -> bool:
    """Whether a text or page begins as a download of ProQuest does."""
    if not _SIGN.search(beginning):
        return False
    lowered = beginning.lower()
    return any(label in lowered for label in words()["proquest"]["text"])


def proquest_articles(text: str) -> list[Found]:
    """The articles of a download of ProQuest given as lines of text."""
    found = (_article(text, chunk) for chunk in _chunks(lines_of(text)))
    return [one for one in found if one is not None]


def _chunks(lines: list[Text]) -> Iterator[list[Text]]:
    ruled = any(_RULE.fullmatch(line.words) for line in lines)
    last = labelled(*_LAST)
    start = 0
    for i, line in enumerate(lines):
        if _RULE.fullmatch(line.words) if ruled else last.match(line.words):
            yield lines[start:i]
            start = i + 1
    yield lines[start:]


def _article(text: str, lines: list[Text]) -> Found | None:
    names = words()["proquest"]
    keys = [key for key in names if key != "behind"]
    key_of = {label: key for key in keys for label in names[key]}
    field = labelled(*key_of, *names["behind"])
    values: dict[str, list[Text]] = {}
    current: list[Text] | None = None
    known = None
    for line in lines:
        match = field.match(line.words)
        if match:
            key = key_of.get(match[1].lower(), match[1].lower())
            current = values.setdefault(key, [])
            known = known or key
            at = line.start + text[line.start : line.end].rfind(match[2]) if match[2] else line.end
            current.append(Text(at, line.end, match[2]))
        elif current is not None:
            current.append(line)
    if "text" not in values and "id" not in values:
        return None

    def value(key: str) -> str | None:
        found = [line.words for line in values.get(key, ())]
        return " ".join(found[:2]).strip() or None if found else None

    byline = value("author")
    outlet = value("outlet")
    return Found(
        text=slice_of(text, values.get("text", ())),
        title=value("title") or next((line.words for line in lines if line.words), None),
        outlet=outlet.split(";")[0].strip() if outlet else None,
        published=press_date(value("published") or "", day_first=True),
        byline=_turned(byline) if byline and byline.lower() != "anonymous" else None,
        id=value("id"),
        url=value("url"),
        language=value("language"),
        section=value("section"),
    )


def _turned(byline: str) -> str:
    """ "Holm, Ida; Brekke, Jon" with the first names first."""
    names = (one.strip(" .") for one in byline.split(";"))
    return "; ".join(" ".join(reversed(name.split(", ", 1))) for name in names if name)
