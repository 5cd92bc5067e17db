"""What a long run says of itself on standard error."""

from __future__ import annotations

import pytest

from quoth.cli.progress import Progress
from quoth.records import Article, Reading


def reading(number: int, *warnings: str, published: str | None = None) -> Reading:
    article = Article(id=f"r{number}", text="She left.", published=published)
    return Reading(article, warnings=warnings, model="m")


def test_dates_not_understood_are_counted_and_told_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    days = [f"date not understood: '0{n}/04/2020'" for n in range(1, 8)]
    readings = [
        *(reading(n, day) for n, day in enumerate(days)),
        reading(8, published="2020-03-04"),
        reading(9),
    ]
    with Progress() as progress:
        assert len(list(progress.follow(readings))) == 9
    told = capsys.readouterr().err
    assert told.startswith("quoth: 7 of 8 dates not understood: '01/04/2020', '02/04/2020'")
    assert "…" in told
    assert "--date-format" in told
    assert told.count("\n") == 1
    assert progress.errors == 0


def test_a_warning_that_comes_very_often_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        list(progress.follow(reading(n, "no field 'h' in it") for n in range(1_000)))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert told[-1] == "quoth: and 980 more: no field 'h' in it"
