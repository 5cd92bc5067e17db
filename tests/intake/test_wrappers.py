"""What services and programs wrap their records in."""

from __future__ import annotations

import json

import pytest
from intake_samples import TEXT, one, take

from quoth.codec import reading_to_dict
from quoth.intake import IntakeOptions
from quoth.records import Article, Reading


def ids(value: object, **options: str) -> list[str | None]:
    found = take(json.dumps(value).encode(), options=IntakeOptions.of(options))
    assert all(isinstance(item, Article) and item.text == TEXT for item in found), found
    return [item.id for item in found if isinstance(item, Article)]


RECORD = {"id": "a", "text": TEXT}


@pytest.mark.parametrize(
    "value",
    [
        {"articles": [RECORD]},
        {"status": "ok", "data": {"items": [RECORD]}},
        {"hits": {"total": 1, "hits": [{"_source": RECORD}]}},
        {"response": {"results": [{"id": "a", "fields": {"bodyText": TEXT}}]}},
        {"articles": {"results": [{"uri": "a", "body": TEXT}]}},
        {"@context": "https://schema.org", "@graph": [{"@id": "a", "articleBody": TEXT}]},
        {"a": {"text": TEXT}},
        {"data": [{"type": "article", "id": "a", "attributes": {"body": {"value": TEXT}}}]},
        {"columns": ["id", "text"], "index": [0], "data": [["a", TEXT]]},
        {"id": {"0": "a"}, "text": {"0": TEXT}},
        {"feed": {"entries": [{"id": "a", "content": [{"value": TEXT}]}]}},
    ],
)
def test_the_records_are_found_in_what_wraps_them(value: object) -> None:
    assert ids(value) == ["a"]


def test_a_dict_of_records_gives_them_its_keys() -> None:
    assert ids({"x1": {"text": TEXT}, "x2": {"body": TEXT}, "x3": {"content": TEXT}}) == [
        "x1",
        "x2",
        "x3",
    ]


def test_what_quoth_writes_is_read_again() -> None:
    article = Article("a", TEXT, title="Bridge", outlet="The Courier", published="2020-03-04")
    form = reading_to_dict(Reading(article, model="m"))
    for data in (json.dumps(form, indent=1), json.dumps(form), json.dumps([form])):
        again = one(data.encode())
        assert (again.id, again.title, again.outlet) == ("a", "Bridge", "The Courier")
        assert (again.text, again.published) == (TEXT, "2020-03-04")


def test_a_record_of_records_is_one_record() -> None:
    row = {"text": {"value": TEXT}, "meta": {"date": "2020-03-04"}}
    article = one(json.dumps(row).encode(), IntakeOptions(date_column="meta.date"))
    assert (article.text, article.published) == (TEXT, "2020-03-04")
