"""Counts over readings: who is heard, how much, in which form, and on whose word.

Only counts, each with the statements it was counted from. Whether a count is much or little, right
or wrong, is not said here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from quoth.ledger.identities import Appearance, appearances, join
from quoth.ledger.nameless import is_person
from quoth.records import Attribution, Form, Pronoun, Reading, Span, SpeakerType, Tone

By = Literal["all", "outlet", "reporter", "article", "story", "speaker", "month"]
Depth = Literal["1", "2", "3+"]
IdentityOf = Callable[[str, str], "str | None"]
StoryOf = Callable[[str], "tuple[str, str] | None"]
"""Gives, for an article's id, the number of its story and what that is called."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
DEPTHS: tuple[Depth, ...] = get_args(Depth)
_TYPES: tuple[SpeakerType, ...] = get_args(SpeakerType)


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """One attribution: the id of its article, and its own id there."""

    article: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of statements, its share (0 to 1) of all statements of the group, and which."""

    count: int
    share: float
    statements: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """What one speaker has in a group of articles.

    ``speaker`` is the key of the identity, ``name`` what to show. ``words`` and ``characters`` are
    those of the contents of the speaker's statements, without what others say inside them;
    ``word_share`` and ``character_share`` are of all that is attributed in the group (0 to 1). A
    statement of two speakers counts for each, so shares may add up to more than 1.
    ``anonymity_stated`` tells, of a never-named speaker, whether an article gives the reason.
    """

    speaker: str
    name: str
    type: SpeakerType
    articles: tuple[str, ...]
    statements: tuple[Ref, ...]
    words: int
    characters: int
    word_share: float
    character_share: float
    forms: Mapping[Form, int]
    tones: Mapping[Tone, int]
    anonymity_stated: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an article's text without any attribution; ``words`` leaves furniture out."""

    article: str
    span: Span
    words: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The counts of one group of articles.

    ``group`` is the outlet, reporter, article's id, number of a story, key of a speaker or month
    (ISO 8601; "" where the articles name none, and for all); ``name`` what to show of it. Of a
    speaker only that speaker's statements are counted. ``months`` are the statements by when their
    articles were published ("" where nobody knows). ``words`` and ``characters`` are of the
    articles without furniture; those ``attributed`` stand in the content of a statement.
    ``depths`` count the links of a statement's chain: "1" is first hand, "2" one statement reported
    inside another. ``untold`` are statements whose speaker could not be told. ``unnamed_stated``
    and ``unnamed_unstated`` are statements of persons that are never named, with and without a
    reason given. ``pronouns`` are the statements of persons whom the articles call "she", "he" and
    "they". ``single_source`` are the ids of articles with exactly one distinct speaker,
    ``no_source`` of those with none.
    """

    by: By
    group: str
    articles: tuple[str, ...]
    words: int
    characters: int
    attributed_words: int
    attributed_characters: int
    statements: Counted
    forms: Mapping[Form, Counted]
    tones: Mapping[Tone, Counted]
    depths: Mapping[Depth, Counted]
    untold: Counted
    unnamed_stated: Counted
    unnamed_unstated: Counted
    pronouns: Mapping[Pronoun, Counted]
    speakers: tuple[SpeakerCount, ...]
    single_source: tuple[str, ...]
    no_source: tuple[str, ...]
    longest_unsourced: Stretch | None
    months: Mapping[str, Counted] = field(default_factory=dict)
    name: str = ""

    def speakers_of(self, type: SpeakerType) -> tuple[SpeakerCount, ...]:
        """The distinct speakers of one type, those with most words first."""
        return tuple(one for one in self.speakers if one.type == type)


@dataclass(slots=True)
class SaidCount:
    """One attribution, counted."""

    ref: Ref
    form: Form
    tone: Tone
    depth: Depth
    speakers: tuple[int, ...]  # indices of appearances
    own: list[Span]  # its content without what others say inside it, in characters
    words: list[Span]  # the same in words of the article


@dataclass(slots=True)
class Facts:
    """One article, counted, without its text."""

    id: str
    words: int
    characters: int
    attributed_words: int
    attributed_characters: int
    stretch: Stretch | None
    month: str = ""
    groups: tuple[str, ...] = ()
    said: list[SaidCount] = field(default_factory=list)


def audit_readings(
    readings: Iterable[Reading],
    *,
    by: By = "all",
    identity: IdentityOf | None = None,
    story: StoryOf | None = None,
) -> list[Audit]:
    """Counts over readings, one `Audit` for each group.

    Args:
        readings: gone through once; their texts are not kept.
        by: what to group by. An article of two reporters counts for both.
        identity: for an article's id and a speaker's id there, the key of who that is over all
            articles (None: nobody else). Without it, speakers are joined as in
            `quoth.ledger.identities`.

        story: the story of an article's id; without it no article has one.

    Returns:
        Articles in the order given; stories and speakers those with most statements first; outlets,
        reporters and months by name, those without one at the end.
        None where there are no readings, but for "all".
    """
    return audit_counted(map(count_article, readings), by=by, identity=identity, story=story)


@dataclass(frozen=True, slots=True)
class ArticleCount:
    """What is counted in one article, without its text.

    ``people`` are its speakers, with keys from 0, ``sids`` their ids in the reading, ``stated``
    the keys of those for whom a reason is given not to name them, ``pronouns`` how the article
    speaks of each. Keys in ``facts`` are theirs.
    """

    outlet: str | None
    authors: tuple[str, ...]
    people: tuple[Appearance, ...]
    sids: tuple[str, ...]
    stated: tuple[int, ...]
    pronouns: tuple[tuple[Pronoun, ...], ...]
    facts: Facts


def count_article(reading: Reading) -> ArticleCount:
    """Counts one article."""
    several = reading.speakers
    people = [
        # What is no person is not a source whose name is kept back.
        replace(one, type="unknown") if one.type == "unnamed" and not is_person(one.label) else one
        for one in appearances(reading, 0, range(len(several)))
    ]
    return ArticleCount(
        reading.article.outlet,
        reading.article.authors,
        tuple(people),
        tuple(one.id for one in several),
        tuple(at for at, one in enumerate(several) if one.anonymity is not None),
        tuple(one.pronouns for one in several),
        _count(reading, {one.id: at for at, one in enumerate(several)}),
    )


def audit_counted(
    counts: Iterable[ArticleCount],
    *,
    by: By = "all",
    identity: IdentityOf | None = None,
    story: StoryOf | None = None,
) -> list[Audit]:
    """As `audit_readings`, of articles that have been counted."""
    people: list[Appearance] = []
    keys: list[str | None] = []
    stated: set[int] = set()
    pronouns: list[tuple[Pronoun, ...]] = []
    facts: list[Facts] = []
    titles: dict[str, str] = {}
    for number, count in enumerate(counts):
        first, id = len(people), count.facts.id
        people += [replace(one, key=one.key + first, article=number) for one in count.people]
        if identity is not None:
            keys += [identity(id, sid) for sid in count.sids]
        stated.update(first + at for at in count.stated)
        pronouns += count.pronouns
        groups = _groups(count, by)
        if by == "story" and story is not None and (told := story(id)):
            groups = (told[0],)
            titles[told[0]] = told[1]
        said = [
            replace(one, speakers=tuple(first + at for at in one.speakers))
            for one in count.facts.said
        ]
        facts.append(replace(count.facts, groups=groups, said=said))
    cast = _Cast(people, keys if identity is not None else None, stated, pronouns)
    if by == "article":
        return [_sum(by, one.groups[0], [one], cast) for one in facts]
    if by == "speaker":
        return _by_speaker(facts, cast)
    grouped: dict[str, list[Facts]] = defaultdict(list)
    if by == "all":
        grouped[""] = []
    for one in facts:
        for group in one.groups:
            grouped[group].append(one)
    order = sorted(grouped, key=lambda group: (not group, group.casefold(), group))
    audits = [_sum(by, group, grouped[group], cast, titles.get(group, group)) for group in order]
    if by == "story":
        audits.sort(key=lambda one: (not one.group, -one.statements.count))
    return audits


def _by_speaker(facts: Sequence[Facts], cast: _Cast) -> list[Audit]:
    """The counts of each speaker's own statements, those with most first."""
    own: dict[str, list[Facts]] = defaultdict(list)
    for article in facts:
        said: dict[str, list[SaidCount]] = defaultdict(list)
        for one in article.said:
            for owner in dict.fromkeys(cast.owner[index] for index in one.speakers):
                said[owner].append(one)
        for owner, statements in said.items():
            own[owner].append(replace(article, said=statements))
    found = [
        _sum("speaker", owner, several, cast, cast.names[owner]) for owner, several in own.items()
    ]
    return sorted(found, key=lambda one: (-one.statements.count, one.name, one.group))


