"""What stands before every page and answer: hosts, tokens, forgery, sizes, rates, headers."""

from __future__ import annotations

import hmac
import ipaddress
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoth.acting import Acting, Door, acting
from quoth.errors import QuothError
from quoth.ledger.users import SignedIn
from quoth.web.access import OF_USERS, SAFE_METHODS, Access, is_api, may
from quoth.web.roster import People
from quoth.web.session import (
    LOGIN,
    SESSION,
    TOLD,
    Keys,
    by_of,
    cookie,
    cookies_of,
    new_session,
    plausible,
)
from quoth.web.settings import Settings

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"

_STATIC = "/static/"
_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\[\]:@/?#\\\s]+)(?::\d{1,5})?")
_SLACK = 65_536  # bytes of a form around the file in it
_NEEDED = (
    "an access token is required: Authorization: Bearer …; users get one from POST /api/v1/session"
)
_CLIENTS = 10_000  # clients whose rates are remembered

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


Refused = Callable[[Request, int, str, str, int | None], Response]
"""Makes the answer to a refused request of status, code, message and seconds to wait."""


class Guard:
    """ASGI middleware; puts ``role`` ("admin", "edit", "read" or None), ``user`` (who is signed in
    by name), ``guarded`` (whether anybody has to be), ``csrf``, ``by`` (who decides) and ``told``
    (what was just decided) into the scope's state, and says who acts on the ledger."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        access: Callable[[Scope], Access],
        keys: Keys,
        people: People,
        refused: Refused,
    ) -> None:
        self._app = app
        self._access = access
        self._settings = settings
        self._keys = keys
        self._people = people
        self._refused = refused
        self._rates = Rates(settings.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for what is refused, and passes on the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = cookies_of(headers.get("cookie", ""))
        session = cookies.get(SESSION) or ""
        fresh = not plausible(session)
        if fresh:
            session = new_session()
        scheme, _, token = headers.get("authorization", "").partition(" ")
        bearer = scheme.lower() == "bearer"
        given = token.strip() if bearer else cookies.get(LOGIN, "")
        role, user = self._who(given, bearer, await self._people.signed_in(given))
        told = self._keys.told(cookies[TOLD]) if TOLD in cookies else None
        scope.setdefault("state", {}).update(
            role=role, user=user, guarded=self._guarded, csrf=self._keys.csrf(session),
            by=user or by_of(cookies), told=told,
        )  # fmt: skip

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                if not scope["path"].startswith(_STATIC):
                    out.setdefault("cache-control", "no-store")
                if fresh and not scope["path"].startswith("/api/") and not _sets_session(out):
                    out.append("set-cookie", cookie(SESSION, session))
                if told is not None and _is_page(message["status"], out):
                    out.append("set-cookie", cookie(TOLD, "", seconds=0))
            await send(message)

        access = self._access(scope)
        refused = self._refusal(Request(scope), headers, role, access)
        if refused is not None:
            await refused(scope, receive, send_guarded)
            return
        limit = self._limit(access) + _SLACK
        door: Door = "rest" if is_api(scope["path"]) else "page"
        who = Acting(door, user, by_token=bool(role) and user is None and self._people.exist)
        with acting(who):
            await self._app(scope, _limited(receive, limit), send_guarded)

    @property
    def _guarded(self) -> bool:
        """Whether only who has a token or is signed in is let in. A server that others can reach
        stays closed when its last user goes."""
        settings = self._settings
        return settings.guarded or self._people.exist or not settings.is_local

    def _who(
        self, given: str, bearer: bool, user: SignedIn | None
    ) -> tuple[str | None, str | None]:
        """What somebody may do, and who it is where that is known: who is signed in by what was
        ``given``, as a ``bearer`` token or in a cookie, or has a token."""
        if not self._guarded:
            return "edit", None
        if user is not None:
            return OF_USERS[user.role], user.name
        if not self._settings.guarded:
            return None, None  # what is signed without a token is no proof of one
        return role_of(self._settings, given) if bearer else self._keys.role(given), None

    def _limit(self, access: Access) -> int:
        settings = self._settings
        return settings.max_together if access.many_files else settings.max_upload

    def _refusal(
        self, request: Request, headers: Headers, role: str | None, access: Access
    ) -> Response | None:
        path, method = request.url.path, request.method

        def refuse(status: int, code: str, message: str, wait: int | None = None) -> Response:
            return self._refused(request, status, code, message, wait)

        if not self._known_host(headers.get("host", "")):
            return refuse(421, "host", "this server does not serve that host name")
        if path.startswith(_STATIC) and method in SAFE_METHODS:
            return None
        guessed = role is None and "authorization" in headers
        if guessed or access.costs_work:
            client = (request.scope.get("client") or ("", 0))[0]
            wait = self._rates.wait(client)
            if wait:
                return refuse(429, "rate", f"too many requests; try again in {wait} s", wait)
        if role is None and access.role is not None:
            return self._asked_in(request, refuse)
        if (access.own_site or method not in SAFE_METHODS) and _foreign(headers):
            return refuse(403, "origin", "requests from pages of other sites are refused")
        if not may(role, access.role):
            return refuse(403, "role", _too_little(access, request.state.user))
        size = headers.get("content-length", "")
        if size.isdigit() and int(size) > self._limit(access) + _SLACK:
            return refuse(413, "size", _too_large(self._limit(access)))
        return None

    def _asked_in(self, request: Request, refuse: Callable[[int, str, str], Response]) -> Response:
        """To the login, and from there back to where one came from; programs are told."""
        if is_api(request.url.path):
            answer = refuse(401, "token", _NEEDED)
            answer.headers["www-authenticate"] = "Bearer"
            return answer
        wanted = came_from(request) if request.method not in SAFE_METHODS else _here(request)
        return RedirectResponse(
            f"/login?next={quote(wanted, safe='')}" if wanted not in (None, "/") else "/login", 303
        )

    def _known_host(self, host: str) -> bool:
        """Whether it is a name this server is meant to have: a page elsewhere may point a name of
        its own here (DNS rebinding)."""
        if not _HOST.fullmatch(host):
            return False
        name = host_of(f"//{host}")[0]
        if name in ("localhost", self._settings.host.lower()):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            # Behind a proxy it has names of its own; then a token stands before it.
            return not self._settings.is_local
        return True


class Rates:
    """Tokens in buckets, one for each client: ``rate`` a minute, a third of it at once."""

    def __init__(self, rate: int) -> None:
        self._rate = rate / 60
        self._most = max(1.0, rate / 3)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """0 when the client may go on, else how many seconds it should wait."""
        now = time.monotonic()
        left, at = self._buckets.pop(client, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        fine = left >= 1
        self._buckets[client] = (left - 1 if fine else left, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return 0 if fine else max(1, round((1 - left) / self._rate))


def role_of(settings: Settings, token: str) -> str | None:
    """What a token lets its bearer do; compared in constant time, always with both."""
    given = token.encode()
    may_edit = hmac.compare_digest(given, (settings.edit_token or "").encode())
    may_read = hmac.compare_digest(given, (settings.read_token or "").encode())
    if settings.edit_token and may_edit:
        return "edit"
    return "read" if settings.read_token and may_read else None


def _foreign(headers: Headers) -> bool:
    """Whether a page of another site sent it; programs that are no browsers send no origin."""
    origin = headers.get("origin")
    if origin is not None:
        return host_of(origin)[1] != headers.get("host", "").lower()
    return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def host_of(address: str) -> tuple[str, str]:
    """The host name of an address, and its name with the port, as in the header Host; empty where
    it is none ("http://[")."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").lower(), parts.netloc.lower()
    except ValueError:
        return "", ""


