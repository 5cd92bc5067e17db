"""Many files at once: taken in, read and kept behind the scenes, one article after the other.

A job lives in the memory of the server, by a name that nobody guesses; its files wait in a folder
that goes with it. What was kept stays kept, whatever becomes of the job.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from quoth.errors import BusyError, InputError, NotFoundError, OptionError, QuothError
from quoth.jobs.request import ReadRequest, Several, list_file, read_article
from quoth.jobs.workers import Workers
from quoth.ledger import Kept
from quoth.records import Article, Reading

FileState = Literal["waiting", "working", "done", "failed", "left out"]
JobState = Literal["working", "done", "cancelled"]
_AT_ONCE = 4  # jobs that work
_HELD = 50  # jobs that are remembered
_TOLD = 500  # failures of a job that are told one by one
_PAUSE = 2.0  # seconds until the workers are asked again where they are busy
_SURE_AFTER = 3.0  # seconds after which the time left is told
_SURE_FROM = 0.02  # of the work


@dataclass(slots=True)
class OneFile:
    """A file of a job, and how far it is; ``articles`` is 0 before it was looked into."""

    name: str
    size: int
    state: FileState = "waiting"
    articles: int = 0
    done: int = 0
    path: Path | None = None
    content_type: str | None = None

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        if self.state in ("waiting", "working") and self.articles == 0:
            return 0.0
        return 1.0 if self.state != "working" else self.done / self.articles


@dataclass(slots=True)
class Upload:
    """A job: its files, what was kept of them, and what could not be, with the reason."""

    id: str
    files: list[OneFile]
    folder: Path
    written: dict[str, Any]
    by: str | None
    began: float
    clock: Callable[[], float] = time.monotonic
    ended: float | None = None
    state: JobState = "working"
    stopping: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    failed: int = 0
    task: asyncio.Task[None] | None = None

    @property
    def files_done(self) -> int:
        """How many files are through, whatever became of them."""
        return sum(one.state not in ("waiting", "working") for one in self.files)

    @property
    def kept(self) -> int:
        """How many articles were new, or have a new text."""
        return self.outcomes["new"] + self.outcomes["changed"]

    @property
    def seconds_left(self) -> int | None:
        """How long it still takes, from how long it took so far; None where that says little."""
        whole = sum(max(one.size, 1) for one in self.files)
        share = sum(max(one.size, 1) * one.share for one in self.files) / max(whole, 1)
        took = self.clock() - self.began
        if self.state != "working" or took < _SURE_AFTER or share < _SURE_FROM:
            return None
        return round(took * (1 - share) / share)

    def fail(self, name: str, reason: str) -> None:
        """Notes what could not be kept, and why."""
        self.failed += 1
        if len(self.failures) < _TOLD:
            self.failures.append((name, reason))


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it came: its name, what it holds, and what it is said to be."""

    name: str
    data: bytes
    content_type: str | None = None


