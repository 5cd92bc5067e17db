"""How something was said: form, kind, tone, polarity, whether it is yet to come, to whom."""

from __future__ import annotations

import pytest

from builders import article
from quoth.reading.manner import describe_all
from quoth.reading.manner.lexicon import forms_of, load_lexicon, words_of
from quoth.records import Attribution


def described(marked: str) -> list[Attribution]:
    built = article(marked)
    return list(describe_all(built.article, built.attributions))


def one(marked: str) -> Attribution:
    """The first attribution of a text with marks, described."""
    return described(marked)[0]


def addressee(marked: str) -> str | None:
    built = article(marked)
    span = describe_all(built.article, built.attributions)[0].addressee
    return span.of(built.text) if span else None


# --- form -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "form"),
    [
        ("[Ana Brix] {said} <the quay would open>.", "indirect"),
        ("[Ana Brix] {said} <“the quay will open.”>", "direct"),
        ("<“The quay,”> {said} [Ana Brix], <“will open.”>", "direct"),
        ("[Ana Brix] {said}: “<The quay will open>”.", "direct"),
        ("[Ana Brix] {said} <the quay was a “national shame”>.", "mixed"),
        ("<“The quay will open,”> [she] {said}, <and soon>.", "mixed"),
        ("[Ana Brix] {said} <it: “The quay will open.>", "mixed"),
        ("{Reportedly}, <the quay is open>.", "indirect"),
        ("The “quay” is shut, [she] {said} <of the harbour>.", "indirect"),
    ],
)
def test_form_is_how_much_of_the_content_is_quoted(marked: str, form: str) -> None:
    assert one(marked).form == form


def test_an_inner_content_is_direct_by_the_outer_marks() -> None:
    outer, inner = described("[Ana Brix] {said}: <“[My mother] {told} me <to go>.”>")
    assert (outer.form, inner.form) == ("direct", "direct")


# --- kind -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[Ana Brix] {said} <it was late>.", "speech"),
        ("{According to} [Ana Brix], <it was late>.", "speech"),
        ("[Ana Brix] {went on to say} <it was late>.", "speech"),
        ("[Ana Brix] {shrugged}: <“It is late.”>", "speech"),
        ("[Ana Brix] {thinks} <it is late>.", "thought"),
        ("[Ana Brix] {had long believed} <it was late>.", "thought"),
        ("[The bay] {is thought} <to be deep>.", "thought"),
        ("In [her] {opinion}, <it is late>.", "thought"),
        ("[She] {is afraid} <it is late>.", "thought"),
        ("[She] {decided} <it was late>.", "thought"),
        ("[She] {decided} <to go>.", "intent"),
        ("[She] {wants} <to go>.", "intent"),
        ("[She] {had no plans} <to go>.", "intent"),
        ("[She] {is willing} <to go>.", "intent"),
        ("[She] {expressed} <a wish to go>.", "speech"),
        ("[She] {claimed to believe} <it was late>.", "thought"),
        ("[She] {refused} <to leave the harbour>.", "intent"),
        ("[She] {refused to say} <when>.", "speech"),
    ],
)
def test_kind_is_told_by_the_last_telling_word(marked: str, kind: str) -> None:
    assert one(marked).kind == kind


