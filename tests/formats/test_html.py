"""The page: exact text, linked parts, nothing of a hostile article comes alive."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import article, readings
from quoth.formats import open_writer
from quoth.formats.html import static
from quoth.formats.output import encodable
from quoth.records import Reading, Speaker
from quoth.wording import is_web_address

VOID = {"meta"}


class Page(HTMLParser):
    """Tags with their attributes, and the text of each ``div class="text"``; strict on nesting."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.loose: list[str] = []
        self._open: list[str] = []
        self._inside = 0
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [key for key, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in {attrs}"
        attributes = {key: value or "" for key, value in attrs}
        self.tags.append((tag, attributes))
        if tag == "a":
            assert "a" not in self._open, "a link in a link"
        if attributes.get("class") == "text":
            self.texts.append("")
            self._inside = len(self._open) + 1
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if len(self._open) < self._inside:
            self._inside = 0

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data
        elif "script" not in self._open and "style" not in self._open:
            self.loose.append(data)

    def all(self, key: str) -> list[str]:
        return [attributes[key] for _, attributes in self.tags if key in attributes]


def html(*several: Reading) -> str:
    stream = io.BytesIO()
    writer = open_writer("html", stream)
    for reading in several:
        writer.write(reading)
    writer.close()
    return stream.getvalue().decode()


def held(text: str) -> str:
    """What HTML can hold of a text."""
    return encodable(text).replace("\0", "\ufffd")


@given(st.lists(readings(), min_size=1, max_size=2))
def test_without_its_tags_the_marked_article_is_the_text(several: list[Reading]) -> None:
    assert Page(html(*several)).texts == [held(reading.article.text) for reading in several]


@given(st.lists(readings(), max_size=2))
def test_nothing_but_the_pages_own_elements_and_attributes(several: list[Reading]) -> None:
    page = Page(html(*several))
    allowed = (
        "html head meta title style body header h1 p span main article div h2 a section h3 h4 "
        "ol ul li blockquote b bdi footer nav aside button script"
    )
    assert {tag for tag, _ in page.tags} <= set(allowed.split())
    keys = {key for _, attributes in page.tags for key in attributes}
    assert not {key for key in keys if key.startswith("on")} | (keys & {"style", "src", "srcset"})
    assert [tag for tag, _ in page.tags].count("script") == 1


@given(st.lists(readings(), max_size=2))
def test_ids_are_unique_and_every_inner_link_leads_somewhere(several: list[Reading]) -> None:
    page = Page(html(*several))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    # An empty span marks nothing in the text, so there is nothing to lead to.
    inner = {link[1:] for link in page.all("href") if link.startswith("#")}
    assert {link for link in inner if not re.fullmatch(r"r\d+-[tm]\d+", link)} <= set(ids)


@given(readings())
def test_outside_the_text_nothing_invisible_is_left(reading: Reading) -> None:
    loose = "".join(Page(html(reading)).loose)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", loose)


STORM = article(
    "Rain fell.\n\n<[She] {said} <at least 20 boats sank>>, [the Courier] {reports}.",
    title="Storm",
    url="https://lantern.example/storm?a=1&b=2",
    speakers={"a2": Speaker("s1", "Ana Belić", "Ana Belić", "person", ("mayor",))},
).figure("at least 20", 20, None, of="boats sunk", attribution="a2")


def marked(page: str, words: str) -> dict[str, str]:
    """The attributes of the element of the text that holds just ``words``."""
    for match in re.finditer(r"<(?:a|span)( [^>]*)>([^<]*)<", page.split('class="text"')[1]):
        if match[2] == words:
            return dict(re.findall(r'([\w-]+)="([^"]*)"', match[1]))
    raise AssertionError(f"{words!r} is not marked")


def test_each_part_knows_the_statements_it_belongs_to_innermost_first() -> None:
    page = html(STORM.reading)
    assert marked(page, "She")["data-a"] == "2s 1c"
    assert marked(page, "said")["data-a"] == "2q 1c"
    assert marked(page, " boats sank")["data-a"] == "2c 1c"
    assert marked(page, "the Courier")["data-a"] == "1s"
    assert set(marked(page, " boats sank")["class"].split()) == {"x", "c", "c2", "ce"}


def test_a_cue_and_its_card_link_to_each_other() -> None:
    page = html(STORM.reading)
    cue = marked(page, "said")
    assert (cue["href"], cue["id"], cue["data-n"]) == ("#r1-a2", "r1-t2", "2")
    assert '<li class="card d1" id="r1-a2" data-k="2" data-w="1" data-who="' in page
    assert '<a href="#r1-t2">' in page


def test_a_card_says_who_what_on_whose_word_and_which_figures() -> None:
    card = html(STORM.reading).split('id="r1-a2"')[1].split("</li></ul>")[0]
    words = re.sub(r"<[^>]+>", " ", card)
    for expected in ("She", "Ana Belić, mayor", "said", "at least 20 boats sank", "≥ 20"):
        assert expected in words
    assert "Chain of sources: the Courier reports ← Ana Belić said" in words


def test_every_mention_of_a_speaker_leads_to_the_speaker() -> None:
    built = article("Ana Belić slept. [She] {said} <no>.")
    who = Speaker("s1", "Ana Belić", "Ana Belić", "person", (), (built.span("Ana Belić"),))
    page = html(Reading(built.article, built.attributions, (who,)))
    mention = marked(page, "Ana Belić")
    assert (mention["href"], mention["data-s"], mention["id"]) == ("#r1-s1", "1", "r1-m1")
    assert '<li class="speaker" id="r1-s1" data-s="1"><a href="#r1-m1">Ana Belić</a>' in page


def test_furniture_and_figures_are_marked() -> None:
    built = article("Ten boats.\nREAD: more").figure("Ten", 10, 10, of="boats")
    aside = article("Ten boats.\nREAD: more", furniture=(built.span("READ: more"),)).article
    page = html(Reading(aside, figures=built.figures))
    assert marked(page, "Ten") == {"class": "f", "title": "10 boats"}
    assert marked(page, "READ: more") == {"class": "furniture"}


def test_blank_lines_part_paragraphs_and_line_breaks_do_where_there_are_none() -> None:
    assert html(article("one\ntwo\n\nthree").reading).count('<p dir="auto">') == 2
    assert html(article("one\ntwo\nthree").reading).count('<p dir="auto">') == 3


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else() -> None:
    page = html(STORM.reading)
    (policy,) = [
        attributes["content"]
        for _, attributes in Page(page).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for rule, tag in (("style-src", "style"), ("script-src", "script")):
        (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"


def test_the_page_asks_the_network_for_nothing() -> None:
    for name in ("page.css", "page.js"):
        assert not re.search(r"https?:|url\(|@import|fetch|XMLHttp|innerHTML", static(name))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://lantern.example/a?b=1&c=é", True),
        ("HTTP://lantern.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>1</script>", False),
        ("//lantern.example", False),
        ("https:///path", False),
        ("https://[lantern", False),
        ("https://lantern.example/\u202egpj", False),
        ("https:\\\\lantern.example", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_a_web_address_becomes_a_link(url: str, safe: bool) -> None:
    assert is_web_address(url) is safe
    links = Page(html(article("x", title="T", url=url).reading)).all("href")
    assert links == ([url] if safe else [])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "' onmouseover='alert(1)",
        "&lt;script&gt; &#60;b&#62;",
        "<!-- --> ]]> </title></head>",
    ],
)
def test_hostile_words_stay_words_wherever_they_stand(text: str) -> None:
    escaped = re.sub(r"([\[\]{}<>\\])", r"\\\1", text)
    speaker = Speaker("s1", text, text, "person", (text,))
    built = article(
        f"[{escaped}] {{{escaped}}} <{escaped}>",
        **dict.fromkeys(("id", "title", "outlet", "url"), text),
        speakers={"a1": speaker},
        changes={"a1": {"said_on": text}},
    ).figure(text, 1, 1, unit=text, of=text, attribution="a1")
    page = html(replace(built.reading, warnings=(text,), model=text))
    assert [tag for tag, _ in Page(page).tags].count("script") == 1
    assert not {tag for tag, _ in Page(page).tags} & {"img", "svg"}
    assert Page(page).texts == [built.text]
    assert page.count("<script>") == page.count("</script>") == 1


def test_a_direction_override_ends_where_it_began() -> None:
    page = html(article("abc\u202edef").reading)
    assert 'abc<bdi class="ctl" data-code="U+202E">\u202e</bdi>def' in page


def test_a_page_of_many_has_a_section_each_and_a_list_at_the_end() -> None:
    page = html(article("x", title="One").reading, article("y", title="Two").reading)
    assert re.findall(r'<article class="reading" id="(\w+)"', page) == ["r1", "r2"]
    assert '<a href="#r1">One</a>' in page
    assert '<a href="#r2">Two</a>' in page


def test_a_page_of_none_says_so() -> None:
    assert "There are no articles on this page." in html()


def test_a_reading_where_nobody_speaks_says_so() -> None:
    assert "Nobody is quoted or reported here." in html(article("Rain fell.").reading)


# WCAG 2.1, success criterion 1.4.3: at least 4.5 to 1 for text of this size.
PAIRS = [
    *[("ink", back) for back in ["paper", "panel", "c1", "c2", "c3", "on-s", "on-q", "on-c"]],
    *[("quiet", back) for back in ("paper", "panel")],
    *[("link", back) for back in ("paper", "panel")],
    *[("cue", back) for back in ["paper", "panel", "c1", "c2", "c3", "on-q", "on-c"]],
    *[("figure", back) for back in ("paper", "panel")],
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_colours_contrast_enough_to_read(scheme: str, front: str, back: str) -> None:
    light, dark, *_ = re.findall(r":root \{(.*?)\}", static("page.css"), re.DOTALL)
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light if scheme == "light" else dark))

    def luminance(color: str) -> float:
        channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(colors[front]), luminance(colors[back])))
    assert (high + 0.05) / (low + 0.05) >= 4.5
