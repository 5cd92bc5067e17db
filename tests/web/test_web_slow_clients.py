"""Clients that begin and do not go on: each costs its own connection, for a while."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import uvicorn

from quoth.web import protocol

MOST = 20
PIECE = b"x" * 65_536


async def app(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
    """Answers "/" at once, "/post" when it has the body, and "/long" without an end."""
    more = scope["path"] == "/post"
    while more:
        message = await receive()
        more = message.get("more_body", False) and message["type"] == "http.request"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    while scope["path"] == "/long":
        await send({"type": "http.response.body", "body": PIECE, "more_body": True})
    await send({"type": "http.response.body", "body": b"yes"})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    for name in ("HEADER_SECONDS", "BODY_SECONDS", "TAKEN_SECONDS"):
        monkeypatch.setattr(protocol, name, 1.0)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=protocol.limited(MOST), ws="none", lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = server.force_exit = True
    thread.join(20)
    listener.close()


def connected(port: int, sent: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=60)
    one.sendall(sent)
    return one


def said(one: socket.socket) -> bytes:
    """All that the server says until it hangs up."""
    out = b""
    try:
        while piece := one.recv(65_536):
            out += piece
    except ConnectionError:
        pass
    return out


def get(port: int) -> int:
    return httpx.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=60).status_code


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_headers_that_never_end_are_waited_for_only_a_while(port: int, sent: bytes) -> None:
    with connected(port, sent) as one:
        assert said(one).startswith(b"HTTP/1.1 408 ")


def test_bytes_one_by_one_do_not_set_the_clock_back(port: int) -> None:
    began = time.monotonic()
    with connected(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ") as one:
        one.settimeout(0.1)
        for _ in range(600):
            try:
                one.sendall(b"x")
                if not one.recv(1) or one.recv(9) == b"TTP/1.1 4":
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
    assert time.monotonic() - began < 50


def test_a_body_that_never_ends_is_waited_for_only_a_while(port: int) -> None:
    head = b"POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nsome"
    with connected(port, head) as one:
        assert b" 200 " not in said(one)


def test_a_second_request_that_never_ends_is_waited_for_only_a_while(port: int) -> None:
    with connected(port, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT") as one:
        answer = said(one)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answer


def test_an_answer_that_nobody_takes_is_dropped(port: int) -> None:
    with connected(port, b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n") as one:
        time.sleep(3)
        one.settimeout(60)
        got = said(one)  # what was on its way, and then the end
    assert got.startswith(b"HTTP/1.1 200 ")


def test_one_clients_half_requests_keep_nobody_else_out(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEADER_SECONDS", 600.0)
    with ExitStack() as held:
        sockets = [held.enter_context(connected(port, b"GET / ")) for _ in range(MOST)]
        with connected(port) as refused:
            answer = said(refused)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 5" in answer
        with socket.create_connection(
            ("127.0.0.1", port), source_address=("127.0.0.2", 0), timeout=60
        ) as other:
            other.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert said(other).endswith(b"yes\r\n0\r\n\r\n")
        sockets[0].close()
        for _ in range(100):
            try:
                assert get(port) == 200
                break
            except (AssertionError, httpx.TransportError):
                time.sleep(0.1)
        else:
            raise AssertionError("the place of one who left was not given on")


def test_connections_are_used_again(port: int) -> None:
    with httpx.Client(trust_env=False, timeout=60) as client:
        for _ in range(3 * MOST):
            assert client.get(f"http://127.0.0.1:{port}/").status_code == 200
