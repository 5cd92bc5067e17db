"""The description of the interface says what it answers, field by field, with examples that are
so; and a page shows it that needs nothing from anywhere else."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from quoth.web.app import create_app
from quoth.web.settings import Settings

JSON = "application/json"
FORM: dict[str, Any] = create_app(Settings()).openapi()
OPERATIONS = [
    (f"{method.upper()} {path}", status, answer["content"][JSON])
    for path, several in FORM["paths"].items()
    for method, one in several.items()
    for status, answer in one["responses"].items()
    if status[0] == "2" and answer.get("content", {}).get(JSON)  # an export has any form
]


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**schema, "components": FORM["components"]})


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema["$ref"].rpartition("/")[2]
    found: dict[str, Any] = FORM["components"]["schemas"][name]
    return found


@pytest.mark.parametrize(("name", "content"), [(name, one) for name, _, one in OPERATIONS])
def test_every_answer_is_typed_and_has_an_example_that_is_so(
    name: str, content: dict[str, Any]
) -> None:
    schema = resolved(content["schema"])
    if "data" in schema["properties"]:  # all but Citron's
        data = schema["properties"]["data"]
        schema = resolved(data.get("items", data))
    assert len(schema["properties"]) > 1, f"{name}: fields are not named"
    assert "example" in content, f"{name}: docs/make_examples.py does not ask for it"
    validator(content["schema"]).validate(content["example"])
    assert content["example"].get("data", True), f"{name}: an example of nothing"


def test_an_answer_with_a_field_too_many_or_one_too_few_is_none_of_them() -> None:
    """So that a field which nobody has described is found by the tests that compare."""
    content = next(one for name, _, one in OPERATIONS if name == "GET /api/v1/statements")
    good = content["example"]["data"][0]
    missing = {name: value for name, value in good.items() if name != "who"}
    for wrong in ({**good, "more": 1}, missing):
        with pytest.raises(jsonschema.ValidationError):
            validator(content["schema"]).validate({"data": [wrong], "next": None})


def test_every_request_with_a_body_of_json_has_an_example() -> None:
    bodies = {
        (path, method): one["requestBody"]["content"][JSON]["schema"]
        for path, several in FORM["paths"].items()
        for method, one in several.items()
        if JSON in one.get("requestBody", {}).get("content", {})
    }
    assert len(bodies) > 8
    for schema in bodies.values():
        form = resolved(schema)
        of_fields = {
            name: field["examples"][0]
            for name, field in form["properties"].items()
            if "examples" in field
        }
        validator(schema).validate(form.get("examples", [of_fields])[0])


def test_the_page_of_the_interface_shows_all_of_it_and_fetches_nothing(
    reader_only: TestClient,
) -> None:
    page = reader_only.get("/docs").text
    for path, several in FORM["paths"].items():
        for method in several:
            assert f"<code>{method.upper()} {path}</code>" in page
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert page.count("<script") == 1  # the page's own, as on every page
    assert page.count("<summary>Example</summary>") == len(OPERATIONS)
