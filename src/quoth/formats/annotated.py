"""What annotators left: statements read back from Label Studio and brat.

Both get them from `quoth.formats.annotators`; a part that was moved, added, taken away or linked
anew is as it was left. A statement is its head (a cue, or what stands for one) with all that is
linked to it; a source or content that nothing links belongs to none and is told.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from quoth.errors import InputError
from quoth.formats.output import encodable
from quoth.records import Form, Kind, Polarity, Span, Tone

_CHOICES: dict[str, tuple[str, ...]] = {
    "form": get_args(Form),
    "kind": get_args(Kind),
    "tone": get_args(Tone),
    "polarity": get_args(Polarity),
}
_MOST = 256_000_000


@dataclass
class Annotated:
    """A statement as it was left: ``parts`` by what they are, ``choices`` and ``speaker`` where one
    was given."""

    parts: dict[str, list[Span]] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    speaker: str | None = None


@dataclass(frozen=True)
class AnnotatedText:
    """A text, by what it is known, the statements in it, and what was not understood."""

    name: str
    address: str
    text: str
    statements: tuple[Annotated, ...]
    told: tuple[str, ...] = ()


def annotated_in(path: Path) -> Iterator[AnnotatedText | InputError]:
    """The annotated texts of a file: an export of Label Studio (JSON), or an archive (or folder) of
    brat's files with the ``articles.tsv`` that quoth wrote among them.

    Raises:
        InputError: when it is neither.
    """
    if path.is_dir():
        yield from _of_brat({p.name: p.read_bytes() for p in sorted(path.iterdir()) if p.is_file()})
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), (error.strerror or str(error)).lower()) from error
    if zipfile.is_zipfile(io.BytesIO(data)):
        yield from _of_brat(_unpacked(data, str(path)))
        return
    try:
        tasks = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(
            str(path), "neither a Label Studio export (JSON) nor a brat archive"
        ) from error
    if not isinstance(tasks, list):
        raise InputError(str(path), "not a list of tasks; export from Label Studio as JSON")
    for number, task in enumerate(tasks, 1):
        yield _of_task(task, f"{path} task {number}")


def as_exported(text: str) -> str:
    """A text as either of them may have it: what they cannot hold, and how lines end, set aside."""
    plain = encodable(text).replace("\0", "\ufffd")
    return plain.replace("\r\n", " \n").replace("\r", "\n")


# --- Label Studio ---------------------------------------------------------------------------------


def _of_task(task: Any, name: str) -> AnnotatedText | InputError:
    try:
        data = task["data"]
        text, address = str(data["text"]), str(data.get("url") or data["id"])
        done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
        if not done:
            return InputError(name, "not annotated; nothing is changed")
        regions, links = _Regions(), []
        for one in done[-1]["result"]:
            if one["type"] == "relation":
                links.append((one["from_id"], one["to_id"], (one.get("labels") or [""])[0]))
            else:
                regions.add(one)
        statements, told = _joined(regions.parts, links, regions.choices, regions.speakers)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        return InputError(name, f"not a task of Label Studio ({type(error).__name__}: {error})")
    return AnnotatedText(name, address, text, statements, told)


class _Regions:
    """The regions of a result: what each is, where, and what was chosen for it."""

    def __init__(self) -> None:
        self.parts: dict[str, tuple[str, list[Span]]] = {}
        self.choices: dict[str, dict[str, str]] = {}
        self.speakers: dict[str, str] = {}

    def add(self, one: Mapping[str, Any]) -> None:
        """One result of the list."""
        id, value = one["id"], one["value"]
        if one["type"] == "labels":
            part = value["labels"][0].lower()
            self.parts[id] = (part, [Span(int(value["start"]), int(value["end"]))])
        elif one["type"] == "choices" and one["from_name"] in _CHOICES:
            self.choices.setdefault(id, {})[one["from_name"]] = value["choices"][0]
        elif one["type"] == "textarea":
            self.speakers[id] = "; ".join(value["text"])


# --- brat -----------------------------------------------------------------------------------------


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > _MOST:
            raise InputError(name, f"more than {_MOST:,} bytes unpacked")
        for info in archive.infolist():
            if not info.is_dir():
                out[Path(info.filename).name] = archive.read(info)
    return out


def _of_brat(files: Mapping[str, bytes]) -> Iterator[AnnotatedText | InputError]:
    known = {}
    for line in files.get("articles.tsv", b"").decode("utf-8", "replace").splitlines()[1:]:
        name, id, url = (*line.split("\t"), "", "")[:3]
        known[name] = url or id
    names = sorted(Path(name).stem for name in files if name.endswith(".ann"))
    if not names:
        raise InputError("brat", "contains no .ann file")
    for name in names:
        try:
            text = files[f"{name}.txt"].decode("utf-8")
            lines = files[f"{name}.ann"].decode("utf-8").splitlines()
            statements, told = _of_ann(lines, text)
        except (KeyError, ValueError, IndexError) as error:
            yield InputError(f"{name}.ann", f"not read ({type(error).__name__}: {error})")
            continue
        yield AnnotatedText(f"{name}.ann", known.get(name, f"{name}.txt"), text, statements, told)


_PLACES = re.compile(r"(\w+) (\d+ \d+(?:;\d+ \d+)*)")


def _of_ann(lines: Iterable[str], text: str) -> tuple[tuple[Annotated, ...], tuple[str, ...]]:
    parts: dict[str, tuple[str, list[Span]]] = {}
    links: list[tuple[str, str, str]] = []
    choices: dict[str, dict[str, str]] = {}
    speakers: dict[str, str] = {}
    for line in lines:
        id, _, rest = line.partition("\t")
        if id.startswith("T") and (match := _PLACES.match(rest)):
            spans = [Span(*map(int, one.split())) for one in match[2].split(";")]
            parts[id] = (match[1].lower(), _together(spans, text))
        elif id.startswith("R"):
            label, start, end = rest.split()[:3]
            links.append((start.partition(":")[2], end.partition(":")[2], label.replace("_", " ")))
        elif id.startswith(("A", "M")) and len(words := rest.split()) > 2:
            if words[0].lower() in _CHOICES:
                choices.setdefault(words[1], {})[words[0].lower()] = words[2]
        elif id.startswith("#"):
            about, _, note = rest.partition("\t")
            speakers[about.split()[-1]] = note
    return _joined(parts, links, choices, speakers)


def _together(spans: list[Span], text: str) -> list[Span]:
    """Pieces with nothing but white space between them are one: brat holds no line break."""
    out = spans[:1]
    for span in spans[1:]:
        if not text[out[-1].end : span.start].strip():
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return out


# --- both -----------------------------------------------------------------------------------------


def _joined(
    parts: Mapping[str, tuple[str, list[Span]]],
    links: Iterable[tuple[str, str, str]],
    choices: Mapping[str, Mapping[str, str]],
    speakers: Mapping[str, str],
) -> tuple[tuple[Annotated, ...], tuple[str, ...]]:
    """The statements: each head with what is linked to it."""
    head_of = {start: end for start, end, label in links if label != "within" and end in parts}
    several: dict[str, Annotated] = {}
    told = []
    for id, (part, spans) in parts.items():
        if part not in ("source", "cue", "content"):
            told.append(f"a region labelled {part!r} is not part of a statement")
            continue
        head = head_of.get(id, id)
        several.setdefault(head, Annotated()).parts.setdefault(part, []).extend(spans)
    out = []
    for head, one in several.items():
        chosen = choices.get(head, {})
        one.choices = {name: value for name, value in chosen.items() if value in _CHOICES[name]}
        one.speaker = speakers.get(head)
        if one.parts.get("content"):
            out.append(one)
        else:
            place = min(span.start for spans in one.parts.values() for span in spans)
            told.append(f"what is marked at character {place} has no content; link one to it")
    return tuple(out), tuple(told)