class Uploads:
    """The jobs of a server."""

    def __init__(self, workers: Workers, limits: dict[str, Any], most_files: int) -> None:
        """``limits``: those of what the workers read (`ReadRequest`)."""
        self._workers = workers
        self._limits = limits
        self._most = most_files
        self._jobs: OrderedDict[str, Upload] = OrderedDict()

    def room(self) -> None:
        """Whether one more may begin.

        Raises:
            BusyError: when too many work already.
        """
        if sum(one.state == "working" for one in self._jobs.values()) >= _AT_ONCE:
            raise BusyError(30)

    async def begin(
        self,
        given: Iterable[Given],
        written: dict[str, Any],
        keep: Callable[[Reading], Awaitable[Kept]],
        ended: Callable[[Upload], Awaitable[None]],
        by: str | None = None,
    ) -> Upload:
        """Begins a job with files; those over the limit of size fail, and the others go on.

        Args:
            given: the files.
            written: how they are written, by the names of `FILE_FIELDS`, outlet and published too.
            keep: keeps a reading.
            ended: called when all is done.
            by: who began it.

        Raises:
            OptionError: when there is no file, or there are too many.
            BusyError: when too many jobs work already.
        """
        files = list(given)
        if not files:
            raise OptionError("no file was chosen")
        if len(files) > self._most:
            raise OptionError(f"more than {self._most:,} files; send them in several uploads")
        self.room()
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="quoth-upload-"))
        job = Upload(secrets.token_urlsafe(16), [], folder, written, by, time.monotonic())
        most = self._limits["max_bytes"]
        for number, one in enumerate(files):
            file = OneFile(one.name, len(one.data), content_type=one.content_type)
            job.files.append(file)
            if len(one.data) > most:
                file.state = "failed"
                job.fail(one.name, f"more than {most:,} bytes; quoth add takes files of any size")
                continue
            file.path = folder / str(number)
            await asyncio.to_thread(file.path.write_bytes, one.data)
        self._jobs[job.id] = job
        self._forget()
        job.task = asyncio.create_task(self._run(job, keep, ended))
        return job

    def get(self, id: str) -> Upload:
        """A job by its name.

        Raises:
            NotFoundError: when it is not remembered.
        """
        found = self._jobs.get(id)
        if found is None:
            raise NotFoundError(
                "upload",
                "there is no such upload any more, or the server was started again; "
                "what it had kept is among the articles",
            )
        return found

    def every_one(self) -> list[Upload]:
        """The jobs that are remembered, the last one first."""
        return list(reversed(self._jobs.values()))

    def cancel(self, id: str) -> Upload:
        """Ends a job after the article that is being read; what was kept stays.

        Raises:
            NotFoundError: when it is not remembered.
        """
        job = self.get(id)
        job.stopping = True
        return job

    async def close(self) -> None:
        """Ends all of them at once."""
        for job in self._jobs.values():
            if job.task is not None and not job.task.done():
                job.task.cancel()
                with suppress(asyncio.CancelledError):
                    await job.task
            shutil.rmtree(job.folder, ignore_errors=True)

    def _forget(self) -> None:
        ended = [id for id, one in self._jobs.items() if one.state != "working"]
        for id in ended[: max(0, len(self._jobs) - _HELD)]:
            del self._jobs[id]

    async def _run(
        self,
        job: Upload,
        keep: Callable[[Reading], Awaitable[Kept]],
        ended: Callable[[Upload], Awaitable[None]],
    ) -> None:
        try:
            for file in job.files:
                if file.path is not None:
                    await self._file(job, file, keep)
        finally:
            job.state = "cancelled" if job.stopping else "done"
            job.ended = job.clock()
            await asyncio.to_thread(shutil.rmtree, job.folder, ignore_errors=True)
        with suppress(QuothError):  # whoever asks the ledger next is told
            await ended(job)

    async def _file(
        self, job: Upload, file: OneFile, keep: Callable[[Reading], Awaitable[Kept]]
    ) -> None:
        if job.stopping:
            file.state = "left out"
            return
        file.state = "working"
        failed = job.failed
        try:
            several = await self._listed(job, file)
        except QuothError as error:
            job.fail(file.name, _reason(error, file.name))
            file.state = "failed"
            return
        file.articles = len(several.articles)
        for article in several.articles:
            if job.stopping:
                file.state = "left out"
                return
            await self._article(job, file, article, keep)
            file.done += 1
        if several.cut:
            job.fail(file.name, f"only its first {file.articles:,} articles were taken in")
        file.state = "failed" if job.failed - failed >= file.articles else "done"

    async def _listed(self, job: Upload, file: OneFile) -> Several:
        assert file.path is not None
        data = await asyncio.to_thread(file.path.read_bytes)
        written = {n: one for n, one in job.written.items() if n not in ("outlet", "published")}
        request = ReadRequest(
            data=data, name=file.name, content_type=file.content_type, written=written,
            outlet=job.written.get("outlet"), published=job.written.get("published"),
            **self._limits,
        )  # fmt: skip
        several: Several = await self._patiently(job, list_file, request)
        return several

    async def _article(
        self,
        job: Upload,
        file: OneFile,
        article: Article | InputError,
        keep: Callable[[Reading], Awaitable[Kept]],
    ) -> None:
        try:
            if not isinstance(article, Article):
                raise article
            reading: Reading = await self._patiently(job, read_article, article)
            job.outcomes[(await keep(reading)).outcome] += 1
        except QuothError as error:
            job.fail(file.name, _reason(error, file.name))

    async def _patiently(self, job: Upload, work: Any, given: Any) -> Any:
        """What the workers make of something, after those who wait for a page."""
        while True:
            try:
                return await self._workers.run(work, given)
            except BusyError:
                if job.stopping:
                    raise
                await asyncio.sleep(_PAUSE)


def _reason(error: QuothError, name: str) -> str:
    """Why, without the name of the file, which stands beside it."""
    return str(error).removeprefix(name).lstrip(" :") or str(error)
