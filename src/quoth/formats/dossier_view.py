"""The dossier of a statement: for a terminal, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quoth.formats.compare_view import figures_to_dict, quotation_to_dict
from quoth.formats.output import Sink
from quoth.formats.statements import statement_to_dict
from quoth.formats.story_view import place, story_to_dict
from quoth.records import Figure, Span
from quoth.wording import bounds, shortened, tags, visible

if TYPE_CHECKING:
    from quoth.formats.citations import Citation
    from quoth.ledger.comparing import About
    from quoth.ledger.dossier import Dossier, Event, Meant

_LONGEST = 600
WORDS = {
    "denied": "may be denied: see",
    "denies": "may be what it denies: see",
    "withdrawn": "withdrawn",
    "reworded": "reworded",
    "added": "added",
    "decided": "decided by a person",
}
"""What each kind of event is called."""


def dossier_to_dict(one: Dossier, cited: tuple[Citation, ...] = ()) -> dict[str, Any]:
    """The JSON form of a dossier; articles are rows of the ledger."""
    return {
        "statement": statement_to_dict(one.statement),
        "printed": "".join(piece.text for piece in one.statement.printed),
        "url": one.statement.url,
        "kept_at": one.kept_at,
        "digest": one.digest,
        "chain": [
            {
                "who": link.who,
                "cue": link.cue,
                "statement": link.statement,
                "polarity": link.polarity,
            }
            for link in one.chain
        ],
        "meant": [_meant(each) for each in one.meant],
        "story": story_to_dict(one.story) if one.story else None,
        "same": quotation_to_dict(one.same) if one.same else None,
        "ran_it_first": one.ran_it_first,
        "rivals": [figures_to_dict(group) for group in one.rivals],
        "events": [_event(each) for each in one.events],
        "others": [statement_to_dict(each) for each in one.others],
        "others_in_all": one.others_in_all,
        "articles": {str(id): _about(about) for id, about in sorted(one.about.items())},
        "now": one.fate.now if one.fate else None,
        "citations": {each.style: each.text for each in cited},
    }


def _meant(one: Meant) -> dict[str, Any]:
    return {
        "label": one.label,
        "type": one.type,
        "roles": list(one.roles),
        "why": one.why,
        "confidence": one.confidence,
        "identity": one.identity or None,
        "name": one.name or None,
        "joined_by": one.joined_by or None,
        "joined_confidence": one.joined_confidence if one.identity else None,
    }


def _event(one: Event) -> dict[str, Any]:
    return {
        "what": one.what,
        "words": one.words,
        "statement": one.statement.id if one.statement else None,
        "who": one.statement.who if one.statement else None,
        "decision": one.decision.id if one.decision else None,
        "action": one.decision.action if one.decision else None,
        "by": one.decision.made_by if one.decision else None,
        "at": one.decision.made_at if one.decision else None,
        "undone": one.decision.undone if one.decision else None,
        "version": one.version,
        "earlier": one.earlier,
    }


def _about(one: About) -> dict[str, Any]:
    return {
        "title": one.title,
        "outlet": one.outlet,
        "url": one.url,
        "published": one.published,
    }


def write_dossier(one: Dossier, cited: tuple[Citation, ...], sink: Sink) -> None:
    """Shows a dossier, a fact a line."""
    said = one.statement
    lines: list[tuple[str, str]] = [
        ("statement", str(said.id)),
        ("speaker", said.who),
        ("content", said.content),
        ("printed", "".join(piece.text for piece in said.printed)),
        ("how", " · ".join([*tags(said.attribution), *([said.status] if said.status else [])])),
        ("chain", " → ".join(" ".join(filter(None, (x.who, x.cue))) for x in one.chain)),
    ]
    for who in one.meant:
        over = f"; over all articles {who.name} ({who.identity})" if who.identity else ""
        lines.append(("who is meant", f"{who.label}: {who.why}, {who.confidence:.0%} sure{over}"))
    if one.story:
        lines.append(("story", f"{one.story.id} {one.story.headline}"))
    if one.same:
        first = {each.id for each in one.same.first}
        for member in one.same.members:
            mark = " · first" if member.said.id in first else ""
            about = place(one.about[member.said.article])
            lines.append(("the same", f"{member.said.id} · {member.relation}{mark} · {about}"))
            if member.said.id != said.id:
                lines.append(("", member.said.content))
    for group in one.rivals:
        for each in group.members:
            n = each.number
            shown = bounds(Figure("", Span(0, 0), n.low, n.high, n.unit))
            who_says = " ← ".join(n.chain) or "the article itself"
            lines.append((group.of, f"{shown} · {who_says} · {place(one.about[n.article])}"))
    for event in one.events:
        who_did = event.statement.who if event.statement else ""
        by = f"{event.decision.action} " if event.decision else ""
        number = f"{event.statement.id} · " if event.statement else ""
        told = f"{number}{by}{who_did + ': ' if who_did else ''}{event.words}"
        before = " (the text before)" if event.earlier else ""
        lines.append((WORDS[event.what], told + before))
    for other in one.others:
        lines.append(("says too", f"{other.id} · {other.content}"))
    where = [said.outlet, said.published, said.headline, said.url or said.address]
    lines.append(("article", " · ".join(part for part in where if part)))
    lines.append(("kept", f"{one.kept_at}, version {said.number}, SHA-256 {one.digest}"))
    lines += [(f"cite, {each.name}", each.text) for each in cited]
    shown_lines = (
        f"{shortened(visible(name), 24) + ':' if name else '':<26}"
        f"{shortened(visible(words), _LONGEST)}\n"
        for name, words in lines
        if words
    )
    sink.write("".join(shown_lines))
