"""Formats of annotation tools: Label Studio's predictions and brat's standoff files.

Both count Unicode code points, end excluded, as quoth does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, get_args

from quoth.formats.linked import parts_of
from quoth.formats.output import encodable
from quoth.records import Form, Kind, Polarity, Reading, Span, Tone
from quoth.wording import Words

LABELS = ("Source", "Cue", "Content")
_TAGS = {
    "form": get_args(Form),
    "kind": get_args(Kind),
    "tone": get_args(Tone),
    "polarity": get_args(Polarity),
}

# One of each is asked of every statement; in Label Studio at its cue, or what stands for that.
_CHOICES = "".join(
    f'  <Choices name="{name}" toName="text" perRegion="true" choice="single-radio">\n'
    + "".join(f'    <Choice value="{value}"/>\n' for value in values)
    + "  </Choices>\n"
    for name, values in _TAGS.items()
)

#: The labelling interface that the predictions fit; paste it into a project's settings.
LABEL_STUDIO_CONFIG = f"""<View>
  <Relations>
    <Relation value="source of"/>
    <Relation value="content of"/>
    <Relation value="within"/>
  </Relations>
  <Labels name="part" toName="text">
    <Label value="Source" background="#0b5a94"/>
    <Label value="Cue" background="#8c3d05"/>
    <Label value="Content" background="#3f6b1f"/>
  </Labels>
  <Text name="text" value="$text"/>
{_CHOICES}  <TextArea name="speaker" toName="text" perRegion="true" editable="true"/>
</View>
"""

#: The configuration that brat needs in the folder of the files.
BRAT_CONFIG = {
    "annotation.conf": "[entities]\nSource\nCue\nContent\n\n[relations]\n"
    "source_of\tArg1:Source, Arg2:Cue|Content|Source\n"
    "content_of\tArg1:Content, Arg2:Cue|Content\n"
    "within\tArg1:Cue|Content|Source, Arg2:Cue|Content|Source\n"
    "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n"
    + "".join(
        f"{name.title()}\tArg:Cue|Content|Source, Value:{'|'.join(values)}\n"
        for name, values in _TAGS.items()
    )
    + "Future\tArg:Cue|Content|Source\n",
    "visual.conf": "[labels]\n\n[drawing]\nSource\tbgColor:#cfe6f9\nCue\tbgColor:#fbdcc1\n"
    "Content\tbgColor:#dfeac8\n",
}

# brat has one annotation a line, and its fields between tabs.
_UNBROKEN = re.compile(r"[^\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Region:
    """One part of a statement in a text. ``head``: it stands for the whole statement."""

    attribution: str
    part: str
    number: int
    span: Span
    head: bool

    @property
    def key(self) -> str:
        """What it is called among the regions of a reading."""
        return f"{self.attribution}-{self.part}-{self.number}"


def linked_parts(reading: Reading) -> tuple[list[Region], list[tuple[str, str, str]]]:
    """Every part of every statement, and what links them, as (key, key, label): "source of" and
    "content of" the head of their statement, and heads "within" another statement's."""
    regions: list[Region] = []
    relations: list[tuple[str, str, str]] = []
    heads: dict[str, str] = {}
    for one in reading.attributions:
        parts = parts_of(one)
        head = _head(parts)
        its = [Region(one.id, part, n, span, (part, n) == head) for part, n, span in parts]
        heads[one.id] = next(region.key for region in its if region.head)
        relations += [
            (region.key, heads[one.id], f"{region.part} of") for region in its if not region.head
        ]
        regions += its
    relations += [
        (heads[one.id], heads[one.within], "within")
        for one in reading.attributions
        if one.within in heads
    ]
    return regions, relations


