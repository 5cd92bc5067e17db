"""From a dataset back to readings, and from readings to a dataset: nothing is lost either way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from quoth._version import __version__
from quoth.dataset.arrow import pyarrow as pa
from quoth.dataset.options import SCHEMA_VERSION, Report, Shard, ShardReport, Source, article_key
from quoth.dataset.parts import Row, articles_part, read_row, statements_part
from quoth.dataset.parts import rows as statement_rows
from quoth.dataset.run import PLAN, finish, put_json
from quoth.dataset.shards import TABLES, manifest, manifest_name, part_name
from quoth.dataset.store import RUN, Store, open_store
from quoth.errors import InputError, OptionError
from quoth.records import (
    Article,
    Attribution,
    Block,
    Figure,
    Reading,
    Span,
    Speaker,
    SpeakerRef,
    TimeMention,
)

_BATCH = 500  # rows held at once


def readings(out: str | Path) -> Iterator[Reading | InputError]:
    """The readings of a dataset, in input order; of shards that are done only.

    An article whose text was not kept gives an `InputError` in its place.

    Raises:
        OptionError: when there is no dataset.
        InputError: when a part is damaged.
    """
    store = open_store(out)
    if store.size(RUN) is None:
        raise OptionError(f"{out}: not a dataset")
    for name in store.names("_quoth/done"):
        shard = name.removesuffix(".json")
        statements, articles = (_rows(store, part_name(table, shard), out) for table in TABLES)
        grouped = groupby(statements, key=lambda row: row["article_key"])
        key, group = next(grouped, (None, iter(())))
        for row in articles:
            own: list[Row] = []
            if row["article_key"] == key:
                own = list(group)
                key, group = next(grouped, (None, iter(())))
            if row["status"] == "read":
                yield _reading(row, own)


def write_readings(
    several: Iterable[Reading], out: str | Path, *, name: str = "readings", words: int = 1_000_000
) -> Report:
    """Writes a dataset of readings that are there already.

    Args:
        several: taken one by one.
        out: an empty folder, or an address that fsspec knows.
        name: what they come from, in place of an input.
        words: how many words of articles make a part.

    Raises:
        OptionError: when something is there already.
        OSError: when it cannot be written.
    """
    store = open_store(out)
    if store.size(RUN) is not None or any(store.names(table) for table in TABLES):
        raise OptionError(f"{out}: already contains a dataset; choose an empty folder")
    put_json(store, RUN, {"schema": SCHEMA_VERSION, "quoth": __version__, "from": name})
    shards: list[Any] = []
    number = 0
    for part in _portions(several, words):
        shard = Shard(f"{len(shards):06d}", (Source(name, "", 0),), "rows", number + 1)
        _write(store, shard, part)
        number += len(part)
        shards.append({"id": shard.id})
    put_json(store, PLAN, {"fingerprint": "", "shards": shards})
    return finish(out)


def _portions(several: Iterable[Reading], words: int) -> Iterator[list[Reading]]:
    held: list[Reading] = []
    size = 0
    for reading in several:
        held.append(reading)
        size += len(reading.article.text) // 6
        if size >= words:
            yield held
            held, size = [], 0
    if held:
        yield held


def _write(store: Store, shard: Shard, several: list[Reading]) -> None:
    tables = (statements_part(), articles_part())
    total = words = 0
    for number, reading in enumerate(several, shard.start):
        key = article_key(shard.files[0].name, number)
        row = read_row(reading)
        place = {"article_key": key, "input": shard.files[0].name, "record": number}
        tables[0].add(statement_rows(reading, key))
        tables[1].add([{**row, **place}])
        total, words = total + len(reading.attributions), words + row["words"]
    parts = {}
    for table, part in zip(TABLES, tables, strict=True):
        data = part.close()
        store.put(part_name(table, shard.id), data)
        mark = hashlib.sha256(data).hexdigest()
        parts[table] = {"bytes": len(data), "sha256": mark, "rows": part.rows}
    counts = {"read": len(several), "failed": 0, "skipped": 0, "foreign": 0}
    report = ShardReport(shard.id, counts, total, words, {}, parts)
    store.put(manifest_name(shard.id), manifest(shard, report))


def _rows(store: Store, name: str, out: str | Path) -> Iterator[Row]:
    data = store.get(name)
    if data is None:
        raise InputError(str(out), f"{name} is missing; run quoth read again to create it")
    try:
        with pa.parquet.ParquetFile(pa.BufferReader(data)) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(str(out), f"{name} is damaged ({error})") from None


def _reading(row: Row, statements: list[Row]) -> Reading | InputError:
    if row["text"] is None:
        return InputError(
            row["article_id"], "its text was not stored; create the dataset without --no-text"
        )
    try:
        return Reading(
            article=_article(row),
            attributions=tuple(map(_attribution, statements)),
            speakers=tuple(map(_speaker, row["speakers"] or ())),
            figures=tuple(map(_figure, row["figures"] or ())),
            times=tuple(map(_time, row["times"] or ())),
            warnings=tuple(row["warnings"] or ()),
            model=row["model"] or "",
        )
    except (ValueError, TypeError, KeyError) as error:
        return InputError(row["article_id"], f"its rows are inconsistent ({error})")


def _article(row: Row) -> Article:
    times = {one["start"]: one["time"] for one in row.get("entries") or ()}
    return Article(
        id=row["article_id"],
        text=row["text"],
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        published=row["published"],
        language=row["language"],
        authors=tuple(row["authors"] or ()),
        section=row.get("section"),
        furniture=_spans(row["furniture_spans"]),
        blocks=tuple(
            Block(one["kind"], Span(one["start"], one["end"]), times.get(one["start"]))
            for one in row["blocks"] or ()
        ),
    )


def _attribution(row: Row) -> Attribution:
    return Attribution(
        id=row["statement"],
        cue=_maybe(row["cue_start"], row["cue_end"]),
        sources=_spans(row["source_spans"]),
        contents=_spans(row["content_spans"]),
        form=row["form"],
        kind=row["kind"],
        tone=row["tone"],
        polarity=row["polarity"],
        future=row["future"],
        addressee=_maybe(row["addressee_start"], row["addressee_end"]),
        said_on=row["said_on"],
        within=row["within"],
        confidence=row["confidence"],
        speakers=tuple(
            SpeakerRef(one["id"], one["why"], one["confidence"]) for one in row["speakers"] or ()
        ),
        content_confidence=row["content_confidence"],
    )


def _speaker(form: Row) -> Speaker:
    hidden = form["anonymity"]
    return Speaker(
        id=form["id"],
        name=form["name"],
        label=form["label"],
        type=form["type"],
        roles=tuple(form["roles"] or ()),
        mentions=_spans(form["mentions"]),
        anonymity=Span(hidden["start"], hidden["end"]) if hidden else None,
        pronouns=tuple(form.get("pronouns") or ()),
        body=form.get("body"),
        place=form.get("place"),
    )


def _figure(form: Row) -> Figure:
    return Figure(
        id=form["id"],
        span=Span(form["start"], form["end"]),
        low=form["low"],
        high=form["high"],
        unit=form["unit"],
        of=form["of"],
        attribution=form["statement"],
    )


def _time(form: Row) -> TimeMention:
    span = Span(form["start"], form["end"])
    return TimeMention(form["id"], span, form["first"], form["last"])


def _spans(forms: list[dict[str, int]] | None) -> tuple[Span, ...]:
    return tuple(Span(one["start"], one["end"]) for one in forms or ())


def _maybe(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
