"""Quotations, for modules that do not use `quoth.text.Document` yet."""

from __future__ import annotations

from quoth.text.quotations import Quotation, find_quotations

__all__ = ["Quotation", "find_quotations"]