# --- tone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "tone"),
    [
        ("[Ana Brix] {said} <it was late>.", "neutral"),
        ("{According to} [Ana Brix], <it was late>.", "neutral"),
        ("[Ana Brix] {told} reporters <it was late>.", "neutral"),
        ("<It was> {reportedly} <late>.", "neutral"),
        ("[Ana Brix] {denied} <it was late>.", "neutral"),
        ("[Ana Brix] {claimed} <it was late>.", "distancing"),
        ("[Ana Brix] {has repeatedly claimed} <it was late>.", "distancing"),
        ("the [league's] {claims} <that it was late>", "distancing"),
        ("<It was> {allegedly} <late>.", "distancing"),
        ("the {so-called} <league of the bay>", "distancing"),
        ("[Ana Brix] {insisted} <it was late>.", "distancing"),
        ("[Ana Brix] falsely {said} <it was late>.", "distancing"),
        ("<The bay> {is rumoured} <to be deep>.", "distancing"),
        ("<The bay> {is said} <to be deep>.", "distancing"),
        ("[Ana Brix] {purports} <to speak for all>.", "distancing"),
        ("[Ana Brix] {revealed} <it was late>.", "endorsing"),
        ("[Ana Brix] {pointed out} <it was late>.", "endorsing"),
        ("[Ana Brix] {pointed} out <it was late>.", "endorsing"),
        ("[Ana Brix] {made it clear} <it was late>.", "endorsing"),
        ("[Ana Brix] {admitted} <it was late>.", "endorsing"),
        ("[Ana Brix] {has now conceded} <it was late>.", "endorsing"),
        ("[Ana Brix] {noted} <it was late>.", "endorsing"),
        ("[The study] {proves} <it was late>.", "endorsing"),
        ("[The police] {confirmed} <it was late>.", "endorsing"),
        ("[Ana Brix] {let slip} <it was late>.", "endorsing"),
    ],
)
def test_tone_is_what_the_cue_does_to_the_content(marked: str, tone: str) -> None:
    assert one(marked).tone == tone


@pytest.mark.parametrize(
    "marked",
    [
        "[She] {did not confirm} <it was late>.",
        "[She] {does not know} <whether it was late>.",
        "[She] {wants to establish} <whether it was late>.",
        "[The League] {claimed responsibility} <for the fire>.",
        "[The League] {claimed} full responsibility <for the fire>.",
    ],
)
def test_nothing_is_endorsed_or_doubted_that_is_not_asserted(marked: str) -> None:
    assert one(marked).tone == "neutral"


@pytest.mark.parametrize(
    "marked",
    [
        "In a {note} to staff, [Ana Brix] wrote <that it was late>.",
        "[Her] {note} <that it was late> was found.",
        "[Ana Brix’s] {note} <that it was late> was found.",
        "[She] left {a brief note} <that it was late>.",
        "[The clerk] sent {the notice} <that it was late>.",
    ],
)
def test_a_noun_that_only_looks_like_an_endorsing_verb_is_neutral(marked: str) -> None:
    assert one(marked).tone == "neutral"


@pytest.mark.parametrize("marked", ["[She] {notes} <it was late>.", "The clerk {notes} <it>."])
def test_the_verb_endorses(marked: str) -> None:
    assert one(marked).tone == "endorsing"


@pytest.mark.parametrize(
    "marked",
    [
        "[Ana Brix] {said} <[the mayor] {claimed} <it was late>>.",
        "<“[The mayor] {claimed} <it was late>,”> {said} [Ana Brix].",
        "<“[The mayor] {falsely claims} <it was late>,”> [she] {said}, and so it was.",
        "[Ana Brix] {knows} <that [the clerk] {revealed} <the debt>>.",
    ],
)
def test_the_tone_of_what_a_speaker_tells_is_not_the_article_s(marked: str) -> None:
    assert [found.tone for found in described(marked) if found.within] == ["neutral"]


def test_a_cue_in_a_quotation_is_its_speaker_s_though_nobody_was_found_to_say_it() -> None:
    assert one("“[He] {claimed} <it was late>.” The clerk left.").tone == "neutral"


def test_marks_round_the_cue_alone_are_the_article_s() -> None:
    assert one("[Ana Brix] “{claimed}” <it was late>.").tone == "distancing"