class _Cast:
    """Who each appearance is over all articles."""

    def __init__(
        self, people: list[Appearance], keys: list[str | None] | None, stated: set[int],
        pronouns: list[tuple[Pronoun, ...]],
    ) -> None:  # fmt: skip
        self.people = people
        self.pronouns = pronouns
        self.stated = stated
        self.owner: dict[int, str] = {}
        self.names: dict[str, str] = {}
        self.types: dict[str, SpeakerType] = {}
        if keys is None:
            for known in join(people):
                self.names[known.id], self.types[known.id] = known.name, known.type
                self.owner.update((member.key, known.id) for member in known.members)
            return
        names: dict[str, Counter[str]] = defaultdict(Counter)
        types: dict[str, Counter[SpeakerType]] = defaultdict(Counter)
        for one, given in zip(people, keys, strict=True):
            key = given if given is not None else f"article {one.article} speaker {one.key}"
            self.owner[one.key] = key
            names[key][one.name or one.label] += 1
            types[key][one.type] += 1
        for key, counts in names.items():
            self.names[key] = max(counts, key=lambda name: (counts[name], len(name), name))
            kinds = types[key]
            self.types[key] = max(kinds, key=lambda kind: (kinds[kind], -_TYPES.index(kind)))


def _groups(count: ArticleCount, by: By) -> tuple[str, ...]:
    if by == "article":
        return (count.facts.id,)
    if by == "outlet":
        return (count.outlet or "",)
    if by == "month":
        return (count.facts.month,)
    if by == "reporter":
        return tuple(dict.fromkeys(name for name in count.authors if name)) or ("",)
    return ("",)


