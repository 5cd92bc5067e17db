"""Which blocks of a page are its article.

trafilatura (Barbaresi 2021, ACL, "Trafilatura: A Web Scraping Library and Command-Line Tool for
Text Discovery and Extraction") says which text is the article. It keeps the first of several
containers, drops short paragraphs with links, and keeps boxes of other stories; so its answer is a
first vote, and the page's own structure a second one: what stands in the same kind of place as
the kept paragraphs is kept, and what stands in a box, a card or a link of its own is set aside.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quoth.intake.page_tree import Block, Place

_GRAM = 4
_COVERED = 0.7
# A part of the names of an element, between hyphens, underscores, capitals or spaces.
_ASIDE = re.compile(
    r"(?<![a-z])(?:related\w*|recirc\w*|recommend\w*|most-?(?:read|popular|viewed)|trending|popular"
    r"|news-?letter\w*|promo\w*|teasers?|read-?(?:more|next|also)|also-?(?:on|read)|more-?(?:on|from|in|stories)"
    r"|out-?brain|ta-?boola|sign-?up|subscri\w+|share\w*|sharing|social\w*|comments?|disqus"
    r"|author-?(?:bio|box|info|profile|card|description)|bio|biography|about-?(?:the-?)?author\w*"
    r"|disclaimer|copyright|bread-?crumbs?|tags?-?(?:list|cloud)?|rail|side-?bar|foot(?:er)?|nav"
    r"|menu|cookies?|consent|gdpr|pay-?wall|reg-?wall|advert\w*|ads?|banner|widget\w*|carousel"
    r"|slider|see-?also|you-?may\w*|up-?next|next-?(?:article|post|story)|prev\w*|pagination"
    r"|pager|hide|hidden|jp-relatedposts|yarpp\w*|correction-?form|feedback|skip\w*|print-?(?:only|footer))(?![a-z])"
)
_ASIDE_TAGS = frozenset(("nav", "footer", "form", "aside", "dialog"))
_STANDFIRST = re.compile(
    r"(?<![a-z])(?:stand-?first|lead|lede|dek|deck|sub-?(?:title|head(?:line|ing)?)|summary|intro\w*"
    r"|kicker-?text|excerpt|chapo|strapline|teaser-?text|tagline|article-?description)(?![a-z])"
)
_SENTENCE_END = re.compile(r"[.!?…:;。！？؟۔।][\"'”’»)\]]*\Z|[\"”»]\Z")
_PROSE_WORDS = 8
_PROSE_SHARE = 0.4  # of an article that is mostly paragraphs
_LONG_LINK = 25  # words; a link of more is a sentence and no headline
_MOSTLY, _ALL = 0.6, 0.8  # shares of a line that are link
_ENOUGH = 0.6  # of the article, without which the library's surer answer is not taken
_MAIN = 0.8  # of the article, in the place that is the article's
_BOX = 0.25  # of the article; what holds more is no box beside it
_FAIR = 0.08  # of the article, in a place that is one of its own
_A_STORY = 0.1  # of what was found, in one of several stories on the page
_FEWEST_CARDS = 2
_FEW_WORDS = 40  # of an article element that holds its own story
_LONGEST_SIGNATURE = 25  # words
_QUOTING = frozenset(("blockquote", "figure", "aside"))
_LONGEST_STANDFIRST = 2  # paragraphs
_CARD_WORDS, _STORY_WORDS, _CARD_BLOCKS = 90, 250, 6
_CARD_TAGS = frozenset(("li", "div", "article", "section", "td", "tr", "figure", "dd"))
_OF_A_PARAGRAPH = frozenset(
    re.findall(
        r"\S+",
        """
        p li h1 h2 h3 h4 h5 h6 blockquote ul ol dl dd dt pre figcaption figure
        """,
    )
)
_PLAIN = frozenset(("div", "section", "td"))


@dataclass
class Choice:
    """The blocks of the article in their order; those ``aside`` are the page's and not its own."""

    blocks: list[Block]
    aside: set[int] = field(default_factory=set)

    def prose(self) -> list[Block]:
        """The kept paragraphs."""
        return [b for b in self.blocks if id(b) not in self.aside and is_prose(b)]

    @property
    def own(self) -> list[Block]:
        """The blocks that are the article's own."""
        return [b for b in self.blocks if id(b) not in self.aside]


