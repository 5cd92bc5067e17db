"""What a browser keeps between pages: its session, a login, who decides, what was just done.

Every cookie is out of reach of scripts, and sent to this server by its own pages and by links that
lead here, never by forms of other sites. What must not be forged is signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Literal
from urllib.parse import quote, unquote

from quoth.web.settings import Settings

SESSION = "quoth_session"
LOGIN = "quoth_login"
BY = "quoth_by"
TOLD = "quoth_told"

_YEAR = 365 * 86_400
_SOON = 120  # seconds within which the page after a decision is looked at
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}
_NO_SALT = "quoth: no ledger"


@dataclass(frozen=True, slots=True)
class Told:
    """What a decision did, for the page that comes after it.

    ``decision``: its number, by which it is undone (or done again: ``again``), None where there is
    nothing to take back. ``link``: the statement's, speaker's or article's page.
    """

    what: str
    words: str = ""
    link: str | None = None
    decision: int | None = None
    again: bool = False


class Keys:
    """What cookies and forms are signed with.

    Servers that are started with the same tokens on the same ledger have the same key, so that
    sessions outlive a restart; other tokens end them. Nobody makes it of the ledger alone.
    """

    def __init__(self, settings: Settings) -> None:
        self._tokens = f"{settings.read_token or ''}\n{settings.edit_token or ''}"
        self._key = _key(self._tokens, _NO_SALT) if settings.guarded else secrets.token_bytes(32)

    def settle(self, salt: str) -> None:
        """Takes the key of a ledger: ``salt`` is what that keeps for it."""
        self._key = _key(self._tokens, salt)

    def mark(self, what: str) -> str:
        """The signature of a text, hex."""
        return hmac.new(self._key, what.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def is_mark(self, given: str, what: str) -> bool:
        """Whether ``given`` is the signature of ``what``; compared in constant time."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.mark(what).encode())

    def csrf(self, session: str) -> str:
        """The mark that a form of this session carries."""
        return self.mark(f"csrf {session}")

    def login(self, role: str) -> str:
        """What the cookie of somebody logged in holds."""
        return f"{role}.{self.mark(f'login {role}')}"

    def role(self, value: str) -> Literal["read", "edit"] | None:
        """The role that a login cookie gives, or None when it is not ours."""
        role = value.partition(".")[0]
        for known in ("read", "edit"):
            if role == known and self.is_mark(value.partition(".")[2], f"login {role}"):
                return "read" if known == "read" else "edit"
        return None

    def told(self, value: str) -> Told | None:
        """What the cookie of the last decision says, or None when it is not ours."""
        body, _, mark = value.rpartition(".")
        if not body or not self.is_mark(mark, f"told {body}"):
            return None
        try:
            return Told(**json.loads(base64.urlsafe_b64decode(body)))
        except (ValueError, TypeError, binascii.Error):
            return None

    def telling(self, told: Told) -> str:
        """The cookie that tells the next page what was done."""
        form = json.dumps(asdict(told), ensure_ascii=False).encode("utf-8", "replace")
        body = base64.urlsafe_b64encode(form).decode()
        return cookie(TOLD, f"{body}.{self.mark(f'told {body}')}", seconds=_SOON)


def _key(tokens: str, salt: str) -> bytes:
    # Slow on purpose: a cookie must not help to guess a token.
    return hashlib.scrypt(tokens.encode(), salt=salt.encode(), maxmem=2**26, **_SCRYPT)


def cookie(name: str, value: str, *, seconds: int | None = None) -> str:
    """A cookie that no script reads and no form of another site sends; 0 seconds take it away."""
    kept = "" if seconds is None else f"; Max-Age={seconds}"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{kept}"


def by_cookie(by: str) -> str:
    """The cookie that remembers by whom decisions are made; an empty name forgets it."""
    return cookie(BY, quote(by, safe=""), seconds=_YEAR if by else 0)


def by_of(cookies: dict[str, str]) -> str:
    """By whom the last decision of this browser was made, "" where it was not told."""
    return unquote(cookies.get(BY, ""))[:300].replace("\x00", "")


def cookies_of(header: str) -> dict[str, str]:
    """The cookies of a request, none where they cannot be read."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def new_session() -> str:
    """A session, for which forms are signed."""
    return secrets.token_urlsafe(24)


def plausible(session: str) -> bool:
    """Whether a session looks like one that was given here."""
    return len(session) == 32 and session.replace("-", "").replace("_", "").isalnum()
