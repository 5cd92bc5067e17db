"""The words of synthetic readings: vocabulary, invented names, sentences, variants of quotations.

The built-in vocabulary needs nothing; `Vocabulary.of_texts` takes a richer one from any English
texts. No sentence is taken over: sentences are composed of single words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Relation = Literal["exact", "shortened", "spliced", "reworded"]

AGENCIES = ("Nordwire", "Meridian Press", "Halden News")
ROLES = (
    "mayor",
    "police chief",
    "union leader",
    "health minister",
    "director of the hospital",
    "chief engineer",
    "head of the opposition",
    "economist",
    "spokeswoman for the council",
    "governor",
    "fire chief",
    "headteacher",
    "transport minister",
    "chair of the chamber of commerce",
    "coach",
    "lawyer for the families",
)

_NOUNS = """
agreement airport alarm alliance ambulance answer archive army assembly audience auction autumn
balance balcony ballot bank bargain barrier battery beach bell benefit blanket board boat border
bottle boundary branch bread bridge budget builder burden cable calendar camera campaign canal
candle capital captain cargo carpet castle ceiling census ceremony chamber champion channel chapter
charity chart chemist child choice church circle citizen clinic clock coalition coast coal coffee
collapse college colony column comet commission committee community company complaint concert
condition conference conflict congress consumer contract corner corridor council country courage
court cousin credit crew crisis crop crossing crowd culture currency customer customs dairy damage
danger deadline debate debt decade decision deficit delegate delivery demand deposit depot desert
detail device dialogue diary dinner diploma director disease dispute district doctor document
dollar donor door doubt drain drawing driver drought duty earthquake economy editor effort election
electricity emergency employer empire energy engine entrance envelope equality error estate
evening evidence exam exchange excuse exhibition expert export factory failure family farmer fault
feature federation ferry festival fever field film fisherman flag flood floor flower food forecast
forest fortune foundation fraud freedom freight frontier fuel funeral future gallery garden gate
generation glacier glass government grain grammar grandmother grant grid ground guard guest guitar
habit hall hammer harbour harvest hazard headline heart heating helicopter heritage highway hill
history holiday home honour horizon horse hospital hotel hour house housing hunger hurricane idea
identity illness image import impulse income industry infant inflation injury innovation inquiry
insect inspector institute insurance interest invention invoice island jacket journal journey judge
jury justice kitchen knowledge laboratory labour ladder lake landlord language laundry law lawyer
leader league lesson letter level liberty library licence lighthouse limit liquid list loan lobby
locker loss luggage lunch machine magazine mail majority manager mandate manual map margin market
marriage mason matter mayor meadow meal measure medal medicine meeting member memory merchant
message metal meter midwife migration mill mine minister minority miracle mirror mission mistake
model monument morning mortgage mosque mother motion motorway mountain museum music nation nature
neighbour network newspaper night noise notice number nurse nursery object obligation ocean offer
office oil opera opinion orchard order orchestra organ outbreak outcome oven owner oxygen package
painting palace panel paper parade parcel parent parish park parliament partner party passenger
passport path patient pattern pavement payment peace peasant penalty pension petition phone piano
picture pilot pipe pipeline plan planet plant platform player pledge pocket poem poison police
policy pollution pool port portrait postcode poverty power prayer premise present press price
pride prince principle prison privacy prize problem process producer profit programme project
promise proof property proposal protest province pupil purchase purpose quarry quarter queue
question rabbit race radio railway rain rally ranger rate reactor reason rebel receipt recipe
record referendum reform refugee regime region regulator relief remedy rent repair report
republic reputation rescue research reserve resident resolution resource restaurant result revenue
reward rhythm rice rifle right risk river road robot roof room rope route rule rumour runway
sailor salary sale salmon sample sanction satellite scandal scene schedule school science scholar
sculpture season seat secret sector seed senate sentence sequence servant service session shadow
shareholder sheep shelter shift ship shop shore shortage shoulder signal silence silver singer
sister site skill sleep snow society soil soldier solution song space speaker species speech
spring square stadium staff stage stairs standard state station statue steel stomach storage storm
strategy stream street strike student studio subject subsidy suburb subway sugar summer summit
supply surface surgeon surplus survey suspect swimmer switch symbol system table talent target
tariff tax teacher team technique telescope temple tenant tender territory test theatre theory
threat thunder ticket timber title tobacco tool tourist tower town trade tradition traffic train
transport treasury treaty treatment tree trial tribunal trophy trouble truck trust tunnel turbine
tutor uncle uniform union university vaccine valley value vehicle venture verdict vessel veteran
victim victory village vineyard violence virus visa visitor voice volcano volunteer vote voter
voyage wage wall war warehouse warning water weapon weather wedding welfare wheat wheel widow
window winner winter witness wolf wood worker workshop world wound writer yard youth zone
"""
_VERBS = """
abandon absorb accept accuse admire adopt advertise afford amend analyse announce appoint approve
arrange arrest assess attack attract audit avoid ban block blame borrow break build bury buy calm
cancel carry catch celebrate challenge change charge check choose claim clean clear close collect
compare condemn confirm connect consider construct contain control convert convince copy count
cover create criticise cross cut damage deceive declare decorate defeat defend delay deliver
demolish deny describe deserve design destroy develop discover discuss dismiss divide double
doubt draw drive earn educate employ encourage endanger enjoy enlarge examine exceed exchange
exclude expand explain exploit expose extend favour fear feed fight fill finance find finish fix
follow forbid forget forgive found free freeze fund gain gather govern guarantee guard guide halt
handle harm hear help hide hire honour host ignore import impose improve include increase inform
inherit inspect install insult insure interrupt introduce invade invent invest invite isolate
judge justify keep lead leave lend lift limit link lose lower maintain manage manufacture mark
measure meet mend miss modernise monitor move murder need negotiate notice obey occupy offer open
oppose order organise overturn owe own paint pardon pass pay permit persuade plan plant please
postpone praise prefer prepare preserve prevent print process produce promise promote protect
prove provide publish punish pursue push question raise reach read rebuild recall recognise record
recover reduce refuse regret regulate reject release remember remove rename renew rent repair
repay repeat replace report request rescue resist respect restore restrict return reveal reverse
review reward risk ruin satisfy save search secure sell send separate serve settle shake share
shelter shift shorten show shut sign simplify spend split spoil spread start steal stop store
strengthen study suffer supply support surprise surround suspect suspend tackle teach tear test
thank threaten tolerate touch trace train transfer transform transport treat trust undermine
understand unite update use value visit warn waste watch weaken welcome win withdraw
"""
_ADJECTIVES = """
able absent abstract active actual additional agricultural ancient angry annual anxious artificial
available average awkward bare basic bitter blind bold brave brief bright broad broken busy calm
careful central cheap chemical civil clean clear clever coastal cold commercial common complete
complex confident constant convenient correct critical cruel curious current daily dangerous dark
deep delicate democratic dense different difficult direct distant domestic double dry dull eager
early eastern educational elderly electric elegant empty endless equal essential European exact
excellent expensive extra extreme fair false familiar famous fast federal fierce final financial
firm flat foreign formal former fragile free frequent fresh full general generous gentle genuine
global golden gradual grand grateful grave great green guilty happy hard harsh healthy heavy hidden
high historic hollow holy honest hostile hot huge human humble ideal idle illegal immediate
important impossible independent individual industrial informal initial inner innocent joint
junior keen large late lazy legal liberal light likely limited little local lonely long loose loud
loyal lucky main major marine maritime mass medical mental mild military minor mobile modern modest
monthly moral municipal mutual mysterious narrow national native natural naval neat necessary
nervous new noble normal northern nuclear obvious odd official old open opposite ordinary outdoor
overseas painful pale parallel particular patient peaceful permanent personal physical plain
pleasant polite poor popular positive possible potential practical precious precise present
previous primary private probable professional proper proud public pure quick quiet random rapid
rare raw real recent regional regular relevant reliable religious remote rich rigid rough round
royal rural sacred safe salty satisfied secondary secret secure senior separate serious severe
shallow sharp short shy silent silly similar simple single slight slow small smart smooth social
soft solar solid southern special specific stable steady steep stiff straight strange strict strong
stubborn subsequent sudden suitable sunny super sweet swift tall technical temporary tender thick
thin thorough tight tiny tired total tough toxic traditional tragic tropical typical ugly
unexpected unfair unhappy unique universal unlikely upper urban urgent useful usual vague valid
valuable vast vertical violent virtual visible vital vulnerable warm weak wealthy weekly western
wet white whole wide wild willing wise wonderful wooden wrong young
"""

_OPENINGS = (
    "we will {v} the {a} {n} of {p}",
    "the {n} never asked us to {v} a {a} {n}",
    "nobody in {p} wants to {v} the {a} {n}",
    "it is not for the {n} to {v} our {n}",
    "I have seen the {a} {n} {v} more than one {n}",
    "you cannot {v} a {n} and expect the {n} to {v} the {a} {n}",
    "this {n} is a {a} {n} for every {n} in {p}",
    "every {n} in {p} knows that the {n} must {v} its {a} {n}",
    "our {n} has spent years trying to {v} this {a} {n}",
    "the people who {v} the {n} are the ones who {v} the {a} {n}",
    "we asked the {n} to {v} the {t}, and the answer was a {a} {n}",
    "the {t} is about a {n} that was allowed to {v} the {n}",
    "if they {v} the {t}, the {a} {n} will {v} us all",
    "there is no {a} {n} without a {n} that we can {v}",
    "what I saw at the {n} was a {a} {n} waiting to {v} a {n}",
    "the {t} has cost the {n} of {p} its {a} {n}",
    "my {n} and I were ready to {v} the {a} {n}",
    "they told us to {v} the {n}, not to {v} the {a} {n}",
    "a {a} {n} cannot {v} a {n} on its own",
    "the {n} is {a}, the {n} is {a}, and still they {v} the {n}",
    "all I can say is that the {a} {n} did not {v} any {n}",
    "to {v} the {t} now would be to {v} a {a} {n}",
)
_ENDINGS = (
    " before the {n} can {v} its {a} {n}",
    ", and no {a} {n} will ever change that {n}",
    " because each {n} deserves a {a} {n}",
    ", but the {n} chose to {v} a {a} {n} instead",
    " while the {a} {n} waits for someone to {v} the {n}",
    " as long as the {n} has to {v} the {a} {n}",
    ", so let us {v} the {n} and the {a} {n} together",
    " until the last {n} has found a {a} {n}",
    ", which is why I {v} the {a} {n} and the {n}",
    " even if the {n} decides to {v} the {a} {n}",
    "",
)
_NARRATION = (
    "the {a} {n} near the {n} was meant to {v} the {n} of {p}",
    "residents had long hoped to {v} the {a} {n} and the {n}",
    "the {n} was opened when a {a} {n} began to {v} the {n}",
    "a {a} {n} had failed to {v} the {n} the year before",
    "few had expected the {n} to {v} such a {a} {n}",
    "the {t} has divided the {n} and the {a} {n} for months",
    "a {n} beside the {a} {n} could not {v} the {n}",
    "traders at the {n} were asked to {v} each {a} {n}",
    "the {a} {n} will have to {v} a {n} and a {n} by the summer",
    "no {n} had tried to {v} the {a} {n} since the {n}",
    "the {n} lies between a {a} {n} and the {n} of {p}",
    "work on the {a} {n} stopped so that the {n} could {v} the {n}",
    "the {n} voted to {v} the {t} after a {a} {n}",
    "some wanted to {v} the {n}, others the {a} {n}",
)
_EVENTS = {
    "disaster": "A {a} {n} struck the {t} in {p}",
    "protest": "A march against the {t} crossed {p}",
    "budget": "The council of {p} debated the {t} and its {a} {n}",
    "fire": "A fire spread from the {t} to the {a} {n} of {p}",
    "jobs": "The owners of the {t} in {p} announced a {a} {n}",
}
_TITLES = {
    "disaster": "{N} after disaster at {t} in {p}",
    "protest": "{N} as crowds march against {t} in {p}",
    "budget": "{p} council at odds over {t} and {n}",
    "fire": "Fire at {t} threatens {n} in {p}",
    "jobs": "{N} fears at {t} in {p}",
}
_SYLLABLES = """
bal bren cor dal der dra el fen gar hal har il jor kel kor lan lem lor mar mer mor nal nor ol or pel
por quin ral ren ros sal sed sol tal tar ter tor ul val var vel ver wen wil yar zel zor bex cad dun
fos gim hob jut kiv lud mip nud pif rix sov tuz vog
"""
_TAILS = "a e o ia en in on an is os us ick eth und ard ell ova oss ett ild ane ine ora ath"
_SLOT = re.compile(r"\{(\w)\}")


@dataclass(frozen=True)
class Vocabulary:
    """Single words by their part of speech; verbs in their plain form."""

    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    adjectives: tuple[str, ...]

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> Vocabulary:
        """The built-in words with those that the texts show in places typical of their kind."""
        nouns, verbs, adjectives = (
            set(BUILT_IN.nouns),
            set(BUILT_IN.verbs),
            set(BUILT_IN.adjectives),
        )
        for text in texts:
            nouns.update(
                re.findall(r"\b(?:the|its|their|a) ([a-z]{4,12}) (?:of|in|was|is)\b", text)
            )
            verbs.update(re.findall(r"\bto ([a-z]{4,12}) (?:the|a|its|their)\b", text))
            adjectives.update(
                re.findall(r"\b(?:the|a) ([a-z]{4,12}) (?:government|group|city|report)\b", text)
            )
        return cls(tuple(sorted(nouns)), tuple(sorted(verbs)), tuple(sorted(adjectives)))

    def fill(self, rng: random.Random, frame: str, thing: str, place: str) -> str:
        """``frame`` with a word for each slot."""

        def word(match: re.Match[str]) -> str:
            slot = match[1]
            if slot in "nN":
                noun = rng.choice(self.nouns)
                return noun if slot == "n" else noun.capitalize()
            if slot == "v":
                return rng.choice(self.verbs)
            if slot == "a":
                return rng.choice(self.adjectives)
            return thing if slot == "t" else place

        return re.sub(r"\ba (?=[aeiou])", "an ", _SLOT.sub(word, frame))

    def saying(self, rng: random.Random, thing: str, place: str) -> str:
        """A sentence somebody might say, without its full stop."""
        text = self.fill(rng, rng.choice(_OPENINGS) + rng.choice(_ENDINGS), thing, place)
        return text[0].upper() + text[1:]

    def narration(self, rng: random.Random, thing: str, place: str, *, inner: bool = False) -> str:
        """A sentence of an article's own; ``inner``: as a clause, with no full stop."""
        text = self.fill(rng, rng.choice(_NARRATION), thing, place)
        return text if inner else text[0].upper() + text[1:] + "."

    def event(self, rng: random.Random, kind: str, thing: str, place: str) -> str:
        """What a story of this kind opens with."""
        return self.fill(rng, _EVENTS[kind], thing, place)

    def title(self, rng: random.Random, kind: str, thing: str, place: str) -> str:
        """A headline."""
        return self.fill(rng, _TITLES[kind], thing, place)


