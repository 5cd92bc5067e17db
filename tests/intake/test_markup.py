"""Text fields that hold the markup of a content system."""

from __future__ import annotations

import json

import pytest
from intake_samples import error, one

from quoth.intake.markup import has_markup


def of(text: str) -> tuple[str, list[str]]:
    article = one(json.dumps({"id": 1, "text": text}).encode())
    return article.text, [block.kind for block in article.blocks]


def test_markup_is_read_as_html() -> None:
    text, kinds = of(
        "<h2>The bridge</h2><p>It stays <em>closed</em>, <a href='/x'>she</a> said &amp; left.</p>"
        "<script>alert(1)</script><ul><li>One</li><li>Two</li></ul>"
    )
    assert text == "The bridge\nIt stays closed, she said & left.\nOne\nTwo"
    assert kinds == ["heading", "paragraph", "list item", "list item"]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("She left.<br/>He stayed.", "She left.\nHe stayed."),
        ("She <b>left</b>.\nHe stayed.", "She left.\nHe stayed."),
        ("&lt;p&gt;She left.&lt;/p&gt;&lt;p&gt;He stayed.&lt;/p&gt;", "She left.\nHe stayed."),
        ("<p>He said <q>no</q>.", "He said “no”."),
    ],
)
def test_markup_of_many_kinds(given: str, text: str) -> None:
    assert of(given)[0] == text


@pytest.mark.parametrize("text", ["a < b and c > d", "Use <3 for love", "if x<y: go", "5 &lt; 6"])
def test_signs_are_no_markup(text: str) -> None:
    assert not has_markup(text)


def test_markup_without_a_text() -> None:
    assert "no text in its markup" in error(b'{"text": "<p><img src=x></p>"}')


def test_a_text_that_was_cut_off_says_so() -> None:
    row = {"content": "The bridge stays closed, the mayor said on Mon… [+2345 chars]"}
    assert "cut off" in one(json.dumps(row).encode()).warnings[0]
