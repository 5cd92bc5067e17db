"""One file a format; see `quoth.formats.registry`."""
