#!/usr/bin/env python3
"""Score what hangs on the attributions: speakers, nesting, form, figures.

    score_reading.py GOLD.jsonl PREDICTED.jsonl [--json]

Both files hold one JSON object a line, as for score_attributions.py, with more on each quote:
  "id"       any string, unique in the document
  "speaker"  {"name": str or null, "names": [str]?, "type": "person" | "organisation" | "document" |
             "unnamed" | "author" | "none", "label": str?}: who the source is, over the whole article
  "within"   the id of the nearest enclosing quote, or null
  "form"     "direct" | "indirect" | "mixed"
and on the document "figures": [{"start", "end", "low", "high", "unit"?, "of", "quote": id or null}].
What the gold does not carry is not scored. Gold and predicted quotes are paired by shared cue
characters, as in score_attributions.py, and what hangs on them is judged on the pairs:
  speaker        of the paired quotes whose gold speaker has a name: the predicted name is the same
                 (case, leading "the", titles and a final possessive aside); 'found' counts the
                 unpaired gold quotes as wrong too
  person         the same, of the gold speakers that are persons only
  body           the same, of the gold speakers that are organisations or documents
  surname        the same as speaker, where the last word of the name is enough
  unnamed        paired quotes whose gold speaker is never named: no name was given
  statement      who and what at once: paired, at least 80 % of the joint content characters agree,
                 and the speaker is right (the name; or none given where the gold has none): P, R, F1
A gold organisation or document is matched by the predicted label too where no name was predicted
(annotators name "the report by X" or leave it unnamed as they please), articles and an acronym in
brackets aside.
  within         nested pairs (inner, outer): precision, recall, F1
  form           accuracy on the pairs
  figure         a predicted figure overlaps the gold one and has the same bounds (P, R, F1);
  figure source  of those, the share whose quote is paired with the gold figure's (or both null)
"""

import argparse, json, re, sys
from evaluation.score_attributions import pair, prepare, read

TITLES = re.compile(
    r"^(?:(?:the|an?|mr|mrs|ms|dr|sen|gov|rep|president|prof|sir|lord|dame)\.?\s+)+", re.I
)
ACRONYM = re.compile(r"\s*\((?:the )?[A-Z][\w&.-]{1,9}\)")


def plain(name):
    name = ACRONYM.sub("", re.sub(r"['\u2019]s$|['\u2019]$", "", name.strip()))
    return TITLES.sub("", re.sub(r"[\s\u00a0]+", " ", name)).casefold().strip(" .,")


def names(speaker):
    if not speaker:
        return set()
    given = speaker.get("names") or ([speaker["name"]] if speaker.get("name") else [])
    return {plain(n) for n in given}


def who(found, gold):
    """The names of a predicted speaker, or its label where it has none and the gold is no person."""
    given = names(found)
    if (
        not given
        and found
        and found.get("label")
        and gold.get("type") in ("organisation", "document")
    ):
        return {plain(found["label"])}
    return given


def f1(hit, predicted, gold):
    p, r = (hit / predicted if predicted else 0.0), (hit / gold if gold else 0.0)
    return {
        "precision": round(p, 4),
        "recall": round(r, 4),
        "f1": round(2 * p * r / (p + r), 4) if hit else 0.0,
        "gold": gold,
    }


