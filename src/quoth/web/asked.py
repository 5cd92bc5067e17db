"""What a request asks for: the query of a search, and the names that a route knows.

An empty value means "not given", so that a form may send all its fields; a name that a route does
not know is refused, since a filter that is misspelt would silently not be one.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from quoth.errors import OptionError
from quoth.query import FIELDS, FILTERS, QueryField, StatementQuery


class EmptyIsNotGiven:
    """ASGI middleware that takes empty parameters out of addresses."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on without them."""
        given: bytes = scope.get("query_string", b"")
        if b"=&" in given or given.endswith(b"="):
            kept = parse_qsl(given.decode("latin-1"), encoding="latin-1")
            query = urlencode(kept, encoding="latin-1").encode("ascii")
            scope = {**scope, "query_string": query}
        await self._app(scope, receive, send)


def _parameter(field: QueryField) -> str:
    """What a field of a query is called in an address."""
    return "q" if field.name == "words" else field.name


_PARAMETERS = frozenset(map(_parameter, FIELDS))


async def asked(request: Request) -> StatementQuery:
    """The query that the parameters of a request ask for.

    Raises:
        OptionError: for a value that a filter does not take.
    """
    given = request.query_params
    for name in _PARAMETERS:
        if len(given.getlist(name)) > 1:
            raise OptionError(f"{name}: given more than once")
    filters = {one.name: given[one.name] for one in FILTERS if one.name in given}
    return StatementQuery.of(given.get("q", ""), filters)


Query = Annotated[StatementQuery, Depends(asked)]
"""The query of a request, in the signature of its route."""

IN_SCHEMA: dict[str, Any] = {
    "parameters": [
        {
            "name": _parameter(one),
            "in": "query",
            "required": False,
            "description": one.help,
            "schema": one.schema,
        }
        for one in FIELDS
    ]
}
"""``openapi_extra`` of a route that takes a `Query`."""


async def no_unknown_names(request: Request) -> None:
    """Refuses parameters that the route of a request does not know.

    Raises:
        OptionError: when there is one.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = _names(route.dependant)
    for name in request.query_params:
        if name not in known:
            names = ", ".join(sorted(known)) or "none"
            raise OptionError(f"{name}: no such parameter; there are {names}")


def _names(dependant: Dependant) -> set[str]:
    """The parameters that a route, or something it depends on, takes."""
    out = {one.alias for one in dependant.query_params}
    if dependant.call is asked:
        out |= _PARAMETERS
    return out.union(*map(_names, dependant.dependencies))


def shown(query: StatementQuery) -> dict[str, Any]:
    """Every filter of a query with its value or None, for forms and links; its words are "q"."""
    return {"q": query.words, **{one.name: getattr(query, one.name) for one in FILTERS}}
