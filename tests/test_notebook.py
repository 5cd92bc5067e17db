"""The notebook of the examples runs from its first cell to its last."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

from builders import article
from quoth.ledger import Ledger

ROOT = Path(__file__).parent.parent


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "examples" / "articles.csv", tmp_path / "examples")
    kernels = tmp_path / "kernels" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": start, "display_name": "Python 3", "language": "python"}
    (kernels / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "kernels"))
    path = os.pathsep.join(one for one in sys.path if one)
    monkeypatch.setenv("PYTHONPATH", path)
    notebook = nbformat.read(ROOT / "notebooks" / "from-csv-to-plots.ipynb", as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        timeout=300,
        startup_timeout=300,
        resources={"metadata": {"path": str(tmp_path / "notebooks")}},
    )
    done = client.execute()
    shown = [
        kind
        for cell in done.cells
        for output in cell.get("outputs", ())
        for kind in output.get("data", ())
    ]
    assert shown.count("image/png") == 3
    assert "text/html" in shown


def test_the_questions_of_the_page_for_r_are_answered(tmp_path: Path) -> None:
    """R is not at hand everywhere: what it asks the database is asked here."""
    page = (ROOT / "docs" / "r.md").read_text("utf-8")
    said, heard = re.findall(r'dbGetQuery\(ledger, "(.*?)"\)', page, re.S)
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(article("[Ada Roth] {said} <rain>.", speakers={"a1": "Ada Roth"}).reading)
        ledger.speakers()
    connection = sqlite3.connect(f"file:{tmp_path / 'news.db'}?mode=ro", uri=True)
    rows = connection.execute(said).fetchall()
    assert [(row[4], row[5], row[6]) for row in rows] == [("Ada Roth", "said", "rain")]
    assert connection.execute(heard).fetchall()[0][1:] == ("Ada Roth", 1, 1)
    connection.close()