def score(gold_docs, predicted_docs):
    n = dict.fromkeys(
        [
            "named",
            "named_paired",
            "same",
            "persons",
            "persons_paired",
            "person_same",
            "surname",
            "unnamed",
            "unnamed_ok",
            "bodies_paired",
            "body_same",
            "bodies",
            "s_gold",
            "s_pred",
            "s_hit",
            "w_gold",
            "w_pred",
            "w_hit",
            "forms",
            "form_ok",
            "f_gold",
            "f_pred",
            "f_hit",
            "f_linked",
        ],
        0,
    )
    for doc_id, annotations in gold_docs.items():
        gold = annotations[0]
        answer = (predicted_docs.get(doc_id) or [{"quotes": []}])[0]
        gq = [q for q in gold["quotes"] if q.get("cue") or q.get("contents")]
        pq = [q for q in answer["quotes"] if q.get("cue") or q.get("contents")]
        pairs = pair(
            prepare(dict(quotes=gq), gold.get("text")), prepare(dict(quotes=pq), gold.get("text"))
        )
        to_pred = {gq[g].get("id", g): pq[p].get("id", p) for g, p in pairs}
        partner = dict(pairs)
        for g, quote in enumerate(gq):
            speaker = quote.get("speaker")
            if speaker is None:
                continue
            found = pq[partner[g]].get("speaker") if g in partner else None
            if names(speaker):
                person = speaker.get("type") == "person"
                n["named"] += 1
                n["persons"] += person
                n["bodies"] += not person
                if g in partner:
                    found_names = who(found, speaker)
                    same = names(speaker) == found_names
                    n["named_paired"] += 1
                    n["same"] += same
                    n["persons_paired"] += person
                    n["person_same"] += person and same
                    n["bodies_paired"] += not person
                    n["body_same"] += not person and same
                    n["surname"] += {x.split()[-1] for x in names(speaker) if x} == {
                        x.split()[-1] for x in found_names if x
                    }
            elif speaker.get("type") == "unnamed" and g in partner:
                n["unnamed"] += 1
                n["unnamed_ok"] += not names(found)
        if any("speaker" in q for q in gq):
            sides = (
                prepare(dict(quotes=gq), gold.get("text")),
                prepare(dict(quotes=pq), gold.get("text")),
            )
            n["s_gold"] += len(gq)
            n["s_pred"] += len(pq)
            for g, p in pairs:
                joint = sides[0][g]["content"] | sides[1][p]["content"]
                wanted, found = gq[g].get("speaker"), pq[p].get("speaker")
                right = names(wanted) == (who(found, wanted) if names(wanted) else names(found))
                n["s_hit"] += right and len(
                    sides[0][g]["content"] & sides[1][p]["content"]
                ) >= 0.8 * len(joint)
        if any("within" in q for q in gq):
            inner_gold = {
                (to_pred.get(q["id"]), to_pred.get(q["within"])) for q in gq if q.get("within")
            }
            n["w_gold"] += sum(1 for q in gq if q.get("within"))
            inner_pred = {(q["id"], q["within"]) for q in pq if q.get("within")}
            n["w_pred"] += len(inner_pred)
            n["w_hit"] += len({x for x in inner_gold if None not in x} & inner_pred)
        for g, p in pairs:
            if gq[g].get("form"):
                n["forms"] += 1
                n["form_ok"] += gq[g]["form"] == pq[p].get("form")
        if "figures" in gold:
            left = list(answer.get("figures") or [])
            n["f_gold"] += len(gold["figures"])
            n["f_pred"] += len(left)
            for figure in gold["figures"]:
                for other in left:
                    if (
                        other["start"] < figure["end"]
                        and figure["start"] < other["end"]
                        and all(
                            other.get(k) == figure.get(k)
                            or (
                                other.get(k) is not None
                                and figure.get(k) is not None
                                and abs(other[k] - figure[k]) < 1e-6
                            )
                            for k in ("low", "high")
                        )
                    ):
                        n["f_hit"] += 1
                        wanted = (
                            to_pred.get(figure.get("quote"))
                            if figure.get("quote") is not None
                            else None
                        )
                        n["f_linked"] += (
                            other.get("quote") == wanted
                            if figure.get("quote") is None or wanted is not None
                            else 0
                        )
                        left.remove(other)
                        break
    share = lambda a, b: round(n[a] / n[b], 4) if n[b] else None
    return {
        "speaker": {
            "paired": share("same", "named_paired"),
            "found": share("same", "named"),
            "gold": n["named"],
        },
        "person": {
            "paired": share("person_same", "persons_paired"),
            "found": share("person_same", "persons"),
            "gold": n["persons"],
        },
        "body": {
            "paired": share("body_same", "bodies_paired"),
            "found": share("body_same", "bodies"),
            "gold": n["bodies"],
        },
        "surname": {"paired": share("surname", "named_paired"), "found": share("surname", "named")},
        "unnamed": {"right": share("unnamed_ok", "unnamed"), "gold": n["unnamed"]},
        "statement": f1(n["s_hit"], n["s_pred"], n["s_gold"]),
        "within": f1(n["w_hit"], n["w_pred"], n["w_gold"]),
        "form": {"right": share("form_ok", "forms"), "gold": n["forms"]},
        "figure": f1(n["f_hit"], n["f_pred"], n["f_gold"]),
        "figure source": {"right": share("f_linked", "f_hit")},
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    (
        parser.add_argument("gold"),
        parser.add_argument("predicted"),
        parser.add_argument("--json", action="store_true"),
    )
    args = parser.parse_args()
    result = score(read(args.gold), read(args.predicted))
    if args.json:
        print(json.dumps(result, indent=1))
    else:
        for kind, figures in result.items():
            print(f"{kind:14} " + "  ".join(f"{k} {v}" for k, v in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