def came_from(request: Request) -> str | None:
    """The page of this server from which a request came, as its path and query."""
    referer = request.headers.get("referer", "")
    host = request.headers.get("host", "").lower()
    if not host or host_of(referer)[1] != host:
        return None
    came = urlsplit(referer)
    return f"{came.path}?{came.query}" if came.query else came.path


def local(address: str) -> str:
    """A path of this server, "/" for whatever leads elsewhere."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isascii()
    return address if fine and address.isprintable() else "/"


def _here(request: Request) -> str:
    query = request.scope.get("query_string", b"").decode("latin-1")
    path = quote(request.url.path)
    return f"{path}?{query}" if query else path


def _sets_session(headers: MutableHeaders) -> bool:
    return any(one.startswith(f"{SESSION}=") for one in headers.getlist("set-cookie"))


def _too_little(access: Access, user: str | None) -> str:
    """Why somebody may not do what is asked for."""
    if access.role == "admin":
        return "only users with the role admin may do this"
    if user is None:
        return "this token is for reading only"
    return "your role is reader: only editors may do this"


def _is_page(status: int, headers: MutableHeaders) -> bool:
    """Whether an answer is a page that somebody looks at, and not one on the way to it."""
    return status not in (202, 303) and headers.get("content-type", "").startswith("text/html")


def _too_large(limit: int) -> str:
    return f"more than {limit:,} bytes; quoth read takes files of any size"


class BodyTooLargeError(QuothError):
    """A body without an honest length went over the limit."""

    http_status = 413
    code = "size"


def _limited(receive: Receive, limit: int) -> Receive:
    got = 0

    async def receive_some() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > limit:
                raise BodyTooLargeError(_too_large(limit))
        return message

    return receive_some
