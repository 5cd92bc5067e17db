"""What each rule of the reading is worth: switched off one by one, on four annotated sets.

    python -m evaluation.ablation [--stage NAME …] [--only KIND] [--rule PLACE …]
                                  [--json FILE] [--table FILE]

The model runs once over news_dev, news_train, web_dev and the first articles of web_train, and what
it finds is kept (``--cache``); then each rule is switched off in a process of its own, and the
stages behind the model read the articles again. Told are the articles of the training sets that
change, and by how much each measure falls without the rule (in points of a hundred, so above 0
the rule gains). What changes nothing anywhere, or gains on one set alone, should go.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.rules import Rule, all_rules, describe, rule_at, switch_off_words

if TYPE_CHECKING:  # what reads is imported when the words of a rule have been emptied
    from evaluation.ablated import Base
    from evaluation.gate import Documents, Figures

HERE = Path(__file__).parent
CACHE = HERE.parent / ".cache" / "ablation.pkl"
SETS = ("news_dev", "news_train", "web_dev", "web_train")
TRAINING = ("news_train", "web_train")
WEB_TRAIN = 80  # articles of web_train that are read, enough to see what a rule does
COMPOSED = "phenomena_dev"
_LONGEST = 300  # seconds that the articles are read for without a rule
SHOWN = {
    "figures": ("figure f1", "figure source right"),
    "manner": ("form right", "statement f1"),
    "speakers": ("statement f1", "person paired", "body paired", "unnamed right"),
    "": ("statement f1", "usable f1", "full f1", "within f1"),
}
_SHORT = {
    "statement f1": "statement", "usable f1": "usable", "full f1": "full", "within f1": "within",
    "person paired": "persons", "body paired": "organisations", "unnamed right": "unnamed",
    "figure f1": "figures", "figure source right": "figures' sources", "form right": "form",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What switching a rule off does. ``changed``: articles by corpus; ``gains``: what is lost
    without it, by corpus and measure, in points of a hundred; ``failed``: the reading cannot do
    without it at all."""

    place: str
    stage: str
    about: str
    changed: dict[str, int]
    gains: dict[str, dict[str, float]]
    failed: str = ""

    @property
    def in_training(self) -> int:
        """Articles of the training sets that change."""
        return sum(self.changed.get(corpus, 0) for corpus in TRAINING)

    @property
    def idle(self) -> bool:
        """Whether it changes nothing in any set."""
        return not self.failed and not any(self.changed.values())


def gold() -> dict[str, Documents]:
    """The annotated articles of every set.

    Raises:
        FileNotFoundError: when a set is not at hand.
    """
    from evaluation.gate import load, shared_folder

    folder = shared_folder() / "data"
    paths = {corpus: folder / f"{corpus}.jsonl" for corpus in SETS}
    paths["news_dev"] = HERE / "news_dev.jsonl"
    found = {corpus: load(path) for corpus, path in paths.items()}
    found["web_train"] = dict(list(found["web_train"].items())[:WEB_TRAIN])
    return found


