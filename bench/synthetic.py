"""Synthetic readings: composed news about invented people, with exact offsets and known truth.

``readings(n, seed)`` gives n readings, ``made(n, seed)`` the same with what is true of them: the
story each belongs to, the wire text it copies, the quotation behind each statement and the series
behind each figure. Nothing is read by a model. The same arguments give the same readings always,
and the first n of more are the n of fewer.

A story is an event at an invented place: an agency's text, copied by outlets in whole, in part or
edited, and articles of the outlets' own that quote the same people, in words that vary
(`synthetic_words.vary`), and give figures of one or several sources. Most stories have few
articles, some have forty. Every outlet closes its articles with the same lines.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count, islice

from bench.synthetic_words import (
    AGENCIES,
    BUILT_IN,
    ROLES,
    Relation,
    Vocabulary,
    closing_lines,
    invented,
    outlet_name,
    vary,
)
from quoth.records import (
    Article,
    Attribution,
    Figure,
    Form,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    SpeakerType,
    TimeMention,
)

FIRST_DAY = date(2031, 1, 1)
OUTLETS = 60
PEOPLE = 3000
STORIES_A_DAY = 25
_SIZES = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20, 40)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LEAST_COPIED = 3  # blocks of the wire text in the shortest copy


@dataclass(frozen=True)
class Made:
    """A synthetic reading with what is true of it.

    ``story`` is the number of its story. ``copies`` is the id of the article that it copies, and
    ``portion`` how: "whole", "part", "edited" or "" for none. ``quotations`` gives, for an
    attribution's id, the key of the quotation and how the words stand to it; ``series``, for a
    figure's id, the key of what is counted.
    """

    reading: Reading
    story: int
    copies: str | None = None
    portion: str = ""
    quotations: dict[str, tuple[str, Relation]] = field(default_factory=dict)
    series: dict[str, str] = field(default_factory=dict)


def readings(n: int, seed: int = 1, vocabulary: Vocabulary = BUILT_IN) -> Iterator[Reading]:
    """``n`` synthetic readings, article by article of one story after another."""
    return (one.reading for one in made(n, seed, vocabulary))


def made(n: int, seed: int = 1, vocabulary: Vocabulary = BUILT_IN) -> Iterator[Made]:
    """The same as `readings`, with what is true of each."""
    stories = (_Story(number, seed, vocabulary).articles() for number in count())
    return islice((one for story in stories for one in story), n)


# ---- blocks: paragraphs with what is said in them, at offsets of their own -----------------------


@dataclass(frozen=True)
class _Person:
    key: str
    full: str
    short: str
    role: str
    type: SpeakerType = "person"
    stated: str = ""  # the stated reason for not being named


@dataclass(frozen=True)
class _Said:
    who: _Person
    source: Span
    full: bool  # the source gives the full name
    cue: Span
    contents: tuple[Span, ...]
    form: Form
    quotation: tuple[str, Relation] | None = None
    outer: int | None = None  # the place in the block of the statement around it
    said_on: str | None = None


@dataclass(frozen=True)
class _Number:
    span: Span
    low: float | None
    high: float | None
    unit: str | None
    of: str
    series: str
    said: int | None


@dataclass(frozen=True)
class _Block:
    text: str
    said: tuple[_Said, ...] = ()
    numbers: tuple[_Number, ...] = ()
    times: tuple[tuple[Span, date], ...] = ()


class _Writer:
    """Puts a paragraph together and knows where each part stands."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0

    def add(self, text: str) -> Span:
        self.parts.append(text)
        self.at += len(text)
        return Span(self.at - len(text), self.at)

    @property
    def text(self) -> str:
        return "".join(self.parts)


# ---- figures -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Counted:
    """Something that a story counts: how sentences put it, and what quoth would say it counts."""

    frames: tuple[tuple[str, str, str], ...]  # before, after, of
    unit: str | None
    start: int
    grows: bool = False
    money: bool = False


