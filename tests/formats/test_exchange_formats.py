"""Web Annotation, JSON-LD, Label Studio, brat, Parquet: each read back by a reader of its own."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from pyld import jsonld
from rdflib import Graph, Namespace, URIRef

from builders import article, readings
from quoth.errors import OptionError
from quoth.formats import open_writer
from quoth.formats.annotators import BRAT_CONFIG, LABEL_STUDIO_CONFIG, to_brat
from quoth.formats.linked import CONTEXTS, address_of
from quoth.formats.table import COLUMNS
from quoth.records import Article, Reading

OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
rdf = pytest.mark.filterwarnings("ignore::DeprecationWarning")

STORY = article(
    "<[Ana Belić] {said} <“two people were hurt”>>, [the agency] {reported}.\n[She] {denied} <it>."
).reading


def written(format: str, *several: Reading) -> bytes:
    stream = io.BytesIO()
    writer = open_writer(format, stream)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue()


def no_network(url: str, _options: Any) -> Any:
    """Gives what is bundled; a KeyError for what would have to be fetched."""
    return {"document": CONTEXTS[url], "documentUrl": url, "contextUrl": None}


def expanded(document: Any) -> list[dict[str, Any]]:
    """As a processor of JSON-LD understands it; nothing may be fetched for that."""
    found: list[dict[str, Any]] = jsonld.expand(document, {"documentLoader": no_network})
    return found


# --- Web Annotation -------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(readings())
def test_web_annotations_say_where_each_part_is(reading: Reading) -> None:
    page = json.loads(written("webannotation", reading))
    text = reading.article.text
    assert len(page["items"]) == len(reading.attributions)
    for item, one in zip(page["items"], reading.attributions, strict=True):
        assert item["type"] == "Annotation"
        assert len(item["target"]) == len(one.spans)
        for target in item["target"]:
            quote, position = target["selector"]
            start, end = position["start"], position["end"]
            shown = text[start:end]
            if not re.search("[\ud800-\udfff]", text):
                assert quote["exact"] == shown
                assert text[:start].endswith(quote["prefix"])
                assert text[end:].startswith(quote["suffix"])


@rdf
def test_web_annotations_are_those_of_the_w3c() -> None:
    page = json.loads(written("webannotation", STORY))
    (found,) = expanded(page)
    items = found["http://www.w3.org/ns/activitystreams#items"]
    notes = items[0]["@list"]
    assert [note["@type"] for note in notes] == [[str(OA.Annotation)]] * 3
    graph = Graph()
    graph.parse(data=json.dumps([found]), format="json-ld")
    positions = set(graph.objects(None, OA.start))
    assert {int(value) for value in positions} == {
        span.start for one in STORY.attributions for span in one.spans
    }
    assert set(graph.objects(None, OA.hasSource)) == {URIRef(address_of(STORY))}


# --- JSON-LD --------------------------------------------------------------------------------------


@rdf
def test_statements_are_quotations_with_provenance_along_the_chain() -> None:
    document = json.loads(written("jsonld", STORY))
    assert expanded(document)
    graph = Graph()
    graph.parse(data=json.dumps(document), format="json-ld")
    source = address_of(STORY)
    chain = {
        (str(a).removeprefix(source), str(b).removeprefix(source))
        for a, b in graph.subject_objects(PROV.wasQuotedFrom)
    }
    assert chain == {("#a1", ""), ("#a2", "#a1"), ("#a3", "")}
    kinds = set(graph.objects(URIRef(f"{source}#a2"), URIRef(
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")))  # fmt: skip
    assert kinds == {URIRef("https://schema.org/Quotation")}


@settings(max_examples=40, deadline=None)
@given(readings())
def test_any_reading_is_sound_linked_data(reading: Reading) -> None:
    for line in written("jsonld", reading).decode().splitlines():
        assert expanded(json.loads(line))


# --- Label Studio ---------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(readings())
def test_label_studio_gets_tasks_with_predictions(reading: Reading) -> None:
    (task,) = json.loads(written("labelstudio", reading))
    regions = {r["id"]: r for r in task["predictions"][0]["result"] if r["type"] == "labels"}
    for region in regions.values():
        value = region["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
        assert f'value="{value["labels"][0]}"' in LABEL_STUDIO_CONFIG
    for relation in task["predictions"][0]["result"]:
        if relation["type"] == "relation":
            assert {relation["from_id"], relation["to_id"]} <= regions.keys()
    assert written("labelstudio") == b"[]\n"


# --- brat -----------------------------------------------------------------------------------------

TEXTBOUND = re.compile(r"(T\d+)\t(Source|Cue|Content) (\d+ \d+(?:;\d+ \d+)*)\t([^\n\t]*)")
OTHER = re.compile(
    r"(?:A\d+\t\w+ (T\d+)(?: \w+)?|R\d+\t\w+ Arg1:(T\d+) Arg2:(T\d+)|"
    r"#\d+\tAnnotatorNotes (T\d+)\t.*)"
)


@settings(max_examples=80, deadline=None)
@given(readings())
def test_brats_own_grammar_holds(reading: Reading) -> None:
    text, ann = to_brat(reading)
    known = set()
    for line in ann.split("\n")[:-1]:
        match = TEXTBOUND.fullmatch(line)
        if match:
            known.add(match[1])
            pieces = [tuple(map(int, p.split())) for p in match[3].split(";")]
            assert pieces == sorted(pieces)
            shown = [text[a:b] for a, b in pieces]
            assert " ".join(shown) == match[4]
            assert not any("\n" in piece for piece in shown)
        else:
            other = OTHER.fullmatch(line)
            assert other, line
            assert {id for id in other.groups() if id} <= known


def test_brat_comes_as_an_archive_with_its_configuration() -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("brat", STORY, STORY)))
    assert archive.testzip() is None
    names = set(archive.namelist())
    assert BRAT_CONFIG.keys() <= names
    stems = {name[:-4] for name in names if name.endswith(".ann")}
    assert len(stems) == 2
    assert archive.read(f"{min(stems)}.txt").decode() == STORY.article.text
    assert written("brat", STORY) == written("brat", STORY)


# --- Parquet --------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(readings())
def test_parquet_has_the_rows_of_csv(reading: Reading) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet", reading)))
    assert table.column_names == list(COLUMNS)
    assert table.num_rows == len(reading.attributions)
    starts = [one.start for one in reading.attributions if one.spans]
    assert [n for n in table["start"].to_pylist() if n is not None] == starts


def test_parquet_of_nothing_has_its_columns() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet")))
    assert (table.num_rows, table.column_names) == (0, list(COLUMNS))


@pytest.mark.parametrize("format", ["parquet", "brat"])
def test_what_is_no_text_needs_a_file(format: str) -> None:
    with pytest.raises(OptionError, match="-o"):
        open_writer(format, io.StringIO())


@pytest.mark.parametrize("format", ["webannotation", "jsonld", "labelstudio"])
def test_hostile_addresses_become_no_links(format: str) -> None:
    reading = Reading(Article('a b"<>', "x", url="javascript:alert(1)"))
    assert b"javascript:" not in written(format, reading) or format == "labelstudio"
