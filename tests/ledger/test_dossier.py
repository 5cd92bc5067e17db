"""The dossier of a statement: all that is known of it, each thing with where it was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.engine import Connection

from bench import synthetic
from builders import article
from desk_articles import desk_readings
from quoth.errors import NotFoundError, OptionError
from quoth.formats import citations as module
from quoth.formats.citations import citations, cite, csl_item
from quoth.ledger import Changes, Ledger, joined, stories
from quoth.ledger.compare import Said, quotations
from quoth.ledger.comparing import numbers_in
from quoth.ledger.texts import chosen
from quoth.records import Article


@pytest.fixture
def desk(ledger: Ledger) -> Ledger:
    ledger.add(*desk_readings())
    return ledger


def number_of(ledger: Ledger, content: str, version: int) -> int:
    found = ledger.search(limit=100)
    several = [one for one in found if one.version == version and content in one.content]
    return min(several, key=lambda one: len(one.content)).id  # not the one it stands within


def test_the_chain_begins_with_the_article(desk: Ledger) -> None:
    one = desk.dossier(number_of(desk, "about 35 people", 2))
    said = one.statement.id
    inner = next(link for link in one.chain if link.statement == said)
    assert [(link.who, link.cue) for link in one.chain] == [
        ("The Courier", ""), ("Northern Wire", "reported"), ("Saint Anne hospital", "said"),
    ]  # fmt: skip
    assert one.chain[0].statement is None
    assert inner is one.chain[-1]


def test_who_is_meant_and_why(desk: Ledger) -> None:
    (who,) = desk.dossier(number_of(desk, "We saw", 1)).meant
    assert (who.label, who.type, who.why, who.confidence) == (
        "Ada Roth", "person", "same name", 1.0,
    )  # fmt: skip
    assert who.name == "Ada Roth"
    assert who.joined_confidence > 0.5
    (clerk,) = desk.dossier(number_of(desk, "had not been checked", 1)).meant
    assert (clerk.label, clerk.identity) == ("a clerk of the harbour office", "")


def test_the_same_quotation_elsewhere_in_order_of_time(desk: Ledger) -> None:
    first = desk.dossier(number_of(desk, "We saw", 1))
    assert first.same is not None
    assert [(m.said.outlet, m.relation) for m in first.same.members] == [
        ("The Holt Herald", "exact"), ("The Courier", "shortened"), ("Coast Today", "shortened"),
        ("The Holt Herald", "reworded"),
    ]  # fmt: skip
    assert first.ran_it_first
    later = desk.dossier(number_of(desk, "We saw", 4))
    assert later.same == first.same
    assert later.ran_it_first is False
    alone = desk.dossier(number_of(desk, "Every plank", 4))
    assert alone.same is None
    assert alone.ran_it_first is None


def test_figures_that_count_the_same_stand_beside_it(desk: Ledger) -> None:
    (group,) = desk.dossier(number_of(desk, "41 people", 5)).rivals
    assert group.disjoint
    assert [m.number.words for m in group.members][:2] == ["at least 20 people", "about 35 people"]
    assert desk.dossier(number_of(desk, "We saw", 1)).rivals == ()


def test_a_later_denial_is_shown_and_what_it_denies(desk: Ledger) -> None:
    claim = number_of(desk, "had not been checked", 1)
    denial = number_of(desk, "had not been checked", 4)
    (event,) = desk.dossier(claim).events
    assert event.what == "denied"
    assert event.statement is not None
    assert (event.statement.id, event.statement.who) == (denial, "Emil Bode")
    assert "Bode" in event.words  # the sentence, as it is printed
    (back,) = desk.dossier(denial).events
    assert back.what == "denies"
    assert back.statement is not None
    assert back.statement.id == claim


def test_words_in_common_alone_are_no_denial(ledger: Ledger) -> None:
    """The same words about something else: no two of them stand side by side in both."""
    said = "the council closed the old bridge after the spring flood"
    other = "the bridge toll rose when the flood council met in an old hall each spring"
    for number, marked in enumerate((f"[Ada] {{said}} <{said}>.", f"[Bo] {{denied}} <{other}>.")):
        ledger.keep(
            article(
                marked, speakers={"a1": "Ada" if number == 0 else "Bo"}, title="The old bridge",
                url=f"https://herald.example/{number}", published=f"2031-03-0{number + 1}",
                changes={"a1": {"polarity": "denied"}} if number else {},
            ).reading
        )  # fmt: skip
    claim = next(one.id for one in ledger.search("closed"))
    assert [event.what for event in ledger.dossier(claim).events] == []


def test_newer_texts_and_decisions_are_told(desk: Ledger) -> None:
    number = number_of(desk, "Every plank", 4)
    old = desk_readings()[3]
    text = old.article.text.replace("in January", "in Augustus")
    desk.keep(replace(old, article=replace(old.article, text=text)))
    (event,) = desk.dossier(number).events
    assert (event.what, event.earlier) == ("reworded", False)
    assert "Augustus" in event.words
    now = desk.dossier(number).fate
    assert now is not None
    assert now.now is not None
    (before,) = desk.dossier(now.now).events
    assert (before.what, before.earlier) == ("reworded", True)
    desk.correct(now.now, Changes(speaker="Mara Lund"), by="Mia")
    last = desk.dossier(now.now).events[-1]
    assert last.decision is not None
    assert (last.what, last.decision.made_by) == ("decided", "Mia")


def test_a_statement_that_a_newer_text_has_no_more_is_withdrawn(desk: Ledger) -> None:
    number = number_of(desk, "library of Holt", 9)
    old = desk_readings()[8]
    text = old.article.text + " It was closed."
    gone = replace(old, article=replace(old.article, text=text), attributions=())
    desk.keep(gone)
    assert [event.what for event in desk.dossier(number).events] == ["withdrawn"]


def test_what_the_speaker_says_besides(desk: Ledger) -> None:
    one = desk.dossier(number_of(desk, "We saw", 1))
    assert [other.content for other in one.others] == [
        "the planks of the pier would be replaced by the summer"
    ]
    assert one.others_in_all == 1
    assert one.story is not None
    assert one.story.id == 1


def test_a_statement_that_is_none_is_told(desk: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no statement 404"):
        desk.dossier(404)


def test_a_statement_is_cited_in_every_style(desk: Ledger) -> None:
    one = desk.statement(number_of(desk, "We saw", 1))
    assert one is not None
    by_style = {each.style: each.text for each in citations(one, "http://localhost/statement/2")}
    assert by_style["plain"] == (
        "Ada Roth: “We saw the planks bend before anybody shouted, and we told them to leave at "
        "once,” In: “Pier gives way in Holt during regatta”, The Holt Herald, 3 March 2031, 18:00 "
        "UTC, https://herald.example/pier. Kept as statement 2, version 1: "
        "http://localhost/statement/2"
    )
    assert by_style["markdown"].startswith("> “We saw the planks")
    assert (
        "[“Pier gives way in Holt during regatta”](https://herald.example/pier)"
        in (by_style["markdown"])
    )
    assert by_style["apa"] == (
        "Mohr, I. (2031, March 3). Pier gives way in Holt during regatta. The Holt Herald. "
        "https://herald.example/pier"
    )
    assert "Edition" not in by_style["chicago"]
    assert by_style["chicago"].startswith("Mohr, I. 2031. “Pier Gives Way in Holt")
    assert by_style["harvard"].endswith("Available at: https://herald.example/pier.")


def test_markdown_of_hostile_words_is_escaped(desk: Ledger) -> None:
    one = desk.statement(1)
    assert one is not None
    article = replace(one.reading.article, title="[x](javascript:1) <b>*", url="ftp://x")
    hostile = replace(one, reading=replace(one.reading, article=article))
    text = cite(hostile, "markdown")
    assert "\\[x\\](javascript:1) \\<b\\>\\*" in text
    assert "ftp" not in text


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ines Mohr", {"given": "Ines", "family": "Mohr"}),
        ("Maria van der Berg", {"given": "Maria", "family": "van der Berg"}),
        ("Reuters", {"literal": "Reuters"}),
        ("The Staff of the Holt Herald News", {"literal": "The Staff of the Holt Herald News"}),
    ],
)
def test_names_of_authors_are_taken_apart(name: str, person: dict[str, str]) -> None:
    item = csl_item(Article("a", "text", authors=(name,), published="2031-03"))
    assert item["author"] == [person]
    assert item["issued"] == {"date-parts": [[2031, 3]]}


def test_a_style_that_is_none_or_not_installed_is_told(
    desk: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk.statement(1)
    assert one is not None
    with pytest.raises(OptionError, match="style='mla': one of plain, markdown"):
        cite(one, "mla")
    monkeypatch.setattr(module, "has_styles", lambda: False)
    with pytest.raises(OptionError, match=r'pip install "quoth\[cite\]"'):
        cite(one, "apa")
    assert [each.style for each in citations(one)] == ["plain", "markdown"]


def test_only_the_group_that_holds_a_statement_is_the_same_as_in_all_of_them() -> None:
    said = [
        Said(n, number, made.text_of(*one.contents), one.form, made.article.published)
        for n, (number, made, one) in enumerate(
            (number, made, one)
            for number, made in enumerate(synthetic.readings(60, 3))
            for one in made.attributions
        )
    ]
    every = quotations(said)
    assert len(every) > 20
    of = {member.said.id: group for group in every for member in group.members}
    for one in said[::7]:
        expected = (of[one.id],) if one.id in of else ()
        assert quotations(said, holding=one.id) == expected


def test_figures_of_some_units_are_those_of_all_with_the_others_left_out(desk: Ledger) -> None:
    with desk.database.reading() as connection:
        every = list(numbers_in(connection, chosen()))
        some = list(numbers_in(connection, chosen(), lambda unit, of: of == "people hurt"))
        none = list(numbers_in(connection, chosen(), lambda unit, of: unit == "%"))
    assert some == [one for one in every if one.of == "people hurt"]
    assert len(some) > 1
    assert not none


def test_nothing_is_counted_while_nothing_is_kept(
    desk: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counting(name: str, real: Callable[[Connection], str]) -> Callable[[Connection], str]:
        def count(connection: Connection) -> str:
            asked.append(name)
            return real(connection)

        return count

    for part in (joined, stories):
        monkeypatch.setattr(part, "state_mark", counting(part.__name__, part.state_mark))
    for _ in range(3):
        desk.freshen()
    asked.clear()
    desk.freshen()
    assert asked == []
    desk.keep(article("[Ada Roth] {said} <the pier is shut>.", id="late").reading)
    desk.freshen()
    assert {"quoth.ledger.joined", "quoth.ledger.stories"} == set(asked)
