"""INCEpTION: UIMA CAS as XMI, an article each, in a ZIP archive with the type system.

Written with dkpro-cassis. The layers are ``webanno.custom.QuothPart`` (spans: ``part``,
``attribution``, and at the head of a statement its ``form``, ``kind``, ``tone``, ``polarity`` and
``speaker``) and ``webanno.custom.QuothLink`` (relations between spans: ``label``). Positions in XMI
count UTF-16 units; dkpro-cassis turns quoth's characters into them and back.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from quoth.errors import OptionError
from quoth.formats.annotators import linked_parts
from quoth.formats.archive import Archive
from quoth.formats.format import Format
from quoth.formats.tokens import plain_text, tokenised
from quoth.records import Reading
from quoth.wording import Words

PART = "webanno.custom.QuothPart"
LINK = "webanno.custom.QuothLink"
_OF_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
_ANNOTATION, _STRING = "uima.tcas.Annotation", "uima.cas.String"
_FEATURES = ("part", "attribution", "form", "kind", "tone", "polarity", "speaker")


class InceptionWriter:
    """A ZIP archive with ``TypeSystem.xml`` and an ``.xmi`` for each article."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import cassis
        except ImportError as error:
            raise OptionError(
                'inception needs dkpro-cassis: pip install "quoth[inception]"'
            ) from error
        self._cassis = cassis
        self._types = _type_system(cassis)
        self._archive = Archive(stream)
        self._archive.add("TypeSystem.xml", self._types.to_xml())

    def write(self, reading: Reading) -> None:
        """Add the article."""
        cas = to_cas(reading, self._cassis, self._types)
        name = self._archive.name(reading.article.id)
        self._archive.add(f"{name}.xmi", cas.to_xmi())

    def close(self) -> None:
        """End the archive."""
        self._archive.close()


def to_cas(reading: Reading, cassis: Any, types: Any) -> Any:
    """An article as a CAS of dkpro-cassis."""
    text = plain_text(reading)
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    sentence_of, token_of = (
        types.get_type(f"{_OF_DKPRO}Sentence"),
        types.get_type(f"{_OF_DKPRO}Token"),
    )
    for sentence in tokenised(text):
        cas.add(sentence_of(begin=sentence[0].start, end=sentence[-1].end))
        for token in sentence:
            cas.add(token_of(begin=token.start, end=token.end))
    part_of, link_of = types.get_type(PART), types.get_type(LINK)
    words = Words(reading)
    regions, relations = linked_parts(reading)
    made = {}
    for region in regions:
        about: dict[str, str] = {}
        if region.head:
            one = reading.attribution(region.attribution)
            about = {name: getattr(one, name) for name in ("form", "kind", "tone", "polarity")}
            who = "; ".join(each.name or each.label for each in words.speakers(one))
            about["speaker"] = plain(who)
        made[region.key] = part_of(
            begin=region.span.start,
            end=region.span.end,
            part=region.part,
            attribution=plain(region.attribution),
            **about,
        )
        cas.add(made[region.key])
    for start, end, label in relations:
        head, tail = made[end], made[start]
        cas.add(link_of(begin=tail.begin, end=tail.end, Governor=head, Dependent=tail, label=label))
    return cas


def plain(text: str) -> str:
    """``text`` as XML can hold it."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _type_system(cassis: Any) -> Any:
    types = cassis.TypeSystem()
    for name in ("Sentence", "Token"):
        types.create_type(name=f"{_OF_DKPRO}{name}", supertypeName=_ANNOTATION)
    part = types.create_type(name=PART, supertypeName=_ANNOTATION)
    for name in _FEATURES:
        types.create_feature(domainType=part, name=name, rangeType=_STRING)
    link = types.create_type(name=LINK, supertypeName=_ANNOTATION)
    for name in ("Governor", "Dependent"):
        types.create_feature(domainType=link, name=name, rangeType=PART)
    types.create_feature(domainType=link, name="label", rangeType=_STRING)
    return types


FORMAT = Format(
    media_type="application/zip",
    suffixes=(".inception.zip", ".xmi.zip"),
    writer=lambda output: InceptionWriter(output.binary("inception")),
    binary=True,
)
