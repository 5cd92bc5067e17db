"""Articles about invented events that the tests of stories, dossiers and audits share: five of four
outlets on a pier that gave way, one of them a copy of another, three on a strike, one on its own.

Written for these tests; the readings are made by hand, so that no model is needed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from builders import Built, article
from quoth.records import Reading, Span, Speaker

ROTH = Speaker("s1", "Ada Roth", "Ada Roth", "person", ("the harbour master",))
BODE = Speaker("s2", "Emil Bode", "Emil Bode", "person", ("the mayor of Holt",))
POLICE = Speaker("s3", "Holt police", "Holt police", "organisation")
CLINIC = Speaker("s4", "Saint Anne hospital", "Saint Anne hospital", "organisation")
WIRE = Speaker("s5", "Northern Wire", "Northern Wire", "organisation")
CLERK = Speaker("s6", None, "a clerk of the harbour office", "unnamed")
UNION = Speaker("s7", "Rail Workers Union", "Rail Workers Union", "organisation")
KAYA = Speaker("s8", "Lena Kaya", "Lena Kaya", "person", ("the head of Coast Rail",))

_PIER = (
    "The Holt pier gave way on Monday during the regatta, when hundreds of visitors stood on its "
    "planks.\n\n"
)


def _first() -> Built:
    built = article(
        _PIER + "[1:Holt police] {1:said} <1:at least 20 people were hurt when the pier gave way>."
        "\n\n"
        "<2:“We saw the planks bend before anybody shouted, and we told them to leave at once,”> "
        "[2:Ada Roth], the harbour master, {2:told} reporters on the quay of Holt.\n\n"
        "[3:A clerk of the harbour office], who asked not to be named for fear of losing the post, "
        "{3:said} <3:the planks of the pier had not been checked since the storm>.",
        speakers={"a1": POLICE, "a2": ROTH, "a3": CLERK},
        title="Pier gives way in Holt during regatta", outlet="The Holt Herald",
        url="https://herald.example/pier", published="2031-03-03T18:00:00Z",
        authors=("Ines Mohr",),
    ).figure("at least 20 people", 20, None, of="people hurt", attribution="a1")  # fmt: skip
    reason = built.span("who asked not to be named for fear of losing the post")
    clerk = replace(built.speakers[2], anonymity=reason)
    return replace(built, speakers=(*built.speakers[:2], clerk))


def _wire() -> Built:
    return article(
        _PIER + "<1:[2:Saint Anne hospital] {2:said} <2:about 35 people were hurt when the pier "
        "gave way>>, [1:Northern Wire] {1:reported}.\n\n"
        "<3:“We saw the planks bend before anybody shouted,”> [3:Ada Roth], the harbour master, "
        "{3:said}. The council of Holt meets on Friday to talk about the pier and its planks, "
        "which were laid in the summer of the great flood, long before the marina was built and "
        "the ferry to the islands was moved to the northern quay of the harbour.",
        speakers={"a1": WIRE, "a2": CLINIC, "a3": ROTH},
        title="Dozens hurt as Holt pier collapses", outlet="The Courier",
        url="https://courier.example/holt-pier", published="2031-03-03T20:30:00Z",
    ).figure("about 35 people", 35, 35, of="people hurt", attribution="a2")  # fmt: skip


def _copy() -> Built:
    built = _wire()
    page = replace(
        built.article, title="Holt pier collapses, dozens hurt", outlet="Coast Today",
        url="https://coast.example/pier", published="2031-03-04",
    )  # fmt: skip
    return replace(built, article=page)


def _denial() -> Built:
    return article(
        "The mayor of Holt spoke on Tuesday about the pier that gave way during the regatta.\n\n"
        "[1:Emil Bode], the mayor, {1:denied} that <1:the planks of the pier had not been checked "
        "since the storm>. <2:“Every plank of the pier was checked in January,”> [2:Bode] "
        "{2:said} at the harbour of Holt.\n\n"
        "<3:“We saw the planks bend before anyone shouted, and we told people to leave,”> "
        "[3:Ada Roth], the harbour master, {3:told} the council.",
        speakers={"a1": BODE, "a2": BODE, "a3": ROTH},
        changes={"a1": {"polarity": "denied"}},
        title="Mayor denies that Holt pier was not checked", outlet="The Holt Herald",
        url="https://herald.example/mayor", published="2031-03-04T12:00:00Z",
        authors=("Ines Mohr",),
    )  # fmt: skip


def _later() -> Built:
    return article(
        "Two days after the pier of Holt gave way during the regatta, the count was corrected.\n\n"
        "[1:Holt police] {1:said} on Wednesday <1:41 people were hurt when the pier gave way>. "
        "[2:Ada Roth], the harbour master, {2:said} <2:the planks of the pier would be replaced "
        "by the summer>.",
        speakers={"a1": POLICE, "a2": ROTH},
        changes={"a2": {"kind": "intent"}},
        title="Police: 41 hurt on Holt pier", outlet="Morning Post",
        url="https://post.example/pier-41", published="2031-03-05",
    ).figure("41 people", 41, 41, of="people hurt", attribution="a1")  # fmt: skip


def _strike(number: int, outlet: str, day: str) -> Built:
    return article(
        "Train drivers of Coast Rail walked out on Thursday over night shifts and timetables, and "
        "commuters waited for buses.\n\n"
        "[1:The Rail Workers Union] {1:said} <1:the walkout of the drivers over night shifts goes "
        "on until Coast Rail talks>. <2:“The timetable of the night trains is what we can "
        "pay,”> [2:Lena Kaya], the head of Coast Rail, {2:said}.",
        speakers={"a1": UNION, "a2": KAYA},
        title=f"Train drivers of Coast Rail walk out ({number})", outlet=outlet,
        url=f"https://rail{number}.example/walkout", published=day,
    )  # fmt: skip


def _alone() -> Built:
    return article(
        "[Emil Bode] {said} <the library of Holt opens on Sundays>.",
        speakers={"a1": BODE},
        title="Library opens on Sundays", outlet="The Holt Herald",
        url="https://herald.example/library", published="2031-05-01",
    )  # fmt: skip


def desk_readings() -> list[Reading]:
    """The readings, in the order in which they are kept."""
    built: list[Any] = [
        _first(), _wire(), _copy(), _denial(), _later(),
        _strike(1, "The Courier", "2031-04-10"), _strike(2, "Morning Post", "2031-04-10"),
        _strike(3, "Coast Today", "2031-04-11"), _alone(),
    ]  # fmt: skip
    return [_placed_reading(one) for one in built]


def _placed_reading(one: Built) -> Reading:
    return replace(
        one.reading,
        article=replace(one.article, id=one.article.url or ""),
        speakers=tuple(_placed(one, who) for who in one.speakers),
    )


def _placed(built: Built, who: Speaker) -> Speaker:
    """The speaker with the places of its name, or of its label."""
    words = who.name or who.label
    found, at = [], built.text.lower().find(words.lower())
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = built.text.lower().find(words.lower(), at + 1)
    return replace(who, mentions=tuple(found))


LINDT = Speaker("s9", "Vera Lindt", "Vera Lindt", "person", ("the energy minister",))
BERK = Speaker("s10", "Tomas Berk", "Tomas Berk", "person", ("the keeper of the lock",))


def _minister(day: str, outlet: str, title: str, subject: str) -> Built:
    return article(
        f"[Vera Lindt], the energy minister, {{said}} <{subject}>.",
        speakers={"a1": LINDT}, title=title, outlet=outlet,
        url=f"https://lindt.example/{day}", published=day,
    )  # fmt: skip


def _lock(number: int, outlet: str, subject: str) -> Built:
    return article(
        f"[Tomas Berk], the keeper of the lock, {{said}} <{subject}>.",
        speakers={"a1": BERK}, title=f"Lock of Ansum, report {number}", outlet=outlet,
        url=f"https://lock{number}.example/", published=f"2031-0{number}-20",
    )  # fmt: skip


def morning_readings() -> list[Reading]:
    """Those, and more for the tasks of a desk: a minister heard before and after the first of March
    of 2031, and somebody whose name is wrong in three articles."""
    built = [
        _minister("2031-02-12", "The Courier", "Minister on the winter",
                  "the stores of gas last until the spring"),
        _minister("2031-03-04", "The Holt Herald", "Turbines for the coast",
                  "forty turbines stand before the coast by the autumn"),
        _minister("2031-03-20", "Morning Post", "No new levy",
                  "households pay no levy on heat this year"),
        _minister("2031-04-09", "Coast Today", "The cable to the islands",
                  "divers lay the cable to the islands in June"),
        _lock(1, "The Courier", "ships wait four hours when the tide is low"),
        _lock(2, "Morning Post", "a gate of the chamber leaks"),
        _lock(3, "Coast Today", "welders mend the gate on Friday"),
    ]  # fmt: skip
    return [*desk_readings(), *map(_placed_reading, built)]