def month_of(published: str | None) -> str:
    """The month of a date, "" where there is none."""
    return published[:7] if published and len(published) >= 7 else ""


# ---- one article ---------------------------------------------------------------------------------


def _count(reading: Reading, indices: Mapping[str, int]) -> Facts:
    article = reading.article
    furniture = _merged(article.furniture)
    starts = [
        match.start()
        for part in _outside(furniture, len(article.text))
        for match in _WORD.finditer(article.text, part.start, part.end)
    ]
    contents = _minus(
        _merged(span for one in reading.attributions for span in one.contents), furniture
    )
    sourced = _merged(span for one in reading.attributions for span in one.spans)
    inner: dict[str, list[Span]] = defaultdict(list)
    for one in reading.attributions:
        if one.within and one.within != one.id:
            inner[one.within].extend(one.contents)
    facts = Facts(
        article.id,
        words=len(starts),
        characters=len(article.text) - sum(map(len, furniture)),
        attributed_words=sum(map(len, _in_words(contents, starts))),
        attributed_characters=sum(map(len, contents)),
        stretch=_longest(article.id, article.text, sourced, starts),
        month=month_of(article.published),
    )
    for one in reading.attributions:
        own = _minus(_minus(_merged(one.contents), furniture), _merged(inner.get(one.id, ())))
        known = (indices[ref.speaker] for ref in one.speakers if ref.speaker in indices)
        facts.said.append(
            SaidCount(
                Ref(article.id, one.id),
                one.form,
                one.tone,
                DEPTHS[min(_depth(reading, one), 3) - 1],
                tuple(dict.fromkeys(known)),
                own,
                _in_words(own, starts),
            )
        )
    return facts


