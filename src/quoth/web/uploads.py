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
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from quoth.errors import BusyError, InputError, NotFoundError, OptionError, QuothError
from quoth.jobs.request import ReadRequest, Several, list_file
from quoth.jobs.workers import Workers
from quoth.records import Article
from quoth.web.adding import Keep, StoppedError, Tally, add, patiently, to_the_end, why
from quoth.wording import count

FileState = Literal["waiting", "working", "done", "failed", "left out"]
JobState = Literal["working", "done", "cancelled"]
_AT_ONCE = 4  # jobs that work
_HELD = 50  # jobs that are remembered
_TOLD = 500  # failures of a job that are told one by one
_WHOLE = "quoth add takes files of any size"
_PART = 1 << 20  # bytes of a file in memory while it is stored
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
class Upload(Tally):
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
    failures: list[tuple[str, str]] = field(default_factory=list)
    failed: int = 0
    task: asyncio.Task[None] | None = None

    @property
    def files_done(self) -> int:
        """How many files are through, whatever became of them."""
        return sum(one.state not in ("waiting", "working") for one in self.files)

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


class Source(Protocol):
    """What a file holds, part by part."""

    async def read(self, size: int = -1, /) -> bytes:
        """The next bytes, so many at most; none at its end."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it came: its name, what it holds, and what it is said to be."""

    name: str
    source: Source
    content_type: str | None = None


Ended = Callable[[Upload], Awaitable[None]]


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
        keep: Keep,
        ended: Ended,
        by: str | None = None,
    ) -> Upload:
        """Begins a job with files; those over the limit of size fail, and the others go on.

        Args:
            given: the files.
            written: how they are written, by the names of `FILE_FIELDS`, outlet and published too.
            keep: keeps a reading.
            ended: called when all is done, or the job was ended.
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
        folder = Path(tempfile.mkdtemp(prefix="quoth-upload-"))
        waiting = [OneFile(one.name, 0, content_type=one.content_type) for one in files]
        job = Upload(secrets.token_urlsafe(16), waiting, folder, written, by, time.monotonic())
        self._jobs[job.id] = job  # nothing was awaited since there was room
        try:
            for number, (file, one) in enumerate(zip(waiting, files, strict=True)):
                await self._stored(job, file, one.source, folder / str(number))
        except BaseException:
            del self._jobs[job.id]
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._forget()
        job.task = asyncio.create_task(self._run(job, keep, ended))
        return job

    async def _stored(self, job: Upload, file: OneFile, source: Source, path: Path) -> None:
        """Copies a file to a path, part by part; one that is too large, or for which the disk has
        no place, fails."""
        most = self._limits["max_bytes"]
        try:
            with path.open("wb") as stored:
                while file.size <= most and (part := await source.read(_PART)):
                    file.size += len(part)
                    await asyncio.to_thread(stored.write, part)
        except OSError as error:
            reason = f"the server cannot store it ({(error.strerror or '').lower()})"
        else:
            if file.size <= most:
                file.path = path
                return
            reason = f"more than {most:,} bytes; {_WHOLE}"
        file.state = "failed"
        job.fail(file.name, reason)
        path.unlink(missing_ok=True)

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
                job.stopping = True
                job.task.cancel()
                await asyncio.wait([job.task])
            shutil.rmtree(job.folder, ignore_errors=True)

    def _forget(self) -> None:
        ended = [id for id, one in self._jobs.items() if one.state != "working"]
        for id in ended[: max(0, len(self._jobs) - _HELD)]:
            del self._jobs[id]

    async def _run(self, job: Upload, keep: Keep, ended: Ended) -> None:
        try:
            for file in job.files:
                if file.path is None:
                    continue
                try:
                    await self._file(job, file, keep)
                except StoppedError:
                    file.state = "left out"
                except Exception as error:
                    job.fail(file.name, _reason(error, file.name))
                    file.state = "failed"
        finally:
            await to_the_end(self._end(job, ended))

    async def _end(self, job: Upload, ended: Ended) -> None:
        try:
            with suppress(QuothError):  # whoever asks the ledger next is told
                await ended(job)
        finally:
            job.state = "cancelled" if job.stopping else "done"
            job.ended = job.clock()
            await asyncio.to_thread(shutil.rmtree, job.folder, ignore_errors=True)

    async def _file(self, job: Upload, file: OneFile, keep: Keep) -> None:
        if job.stopping:
            file.state = "left out"
            return
        file.state = "working"
        failed = job.failed
        several = await self._listed(job, file)
        file.articles = len(several.articles)
        for article in several.articles:
            if job.stopping:
                file.state = "left out"
                return
            await self._article(job, file, article, keep)
            file.done += 1
        if several.cut:
            job.fail(file.name, f"only its first {count(file.articles, 'article')}; {_WHOLE}")
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
        several: Several = await patiently(job, self._workers, list_file, request)
        return several

    async def _article(
        self, job: Upload, file: OneFile, article: Article | InputError, keep: Keep
    ) -> None:
        try:
            if not isinstance(article, Article):
                raise article
            await add(job, self._workers, keep, article)
        except StoppedError:
            raise
        except Exception as error:
            job.fail(file.name, _reason(error, file.name))


def _reason(error: Exception, name: str) -> str:
    """Why, without the name of the file, which stands beside it."""
    return why(error).removeprefix(name).lstrip(" :") or why(error)
