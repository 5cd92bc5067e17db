"""brat and Label Studio: each checked by the tool's own rules and against the configuration."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import HOSTILE_TEXT, article, readings
from quoth.formats import open_writer
from quoth.formats.annotators import (
    BRAT_CONFIG,
    LABEL_STUDIO_CONFIG,
    to_brat,
    to_label_studio,
)
from quoth.formats.output import encodable
from quoth.records import Article, Attribution, Reading, Span, Speaker

STORY = article(
    "<[Ana Belić] {said} <“two boats sank”>>, [the Courier] {reported}.",
    id="boats",
    title="Two boats",
    speakers={"a1": "The Courier", "a2": "Ana Belić"},
    changes={"a2": {"future": True}},
).reading


def written(format: str, *several: Reading) -> bytes:
    stream = io.BytesIO()
    writer = open_writer(format, stream)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue()


# --- brat: a strict parser of its standoff format and its annotation.conf -------------------------


@dataclass
class Standoff:
    entities: dict[str, tuple[str, list[Span], str]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: dict[tuple[str, str], str | None] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def parsed(ann: str) -> Standoff:
    """Refuses whatever https://brat.nlplab.org/standoff.html does not have."""
    out = Standoff()
    assert ann == "" or ann.endswith("\n")
    # As brat reads: str.splitlines takes more for the end of a line than "\n" alone.
    assert ann.splitlines() == ann.split("\n")[:-1]
    seen: set[str] = set()
    for line in ann.splitlines():
        id, *rest = line.split("\t")
        assert id not in seen
        seen.add(id)
        if re.fullmatch(r"T[1-9]\d*", id):
            place, words = rest
            match = re.fullmatch(r"(\w+) (\d+ \d+(?:;\d+ \d+)*)", place)
            assert match, line
            spans = [Span(*map(int, pair.split(" "))) for pair in match[2].split(";")]
            assert all(a.end <= b.start for a, b in pairwise(spans))
            assert all(len(span) for span in spans)
            out.entities[id] = (match[1], spans, words)
        elif re.fullmatch(r"R[1-9]\d*", id):
            (body,) = rest
            match = re.fullmatch(r"(\w+) Arg1:(T\d+) Arg2:(T\d+)", body)
            assert match, line
            out.relations.append((match[1], match[2], match[3]))
        elif re.fullmatch(r"A[1-9]\d*", id):
            (body,) = rest
            match = re.fullmatch(r"(\w+) (T\d+)(?: (\w+))?", body)
            assert match, line
            out.attributes[match[1], match[2]] = match[3]
        else:
            assert re.fullmatch(r"#[1-9]\d*", id), line
            place, words = rest
            match = re.fullmatch(r"AnnotatorNotes (T\d+)", place)
            assert match, line
            out.notes[match[1]] = words
    ends = {id for relation in out.relations for id in relation[1:]}
    assert ends | {id for _, id in out.attributes} | out.notes.keys() <= out.entities.keys()
    return out


def configured() -> dict[str, dict[str, Any]]:
    """annotation.conf by its sections: what each line asks of its arguments."""
    out: dict[str, dict[str, Any]] = {}
    for line in BRAT_CONFIG["annotation.conf"].splitlines():
        if line.startswith("["):
            section = out[line.strip("[]")] = {}
        elif line and not line.startswith("<"):
            name, _, asked = line.partition("\t")
            section[name] = dict(part.split(":") for part in asked.split(", ") if part)
    assert list(out) == ["entities", "relations", "events", "attributes"]
    return out


def check(reading: Reading) -> tuple[str, Standoff]:
    text, ann = to_brat(reading)
    found, rules = parsed(ann), configured()
    for kind, spans, words in found.entities.values():
        assert kind in rules["entities"]
        assert words == " ".join(span.of(text) for span in spans)
    for name, *ends in found.relations:
        for key, id in zip(("Arg1", "Arg2"), ends, strict=True):
            assert found.entities[id][0] in rules["relations"][name][key].split("|")
    for (name, id), value in found.attributes.items():
        rule = rules["attributes"][name]
        assert found.entities[id][0] in rule["Arg"].split("|")
        assert value in (rule["Value"].split("|") if "Value" in rule else [None])
    return text, found


@settings(max_examples=150, deadline=None)
@given(readings())
def test_any_reading_obeys_the_grammar_and_the_configuration(reading: Reading) -> None:
    check(reading)


@settings(max_examples=150, deadline=None)
@given(readings())
def test_spans_are_those_of_the_reading_but_for_white_space(reading: Reading) -> None:
    text, found = check(reading)
    covered = [
        {i for span in spans for i in range(span.start, span.end) if not text[i].isspace()}
        for _, spans, _ in found.entities.values()
    ]
    wanted = [
        {i for i in range(span.start, span.end) if not text[i].isspace()}
        for one in reading.attributions
        for span in (*one.contents, *one.sources, *((one.cue,) if one.cue else ()))
    ]
    assert covered == [places for places in wanted if places]


