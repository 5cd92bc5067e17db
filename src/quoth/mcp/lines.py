"""The lines that a client writes, made readable: half of a surrogate pair in a text is U+FFFD.

A client that writes ``"\\ud83d"`` alone writes valid JSON, but no text; the message would be
dropped without an answer, and the client would wait for ever.
"""

from __future__ import annotations

import json
import os
import threading

from quoth.formats.output import encodable


def mend_input() -> None:
    """Lets standard input be what is read of it, line by line, mended."""
    given = os.dup(0)
    here, there = os.pipe()
    os.dup2(here, 0)
    os.close(here)
    threading.Thread(target=_pass_on, args=(given, there), daemon=True).start()


def _pass_on(given: int, there: int) -> None:
    try:
        with os.fdopen(given, "rb") as lines, os.fdopen(there, "wb") as out:
            for line in lines:
                out.write(mended(line))
                out.flush()
    except OSError:  # nobody reads any more
        return


def mended(line: bytes) -> bytes:
    """A line of JSON with every lone surrogate in it as U+FFFD."""
    if b"\\ud" not in line and b"\\uD" not in line:
        return line
    try:
        form = json.loads(line)
    except (ValueError, RecursionError):  # the server says what is wrong with it
        return line
    return (encodable(json.dumps(form, ensure_ascii=False)) + "\n").encode("utf-8")