def _depth(reading: Reading, one: Attribution) -> int:
    """The links of the chain; a chain that turns back on itself ends there."""
    seen: set[str] = set()
    for link in reading.chain(one):
        if link.id in seen:
            break
        seen.add(link.id)
    return len(seen)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _minus(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What of ``spans`` lies outside ``taken``; both are merged."""
    out = []
    at = 0
    for span in spans:
        start = span.start
        while at < len(taken) and taken[at].end <= start:
            at += 1
        other = at
        while other < len(taken) and taken[other].start < span.end:
            if taken[other].start > start:
                out.append(Span(start, taken[other].start))
            start = max(start, taken[other].end)
            other += 1
        if start < span.end:
            out.append(Span(start, span.end))
    return out


def _outside(spans: Sequence[Span], end: int) -> Iterator[Span]:
    """The stretches of 0 to ``end`` that no span covers; ``spans`` are merged."""
    yield from _minus([Span(0, end)], spans)


def _in_words(spans: Sequence[Span], starts: Sequence[int]) -> list[Span]:
    """The words that begin in the spans, as spans of word numbers."""
    found = (Span(bisect_left(starts, s.start), bisect_left(starts, s.end)) for s in spans)
    return [span for span in found if len(span)]


def _longest(id: str, text: str, sourced: Sequence[Span], starts: Sequence[int]) -> Stretch | None:
    """The longest run of words that no attribution covers, furniture passed over."""
    best: tuple[int, int] | None = None
    for gap in _outside(sourced, len(text)):
        first, last = bisect_left(starts, gap.start), bisect_left(starts, gap.end)
        if last > first and (best is None or last - first > best[1] - best[0]):
            best = (first, last)
    if best is None:
        return None
    first, last = best
    word = _WORD.match(text, starts[last - 1])
    end = word.end() if word else starts[last - 1] + 1
    return Stretch(id, Span(starts[first], end), last - first)


# ---- many articles -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Heard:
    """What one speaker has, while it is being counted."""

    articles: dict[str, None] = field(default_factory=dict)
    statements: list[Ref] = field(default_factory=list)
    words: int = 0
    characters: int = 0
    forms: Counter[Form] = field(default_factory=Counter)
    tones: Counter[Tone] = field(default_factory=Counter)
    stated: bool = False


def _sum(by: By, group: str, facts: list[Facts], cast: _Cast, name: str | None = None) -> Audit:
    said = [one for article in facts for one in article.said]
    attributed_words = sum(one.attributed_words for one in facts)
    attributed_characters = sum(one.attributed_characters for one in facts)
    heard: dict[str, _Heard] = defaultdict(_Heard)
    single: list[str] = []
    none: list[str] = []
    stated: list[Ref] = []
    unstated: list[Ref] = []
    untold: list[Ref] = []
    for article in facts:
        here: dict[str, list[SaidCount]] = {}
        for one in article.said:
            owners = dict.fromkeys(cast.owner[index] for index in one.speakers)
            if not owners:
                untold.append(one.ref)
            for owner in owners:
                here.setdefault(owner, []).append(one)
            unnamed = [i for i in one.speakers if cast.types[cast.owner[i]] == "unnamed"]
            given = [index for index in unnamed if index in cast.stated]
            for index in given:
                heard[cast.owner[index]].stated = True
            if unnamed and len(unnamed) == len(one.speakers):
                (stated if given else unstated).append(one.ref)
        for owner, statements in here.items():
            _hear(heard[owner], article.id, statements)
        if len(here) == 1:
            single.append(article.id)
        elif not here:
            none.append(article.id)
    total = len(said)
    months: dict[str, list[Ref]] = defaultdict(list)
    for article in facts:
        months[article.month] += [one.ref for one in article.said]

    def counted(refs: list[Ref]) -> Counted:
        return Counted(len(refs), _share(len(refs), total), tuple(refs))

    called: dict[Pronoun, list[Ref]] = {
        pronoun: [one.ref for one in said if any(pronoun in cast.pronouns[i] for i in one.speakers)]
        for pronoun in get_args(Pronoun)
    }
    speakers = [
        SpeakerCount(
            key,
            cast.names[key],
            cast.types[key],
            tuple(one.articles),
            tuple(one.statements),
            one.words,
            one.characters,
            _share(one.words, attributed_words),
            _share(one.characters, attributed_characters),
            {form: one.forms[form] for form in get_args(Form)},
            {tone: one.tones[tone] for tone in get_args(Tone)},
            one.stated,
        )
        for key, one in heard.items()
    ]
    speakers.sort(key=lambda one: (-one.words, -len(one.statements), one.name, one.speaker))
    stretches = [one.stretch for one in facts if one.stretch is not None]
    return Audit(
        by=by,
        group=group,
        articles=tuple(one.id for one in facts),
        words=sum(one.words for one in facts),
        characters=sum(one.characters for one in facts),
        attributed_words=attributed_words,
        attributed_characters=attributed_characters,
        statements=counted([one.ref for one in said]),
        forms={f: counted([one.ref for one in said if one.form == f]) for f in get_args(Form)},
        tones={t: counted([one.ref for one in said if one.tone == t]) for t in get_args(Tone)},
        depths={d: counted([one.ref for one in said if one.depth == d]) for d in DEPTHS},
        untold=counted(untold),
        unnamed_stated=counted(stated),
        unnamed_unstated=counted(unstated),
        pronouns={pronoun: counted(refs) for pronoun, refs in called.items()},
        speakers=tuple(speakers),
        single_source=tuple(single),
        no_source=tuple(none),
        longest_unsourced=max(stretches, key=lambda one: one.words, default=None),
        months={month: counted(months[month]) for month in sorted(months) if months[month]},
        name=group if name is None else name,
    )


def _hear(heard: _Heard, article: str, said: list[SaidCount]) -> None:
    """Adds what a speaker has in one article; a word said in two statements is counted once."""
    heard.articles[article] = None
    heard.statements.extend(one.ref for one in said)
    heard.words += sum(map(len, _merged(span for one in said for span in one.words)))
    heard.characters += sum(map(len, _merged(span for one in said for span in one.own)))
    heard.forms.update(one.form for one in said)
    heard.tones.update(one.tone for one in said)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
