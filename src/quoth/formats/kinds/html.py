"""A page that holds everything; see `quoth.formats.html`."""

from __future__ import annotations

from quoth._version import __version__
from quoth.formats.format import Format, Output
from quoth.formats.html import opening, section, static, title_of
from quoth.formats.marked import escaped
from quoth.records import Reading
from quoth.wording import shortened


class HtmlWriter:
    """Writes readings as sections of one self-contained page, each as it comes."""

    def __init__(self, output: Output) -> None:
        self._sink = output.sink
        self._titles: list[str] = []

    def write(self, reading: Reading) -> None:
        """Add the reading's section."""
        title = title_of(reading)
        before = "" if self._titles else opening(title)
        self._titles.append(shortened(title, 120))
        self._sink.write(before + section(reading, len(self._titles)))

    def close(self) -> None:
        """End the page, with a list of its articles where there are several."""
        before = "" if self._titles else opening("no articles")
        index = ""
        if len(self._titles) > 1:
            rows = "".join(
                f'<li><a href="#r{number}">{title}</a></li>'
                for number, title in enumerate(map(escaped, self._titles), 1)
            )
            index = f'<nav aria-label="Articles on this page">Articles<ol>{rows}</ol></nav>'
        elif not self._titles:
            index = "<p>There are no articles on this page.</p>"
        self._sink.write(
            f'{before}</main><footer class="foot">{index}<p>Made by quoth {__version__}. quoth '
            "shows who said what, in which words and where; it does not judge what is true."
            '</p></footer><aside class="sheet" id="sheet" aria-label="Statement" '
            'aria-live="polite" hidden><button type="button" aria-label="Close">×</button>'
            f"<div></div></aside><script>{static('page.js')}</script></body></html>\n"
        )


FORMAT = Format(
    media_type="text/html; charset=utf-8", suffixes=(".html", ".htm"), writer=HtmlWriter
)
