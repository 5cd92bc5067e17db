"""Make the README's pictures of an article: the terminal view and the page.

    python docs/make_pictures.py ARTICLE [FOLDER]

writes view.svg (what ``quoth read ARTICLE`` shows in a terminal) and reading.html (what
``--to html`` gives) into FOLDER, docs/pictures by default. With a Chromium on the path, page.png
is the page as that shows it.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import quoth
from quoth.formats import atomic_output, open_writer
from quoth.records import Reading

_COLUMNS = 92
_THEME = TerminalTheme(
    (24, 26, 31),
    (222, 224, 228),
    [
        *((24, 26, 31), (255, 123, 114), (126, 211, 133), (229, 192, 123)),
        *((110, 168, 254), (210, 160, 240), (104, 200, 222), (222, 224, 228)),
    ],
    [
        *((120, 124, 132), (255, 123, 114), (126, 211, 133), (229, 192, 123)),
        *((110, 168, 254), (210, 160, 240), (104, 200, 222), (255, 255, 255)),
    ],
)
# rich's own frame, without the web fonts that it would fetch.
_FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def terminal_svg(reading: Reading, title: str) -> str:
    """The coloured terminal view as an SVG picture that fetches nothing."""
    stream = io.StringIO()
    open_writer("view", stream, width=_COLUMNS, color=True).write(reading)
    recorder = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    recorder.print(Text.from_ansi(stream.getvalue()), end="")
    return recorder.export_svg(
        title=title, theme=_THEME, code_format=_FRAME, unique_id="quoth", font_aspect_ratio=0.602
    )


def page_png(page: Path, picture: Path) -> bool:
    """Photograph ``page`` with a Chromium, if there is one."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return False
    with tempfile.TemporaryDirectory() as profile:
        quiet = "no-sandbox disable-gpu no-first-run disable-background-networking disable-sync"
        subprocess.run(
            [
                *(browser, "--headless", *(f"--{switch}" for switch in quiet.split())),
                *(f"--user-data-dir={profile}", "--disable-component-update", "--disable-quic"),
                *("--window-size=1280,1000", f"--screenshot={picture}", page.resolve().as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return True


def main() -> int:
    """Run from the command line; 0 when all is written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("article")
    parser.add_argument("folder", nargs="?", default="docs/pictures", type=Path)
    options = parser.parse_args()
    reading = quoth.read(options.article)
    options.folder.mkdir(parents=True, exist_ok=True)
    with atomic_output(options.folder / "view.svg") as stream:
        stream.write(terminal_svg(reading, f"quoth read {options.article}").encode())
    page = options.folder / "reading.html"
    with atomic_output(page) as stream:
        writer = open_writer("html", stream)
        writer.write(reading)
        writer.close()
    if not page_png(page, options.folder / "page.png"):
        sys.stderr.write("no chromium on the path: page.png is not made\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
