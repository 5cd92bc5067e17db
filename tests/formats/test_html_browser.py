"""The page in a real browser: what is marked is there, what is hostile does not run."""

import html
import os
import re
import shutil
import subprocess

import pytest

from builders import article
from quoth.formats import atomic_output, open_writer
from quoth.records import Article, Reading

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="chromium is not installed"
)


def dom_of(reading, folder):
    """The page of ``reading`` as the browser has it after its scripts have run."""
    page = folder / "page.html"
    with atomic_output(page) as stream:
        writer = open_writer("html", stream)
        writer.write(reading)
        writer.close()
    done = subprocess.run(
        [
            CHROMIUM or "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder / 'profile'}",
            "--virtual-time-budget=2000",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def test_the_parts_of_an_attribution_are_on_the_page(tmp_path):
    built = article("[Maria Lindqvist] {said} <that taxes would rise>.")
    dom = dom_of(built.reading, tmp_path)
    text = html.unescape(re.sub(r"<[^>]*>", "", dom))
    assert "Maria Lindqvist said that taxes would rise." in text
    for part, words in (("s", "Maria Lindqvist"), ("q", "said"), ("c", "that taxes would rise")):
        assert re.search(rf'data-a="1{part}"[^>]*>{words}<', dom), words


def test_a_hostile_article_runs_nothing(tmp_path):
    hostile = (
        "<script>document.title='taken'</script> <img src=x onerror=\"document.title='taken'\"> "
        "<svg onload=document.title='taken'></svg> {{7*7}}"
    )
    reading = Reading(Article("hostile", hostile, title="<b>News</b>", url="javascript:alert(1)"))
    dom = dom_of(reading, tmp_path)
    title = re.search(r"<title>(.*?)</title>", dom, re.S)
    assert title is not None
    assert "taken" not in title[1]
    assert "<img" not in dom
    assert 'href="javascript:' not in dom
    assert html.escape(hostile, quote=False)[:40] in dom
