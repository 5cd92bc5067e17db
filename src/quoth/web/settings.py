"""What the server may do and how much of it: one frozen value, made once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quoth.errors import OptionError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SHORTEST_TOKEN = 16
_FILES_AT_ONCE = 20  # of the largest size


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the server.

    ``ledger``: what `quoth.Ledger` opens, or None to read and forget. ``host``: beyond loopback a
    token or a user is needed. ``read_token`` lets in to look, ``edit_token`` also to keep and
    correct; without any, who reaches the port may do both. Sizes are in bytes, times in seconds.
    ``rate``: requests a minute of one client that cost work (reading, keeping, comparing).
    """

    ledger: str | None = None
    host: str = "127.0.0.1"
    port: int = 8040
    read_token: str | None = None
    edit_token: str | None = None
    model: Path | None = None
    workers: int = 0  # 0: one for each core
    max_upload: int = 5_000_000
    max_text: int = 1_000_000  # characters
    max_seconds: float = 30.0
    max_waiting: int = 16  # jobs that may wait for a worker
    rate: int = 120
    max_connections: int = 100  # of one client at once
    max_files: int = 500  # of one upload
    allow_private: bool = False
    has_users: bool = False  # the ledger has users who sign in, as it is started

    def __post_init__(self) -> None:
        if not self.is_local and not (self.edit_token or self.read_token or self.has_users):
            raise OptionError(
                f"{self.host}: serving other computers requires an access token; use --token-file, "
                "or make users: quoth user add"
            )
        for token in (self.read_token, self.edit_token):
            if token is not None and len(token) < _SHORTEST_TOKEN:
                raise OptionError(f"a token must have at least {_SHORTEST_TOKEN} characters")
        if self.read_token is not None and self.read_token == self.edit_token:
            raise OptionError("the tokens for reading and for editing must differ")

    @property
    def max_together(self) -> int:
        """Bytes that the files of one upload may have together."""
        return self.max_upload * _FILES_AT_ONCE

    @property
    def is_local(self) -> bool:
        """Whether only programs of this machine can reach the server."""
        return self.host in _LOOPBACK

    @property
    def guarded(self) -> bool:
        """Whether a token is asked for."""
        return bool(self.read_token or self.edit_token)


def token_of(path: Path) -> str:
    """The token in a file: its first line.

    Raises:
        OptionError: when the file cannot be read or holds none.
    """
    try:
        lines = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"{path}: the token file cannot be read") from error
    if not lines:
        raise OptionError(f"{path}: contains no token; write one with 16 characters or more")
    return lines[0]