def _words(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(text.split())))


_STARTS, _ENDS = _words(_SYLLABLES), _words(_TAILS)
BUILT_IN = Vocabulary(_words(_NOUNS), _words(_VERBS), _words(_ADJECTIVES))


def invented(rng: random.Random, syllables: int) -> str:
    """An invented name."""
    name = "".join(rng.choice(_STARTS) for _ in range(syllables - 1)) + rng.choice(_ENDS)
    return name.capitalize()


def outlet_name(seed: int, number: int) -> str:
    """The name of an outlet, the same for the same number."""
    rng = random.Random(f"{seed}:outlet:{number}")
    return f"{invented(rng, 3)} {rng.choice(('Herald', 'Post', 'Courier', 'Mail', 'Gazette'))}"


def closing_lines(outlet: str) -> tuple[str, ...]:
    """The lines that an outlet puts under every article; the first is the same for many."""
    return (
        "Sign up for our morning newsletter and get the stories that matter most, free of charge, "
        "in your inbox before breakfast every day of the week.",
        f"Copyright of {outlet}. All rights reserved; no part of this article may be copied, "
        f"stored or sent on in any form without the written consent of {outlet}.",
    )


# ---- variants of a quotation ---------------------------------------------------------------------


_RELATIONS: tuple[Relation, ...] = ("exact", "shortened", "spliced", "reworded")


