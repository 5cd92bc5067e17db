"""What a route asks of who calls it, and whether it costs work: said where the route is.

    @router.post("/read")
    @requires("read")
    @costs_work
    async def read(...): ...

A route that says nothing asks for "read" where it only looks (GET) and for "edit" where it does
not, and costs nothing that is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

Role = Literal["read", "edit", "admin"]
_RANKS: dict[str | None, int] = {None: 0, "read": 1, "edit": 2, "admin": 3}
OF_USERS: dict[str, Role] = {"reader": "read", "editor": "edit", "admin": "admin"}
"""What users of each role may do."""

SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))

_F = TypeVar("_F", bound=Callable[..., Any])
_MARK = "__quoth_access__"


@dataclass(frozen=True, slots=True)
class Access:
    """What a token or a user must be let do (None: everybody may), whether requests are counted
    (``rate``), whether pages of other sites may send it at all, and whether it takes many files."""

    role: Role | None
    costs_work: bool = False
    own_site: bool = False
    many_files: bool = False


_LOOK = Access("read")
_CHANGE = Access("edit")


def requires(role: Role | None, *, own_site: bool = False) -> Callable[[_F], _F]:
    """Marks a route: who may call it; ``own_site``: not from a page of another site, even to look.

    Args:
        role: "read", "edit", "admin" (of users), or None for everybody.
        own_site: whether pages of other sites are refused whatever the method.
    """

    def mark(endpoint: _F) -> _F:
        return _marked(endpoint, role=role, own_site=own_site)

    return mark


def costs_work(endpoint: _F) -> _F:
    """Marks a route whose requests are counted, and refused when there are too many."""
    return _marked(endpoint, costs_work=True)


def takes_files(endpoint: _F) -> _F:
    """Marks a route that takes many files: its body may be larger."""
    return _marked(endpoint, many_files=True)


def _marked(endpoint: _F, **changes: Any) -> _F:
    setattr(endpoint, _MARK, {**getattr(endpoint, _MARK, {}), **changes})
    return endpoint


def access_of(routes: Iterable[BaseRoute]) -> Callable[[Scope], Access]:
    """What tells of a request, before it is answered, what its route asks for."""
    known = [route for route in routes if isinstance(route, Route)]

    def of(scope: Scope) -> Access:
        usual = _LOOK if scope["method"] in SAFE_METHODS else _CHANGE
        for route in known:
            if route.matches(scope)[0] is Match.FULL:
                return replace(usual, **getattr(route.endpoint, _MARK, {}))
        return usual

    return of


def may(role: str | None, asked: Role | None) -> bool:
    """Whether who has a role may do what is asked for."""
    return _RANKS.get(role, 0) >= _RANKS[asked]


def is_api(path: str) -> bool:
    """Whether programs ask for this path: they are answered in JSON."""
    return path.startswith("/api/") or path == "/quotes"
