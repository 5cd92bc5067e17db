"""Linked data: W3C Web Annotation, and JSON-LD with schema.org and PROV-O.

Positions count Unicode code points, end excluded: the Web Annotation Data Model (W3C
Recommendation, 23 February 2017) asks for that in sections 4.2.4 and 4.2.5.

That model also asks that an annotation names the W3C's own context (section 3.1). Programs that
know annotations know it; `CONTEXTS` holds what quoth uses of it, for a general JSON-LD processor
that must not go to the network. The other format has its context inside.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from quoth._version import __version__
from quoth.formats.output import encodable
from quoth.records import Attribution, Reading, Span, Speaker
from quoth.wording import Words, is_web_address

# Characters before and after a quotation by which it is found when the text has changed.
_AROUND = 32

W3C_CONTEXT = "http://www.w3.org/ns/anno.jsonld"

ANNOTATION_CONTEXT: list[Any] = [
    W3C_CONTEXT,
    {
        "quoth": "https://w3id.org/quoth/terms#",
        "part": "quoth:part",
        "within": {"@id": "quoth:within", "@type": "@id"},
        "confidence": "quoth:confidence",
        "saidOn": "quoth:saidOn",
    },
]
"""What stands in ``@context`` of an AnnotationPage."""

CONTEXTS: dict[str, dict[str, Any]] = {
    W3C_CONTEXT: {
        "@context": {
            "oa": "http://www.w3.org/ns/oa#",
            "as": "http://www.w3.org/ns/activitystreams#",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "id": "@id",
            "type": "@type",
            **{
                name: f"oa:{name}"
                for name in (
                    *("Annotation", "SpecificResource", "TextualBody"),
                    *("TextQuoteSelector", "TextPositionSelector"),
                    *("classifying", "describing", "identifying", "tagging"),
                    *("exact", "prefix", "suffix", "start", "end"),
                )
            },
            "AnnotationPage": "as:OrderedCollectionPage",
            "Software": "as:Application",
            "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
            "generator": {"@id": "as:generator", "@type": "@id"},
            "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
            "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
            "body": {"@id": "oa:hasBody", "@type": "@id"},
            "target": {"@id": "oa:hasTarget", "@type": "@id"},
            "source": {"@id": "oa:hasSource", "@type": "@id"},
            "selector": {"@id": "oa:hasSelector", "@type": "@id"},
            "value": "rdf:value",
            "name": "foaf:name",
        }
    }
}
"""By address, the part of the W3C's context that quoth uses, as a document: hand it to the document
loader of a JSON-LD processor, and an AnnotationPage is read without the network."""

STATEMENT_CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "quoth": "https://w3id.org/quoth/terms#",
    "id": "@id",
    "type": "@type",
    "graph": "@graph",
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "creator": {"@id": "creator", "@type": "@id"},
    "spokenByCharacter": {"@id": "spokenByCharacter", "@type": "@id"},
    "isPartOf": {"@id": "isPartOf", "@type": "@id"},
}


_SAFE = "!$%&'()*+,/:;=?@[]~-._"


def address_of(reading: Reading) -> str:
    """An IRI of the article: its URL, or one made of its id."""
    url = reading.article.url
    if url and is_web_address(url):
        base, mark, fragment = encodable(url).partition("#")
        return f"{quote(base, safe=_SAFE)}{mark}{quote(fragment, safe=_SAFE)}"
    return f"urn:quoth:article:{quote(encodable(reading.article.id), safe='')}"


def annotations_of(reading: Reading) -> list[dict[str, Any]]:
    """One Web Annotation for each attribution: its content, cue and source are the targets, what it
    is and who speaks the bodies."""
    words = Words(reading)
    source = address_of(reading)
    out = []
    for one in reading.attributions:
        parts: list[tuple[str, Span]] = [("content", span) for span in one.contents]
        parts += [("source", span) for span in one.sources]
        if one.cue:
            parts.append(("cue", one.cue))
        bodies = [
            _body("describing", f"{words.who(one)} {words.cue(one)}".strip()),
            *(_body("identifying", who.name or who.label) for who in words.speakers(one)),
            *(_body("tagging", tag) for tag in (one.form, one.kind, one.tone, one.polarity)),
            *((_body("tagging", "future"),) if one.future else ()),
        ]
        form: dict[str, Any] = {
            "id": _iri(source, one.id),
            "type": "Annotation",
            "motivation": ["classifying", "describing"],
            "generator": {"type": "Software", "name": f"quoth {__version__} ({reading.model})"},
            "body": bodies,
            "target": [_target(reading, source, name, span) for name, span in parts],
            "confidence": round(one.confidence, 4),
        }
        if one.said_on:
            form["saidOn"] = one.said_on
        if one.within:
            form["within"] = _iri(source, one.within)
        out.append(form)
    return out


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _target(reading: Reading, source: str, part: str, span: Span) -> dict[str, Any]:
    text = reading.article.text
    return {
        "type": "SpecificResource",
        "source": source,
        "part": part,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }


def statements_graph(reading: Reading) -> dict[str, Any]:
    """The article as a schema.org NewsArticle, its statements as Quotations.

    A statement is ``wasAttributedTo`` its speakers and ``wasQuotedFrom`` what it is told in: the
    statement it stands within, or the article.
    """
    words = Words(reading)
    article = reading.article
    source = address_of(reading)
    people = {who.id: _iri(source, f"speaker-{who.id}") for who in reading.speakers}
    news: dict[str, Any] = {"id": source, "type": "NewsArticle"}
    for name, value in (
        ("headline", article.title),
        ("url", article.url if article.url and is_web_address(article.url) else None),
        ("datePublished", article.published),
        ("inLanguage", article.language),
    ):
        if value:
            news[name] = value
    if article.outlet:
        news["publisher"] = {"type": "Organization", "name": article.outlet}
    if article.authors:
        news["author"] = [{"type": "Person", "name": name} for name in article.authors]
    graph = [news, *(_speaker(who, people[who.id]) for who in reading.speakers)]
    for one in reading.attributions:
        said = [people[ref.speaker] for ref in one.speakers if ref.speaker in people]
        outer = _iri(source, one.within) if one.within else source
        form: dict[str, Any] = {
            "id": _iri(source, one.id),
            "type": "Quotation" if one.form == "direct" else "CreativeWork",
            "text": words.content(one),
            "isPartOf": source,
            "wasQuotedFrom": outer,
            "quoth:cue": words.cue(one),
            "quoth:form": one.form,
            "quoth:kind": one.kind,
            "quoth:tone": one.tone,
            "quoth:polarity": one.polarity,
            "quoth:future": one.future,
            "quoth:confidence": round(one.confidence, 4),
        }
        if one.spans:
            form["quoth:start"] = one.start
            form["quoth:end"] = max(span.end for span in one.spans)
        if said:
            if one.form == "direct":
                form["spokenByCharacter"] = said  # a property of quotations alone
            form["creator"] = said
            form["wasAttributedTo"] = said
        elif one.sources:
            form["creditText"] = words.source(one)
        if one.said_on:
            # A range is no date: schema.org has no place for it.
            name = "quoth:saidOn" if "/" in one.said_on else "dateCreated"
            form[name] = one.said_on
        graph.append(form)
    return {"@context": STATEMENT_CONTEXT, "graph": graph}


_TYPES = {"person": "Person", "author": "Person", "organisation": "Organization"}


def _speaker(who: Speaker, iri: str) -> dict[str, Any]:
    form: dict[str, Any] = {
        "id": iri,
        "type": [_TYPES.get(who.type, "Thing"), "prov:Agent"],
        "name": who.name or who.label,
    }
    if who.roles and who.type in ("person", "author"):
        form["jobTitle"] = list(who.roles)
    if who.type == "unnamed":
        form["description"] = "not named"
    return form


def _iri(source: str, id: str) -> str:
    # An address of the kind of "…/#!/story/5" has its fragment already, and there is but one.
    return f"{source}{'/' if '#' in source else '#'}{quote(encodable(id), safe='')}"


def sound(value: Any) -> Any:
    """A JSON value with each unpaired surrogate replaced by U+FFFD, so that offsets hold.

    JSON could escape them; RDF and the databases of annotation tools refuse them.
    """
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [sound(one) for one in value]
    if isinstance(value, dict):
        return {sound(name): sound(one) for name, one in value.items()}
    return value


def parts_of(one: Attribution) -> list[tuple[str, int, Span]]:
    """Every span of an attribution with its part and its number among those of that part."""
    out = [("content", i, span) for i, span in enumerate(one.contents)]
    out += [("source", i, span) for i, span in enumerate(one.sources)]
    if one.cue:
        out.append(("cue", 0, one.cue))
    return out
