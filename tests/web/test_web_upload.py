"""Many files at once: the form, the page that tells how far it is, REST; limits and Cancel."""

from __future__ import annotations

import asyncio
import errno
import gzip
import io
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import UploadFile
from starlette.testclient import TestClient

from builders import article
from quoth.errors import BusyError, InputError, NotFoundError, OptionError
from quoth.jobs.request import Several, list_file
from quoth.ledger import Kept
from quoth.records import Reading
from quoth.web.app import create_app
from quoth.web.settings import Settings
from quoth.web.uploads import Given, Upload, Uploads

LIMITS = {"allow_private": False, "max_bytes": 1000, "max_characters": 1000}
CSV = "title,text\nOne,Ada Roth said the pier is safe.\nTwo,Bo Rask said the bridge is not safe.\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    ledger = str(tmp_path_factory.mktemp("upload") / "news.db")
    settings = Settings(
        ledger=ledger, workers=1, rate=100_000, max_files=4, max_upload=100_000, max_seconds=300
    )
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        yield client


def mark(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/upload").text)
    assert found
    return found[1]


def finished(client: TestClient, id: str) -> dict[str, Any]:
    for _ in range(1200):
        job: dict[str, Any] = client.get(f"/api/v1/uploads/{id}").json()["data"]
        if job["state"] != "working":
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def test_files_are_kept_and_those_that_cannot_be_are_told(client: TestClient) -> None:
    files = [
        ("files", ("news.csv", CSV.encode(), "text/csv")),
        ("files", ("one.txt", b"Cy Holm said the ferry is late again.", "text/plain")),
        ("files", ("empty.txt", b"", "text/plain")),
        ("files", ("large.txt", b"x" * 100_001, "text/plain")),
    ]
    begun = client.post("/upload", data={"csrf": mark(client)}, files=files)
    assert begun.status_code == 200
    id = begun.url.path.rpartition("/")[2]
    job = finished(client, id)
    assert (job["state"], job["files"], job["files_done"], job["articles_kept"]) == (
        "done", 4, 4, 3,
    )  # fmt: skip
    assert {one["file"]: one["why"] for one in job["failures"]}.keys() == {"empty.txt", "large.txt"}
    page = client.get(f"/upload/{id}").text  # loaded again, it is still there
    assert "<b>Done.</b>" in page
    assert "more than 100,000 bytes" in page
    assert "4 of 4" in page
    assert f'href="/upload/{id}"' in client.get("/upload").text
    assert "3 articles kept of 4 files, 2 failures" in client.get("/log?kind=articles").text
    assert client.get("/api/v1/statements?q=ferry").json()["data"]


def test_by_rest_and_again_nothing_is_new(client: TestClient) -> None:
    rows = "title,text\nThree,Di Falk said the mill is old.\nFour,Ed Moe said the dam is new.\n"
    sent = {"files": ("more.csv", rows.encode(), "text/csv")}

    def send() -> dict[str, Any]:
        begun = client.post("/api/v1/uploads", files=sent, data={"outlet": "The Herald"})
        assert begun.status_code == 202
        return finished(client, begun.json()["data"]["id"])

    job = send()
    assert (job["articles_kept"], job["outcomes"]) == (2, {"new": 2})
    found = client.get("/api/v1/statements?q=mill").json()["data"]
    assert [one["article"]["outlet"] for one in found] == ["The Herald"]
    logged = client.get("/log?kind=articles").text
    again = send()
    assert (again["articles_kept"], again["outcomes"]) == (0, {"unchanged": 2})
    assert client.get("/log?kind=articles").text == logged  # nothing was added
    assert job["id"] in [one["id"] for one in client.get("/api/v1/uploads").json()["data"]]
    assert client.delete(f"/api/v1/uploads/{job['id']}").status_code == 200
    assert client.get("/api/v1/uploads/none").status_code == 404


def test_what_a_form_lacks_or_has_too_much_of_is_told(client: TestClient) -> None:
    csrf = mark(client)
    none = client.post("/upload", data={"csrf": csrf, "outlet": "The Herald"})
    assert none.status_code == 422
    assert "no file was chosen" in none.text
    assert 'value="The Herald"' in none.text
    five = [("files", (f"{n}.txt", b"x", "text/plain")) for n in range(5)]
    assert client.post("/upload", data={"csrf": csrf}, files=five).status_code == 400
    large = [("files", (f"{n}.txt", b"x" * 700_000, "text/plain")) for n in range(3)]
    assert client.post("/upload", data={"csrf": csrf}, files=large).status_code == 413
    one = {"files": ("a.txt", b"x", "text/plain")}
    assert client.post("/upload", data={"csrf": "forged"}, files=one).status_code == 400
    assert client.get("/upload/none").status_code == 404


class Workers:
    """Works at once in this process; each article takes until ``go`` is set."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.asked = 0
        self.busy = 0

    async def run(self, work: Callable[..., Any], given: Any) -> Any:
        self.asked += 1
        if self.busy:
            self.busy -= 1
            raise BusyError(1)
        if work is list_file:
            if b"bad" in given.data:
                raise InputError(given.name, "contains no article")
            one = article("[Ada] {said} <no>.", speakers={"a1": "Ada"}).reading.article
            return Several((one, InputError("row 2", "no text")))
        await self.go.wait()
        return article("[Ada] {said} <no>.", speakers={"a1": "Ada"}).reading


def sent(name: str, data: bytes) -> Given:
    return Given(name, UploadFile(io.BytesIO(data), filename=name))


async def keep(reading: Reading) -> Kept:
    return Kept("a", "new", 1, 1, 1)


async def ended(job: Upload) -> None:
    job.written["ended"] = True


def run(test: Callable[[Workers, Uploads], Any], most: int = 10) -> None:
    async def whole() -> None:
        workers = Workers()
        uploads = Uploads(workers, LIMITS, most)  # type: ignore[arg-type]
        await test(workers, uploads)
        await uploads.close()

    asyncio.run(whole())


def test_it_is_cancelled_after_the_article_that_is_being_read() -> None:
    async def test(workers: Workers, uploads: Uploads) -> None:
        given = [sent(f"{n}.csv", b"text") for n in range(3)]
        job = await uploads.begin(given, {}, keep, ended)
        while workers.asked < 2:
            await asyncio.sleep(0)
        uploads.cancel(job.id)
        workers.go.set()
        assert job.task is not None
        await job.task
        assert (job.state, job.kept, job.files_done) == ("cancelled", 1, 3)
        assert [one.state for one in job.files] == ["left out"] * 3
        assert job.written["ended"]
        assert not job.folder.exists()

    run(test)


def test_a_bad_file_and_a_bad_row_cost_themselves_alone() -> None:
    async def test(workers: Workers, uploads: Uploads) -> None:
        workers.go.set()
        given = [sent("bad.txt", b"bad"), sent("a.csv", b"a"), sent("big.txt", b"x" * 1001)]
        job = await uploads.begin(given, {}, keep, ended)
        assert job.task is not None
        await job.task
        assert [one.state for one in job.files] == ["failed", "done", "failed"]
        assert job.failures == [
            ("big.txt", "more than 1,000 bytes; quoth add takes files of any size"),
            ("bad.txt", "contains no article"),
            ("a.csv", "row 2: no text"),
        ]
        assert (job.kept, job.state) == (1, "done")

    run(test)


def test_the_time_left_is_told_when_it_says_something(tmp_path: Path) -> None:
    now = [0.0]
    job = Upload("x", [], tmp_path, {}, None, 0.0, clock=lambda: now[0])
    from quoth.web.uploads import OneFile

    job.files = [OneFile("a", 100), OneFile("b", 300, articles=10, state="working")]
    assert job.seconds_left is None
    job.files[0].state = "done"
    now[0] = 10.0
    assert job.seconds_left == 30
    job.files[1].done = 5
    assert job.seconds_left == 6
    job.state = "done"
    assert job.seconds_left is None


def test_only_so_many_at_once_and_only_so_many_files() -> None:
    async def test(workers: Workers, uploads: Uploads) -> None:
        with pytest.raises(OptionError, match="no file"):
            await uploads.begin([], {}, keep, ended)
        with pytest.raises(OptionError, match="more than 2 files"):
            await uploads.begin([sent("a", b"a")] * 3, {}, keep, ended)
        five = (uploads.begin([sent("a.csv", b"a")], {}, keep, ended) for _ in range(5))
        begun = await asyncio.gather(*five, return_exceptions=True)
        assert [type(one) for one in begun] == [Upload] * 4 + [BusyError]
        with pytest.raises(NotFoundError, match="no such upload"):
            uploads.get("none")

    run(test, most=2)


class Endless:
    """A file that never ends, or breaks off; ``asked``: how many bytes at a time."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.asked: list[int] = []
        self.error = error

    async def read(self, size: int = -1, /) -> bytes:
        self.asked.append(size)
        if self.error is not None and len(self.asked) == 2:
            raise self.error
        return b"x" * 400


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_file_is_stored_part_by_part_up_to_its_limit(disk: Path) -> None:
    async def test(workers: Workers, uploads: Uploads) -> None:
        endless, broken = Endless(), Endless(OSError(errno.ENOSPC, "No space left on device"))
        given = [Given("endless", endless), Given("broken", broken), sent("a.csv", b"a")]
        job = await uploads.begin(given, {}, keep, ended)
        assert len(endless.asked) == 3  # 1,200 of 1,000 bytes
        assert all(0 < size <= 1 << 20 for size in endless.asked)
        assert job.failures == [
            ("endless", "more than 1,000 bytes; quoth add takes files of any size"),
            ("broken", "the server cannot store it (no space left on device)"),
        ]
        assert [one.name for one in job.folder.iterdir()] == ["2"]

    run(test)


@pytest.mark.parametrize("error", [RuntimeError("broken"), asyncio.CancelledError()])
def test_an_upload_that_breaks_off_leaves_nothing(disk: Path, error: BaseException) -> None:
    async def test(workers: Workers, uploads: Uploads) -> None:
        for _ in range(5):  # more than work at once
            with pytest.raises(type(error)):
                await uploads.begin([Given("a", Endless(error))], {}, keep, ended)
        assert list(disk.iterdir()) == []
        assert uploads.every_one() == []

    run(test)


def test_a_fault_of_quoth_costs_the_file_or_the_article_alone() -> None:
    async def test(workers: Workers, uploads: Uploads) -> None:
        workers.go.set()
        ask = workers.run

        async def faulty(work: Callable[..., Any], given: Any) -> Any:
            if work is list_file and given.name == "odd.csv":
                raise KeyError("title")
            return await ask(work, given)

        async def fails_once(reading: Reading) -> Kept:
            if not job.failed:
                raise ValueError("at once")
            return await keep(reading)

        workers.run = faulty  # type: ignore[method-assign]
        given = [sent(name, b"a") for name in ("a.csv", "odd.csv", "b.csv")]
        job = await uploads.begin(given, {}, fails_once, ended)
        assert job.task is not None
        await job.task
        assert job.failures == [
            ("a.csv", "internal error in quoth (ValueError)"),
            ("a.csv", "row 2: no text"),
            ("odd.csv", "internal error in quoth (KeyError)"),
            ("b.csv", "row 2: no text"),
        ]
        assert [one.state for one in job.files] == ["failed", "failed", "done"]
        assert (job.state, job.kept, job.written["ended"]) == ("done", 1, True)

    run(test)


def test_busy_workers_are_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoth.web.adding._PAUSE", 0)

    async def test(workers: Workers, uploads: Uploads) -> None:
        workers.go.set()
        workers.busy = 3
        job = await uploads.begin([sent("a.csv", b"a")], {}, keep, ended)
        assert job.task is not None
        await job.task
        assert (job.kept, workers.asked) == (1, 5)

    run(test)


def test_what_busy_workers_had_not_begun_when_it_was_cancelled_is_no_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("quoth.web.adding._PAUSE", 0)

    async def test(workers: Workers, uploads: Uploads) -> None:
        ask = workers.run

        async def busy_with_articles(work: Callable[..., Any], given: Any) -> Any:
            if work is list_file:
                return await ask(work, given)
            uploads.cancel(job.id)
            raise BusyError(1)

        workers.run = busy_with_articles  # type: ignore[method-assign]
        job = await uploads.begin([sent("a.csv", b"a"), sent("b.csv", b"b")], {}, keep, ended)
        assert job.task is not None
        await job.task
        assert (job.state, job.failed, job.kept) == ("cancelled", 0, 0)
        assert [one.state for one in job.files] == ["left out", "left out"]

    run(test)


@pytest.mark.parametrize(
    ("most", "seconds", "size", "taken"),
    [(6, 15.0, 1000, 6), (2, 15.0, 1000, 2), (6, -1.0, 1000, 1), (6, 15.0, 60, 4)],
)
def test_of_a_file_the_first_articles_are_taken_in_and_that_is_told(
    most: int, seconds: float, size: int, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.jobs.request.MOST_OF_A_FILE", most)
    monkeypatch.setattr("quoth.jobs.request._LISTING_SECONDS", seconds)
    lines = [f'{{"text": "Bo Rask said that bridge {n} is not safe."}}\n' for n in range(6)]

    async def test(workers: Workers, uploads: Uploads) -> None:
        async def run(work: Callable[..., Any], given: Any) -> Any:
            if work is list_file:
                return list_file(None, replace(given, max_bytes=size))  # type: ignore[arg-type]
            return article("[Ada] {said} <no>.", speakers={"a1": "Ada"}).reading

        workers.run = run  # type: ignore[method-assign]
        data = gzip.compress("".join(lines).encode())
        job = await uploads.begin([sent("a.jsonl.gz", data)], {}, keep, ended)
        assert job.task is not None
        await job.task
        articles = "1 article" if taken == 1 else f"{taken} articles"
        told = f"only its first {articles}; quoth add takes files of any size"
        assert job.failures == ([("a.jsonl.gz", told)] if taken < 6 else [])
        assert job.kept == taken

    run(test)


def test_what_was_kept_when_the_server_stops_is_counted_and_told() -> None:
    async def test(workers: Workers, uploads: Uploads) -> None:
        workers.go.set()
        keeping = asyncio.Event()

        async def slowly(reading: Reading) -> Kept:
            keeping.set()
            await asyncio.sleep(0.05)  # in a thread, which goes on whatever happens
            return await keep(reading)

        job = await uploads.begin([sent("a.csv", b"a"), sent("b.csv", b"b")], {}, slowly, ended)
        await keeping.wait()
        await uploads.close()
        assert (job.state, job.kept, job.written) == ("cancelled", 1, {"ended": True})
        assert not job.folder.exists()

    run(test)


def test_an_article_of_which_more_is_known_counts_as_kept(tmp_path: Path) -> None:
    job = Upload("x", [], tmp_path, {}, None, 0.0)
    job.outcomes.update({"new": 1, "changed": 2, "completed": 4, "unchanged": 8, "deleted": 16})
    assert job.kept == 7
