"""Work for processes of a pool that ends them at certain articles."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from quoth.dataset.shards import read_shard as really
from quoth.reading.reader import Reader

_read = Reader.read


def _deadly(self, article):
    if article.id == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if article.id == "deadly once":
        mark = Path(os.environ["QUOTH_TEST_MARK"])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if article.id == "slow":
        time.sleep(600)
    return _read(self, article)


def read_shard(*arguments, **named):
    Reader.read = _deadly
    return really(*arguments, **named)
