"""What programs broke on the way is mended in the view, and every span leads back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.intake import article_from_text
from quoth.records import Span
from quoth.text import normalise
from quoth.text.mending import mended_kinds


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("&#8220;No,&#8221; she said &amp; left.", "“No,” she said & left."),
        ("&amp;#8220;No,&amp;#8221; she said.", "“No,” she said."),
        (r"\u00e2\u20ac\u0153No,\u00e2\u20ac\u009d she said.", "“No,” she said."),
        (r"she said \u0026amp; left; he didn\u0026#8217;t", "she said & left; he didn’t"),
        ("AT&T &c; she&nbsp;said", "AT&T &c; she said"),
        (r"\u201cNo,\u201d she said.\nHe left. \ud83d\ude00", "“No,” she said.\nHe left. 😀"),
        (r"a path C:\news\today", r"a path C:\news\today"),
        ("=E2=80=9CNo,=E2=80=9D she said, and le=\nft.", "“No,” she said, and left."),
        ("x=1 and y=20 are two", "x=1 and y=20 are two"),
        ("\x1b[1mShe\x1b[0m said", "She said"),
        ("â€œNo,â€\x9d she said; he didnâ€™t.", "“No,” she said; he didn’t."),
        ("The cafÃ© was closed.", "The café was closed."),
        ("São Paulo, Ångström, naïve façades", "São Paulo, Ångström, naïve façades"),
        ("\ufffdNo,\ufffd she said; he didn\ufffdt.", "“No,” she said; he didn’t."),
        ("\ufffdNo, she said in Malm\ufffd.", "\ufffdNo, she said in Malm\ufffd."),
    ],
)  # fmt: skip
def test_what_was_meant_is_read(given: str, meant: str) -> None:
    assert normalise(given).text == meant


def test_spans_lead_back_to_the_text_as_given() -> None:
    text = "&#8220;No,&#8221; she saidâ€¦"
    view = normalise(text)
    at = view.text.index("she said")
    assert view.to_source(Span(at, at + 8)).of(text) == "she said"
    assert view.to_source(Span(0, 5)).of(text) == "&#8220;No,&#8221;"


def test_what_was_mended_is_told() -> None:
    article = article_from_text("&#8220;No,&#8221; she said; he didnâ€™t.", id="a")
    assert article.text.startswith("&#8220;")
    assert article.warnings == (
        "mended for the reading: HTML entities (2), mojibake (1); the text stays as it was given",
    )
    (lost,) = article_from_text("She lives in Malm\ufffd.", id="a").warnings
    assert lost.startswith("1 character lost")


@settings(deadline=None, max_examples=50)
@given(st.text("ab&;#x=\\u0200ÃâÂ€\ufffd\x1b[m\n", max_size=80))
def test_whatever_it_is_the_edits_are_in_order(text: str) -> None:
    view = normalise(text)
    assert view.to_source(Span(0, len(view.text))).end <= len(text)
    assert all(number > 0 for number in mended_kinds(text).values())
