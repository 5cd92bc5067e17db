"""Who is meant: short invented articles, and the speakers that their sources lead to."""

from __future__ import annotations

import pytest

from builders import Built, article
from quoth.reading.speakers import resolve_speakers
from quoth.records import Speaker


def speakers_of(built: Built) -> dict[str, list[Speaker]]:
    speakers, refs = resolve_speakers(built.article, built.attributions)
    known = {speaker.id: speaker for speaker in speakers}
    return {id_: [known[ref.speaker] for ref in found] for id_, found in refs.items()}


def names(marked: str) -> list[str | None]:
    """For each attribution in order, its speakers: name, else (label), joined by " & "."""
    found = speakers_of(article(marked))
    return [
        " & ".join(one.name or f"({one.label})" for one in speakers) or None
        for speakers in found.values()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Finance minister [Ana Petrova] {said} <taxes would rise>.\n"
            "[Petrova] {added} <that nothing was settled>.",
            ["Ana Petrova", "Ana Petrova"],
            id="a surname is the person named in full",
        ),
        pytest.param(
            "[Weber] {said} <the bridge was safe>.\nThe engineer Thomas Weber inspected it in May.",
            ["Thomas Weber"],
            id="the full name comes later",
        ),
        pytest.param(
            "The U.S. Harbor Safety Agency met on Monday.\n[The HSA] {said} <the piers were safe>.",
            ["U.S. Harbor Safety Agency"],
            id="a short form without the letters of the country",
        ),
        pytest.param(
            "The Centers for Harbor Control and Safety met.\n[The CHC] {said} <piers were safe>.",
            ["Centers for Harbor Control and Safety"],
            id="a short form without the letter of the last word",
        ),
        pytest.param(
            "[Holt police] {said} <nobody was hurt>.\nThe Holt Police Department has 40 officers.",
            ["Holt Police Department"],
            id="a name with a common noun is the body named in full",
        ),
        pytest.param(
            "[Oslo] {said} <it would pay>.\nNorway has paid before.",
            ["Norway"],
            id="a capital speaks for its country",
        ),
        pytest.param(
            "[Oslo] {said} <it would pay>.\nSweden has paid before.",
            ["Oslo"],
            id="a capital whose country is not named",
        ),
        pytest.param(
            "Shares of Marlow International fell.\n[Marlow] {said} <sales were down>.",
            ["Marlow International"],
            id="the first word of a company",
        ),
        pytest.param(
            "The director, Salvadoran Ana Petrova, came. Ana Petrova left. We met Ana Petrova.\n"
            "[Petrova] {said} <it was late>.",
            ["Ana Petrova"],
            id="a word that stands once before a name is no part of it",
        ),
        pytest.param(
            "We watched Ana Petrova Shadow Minister. Ana Petrova came. Then Ana Petrova left.\n"
            "[Petrova] {said} <it was late>.",
            ["Ana Petrova"],
            id="a word that stands once behind a name is no part of it",
        ),
        pytest.param(
            "Ana Rossi Petrova came. Ana Rossi left. We met Ana Rossi.\n"
            "[Petrova] {said} <it was late>.",
            ["Ana Rossi Petrova"],
            id="a second surname is part of the name",
        ),
        pytest.param(
            "[Mr. Okonkwo] {said} <it was late>. Chidi Okonkwo left.",
            ["Chidi Okonkwo"],
            id="a polite title",
        ),
        pytest.param(
            "[PETROVA]{:} <We will see>.\nAna Petrova spoke on television.",
            ["Ana Petrova"],
            id="all capitals",
        ),
        pytest.param(
            "[Ana\u00a0Petrova] {said} <yes>.\nIn [Petrova’s] {view} <it was time>.",
            ["Ana\u00a0Petrova".replace("\u00a0", " "), "Ana Petrova"],
            id="non-breaking space and possessive",
        ),
        pytest.param(
            "The Ana Petrova Memorial Garden Prize goes to young painters. Petrova was a painter.\n"
            "[Petrova] {said} <art was work>. Ana Petrova died in May.",
            ["Ana Petrova"],
            id="a prize is not the person it is named for",
        ),
        pytest.param(
            "Ana Petrova met Paul Petrov Petrova, her son, on Monday.\n"
            "In her last book, [Petrova] {wrote} <that art was work>.",
            ["Ana Petrova"],
            id="a pronoun ahead tells namesakes apart",
        ),
        pytest.param(
            "Paolo Rossi and his wife Carla Rossi live in Milan. [Mrs. Rossi] {said} <it rained>.",
            ["Carla Rossi"],
            id="a title tells namesakes apart",
        ),
        pytest.param(
            "[Jorge Ruiz Ortega] {said} <no>.\n[Ruiz Ortega] {said} <never>.\n"
            "[Ruiz] {said} <not once>.",
            ["Jorge Ruiz Ortega"] * 3,
            id="two surnames",
        ),
        pytest.param(
            "[Lars van der Meer] {said} <yes>.\n[Van der Meer] {said} <so>.",
            ["Lars van der Meer"] * 2,
            id="particles",
        ),
        pytest.param(
            "[Park Min-seo] {said} <yes>.\n[Park] {said} <so>.",
            ["Park Min-seo"] * 2,
            id="family name first",
        ),
        pytest.param(
            "[Omar al-Hadidi], a spokesman, {said} <yes>.\n[al-Hadidi] {said} <so>.",
            ["Omar al-Hadidi"] * 2,
            id="al-",
        ),
        pytest.param(
            "[John D. Marsh Jr.] {said} <yes>.\n[Marsh] {said} <so>.",
            ["John D. Marsh Jr."] * 2,
            id="initial and suffix",
        ),
        pytest.param(
            "[Seán O’Dwyer] {said} <yes>.\n[O'Dwyer] {said} <so>.",
            ["Seán O’Dwyer"] * 2,
            id="apostrophes of two kinds",
        ),
        pytest.param(
            "[Sukarni], a farmer, {said} <the river rose>.\n[He] {said} <it had rained>.",
            ["Sukarni"] * 2,
            id="a single name",
        ),
        pytest.param(
            "[Erdogan Yıldız] {said} <yes>.\n[Yildiz] {said} <so>.",
            ["Erdogan Yıldız"] * 2,
            id="accents come and go",
        ),
    ],
)
def test_names_lead_to_one_person(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ana Petrova met Thomas Weber. [She] {said} <it went well>.\n"
            "[He] {said} <it went badly>.",
            ["Ana Petrova", "Thomas Weber"],
            id="gender",
        ),
        pytest.param(
            "Thomas Weber, the mayor, met Peter Klein in Bonn.\n"
            "[Weber] {said} <it went well>.\n[He] {added} <that they would meet again>.",
            ["Thomas Weber", "Thomas Weber"],
            id="the last speaker",
        ),
        pytest.param(
            "[Thomas Weber] {said} <the plan of Peter Klein was unwise>.\n"
            "[He] {called} <it a mistake>.",
            ["Thomas Weber", "Thomas Weber"],
            id="the subject, not who is spoken of",
        ),
        pytest.param(
            "[Acme Corporation] {said} <sales fell>.\n[It] {expects} <a loss>.",
            ["Acme Corporation"] * 2,
            id="it",
        ),
        pytest.param(
            "[Ana Petrova and Thomas Weber] {said} <they were tired>.\n"
            "[They] {said} <it was late>.",
            ["Ana Petrova & Thomas Weber"] * 2,
            id="they are those who spoke together",
        ),
        pytest.param(
            "[The spokeswoman], Ivy Chen, {said} <1>.\n[Tariq Noor], who was there, {said} <2>.\n"
            "Noor, [who] {thinks} <3>, left.",
            ["Ivy Chen", "Tariq Noor", "Tariq Noor"],
            id="who",
        ),
    ],
)
def test_pronouns(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Foreign minister Ana Petrova met defence minister Thomas Weber.\n"
            "[The defence minister] {said} <it was late>.\n"
            "[The foreign minister] {agreed} <to go>.",
            ["Thomas Weber", "Ana Petrova"],
            id="by their offices",
        ),
        pytest.param(
            "Deputy governor Ana Petrova met governor Thomas Weber. Petrova left.\n"
            "[The governor] {said} <yes>.\n[The deputy governor] {said} <no>.",
            ["Thomas Weber", "Ana Petrova"],
            id="a deputy is not called by the office alone",
        ),
        pytest.param(
            "[A report by Borealis Airlines] {said} <one>.\n[The report by Ivy Chen] {said} <two>.",
            ["(report by Borealis Airlines)", "(report by Ivy Chen)"],
            id="a report by somebody else is another report",
        ),
        pytest.param(
            "Ivy Chen, a lawyer for the family, spoke on Monday. [The attorney] {said} <yes>.",
            ["Ivy Chen"],
            id="another word for the same office",
        ),
        pytest.param(
            "[The mayor of Lund, Maja Ek], {said} <yes>.\n[The mayor] {added} <that she hoped so>.",
            ["Maja Ek", "Maja Ek"],
            id="a role in apposition",
        ),
        pytest.param(
            "[The Ministry of Health] {said} <all was well>.\n[The ministry] {denied} <the rest>.",
            ["Ministry of Health"] * 2,
            id="the ministry",
        ),
        pytest.param(
            "[Borealis Airlines] {said} <a flight was late>.\n[The company] {blamed} <the snow>.",
            ["Borealis Airlines"] * 2,
            id="the company",
        ),
        pytest.param(
            "[Thomas Weber’s lawyer] {said} <nothing was settled>.",
            ["(Thomas Weber’s lawyer)"],
            id="the owner is not the one who speaks",
        ),
    ],
)
def test_descriptions(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[The International Committee of the Red Cross (ICRC)] {said} <yes>.\n"
         "[The ICRC] {said} <no>.",
         ["International Committee of the Red Cross"] * 2),
        ("[The Northern Coast Service (SBK)] {said} <yes>.\n[The SBK] {said} <no>.",
         ["Northern Coast Service"] * 2),
        ("The Northern Coast Service (TASS) met.\n[TASS] {said} <no>. TASS is a newspaper.",
         ["TASS"]),
        ("[The Institute of Soils, Plants and Water (ISPW)] {said} <yes>.\n[ISPW] {said} <no>.",
         ["Institute of Soils, Plants and Water"] * 2),
        ("[The University of California, Davis,] {said} <yes>.",
         ["University of California, Davis"]),
        ("[University of Texas, Dallas’s president, Ivy Chen,] {said} <yes>.", ["Ivy Chen"]),
        ("[The League of Arcadia and the Isles (LAI)] {said} <no>.",
         ["League of Arcadia and the Isles"]),
        ("[The S.E.C.] {said} <no>.\nThe Securities and Exchange Commission met.",
         ["Securities and Exchange Commission"]),
        ("[The Court of Appeals for the Third Circuit] {met} <to vote>.\n"
         "[The appeals court this week] {ruled} <so>.",
         ["Court of Appeals for the Third Circuit"] * 2),
        ("[The Highland Court last Monday] {rejected} <that>.", ["Highland Court"]),
        ("The Lund City Council met. [The council] {said} <no>.", ["Lund City Council"]),
        ("[The Security Council] {met} <to vote>. The United Nations Security Council has members.",
         ["United Nations Security Council"]),
        ("[CalWater] {said} <no>. The California Water Board (CalWater) met.",
         ["California Water Board"]),
    ],
)  # fmt: skip
def test_short_names_of_organisations(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        ("Ana Petrova", "person"),
        ("Ottawa", "organisation"),
        ("The Norwegian government", "organisation"),
        ("Police", "organisation"),
        ("The Evening Herald", "organisation"),
        ("the report", "document"),
        ("A letter seen by this newspaper", "document"),
        ("two officials familiar with the matter", "unnamed"),
        ("Critics", "unnamed"),
        ("a witness", "unnamed"),
    ],
)
def test_type(source: str, type_: str) -> None:
    built = article(f"Nothing moved. [{source}] {{said}} <nothing would move>.")
    assert [one.type for one in speakers_of(built)["a1"]] == [type_]


