"""Manners towards the sites whose pages are followed: robots.txt, and a pause between two pages.

Robots files are read by Protego, after RFC 9309: where a site has none (a status of 400 to 499),
all may be read; where its server fails (500 to 599), nothing is. What a user names themselves is no
matter of robots.txt, pages that a feed or a site map leads to are.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from quoth.errors import FetchError, InputError
from quoth.intake.fetch import FetchLimits, fetch

AGENT = "quoth"
_OBJECTS = "its robots.txt asks programs not to read it; left out"
_ROBOTS_BYTES = 2_000_000  # RFC 9309, 2.5, asks for 500 kB at least
_ROBOTS_SECONDS = 10.0
_FRESH = 3_600.0  # seconds that a robots file is believed
_MOST_SITES = 1_000
_LONGEST_PAUSE = 30.0  # seconds; a site that asks for more is read so slowly


@dataclass(slots=True)
class _Site:
    """What is known of a site: why it is not to be read at an address, or None; the seconds that it
    asks for between two pages; when it was asked for its rules."""

    objects: Callable[[str], str | None]
    pause: float
    read_at: float


class Manners:
    """The sites that were asked of late; safe to share between threads.

    ``clock`` tells the time in seconds and ``wait`` lets some pass; tests hand in their own.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._wait = wait
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._free_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, url: str, *, delay: float, allow_private: bool) -> None:
        """Returns when ``url``, to which a feed or a site map leads, may be fetched.

        Args:
            url: the address of the page.
            delay: seconds between two pages of one site; a site may ask for more.
            allow_private: as of `FetchLimits`.

        Raises:
            InputError: when the site's robots.txt asks programs not to read it.
        """
        site = self._site(url, allow_private)
        if why := site.objects(url):
            raise InputError(url, why)
        self.pause(url, max(delay, site.pause))

    def pause(self, url: str, seconds: float) -> None:
        """Returns when ``seconds`` have passed since the last page of that site."""
        host = _host(url)
        with self._lock:
            now = self._clock()
            free = max(now, self._free_at.pop(host, now))
            self._free_at[host] = free + seconds
            while len(self._free_at) > _MOST_SITES:
                self._free_at.popitem(last=False)
        if free > now:
            self._wait(free - now)

    def _site(self, url: str, allow_private: bool) -> _Site:
        host = _host(url)
        with self._lock:
            known = self._sites.get(host)
        if known is not None and self._clock() - known.read_at < _FRESH:
            return known
        site = _read_robots(host, self._clock(), allow_private)
        with self._lock:
            self._sites[host] = site
            self._sites.move_to_end(host)
            while len(self._sites) > _MOST_SITES:
                self._sites.popitem(last=False)
        return site


#: The manners of this process.
MANNERS = Manners()


def _read_robots(host: str, now: float, allow_private: bool) -> _Site:
    limits = FetchLimits(
        max_bytes=_ROBOTS_BYTES, total_seconds=_ROBOTS_SECONDS, allow_private=allow_private
    )
    try:
        text = fetch(f"{host}/robots.txt", limits=limits).content.decode("utf-8", "replace")
    except FetchError as error:
        fails = error.status is not None and error.status >= 500
        why = f"its robots.txt cannot be had ({error.reason}); left out, try again later"
        # A site that does not answer at all tells so for the page.
        return _Site(lambda _: why if fails else None, 0.0, now)
    from protego import Protego

    rules = Protego.parse(text)
    pause = min(max(0.0, rules.crawl_delay(AGENT) or 0.0), _LONGEST_PAUSE)
    return _Site(lambda url: None if rules.can_fetch(url, AGENT) else _OBJECTS, pause, now)


def _host(url: str) -> str:
    """Scheme, name and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
