"""Linked data: the rules of the W3C's annotations, exact positions, sound RDF, the chain."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pyld import jsonld
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from builders import Built, article, readings
from quoth.formats import open_writer
from quoth.formats.annotators import LABEL_STUDIO_CONFIG, to_brat
from quoth.formats.linked import CONTEXTS, W3C_CONTEXT, address_of
from quoth.formats.output import encodable
from quoth.records import Article, Reading, Span

OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
QUOTH = Namespace("https://w3id.org/quoth/terms#")

# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

STORY = article(
    "<[Ana Belić] {said} <“two boats sank”>>, [the Courier] {reported}.",
    id="boats",
    url="https://courier.example/boats",
    title="Two boats",
    outlet="The Courier",
    published="2024-05-03",
    speakers={"a1": "The Courier", "a2": ["Ana Belić"]},
    changes={"a2": {"said_on": "2024-05-02", "future": True}},
)


def written(format: str, *several: Reading) -> str:
    stream = io.BytesIO()
    writer = open_writer(format, stream)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue().decode("utf-8")


def bundled(url: str, _options: Any) -> Any:
    """A document loader without a network: a KeyError for what is not bundled."""
    return {"document": CONTEXTS[url], "documentUrl": url, "contextUrl": None}


def graph_of(document: Any) -> Graph:
    graph = Graph()
    expanded = jsonld.expand(document, {"documentLoader": bundled})
    return graph.parse(data=json.dumps(expanded), format="json-ld")


def page(*several: Reading) -> Any:
    return json.loads(written("webannotation", *several))


# --- Web Annotation: what the model says an annotation must have ----------------------------------


@settings(max_examples=60, deadline=None)
@given(readings())
def test_a_page_and_its_annotations_have_what_they_must(reading: Reading) -> None:
    found = page(reading)
    # 3.1 and 5.2: the W3C's context is among the contexts, one IRI, the type.
    assert found["@context"][0] == W3C_CONTEXT == "http://www.w3.org/ns/anno.jsonld"
    assert found["type"] == "AnnotationPage"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found["id"])
    ids = [note["id"] for note in found["items"]]
    assert len(set(ids)) == len(ids) == len(reading.attributions)
    for note in found["items"]:
        assert re.fullmatch(r"[a-z]+:[^\s<>\"{}|\\^`]+", note["id"])
        assert note["type"] == "Annotation"
        assert note["target"]
        for target in note["target"]:
            # 4.1, 4.2.4, 4.2.5: one source, a selector of each kind with all its properties.
            assert target["type"] == "SpecificResource"
            assert target["source"] == address_of(reading)
            quote, position = target["selector"]
            assert quote.keys() == {"type", "exact", "prefix", "suffix"}
            assert position.keys() == {"type", "start", "end"}
            assert 0 <= position["start"] <= position["end"]


def test_the_page_is_named_by_what_it_holds() -> None:
    assert page(STORY.reading)["id"] == page(STORY.reading)["id"]
    assert page(STORY.reading)["id"] != page(STORY.reading, STORY.reading)["id"] != page()["id"]
    assert page()["items"] == []


@settings(max_examples=100, deadline=None)
@given(readings())
def test_positions_and_quotations_are_exact(reading: Reading) -> None:
    text = encodable(reading.article.text)
    for note, one in zip(page(reading)["items"], reading.attributions, strict=True):
        parts: dict[str, list[Span]] = {"content": [], "source": [], "cue": []}
        for target in note["target"]:
            quote, position = target["selector"]
            start, end = position["start"], position["end"]
            assert quote["exact"] == text[start:end]
            assert quote["prefix"] == text[max(0, start - 32) : start]
            assert quote["suffix"] == text[end : end + 32]
            parts[target["part"]].append(Span(start, end))
        assert parts["content"] == list(one.contents)
        assert parts["source"] == list(one.sources)
        assert parts["cue"] == ([one.cue] if one.cue else [])


@pytest.mark.parametrize(
    "before",
    ["", "🛶🛶 ", "👩‍👩‍👧 ", "e\u0301 ", "\u202eשלום\u202c، مرحبا ", "a\0b\0 ", "\r\n\t"],
    ids=["plain", "astral", "joined", "combining", "right to left", "NUL", "CR LF"],
)
def test_positions_count_code_points_in_logical_order(before: str) -> None:
    # Section 4.2.4: "in terms of unicode code points", "the logical order of the text".
    built = article(before + "[Ana 🛶] {said} <yes 🛶>.")
    (note,) = page(built.reading)["items"]
    places = {
        target["part"]: (target["selector"][1]["start"], target["selector"][1]["end"])
        for target in note["target"]
    }
    n = len(list(before))
    assert places == {"source": (n, n + 5), "cue": (n + 6, n + 10), "content": (n + 11, n + 16)}
    assert note["target"][0]["selector"][0]["exact"] == "yes 🛶"


def test_bodies_say_who_and_in_which_way() -> None:
    outer, inner = page(STORY.reading)["items"]
    said = [(body["purpose"], body["value"]) for body in inner["body"]]
    assert said == [
        ("describing", "Ana Belić said"),
        ("identifying", "Ana Belić"),
        ("tagging", "direct"),
        ("tagging", "speech"),
        ("tagging", "neutral"),
        ("tagging", "said"),
        ("tagging", "future"),
    ]
    assert inner["within"] == outer["id"] == "https://courier.example/boats#a1"
    assert (inner["saidOn"], inner["confidence"]) == ("2024-05-02", 1.0)
    assert "within" not in outer


def test_annotations_are_understood_without_the_network() -> None:
    graph = graph_of(page(STORY.reading))
    notes = set(graph.subjects(RDF.type, OA.Annotation))
    assert notes == {URIRef(f"https://courier.example/boats#{id}") for id in ("a1", "a2")}
    assert set(graph.objects(None, OA.exact)) >= {Literal("“two boats sank”"), Literal("said")}
    motives = set(graph.objects(None, OA.motivatedBy))
    assert motives == {OA.classifying, OA.describing}
    assert set(graph.objects(None, OA.hasPurpose)) == {OA.describing, OA.identifying, OA.tagging}
    assert {str(part) for part in graph.objects(None, QUOTH.part)} == {"source", "cue", "content"}


@settings(max_examples=40, deadline=None)
@given(readings())
def test_every_term_has_a_meaning(reading: Reading) -> None:
    # What a context does not know is dropped when a document is expanded.
    expanded = json.dumps(jsonld.expand(page(reading), {"documentLoader": bundled}))
    for note in page(reading)["items"]:
        for target in note["target"]:
            assert json.dumps(target["selector"][0]["exact"]) in expanded
    (found,) = jsonld.expand(page(STORY.reading), {"documentLoader": bundled})
    (items,) = found["http://www.w3.org/ns/activitystreams#items"]
    inner = items["@list"][1]
    assert len(inner) == len(page(STORY.reading)["items"][1])


# --- the examples of the documentation ------------------------------------------------------------


DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


def shown(heading: str, kind: str) -> str:
    """The first block of a kind under a heading of the page."""
    _, _, rest = DOCS.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    return rest.partition(f"```{kind}\n")[2].partition("```")[0]


def test_the_examples_of_the_documentation_are_what_is_written() -> None:
    example = article(
        "<[Ana Belić] {said} <“two boats sank”>>, [the Courier] {reported}.",
        url="https://courier.example/boats",
        speakers={"a1": "The Courier", "a2": "Ana Belić"},
    ).reading
    annotation, documented = page(example)["items"][1], json.loads(shown("Web Annotation", "json"))
    for one in (annotation, documented):
        assert one.pop("generator")["type"] == "Software"
    assert annotation == documented
    assert json.loads(written("jsonld", example))["graph"][-1] == json.loads(
        shown("JSON-LD", "json")
    )
    assert shown("Label Studio", "xml") == LABEL_STUDIO_CONFIG
    (task,) = json.loads(written("labelstudio", example))
    results = task["predictions"][0]["result"]
    assert json.loads(shown("Label Studio", "json")) == [
        result
        for result in results
        if result.get("id") == "a2-cue-0" or str(result.get("from_id")).startswith("a2")
    ]
    assert shown("brat", "text") == to_brat(example)[1]


# --- sound RDF ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["webannotation", "jsonld"])
@settings(max_examples=40, deadline=None)
@given(reading=readings())
def test_what_is_written_survives_another_form_of_rdf(format: str, reading: Reading) -> None:
    text = written(format, reading)
    assert not re.search(r"\\ud[89a-f]", text.replace("\\\\", ""), re.IGNORECASE)
    for document in [text] if format == "webannotation" else text.splitlines():
        graph = graph_of(json.loads(document))
        again = Graph().parse(data=graph.serialize(format="nt"), format="nt")
        assert len(graph) == len(again) > 0


@pytest.mark.parametrize(
    ("url", "base", "statement"),
    [
        ("https://a.example/x?y=1&z", "https://a.example/x?y=1&z", "#a1"),
        ("https://a.example/#!/story/5", "https://a.example/#!/story/5", "/a1"),
        ("https://a.example/x#b#c", "https://a.example/x#b%23c", "/a1"),
        ("https://a.example/ж<b>", "https://a.example/%D0%B6%3Cb%3E", "#a1"),
        ("javascript:alert(1)", "urn:quoth:article:1%20%2F%23", "#a1"),
        (None, "urn:quoth:article:1%20%2F%23", "#a1"),
    ],
)
def test_the_iri_of_an_article_and_of_a_statement(
    url: str | None, base: str, statement: str
) -> None:
    reading = article("[Ana] {said} <yes>.", id="1 /#", url=url).reading
    (note,) = page(reading)["items"]
    assert address_of(reading) == base
    assert note["id"] == base + statement
    assert note["id"].count("#") == 1


# --- JSON-LD: schema.org and PROV-O ---------------------------------------------------------------


def statements(built: Built) -> Graph:
    (line,) = written("jsonld", built.reading).splitlines()
    return graph_of(json.loads(line))


BOATS = URIRef("https://courier.example/boats")
OUTER, INNER = (URIRef(f"{BOATS}#{id}") for id in ("a1", "a2"))


def test_the_chain_is_quoted_from_and_attributed_to_all_along() -> None:
    graph = statements(STORY)
    assert list(graph.objects(INNER, PROV.wasQuotedFrom)) == [OUTER]
    assert list(graph.objects(OUTER, PROV.wasQuotedFrom)) == [BOATS]
    for statement, name in ((OUTER, "The Courier"), (INNER, "Ana Belić")):
        (speaker,) = graph.objects(statement, PROV.wasAttributedTo)
        assert graph.value(speaker, SCHEMA.name) == Literal(name)
        # The range of prov:wasAttributedTo is prov:Agent.
        assert (speaker, RDF.type, PROV.Agent) in graph
        assert graph.value(statement, SCHEMA.creator) == speaker


def test_the_article_is_a_news_article() -> None:
    graph = statements(STORY)
    assert graph.value(BOATS, RDF.type) == SCHEMA.NewsArticle
    assert graph.value(BOATS, SCHEMA.headline) == Literal("Two boats")
    assert graph.value(BOATS, SCHEMA.datePublished) == Literal("2024-05-03")
    publisher = graph.value(BOATS, SCHEMA.publisher)
    assert graph.value(publisher, SCHEMA.name) == Literal("The Courier")
    assert {graph.value(one, SCHEMA.isPartOf) for one in (OUTER, INNER)} == {BOATS}


def test_only_what_is_direct_is_a_quotation() -> None:
    graph = statements(STORY)
    assert graph.value(INNER, RDF.type) == SCHEMA.Quotation
    assert graph.value(INNER, SCHEMA.text) == Literal("“two boats sank”")
    assert graph.value(OUTER, RDF.type) == SCHEMA.CreativeWork
    # schema.org has spokenByCharacter for quotations alone.
    assert set(graph.subjects(SCHEMA.spokenByCharacter, None)) == {INNER}


def test_a_day_is_a_date_and_a_range_is_none() -> None:
    assert statements(STORY).value(INNER, SCHEMA.dateCreated) == Literal("2024-05-02")
    week = article("[Ana] {said} <yes>.", changes={"a1": {"said_on": "2024-05-02/2024-05-08"}})
    graph = statements(week)
    assert list(graph.objects(None, SCHEMA.dateCreated)) == []
    assert list(graph.objects(None, QUOTH.saidOn)) == [Literal("2024-05-02/2024-05-08")]


def test_a_source_without_a_speaker_is_credited_in_its_own_words() -> None:
    graph = statements(article("[Two of them] {said} <yes>."))
    assert list(graph.objects(None, SCHEMA.creditText)) == [Literal("Two of them")]
    silent = article("<Yes>, {it was said}.")
    assert list(statements(silent).objects(None, SCHEMA.creditText)) == []


def test_an_article_without_statements_is_itself_alone() -> None:
    (line,) = written("jsonld", Reading(Article("x", "Nobody spoke."))).splitlines()
    graph = graph_of(json.loads(line))
    assert [tuple(row) for row in graph] == [
        (URIRef("urn:quoth:article:x"), RDF.type, SCHEMA.NewsArticle)
    ]
