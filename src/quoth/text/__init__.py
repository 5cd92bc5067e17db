"""The analysed text: a normalised view of an article with an exact map to the text as given."""

from quoth.text.document import Document, View, analyse, as_given, normalise

__all__ = ["Document", "View", "analyse", "as_given", "normalise"]
