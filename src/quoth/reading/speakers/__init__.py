"""Speakers: who each source of an article is, resolved over the whole article."""

from quoth.reading.speakers.resolve import Models, resolve_speakers

__all__ = ["Models", "resolve_speakers"]
