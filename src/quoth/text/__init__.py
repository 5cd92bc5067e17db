"""The analysed text: a normalised view of an article with an exact map to the text as given."""

from quoth.text.document import Document, analyse, normalise

__all__ = ["Document", "analyse", "normalise"]