@settings(max_examples=100, deadline=None)
@given(readings())
def test_offsets_hold_for_programs_that_change_line_ends(reading: Reading) -> None:
    text, _ = to_brat(reading)
    given_text = encodable(reading.article.text)
    assert len(text) == len(given_text)
    assert all(
        a == b or (a.isspace() and b in "\r\n") for a, b in zip(text, given_text, strict=True)
    )
    stream = io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), encoding="utf-8", newline=None)
    assert stream.read() == text


def test_a_statement_in_brat() -> None:
    _, ann = to_brat(STORY)
    assert ann.splitlines() == [
        "T1\tContent 0 31\tAna Belić said “two boats sank”",
        "T2\tSource 33 44\tthe Courier",
        "T3\tCue 45 53\treported",
        "A1\tForm T3 mixed",
        "A2\tKind T3 speech",
        "A3\tTone T3 neutral",
        "A4\tPolarity T3 said",
        "#1\tAnnotatorNotes T3\tThe Courier",
        "T4\tContent 15 31\t“two boats sank”",
        "T5\tSource 0 9\tAna Belić",
        "T6\tCue 10 14\tsaid",
        "A5\tForm T6 direct",
        "A6\tKind T6 speech",
        "A7\tTone T6 neutral",
        "A8\tPolarity T6 said",
        "A9\tFuture T6",
        "#2\tAnnotatorNotes T6\tAna Belić",
        "R1\tcontent_of Arg1:T1 Arg2:T3",
        "R2\tsource_of Arg1:T2 Arg2:T3",
        "R3\tcontent_of Arg1:T4 Arg2:T6",
        "R4\tsource_of Arg1:T5 Arg2:T6",
        "R5\twithin Arg1:T6 Arg2:T3",
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("yes\nno", "T1\tContent 9 12;13 15\tyes no"),
        ("yes \r\n\r\n  no", "T1\tContent 9 12;19 21\tyes no"),
        ("yes\tno", "T1\tContent 9 12;13 15\tyes no"),
        ("yes\u2028\x85\x1cno", "T1\tContent 9 12;15 17\tyes no"),
        ("🛶\n🛶🛶", "T1\tContent 9 10;11 13\t🛶 🛶🛶"),
        ("\u202eשלום", "T1\tContent 9 14\t\u202eשלום"),
        ("a\0b", "T1\tContent 9 12\ta\0b"),
    ],
    ids=["line", "lines", "tab", "rare line ends", "astral", "right to left", "NUL"],
)
def test_what_breaks_a_line_breaks_the_span(content: str, line: str) -> None:
    text = f"Ana said {content}"
    said = Attribution("a1", Span(4, 8), (Span(0, 3),), (Span(9, len(text)),))
    reading = Reading(Article("x", text), (said,))
    assert to_brat(reading)[1].splitlines()[0] == line
    check(reading)


def test_where_there_is_no_cue_the_content_stands_for_the_statement() -> None:
    one = Attribution("a1", None, (Span(0, 3),), (Span(5, 5), Span(5, 8)))
    found = parsed(to_brat(Reading(Article("x", "Ana: yes"), (one,)))[1])
    assert found.relations == [("source_of", "T2", "T1")]
    assert found.attributes["Form", "T1"] == "indirect"
    alone = Reading(Article("x", "Ana"), (Attribution("a1", None, (Span(0, 3),), ()),))
    assert parsed(to_brat(alone)[1]).attributes["Form", "T1"] == "indirect"


def test_white_space_alone_is_no_annotation() -> None:
    reading = Reading(Article("x", " \n "), (Attribution("a1", Span(0, 3), (), ()),))
    assert to_brat(reading) == (" \n ", "")


def test_a_speaker_of_no_words_gives_no_note() -> None:
    reading = article(
        "[She] {said} <yes>.", speakers={"a1": Speaker("s1", None, "\u2028\n", "unnamed")}
    ).reading
    assert parsed(to_brat(reading)[1]).notes == {}


# --- brat: the archive ----------------------------------------------------------------------------


def opened(*several: Reading) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(written("brat", *several)))
    assert archive.testzip() is None
    names = archive.namelist()
    assert len({name.casefold() for name in names}) == len(names)
    return {name: archive.read(name).decode("utf-8") for name in names}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(HOSTILE_TEXT | st.sampled_from(["a", "A", "a-2", "../a", "/a", "", "..", "ß", "SS"]))
)
def test_file_names_are_safe_and_stand_once(ids: list[str]) -> None:
    files = opened(*(Reading(Article(id, f"{n}")) for n, id in enumerate(ids)))
    texts = [content for name, content in files.items() if name.endswith(".txt")]
    assert texts == [str(n) for n in range(len(ids))]
    for name in files:
        assert PurePosixPath(name).parts == (name,)
        assert not name.startswith((".", "-"))
        assert not re.search(r'[\s<>:"|?*\\\0]', name)
        assert len(name.encode("utf-8")) < 200
        assert (
            name.endswith((".conf", ".tsv"))
            or {f"{name[:-4]}.txt", f"{name[:-4]}.ann"} <= files.keys()
        )


