"""``/docs``: the interface for people to read, made from its own description, with no script and
nothing from anywhere else."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from quoth.codec import dumps
from quoth.web.access import requires
from quoth.web.render import page

router = APIRouter(include_in_schema=False)

_LONG = 6000  # characters of an example that are shown


@router.get("/docs")
@requires(None)
async def docs(request: Request) -> Response:
    """Every operation: what it does, takes and gives, with an example."""
    form: dict[str, Any] = request.app.openapi()
    operations = [
        _operation(form, method, path, one)
        for path, several in form["paths"].items()
        for method, one in several.items()
    ]
    shapes = [
        {"name": name, "form": dumps(one, indent=1)}
        for name, one in sorted(form["components"]["schemas"].items())
    ]
    return page(request, "docs.html", about=form["info"], operations=operations, shapes=shapes)


def _operation(form: dict[str, Any], method: str, path: str, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        "method": method.upper(),
        "path": path,
        "what": " ".join(one.get("description", "").split()),
        "parameters": [
            {
                "name": given["name"],
                "where": given["in"],
                "kind": _kind(given.get("schema", {})),
                "what": given.get("description") or given.get("schema", {}).get("description", ""),
                "required": given.get("required", False),
            }
            for given in one.get("parameters", [])
        ],
        "sent": _sent(form, one),
        "answers": [_answer(status, answer) for status, answer in one["responses"].items()],
    }


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"] if one is not None)
    if several := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_kind(one) for one in several if one.get("type") != "null")
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("type", "anything"))


def _sent(form: dict[str, Any], one: dict[str, Any]) -> dict[str, str] | None:
    """The body of a request: its media type, its shape, and an example."""
    for media, content in one.get("requestBody", {}).get("content", {}).items():
        schema = content.get("schema", {})
        name = _kind(schema)
        whole = form["components"]["schemas"].get(name, schema)
        example = next(iter(whole.get("examples", ())), None)
        return {"media": media, "kind": name, "example": _shown(example)}
    return None


def _answer(status: str, answer: dict[str, Any]) -> dict[str, str]:
    content: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
    return {
        "status": status,
        "what": answer.get("description", ""),
        "media": ", ".join(answer.get("content", ())),
        "kind": _kind(content["schema"]) if content.get("schema") else "",
        "example": _shown(content.get("example")),
    }


def _shown(example: Any) -> str:
    if example is None:
        return ""
    text = json.dumps(example, indent=1, ensure_ascii=False)
    return text if len(text) <= _LONG else text[:_LONG] + "\n…"