class Grams:
    """The runs of four words of a text, to tell whether another one stands in it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._grams: set[tuple[str, ...]] = set()
        self._lines: set[tuple[str, ...]] = set()
        for line in lines:
            words = tuple(re.findall(r"\w+", line.lower()))
            self._grams.update(grams_of(words))
            self._lines.add(words)

    def __contains__(self, gram: object) -> bool:
        return gram in self._grams

    def hold(self, words: tuple[str, ...]) -> bool:
        """True when most of ``words`` stand in the text, or, of a few, a line is just that."""
        grams = grams_of(words)
        if not grams:
            return bool(words) and words in self._lines
        return sum(gram in self._grams for gram in grams) >= _COVERED * len(grams)


def grams_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The runs of four words in ``words``."""
    return [tuple(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1)]


def is_prose(block: Block) -> bool:
    """True for what reads like a paragraph of an article."""
    if block.kind in ("headline", "heading"):
        return False
    words = len(block.words)
    ends = _SENTENCE_END.search(block.text) is not None
    unspaced = len(block.text) > 12 * max(1, words) and len(block.text) >= 20
    if block.link_share > _MOSTLY and not (ends and words >= _PROSE_WORDS):
        return False
    return (words >= _PROSE_WORDS and ends) or words >= 2 * _PROSE_WORDS or (unspaced and ends)


def choose(blocks: list[Block], full: Grams, sure: Grams, titles: Iterable[str]) -> Choice:
    """The article among the ``blocks`` of a page.

    Args:
        blocks: all of the page.
        full: the text that the extracting library found.
        sure: what it found when asked for precision.
        titles: the headline, in the forms that the page gives it.
    """
    in_full = _once(blocks, [full.hold(b.words) for b in blocks])
    in_both = [f and sure.hold(b.words) for f, b in zip(in_full, blocks, strict=True)]
    found = _prose_words(blocks, in_full)
    votes = in_both if _prose_words(blocks, in_both) >= _ENOUGH * found else in_full
    page = _Page(blocks, votes)
    if not page.total:
        return Choice([b for b, f in zip(blocks, in_full, strict=True) if f])
    others = page.other_stories(titles)
    chosen = Choice([])
    for number, block in enumerate(blocks):
        if block.place in others:
            continue
        before = chosen.blocks[-1] if chosen.blocks else None
        if page.keeps(number) if votes[number] else page.belongs(number, in_full[number]):
            chosen.blocks.append(block)
            if page.is_aside(block):
                chosen.aside.add(id(block))
        elif before is not None and before is blocks[number - 1] and _signs(block, before):
            block.kind = before.kind
            chosen.blocks.append(block)
            if id(before) in chosen.aside:
                chosen.aside.add(id(block))
    return _trimmed(chosen)


def _signs(block: Block, before: Block) -> bool:
    """True for who is quoted: a ``<footer>`` or ``<cite>`` in the block quotation of the block
    before, or the caption of the figure that it stands in (HTML, "The blockquote element")."""
    if (
        before.kind not in ("block quotation", "pull quote")
        or len(block.words) > _LONGEST_SIGNATURE
    ):
        return False
    places = list(before.place.above)
    if block.place.tag == "blockquote":  # behind its paragraphs, in no element but ``<cite>``
        return block.place in places
    signed = next((p.up for p in block.place.above if p.tag in ("footer", "figcaption")), None)
    return signed in places and signed is not None and signed.tag in _QUOTING


