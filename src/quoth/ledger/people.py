"""The part of `quoth.Ledger` for who works with it: users, sessions, the audit log."""

from __future__ import annotations

import threading

from quoth.acting import LogKind
from quoth.errors import OptionError
from quoth.ledger import logbook, users
from quoth.ledger.database import Database
from quoth.ledger.logbook import Entry
from quoth.ledger.users import Session, SignedIn, User

_ONE_AT_A_TIME = threading.Lock()  # a hash takes 64 MiB while it is made


class People:
    """Users with roles, who sign in by password, and the log of what everybody did."""

    database: Database

    def add_user(
        self, name: str, password: str, *, role: str = "editor", by: str | None = None
    ) -> int:
        """Adds a user; gives the number.

        Args:
            name: 1 to 60 letters, digits, spaces and . - _ ' @; no two are alike in any case.
            password: 12 characters or more; only its Argon2id hash is kept.
            role: "reader", "editor" or "admin".
            by: who adds the user.

        Raises:
            OptionError: for a name that is none or is taken, a password that is too short or
                easily guessed, another role, or when argon2-cffi (extra ``web``) is missing.
        """
        known = self._hashed(password, name)
        with self.database.writing() as connection:
            return users.add(connection, name, known, role, by=by)

    def users(self) -> list[User]:
        """The users, by name."""
        with self.database.reading() as connection:
            return users.every_one(connection)

    def user(self, name: str) -> User:
        """A user by name, in any case.

        Raises:
            NotFoundError: when there is none.
        """
        with self.database.reading() as connection:
            return users.one(connection, name)

    def set_role(self, name: str, role: str, *, by: str | None = None) -> None:
        """Gives a user another role, and ends the sessions.

        Raises:
            NotFoundError: when there is no such user.
            OptionError: for another role, or when nobody would be an admin any more.
        """
        self.change_user(name, role=role, by=by)

    def set_password(self, name: str, password: str, *, by: str | None = None) -> None:
        """Gives a user another password, and ends the sessions.

        Raises:
            NotFoundError: when there is no such user.
            OptionError: for a password that is too short or easily guessed.
        """
        self.change_user(name, password=password, by=by)

    def change_user(
        self, name: str, *, role: str | None = None, password: str | None = None,
        by: str | None = None,
    ) -> None:  # fmt: skip
        """Gives a user another role, another password or both, all or nothing, and ends the
        sessions.

        Raises:
            NotFoundError: when there is no such user.
            OptionError: as for `set_role` and `set_password`.
        """
        known = None if password is None else self._hashed(password, name)
        with self.database.writing() as connection:
            if role is not None:
                users.set_role(connection, name, role, by=by)
            if known is not None:
                users.set_password(connection, name, known, by=by)

    def remove_user(self, name: str, *, keep_one: bool = False, by: str | None = None) -> None:
        """Takes a user away, and ends the sessions; what they decided keeps their name.

        Args:
            name: of the user.
            keep_one: refuse to take the last user away; that would let everybody in.
            by: who does so.

        Raises:
            NotFoundError: when there is no such user.
            OptionError: when others would be left without an admin, or for the last user.
        """
        with self.database.writing() as connection:
            users.remove(connection, name, keep_one=keep_one, by=by)

    def sign_in(self, name: str, password: str) -> Session | None:
        """Begins a session of at most 30 days; None for a wrong name or password, which takes as
        long for a name that is none. Whoever calls this says how often it may be tried."""
        with self.database.reading() as connection:
            known = users.password_of(connection, name)
        with _ONE_AT_A_TIME:
            right = users.is_password(password, known)
        with self.database.writing() as connection:
            session = users.sign_in(connection, name, known) if right and known else None
            if session is None:
                users.not_signed_in(connection, name)
            return session

    def change_password(self, name: str, old: str, new: str) -> Session | None:
        """A user's own change of the password: it ends the sessions and begins a new one. None
        when ``old`` is wrong.

        Raises:
            OptionError: for a password that is too short, easily guessed, or the old one.
        """
        with self.database.reading() as connection:
            known = users.password_of(connection, name)
        with _ONE_AT_A_TIME:
            right = users.is_password(old, known)
        if not right or known is None:
            return None
        if old == new:
            raise OptionError("this is the old password; take a new one")
        made = self._hashed(new, name)
        with self.database.writing() as connection:
            if users.password_of(connection, name) != known:  # somebody was faster
                return None
            users.set_password(connection, name, made)
            return users.sign_in(connection, name, made)

    def sign_out(self, secret: str) -> None:
        """Ends the session of a secret."""
        with self.database.writing() as connection:
            users.sign_out(connection, secret)

    def has_users(self) -> bool:
        """Whether anybody has to sign in: there are users."""
        with self.database.reading() as connection:
            return users.exist(connection)

    def signed_in(self, secret: str) -> SignedIn | None:
        """Who is signed in by the secret of a session now."""
        with self.database.reading() as connection:
            return users.signed_in(connection, secret)

    def log(
        self,
        *,
        user: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Entry]:
        """The audit log, the last line first: who did what, when and through which door.

        Args:
            user: only what was done by this user, or under this name.
            kind: decision, mark, search, watch, articles, user or sign-in.
            since: done on this day (ISO date, UTC) or later.
            until: done on this day or before.
            limit: how many at most.
            offset: how many of the last to pass over.

        Raises:
            OptionError: for another kind, or a day that is none.
        """
        with self.database.reading() as connection:
            return logbook.entries(
                connection, user=user, kind=kind, since=since, until=until, limit=limit,
                offset=offset,
            )  # fmt: skip

    def log_names(self) -> list[str]:
        """Who stands in the audit log, by name."""
        with self.database.reading() as connection:
            return logbook.names(connection)

    def note(self, kind: LogKind, action: str, told: str, *, by: str | None = None) -> None:
        """Adds a line to the audit log about what the ledger does not log by itself: articles that
        were added, a file that was taken in."""
        with self.database.writing() as connection:
            logbook.write(connection, kind, action, told=told, by=by)

    def _hashed(self, password: str, name: str) -> str:
        with _ONE_AT_A_TIME:
            return users.hashed(password, name)
