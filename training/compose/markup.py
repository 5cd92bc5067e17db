"""Marked text as a document in the interchange format.

Marks are ``[source]``, ``{cue}`` and ``<content>``; what stands before a colon right after the
opening mark is a number, a kind (``s``, ``t``, ``i``) and a speaker (``@key``), each of them
optional: ``[1@a:Ana Ruiz] {1t:hopes} <1:to win>``; a kind that is not told follows from the cue.
Unnumbered marks of one sentence on one level are one attribution; marks inside a content are
another one, within it. A sentence ends at a line break or at ``|``, which is taken out. ``^``
writes the next letter large.

Quotation marks are written “ ” and, inside others and in headlines, ‹ ›; `build` then writes
them as one outlet would, every mark one character, so that no place moves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Span = dict[str, int]
Speaker = dict[str, Any]

OPEN = {"[": "sources", "{": "cue", "<": "contents"}
CLOSE = {"]": "sources", "}": "cue", ">": "contents"}
LABEL = re.compile(r"(\d*)([sti]?)(@\w+)?:")
KINDS = {"": "", "s": "speech", "t": "thought", "i": "intent"}
STYLES = {
    "curly": "“”‘’’",
    "straight": "\"\"'''",
    "single": "‘’“”’",
    "plain": "''\"\"'",
    "guillemets": "«»“”’",
    "german": "„“‚‘’",
}
THOUGHT = re.compile(
    r"\b(think|thinks|thought|believ\w+|beliefs?|hop(?:es?|ed|ing)|fear\w*|know|knows|knew|known|"
    r"expect\w*|felt|feels?|feeling|doubt\w*|suspect\w*|suspicion|sure|convinced|conviction|"
    r"worried|afraid|certain|confident|concern|alarm|wonders?|presumed|understood|idea|opinion|view|"
    r"considering|sees)\b|^for$",
    re.IGNORECASE,
)
INTENT = re.compile(
    r"\b(plans?|planned|planning|wants?|wanted|intends?|intended|intention|aims?|refuse[sd]?|"
    r"refusal|ready|decid\w+|decision|determined|wish|looking|thinking about)\b",
    re.IGNORECASE,
)
DOCUMENT = re.compile(
    r"\b(report|study|survey|poll|filing|book|letter|statement|memo|draft|note)\b"
)
OWN = {"i", "we", "me", "us", "my", "our", "he", "she", "they", "it"}


class MarkupError(ValueError):
    """Marks that do not close, or an attribution without content."""


@dataclass
class _Draft:
    """One attribution while its marks are read."""

    number: str
    parent: _Draft | None
    kind: str = ""
    speaker: str = ""
    parts: dict[str, list[Span]] = field(
        default_factory=lambda: {"sources": [], "cue": [], "contents": []}
    )


@dataclass
class _State:
    """Where the parser stands."""

    out: list[str] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)
    numbered: dict[tuple[int, str], _Draft] = field(default_factory=dict)
    frames: list[_Draft | None] = field(default_factory=lambda: [None])
    marks: list[tuple[str, int, _Draft]] = field(default_factory=list)
    large: bool = True


def build(marked: str, speakers: dict[str, Speaker], style: str = "curly") -> dict[str, Any]:
    """The text and quotes of a marked text.

    Args:
        marked: text with marks, as the module's text says.
        speakers: who the ``@key`` of a mark is.
        style: a key of `STYLES`.

    Raises:
        MarkupError: when marks are crossed or left open, or an attribution has no content.
    """
    state = _State()
    position = 0
    while position < len(marked):
        position = _step(marked, position, state)
    if state.marks:
        raise MarkupError(f"a mark is left open in {marked!r}")
    text = "".join(state.out)
    quotes = [_quote(draft, text, speakers) for draft in state.drafts]
    order = sorted(range(len(quotes)), key=lambda i: (_reach(quotes[i]), i))
    ids = {id(state.drafts[i]): f"a{n}" for n, i in enumerate(order)}
    for i in order:
        parent = state.drafts[i].parent
        quotes[i]["id"] = ids[id(state.drafts[i])]
        quotes[i]["within"] = ids[id(parent)] if parent else None
    return {
        "text": text.translate(str.maketrans("“”‹›’", STYLES[style])),
        "quotes": [quotes[i] for i in order],
    }


def _step(marked: str, position: int, state: _State) -> int:
    """Read one character or mark; where the next one stands."""
    character = marked[position]
    position += 1
    if character in OPEN:
        number = kind = speaker = ""
        match = LABEL.match(marked, position)
        if match and match.end() > position + 1:
            number, kind, speaker = (part or "" for part in match.groups())
            position = match.end()
        draft = _owner(number, state)
        draft.kind = draft.kind or kind
        draft.speaker = draft.speaker or speaker[1:]
        state.marks.append((OPEN[character], len(state.out), draft))
        state.frames.append(None)
    elif character in CLOSE:
        if not state.marks or state.marks[-1][0] != CLOSE[character]:
            raise MarkupError(f"{character!r} closes nothing in {marked!r}")
        role, start, draft = state.marks.pop()
        state.frames.pop()
        draft.parts[role].append({"start": start, "end": len(state.out)})
    elif character == "^":
        state.large = True
    elif character == "|":
        state.frames[-1] = None
    else:
        _emit(character, state)
    return position


def _emit(character: str, state: _State) -> None:
    before = "".join(state.out[-2:])
    if state.large and character.isalnum():
        character = character.upper() if len(character.upper()) == 1 else character
        state.large = False
    elif character.isalpha() and len(before) == 2 and before[0] in ".!?" and before[1] == " ":
        character = character.upper()
    state.out.append(character)
    if character == "\n":
        state.large = True
        state.frames[-1] = None


def _owner(number: str, state: _State) -> _Draft:
    """The attribution a mark belongs to. Numbers count within the content they stand in."""
    parent = next((d for role, _, d in reversed(state.marks) if role == "contents"), None)
    key = (id(parent), number)
    found = state.numbered.get(key) if number else state.frames[-1]
    if found is None:
        found = _Draft(number, parent)
        state.drafts.append(found)
        if number:
            state.numbered[key] = found
        else:
            state.frames[-1] = found
    return found


def _quote(draft: _Draft, text: str, speakers: dict[str, Speaker]) -> dict[str, Any]:
    parts = draft.parts
    if not parts["contents"] or len(parts["cue"]) > 1:
        raise MarkupError(f"an attribution needs one cue and a content: {_words(draft, text)}")
    return {
        "id": "",
        "cue": parts["cue"][0] if parts["cue"] else None,
        "sources": sorted(parts["sources"], key=lambda s: s["start"]),
        "contents": sorted(parts["contents"], key=lambda s: s["start"]),
        "form": _form(parts["contents"], text),
        "kind": KINDS[draft.kind] or _kind(parts["cue"], text),
        "within": None,
        "speaker": _speaker(draft, text, speakers),
    }


def _kind(cue: list[Span], text: str) -> str:
    """What the cue tells of: a thought, an intent, or else speech."""
    words = text[cue[0]["start"] : cue[0]["end"]] if cue else ""
    return "intent" if INTENT.search(words) else "thought" if THOUGHT.search(words) else "speech"


def _speaker(draft: _Draft, text: str, speakers: dict[str, Speaker]) -> Speaker | None:
    if draft.speaker == "none":
        return None
    if draft.speaker:
        return speakers[draft.speaker]
    if not draft.parts["sources"]:
        return None
    words = " ".join(text[s["start"] : s["end"]] for s in draft.parts["sources"])
    first = words.split("’")[0].lower()
    if first in OWN and draft.parent:
        return _speaker(draft.parent, text, speakers)
    kind = "document" if DOCUMENT.search(words) else "unnamed"
    return {"name": None, "type": kind, "roles": [], "label": words}


def _form(contents: list[Span], text: str) -> str:
    """Direct when all words of the contents stand in quotation marks, mixed when some do."""
    inside = outside = False
    for span in contents:
        opened = _depth(text, span["start"])
        for character in text[span["start"] : span["end"]]:
            if character in "“‹":
                opened += 1
            elif character in "”›":
                opened = max(0, opened - 1)
            elif character.isalnum():
                inside, outside = inside or opened > 0, outside or opened == 0
    return "indirect" if not inside else "mixed" if outside else "direct"


def _depth(text: str, position: int) -> int:
    before = text[text.rfind("\n", 0, position) + 1 : position]
    return sum(before.count(m) for m in "“‹") - sum(before.count(m) for m in "”›")


def _reach(quote: dict[str, Any]) -> tuple[int, int]:
    spans = [*quote["sources"], *quote["contents"], *([quote["cue"]] if quote["cue"] else [])]
    return min(s["start"] for s in spans), -max(s["end"] for s in spans)


def _words(draft: _Draft, text: str) -> str:
    return " … ".join(text[s["start"] : s["end"]] for p in draft.parts.values() for s in p)
