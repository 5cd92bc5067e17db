"""The same quotation in several articles.

Statements with the same words are one text. Texts are taken the fullest first; each looks for a
fuller one that it can surely be had from, by way of an index of the pairs of words that stand side
by side, and joins the likest or stands for itself. Then those that stand for themselves, the ones
with fewest followers last, may join another that they are only likely to be had from. So every
member has been compared with the text that speaks for the group or with one that has, no chain is
longer, and the work grows with the number of texts, not of pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from quoth.ledger.compare.align import Change, Relation, changes, likeness, opcodes, relation
from quoth.ledger.compare.moments import NEVER, day_of, moment
from quoth.ledger.compare.tokens import STOP_WORDS, Tokens, plain, spoken
from quoth.ledger.compare.values import Said
from quoth.ledger.compare.voices import Voices, bond, surname

_SHORT = 8  # words under which a quotation may be anybody's
_SPEAKING = 5  # words with a subject that a quotation shared by several speakers must have
_NEAR = 7  # days within which a short quotation can be the same one
_CROWDED = 64  # references with a pair of words in common, past which it tells nothing
_TRIED = 8  # references that a text is compared with
_LOOKED_UP = 400  # references that are counted for a text
_FULL = 0.9  # share of the longest text's words that a reference must have
_SURE = 0.85  # score from which a text is surely had from another
_LEAST_SCORE = {"same": 0.66, "open": 0.72, "different": 0.85}
_LEAST_WORDS = {"same": 2, "open": 4, "different": 6}  # with a subject, in common
_PIECE = 0.95  # score of a piece cut out of a quotation in one
_PIECE_WORDS = {"same": 1, "open": 3}  # with a subject, in a piece of
_PIECE_LENGTH = {"same": 5, "open": 4}  # so many words
_INDIRECT_SCORE = 0.75
_INDIRECT_WORDS = 5
_CHORUS = 3  # speakers who all use the same words: an everyday phrase


@dataclass(frozen=True, slots=True)
class Member:
    """A statement of a group and how its words stand to the group's reference."""

    said: Said
    relation: Relation


@dataclass(frozen=True, slots=True)
class QuotationGroup:
    """One quotation and the statements that give it, the earliest first, unknown dates last.

    ``reference`` is the member the others are compared with: of the fullest ones that whose words
    most have, of these the earliest. ``first`` are the members who may have run it first: one,
    or several where dates leave it open; none where no date is known.
    """

    reference: Said
    members: tuple[Member, ...]
    first: tuple[Said, ...]

    @property
    def articles(self) -> tuple[int, ...]:
        """The articles that give it, in the order of the members, once each."""
        return tuple(dict.fromkeys(member.said.article for member in self.members))

    def changes(self, member: Member) -> tuple[Change, ...]:
        """What leads from the reference's words to the member's, with places in both contents."""
        a, b = self.reference, member.said
        return changes(spoken(a.content, a.form), a.content, spoken(b.content, b.form), b.content)


@dataclass(slots=True)
class _Wording:
    """Statements in the very same words, the earliest first."""

    words: tuple[str, ...]
    said: list[Said]
    voices: Voices
    indirect: bool
    days: tuple[int, int] | None
    members: list[_Wording] = field(default_factory=list)  # of the group that it is the hub of

    def subject(self) -> int:
        return sum(1 for word in self.words if word not in STOP_WORDS)


def quotations(
    said: Iterable[Said], *, least_articles: int = 2, holding: int | None = None
) -> tuple[QuotationGroup, ...]:
    """Groups of statements that give the same quotation, in ``least_articles`` articles or more.

    Direct and mixed statements make groups; indirect ones join them where their words are very
    near. A short quotation joins only others of the same speaker within a week. Groups come in
    the order of their first member; each statement is in one group at most.

    ``holding``: only the group that has the statement of this id, if one has.
    """
    everything = sorted(said, key=_when)
    hubs = _grouped(_wordings(everything))
    outer = {one.id: one.within for one in everything if one.within is not None}
    groups = []
    for hub in hubs:
        if holding is not None and not _holds(hub.members, holding):
            continue  # lining up the words of a group takes as long as finding it
        for wordings in _voiced(hub.members):
            group = _group(wordings, outer)
            if group is not None and len(group.articles) >= least_articles:
                groups.append(group)
    if holding is not None:
        groups = [one for one in groups if any(m.said.id == holding for m in one.members)]
    return tuple(sorted(groups, key=lambda group: _when(group.members[0].said)))


def _holds(wordings: Iterable[_Wording], id: int) -> bool:
    return any(one.id == id for wording in wordings for one in wording.said)


def _when(one: Said) -> tuple[float, float, int, int]:
    return (*moment(one.published), one.article, one.id)


