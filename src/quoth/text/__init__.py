"""The analysed text: a normalised view of an article with an exact offset map to the given text."""

from quoth.text.document import Document, View, analyse, as_given, normalise

__all__ = ["Document", "View", "analyse", "as_given", "normalise"]
