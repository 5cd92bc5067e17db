"""Dates of publication: taken where they have one meaning, as ISO 8601."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.intake.dates import iso_date


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2021-11-08", "2021-11-08"),
        (" 2021-11-08 ", "2021-11-08"),
        ("2021-11-08T07:15:00", "2021-11-08T07:15:00"),
        ("2021-11-08 07:15:00", "2021-11-08T07:15:00"),
        ("2021-11-08T07:15:00Z", "2021-11-08T07:15:00+00:00"),
        ("2021-11-08 07:15:00 UTC", "2021-11-08T07:15:00+00:00"),
        ("2021-11-08 07:15:00 +0100", "2021-11-08T07:15:00+01:00"),
        ("2021-11-08T07:15:00.123456789+01:00", "2021-11-08T07:15:00.123456+01:00"),
        ("2021-11-08 at noon", "2021-11-08"),
        ("20211108", "2021-11-08"),
        ("2021/11/8", "2021-11-08"),
        ("Mon, 08 Nov 2021 07:15:00 +0100", "2021-11-08T07:15:00+01:00"),
        ("Monday, November 8, 2021", "2021-11-08"),
        ("Nov. 8, 2021", "2021-11-08"),
        ("Sept 8th, 2021", "2021-09-08"),
        ("8 November 2021", "2021-11-08"),
        ("30/11/2021", "2021-11-30"),
        ("11/30/2021", "2021-11-30"),
        ("8.8.2021", "2021-08-08"),
        (1636355700, "2021-11-08T07:15:00+00:00"),
        (1636355700000, "2021-11-08T07:15:00+00:00"),
        (date(2021, 11, 8), "2021-11-08"),
        (
            datetime(2021, 11, 8, 7, 15, tzinfo=timezone(timedelta(hours=1))),
            "2021-11-08T07:15:00+01:00",
        ),
        # No one meaning, or none at all.
        ("08/11/2021", None),
        ("2021-13-08", None),
        ("2021-11-31", None),
        ("2021", None),
        ("J 8, 2021", None),
        ("Ma 8, 2021", None),
        ("yesterday", None),
        ("", None),
        (2021, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (None, None),
        (["2021-11-08"], None),
    ],
)
def test_what_a_date_is(value: object, iso: str | None) -> None:
    assert iso_date(value) == iso


@given(st.datetimes(timezones=st.one_of(st.none(), st.timezones()), min_value=datetime(1000, 1, 1)))
def test_iso_dates_keep_their_meaning(moment: datetime) -> None:
    for text in (moment.isoformat(), moment.isoformat(" "), moment.date().isoformat()):
        found = iso_date(text)
        assert found is not None
        assert datetime.fromisoformat(found) == datetime.fromisoformat(text)


@given(st.text(max_size=60) | st.floats() | st.integers())
def test_whatever_it_is_gives_a_date_or_none(value: object) -> None:
    found = iso_date(value)
    assert found is None or datetime.fromisoformat(found)