def _counted(thing: str) -> dict[str, tuple[_Counted, ...]]:
    people = (
        ("", " people were killed", "people killed"),
        (
            "the death toll had risen to ",
            "",
            "death toll",
        ),
    )
    return {
        "disaster": (
            _Counted(people, None, 12, grows=True),
            _Counted((("", " people were injured", "people injured"),), None, 40, grows=True),
            _Counted((("", " homes were destroyed", "homes destroyed"),), None, 90),
        ),
        "protest": (
            _Counted(
                (
                    ("", f" demonstrators marched against the {thing}", "demonstrators"),
                    ("", " demonstrators had taken part", "demonstrators"),
                ),
                None,
                3000,
            ),
            _Counted((("", " arrests were made", "arrests"),), None, 25, grows=True),
        ),
        "budget": (
            _Counted(
                (
                    (f"the {thing} would cost ", "", f"cost of the {thing}"),
                    (f"the cost of the {thing} was put at ", "", f"cost of the {thing}"),
                ),
                "EUR",
                4_000_000,
                money=True,
            ),
        ),
        "fire": (
            _Counted((("", " of forest had burned", "forest burned"),), "hectares", 300),
            _Counted((("", " residents were evacuated", "residents evacuated"),), None, 700),
        ),
        "jobs": (
            _Counted(
                (
                    ("", f" jobs would be lost at the {thing}", f"jobs lost at the {thing}"),
                    ("", f" jobs at the {thing} would be cut", f"jobs cut at the {thing}"),
                ),
                None,
                450,
            ),
        ),
    }


def _spelled(value: float, unit: str | None, bound: str) -> str:
    if unit == "EUR":
        amount = f"€{value / 1e6:g} million"
    else:
        amount = f"{value:,.0f}" + (f" {unit}" if unit else "")
    return {"least": "at least ", "more": "more than ", "about": "", "": ""}[bound] + amount


# ---- a story and its articles --------------------------------------------------------------------


