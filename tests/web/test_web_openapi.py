"""The REST interface against its own description, by schemathesis: every operation is asked with
the examples, with every kind of right and wrong value, and with what chance brings."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import QUOTH, environment
from served import served

ROOT = Path(__file__).parents[2]
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose ledger holds the examples."""
    ledger = tmp_path_factory.mktemp("openapi") / "news.db"
    given = [str(ledger), str(ROOT / "examples" / "articles.csv")]
    subprocess.run([*QUOTH, "add", "--quiet", *given], check=True, env=environment(), timeout=300)
    with served(ledger) as address:
        yield address


def test_it_is_openapi_3_1_and_every_operation_is_described(address: str) -> None:
    with urllib.request.urlopen(f"{address}/api/v1/openapi.json") as answer:
        described = json.load(answer)
    assert described["openapi"].startswith("3.1")
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), (method, path)


@pytest.mark.timeout(1600)  # on a busy machine; half a minute an operation at worst
def test_no_fault_and_no_breach_of_the_description(address: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json"),
            *("--checks", CHECKS, "--phases", "examples,coverage,fuzzing"),
            *("--max-examples", "10", "--seed", "7", "--generation-deterministic"),
            *("--continue-on-failure", "--no-shrink", "--no-color"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        timeout=1500,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    asked = re.search(r"(\d+) generated", done.stdout)
    assert asked is not None
    assert int(asked[1]) > 500