# ---- wordings ------------------------------------------------------------------------------------


def _wordings(said: Sequence[Said]) -> list[_Wording]:
    """The statements by their words; short ones by speaker and week too."""
    found: dict[tuple[object, ...], list[Said]] = {}
    words_of: dict[tuple[object, ...], tuple[str, ...]] = {}
    opened: dict[tuple[object, ...], int] = {}  # the day on which a short quotation came up
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}
    for one in said:
        words = spoken(one.content, one.form).words
        if not words:
            continue
        words = kept.setdefault(words, words)
        key: tuple[object, ...] = (words, one.form == "indirect")
        if _everyday(words):
            who = one.speaker or (surname(one) and f"name {surname(one)}") or f"statement {one.id}"
            key = (*key, who)
            day = day_of(one.published)
            if day is not None:
                if day - opened.get(key, day - _NEAR - 1) > _NEAR:
                    opened[key] = day
                key = (*key, opened[key])
        found.setdefault(key, []).append(one)
        words_of[key] = words
    return [
        _Wording(words_of[key], several, Voices.of(several), bool(key[1]), _days(several))
        for key, several in found.items()
    ]


def _everyday(words: Sequence[str]) -> bool:
    if len(words) < _SHORT:
        return True
    return sum(1 for word in words if word not in STOP_WORDS) < _SPEAKING


def _days(said: Sequence[Said]) -> tuple[int, int] | None:
    days = [day for day in (day_of(one.published) for one in said) if day is not None]
    return (min(days), max(days)) if days else None


# ---- groups --------------------------------------------------------------------------------------


class _Index:
    """References by the pairs of words that stand side by side in them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.found: dict[int, list[int]] = {}

    def pairs(self, words: Sequence[str]) -> list[int]:
        """The pairs of ``words`` as numbers, each once, those of two stop words left out."""
        numbers = [self.numbers.setdefault(word, len(self.numbers)) for word in words]
        return list(
            dict.fromkeys(
                numbers[i] << 32 | numbers[i + 1]
                for i in range(len(words) - 1)
                if words[i] not in STOP_WORDS or words[i + 1] not in STOP_WORDS
            )
        )

    def add(self, pairs: Iterable[int], place: int) -> None:
        for pair in pairs:
            several = self.found.setdefault(pair, [])
            if len(several) < _CROWDED:
                several.append(place)

    def likely(self, pairs: Iterable[int]) -> list[int]:
        """References with pairs in common, those with most first; rare pairs are tried first."""
        lists = [self.found[pair] for pair in pairs if pair in self.found]
        lists.sort(key=len)
        counts: Counter[int] = Counter()
        looked_up = 0
        for places in lists:
            counts.update(places)
            looked_up += len(places)
            if looked_up > _LOOKED_UP:
                break
        return sorted(counts, key=lambda place: (-counts[place], place))[:_TRIED]


def _grouped(wordings: list[_Wording]) -> list[_Wording]:
    """The hubs, each with its members (itself the first)."""
    wordings.sort(key=lambda w: (w.indirect, -len(w.words), _when(w.said[0])))
    index = _Index()
    hubs: list[_Wording] = []
    late: list[_Wording] = []
    for wording in wordings:
        pairs = index.pairs(wording.words)
        best = _best((hubs[place] for place in index.likely(pairs)), wording, _SURE)
        if best is not None:
            best.members.append(wording)
        elif wording.indirect:
            late.append(wording)
        else:
            wording.members.append(wording)
            index.add(pairs, len(hubs))
            hubs.append(wording)
    return _merged(hubs, late, index)


def _merged(hubs: list[_Wording], late: list[_Wording], index: _Index) -> list[_Wording]:
    """The hubs after those that are only likely to be had from another have joined it."""
    order = sorted(range(len(hubs)), key=lambda place: (-len(hubs[place].members), place))
    left = dict.fromkeys(order, False)  # whether a hub has found its own followers
    for place in order:
        hub = hubs[place]
        near = (p for p in index.likely(index.pairs(hub.words)) if p != place and left.get(p))
        best = _best((hubs[p] for p in near), hub, 0.0)
        if best is None:
            left[place] = True
        else:
            best.members += hub.members
            del left[place]
    kept = [hubs[place] for place in sorted(left)]
    for wording in late:
        places = (p for p in index.likely(index.pairs(wording.words)) if p in left)
        best = _best((hubs[p] for p in places), wording, 0.0)
        if best is not None:
            best.members.append(wording)
    return kept


def _best(hubs: Iterable[_Wording], wording: _Wording, least: float) -> _Wording | None:
    """The hub whose quotation the wording gives most surely, the first of equals."""
    best, best_score = None, 0.0
    for hub in hubs:
        score = _score(hub, wording, least)
        if score > best_score:
            best, best_score = hub, score
    return best


def _score(hub: _Wording, wording: _Wording, least: float) -> float:
    """How surely a wording gives the hub's quotation; 0 when it does not."""
    tie = bond(hub.voices, wording.voices)
    everyday = _everyday(wording.words) or _everyday(hub.words)
    if everyday and (tie == "different" or not _near(hub, wording)):
        return 0.0
    if wording.indirect and (tie == "different" or everyday):
        return 0.0
    least = max(least, _INDIRECT_SCORE if wording.indirect else _LEAST_SCORE[tie])
    full, other = hub.words, wording.words
    if (len(full), full) < (len(other), other):  # the same pair is always read the same way round
        full, other = other, full
    # No alignment has more words in common than the longest common subsequence.
    if LCSseq.similarity(full, other) < 0.5 * least * len(other):
        return 0.0
    alike = likeness(full, other, opcodes(full, other))
    if alike.score < least:
        return 0.0
    if wording.indirect:
        return alike.score if alike.words >= _INDIRECT_WORDS else 0.0
    if everyday:
        if alike.score >= _PIECE and len(other) >= _PIECE_LENGTH[tie]:
            return alike.score if alike.words >= _PIECE_WORDS[tie] else 0.0
        if tie == "open":
            return 0.0
    return alike.score if alike.words >= _LEAST_WORDS[tie] else 0.0


