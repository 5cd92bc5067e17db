"""Running the app: one process, one socket, a clean end."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from quoth.errors import OptionError
from quoth.web.app import create_app
from quoth.web.protocol import limited
from quoth.web.settings import Settings


def serve(settings: Settings, tell: Callable[[str], None]) -> int:
    """Serves until it is stopped; ``tell`` gets the address once the port is open.

    Raises:
        OptionError: when the port cannot be had.
        LedgerError: when the ledger cannot be opened.
    """
    if settings.ledger is not None:
        from quoth.ledger import Ledger

        Ledger(settings.ledger).close()  # what is wrong with it is told before the port is open
    listener = _listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    tell(f"http://{host}:{port}/")
    config = uvicorn.Config(
        create_app(settings),
        http=limited(settings.max_connections),
        ws="none",
        log_level="warning",
        server_header=False,
        # Only what stands in front of it and is named would be believed about clients.
        proxy_headers=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=64 * 1024,
        limit_concurrency=500,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
    return 0 if server.started else 1


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        reason = (error.strerror or str(error)).lower()
        raise OptionError(f"{host}:{port}: {reason}; name another --port") from error
    return listener