# --- polarity -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "polarity"),
    [
        ("[Ana Brix] {said} <it was late>.", "said"),
        ("[Ana Brix] {said} <it was not late>.", "said"),
        ("[Ana Brix] {vowed not} <to be late>.", "said"),
        ("[Ana Brix] {not only said} <it was late>, she wrote it.", "said"),
        ("[No 9 Squadron] {said} <it was late>.", "said"),
        # the source says that it is not so
        ("[Ana Brix] {denied} <that it was late>.", "denied"),
        ("[Ana Brix] {has always denied} <it>.", "denied"),
        ("[her] {denial} <of any debt>", "denied"),
        ("[Ana Brix] {ruled out} <a new tax>.", "denied"),
        ("[Ana Brix] {rejected} <claims that it was late>.", "denied"),
        ("[Ana Brix] {dismissed} <the report>.", "denied"),
        ("[Ana Brix] {dismissed} the report as <“nonsense”>.", "said"),
        ("[I] {don’t think} <it is late>.", "denied"),
        # nothing was said
        ("[Ana Brix] {did not say} <whether it was late>.", "absent"),
        ("[Ana Brix] did not {say} <whether it was late>.", "absent"),
        ("[Ana Brix] has not yet {said} <whether it was late>.", "absent"),
        ("[Ana Brix] {never mentioned} <the debt>.", "absent"),
        ("She left {without saying} <why>.", "absent"),
        ("[Nobody] {said} <it was late>.", "absent"),
        ("[No official] {said} <it was late>.", "absent"),
        ("[Neither side] {claimed} <a victory>.", "absent"),
        ("nor did [he] {say} <why>", "absent"),
        ("[Ana Brix] {has yet to comment} <on the debt>.", "absent"),
        ("[Ana Brix] {stopped short of saying} <it was late>.", "absent"),
        ("[Ana Brix] {did not deny} <it>.", "absent"),
        ("[She] {had no plans} <to leave>.", "absent"),
        # the source would not speak
        ("[Ana Brix] {declined} <to comment>.", "refused"),
        ("[Ana Brix] {declined to say} <why>.", "refused"),
        ("[Ana Brix] declined to {say} <why>.", "refused"),
        ("[Ana Brix] {refused to confirm or deny} <it>.", "refused"),
        ("[Ana Brix] {would not say} <why>.", "refused"),
        ("[Ana Brix] {wouldn’t comment} <on it>.", "refused"),
        ("[Ana Brix] {remained silent} <on the debt>.", "refused"),
    ],
)
def test_polarity_is_whether_it_was_said(marked: str, polarity: str) -> None:
    assert one(marked).polarity == polarity


# --- future ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "future"),
    [
        ("[Ana Brix] {will tell} the court <why>.", True),
        ("[Ana Brix] will {tell} the court <why>.", True),
        ("[She]{'ll say} <why>.", True),
        ("[Ana Brix] {is expected to announce} <a new quay>.", True),
        ("[Ana Brix] is due to {announce} <a new quay>.", True),
        ("[Ana Brix] plans to {say} <why>.", True),
        ("[Ana Brix] {said} <she will come>.", False),
        ("[Ana Brix] {said} <why>.", False),
        ("[Ana Brix] {will not say} <why>.", False),
        ("[I] {will say} <this much>.", False),
        ("[She] {would later say} <why>.", False),
        ("[Ana Brix] {would say} <why>.", False),
        ("[She] {will seek} <to go>.", False),
    ],
)
def test_future_is_what_is_yet_to_be_said(marked: str, future: bool) -> None:
    assert one(marked).future is future


def test_would_is_future_when_somebody_tells_of_it() -> None:
    outer, inner = described("[The clerk] {said} <[Ana Brix] {would announce} <a new quay>>.")
    assert (outer.future, inner.future) == (False, True)


