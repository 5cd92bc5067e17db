"""Downloads of press archives: one file of many articles, told by the marks each archive leaves."""

from __future__ import annotations

import re

from quoth.intake.documents.bundles.europresse import europresse_articles, is_europresse
from quoth.intake.documents.bundles.factiva import factiva_articles, is_factiva
from quoth.intake.documents.bundles.lines import parts_of
from quoth.intake.documents.bundles.nexis import is_nexis, nexis_articles
from quoth.intake.documents.bundles.pages import element_lines, page_tree
from quoth.intake.documents.bundles.proquest import is_proquest, proquest_articles
from quoth.intake.documents.part import Parts

_PAGE = re.compile(r"\s{0,99}<(?:!doctype|html|head|body|div|meta|table|\?xml)", re.IGNORECASE)
_BEGINNING = 65_536


def is_bundle(beginning: str) -> bool:
    """Whether a text or page begins as a download of a press archive does."""
    beginning = beginning[:_BEGINNING]
    if _PAGE.match(beginning) and is_europresse(beginning):
        return True
    return is_factiva(beginning) or is_proquest(beginning) or is_nexis(beginning)


def bundle_parts(text: str) -> Parts:
    """The articles of a download of a press archive, given as text or page; none where it is none.

    The text of an article is exactly a stretch of ``text``, but of a page, and where field codes
    stand before its paragraphs.
    """
    beginning = text[:_BEGINNING]
    if _PAGE.match(beginning):
        if not is_bundle(beginning):
            return []
        tree = page_tree(text)
        if tree is None:
            return []
        if is_europresse(beginning):
            return parts_of(europresse_articles(tree), "Europresse")
        text = "\n".join(element_lines(tree))
        beginning = text[:_BEGINNING]
    if is_factiva(beginning):
        return parts_of(factiva_articles(text), "Factiva")
    if is_proquest(beginning):
        return parts_of(proquest_articles(text), "ProQuest")
    if is_nexis(beginning):
        return parts_of(nexis_articles(text), "Nexis")
    return []
