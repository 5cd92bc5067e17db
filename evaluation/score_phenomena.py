#!/usr/bin/env python3
"""Check composed cases, kind by kind: what a reading must and must not say of a short text.

    score_phenomena.py CASES.jsonl [--quoth COMMAND] [--failures]

Runs `COMMAND read - --to json` on all cases at once (as JSON lines) and counts the cases whose every
demand holds. A case: {"id", "kind", "text", "published"?, and any of
  "who"       [[speaker, words]...]  an attribution has these words in a content and is that speaker's:
              the speaker's name or label equals the string (case and articles aside); null: it has
              no named speaker
  "not"       [[speaker, words]...]  no attribution with these words is that speaker's ("*": of anybody)
  "one"       [words...]             exactly one attribution that stands within none has these words
  "names"     [name...]              a speaker has exactly this name;  "no_names": none has it
  "distinct"  [[words, words]...]    the two are said by two speakers;  "same": by one and the same
  "ends"      [[words, words]...]    the attribution with the first words has not the second in a content
  "lines"     true                   no source, cue or content reaches over a line end
  "polarity"  [[words, polarity]...] its polarity is this, or with "!" before it anything else
  "said_on"   [[words, date]...]     said_on begins with the date (null: there is none)
  "figures"   [[needle, low, high]...] a figure at the needle has these bounds;  "no_figures": [needle...]
  "times"     [[needle, start]...]   a time at the needle begins on that date
  "form"      [[words, form]...]}
"""

import argparse, collections, json, re, subprocess, sys


def plain(s):
    return (
        re.sub(
            r"^(?:the|an?)\s+", "", re.sub(r"['’]s$", "", re.sub(r"\s+", " ", s.strip()))
        ).casefold()
        if s
        else s
    )


def faults(case, r):
    text, out = r["article"]["text"], []
    speakers = {s["id"]: s for s in r["speakers"]}

    def content(a):
        return " … ".join(c["text"] for c in a["contents"])

    def having(words):
        return [a for a in r["attributions"] if words in content(a)]

    def ids(a):
        return [s["speaker"] for s in a["speakers"] if s["speaker"] in speakers]

    def labels(a):
        return {plain(x) for i in ids(a) for x in (speakers[i]["name"], speakers[i]["label"]) if x}

    def named(a):
        return any(speakers[i]["name"] for i in ids(a))

    for who, words in case.get("who", []):
        found = having(words)
        if not any((not named(a)) if who is None else plain(who) in labels(a) for a in found):
            out.append(f"{words!r}: wanted {who}, got {[sorted(labels(a)) for a in found]}")
    for who, words in case.get("not", []):
        if any(who == "*" or plain(who) in labels(a) for a in having(words)):
            out.append(f"{words!r} must not be {who}'s")
    for words in case.get("one", []):
        n = sum(1 for a in having(words) if not a["within"])
        if n != 1:
            out.append(f"{words!r} stands in {n} attributions")
    have = {s["name"] for s in r["speakers"]}
    out += [
        f"no speaker {n!r} in {sorted(filter(None, have))}"
        for n in case.get("names", [])
        if n not in have
    ]
    out += [
        f"speaker {n!r}"
        for n in case.get("no_names", [])
        if n in have or n in {s["label"] for s in r["speakers"]}
    ]
    for kind in ("distinct", "same"):
        for one, two in case.get(kind, []):
            a, b = having(one), having(two)
            pair = {tuple(ids(x)) for x in a[:1]}, {tuple(ids(x)) for x in b[:1]}
            if (
                not a
                or not b
                or () in pair[0] | pair[1]
                or (pair[0] == pair[1]) != (kind == "same")
            ):
                out.append(f"{one!r} and {two!r} not {kind}")
    for words, other in case.get("ends", []):
        found = having(words)
        if not found or any(other in content(a) for a in found):
            out.append(f"{words!r} with {other!r}" if found else f"{words!r} not found")
    if case.get("lines"):
        for a in r["attributions"]:
            for s in [a["cue"]] * bool(a["cue"]) + a["sources"] + a["contents"]:
                if "\n" in text[s["start"] : s["end"]].strip():
                    out.append(f"over a line end: {text[s['start'] : s['end']]!r}")
    for words, polarity in case.get("polarity", []):
        found = having(words)
        if not found or any(
            (a["polarity"] == polarity.lstrip("!")) == polarity.startswith("!") for a in found[:1]
        ):
            out.append(f"{words!r}: polarity {[a['polarity'] for a in found]}, wanted {polarity}")
    for words, day in case.get("said_on", []):
        found = having(words)
        if not found or any(
            (a["said_on"] or None) != day
            if day is None
            else not (a["said_on"] or "").startswith(day)
            for a in found[:1]
        ):
            out.append(f"{words!r}: said_on {[a['said_on'] for a in found]}, wanted {day}")
    for needle, low, high in case.get("figures", []):
        at = text.index(needle)
        if not any(
            f["span"]["start"] < at + len(needle)
            and at < f["span"]["end"]
            and f["low"] == low
            and f["high"] == high
            for f in r["figures"]
        ):
            out.append(
                f"figure {needle!r} {low}..{high} in {[(f['span']['text'], f['low'], f['high']) for f in r['figures']]}"
            )
    for needle in case.get("no_figures", []):
        at = text.index(needle)
        if any(
            f["span"]["start"] < at + len(needle) and at < f["span"]["end"] for f in r["figures"]
        ):
            out.append(f"figure at {needle!r}")
    for needle, start in case.get("times", []):
        at = text.index(needle)
        found = [
            t for t in r["times"] if t["span"]["start"] < at + len(needle) and at < t["span"]["end"]
        ]
        if not any((t["start"] or "").startswith(start) for t in found):
            out.append(
                f"time {needle!r}: {[(t['span']['text'], t['start']) for t in found]}, wanted {start}"
            )
    for words, form in case.get("form", []):
        found = having(words)
        if not found or found[0]["form"] != form:
            out.append(f"{words!r}: form {[a['form'] for a in found]}, wanted {form}")
    return out


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    (
        parser.add_argument("cases"),
        parser.add_argument("--quoth", default="quoth"),
        parser.add_argument("--failures", action="store_true"),
    )
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    cases = [json.loads(line) for line in open(args.cases, encoding="utf-8") if line.strip()]
    lines = "".join(
        json.dumps(
            {"id": c["id"], "text": c["text"], "published": c.get("published", "2024-05-14")}
        )
        + "\n"
        for c in cases
    )
    done = subprocess.run(
        [*args.quoth.split(), "read", "-", "--lang", "en", "--to", "jsonl"],
        input=lines,
        capture_output=True,
        text=True,
    )
    readings = {}
    for line in done.stdout.splitlines():
        r = json.loads(line)
        readings[r["article"]["id"]] = r
    right, total = collections.Counter(), collections.Counter()
    for case in cases:
        r = readings.get(case["id"])
        found = faults(case, r) if r else ["not read"]
        total[case["kind"]] += 1
        right[case["kind"]] += not found
        if found and args.failures:
            print(f"{case['kind']} {case['id']}: {case['text']!r}\n    " + "\n    ".join(found))
    if args.json:
        print(json.dumps({k: [right[k], total[k]] for k in total}))
    else:
        for kind in sorted(total):
            print(f"{kind:28} {right[kind]:3} of {total[kind]}")
        print(
            f"{'all':28} {sum(right.values()):3} of {sum(total.values())}  {sum(right.values()) / sum(total.values()):.3f}"
        )


if __name__ == "__main__":
    sys.exit(main())
