"""Subtitles (.srt, .vtt) as the transcript of what is said: a turn of a speaker a line.

WebVTT names who speaks in ``<v Anna Lindqvist>`` (W3C, WebVTT, 3.4), SubRip in a line's beginning
("ANNA LINDQVIST: …"); ">>" is a change of speakers in captions of live television.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from quoth.errors import InputError
from quoth.intake.documents.part import Line, lined, tidy
from quoth.intake.fields import Record

_TIME = r"(?:(\d{1,3}):)?(\d\d):(\d\d)[.,](\d{3})"
_CUE = re.compile(rf"[ \t]{{0,9}}{_TIME}[ \t]{{1,9}}-->[ \t]{{1,9}}{_TIME}")
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,60})?[ \t]+([^<>]{1,80})>")
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,60}\}")
_NAME = re.compile(
    r"\A(?:>>\s{0,3}|- ?)?([^\s:\[\]()][^:\[\]()]{0,58}?)(?:\s?\([^()]{1,40}\))?:\s{1,3}"
)
_CHANGE = re.compile(r"(?:>>|&gt;&gt;)\s{0,3}|[-–—]\s{1,3}(?=\S)")
_SOUND = re.compile(r"[\[(][^\[\]()]{1,80}[\])]|[♪♫#][^♪♫#]{0,200}[♪♫#]|[♪♫]")
_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\Z")
_PAUSE = 3.0  # seconds, after which a new paragraph begins where a sentence has ended
_MOST_NAME_WORDS = 5


@dataclass(slots=True)
class _Cue:
    start: float
    end: float
    lines: list[str]


@dataclass(slots=True)
class _Turn:
    name: str | None
    text: str
    end: float


def subtitles_record(text: str, name: str) -> Record:
    """The record of a file of subtitles.

    Raises:
        InputError: when it has no cue with words.
    """
    turns: list[_Turn] = []
    seen: list[str] = []
    for cue in _cues(text):
        # Live captions roll: the line above is shown again with the next.
        fresh = [line for line in cue.lines if line not in seen]
        seen = cue.lines
        for line in fresh:
            _add(turns, line, cue)
    if not turns:
        raise InputError(name, "no words in these subtitles")
    lines: list[Line] = [
        (f"{turn.name}: {turn.text}", "transcript turn") if turn.name else (turn.text, "paragraph")
        for turn in turns
        if turn.text
    ]
    whole, kinds = lined(lines)
    return Record(whole, kinds=kinds)


def _cues(text: str) -> Iterator[_Cue]:
    """The cues in order; notes, styles and regions stand between them and are passed over."""
    cue: _Cue | None = None
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        match = _CUE.match(line)
        if match:
            if cue:
                yield cue
            times = match.groups()
            cue = _Cue(_seconds(times[:4]), _seconds(times[4:]), [])
        elif not line.strip():
            if cue:
                yield cue
            cue = None
        elif cue is not None:
            cue.lines.append(line.strip())
    if cue:
        yield cue


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, part = (int(one or 0) for one in parts)
    return hours * 3600 + minutes * 60 + seconds + part / 1000


def _add(turns: list[_Turn], line: str, cue: _Cue) -> None:
    """Put what a line says behind the turns before it, or begin another."""
    voice = _VOICE.search(line)
    bare = html.unescape(_TAG.sub("", line))
    said = tidy(_SOUND.sub(" ", bare))
    name = tidy(html.unescape(voice[1])) if voice else None
    change = False
    if name is None and (match := _NAME.match(said)) and _is_name(match[1]):
        name, said = match[1].strip(), said[match.end() :]
    elif name is None and (match := _CHANGE.match(said)):
        change, said = True, said[match.end() :]
    if not said and name is None:
        return
    last = turns[-1] if turns else None
    paused = (
        last is not None
        and cue.start - last.end > _PAUSE
        and (not last.text or _TERMINAL.search(last.text) is not None)
    )
    if last is None or change or (name is not None and name != last.name):
        turns.append(_Turn(name, said, cue.end))
    elif paused and name is None and last.name is None:
        turns.append(_Turn(None, said, cue.end))
    else:
        last.text = f"{last.text} {said}".strip()
        last.end = cue.end


def _is_name(text: str) -> bool:
    """Whether the words before a colon are somebody's name: capitals, or each word with one."""
    words = text.split()
    letters = [c for c in text if c.isalpha()]
    if not letters or len(words) > _MOST_NAME_WORDS or any(c.isdigit() for c in text):
        return False
    small = ("of", "the", "de", "van", "von", "al", "bin", "for", "and")
    return all(word[:1].isupper() or word in small for word in words)
