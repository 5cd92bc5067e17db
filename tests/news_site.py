"""A real server on the loopback interface, for the tests of fetching, and ways to ask it."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any, cast

import httpcore
import pytest

from quoth.errors import FetchError, InputError
from quoth.intake.fetch import FetchLimits, fetch

PAGE = b"<html><body><p>The mayor said the bridge would open on Monday.</p></body></html>"
PUBLIC = "93.184.215.14"
OPEN = FetchLimits(allow_private=True, total_seconds=5)

Send = Callable[[bytes], None]
Answer = Callable[[Send], None]


def answer(body: bytes = PAGE, status: str = "200 OK", **headers: Any) -> Answer:
    """An answer with ``headers`` ("content_type" is Content-Type), Content-Length as is right."""
    fields: dict[str, object] = {"Content-Type": "text/html", "Content-Length": len(body)}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)

    def send_all(send: Send) -> None:
        send(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1"))
        send(body)

    return send_all


def redirect(to: str, status: str = "302 Found") -> Answer:
    return answer(b"", status, location=to)


class Site:
    """A real server on the loopback interface that gives the answers put under ``pages``."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[str] = []
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                try:
                    connection = self.request
                    if tls is not None:
                        connection = tls.wrap_socket(connection, server_side=True)
                    with connection:
                        site._serve(connection)
                except OSError:
                    pass  # the client has hung up, as it should where a limit is passed

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def _serve(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head and (data := connection.recv(4096)):
            head += data
            if not head.startswith(b"GET "):
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        self.requests.append(head.decode("latin-1"))
        path = head.split(b" ")[1].decode("latin-1")
        self.pages.get(path, answer(b"", "404 Not Found"))(connection.sendall)

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Rerouted(httpcore.SyncBackend):
    """Connects to the test's server whatever the address, and notes the address asked for."""

    def __init__(self, site: Site) -> None:
        self.asked: list[tuple[str, int]] = []
        self._site = site

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.asked.append((host, port))
        return super().connect_tcp("127.0.0.1", self._site.port, timeout)


def names(*answers: str) -> Callable[[str, int], list[str]]:
    """A look-up that gives each of ``answers`` once, in turn."""
    left = list(answers)
    return lambda host, port: [left.pop(0)]


def reason(url: str, limits: FetchLimits = OPEN, **options: Any) -> str:
    """Why ``url`` is not fetched."""
    with pytest.raises(FetchError) as caught:
        fetch(url, limits=limits, **options)
    assert "\n" not in str(caught.value)
    return cast(InputError, caught.value).reason