class _Page:
    """The blocks of a page, with how much of the article stands in each place."""

    def __init__(self, blocks: list[Block], votes: list[bool]) -> None:
        self._blocks = blocks
        self._votes = votes
        self._boxes: dict[Place, bool] = {}
        self._weight: dict[Place, int] = defaultdict(int)
        self._forms: dict[tuple[str, str], int] = defaultdict(int)
        prose = [b for b, vote in zip(blocks, votes, strict=True) if vote and is_prose(b)]
        all_of_it = [
            b
            for b, vote in zip(blocks, votes, strict=True)
            if vote and b.kind not in ("headline", "heading") and not is_teaser(b)
        ]
        if _words_in(prose) < _PROSE_SHARE * _words_in(all_of_it):
            prose = all_of_it  # a list, a calendar, a table of results
        for block in prose:
            for place in block.place.above:
                self._weight[place] += len(block.words)
                self._forms[place.form] += len(block.words)
        self.total = _words_in(prose)
        self._homes = {_home(b.place) for b in prose}
        self._home_forms = {h.form for h in self._homes if h.form[1] or h.tag not in _PLAIN}
        main = [p for p in self._weight if self._weight[p] >= _MAIN * self.total]
        self._main = max(main, key=lambda p: p.depth) if main else None
        counted = set(map(id, prose))
        numbers = [n for n, b in enumerate(blocks) if id(b) in counted]
        self._first, self._last = (numbers[0], numbers[-1]) if numbers else (0, -1)
        before = [n for n, b in enumerate(blocks[: self._first]) if b.kind == "headline"]
        self._headline = before[-1] if before else -1
        self._standfirst = self._find_standfirst()
        self._tags = {b.place.tag for b in prose}
        self._cards = self._find_cards()

    def keeps(self, number: int) -> bool:
        """True when a block with a vote stands in the article or holds a good part of it."""
        block = self._blocks[number]
        if self._in_main(block.place) or block.kind == "headline":
            return True
        if not is_prose(block) or number < self._headline:
            return False
        around = self._main.up if self._main else None
        by_it = any(p in (around, around and around.up) for p in block.place.above)
        return by_it or self._weight[_home(block.place)] >= _FAIR * self.total

    def belongs(self, number: int, in_full: bool) -> bool:
        """True when a block without a vote stands where the article's own paragraphs stand."""
        block = self._blocks[number]
        boxed = block.kind != "embedded post" and self._in_box(block)
        if boxed or block.kind == "caption" or block.place in self._cards:
            return False
        if is_teaser(block):
            return False
        inside = self._first <= number <= self._last
        if block.kind == "embedded post":
            # The extracting library leaves out what scripts of other sites would draw anew.
            return inside and self._in_main(block.place)
        if number < self._first and number in self._standfirst:
            return True
        if not (self._is_home(_home(block.place)) if inside else self._is_beside(block)):
            return False
        if block.kind in ("heading", "headline"):
            return in_full and inside
        if is_prose(block):
            return in_full or block.place.tag in self._tags
        short = len(block.words) >= 2 and _SENTENCE_END.search(block.text) is not None
        return (inside and in_full) or (inside and short and block.place.tag in self._tags)

    def _is_home(self, place: Place) -> bool:
        """True for what holds paragraphs of the article, is made like it, or holds one of them."""
        fair = _FAIR * self.total
        if place in self._homes and self._weight[place] >= fair:
            return True
        if place.form in self._home_forms and self._forms[place.form] >= fair:
            return self._in_main(place)
        return any(home.up is place for home in self._homes if self._weight[home] >= fair)

    def _is_beside(self, block: Block) -> bool:
        """True for a block before or behind the others that stands right by them."""
        home = _home(block.place)
        if block.kind == "list item":
            return False
        for known in self._homes:
            if self._weight[known] < _FAIR * self.total or known.up is None or home.up is None:
                continue
            if home is known or known.up is home:
                return True
            twins = home.form == known.form and bool(home.names)
            nearer = home.up is known.up or (
                home.up.up is known.up.up and home.up.form == known.up.form
            )
            if twins and nearer:
                return True
        return False

    def is_aside(self, block: Block) -> bool:
        """True when a block of the article's text is not the article's own."""
        if block.kind == "caption" and not self._is_main_kind(block):
            return True
        if block.kind == "embedded post":
            return False
        return is_teaser(block) or self._in_box(block) or block.place in self._cards

    def other_stories(self, titles: Iterable[str]) -> set[Place]:
        """The places of stories that follow whole, each with its headline, as in a blog."""
        wanted = {tuple(re.findall(r"\w+", title.lower())) for title in titles}
        heads = [b for b in self._blocks if b.kind in ("headline", "heading") and b.words]
        mine = next((b for b in heads if b.words in wanted), None)
        units = [p for p in mine.place.above if p.names and p.up is not None] if mine else []
        whole = next((p for p in mine.place.above if p.tag == "article"), None) if mine else None
        if whole and self._weight.get(whole, 0) >= _FEW_WORDS:
            around = set(whole.above)
            others = {
                b.place
                for b in self._blocks
                if (its := next((p for p in b.place.above if p.tag == "article"), None))
                and its not in around
                and whole not in set(its.above)
            }
            if others:
                return others
        for unit in units:
            if mine is None or not self._weight.get(unit):
                continue
            of_unit = {b: _nearest(b.place, unit.make) for b in self._blocks}
            weight: Counter[Place] = Counter()
            for block, vote in zip(self._blocks, self._votes, strict=True):
                if vote and (its := of_unit[block]) is not None and is_prose(block):
                    weight[its] += len(block.words)
            level = mine.place.tag
            rivals = {of_unit[b] for b in heads if b.place.tag == level} - {unit, None}
            if any(weight[r] for r in rivals if r) and weight[unit] >= _A_STORY * self.total:
                return {b.place for b in self._blocks if of_unit[b] in rivals}
        return set()

    def _find_standfirst(self) -> set[int]:
        """The numbers of the blocks between headline and article that are called its summary."""
        found = {
            number
            for number in range(max(0, self._headline), self._first)
            if is_prose(block := self._blocks[number])
            and block.kind == "paragraph"
            and any(_STANDFIRST.search(p.names) for p in list(block.place.above)[:2])
        }
        return found if len(found) <= _LONGEST_STANDFIRST and self._headline >= 0 else set()

    def _is_main_kind(self, block: Block) -> bool:
        return self._weight.get(block.place, 0) >= _BOX * self.total

    def _in_main(self, place: Place) -> bool:
        return self._main is None or any(p is self._main for p in place.above)

    def _in_box(self, block: Block) -> bool:
        return self._is_box(block.place)

    def _is_box(self, place: Place) -> bool:
        """True when ``place`` stands in a box beside the article; worked out once for each."""
        path: list[Place] = []
        found = False
        for above in place.above:
            if above in self._boxes:
                found = self._boxes[above]
                break
            path.append(above)
        most = _BOX * self.total
        for p in reversed(path):
            found = found or (
                (p.tag in _ASIDE_TAGS or (p.tag != "p" and _ASIDE.search(p.names) is not None))
                and self._weight.get(p, 0) < most
                and self._forms.get(p.form, 0) < most
            )
            self._boxes[p] = found
        return found

    def _find_cards(self) -> set[Place]:
        """The places of teasers: small boxes, several alike, each with a headline in a link."""
        by_unit: dict[Place, list[Block]] = defaultdict(list)
        for block in self._blocks:
            for place in block.place.above:
                if len(by_unit[place]) > _CARD_BLOCKS:
                    break  # and so do all those above it hold more
                if place.tag in _CARD_TAGS:
                    by_unit[place].append(block)
        alike: Counter[tuple[Place | None, tuple[str, str]]] = Counter()
        small: list[tuple[Place, list[Block]]] = []
        for place, inside in by_unit.items():
            words = sum(len(b.words) for b in inside)
            most = _STORY_WORDS if inside and is_teaser(inside[0]) else _CARD_WORDS
            if words <= most and any(map(is_teaser, inside)) and len(inside) <= _CARD_BLOCKS:
                small.append((place, inside))
                alike[place.up, place.form] += 1
        return {
            b.place
            for place, inside in small
            if alike[place.up, place.form] >= _FEWEST_CARDS
            for b in inside
        }