def test_roles_are_kept_in_the_words_of_the_article() -> None:
    built = article(
        "[Finance minister Ana Petrova] {said} <no>.\n"
        "Petrova, the leader of the Green Alliance, left early."
    )
    assert speakers_of(built)["a1"][0].roles == (
        "Finance minister",
        "leader of the Green Alliance",
    )


def test_mentions_are_every_place_that_refers_to_the_speaker() -> None:
    built = article("[Ana Petrova] {said} <no>.\n[She] {said} <never>. Then Petrova left.")
    speaker = speakers_of(built)["a1"][0]
    assert [built.words(span) for span in speaker.mentions] == ["Ana Petrova", "She", "Petrova"]


def test_speakers_come_in_the_order_of_their_first_mention() -> None:
    built = article("Ana Petrova met Thomas Weber. [Weber] {said} <1>.\n[Petrova] {said} <2>.")
    speakers, refs = resolve_speakers(built.article, built.attributions)
    assert [(one.id, one.name) for one in speakers] == [
        ("s1", "Ana Petrova"),
        ("s2", "Thomas Weber"),
    ]
    assert refs["a1"][0].speaker == "s2"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ana Petrova and Thomas Weber", ["Ana Petrova", "Thomas Weber"]),
        ("Mayor Ana Petrova, Thomas Weber and Ivy Chen",
         ["Ana Petrova", "Thomas Weber", "Ivy Chen"]),
        ("China and India", ["China", "India"]),
        ("Critics, including Ana Petrova and Thomas Weber,", ["Ana Petrova", "Thomas Weber"]),
        ("Ana Petrova, head of research and development at Acme,", ["Ana Petrova"]),
    ],
)  # fmt: skip
def test_joint_speakers_are_several(source: str, expected: list[str]) -> None:
    built = article(f"[{source}] {{said}} <it was late>.")
    assert [one.name for one in speakers_of(built)["a1"] if one.name] == expected