class _Story:
    """One event: its people, what they said, what was counted, and who wrote about it."""

    def __init__(self, number: int, seed: int, vocabulary: Vocabulary) -> None:
        self.number = number
        self.seed = seed
        self.words = vocabulary
        self.rng = rng = random.Random(f"{seed}:story:{number}")
        self.day = FIRST_DAY + timedelta(days=number // STORIES_A_DAY)
        self.place = invented(rng, rng.choice((2, 3)))
        self.thing = f"{rng.choice(vocabulary.adjectives)} {rng.choice(vocabulary.nouns)}"
        self.kind, self.counted = rng.choice(sorted(_counted(self.thing).items()))
        self.cast = [self.person(int(PEOPLE * rng.random() ** 2)) for _ in range(rng.randint(2, 5))]
        self.pool = [
            (f"{number}.{i}", rng.choice(self.cast), self.saying())
            for i in range(rng.randint(3, 9))
        ]
        self.values = [self.series(one) for one in self.counted]

    def person(self, number: int) -> _Person:
        """One of the people of this world; the same in every story."""
        rng = random.Random(f"{self.seed}:person:{number}")
        given, surname = invented(rng, 2), invented(rng, rng.choice((2, 2, 3)))
        role = rng.choice(ROLES)
        return _Person(f"p{number}", f"{given} {surname}", surname, role)

    def saying(self) -> str:
        """A quotation of one or two sentences, of the story's subject more often than not."""
        first = self.words.saying(self.rng, self.thing, self.place)
        if self.rng.random() < 0.3:
            return f"{first}. {self.words.saying(self.rng, self.thing, self.place)}"
        return first

    def series(self, one: _Counted) -> dict[tuple[str, int], tuple[float, str]]:
        """What each source gives on each day: a value and how it is bounded."""
        rng = self.rng
        start = round(one.start * rng.uniform(0.4, 3.0))
        if one.money:
            start = round(start, -5)
        out: dict[tuple[str, int], tuple[float, str]] = {}
        apart = rng.random() < 0.5  # the sources give different figures
        for source in ("officials", "others"):
            value: float = start
            if apart and source == "others":
                value = start * rng.choice((2, 3, 1.5)) if one.money else start + max(3, start // 2)
            for day in range(4):
                out[source, day] = (round(value), rng.choice(("", "", "", "least", "about")))
                if one.grows:
                    value += rng.randint(0, max(2, start // 4))
        return out

    # -- blocks --

    def lead(self, day: int) -> _Block:
        """The opening: what happened, where and when."""
        writer = _Writer()
        happened = self.day + timedelta(days=day)
        writer.add(f"{self.place.upper()} — ")
        writer.add(self.words.event(self.rng, self.kind, self.thing, self.place) + " on ")
        when = writer.add(_DAYS[happened.weekday()])
        writer.add(". " + self.words.narration(self.rng, self.thing, self.place))
        return _Block(writer.text, times=((when, happened),))

    def filler(self) -> _Block:
        """One to three sentences in which nobody is quoted."""
        sentences = [
            self.words.narration(self.rng, self.thing, self.place)
            for _ in range(self.rng.randint(1, 3))
        ]
        return _Block(" ".join(sentences))

    def quote(self, full: set[str], day: int) -> _Block:
        """A paragraph with a quotation of the pool, in this article's variant of it."""
        key, who, fullest = self.rng.choice(self.pool)
        words, relation = vary(self.rng, fullest, self.words)
        return self.said(who, words, (key, relation), full, day)

    def said(
        self,
        who: _Person,
        words: str,
        quotation: tuple[str, Relation],
        full: set[str],
        day: int,
    ) -> _Block:
        rng, writer = self.rng, _Writer()
        first = who.key not in full
        full.add(who.key)
        name, role = (who.full, f", {who.role} of {self.place}") if first else (who.short, "")
        style = rng.random()
        said_on: str | None = None
        times: tuple[tuple[Span, date], ...] = ()
        opening, closing = rng.choice((("“", "”"), ("“", "”"), ('"', '"')))
        if style < 0.35:
            pieces = words.split(". ", 1)
            head = pieces[0].rstrip(".")
            contents = [writer.add(f"{opening}{head},{closing}")]
            writer.add(" ")
            if rng.random() < 0.5:
                cue = writer.add("said")
                writer.add(" ")
                source = writer.add(name + role)
            else:
                source = writer.add(name + role)
                writer.add(", " if role else " ")
                cue = writer.add("said")
            if rng.random() < 0.4:
                spoken = self.day + timedelta(days=day)
                writer.add(" on ")
                times = ((writer.add(_DAYS[spoken.weekday()]), spoken),)
                said_on = spoken.isoformat()
            writer.add(".")
            if len(pieces) > 1:
                writer.add(" ")
                contents.append(writer.add(f"{opening}{pieces[1].rstrip('.')}.{closing}"))
            one = _Said(
                who, source, first, cue, tuple(contents), "direct", quotation, None, said_on
            )
        elif style < 0.6:
            source = writer.add(name + role)
            writer.add(", " if role else " ")
            cue = writer.add(rng.choice(("said", "told reporters", "added", "stressed")))
            writer.add(": ")
            content = writer.add(f"{opening}{words.rstrip('.')}.{closing}")
            one = _Said(who, source, first, cue, (content,), "direct", quotation)
        elif style < 0.8:
            source = writer.add(name + role)
            writer.add(", " if role else " ")
            cue = writer.add(rng.choice(("said", "insisted", "argued")))
            writer.add(" that ")
            start = writer.at
            own = self.words.narration(rng, self.thing, self.place, inner=True)
            writer.add(f"{own}: {opening}{words.rstrip('.')}{closing}")
            one = _Said(who, source, first, cue, (Span(start, writer.at),), "mixed", quotation)
            writer.add(".")
        else:
            agency = _Person(f"o{AGENCIES[0]}", AGENCIES[0], AGENCIES[0], "agency", "organisation")
            content = writer.add(f"{opening}{words.rstrip('.')},{closing}")
            writer.add(" ")
            source = writer.add(name + role)
            writer.add(", " if role else " ")
            cue = writer.add("said")
            around = Span(0, writer.at)
            writer.add(", ")
            outer_source = writer.add(f"the {AGENCIES[0]} agency")
            writer.add(" ")
            outer_cue = writer.add("reported")
            writer.add(".")
            outer = _Said(agency, outer_source, True, outer_cue, (around,), "indirect")
            one = _Said(who, source, first, cue, (content,), "direct", quotation, outer=0)
            return _Block(writer.text, (outer, one))
        return _Block(writer.text, (one,), times=times)

    def indirect(self, full: set[str]) -> _Block:
        """Somebody's words in the article's own, sometimes of one who is not named."""
        rng, writer = self.rng, _Writer()
        who = rng.choice(self.cast)
        if rng.random() < 0.3:
            stated = "who asked not to be named"
            label = f"an official {stated}"
            who = _Person(f"u{self.number}", "", label, "official", "unnamed", stated)
            name, first = label[0].upper() + label[1:], False
        else:
            first = who.key not in full
            full.add(who.key)
            name = f"{who.full}, {who.role} of {self.place}," if first else who.short
        source = writer.add(name.rstrip(","))
        writer.add(", " if name.endswith(",") else " ")
        cue = writer.add(rng.choice(("said", "claimed", "warned", "believes")))
        writer.add(" ")
        content = writer.add(
            "that " + self.words.narration(rng, self.thing, self.place, inner=True)
        )
        writer.add(".")
        return _Block(writer.text, (_Said(who, source, first, cue, (content,), "indirect"),))

    def figure(self, day: int) -> _Block:
        """A paragraph with a figure, on the word of officials or others, or of nobody."""
        rng, writer = self.rng, _Writer()
        place = rng.randrange(len(self.counted))
        one = self.counted[place]
        before, after, of = rng.choice(one.frames)
        party = rng.choice(("officials", "officials", "others", "article"))
        value, bound = self.values[place]["others" if party == "others" else "officials", day]
        low, high = value, (None if bound in ("least", "more") else value)
        words = _spelled(value, one.unit, bound)
        owner = "police" if party == "officials" else "aid workers"
        if one.money:
            owner = "the ministry" if party == "officials" else "the opposition"
        series = f"{self.number}.{place}"
        source = cue = None
        if party == "article":
            start = writer.at
            writer.add(before[:1].upper() + before[1:])
            words = words if before else words[0].upper() + words[1:]
            number = writer.add(words)
            writer.add(after + ".")
            return _Block(
                writer.text, (), (_Number(number, low, high, one.unit, of, series, None),)
            )
        source = writer.add(owner[0].upper() + owner[1:])
        writer.add(" ")
        cue = writer.add("said")
        writer.add(" ")
        start = writer.at
        writer.add("that " + before)
        number = writer.add(words)
        writer.add(after)
        content = Span(start, writer.at)
        writer.add(".")
        who = _Person(f"o{owner}", "", owner, owner, "organisation")
        return _Block(
            writer.text,
            (_Said(who, source, False, cue, (content,), "indirect"),),
            (_Number(number, low, high, one.unit, of, series, 0),),
        )

    def body(self, day: int) -> list[_Block]:
        """The paragraphs of a text of its own."""
        full: set[str] = set()
        makers: tuple[Callable[[], _Block], ...] = (
            self.filler,
            lambda: self.quote(full, day),
            lambda: self.quote(full, day),
            lambda: self.indirect(full),
            lambda: self.figure(day),
        )
        blocks = [self.lead(day), self.figure(day), self.quote(full, day)]
        blocks += [self.rng.choice(makers)() for _ in range(self.rng.randint(3, 10))]
        return blocks

    # -- articles --

    def articles(self) -> Iterator[Made]:
        """The story's articles: the wire text first, where an agency wrote one."""
        rng = self.rng
        size = rng.choice(_SIZES)
        wire: list[_Block] | None = None
        wire_id = ""
        for place in range(size):
            id = f"syn-{self.seed}-{self.number}-{place}"
            day = min(3, int(place / size * 4)) if size > 3 else rng.choice((0, 0, 1))
            title = self.words.title(rng, self.kind, self.thing, self.place)
            if place == 0 and size > 1 and rng.random() < 0.8:
                wire, wire_id = self.body(0), id
                yield self.page(id, wire, 0, place, AGENCIES[rng.randrange(3)], title)
                continue
            outlet = outlet_name(self.seed, int(OUTLETS * rng.random() ** 1.5))
            blocks, copies, portion = self.body(day), None, ""
            if wire is not None and rng.random() < 0.55:
                portion = rng.choice(("whole", "whole", "part", "edited"))
                blocks, copies, day = self.copy(wire, blocks, portion), wire_id, min(day, 1)
            one = self.page(id, blocks, day, place, outlet, title)
            yield replace(one, copies=copies, portion=portion)

    def copy(self, wire: list[_Block], own: list[_Block], portion: str) -> list[_Block]:
        """The wire text in whole, its first part with paragraphs of one's own, or edited."""
        if portion == "whole":
            return wire
        if portion == "part":
            keep = max(_LEAST_COPIED, len(wire) * self.rng.randint(40, 80) // 100)
            return wire[:keep] + own[-2:]
        blocks = [b for i, b in enumerate(wire) if i == 0 or self.rng.random() < 0.85]
        return [
            b if b.said or b.numbers or b.times or self.rng.random() < 0.5 else self.filler()
            for b in blocks
        ]

    def page(
        self, id: str, blocks: list[_Block], day: int, place: int, outlet: str, title: str
    ) -> Made:
        """An article of blocks, with the lines that its outlet puts under every article."""
        blocks = [*blocks, *(_Block(line) for line in closing_lines(outlet))]
        text = "\n\n".join(block.text for block in blocks)
        hour, minute = 5 + place * 7 % 18, place * 13 % 60
        on = self.day + timedelta(days=day)
        article = Article(
            id=id,
            text=text,
            title=title,
            outlet=outlet,
            url=f"https://{outlet.lower().replace(' ', '-')}.example/{self.number}/{place}",
            published=f"{on.isoformat()}T{hour:02d}:{minute:02d}:00+00:00",
            language="en",
        )
        return self.numbered(article, blocks)

    def numbered(self, article: Article, blocks: list[_Block]) -> Made:
        """The reading of the page: ids in reading order, speakers once each."""
        attributions: list[Attribution] = []
        figures: list[Figure] = []
        times: list[TimeMention] = []
        quotations: dict[str, tuple[str, Relation]] = {}
        series: dict[str, str] = {}
        people: dict[str, _Person] = {}
        mentions: dict[str, list[Span]] = {}
        named: set[str] = set()
        at = 0
        for block in blocks:
            first = len(attributions) + 1
            for said in block.said:
                id = f"a{len(attributions) + 1}"
                people.setdefault(said.who.key, said.who)
                source = _moved(said.source, at)
                mentions.setdefault(said.who.key, []).append(source)
                if said.full:
                    named.add(said.who.key)
                speaker = f"s{list(people).index(said.who.key) + 1}"
                if said.quotation:
                    quotations[id] = said.quotation
                attributions.append(
                    Attribution(
                        id=id,
                        cue=_moved(said.cue, at),
                        sources=(source,),
                        contents=tuple(_moved(span, at) for span in said.contents),
                        form=said.form,
                        said_on=said.said_on,
                        within=None if said.outer is None else f"a{first + said.outer}",
                        confidence=0.9,
                        speakers=(SpeakerRef(speaker, "same name", 0.9),),
                    )
                )
            for number in block.numbers:
                id = f"f{len(figures) + 1}"
                series[id] = number.series
                owner = None if number.said is None else f"a{first + number.said}"
                span = _moved(number.span, at)
                figures.append(
                    Figure(id, span, number.low, number.high, number.unit, number.of, owner)
                )
            for span, when in block.times:
                day = when.isoformat()
                times.append(TimeMention(f"t{len(times) + 1}", _moved(span, at), day, day))
            at += len(block.text) + 2
        cast = tuple(
            _speaker(f"s{i}", article.text, one, tuple(mentions[key]), key in named)
            for i, (key, one) in enumerate(people.items(), 1)
        )
        reading = Reading(
            article=article,
            attributions=tuple(attributions),
            speakers=cast,
            figures=tuple(figures),
            times=tuple(times),
            model="synthetic 1",
        )
        return Made(reading, self.number, quotations=quotations, series=series)


def _speaker(id: str, text: str, who: _Person, mentions: tuple[Span, ...], named: bool) -> Speaker:
    if who.type == "unnamed":
        start = mentions[0].start + mentions[0].of(text).index(who.stated)
        return Speaker(
            id, None, who.short, who.type, (), mentions, Span(start, start + len(who.stated))
        )
    if who.type == "organisation":
        return Speaker(id, who.full or None, who.full or who.short, who.type, (), mentions)
    name = who.full if named else who.short
    return Speaker(id, name, name, who.type, (who.role,) if named else (), mentions)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