def is_teaser(block: Block) -> bool:
    """True for a line that is a link and no sentence: the headline of another story."""
    if block.link_share < _ALL or len(block.words) < 3 or "://" in block.text[:10]:
        return False
    return len(block.words) < _LONG_LINK and not block.text.rstrip("\"”’'").endswith((".", "…"))


def _nearest(place: Place, make: tuple[str, str]) -> Place | None:
    return next((p for p in place.above if p.make == make), None)


def _home(place: Place) -> Place:
    """What a paragraph stands in."""
    while place.up is not None and (
        place.tag in _OF_A_PARAGRAPH or (place.tag == "div" and not place.names)
    ):
        place = place.up
    return place


def _words_in(blocks: Iterable[Block]) -> int:
    return sum(len(b.words) for b in blocks)


def _prose_words(blocks: list[Block], votes: list[bool]) -> int:
    return sum(len(b.words) for b, v in zip(blocks, votes, strict=True) if v and is_prose(b))


def _once(blocks: list[Block], votes: list[bool]) -> list[bool]:
    """``votes`` with one for each text: of doubles, that which stands among the most others."""
    weight: Counter[Place] = Counter()
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (block, vote) in enumerate(zip(blocks, votes, strict=True)):
        if vote:
            weight[_home(block.place)] += len(block.words)
            if len(block.words) > 3:
                places[block.words].append(number)
    for numbers in places.values():
        if len(numbers) > 1:
            best = max(numbers, key=lambda n: (weight[_home(blocks[n].place)], -n))
            for number in numbers:
                votes[number] = number == best
    return votes


def _trimmed(chosen: Choice) -> Choice:
    """``chosen`` without what is set aside before its first paragraph and after its last."""
    own = [n for n, b in enumerate(chosen.blocks) if id(b) not in chosen.aside]
    while own and chosen.blocks[own[-1]].kind == "heading":
        own.pop()
    if own:
        chosen.blocks = chosen.blocks[own[0] : own[-1] + 1]
    return chosen
