"""In a live blog, days are told from the day of the entry they stand in."""

from quoth.reading.times import find_times
from quoth.records import Article, Block, Span


def test_today_is_the_day_of_the_entry() -> None:
    text = "It opened today.\nIt closes today."
    blocks = (
        Block("paragraph", Span(0, 16)),
        Block("paragraph", Span(17, 33), "2021-11-09T08:00:00+01:00"),
    )
    article = Article("a", text, published="2021-11-08", blocks=blocks)
    assert [time.start for time in find_times(article)] == ["2021-11-08", "2021-11-09"]
