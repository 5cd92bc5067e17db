"""Fitting who is meant: the tagger of names and the linker of mentions."""