def composed() -> list[dict[str, Any]]:
    """The composed cases of `phenomena_dev`."""
    lines = (HERE / f"{COMPOSED}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def survey(sets: dict[str, Documents], store: Path, rules: Sequence[Rule]) -> Base:
    """Read every article with all rules; ``store``: where what the model finds is kept."""
    from evaluation import ablated
    from evaluation.speakers import article_of
    from quoth.records import Article

    articles = {
        corpus: [article_of(several[0]) for several in documents.values()]
        for corpus, documents in sets.items()
    }
    articles[COMPOSED] = [
        Article(
            case["id"],
            case["text"],
            published=case.get("published", "2024-05-14"),
            language="en",
        )
        for case in composed()
    ]
    return ablated.survey(articles, store, rules)


def figures(corpus: str, documents: Documents, predicted: Documents) -> Figures:
    """The measures of a set that are told."""
    from evaluation.gate import Corpus, figures_of

    shape = Corpus(corpus, "", reading=True)
    return figures_of(shape, documents, predicted)


def share_right(readings: dict[str, Any]) -> Figures:
    """The share of the composed cases that are read as they should be."""
    from evaluation.score_phenomena import faults

    cases = composed()
    right = sum(not faults(case, readings[case["id"]]) for case in cases)
    return {"right": right / len(cases)}


class Scores:
    """The measures with all rules, against which those without one are held."""

    def __init__(self, base: Base, sets: dict[str, Documents]) -> None:
        self.sets = sets
        self.base = base
        self.figures = {corpus: self._of(corpus, {}) for corpus in (*sets, COMPOSED)}

    def _of(self, corpus: str, changed: dict[str, Any]) -> Figures:
        at = 1 if corpus == COMPOSED else 0
        answers = {
            id_.split(" ", 1)[1]: changed.get(id_, (kept.citron, kept.reading))[at]
            for id_, kept in self.base.articles.items()
            if kept.corpus == corpus
        }
        if corpus == COMPOSED:
            return share_right(answers)
        return figures(corpus, self.sets[corpus], {id_: [one] for id_, one in answers.items()})

    def outcome(self, rule: Rule, changed: dict[str, Any], failed: str = "") -> Outcome:
        """What a rule is worth, from the readings that change without it."""
        counts: dict[str, int] = dict.fromkeys(self.figures, 0)
        for id_ in changed:
            counts[self.base.articles[id_].corpus] += 1
        gains: dict[str, dict[str, float]] = {}
        for corpus, count in counts.items():
            before = self.figures[corpus]
            after = self._of(corpus, changed) if count else before
            gains[corpus] = {
                measure: round(100 * (value - after.get(measure, 0.0)), 2)
                for measure, value in before.items()
            }
        return Outcome(rule.place, rule.stage, describe(rule), counts, gains, failed)


def switched_off(rule: Rule, base: Path) -> tuple[dict[str, Any], str]:
    """The readings that change without a rule, read in a process of its own; and why it fails
    where the reading cannot do without it. ``base``: the file of what `survey` gave."""
    out = base.with_suffix(".changed")
    asked = [sys.executable, "-m", "evaluation.ablation", "--one", rule.place, str(base), str(out)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=_LONGEST)
    except subprocess.TimeoutExpired:  # without the names of months a search for one has no end
        return {}, f"no answer in {_LONGEST} s"
    if done.returncode:
        told = done.stderr.strip().splitlines()
        return {}, told[-1] if told else f"exit {done.returncode}"
    changed: dict[str, Any] = pickle.loads(out.read_bytes())
    return changed, ""


def _one(place: str, base: Path, out: Path) -> None:
    rule = rule_at(place)
    if rule.is_words:
        switch_off_words(rule)
    from evaluation import ablated

    kept: Base = pickle.loads(base.read_bytes())
    out.write_bytes(pickle.dumps(ablated.read_without(rule, kept)))


def _points(value: float) -> str:
    return "0" if not value else f"{value:+.2f}".replace("-", "−")


def table(outcomes: Sequence[Outcome], sizes: dict[str, int]) -> str:
    """The outcomes as Markdown, a table for each stage."""
    lines = [
        "# Rules of the reading, one by one",
        "",
        "The model finds most statements; rules and word lists do the rest. Here each rule is "
        "switched off alone: a function gives its neutral answer, a group of words is emptied. "
        "*Changed* counts the articles of the training sets that are read differently then "
        f"(of {sum(sizes[corpus] for corpus in TRAINING)}). The other columns say what the rule "
        "gains, in points of a hundred (+0.20: without the rule the measure falls by 0.20), for "
        "the measures in the order given above each table; 0 means no change in any of them. "
        "The composed cases of `phenomena_dev` are in the last column. "
        f"{sum(one.idle for one in outcomes)} of the {len(outcomes)} rules change nothing in any "
        "of these articles.",
        "",
        "Made by `python -m evaluation.ablation --table docs/rules.md` from "
        + ", ".join(f"{corpus} ({sizes[corpus]} articles)" for corpus in SETS)
        + ". The sets are dev and training sets: rules were written while looking at them.",
    ]
    for stage in dict.fromkeys(outcome.stage for outcome in outcomes):
        several = [outcome for outcome in outcomes if outcome.stage == stage]
        measures = SHOWN.get(stage, SHOWN[""])
        # The articles are annotated with forms; of the rest only the composed cases tell.
        unseen = " Addressee, polarity and future are scored by the composed cases alone."
        told = unseen if stage == "manner" else ""
        lines += [
            "",
            f"## {stage}",
            "",
            "Measures: " + " / ".join(_SHORT[measure] for measure in measures) + "." + told,
            "",
            "| rule | changed | " + " | ".join(SETS) + " | composed |",
            "|---|---|" + "---|" * (len(SETS) + 1),
        ]
        lines += [_row(outcome, measures) for outcome in several]
    return "\n".join(lines) + "\n"


def _row(outcome: Outcome, measures: Iterable[str]) -> str:
    about = outcome.about.replace("|", "\\|").strip()
    name = f"`{outcome.place}` {about}"
    if outcome.failed:
        return f"| {name} | the reading needs it | " + "| " * (len(SETS) + 1) + "|"
    cells = []
    for corpus in SETS:
        points = [_points(outcome.gains[corpus].get(measure, 0.0)) for measure in measures]
        cells.append("0" if set(points) == {"0"} else " / ".join(points))
    cells.append(_points(outcome.gains[COMPOSED]["right"]))
    return f"| {name} | {outcome.in_training} | " + " | ".join(cells) + " |"


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", action="append", help="only rules of this stage")
    parser.add_argument("--only", choices=("functions", "words"), help="only rules of this kind")
    parser.add_argument("--rule", action="append", help="only the rule at this place")
    parser.add_argument("--json", type=Path, help="write all outcomes to this file")
    parser.add_argument("--table", type=Path, help="write the table to this file")
    parser.add_argument("--cache", type=Path, default=CACHE, help="what the model found")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.one:
        _one(args.one[0], Path(args.one[1]), Path(args.one[2]))
        return 0
    try:
        rules = [rule_at(place) for place in args.rule or ()] or list(all_rules())
    except KeyError as error:
        print(f"no rule at {error}: write module:function or lang/FILE:group", file=sys.stderr)
        return 2
    rules = [rule for rule in rules if not args.stage or rule.stage in args.stage]
    if args.only:
        rules = [rule for rule in rules if rule.is_words == (args.only == "words")]
    try:
        sets = gold()
    except FileNotFoundError as error:
        print(f"{error.filename} is missing: set QUOTH_SHARED to its folder", file=sys.stderr)
        return 2
    base = survey(sets, args.cache, rules)
    scores = Scores(base, sets)
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "base.pkl"
        kept.write_bytes(pickle.dumps(base, protocol=pickle.HIGHEST_PROTOCOL))
        for rule in rules:
            reached = rule.is_words or base.reached_by(rule)
            found = switched_off(rule, kept) if reached else ({}, "")
            outcomes.append(scores.outcome(rule, *found))
            print(_row(outcomes[-1], SHOWN.get(rule.stage, SHOWN[""])), flush=True)
    if args.json:
        told = [
            {name: getattr(one, name) for name in Outcome.__dataclass_fields__} for one in outcomes
        ]
        args.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if args.table:
        sizes = {corpus: len(documents) for corpus, documents in sets.items()}
        args.table.write_text(table(outcomes, sizes), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
