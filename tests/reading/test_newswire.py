"""What users of other tools complain of in public, each as a text of its own.

The texts are marked as in `builders`: ``[source] {cue} <content>`` is what must be found in the
text without the marks, and nothing else. All people and places are invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from builders import Built, article
from quoth.records import Attribution, Reading, Span

Read = Callable[[str], Reading]

BEFORE = "The council of Holt met late on Tuesday in the old hall by the river.\n\n"
BEHIND = "\n\nAbout forty people came, and the meeting ended at nine."

HOLDS = [
    pytest.param(
        "<“The road is closed for good,”> [Arden Kole] {said}. <“Nobody asked us.>",
        id="odd number of marks: the last is not closed",
    ),
    pytest.param(
        '<"The road is closed for good>, [Arden Kole] {said} on Friday.',
        id="odd number of marks: the only one is not closed",
    ),
    pytest.param(
        '[Arden Kole] {said} <the road was closed "for good>.',
        id="odd number of marks: in the middle",
    ),
    pytest.param("<“We will not pay,”> {said} [Jonas Ebert].", id="curly marks"),
    pytest.param('<"We will not pay,"> {said} [Jonas Ebert].', id="straight marks"),
    pytest.param("<‘We will not pay,’> {said} [Jonas Ebert].", id="single curly marks"),
    pytest.param("<'We will not pay,'> {said} [Jonas Ebert].", id="single straight marks"),
    pytest.param('<„We will not pay">, {said} [Jonas Ebert].', id="low-9 closed by straight"),
    pytest.param("<„We will not pay“>, {said} [Jonas Ebert].", id="low-9 closed by high-6"),
    pytest.param("<«We will not pay»>, {said} [Jonas Ebert].", id="guillemets"),
    pytest.param("<»We will not pay«>, {said} [Jonas Ebert].", id="guillemets turned around"),
    pytest.param(
        "<‘We can't pay and we won’t pay,’> {said} [Jonas Ebert], who owns the mill.",
        id="apostrophes within single marks",
    ),
    pytest.param(
        "» The market opens at eight\n» Children go free\n» Dogs must stay outside",
        id="a list with » for bullets",
    ),
    pytest.param(
        "The workers' canteen at Ebert's mill has been shut since the '90s, and the twins' "
        "bakery 'round the corner is for sale.",
        id="apostrophes are no marks",
    ),
    pytest.param(
        "[The farmers' union] {said} <the miners' strike and the '90s had ruined the shops>.",
        id="apostrophes in what is said",
    ),
    pytest.param(
        "<“We were not told in time, and we will not forget it.”> {—} [Commissioner Petra Vance]",
        id="signed with a dash",
    ),
    pytest.param(
        "<1:“We were not told in time, and we will not forget it.”>\n{1:--} [1:Petra Vance], "
        "fire commissioner of Holt",
        id="signed with a dash on the next line",
    ),
    pytest.param(
        "And from [1:Chairwoman Odile Brandt]{1::}\n\n<1:“The bridge will be repaired before the "
        "winter, and the town will pay for it.”>",
        id="introduced by a line of its own",
    ),
    pytest.param(
        "And from [1:Chairwoman Odile Brandt]{1::}\n\n<1:“The bridge will be repaired before the "
        "winter.>\n\n<1:“The town will pay for it.”>",
        id="introduced by a line of its own, over two paragraphs",
    ),
    pytest.param(
        "[Gerd Halvorsen], who has run the ferry since his father fell ill in 1998, {said} "
        "<the boat would not sail>.",
        id="a clause between the name and the verb",
    ),
    pytest.param(
        "<“The boat will not sail,”> [Gerd Halvorsen], whose family has run the ferry for three "
        "generations, {told} the council.",
        id="a clause between the name and the verb, behind the quotation",
    ),
    pytest.param(
        "[Dana Moss] {said}: <“The bridge is safe.\n\nIt has been safe for forty years.”>",
        id="a paragraph break inside the marks",
    ),
    pytest.param(
        "<“The dam will hold,”> [Ilse Varga], the town's engineer, {told} reporters on Friday, "
        "<“and nobody needs to leave.”>",
        id="split by the cue",
    ),
    pytest.param(
        "MAYOR [1:ROSK]{1::} <1:We have no money left for the bridge.>\n\n"
        "[2:MORAN]{2::} <2:Then why was it in the plan?>\n\n"
        "[3:ROSK]{3::} <3:It was a bad plan.>",
        id="a transcript",
    ),
    pytest.param(
        "{According to} [the harbour office], <two boats were lost in the storm>.",
        id="according to",
    ),
    pytest.param(
        "<The plan> {was described} by [Ms Torrance] <as “a waste of paper”>.", id="passive"
    ),
    pytest.param(
        "It {was claimed} <that the town hall would be sold before the winter>.",
        id="no explicit source",
    ),
    pytest.param(
        "Walter “Red” Hannigan, who is 61, and Lena ‘Tiny’ Moreau opened the shop in 1987.",
        id="nicknames",
    ),
    pytest.param(
        "The library has bought “The Quiet Harbour” and the album “Nine Winters” with money "
        "from the lottery.",
        id="titles of works",
    ),
    pytest.param(
        "The so-called “miracle town” has been full of tourists since the “free” parking was "
        "opened.",
        id="scare quotes",
    ),
    pytest.param(
        "Her first song, “Never Say Never”, was followed by “Tell Me So”, which sold well.",
        id="titles that sound like statements",
    ),
    pytest.param(
        "The band played “Why Did You Go” and “He Said No” to a full hall.",
        id="titles with verbs of saying",
    ),
    pytest.param(
        "[1:Petra (((Vance)))]{1::} <1:We were not told in time.>\n\n[2:Jonas Ebert]{2::} <2:Nor "
        "were we.>\n\n[3:Petra (((Vance)))]{3::} <3:Somebody left it open.>\n\n"
        "[4:Jonas Ebert]{4::} <4:Then somebody kept quiet.>",
        id="a transcript with names in small letters",
    ),
    pytest.param(
        "[1:PRESENTER]{1::} <1:Is the bridge safe?>\n\n"
        "[2:DANA MOSS (by telephone)]{2::} <2:It is safe.>",
        id="a transcript of two lines",
    ),
    pytest.param(
        "[1:Commissioner Petra Vance]{1::}\n\n<1:“We were not told in time.”>",
        id="introduced by a name alone",
    ),
    pytest.param(
        "<1:“We were not told in time.”> {1:-} [1:Petra Vance]\n\n"
        "<2:“Nobody told us either.”> {2:-} [2:Jonas Ebert]",
        id="signed with a hyphen",
    ),
    pytest.param(
        "Walter “Red” Hannigan published his novel “The Quiet Harbour” in 1987, and it has been "
        "translated into nine languages.",
        id="a nickname and a title",
    ),
    pytest.param(
        "The mayor of Holt, Tilda Rosk, known to her friends as “Tilly”, opened the exhibition "
        "“Rivers and Roads” on Sunday.",
        id="a nickname and the title of an exhibition",
    ),
    pytest.param(
        "<“We are full,”> {reads} [the sign] at the gate.",
        id="a sign that reads",
    ),
    pytest.param(
        "<1:“The bridge is safe,”> [1:Dana Moss] {1:said}. <1:“It has been safe for forty years.>"
        "\n\n<1:“Nobody else has looked at it so often.>\n\n<1:“I have looked at it "
        "every week.”>\n\nThe river was calm on Tuesday.",
        id="over paragraphs, each of which opens again",
    ),
]


def found_in(reading: Reading, span: Span) -> Attribution | None:
    """The attribution whose cue is at ``span``."""
    return next((a for a in reading.attributions if a.cue and a.cue.overlaps(span)), None)


def words_at(built: Built, spans: tuple[Span, ...]) -> list[str]:
    """The words of the spans; marks and stops at the edges are not compared, as in the bench."""
    return re.findall(r"\w+", built.words(*spans))


def check(marked: str, read: Read) -> None:
    built = article(BEFORE + marked + BEHIND)
    reading = read(built.text)
    shown = [
        " | ".join(reading.text_of(*spans) for spans in (a.sources, (a.cue,), a.contents) if spans)
        for a in reading.attributions
        if a.cue
    ]
    for wanted in built.attributions:
        assert wanted.cue is not None
        found = found_in(reading, wanted.cue)
        assert found is not None, f"nothing found at {built.words(wanted.cue)!r} in {shown}"
        assert words_at(built, found.contents) == words_at(built, wanted.contents), shown
        if wanted.sources:
            assert any(s.overlaps(wanted.sources[0]) for s in found.sources), shown
    assert len(reading.attributions) == len(built.attributions), shown


@pytest.mark.parametrize("marked", HOLDS)
def test_what_others_stumble_on(marked: str, read: Read) -> None:
    check(marked, read)
