"""One shard: its records taken in, read, and written as two parts and a manifest."""

from __future__ import annotations

import faulthandler
import functools
import hashlib
import json
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.dataset import language
from quoth.dataset.options import Shard, ShardOptions, ShardReport, Source, article_key
from quoth.dataset.parts import Row, article_row, articles_part, clean, read_row, statements_part
from quoth.dataset.parts import rows as statement_rows
from quoth.dataset.reader import reader_of
from quoth.dataset.records import Found, Stretches, records
from quoth.dataset.store import Store, open_store
from quoth.errors import InputError
from quoth.records import Reading

if TYPE_CHECKING:
    from quoth.reading.reader import Reader

TABLES = ("statements", "articles")
_NUMBERS = re.compile(r"\d[\d,.]*")
_MOST_REASONS = 50
_REASON = 300  # characters

_stretches: dict[str, Stretches] = {}
_nowhere: list[int] = []  # an open file for the words of a process that ends itself


class TooLongError(BaseException):
    """The time of a record is up. No `Exception`: what guards a stage must not take it for a fault
    of that stage and go on."""


def part_name(table: str, shard: str) -> str:
    """Where a part of a shard lies in a dataset."""
    return f"{table}/part-{shard}.parquet"


def manifest_name(shard: str) -> str:
    """Where the manifest of a shard lies in a dataset."""
    return f"_quoth/done/{shard}.json"


def diary_name(shard: str) -> str:
    """Where a process notes at which record of a shard it is."""
    return f"_quoth/doing/{shard}"


def read_shard(
    shard: Shard,
    out: str | Path | Store,
    options: ShardOptions,
    *,
    avoid: Collection[int] = (),
    note: bool = False,
) -> ShardReport:
    """Reads a shard and writes its part of statements, its part of articles, and its manifest last.

    Whatever a record holds, it becomes a row of articles and raises nothing. One reader is loaded
    for each process, at the first shard.

    Args:
        shard: of `plan`.
        out: the dataset: a folder, or an address that fsspec knows.
        options: those that the plan was made with.
        avoid: places in the shard, from 1, of records that end the process: failed, not read.
        note: note each record before it is read, also where that costs a request.

    Raises:
        OSError: when the parts cannot be written; what else was written before is kept.
        ModelError: when the model is missing or altered.
    """
    store = open_store(out) if isinstance(out, str | Path) else out
    work = _Work(options, reader_of(options.model))
    name = diary_name(shard.id)
    diary = store.diary(name)
    try:
        for place, (source, found) in enumerate(_records(shard, options), 1):
            line = str(place)
            if diary is not None:
                diary.note(line)
            elif note:
                store.put(name, line.encode("ascii"))
            work.take(source, found, avoided=place in avoid)
        report = work.written(shard, store)
        store.put(manifest_name(shard.id), manifest(shard, report))
    finally:
        if diary is not None:
            diary.close()
    if diary is not None or note:
        store.delete(name)
    return report


def report_of(manifest: bytes) -> ShardReport | None:
    """The report in a manifest, or None when it is none."""
    try:
        form = json.loads(manifest)
        return ShardReport(**form["report"])
    except (ValueError, TypeError, KeyError):
        return None


def manifest(shard: Shard, report: ShardReport) -> bytes:
    """What says that a shard is done: it holds nothing of the machine, and no time."""
    first, last = shard.files[0], shard.files[-1]
    form = {
        "shard": {
            "id": shard.id,
            "how": shard.how,
            "files": len(shard.files),
            "first": first.name,
            "last": last.name,
            "bytes": sum(one.size for one in shard.files),
            "start": shard.start,
            "stop": shard.stop,
        },
        "report": {
            "shard": report.shard,
            "counts": report.counts,
            "statements": report.statements,
            "words": report.words,
            "reasons": report.reasons,
            "parts": report.parts,
        },
    }
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _records(shard: Shard, options: ShardOptions) -> Iterator[tuple[Source, Found]]:
    if shard.how == "files":
        for source in shard.files:
            for found in _timed(records(source, options.intake), options.seconds, source):
                yield source, found
        return
    (source,) = shard.files
    if shard.how == "archive":
        ranged = records(source, options.intake, shard.start, shard.stop)
        for found in _timed(ranged, options.seconds, source):
            yield source, found
        return
    stretches = _stretches.setdefault("", Stretches(options.intake))
    if stretches.options != options.intake:
        stretches = _stretches[""] = Stretches(options.intake)
    ranged = stretches.between(source, shard.start, shard.stop)
    for found in _timed(ranged, options.seconds, source):
        yield source, found


