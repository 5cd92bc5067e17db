"""Users of a ledger: names, roles, passwords (Argon2id), and who is signed in.

Passwords are hashed with Argon2id (RFC 9106, its second recommended parameters); of a session only
the SHA-256 of its secret is kept, which has 256 bits. NIST SP 800-63B: long passwords, any
characters, no rules about which.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from quoth.acting import BY_TOKEN, Acting, UserRole, acting, by_whom, door
from quoth.errors import NotFoundError, OptionError
from quoth.ledger import logbook
from quoth.ledger.keep import now
from quoth.ledger.people_tables import sessions, users
from quoth.query import one_of

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES: tuple[str, ...] = get_args(UserRole)
SHORTEST = 12
LONGEST_PASSWORD = 1000
_LONGEST_NAME = 60
_MARKS = " .-_'@’"
_SESSION = timedelta(days=30)
_SECRET = "quoth_"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a name and a password; times in UTC."""

    id: int
    name: str
    role: UserRole
    made_at: str
    made_by: str | None
    changed_at: str


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in by which secret, and until when (UTC)."""

    user: User
    secret: str
    ends_at: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in by a session."""

    name: str
    role: UserRole


def digest(secret: str) -> str:
    """By what a session is found."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def hashed(password: str, name: str) -> str:
    """The hash of a new password of a user.

    Raises:
        OptionError: when it is too short or too long, the user's name, or argon2-cffi is missing.
    """
    plain = _plain(password[: LONGEST_PASSWORD + 1])
    if len(plain) < SHORTEST:
        raise OptionError(f"a password has at least {SHORTEST} characters; several words are good")
    if len(password) > LONGEST_PASSWORD or not plain.isprintable():
        raise OptionError(
            f"a password has at most {LONGEST_PASSWORD} characters, all of them printable"
        )
    if key_of(plain) == key_of(name) or len(set(plain)) < 4:
        raise OptionError("this password is easily guessed; take several words")
    return _hasher().hash(plain)


def is_password(given: str, known: str | None) -> bool:
    """Whether a password is that of a hash; it takes as long where there is none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(known or _nobody(), _plain(given[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def add(
    connection: Connection, name: str, password_hash: str, role: str, *, by: str | None = None
) -> int:
    """Adds a user; gives the number.

    Raises:
        OptionError: for a name that is none or is taken, or another role.
    """
    plain = _name(name)
    one = one_of("role", role, ROLES) or "editor"
    if _found(connection, plain) is not None:
        raise OptionError(f"there is a user {plain!r} already; quoth user list shows them")
    at = now()
    new = users.insert().values(
        name=plain, key=key_of(plain), role=one, password=password_hash, made_at=at,
        made_by=by_whom(by), changed_at=at,
    )  # fmt: skip
    number = int(connection.execute(new.returning(users.c.id)).scalar_one())
    _log(connection, "added", plain, f"as {one}", by)
    return number


def set_role(connection: Connection, name: str, role: str, *, by: str | None = None) -> None:
    """Gives a user another role, and ends the sessions.

    Raises:
        NotFoundError: when there is no such user.
        OptionError: for another role, or when nobody would be an admin any more.
    """
    row = _user(connection, name)
    one = one_of("role", role, ROLES) or row.role
    if one == row.role:
        return
    if row.role == "admin":
        _keep_an_admin(connection, row.id)
    _change(connection, row.id, role=one)
    _log(connection, "role", row.name, f"{row.role} → {one}", by)


def set_password(
    connection: Connection, name: str, password_hash: str, *, by: str | None = None
) -> None:
    """Gives a user another password, and ends the sessions.

    Raises:
        NotFoundError: when there is no such user.
    """
    row = _user(connection, name)
    _change(connection, row.id, password=password_hash)
    _log(connection, "password", row.name, "", by)


def remove(
    connection: Connection, name: str, *, keep_one: bool = False, by: str | None = None
) -> None:
    """Takes a user away, and ends the sessions; what they decided keeps their name.

    Raises:
        NotFoundError: when there is no such user.
        OptionError: when others would be left without an admin; with ``keep_one``, for the last
            user.
    """
    row = _user(connection, name)
    others = len(every_one(connection)) > 1
    if keep_one and not others:
        raise OptionError("the last user is taken away by quoth user remove, not from here")
    if row.role == "admin" and others:
        _keep_an_admin(connection, row.id)
    connection.execute(sessions.delete().where(sessions.c.user_id == row.id))
    connection.execute(users.delete().where(users.c.id == row.id))
    _log(connection, "removed", row.name, f"was {row.role}", by)


def every_one(connection: Connection) -> list[User]:
    """The users, by name."""
    return [_shown(row) for row in connection.execute(sa.select(users).order_by(users.c.key))]


def one(connection: Connection, name: str) -> User:
    """A user by name.

    Raises:
        NotFoundError: when there is none.
    """
    return _shown(_user(connection, name))


def password_of(connection: Connection, name: str) -> str | None:
    """The hash of a user's password; None where there is no such user."""
    row = _found(connection, name)
    return None if row is None else str(row.password)


def sign_in(connection: Connection, name: str, known: str) -> Session | None:
    """Begins a session of the user whose password's hash is still ``known``."""
    row = _found(connection, name)
    if row is None or row.password != known:
        return None
    at = datetime.now(UTC)
    connection.execute(sessions.delete().where(sessions.c.ends_at < now()))
    secret = _SECRET + secrets.token_urlsafe(32)
    ends_at = (at + _SESSION).strftime("%Y-%m-%dT%H:%M:%SZ")
    connection.execute(
        sessions.insert().values(
            digest=digest(secret), user_id=row.id, made_at=now(), ends_at=ends_at
        )
    )
    with acting(Acting(door(), user=row.name)):
        logbook.write(connection, "sign-in", "in", about="user", target=row.name)
    return Session(_shown(row), secret, ends_at)


def not_signed_in(connection: Connection, name: str) -> None:
    """Notes that somebody gave a wrong name or password. A name that is none is not kept: it may
    be a password in the wrong field."""
    row = _found(connection, name)
    who = None if row is None else row.name
    told = "wrong password" if who else "unknown name"
    logbook.write(connection, "sign-in", "failed", about="user", target=who, told=told)


def sign_out(connection: Connection, secret: str) -> None:
    """Ends a session."""
    question = sa.select(users.c.name).join(sessions).where(sessions.c.digest == digest(secret))
    name = connection.scalar(question)
    if name is None:
        return
    connection.execute(sessions.delete().where(sessions.c.digest == digest(secret)))
    with acting(Acting(door(), user=name)):
        logbook.write(connection, "sign-in", "out", about="user", target=name)


def exist(connection: Connection) -> bool:
    """Whether there are users at all."""
    return connection.scalar(sa.select(users.c.id).limit(1)) is not None


def signed_in(connection: Connection, secret: str) -> SignedIn | None:
    """Who is signed in by a secret now."""
    question = (
        sa.select(users.c.name, users.c.role)
        .join(sessions)
        .where(sessions.c.digest == digest(secret), sessions.c.ends_at >= now())
    )
    row = connection.execute(question).one_or_none()
    return None if row is None else SignedIn(row.name, row.role)


def key_of(name: str) -> str:
    """A name in the one form in which no two are alike."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _name(name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    fine = all(one.isalnum() or one in _MARKS or unicodedata.combining(one) for one in plain)
    if not plain or len(plain) > _LONGEST_NAME or not fine or not any(map(str.isalnum, plain)):
        raise OptionError(
            f"{plain[:80]!r} is no name of a user: 1 to {_LONGEST_NAME} letters, digits, spaces "
            "and . - _ ' @"
        )
    if key_of(plain) == BY_TOKEN:
        raise OptionError(f"{plain!r} is how quoth calls those without a name; take another name")
    return plain


def _plain(password: str) -> str:
    # However the keyboard composes its letters; NIST SP 800-63B, 3.1.1.2.
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


def _found(connection: Connection, name: str) -> Row[tuple[object, ...]] | None:
    key = key_of(name.encode("utf-8", "replace").decode().replace("\x00", ""))
    found: Row[tuple[object, ...]] | None = connection.execute(
        sa.select(users).where(users.c.key == key)
    ).one_or_none()
    return found


def _user(connection: Connection, name: str) -> Row[tuple[object, ...]]:
    row = _found(connection, name)
    if row is None:
        raise NotFoundError("user", f"there is no {name[:80]!r}; quoth user list shows them")
    return row


def _keep_an_admin(connection: Connection, but: int) -> None:
    question = sa.select(users.c.id).where(users.c.role == "admin", users.c.id != but)
    if connection.scalar(question.limit(1)) is None:
        raise OptionError("this is the only admin; make somebody else an admin first")


def _change(connection: Connection, id: int, **values: str) -> None:
    new = users.update().where(users.c.id == id).values(**values, changed_at=now())
    connection.execute(new)
    connection.execute(sessions.delete().where(sessions.c.user_id == id))


def _shown(row: Row[tuple[object, ...]]) -> User:
    return User(row.id, row.name, row.role, row.made_at, row.made_by, row.changed_at)


def _log(connection: Connection, action: str, name: str, told: str, by: str | None) -> None:
    logbook.write(connection, "user", action, about="user", target=name, told=told, by=by)


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise OptionError(
            'users need argon2-cffi, which is not installed: pip install "quoth[web]"'
        ) from error
    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hasher().hash(secrets.token_urlsafe(32))