# --- addressee ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "whom"),
    [
        ("[Ana Brix] {told} reporters <it was late>.", "reporters"),
        ("[Ana Brix] {told} the Bay Herald on Monday <it was late>.", "the Bay Herald"),
        ("[Ana Brix] {told} Kamp This Week <it was late>.", "Kamp This Week"),
        ("[Ana Brix] {told} U.S. officials <it was late>.", "U.S. officials"),
        ("[Ana Brix] {told} it <that it was late>.", "it"),
        ("[Ana Brix] {told} a hearing in the capital <it was late>.", "a hearing"),
        ("<“It is late,”> [Ana Brix] {told} the court.", "the court"),
        ("[Ana Brix] {urged} voters <to wait>.", "voters"),
        ("[Ana Brix] {asked} her <to wait>.", "her"),
        ("[Ana Brix] {said} to parliament <it was late>.", "parliament"),
        ("[Ana Brix] {confirmed} to Radio Lund <that it was late>.", "Radio Lund"),
        (
            "[Ana Brix] {explained} later to the head of the league <that it was late>.",
            "the head of the league",
        ),
        ("In a letter to the governor, [Ana Brix] {said} <it was late>.", "the governor"),
        ("[Ana Brix] {said} in an interview with Radio Lund <it was late>.", "Radio Lund"),
        ("Speaking to reporters, [Ana Brix] {said} <it was late>.", "reporters"),
        ("Residents {were told} <to wait>.", "Residents"),
        ("At least one clerk {was advised} by [Ana Brix] <to wait>.", "At least one clerk"),
        ("Last week they {were told} <to wait>.", "they"),
        # nobody is named
        ("They were stopped and {were told} <to wait>.", None),
        ("[Ana Brix] {said} <it was late>.", None),
        ("[Ana Brix] {agreed} to <wait>.", None),
        ("[Ana Brix] {referred to} the league <as late>.", None),
        ("[Ana Brix] {pledged} to help <the bay>.", None),
        ("In response to the fire, [Ana Brix] {said} <it was late>.", None),
        ("[Ana Brix] {told} <of her youth>.", None),
        ("She spoke to Ode. [Ana Brix] {said} <it was late>.", None),
    ],
)
def test_addressee_is_who_was_spoken_to(marked: str, whom: str | None) -> None:
    assert addressee(marked) == whom


def test_the_addressee_overlaps_no_part() -> None:
    built = article("[Ana Brix] {told the court} <it was late>.")
    (attribution,) = describe_all(built.article, built.attributions)
    assert attribution.addressee is None


# --- the whole ------------------------------------------------------------------------------------


def test_all_else_and_the_order_are_kept() -> None:
    built = article("[Ana] {said} <[Bo] {claimed} <it was late>>.")
    result = describe_all(built.article, built.attributions)
    for before, after in zip(built.attributions, result, strict=True):
        assert (before.id, before.spans, before.within) == (after.id, after.spans, after.within)


def test_an_attribution_without_cue_has_a_form_and_nothing_more() -> None:
    built = article("[Ana Brix]: <“It is late.”>")
    (result,) = describe_all(built.article, built.attributions)
    assert (result.form, result.kind, result.tone, result.polarity, result.addressee) == (
        "direct", "speech", "neutral", "said", None,
    )  # fmt: skip


def test_no_attributions_no_work() -> None:
    assert describe_all(article("Nothing was said.").article, ()) == ()


# --- the lexicon ----------------------------------------------------------------------------------


def test_every_group_says_why_and_after_whom() -> None:
    groups = load_lexicon().groups
    assert len({(g.aspect, g.name) for g in groups}) == len(groups)
    for group in groups:
        assert group.reason.endswith("."), group.name
        assert group.source, group.name


def test_values_are_those_of_the_records() -> None:
    allowed = {
        "tone": {"neutral", "distancing", "endorsing"},
        "kind": {"speech", "thought", "intent"},
        "polarity": {"denied", "absent", "refused"},
    }
    for group in load_lexicon().groups:
        assert group.value in allowed[group.aspect], group.name


def test_no_word_has_two_tones() -> None:
    tones: dict[str, set[str]] = {}
    for rows in load_lexicon().entries.values():
        for _, group, entry, _ in rows:
            if group.aspect == "tone":
                tones.setdefault(entry, set()).add(group.value)
    assert {entry: found for entry, found in tones.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("say", {"say", "says", "said", "saying"}),
        ("claim", {"claim", "claims", "claimed", "claiming"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("allege", {"allege", "alleges", "alleged", "alleging"}),
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
        ("think", {"think", "thinks", "thought", "thinking"}),
    ],
)
def test_verbs_are_known_in_all_their_forms(verb: str, forms: set[str]) -> None:
    assert forms <= forms_of(verb)


def test_words_keep_their_contractions() -> None:
    assert words_of("He didn’t say; she'll so-called") == [
        "he", "didn't", "say", "she'll", "so-called",
    ]  # fmt: skip
