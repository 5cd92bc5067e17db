#!/usr/bin/env python3
"""Score predicted attributions against gold ones.

    score_attributions.py GOLD.jsonl PREDICTED.jsonl [--flat] [--json]

Both files hold one JSON object a line: {"id", "text"?, "quotes": [...]}, and each quote is
{"cue": {"start", "end"} or null, "sources": [{"start", "end"}...], "contents": [...]}: the
annotation format of the BBC's Citron, offsets in characters of the same text.

--flat leaves out predicted quotes that have a "within" (nested in another): for gold such as PolNeAR's, which
never annotates a nested attribution and would count a right one as an error.

A gold file may hold several annotations of one document (same id, another annotator): then each
prediction is scored against every one of them and the counts are averaged over the annotators.

Figures, all micro-averaged over the corpus, as precision / recall / F1:
  cue       a predicted cue counts when it shares a character with the gold cue it is paired with
  source    paired, and the sources match (exact: same trimmed extent; overlap: they intersect)
  content   paired, and the contents match (exact / overlap likewise)
  chars     content characters of the pair that are in both, over those in either side
  full      cue paired, sources exact and contents exact
  usable    cue paired, sources overlap, and contents agree on >= 80% of their joint characters
Edges are trimmed of white space, quotation marks and sentence punctuation before comparison.
"""

import argparse, collections, json, sys

TRIM = " \t\r\n\u00a0\"'`\u2018\u2019\u201c\u201d.,;:!?()[]\u2014\u2013-"


def trimmed(span, text):
    start, end = span
    if text is not None:
        while start < end and text[start] in TRIM:
            start += 1
        while end > start and text[end - 1] in TRIM:
            end -= 1
    return start, end


def chars(spans):
    out = set()
    for start, end in spans:
        out.update(range(start, end))
    return out


def read(path):
    docs = collections.defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                doc = json.loads(line)
                docs[doc["id"]].append(doc)
    return docs


def prepare(doc, text):
    """Each quote as {role: set of characters} with edges trimmed."""
    out = []
    for quote in doc["quotes"]:
        roles = {
            "cue": [quote["cue"]] if quote.get("cue") else [],
            "source": quote.get("sources") or [],
            "content": quote.get("contents") or [],
        }
        out.append(
            {
                role: chars(trimmed((s["start"], s["end"]), text) for s in spans)
                for role, spans in roles.items()
            }
        )
    return [q for q in out if q["cue"] or q["content"]]


def pair(gold, predicted):
    """Greedy one-to-one pairing: by shared cue characters first, then by shared content."""
    scored = []
    for g, gq in enumerate(gold):
        for p, pq in enumerate(predicted):
            cue = len(gq["cue"] & pq["cue"])
            content = len(gq["content"] & pq["content"])
            source = len(gq["source"] & pq["source"])
            if cue:
                scored.append((1, cue, source + content, -g, -p))
            elif content and not (gq["cue"] and pq["cue"]):
                scored.append((0, content, source, -g, -p))
    pairs, used_g, used_p = [], set(), set()
    for *_, g, p in sorted(scored, reverse=True):
        if -g not in used_g and -p not in used_p:
            used_g.add(-g), used_p.add(-p)
            pairs.append((-g, -p))
    return pairs


KINDS = [
    "cue",
    "source exact",
    "source overlap",
    "content exact",
    "content overlap",
    "full",
    "usable",
]


def count(gold, predicted):
    c = collections.Counter()
    pairs = pair(gold, predicted)
    with_source = [sum(1 for q in side if q["source"]) for side in (gold, predicted)]
    for kind in KINDS:
        n = with_source if kind.startswith("source") else [len(gold), len(predicted)]
        c[kind, "gold"] += n[0]
        c[kind, "predicted"] += n[1]
    for g, p in pairs:
        gq, pq = gold[g], predicted[p]
        c["cue", "hit"] += 1
        same_source, same_content = gq["source"] == pq["source"], gq["content"] == pq["content"]
        over_source = bool(gq["source"] & pq["source"]) or (not gq["source"] and not pq["source"])
        joint = gq["content"] | pq["content"]
        agreed = len(gq["content"] & pq["content"]) / len(joint) if joint else 1.0
        if gq["source"] and pq["source"]:
            c["source exact", "hit"] += same_source
            c["source overlap", "hit"] += over_source
        c["content exact", "hit"] += same_content
        c["content overlap", "hit"] += agreed > 0
        c["full", "hit"] += same_source and same_content
        c["usable", "hit"] += over_source and agreed >= 0.8
        c["chars", "hit"] += len(gq["content"] & pq["content"])
    c["chars", "gold"] += sum(len(q["content"]) for q in gold)
    c["chars", "predicted"] += sum(len(q["content"]) for q in predicted)
    return c


def score(gold_docs, predicted_docs, flat=False):
    total = collections.Counter()
    missing = [i for i in gold_docs if i not in predicted_docs]
    for doc_id, annotations in gold_docs.items():
        text = next((d["text"] for d in annotations if d.get("text")), None)
        answers = predicted_docs.get(doc_id) or [{"quotes": []}]
        for annotation in annotations:
            for answer in answers:
                if flat:
                    answer = {
                        **answer,
                        "quotes": [q for q in answer["quotes"] if not q.get("within")],
                    }
                for key, n in count(prepare(annotation, text), prepare(answer, text)).items():
                    total[key] += n / (len(annotations) * len(answers))
    out = {}
    for kind in KINDS + ["chars"]:
        hit, gold, predicted = (total[kind, k] for k in ("hit", "gold", "predicted"))
        precision, recall = (hit / predicted if predicted else 0.0), (hit / gold if gold else 0.0)
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        out[kind] = {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
        }
    out["documents"] = len(gold_docs)
    out["missing"] = len(missing)
    return out


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    (
        parser.add_argument("gold"),
        parser.add_argument("predicted"),
        parser.add_argument("--json", action="store_true"),
    )
    parser.add_argument("--flat", action="store_true")
    args = parser.parse_args()
    result = score(read(args.gold), read(args.predicted), flat=args.flat)
    if args.json:
        print(json.dumps(result, indent=1))
        return
    print(f"{result['documents']} documents, {result['missing']} without an answer")
    for kind in KINDS + ["chars"]:
        r = result[kind]
        print(f"{kind:16} P {r['precision']:.3f}  R {r['recall']:.3f}  F1 {r['f1']:.3f}")


if __name__ == "__main__":
    sys.exit(main())
