"""The version of quoth."""

__version__ = "0.1.0"
