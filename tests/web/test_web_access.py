"""What each route asks of who calls it: said at the route, and looked up before it is answered."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from quoth.web.access import Access, access_of
from quoth.web.app import ROUTERS, create_app
from quoth.web.settings import Settings

ROUTES = [route for router in ROUTERS for route in router.routes]


def asked(method: str, path: str) -> Access:
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
    return access_of(ROUTES)(scope)


@pytest.mark.parametrize(
    ("request_line", "access"),
    [
        ("GET /", Access("read")),
        ("GET /statements", Access("read")),
        ("GET /compare", Access("read", costs_work=True)),
        ("GET /api/v1/compare/figures", Access("read", costs_work=True)),
        ("GET /api/v1/export", Access("read", costs_work=True)),
        ("POST /read", Access("read", costs_work=True)),
        ("POST /api/v1/read/file", Access("read", costs_work=True)),
        ("GET /quotes", Access("read", costs_work=True, own_site=True)),
        ("GET /api/v1/quotes", Access("read", costs_work=True, own_site=True)),
        ("POST /quotes", Access("read", costs_work=True)),
        ("POST /login", Access(None, costs_work=True)),
        ("GET /api/v1/health", Access(None)),
        ("POST /keep", Access("edit", costs_work=True)),
        ("POST /api/v1/articles", Access("edit", costs_work=True)),
        ("POST /statement/3/reject", Access("edit")),
        ("POST /api/v1/corrections/3/undo", Access("edit")),
        ("GET /nothing", Access("read")),
        ("DELETE /nothing", Access("edit")),
    ],
)
def test_a_route_says_what_it_asks_for(request_line: str, access: Access) -> None:
    assert asked(*request_line.split()) == access


@pytest.mark.parametrize("path", ["/statements", "/no", "/api/v1/statements", "/quotes?text=x"])
def test_nothing_is_shown_without_a_token(path: str) -> None:
    # The app is not started: whatever gets past its guard would fail.
    app = create_app(Settings(edit_token="a-token-of-16-letters"))
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    answer = client.get(path)
    assert answer.status_code == (401 if path.startswith(("/api", "/quotes")) else 303)
    assert client.get("/static/reading.css").status_code == 200