def test_the_first_person_in_a_quotation_is_the_one_quoted() -> None:
    built = article("<“[I] {think} <it will rain>,”> [Ana Petrova] {said}.")
    found = speakers_of(built)
    assert {id_: one[0].name for id_, one in found.items()} == {
        "a1": "Ana Petrova",
        "a2": "Ana Petrova",
    }


def test_the_first_person_outside_quotations_is_the_author() -> None:
    built = article("[I] {believe} <that this is new>.", authors=("Ivy Chen",))
    speaker = speakers_of(built)["a1"][0]
    assert (speaker.type, speaker.name) == ("author", "Ivy Chen")


def test_the_first_person_in_signed_letters_is_who_signed_them() -> None:
    letters = (
        "The bridge is old.\n\n[I] {think} <it is safe>.\n\nAna Petrova.\n\nLund.\n\n"
        "It is new. [We] {know} <that it is not>.\n\n@weber61.LAST"
    )
    assert names(letters.replace("LAST", "")) == ["Ana Petrova", "@weber61"]
    # Behind the last name comes more: the lines may be headings.
    below = "\n\nIt is blue.\n\nIt is long.\n\nIt is high."
    assert names(letters.replace("LAST", below)) == ["(the author)", "(the author)"]


def test_a_quotation_without_a_source_belongs_to_the_speaker_beside_it() -> None:
    built = article("<1:“It will rain,”> [1:Ana Petrova] {1:said}. <2:“It will pour.”>")
    found = speakers_of(built)
    assert [one.name for one in found["a2"]] == ["Ana Petrova"]
    assert names("<“It is dry.”> That was all.") == [None]  # nobody near: not told