def _near(a: _Wording, b: _Wording) -> bool:
    if a.days is None or b.days is None:
        return a.days is b.days
    return a.days[0] - _NEAR <= b.days[1] and b.days[0] - _NEAR <= a.days[1]


def _voiced(wordings: list[_Wording]) -> list[list[_Wording]]:
    """A group's wordings, parted by speaker where the words are a chorus of many voices."""
    counts = Counter(voice for w in wordings for one in w.said if (voice := _voice(one)))
    if len(counts) < _CHORUS or max(counts.values()) * 2 > sum(counts.values()):
        return [wordings]
    parts: dict[str, list[_Wording]] = {}
    for wording in wordings:
        by_voice: dict[str, list[Said]] = {}
        for one in wording.said:
            by_voice.setdefault(_voice(one) or f"\x00{plain(one.label or '?')}", []).append(one)
        for voice, said in by_voice.items():
            parts.setdefault(voice, []).append(
                _Wording(wording.words, said, Voices.of(said), wording.indirect, _days(said))
            )
    return list(parts.values())


def _voice(one: Said) -> str:
    """A name before an identity: identities are joined with care, and one person may have two."""
    return surname(one) or one.speaker or ""


def _group(wordings: list[_Wording], outer: dict[int, int]) -> QuotationGroup | None:
    said = {one.id for wording in wordings for one in wording.said}
    around = _around(said, outer)
    kept: list[tuple[_Wording, list[Said]]] = []
    for wording in wordings:
        left = [one for one in wording.said if one.id not in around]
        if left:
            kept.append((wording, left))
    direct = [(w, left) for w, left in kept if not w.indirect]
    if not direct:
        return None
    longest = max(len(w.words) for w, _ in direct)
    base, first_said = min(
        ((w, left) for w, left in direct if len(w.words) >= _FULL * longest),
        key=lambda pair: (-len(pair[1]), -len(pair[0].words), _when(pair[1][0])),
    )
    reference = first_said[0]
    members: list[Member] = []
    for wording, left in kept:
        codes = opcodes(base.words, wording.words)
        for one in left:
            found: Tokens = spoken(one.content, one.form)
            members.append(Member(one, relation(base.words, found, one.content, codes)))
    members.sort(key=lambda member: _when(member.said))
    return QuotationGroup(reference, tuple(members), _first([m.said for m in members]))


def _around(said: set[int], outer: dict[int, int]) -> set[int]:
    """Those statements in whose content another of the group stands: it says the words itself."""
    out: set[int] = set()
    for id in said:
        seen = {id}
        above = outer.get(id)
        while above is not None and above not in seen:
            seen.add(above)
            if above in said:
                out.add(above)
            above = outer.get(above)
    return out


def _first(said: Sequence[Said]) -> tuple[Said, ...]:
    """Those that may have come first: each whose earliest moment is no later than the least of
    the latest moments. Of one article only its first statement is named."""
    latest = min((moment(one.published)[1] for one in said), default=NEVER)
    if latest == NEVER:
        return ()
    out: dict[int, Said] = {}
    for one in said:
        if moment(one.published)[0] <= latest:
            out.setdefault(one.article, one)
    return tuple(out.values())
