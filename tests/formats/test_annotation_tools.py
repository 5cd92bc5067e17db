"""spaCy, CoNLL, INCEpTION, doccano, Prodigy: each read back by a reader of its own."""

from __future__ import annotations

import io
import itertools
import json
import pickle
import zipfile
from typing import Any

import cassis
import pytest
import spacy
from hypothesis import given, settings
from spacy.tokens import DocBin

import quoth.spacy
from builders import article, readings
from quoth.errors import OptionError
from quoth.formats import open_writer
from quoth.formats.annotators import linked_parts
from quoth.formats.kinds.inception import LINK, PART
from quoth.formats.output import encodable
from quoth.formats.spacy_docs import put
from quoth.formats.tokens import plain_text, tokenised
from quoth.records import Reading

STORY = article(
    "<[Ana Belić 🙂] {said} <“two people were hurt”>>, [the agency] {reported}.\n"
    "[She] {denied} <it>."
).reading


def written(format: str, *several: Reading) -> bytes:
    stream = io.BytesIO()
    writer = open_writer(format, stream)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue()


# --- tokens ---------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(readings())
def test_tokens_are_in_order_and_hold_every_letter(reading: Reading) -> None:
    text = reading.article.text
    tokens = [token for sentence in tokenised(text) for token in sentence]
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
    held = {at for token in tokens for at in range(token.start, token.end)}
    assert all(at in held for at, sign in enumerate(text) if sign.isalnum())


# --- spaCy ----------------------------------------------------------------------------------------


def test_a_docbin_holds_the_readings() -> None:
    nlp = spacy.blank("en")
    (doc,) = DocBin().from_bytes(written("docbin", STORY)).get_docs(nlp.vocab)
    assert doc.text == STORY.article.text
    assert doc._.reading == STORY
    assert [(span.label_, span.text, span.id_) for span in doc.spans["quoth"]][:3] == [
        ("CONTENT", "Ana Belić 🙂 said “two people were hurt”", "a1"),
        ("SOURCE", "the agency", "a1"),
        ("CUE", "reported", "a1"),
    ]
    assert doc.spans["quoth"].attrs["moved"] == []


def test_a_span_within_a_token_takes_it_whole_and_that_is_told() -> None:
    built = article("[Ada] {said} <no>body came.").reading
    doc = spacy.blank("en").make_doc(built.article.text)
    put(doc, built)
    group = doc.spans["quoth"]
    (number, start, end), *_ = group.attrs["moved"]
    assert group[number].text == "nobody"
    assert built.article.text[start:end] == "no"
    assert doc._.attributions == built.attributions


def test_a_reading_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="different texts"):
        put(spacy.blank("en").make_doc("Something else."), STORY)


class Canned:
    """A reader that finds one statement in every text."""

    def read(self, one: Any) -> Reading:
        built = article("[Ada] {said} <rain>.").reading
        assert one.text == built.article.text
        return Reading(one, built.attributions, model="hand")


def test_the_component_reads_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoth.spacy.Reader.load", lambda _model: Canned())
    nlp = spacy.blank("en")
    nlp.add_pipe("quoth")
    doc = nlp.make_doc("Ada said rain.")
    doc.user_data["quoth"] = {"title": "Weather", "published": "2031-03-04"}
    doc = nlp(doc)
    assert [span.text for span in doc.spans["quoth"]] == ["rain", "Ada", "said"]
    assert [(one.source, one.content) for one in doc._.attributions] == [("Ada", "rain")]
    assert doc._.reading.article.title == "Weather"
    doc.user_data["quoth"] = {"author": "x"}
    with pytest.raises(OptionError, match="author: give id, title"):
        nlp(doc)
    again = pickle.loads(pickle.dumps(nlp.get_pipe("quoth")))
    assert isinstance(again, quoth.spacy.QuothComponent)


# --- CoNLL ----------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(readings())
def test_conll_has_a_token_a_line_and_a_column_a_statement(reading: Reading) -> None:
    out = written("conll", reading).decode()
    rows = [line.split("\t") for line in out.split("\n") if line and not line.startswith("# ")]
    assert {len(row) for row in rows} <= {4 + len(reading.attributions)}
    text = encodable(reading.article.text)
    assert all(text[int(row[2]) : int(row[3])] == row[1] for row in rows)


def test_conll_marks_parts() -> None:
    out = written("conll", STORY).decode()
    assert "# columns = ID FORM START END a1 a2 a3\n" in out
    assert "1\tAna\t0\t3\tB-CONTENT\tB-SOURCE\tO\n2\tBelić\t4\t9\tI-CONTENT\tI-SOURCE\tO\n" in out
    assert out.endswith(".\t66\t67\tO\tO\tO\n\n") or out.endswith("\tO\tO\tO\n\n")


# --- INCEpTION ------------------------------------------------------------------------------------


def test_inception_reads_the_same_characters() -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("inception", STORY, STORY)))
    types, *several = archive.namelist()
    assert types == "TypeSystem.xml"
    assert len(set(several)) == 2
    system = cassis.load_typesystem(io.BytesIO(archive.read(types)))
    cas = cassis.load_cas_from_xmi(io.BytesIO(archive.read(several[0])), typesystem=system)
    assert cas.sofa_string == STORY.article.text
    regions, relations = linked_parts(STORY)
    found = {(one.begin, one.end, one.part, one.attribution) for one in cas.select(PART)}
    assert found == {(r.span.start, r.span.end, r.part, r.attribution) for r in regions}
    links = {(x.Dependent.attribution, x.label) for x in cas.select(LINK)}
    assert links == {(start.partition("-")[0], label) for start, _, label in relations}
    assert [one.form for one in cas.select(PART) if one.form] == [
        one.form for one in STORY.attributions
    ] or {one.form for one in cas.select(PART) if one.form} == {
        one.form for one in STORY.attributions
    }


@settings(max_examples=25, deadline=None)
@given(readings())
def test_inception_takes_any_text(reading: Reading) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("inception", reading)))
    types, one = archive.namelist()
    system = cassis.load_typesystem(io.BytesIO(archive.read(types)))
    cas = cassis.load_cas_from_xmi(io.BytesIO(archive.read(one)), typesystem=system)
    assert cas.sofa_string.replace("\r\n", "\n").replace("\r", "\n") == plain_text(reading).replace(
        "\r\n", "\n"
    ).replace("\r", "\n")


# --- doccano and Prodigy --------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(readings())
def test_doccano_has_every_part(reading: Reading) -> None:
    form = json.loads(written("doccano", reading))
    text = form["text"]
    assert text == encodable(reading.article.text)
    regions, relations = linked_parts(reading)
    assert [text[e["start_offset"] : e["end_offset"]] for e in form["entities"]] == [
        r.span.of(text) for r in regions
    ]
    known = {entity["id"] for entity in form["entities"]}
    assert {r[side] for r in form["relations"] for side in ("from_id", "to_id")} <= known
    assert len(form["relations"]) == len(relations)


@settings(max_examples=40, deadline=None)
@given(readings())
def test_spans_of_prodigy_fit_its_tokens(reading: Reading) -> None:
    form = json.loads(written("prodigy", reading))
    tokens = form["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    for span in form["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    assert all(form["text"][t["start"] : t["end"]] == t["text"] for t in tokens)


def test_a_task_of_prodigy_links_parts() -> None:
    form = json.loads(written("prodigy", STORY))
    shown = [
        (form["text"][r["child_span"]["start"] : r["child_span"]["end"]], r["label"])
        for r in form["relations"]
    ]
    assert ("reported", "content of") in shown
    assert ("reported", "within") in shown