def test_the_archive_unpacks_to_a_folder_that_brat_opens(tmp_path: Path) -> None:
    packed = io.BytesIO(written("brat", STORY, article("Nobody spoke.", id="calm").reading))
    zipfile.ZipFile(packed).extractall(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("annotation.conf", "articles.tsv", "boats.ann", "boats.txt"),
        *("calm.ann", "calm.txt", "visual.conf"),
    ]
    assert (tmp_path / "boats.txt").read_text(encoding="utf-8") == STORY.article.text
    assert (tmp_path / "calm.ann").read_bytes() == b""


# --- Label Studio: what its own validator asks ----------------------------------------------------


def controls() -> dict[str, tuple[str, set[str]]]:
    """The controls of the labelling configuration: their kind and the values they offer."""
    root = ElementTree.fromstring(LABEL_STUDIO_CONFIG)
    (shown,) = root.findall("Text")
    assert shown.attrib == {"name": "text", "value": "$text"}
    out = {}
    for node in root:
        if "toName" in node.attrib:
            assert node.get("toName") == "text"
            kind = node.tag.lower()
            assert kind == "labels" or node.get("perRegion") == "true"
            out[node.attrib["name"]] = (kind, {child.attrib["value"] for child in node})
    return out


def relations() -> set[str]:
    root = ElementTree.fromstring(LABEL_STUDIO_CONFIG)
    return {node.attrib["value"] for node in root.iter("Relation")}


@settings(max_examples=100, deadline=None)
@given(readings())
def test_predictions_fit_the_configuration(reading: Reading) -> None:
    raw = written("labelstudio", reading).decode("utf-8")
    (task,) = json.loads(raw)
    text = task["data"]["text"]
    known = controls()
    (prediction,) = task["predictions"]
    assert 0 <= prediction["score"] <= 1
    places: dict[str, tuple[int, int]] = {}
    seen = set()
    for result in prediction["result"]:
        if result["type"] == "relation":
            assert {result["from_id"], result["to_id"]} <= places.keys()
            assert result["direction"] in ("left", "right", "bi")
            assert set(result["labels"]) <= relations()
            continue
        kind, offered = known[result["from_name"]]
        assert (result["type"], result["to_name"]) == (kind, "text")
        value = result["value"]
        place = (value["start"], value["end"])
        assert places.setdefault(result["id"], place) == place
        assert (result["id"], result["from_name"]) not in seen
        seen.add((result["id"], result["from_name"]))
        if kind == "textarea":
            assert all(isinstance(words, str) for words in value["text"])
        else:
            assert value["text"] == text[slice(*place)]
            (chosen,) = value[kind]
            assert chosen in offered


@settings(max_examples=100, deadline=None)
@given(readings())
def test_a_database_takes_the_task_and_offsets_hold(reading: Reading) -> None:
    raw = written("labelstudio", reading).decode("utf-8")
    (task,) = json.loads(raw)
    assert "\0" not in json.dumps(task, ensure_ascii=False)
    json.dumps(task, ensure_ascii=False).encode("utf-8")  # no half of a surrogate pair
    text = task["data"]["text"]
    assert len(text) == len(reading.article.text)
    for was, now in zip(reading.article.text, text, strict=True):
        assert was == now or (now == "\ufffd" and (was == "\0" or "\ud800" <= was <= "\udfff"))
    starts = {
        (result["value"]["start"], result["value"]["end"])
        for result in task["predictions"][0]["result"]
        if result["type"] == "labels"
    }
    assert starts == {(s.start, s.end) for one in reading.attributions for s in one.spans}


def test_a_task_with_its_prediction() -> None:
    task = to_label_studio(STORY)
    assert task["data"] == {"text": STORY.article.text, "id": "boats", "title": "Two boats"}
    results = task["predictions"][0]["result"]
    of_cue = {r["from_name"]: r["value"] for r in results if r.get("id") == "a2-cue-0"}
    place = {"start": 10, "end": 14, "text": "said"}
    assert of_cue == {
        "part": {**place, "labels": ["Cue"]},
        "form": {**place, "choices": ["direct"]},
        "kind": {**place, "choices": ["speech"]},
        "tone": {**place, "choices": ["neutral"]},
        "polarity": {**place, "choices": ["said"]},
        "speaker": {**place, "text": ["Ana Belić"]},
    }
    joined = [(r["from_id"], r["labels"], r["to_id"]) for r in results if r["type"] == "relation"]
    assert joined == [
        ("a1-content-0", ["content of"], "a1-cue-0"),
        ("a1-source-0", ["source of"], "a1-cue-0"),
        ("a2-content-0", ["content of"], "a2-cue-0"),
        ("a2-source-0", ["source of"], "a2-cue-0"),
        ("a2-cue-0", ["within"], "a1-cue-0"),
    ]


def test_offsets_are_those_of_code_points() -> None:
    # Label Studio turns the UTF-16 offsets of its page into code points before it keeps them.
    task = to_label_studio(article("🛶🛶 [Ana] {said} <yes>.").reading)
    results = task["predictions"][0]["result"]
    (source,) = [result["value"] for result in results if result.get("id") == "a1-source-0"]
    assert source == {"start": 3, "end": 6, "text": "Ana", "labels": ["Source"]}