def test_a_participle_without_a_source_shares_the_speaker_of_its_sentence() -> None:
    built = article(
        "[1:Ana Belić] {1:told} the council <1:to wait>, {2:adding} <2:that it was late>."
    )
    found = speakers_of(built)
    assert [one.name for one in found["a2"]] == ["Ana Belić"]


def test_what_cannot_be_told_is_left_unknown() -> None:
    built = article("<The bridge is unsafe>, {reportedly}.\n[You] {know} <it>.")
    assert speakers_of(built) == {"a1": [], "a2": []}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[Two officials], who spoke on condition of anonymity because they were not authorised to "
         "speak publicly, {said} <it was over>.",
         "because they were not authorised to speak publicly"),
        ("[An aide] {said} <it was over>, citing fear of reprisals and asking not to be named.",
         "citing fear of reprisals and asking not to be named"),
        ("[A diplomat], who was not authorised to talk to reporters, {said} <it was over>.",
         "was not authorised to talk to reporters"),
        ("[A diplomat] {said} <it was over> on condition of anonymity.", None),
        ("[A diplomat] {said} <it was over> because it was late.", None),
    ],
)  # fmt: skip
def test_the_reason_for_anonymity(text: str, reason: str | None) -> None:
    built = article(text)
    speaker = speakers_of(built)["a1"][0]
    assert speaker.name is None
    assert (built.words(speaker.anonymity) if speaker.anonymity else None) == reason


def test_an_unnamed_party_keeps_its_own_words() -> None:
    built = article("[Two officials familiar with the matter] {said} <it was over>.")
    assert speakers_of(built)["a1"][0].label == "Two officials familiar with the matter"


def test_each_resolution_says_why_and_how_sure() -> None:
    built = article(
        "[Mayor Ana Petrova] {said} <1>.\n[Petrova] {said} <2>.\n[She] {said} <3>.\n"
        "[The mayor] {said} <4>."
    )
    _, refs = resolve_speakers(built.article, built.attributions)
    whys = [found[0].why for found in refs.values()]
    assert whys == ["same name", "surname", "pronoun", "description"]
    sure = [found[0].confidence for found in refs.values()]
    assert all(0 < one <= 1 for one in sure)


def test_a_name_in_a_headline_is_the_person_of_the_article() -> None:
    assert names(
        "[Petrova]{:} <Taxes Will Rise Again Next Year>\n\nMinister Ana Petrova spoke on Monday."
    ) == ["Ana Petrova"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[The swimmer’s sister, Ivy Chen], {said} <one>.\n[The diver’s sister] {said} <two>.",
            ["Ivy Chen", "(the diver’s sister)"],
            id="the sister of somebody else",
        ),
        pytest.param(
            "[Former treasurer Omar Noor] {said} <one>.\n[The treasurer] {said} <two>.",
            ["Omar Noor", "(the treasurer)"],
            id="the present holder of the office",
        ),
        pytest.param(
            "[A court clerk] {said} <two cases were closed>.\nFunds were found, [she] {said}.",
            ["(a court clerk)", "(a court clerk)"],
            id="a pronoun goes to what can speak",
        ),
        pytest.param(
            "[Professor To] {said} <the bridge was safe>.", ["To"], id="a name that is a small word"
        ),
    ],
)
def test_a_qualifier_decides_who_is_meant(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_an_article_without_attributions_has_no_speakers() -> None:
    assert resolve_speakers(article("Ana Petrova left.").article, ()) == ((), {})
