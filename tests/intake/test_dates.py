"""Dates of publication: taken where they have one meaning, as ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.intake.dates import is_ambiguous, iso_date, order_in, order_of


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
        ("20200304T101500Z", "2020-03-04T10:15:00+00:00"),
        ("2020-3-4", "2020-03-04"),
        ("2020-03", "2020-03"),
        ("4-Mar-20", "2020-03-04"),
        ("3/25/2020 3:05 PM", "2020-03-25T15:05:00"),
        ("Friday, January 4, 2019 3:05 PM EST", "2019-01-04T15:05:00-05:00"),
        ("Published 12 May 1987 at 17:40 BST", "1987-05-12T17:40:00+01:00"),
        ("1636355700", "2021-11-08T07:15:00+00:00"),
        ("1636355700000000000", "2021-11-08T07:15:00+00:00"),
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
    assert found is None or re.fullmatch(r"\d{4}-\d\d", found) or datetime.fromisoformat(found)


def test_what_else_is_known_settles_the_order_of_numbers() -> None:
    assert order_of(["03/04/2020", "25/03/2020"]) == "day"
    assert order_of(["03/04/2020", "03/25/2020"]) == "month"
    assert order_of(["03/25/2020", "25/03/2020"]) is None
    assert order_in("en-US", None) == "month"
    assert order_in("en", "courier.example.uk") == "day"
    assert order_in("en", None) is None
    assert is_ambiguous("03/04/2020")
    assert iso_date("03/04/2020", "day") == "2020-04-03"
    assert iso_date("03/04/2020", "month") == "2020-03-04"
    assert iso_date("2020;63", form="%Y;%j") == "2020-03-03"
