"""Where the records are in a JSON file that is one object: what wraps them.

Known are an object with a list of records, also some objects deep (`wrappers` in ``columns.toml``),
a dict of records by their ids, and a table as pandas writes it in its forms "split" and "columns".
"""

from __future__ import annotations

from collections.abc import Mapping

from quoth.intake.columns import has_text_column, known_names
from quoth.intake.options import IntakeOptions

_DEEPEST = 4
_PLAIN = IntakeOptions()

Found = list[tuple[str | None, object]]
"""Records, each with the id that its place gives it."""


def wrapped(values: Mapping[str, object]) -> Found | None:
    """The records that an object wraps; None where it is a record itself, or nothing known."""
    inside: object = values
    for _ in range(_DEEPEST):
        if not isinstance(inside, Mapping) or _is_prose(inside):
            return None
        if (found := _split(inside) or _by_column(inside) or _by_id(inside)) is not None:
            return found
        known = {key: inside[key] for key in known_names("wrappers") if key in inside}
        lists = [value for value in known.values() if isinstance(value, list)]
        lists = [
            value for value in lists if any(isinstance(one, Mapping) for one in value)
        ] or lists
        if len(lists) == 1:
            return [(None, value) for value in lists[0]]
        objects = [value for value in known.values() if isinstance(value, Mapping)]
        if lists or len(objects) != 1:
            return None
        inside = objects[0]
    return None


def opened(record: Mapping[str, object]) -> Mapping[str, object]:
    """``record`` with the fields of the records in it that hold those of the article.

    Elasticsearch keeps them in "_source", the Guardian its text in "fields", JSON:API in
    "attributes", quoth's own JSON in "article". What stands in ``record`` itself counts more.
    """
    for key in ("_source", "fields"):
        inner = record.get(key)
        if isinstance(inner, Mapping):
            record = {**inner, **record}
    if any(isinstance(record.get(one), str) for one in record if has_text_column((one,), _PLAIN)):
        return record
    for key in known_names("inner"):
        inner = record.get(key)
        if isinstance(inner, Mapping) and has_text_column(inner, _PLAIN):
            return {**record, **inner}
    return record


def _is_prose(values: Mapping[str, object]) -> bool:
    return any(isinstance(value, str) and len(value) > 200 for value in values.values())


def _split(values: Mapping[str, object]) -> Found | None:
    """{"columns": ["id", "text"], "index": [0, 1], "data": [[…], […]]}."""
    columns, rows = values.get("columns"), values.get("data")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    if not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
        return None
    names = [str(column) for column in columns]
    return [(None, dict(zip(names, row, strict=True))) for row in rows]


def _by_column(values: Mapping[str, object]) -> Found | None:
    """{"text": {"0": "…", "1": "…"}, "date": {"0": "…", "1": "…"}}."""
    if len(values) < 1 or not has_text_column(values, _PLAIN):
        return None
    columns: dict[str, Mapping[str, object]] = {}
    for key, column in values.items():
        if not isinstance(column, Mapping) or any(isinstance(v, Mapping) for v in column.values()):
            return None
        columns[key] = column
    rows = next(iter(columns.values())).keys()
    if not rows or any(column.keys() != rows for column in columns.values()):
        return None
    if not all(row.isdecimal() for row in rows):  # else it may be a record of records
        return None
    return [(None, {key: column[row] for key, column in columns.items()}) for row in rows]


def _by_id(values: Mapping[str, object]) -> Found | None:
    """{"a1": {"text": …}, "a2": {"text": …}}: the keys are the ids."""
    if not values or not all(isinstance(value, Mapping) for value in values.values()):
        return None
    if has_text_column(values, _PLAIN) or any(key in known_names("wrappers") for key in values):
        return None
    several = [value for value in values.values() if isinstance(value, Mapping)]
    if 2 * sum(has_text_column(opened(value), _PLAIN) for value in several) <= len(several):
        return None
    return list(values.items())