def to_label_studio(reading: Reading) -> dict[str, Any]:
    """A task of Label Studio with quoth's reading as a prediction; see `LABEL_STUDIO_CONFIG`.

    A NUL becomes U+FFFD, as an unpaired surrogate does: Label Studio's database refuses both, and
    its page would lose the NUL and shift what follows.
    """
    text = _storable(reading.article.text)
    words = Words(reading)
    regions: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    parts = {one.id: parts_of(one) for one in reading.attributions}
    heads = {id: _region(id, *_head(several)) for id, several in parts.items() if several}
    for one in reading.attributions:
        for part, number, span in parts[one.id]:
            id = _region(one.id, part, number)
            place = {"start": span.start, "end": span.end, "text": span.of(text)}
            regions.append(
                {
                    **_result(id, "part", "labels", place, [part.title()]),
                    "score": round(one.confidence, 4),
                }
            )
            if id != heads[one.id]:
                relations.append(_related(id, heads[one.id], f"{part} of"))
                continue
            regions += [_result(id, name, "choices", place, [getattr(one, name)]) for name in _TAGS]
            who = [_storable(each.name or each.label) for each in words.speakers(one)]
            if who:
                regions.append(_result(id, "speaker", "textarea", place, who))
        if one.within in heads and one.id in heads:
            relations.append(_related(heads[one.id], heads[one.within], "within"))
    article = reading.article
    known = ("title", "outlet", "url", "published")
    data = {name: getattr(article, name) for name in known if getattr(article, name)}
    scores = [one.confidence for one in reading.attributions]
    return {
        "data": {
            "text": text,
            "id": _storable(article.id),
            **{name: _storable(value) for name, value in data.items()},
        },
        "predictions": [
            {
                "model_version": _storable(reading.model) or "quoth",
                "score": round(sum(scores) / len(scores), 4) if scores else 0.0,
                "result": regions + relations,
            }
        ],
    }


def _storable(text: str) -> str:
    return encodable(text).replace("\0", "\ufffd")


def _head(parts: list[tuple[str, int, Span]]) -> tuple[str, int]:
    """The part that stands for the whole statement: its cue, else what comes first of it."""
    part, number, _ = parts[-1] if parts[-1][0] == "cue" else parts[0]
    return part, number


def _region(attribution: str, part: str, number: int) -> str:
    return f"{_storable(attribution)}-{part}-{number}"


def _result(
    id: str, control: str, kind: str, place: dict[str, Any], values: list[str]
) -> dict[str, Any]:
    # Results of one id are one region; a text area keeps what it holds under "text".
    held = "text" if kind == "textarea" else kind
    return {
        "id": id,
        "from_name": control,
        "to_name": "text",
        "type": kind,
        "value": {**place, held: values},
    }


def _related(start: str, end: str, label: str) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": start,
        "to_id": end,
        "direction": "right",
        "labels": [label],
    }


def to_brat(reading: Reading) -> tuple[str, str]:
    """An article's text and its annotations in brat's standoff form.

    A span of brat holds no line break (and no tab, which parts the fields of a line): one over
    several lines is written as pieces of each line (``T1<TAB>Content 0 5;6 9<TAB>words``), as
    brat's own format has it for what is in pieces. A span of white space alone is left out.

    Programs that read text files turn "\\r\\n" into one character, and all offsets after it would
    be wrong: here it is a space and a line break, and a lone "\\r" a line break.
    """
    text = encodable(reading.article.text).replace("\r\n", " \n").replace("\r", "\n")
    words = Words(reading)
    lines: list[str] = []
    heads: dict[str, str] = {}
    relations: list[tuple[str, str, str]] = []
    entities = attributes = notes = 0
    for one in reading.attributions:
        shown = [
            (part, n, pieces)
            for part, n, span in parts_of(one)
            if (pieces := _in_lines(text, span))
        ]
        if not shown:
            continue
        ids: dict[tuple[str, int], str] = {}
        for part, number, pieces in shown:
            entities += 1
            ids[part, number] = f"T{entities}"
            places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
            covered = " ".join(piece.of(text) for piece in pieces)
            lines.append(f"T{entities}\t{part.title()} {places}\t{covered}")
        head = heads[one.id] = ids[_head([(part, n, pieces[0]) for part, n, pieces in shown])]
        relations += [(f"{part}_of", id, head) for (part, _), id in ids.items() if id != head]
        values = [f"{name.title()} {head} {getattr(one, name)}" for name in _TAGS]
        values += [f"Future {head}"] if one.future else []
        for value in values:
            attributes += 1
            lines.append(f"A{attributes}\t{value}")
        who = [speaker.name or speaker.label for speaker in words.speakers(one)]
        note = " ".join(encodable("; ".join(who)).split())
        if note:
            notes += 1
            lines.append(f"#{notes}\tAnnotatorNotes {head}\t{note}")
    for one in reading.attributions:
        if one.within in heads and one.id in heads:
            relations.append(("within", heads[one.id], heads[one.within]))
    for number, (name, start, end) in enumerate(relations, 1):
        lines.append(f"R{number}\t{name} Arg1:{start} Arg2:{end}")
    return text, "".join(f"{line}\n" for line in lines)


def _in_lines(text: str, span: Span) -> list[Span]:
    """The pieces of a span between line breaks and tabs, without the white space around each."""
    out = []
    for match in _UNBROKEN.finditer(text, span.start, span.end):
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if start < end:
            out.append(Span(start, end))
    return out
