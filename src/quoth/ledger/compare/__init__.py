"""Comparing many articles: the same quotation, copies of one text, figures that disagree.

Pure functions over plain values (`values`): no database, no model, no clock. The same values give
the same answer, in whatever order they come. docs/compare.md says how each decides.
"""

from quoth.ledger.compare.align import Change, Relation
from quoth.ledger.compare.copies import Copy, CopyGroup, Stretch, copies, originals
from quoth.ledger.compare.disagreements import FigureGroup, FigureMember, by_story, disagreements
from quoth.ledger.compare.quotations import Member, QuotationGroup, quotations
from quoth.ledger.compare.stories import Story, stories
from quoth.ledger.compare.values import Number, Said, Text

__all__ = [
    "Change",
    "Copy",
    "CopyGroup",
    "FigureGroup",
    "FigureMember",
    "Member",
    "Number",
    "QuotationGroup",
    "Relation",
    "Said",
    "Story",
    "Stretch",
    "Text",
    "by_story",
    "copies",
    "disagreements",
    "originals",
    "quotations",
    "stories",
]
