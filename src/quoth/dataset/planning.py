"""The plan: which records make up which shard. Nothing is read but what finds their bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from quoth._version import __version__
from quoth.dataset.options import SCHEMA_VERSION, How, Shard, ShardOptions, Source, digest
from quoth.dataset.places import sources
from quoth.dataset.records import Opened, line_starts, opened, rows_in
from quoth.errors import InputError, ModelError
from quoth.given import FETCH_FIELDS, INTAKE_FIELDS
from quoth.intake.kinds import PACKED, Kind, extension_kind
from quoth.intake.warc import is_cut_by_records

# Bytes of input that make a word of an article, about: only the size of shards depends on it.
_A_WORD = {Kind.HTML: 60.0, Kind.PARQUET: 3.0, Kind.ARCHIVE: 100.0}
_A_WORD_OF_TEXT = 6.0
_UNPACKS_TO = 4.0
_ADDRESS_WORDS = 600
_MOST_FILES = 5_000


def run_description(inputs: Iterable[str | Path], options: ShardOptions) -> dict[str, Any]:
    """What makes two runs the same: version, model, options and inputs. Its digest is the
    fingerprint of the run.

    Raises:
        OptionError: when an input is not there.
        ModelError: when the model is missing or damaged.
    """
    files = size = 0
    listing = ""
    names: list[str] = []
    for source in sources(inputs):
        files, size = files + 1, size + source.size
        listing = digest(listing, source.name, source.size)
        top = source.name if "://" in source.name else source.name.split("/")[0]
        if len(names) < 1_000 and top not in names[-1:]:
            names.append(top)
    kept = {
        **{
            one.name: getattr(options.intake, one.name)
            for one in INTAKE_FIELDS
            if one.name not in ("allow_private", "skip_unknown")
        },
        # What was made before these could be asked for is the same run.
        **{one.name: True for one in FETCH_FIELDS if getattr(options.intake, one.name)},
        "max_bytes": options.intake.max_bytes,
        "shard_words": options.shard_words,
        "seconds": options.seconds,
        "text": options.keep_text,
        "foreign": options.keep_foreign,
    }
    return {
        "schema": SCHEMA_VERSION,
        "quoth": __version__,
        "model": _model(options.model),
        "options": kept,
        "inputs": {"names": names, "files": files, "bytes": size, "listing": listing},
    }


def fingerprint(run: dict[str, Any]) -> str:
    """The fingerprint of a run, from its description."""
    return digest(run)[:32]


def plan(
    inputs: Iterable[str | Path], options: ShardOptions, *, run: str | None = None
) -> Iterator[Shard]:
    """The shards of ``inputs``, in input order; the same for the same inputs and options.

    Small files go together into one shard; a large one of JSON lines, rows or a web archive is cut
    into ranges of records. Packed files are unpacked once to find them.

    Args:
        inputs: files, folders, patterns and addresses.
        options: how the dataset is made.
        run: the fingerprint of the run, where it is known already.

    Raises:
        OptionError: when an input is not there.
    """
    inputs = list(inputs)
    mark = run or fingerprint(run_description(inputs, options))
    for number, shard in enumerate(_shards(sources(inputs), options)):
        form = shard.to_dict()
        files = [(one.name, one.size) for one in shard.files]
        own = digest(mark, files, form["how"], form["start"], form["stop"])
        yield replace(shard, id=f"{number:06d}-{own[:12]}")


def _shards(found: Iterable[Source], options: ShardOptions) -> Iterator[Shard]:
    together: list[Source] = []
    words = 0
    for source in found:
        own = _words(source)
        large = own > options.shard_words
        full = words + own > options.shard_words or len(together) >= _MOST_FILES
        if together and (large or full):
            yield Shard("", tuple(together), words=words)
            together, words = [], 0
        cut = _cut(source, options) if large else None
        if cut:
            yield from cut
        else:
            together.append(source)
            words += own
    if together:
        yield Shard("", tuple(together), words=words)


def _words(source: Source) -> int:
    """About how many words of articles a file holds, by its name and size."""
    if "://" in source.name and not source.size:
        return _ADDRESS_WORDS
    size = source.size * (_UNPACKS_TO if source.name.lower().endswith(PACKED) else 1)
    kind = extension_kind(source.name)
    return int(size / _A_WORD.get(kind, _A_WORD_OF_TEXT)) if kind else int(size / _A_WORD_OF_TEXT)


def _cut(source: Source, options: ShardOptions) -> list[Shard] | Iterator[Shard] | None:
    """The shards of a large file, or None where it cannot be cut or not be read."""
    if source.reason:
        return None
    try:
        file = opened(source, options.intake)
    except (InputError, OSError):
        return None  # reading it will say why, as a row
    if file.kind is Kind.JSON_LINES:
        return _ranges(file, "lines", _lines(file, options), options)
    if file.kind in (Kind.JSON, Kind.TABLE, Kind.PARQUET, Kind.EXCEL):
        return _ranges(file, "rows", _rows(file, options), options)
    with file.raw:
        if file.kind is Kind.ARCHIVE and is_cut_by_records(file.raw):
            return _stretches(source, options)
    return None


def _stretches(source: Source, options: ShardOptions) -> list[Shard]:
    """Shards of a web archive: ranges of its bytes, the records that begin in each."""
    step = max(1, int(source.size * options.shard_words / max(1, _words(source))))
    starts = range(0, source.size, step)
    return [
        Shard("", (source,), "archive", at, at + step if at + step < source.size else None,
              _words(source) // len(starts))
        for at in starts
    ]  # fmt: skip


def _lines(file: Opened, options: ShardOptions) -> Iterator[tuple[int, float]]:
    for number, line in line_starts(file, options.intake):
        yield number, len(line) / _A_WORD_OF_TEXT


def _rows(file: Opened, options: ShardOptions) -> Iterator[tuple[int, float]]:
    if file.kind is Kind.PARQUET:
        yield from _parquet_rows(file)
        return
    for number, row in enumerate(rows_in(file, options.intake), 1):
        values = () if isinstance(row, InputError) else row.values.values()
        size = sum(len(value) for value in values if isinstance(value, str))
        yield number, size / _A_WORD_OF_TEXT


def _parquet_rows(file: Opened) -> Iterator[tuple[int, float]]:
    """Numbers of rows, each as large as the rest: the file says how many there are."""
    from quoth.dataset.arrow import pyarrow

    if "://" in file.source.place or file.packed:
        return
    try:
        known = pyarrow.parquet.read_metadata(file.source.place)
    except (pyarrow.ArrowException, OSError):
        return
    size = sum(known.row_group(i).total_byte_size for i in range(known.num_row_groups))
    for number in range(1, known.num_rows + 1):
        yield number, size / known.num_rows / _A_WORD_OF_TEXT


def _ranges(
    file: Opened, how: How, sizes: Iterator[tuple[int, float]], options: ShardOptions
) -> Iterator[Shard]:
    """Shards of about as many words as asked for; the last goes on to the end of the file, so that
    what cannot be read there is told."""
    start, words = 1, 0.0
    with file.raw:
        try:
            for number, own in sizes:
                if words and words + own > options.shard_words:
                    yield Shard("", (file.source,), how, start, number, int(words))
                    start, words = number, 0.0
                words += own
        except (InputError, OSError):
            pass  # the last shard comes upon it
    yield Shard("", (file.source,), how, start, None, int(words))


def _model(folder: str | None) -> dict[str, str]:
    import hashlib
    import json

    where = Path(folder) if folder else Path(__file__).resolve().parent.parent / "model"
    try:
        data = (where / "bundle.json").read_bytes()
        form = json.loads(data)
        name = f"{form['name']} {form['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        from quoth.reading.bundle import Bundle

        Bundle.open(where)  # says what is wrong with it
        raise ModelError(
            f"{where}: not a model; reinstall quoth or choose another folder"
        ) from None
    return {"name": name, "digest": hashlib.sha256(data).hexdigest()}