def _timed(several: Iterator[Found], seconds: float, source: Source) -> Iterator[Found]:
    """The records, none of which may take longer to be found than to be read."""
    number = 0
    while True:
        try:
            with limited(seconds):
                found = next(several, None)
        except TooLongError:
            reason = f"finding its next record took more than {seconds:g} s; the rest is not read"
            error = InputError(source.name, reason)
            yield Found(number + 1, functools.partial(_raise, error))
            return
        if found is None:
            return
        number = found.number
        yield found


def _raise(error: InputError) -> Any:
    raise error


class _Work:
    """The rows of one shard, as they come."""

    def __init__(self, options: ShardOptions, reader: Reader) -> None:
        self._options = options
        self._reader = reader
        self._statements = statements_part()
        self._articles = articles_part()
        self.counts: Counter[str] = Counter(read=0, failed=0, skipped=0, foreign=0)
        self.reasons: Counter[str] = Counter()
        self.statements = 0
        self.words = 0

    def take(self, source: Source, found: Found, *, avoided: bool) -> None:
        """Reads a record; whatever happens, it becomes a row."""
        key = article_key(source.name, found.number)
        about: list[Row] = []
        try:
            row = self._row(found, key, about, avoided=avoided)
        except InputError as error:
            about, row = [], {"status": "failed", "reason": error.reason}
        except TooLongError:
            reason = f"took more than {self._options.seconds:g} s"
            about, row = [], {"status": "failed", "reason": reason}
        except MemoryError:
            reason = "not enough memory on this computer"
            about, row = [], {"status": "failed", "reason": reason}
        except Exception as error:  # one record must not take the others down, whatever the fault
            what = " ".join(f"{type(error).__name__}: {error}".split())
            reason = f"reading it failed ({what}); internal error in quoth, please report it"
            about, row = [], {"status": "failed", "reason": reason}
        row["reason"] = clean(row.get("reason"))[:_REASON] if row.get("reason") else None
        place = {"article_key": key, "input": clean(source.name), "record": found.number}
        self._articles.add([{"url": clean(found.url), "warc_date": found.date, **row, **place}])
        self._statements.add(about)
        self.counts[row["status"]] += 1
        self.statements += len(about)
        if row["status"] == "read":
            self.words += row["words"]
        elif row["reason"]:
            self.reasons[_NUMBERS.sub("N", row["reason"])] += 1

    def _row(self, found: Found, key: str, about: list[Row], *, avoided: bool) -> Row:
        options = self._options
        if avoided:
            return {"status": "failed", "reason": "the reading process was killed"}
        if found.skipped:
            return {"status": "skipped", "reason": found.skipped}
        with limited(options.seconds):
            if not options.intake.lang and not options.keep_foreign:
                foreign = language.plainly_foreign(found.page)
                if foreign:
                    return _foreign({"language": foreign})
            article = found.take()
            other = article.language and article.language.lower().split("-")[0] != "en"
            if other:
                return _foreign(article_row(article, text=options.keep_foreign))
            reading: Reading = self._reader.read(article)
        about.extend(statement_rows(reading, key))
        return read_row(reading, text=options.keep_text)

    def written(self, shard: Shard, store: Store) -> ShardReport:
        """Both parts written, and the report of them."""
        parts = {}
        for table, part in zip(TABLES, (self._statements, self._articles), strict=True):
            data = part.close()
            store.put(part_name(table, shard.id), data)
            parts[table] = {
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "rows": part.rows,
            }
        reasons = dict(sorted(self.reasons.most_common(_MOST_REASONS)))
        return ShardReport(shard.id, dict(self.counts), self.statements, self.words, reasons, parts)


def _foreign(row: Row) -> Row:
    reason = f"in another language ({row['language']})"
    return {**row, "status": "foreign", "reason": reason}


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises `TooLongError` in the block when it takes longer, where the system can (in the main
    thread of a process, not on Windows); elsewhere whoever started the process has to see to it."""
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not able:
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    if _nowhere:
        faulthandler.dump_traceback_later(2 * seconds + 10, exit=True, file=_nowhere[0])
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if _nowhere:
            faulthandler.cancel_dump_traceback_later()


def end_when_stuck() -> None:
    """From now on this process ends when a record holds it far longer than it may, also in code
    that no signal interrupts. For processes that have nothing else to do."""
    if not _nowhere:
        _nowhere.append(os.open(os.devnull, os.O_WRONLY))


def _ring(*_: Any) -> None:
    raise TooLongError
