"""Composed hard pairs: two parties that one description could be taken for.

Short texts about invented people, in which the qualifier decides: the victim's mother and the
killer's, ministers of two countries, the former mayor and the mayor, the company and the union
that strikes at it. Each template is a list of sentences; the word before ``=`` says who speaks:
``A``, ``B`` … (named in the text), ``x:words`` (never named, known by these words).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

_FIRST = {
    "f": "Ana Fatima Mei Ruth Olga Priya Sofia Amara Lena Zainab Noor Carla Aiko Thandi Grace",
    "m": "Tomas Erik Omar Wei Paul Ivan Rajesh Diego Kwame Jonas Yusuf Karim Luis Kenji Sipho Hugo",
}
_LAST = (
    "Petrova Lindqvist Haddad Zhao Dell Sorokin Menon Ibarra Mensah Weir Abubakar Tanaka Moreau "
    "Castell Dlamini Okonkwo Brandt Vale Storm Karras Novak Halvorsen Quist Adeyemi Rask Belmonte"
)
_PLACES = (
    ("Norway", "Norwegian"), ("Denmark", "Danish"), ("Chile", "Chilean"), ("Kenya", "Kenyan"),
    ("Poland", "Polish"), ("Japan", "Japanese"), ("Peru", "Peruvian"), ("Ghana", "Ghanaian"),
    ("Westmark", "Westmark"), ("Ostland", "Ostland"), ("Qatar", "Qatari"), ("Greece", "Greek"),
)  # fmt: skip
_FIRMS = "Norwind Acmetek Solvara Brightline Kestrel Halvion Orbitel Tarnfield Velmont Corvane"
_BODIES = (
    "Harbour Board", "Riverside Council", "Housing Trust", "Water Authority", "Dockers’ Federation",
    "Teachers’ Union", "Medical Association", "Transport Commission", "Wildlife Fund",
)  # fmt: skip
_POSTS = (
    "foreign minister|finance minister|president|prime minister|health minister|ambassador|"
    "army chief"
)
_ROLES = "mayor|governor|chairman|captain|director|coach|principal|sheriff|treasurer|party leader"
_KIN = "mother|father|brother|sister|wife|son|lawyer|doctor|neighbour|teacher|cousin"
_SIDES = (
    "victim/killer|driver/passenger|singer/drummer|bride/groom|landlord/tenant|boxer/challenger"
)
_PAPERS = "note|letter|report|poll|statement|memo|study|tweet|audit|petition"
_SMALL = ["The", "A", "Another", "He", "She", "His", "Her", "They", "Officials", "Researchers"]
_CUES = "said|added|argued|told reporters|insisted|warned"
_THINGS = (
    "the bridge was safe|prices would fall|the plan had failed|nobody was to blame|work would go on"
    "|the talks were over|the rules were fair|help came late|the vote was close|more was to come"
)

_ALIKE = (
    "lawyer/attorney|spokesman/spokesperson|lawmaker/senator|businessman/entrepreneur|"
    "judge/magistrate|adviser/aide|journalist/reporter|doctor/physician|scientist/researcher|"
    "singer/musician|coach/manager|candidate/nominee"
)

# Who speaks = the source; "~" stands for the cue and what is said; "^" is a quotation that stands
# alone, "&" a participle. What stands before ">" is no part of the source.
TEMPLATES = (
    "A=The {s1}’s {kin}, @A, ~|x=The {s2}’s {kin} ~",
    "A=The {s1}’s {kin}, @A, ~|x=The {s2}’s {kin} ~|A=The {s1}’s {kin} ~",
    "A={D1} {Post} @A ~|x=The {D2} {post} ~|A=The {D1} {post} ~",
    "A=The {post} of {P1}, @A, ~|x=The {post} of {P2} ~",
    "A={D1} {Post} @A ~|B={D2} {Post} @B ~|A=The {D1} {post} ~|B=The {D2} {post} ~",
    "A=Former {role} @A ~|x=The {role} ~|A=The former {role} ~",
    "A={Role} @A ~|x=The former {role} ~|A=The {role} ~",
    "A={Role} @A ~|x=The deputy {role} ~|A=The {role} ~",
    "A=@A, chair of the {b1}, ~|x=The chair of the {b2} ~|A=The chair of the {b1} ~",
    "A=@A, who chairs the {b1}, ~|B=@B, who chairs the {b2}, ~|A={Pa} ~",
    "A=The prosecutor, @A, ~|x=The defence lawyer ~|A=The prosecutor ~",
    "A=Defence lawyer @A ~|x=The prosecutor ~|x2=The judge ~",
    "A=@A ~|x=@A’s {kin} ~|A=@A ~",
    "A=@A ~|x={Hisa} {kin} ~|A={Pa} ~",
    "x=The {role} ~|A=The opposition’s leader, @A, ~|A={Pa} ~",
    "F=@F ~|x=The rival company ~|F=The company ~",
    "F=@F ~|G=@G ~|G=The company ~",
    "!Workers of the {b1} went on strike at @F on Monday.|F=The company ~|b1=The union ~",
    "A=@A, a spokesman for @F, ~|F=The company ~|A=He ~",
    "x=A police spokesman ~|!Cash and drugs were found.|x=he ~",
    "x=A spokeswoman for @F ~|!Profits fell in May.|x=she ~|F=the company ~",
    "n1=The {paper} ~|n2=The {paper2} ~",
    "n1=A {paper} by @F ~|n1=The {paper} ~|n2=Another {paper2} ~",
    "A=@A ~|!{Pa} met @B in {P1}.|B=@B ~|A=@A ~",
    "!@A and @B married in May.|A={Pa} ~|B={Pb} ~",
    "A={Role} @A ~|!The {P1} team lost.|A=The {role} ~|A={pa} ~",
    "b1=The {D1} {ministry} ~|b2=The {D2} {ministry} ~",
    "x=Officials in {P1} ~|x=They ~|x3=Officials in {P2} ~",
    "x=Researchers at {P1} University ~|x=They ~",
    "F=@F ~|!@F is an airline of {P1}.|F=The airline ~|x=A passenger ~",
    "!The {role} of Fotown, @A, spoke on Friday.|A={Pa} ~|A=The {role} ~",
    "A=@A, a {role}, ~|x=A {role} from {P1} ~|A=@A ~",
    "A=@A ~|x=A neighbour ~|x2=Another neighbour ~",
    "A=@A, a {syn1}, ~|A=The {syn2} ~|A={Pa} ~",
    "A={Syn1} @A ~|F=@F ~|A=The {syn2} ~",
    "b1=The {b1} ~|b1=The {bh} ~",
    "!The {b1} met in {P1} on Monday.|b1=The {bh} ~|A=@A ~",
    "b1=The {b1} ~|b2=The {b2} ~|A=@A ~|b1=The {bh} ~",
    "A=@A ~|A=^|B=@B ~|B=^",
    "F=@F ~|A=@A ~|A=^",
    "A=@A ~|A=&adding|B=@B ~",
    "F=@F ~|A=@A ~|A=&noting",
    "A=!The talks were led by @A,>who ~|B=@B ~",
    "A=!@B was met by @A, a {role} from {P1},>who ~|A=@A ~",
    "F=!The bridge was built by @F,>which ~|A=@A ~",
    "b1=!The plan was drawn up by the {b1},>which ~|A=@A, of the {b2}, ~",
)  # fmt: skip


def compose(rng: random.Random, each: int) -> Iterator[dict[str, Any]]:
    """``each`` documents of every template, with quotes and speakers as in the gold files."""
    for number, template in enumerate(TEMPLATES):
        for copy in range(each):
            yield {"id": f"pair_{number}_{copy}", **_document(rng, template)}


def _document(rng: random.Random, template: str) -> dict[str, Any]:
    genders = {who: rng.choice("fm") for who in "AB"}
    if "married" in template or ("@B" in template and "{Pa}" in template):
        genders["B"] = "m" if genders["A"] == "f" else "f"
    if ", a spokesman" in template:
        genders["A"] = "m"
    last = rng.sample(_LAST.split(), 2)
    names = {
        who: f"{rng.choice(_FIRST[genders[who]].split())} {last[at]}" for at, who in enumerate("AB")
    }
    firms = rng.sample(_FIRMS.split(), 2)
    names |= {"F": firms[0], "G": firms[1]}
    (p1, d1), (p2, d2) = rng.sample(_PLACES, 2)
    bodies = rng.sample(_BODIES, 2)
    if "The union" in template:
        bodies[0] = rng.choice(("Dockers’ Union", "Pilots’ Union", "Rail Workers’ Union"))
    post, role = rng.choice(_POSTS.split("|")), rng.choice(_ROLES.split("|"))
    sides = rng.choice(_SIDES.split("|")).split("/")
    alike = rng.choice(_ALIKE.split("|")).split("/")
    rng.shuffle(alike)
    papers = rng.sample(_PAPERS.split("|"), 2)
    pronoun = {"f": ("she", "her"), "m": ("he", "his")}
    fills = {
        "s1": sides[0], "s2": sides[1], "kin": rng.choice(_KIN.split("|")), "P1": p1, "P2": p2,
        "D1": d1, "D2": d2, "post": post, "Post": post.title(), "role": role,
        "Role": role.title(), "b1": bodies[0], "b2": bodies[1], "paper": papers[0],
        "paper2": papers[1], "pa": pronoun[genders["A"]][0],
        "Pa": pronoun[genders["A"]][0].title(), "Pb": pronoun[genders["B"]][0].title(),
        "Hisa": pronoun[genders["A"]][1].title(),
        "syn1": alike[0], "syn2": alike[1], "Syn1": alike[0].title(),
        "bh": bodies[0].split()[-1].lower(),
        "ministry": rng.choice(("foreign ministry", "defence ministry", "health ministry")),
    }  # fmt: skip
    named = {"A": "person", "B": "person", "F": "organisation", "G": "organisation"}
    text = ""
    quotes: list[dict[str, Any]] = []
    labels: dict[str, str] = {}
    introduced: set[str] = set()
    for sentence in template.split("|"):
        who, _, source = sentence.partition("=")
        if sentence[0] == "!":
            text += _fill(sentence[1:], fills, names, introduced) + " "
            continue
        if source[0] in "^&":
            text, bare = _bare(rng, text, source)
            quotes.append({"id": f"a{len(quotes)}", **bare, "speaker": quotes[-1]["speaker"]})
            continue
        before, _, source = source.rpartition(">")
        text += _fill(before[1:], fills, names, introduced) + " " if before else ""
        source = _fill(source.removesuffix(" ~").rstrip(","), fills, names, introduced)
        tail = "," if sentence.endswith(", ~") else ""
        cue, content = rng.choice(_CUES.split("|")), rng.choice(_THINGS.split("|"))
        source = source if before else source[0].upper() + source[1:]
        start = len(text)
        behind = rng.random() < 0.25 and not tail and not before
        if behind:
            small = source.split()[0] in _SMALL
            lower = source[0].lower() + source[1:] if small else source
            said = content[0].upper() + content[1:]
            text += f"{said}, {lower} {cue}. "
            source_at = start + len(said) + 2
            cue_at = source_at + len(lower) + 1
            content_at = (start, start + len(said))
        else:
            text += f"{source}{tail} {cue} {content}. "
            source_at = start
            cue_at = start + len(source) + len(tail) + 1
            content_at = (cue_at + len(cue) + 1, cue_at + len(cue) + 1 + len(content))
        speaker: dict[str, Any]
        if who in named:
            speaker = {"name": names[who], "type": named[who]}
        elif who in ("b1", "b2"):
            name = bodies[int(who[1]) - 1]
            if "{ministry}" in template:
                name = labels.setdefault(who, re.sub(r"^[Tt]he ", "", source))
            speaker = {"name": name, "type": "organisation"}
        else:
            kind = "document" if who[0] == "n" else "unnamed"
            speaker = {"name": None, "type": kind, "label": labels.setdefault(who, source)}
        quotes.append(
            {
                "id": f"a{len(quotes)}",
                "sources": [{"start": source_at, "end": source_at + len(source)}],
                "cue": {"start": cue_at, "end": cue_at + len(cue)},
                "contents": [{"start": content_at[0], "end": content_at[1]}],
                "form": "indirect", "kind": "speech", "within": None, "speaker": speaker,
            }
        )  # fmt: skip
    return {"text": text.strip(), "quotes": quotes}


def _bare(rng: random.Random, text: str, source: str) -> tuple[str, dict[str, Any]]:
    """The text with a statement of no source added, and that statement."""
    content = rng.choice(_THINGS.split("|"))
    bare: dict[str, Any] = {"sources": [], "cue": None, "kind": "speech", "within": None}
    if source[0] == "^":
        said = f"“{content[0].upper()}{content[1:]}.”"
        bare |= {"form": "direct", "contents": [{"start": len(text), "end": len(text) + len(said)}]}
        return f"{text}{said} ", bare
    text = text.rstrip(". ") + ", "
    end = len(text) + len(source) - 1
    bare["cue"] = {"start": len(text), "end": end}
    bare |= {"form": "indirect", "contents": [{"start": end + 6, "end": end + 6 + len(content)}]}
    return f"{text}{source[1:]} that {content}. ", bare


def _fill(words: str, fills: dict[str, str], names: dict[str, str], introduced: set[str]) -> str:
    words = re.sub(r"\{(\w+)\}", lambda m: fills.get(m[1], m[0]), words)

    def name(match: re.Match[str]) -> str:
        who = match[1]
        known = who in introduced and who in "AB"
        introduced.add(who)
        return names[who].split()[-1] if known else names[who]

    return re.sub(r"@([ABFG])", name, words)