def vary(
    rng: random.Random, words: str, vocabulary: Vocabulary, relation: Relation | None = None
) -> tuple[str, Relation]:
    """A quotation as another article might give it, and how it stands to the original.

    exact: other marks, case or an insertion in brackets at most; shortened: one run of its words;
    spliced: two runs, joined with or without an ellipsis; reworded: one word in eight or so
    replaced, dropped or added.
    """
    if relation is None:
        relation = rng.choices(_RELATIONS, weights=(60, 20, 10, 10))[0]
    tokens = words.split()
    if len(tokens) < 9:
        relation = "exact"
    if relation == "shortened":
        keep = rng.randint(max(6, len(tokens) // 2), len(tokens) - 2)
        start = rng.choice((0, len(tokens) - keep))
        return _capital(" ".join(tokens[start : start + keep]).rstrip(",.")), relation
    if relation == "spliced":
        out = rng.randint(2, max(2, len(tokens) // 3))
        start = rng.randint(3, len(tokens) - out - 3)
        mark = rng.choice((" … ", " [...] ", " ... ", " "))
        head = " ".join(tokens[:start]).rstrip(",.")
        return head + mark + " ".join(tokens[start + out :]), relation
    if relation == "reworded":
        return reword(rng, words, vocabulary), relation
    return remark(rng, words), relation


def reword(rng: random.Random, words: str, vocabulary: Vocabulary) -> str:
    """One word in eight or so replaced, dropped or added, never at the ends."""
    tokens = words.split()
    places = rng.sample(range(1, len(tokens) - 1), max(1, len(tokens) // 8))
    for place in sorted(places, reverse=True):
        change = rng.choice(("replace", "replace", "drop", "add"))
        other = rng.choice(vocabulary.nouns + vocabulary.verbs + vocabulary.adjectives)
        if change == "replace":
            tokens[place] = other
        elif change == "drop":
            del tokens[place]
        else:
            tokens.insert(place, other)
    return " ".join(tokens)


def remark(rng: random.Random, words: str) -> str:
    """The same words with other marks."""
    chance = rng.random()
    if chance < 0.5:
        return words
    if chance < 0.6:
        return words.replace(",", "")
    if chance < 0.7:
        return words.replace("'", "’").replace(", and ", " — and ")
    if chance < 0.8:
        tokens = words.split(" ")
        tokens.insert(rng.randint(1, len(tokens) - 1), "[here in the city]")
        return " ".join(tokens)
    if chance < 0.9:
        return words[0].lower() + words[1:]
    return words.replace(" ", "  ", 1) + " …"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
