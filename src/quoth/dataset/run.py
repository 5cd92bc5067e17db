"""A run: what is done already, what is to be done, and the report at the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from quoth.dataset.options import Report, Shard, ShardOptions, ShardReport
from quoth.dataset.planning import fingerprint, plan, run_description
from quoth.dataset.shards import manifest_name, part_name, read_shard, report_of
from quoth.dataset.store import RUN, Store, open_store
from quoth.dataset.told import Silent, Told
from quoth.errors import OptionError

PLAN = "_quoth/plan.json"
REPORT = "_quoth/report.json"
SUCCESS = "_SUCCESS"
_TABLES = ("statements", "articles")
_FOLDERS = (*_TABLES, "_quoth/done", "_quoth/doing", "_quoth/tmp")


class Engine(Protocol):
    """Reads shards somewhere, and gives the report of each as it is done, in any order.

    A shard that could not be read gives None: it stays missing, and the same run started again
    comes back to it.
    """

    def __call__(
        self, shards: Iterator[Shard], out: str, options: ShardOptions
    ) -> Iterator[ShardReport | None]:
        """Read all shards."""


def read_dataset(
    inputs: Iterable[str | Path],
    out: str | Path,
    options: ShardOptions | None = None,
    *,
    workers: int = 0,
    engine: Engine | None = None,
    share: tuple[int, int] | None = None,
    retry_failed: bool = False,
    restart: bool = False,
    told: Told | None = None,
) -> Report:
    """Makes a dataset of ``inputs``, or goes on with it; what is done is not done again.

    Args:
        inputs: files, folders, patterns, addresses; also what fsspec knows (``s3://…``).
        out: a folder, or an address that fsspec knows.
        options: how it is made; other ones than before are refused.
        workers: processes to read with; 0 reads in this one.
        engine: reads the shards in place of ``workers``.
        share: ``(3, 100)`` does the third of a hundred shares of the shards, and no others.
        retry_failed: read shards with failed records again.
        restart: forget what is there and begin anew.
        told: is called as the run goes on.

    Raises:
        OptionError: when the options do not fit what is there, or an input is not there.
        ModelError: when the model is missing or damaged.
        OSError: when the dataset cannot be written; what is done is kept.
    """
    given, options, told = list(inputs), options or ShardOptions(), told or Silent()
    if share and not 1 <= share[0] <= share[1]:
        raise OptionError(f"shard {share[0]}/{share[1]}: expected I/N with I from 1 to N")
    description = run_description(given, options)
    mark = fingerprint(description)
    store = open_store(out)
    _begin(store, out, {**description, "fingerprint": mark}, restart=restart)
    state = _State(store, share, retry_failed, told)
    todo = state.to_do(_planned(store, given, options, mark))
    if engine is None:
        from quoth.dataset.pool import Pool

        engine = Pool(workers, told) if workers else _here
    with closing(todo):
        for report in engine(todo, str(out), options):
            if report is not None:
                state.mine[report.shard] = report
                told.done(report, False)
        for _ in todo:  # an engine may have stopped early
            pass
    finish(out)
    return _report(state.wanted, state.mine)


def finish(out: str | Path) -> Report:
    """What became of the dataset at ``out`` so far; also written to ``_quoth/report.json``.

    When no shard is missing, ``_SUCCESS`` is written. Array jobs may call it at any time, the last
    of them completes the dataset.

    Raises:
        OptionError: when there is no dataset, or its plan is not whole yet.
    """
    store = open_store(out)
    planned = _json(store, PLAN)
    if planned is None:
        raise OptionError(f"{out}: not a dataset, or its plan is not complete yet")
    ids = [one["id"] for one in planned["shards"]]
    done = {id: known for id in ids if (known := _done(store, id)) is not None}
    report = _report(ids, done)
    form = {
        "shards": report.shards,
        "missing": list(report.missing),
        "records": report.counts,
        "statements": report.statements,
        "words": report.words,
        "reasons": report.reasons,
    }
    put_json(store, REPORT, form)
    if report.missing:
        store.delete(SUCCESS)
    elif store.size(SUCCESS) is None:
        store.put(SUCCESS, b"")
    return report


@dataclass
class _State:
    """Which shards are this run's, and which of those are done."""

    store: Store
    share: tuple[int, int] | None
    retry_failed: bool
    told: Told
    wanted: list[str] = field(default_factory=list)
    mine: dict[str, ShardReport] = field(default_factory=dict)

    def to_do(self, shards: Iterable[Shard]) -> Generator[Shard, None, None]:
        words = 0
        for number, shard in enumerate(shards):
            if self.share and number % self.share[1] != self.share[0] - 1:
                continue
            self.wanted.append(shard.id)
            words += shard.words
            self.told.planned(len(self.wanted), words)
            report = _done(self.store, shard.id)
            again = report is None or (self.retry_failed and report.counts.get("failed", 0))
            if report is not None and not again:
                self.mine[shard.id] = report
                self.told.done(report, True)
                continue
            self.store.delete(manifest_name(shard.id))
            yield shard


def _here(shards: Iterator[Shard], out: str, options: ShardOptions) -> Iterator[ShardReport | None]:
    """The engine of one process: this one."""
    store = open_store(out)
    for shard in shards:
        yield read_shard(shard, store, options)


def _begin(store: Store, out: str | Path, run: dict[str, Any], *, restart: bool) -> None:
    """Finds that the place is new, or that of the same run.

    Raises:
        OptionError: when it is another's.
    """
    known = _json(store, RUN)
    if restart and known is not None:
        _clear(store)
        known = None
    if known is None:
        if any(name.endswith(".parquet") for table in _TABLES for name in store.names(table)):
            raise OptionError(
                f"{out}: contains tables that quoth did not write; choose an empty folder"
            )
        put_json(store, RUN, run)
        return
    if known != run:
        raise OptionError(
            f"{out}: made in another way: {_difference(known, run)}; name another folder, give "
            "what it was made with, or --restart"
        )


def _clear(store: Store) -> None:
    """Removes what quoth wrote, what says that it is whole first."""
    for name in (SUCCESS, REPORT, PLAN):
        store.delete(name)
    for folder in reversed(_FOLDERS):
        for name in store.names(folder):
            store.delete(f"{folder}/{name}")
    store.delete(RUN)


def _difference(known: dict[str, Any], now: dict[str, Any], path: str = "") -> str:
    """The first field in which two runs differ, in words."""
    for key in sorted({*known, *now} - {"fingerprint", "listing"}):
        a, b = known.get(key), now.get(key)
        if isinstance(a, dict) and isinstance(b, dict) and a != b:
            return _difference(a, b, f"{path}{key} ")
        if a != b:
            return f"{path}{key} was {a!r} and is {b!r}"
    return f"{path}files have other names or sizes".strip()


def _planned(
    store: Store, inputs: list[str | Path], options: ShardOptions, mark: str
) -> Iterator[Shard]:
    """The plan; kept once it is whole, so that other jobs and the next start need not make it."""
    from quoth.dataset.places import sources

    known = _json(store, PLAN)
    if known is not None and known.get("fingerprint") == mark:
        places = {one.name: one for one in sources(inputs)}
        for form in known["shards"]:
            files = [[name, places[name].place, size, why] for name, size, why in form["files"]]
            yield Shard.from_dict({**form, "files": files})
        return
    shards = []
    for shard in plan(inputs, options, run=mark):
        form = shard.to_dict()
        form["files"] = [[one.name, one.size, one.reason] for one in shard.files]
        shards.append(form)
        yield shard
    put_json(store, PLAN, {"fingerprint": mark, "shards": shards}, indent=None)


def _done(store: Store, shard: str) -> ShardReport | None:
    """The report of a shard whose manifest is there, and both its parts as it says."""
    manifest = store.get(manifest_name(shard))
    report = None if manifest is None else report_of(manifest)
    if report is None:
        return None
    for table in _TABLES:
        if store.size(part_name(table, shard)) != report.parts.get(table, {}).get("bytes"):
            return None
    return report


def _report(wanted: list[str], done: dict[str, ShardReport]) -> Report:
    counts: Counter[str] = Counter(read=0, failed=0, skipped=0, foreign=0)
    reasons: Counter[str] = Counter()
    for report in done.values():
        counts.update(report.counts)
        reasons.update(report.reasons)
    return Report(
        shards=len(wanted),
        missing=tuple(id for id in wanted if id not in done),
        counts=dict(counts),
        statements=sum(report.statements for report in done.values()),
        words=sum(report.words for report in done.values()),
        reasons=dict(reasons.most_common(50)),
    )


def _json(store: Store, name: str) -> Any:
    data = store.get(name)
    try:
        return None if data is None else json.loads(data)
    except ValueError:
        return None


def put_json(store: Store, name: str, form: Any, indent: int | None = 1) -> None:
    """Writes a file of JSON."""
    text = json.dumps(form, ensure_ascii=False, indent=indent) + "\n"
    store.put(name, text.encode("utf-8", "replace"))
