"""Four writers and four readers at once: all is kept once, and readers see whole articles."""

from __future__ import annotations

import os

from writers import in_a_process, numbered

from quoth.ledger import Ledger

EACH = 40


def test_four_writers_and_four_readers(ledger_target: str) -> None:
    def write(writer: int) -> None:
        # Every two writers bring the same articles, and each opens the ledger that none has made.
        with Ledger(ledger_target) as ledger:
            for number in range(EACH):
                ledger.keep(numbered(number + (writer // 2) * EACH))

    def read() -> None:
        with Ledger(ledger_target) as ledger:
            while len(ledger.current()) < 2 * EACH:
                for reading in ledger.readings(ledger.current()[-5:]):
                    assert reading == numbered(int(reading.article.id[1:]))
                found = ledger.search("gauge", limit=5)
                assert all("gauge" in one.content for one in found)

    writers = [in_a_process(lambda writer=writer: write(writer)) for writer in range(4)]
    readers = [in_a_process(read) for _ in range(4)]
    for child in [*writers, *readers]:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with Ledger(ledger_target) as ledger:
        kept = sorted(int(reading.article.id[1:]) for reading in ledger.readings())
        assert kept == list(range(2 * EACH))


def test_two_writers_of_one_changing_article_keep_every_text_once(ledger_target: str) -> None:
    from dataclasses import replace

    url = "https://herald.example/live"

    def write(shift: int) -> None:
        with Ledger(ledger_target) as ledger:
            for number in range(10):
                reading = numbered(2 * number + shift)
                ledger.keep(replace(reading, article=replace(reading.article, url=url)))

    children = [in_a_process(lambda shift=shift: write(shift)) for shift in range(2)]
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with Ledger(ledger_target) as ledger:
        versions = ledger.versions(url)
        assert [version.number for version in versions] == list(range(1, 21))
        assert len({version.reading.article.text for version in versions}) == 20
        assert len(ledger.current()) == 1
