"""A reading where it is looked at: printed in a session, and in a notebook."""

from __future__ import annotations

import html
import io

from quoth.formats import open_writer
from quoth.records import Reading

_HIGH = 520  # pixels of the frame in a notebook


def as_text(reading: Reading) -> str:
    """The terminal view, without colours."""
    out = io.BytesIO()
    writer = open_writer("view", out)
    writer.write(reading)
    writer.close()
    return out.getvalue().decode("utf-8").rstrip("\n")


def as_frame(reading: Reading) -> str:
    """The marked article as a page in a frame of its own: nothing of it touches the notebook, whose
    styles do not touch it, and no word of the article is taken for markup."""
    out = io.BytesIO()
    writer = open_writer("html", out)
    writer.write(reading)
    writer.close()
    page = html.escape(out.getvalue().decode("utf-8"), quote=True)
    return (
        f'<iframe sandbox="allow-scripts" srcdoc="{page}" title="article read by quoth" '
        f'style="width:100%;height:{_HIGH}px;border:0"></iframe>'
    )
