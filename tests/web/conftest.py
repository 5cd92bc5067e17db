"""A server of the tests' own: the real app, real workers, a real ledger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from quoth.web.app import create_app
from quoth.web.settings import Settings

BASE = "http://localhost"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium",
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., TestClient]]:
    """Starts an app with settings, and stops it at the end; the same settings give the same app."""
    running: dict[str, TestClient] = {}

    def start(**settings: Any) -> TestClient:
        key = repr(sorted(settings.items()))
        if key not in running:
            given = Settings(**{"workers": 1, "rate": 100_000, **settings})
            client = TestClient(create_app(given), base_url=BASE, raise_server_exceptions=False)
            client.__enter__()
            running[key] = client
        return running[key]

    yield start
    for client in running.values():
        client.__exit__(None, None, None)


@pytest.fixture(scope="session")
def reader_only(serve: Callable[..., TestClient]) -> TestClient:
    """A server that keeps nothing."""
    return serve()


@pytest.fixture(scope="session")
def with_ledger(
    serve: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory
) -> TestClient:
    """A server with a ledger that tests share."""
    folder: Path = tmp_path_factory.mktemp("web")
    return serve(ledger=str(folder / "news.db"))
