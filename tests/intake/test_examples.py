"""The examples: each is read as a user would, and each is credited."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from intake_samples import one, take

from quoth.records import Article

EXAMPLES = Path(__file__).parents[2] / "examples"
CREDITS = (EXAMPLES.parent / "docs" / "examples.md").read_text(encoding="utf-8")


def test_the_page_is_read_without_what_is_around_its_article() -> None:
    article = one(EXAMPLES / "k2-18b-water-vapour.html")
    assert article.title == "Astronomers find water vapour in atmosphere of exoplanet K2-18b"
    assert article.outlet == "The Example Herald"
    assert article.authors == ("Wikinews contributors",)
    assert article.published == "2019-09-14T08:30:00+00:00"
    assert article.language == "en"
    assert article.text.startswith("In findings published Tuesday")
    assert article.text.split("\n")[-2].endswith("about exoplanets like K2-18b.")
    for around in ("Facebook", "Most read", "cookies", "About us", "Search", "CC BY"):
        assert around not in article.text
    assert [span.of(article.text) for span in article.furniture] == [
        "READ MORE: A night beside the telescope",
        "Sign up for our newsletter: science, every Friday.",
    ]


def test_the_table_holds_ten_articles_that_are_credited() -> None:
    found = take(EXAMPLES / "articles.csv")
    assert len(found) == 10
    for article in found:
        assert isinstance(article, Article)
        assert article.language == "en"
        assert article.published
        assert f"[{article.title}]({article.url})" in CREDITS


@pytest.mark.parametrize("name", ["k2-18b-water-vapour.html", "buffalo.txt", "articles.csv"])
def test_each_example_is_credited_with_its_licence(name: str) -> None:
    assert (EXAMPLES / name).is_file()
    row = next(line for line in CREDITS.splitlines() if line.startswith(f"| `{name}` |"))
    assert "https://en.wikinews.org/wiki/" in row
    assert "https://creativecommons.org/licenses/by/2.5/" in CREDITS


def test_no_heavy_library_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; import quoth.intake; "
        "print(*{'trafilatura', 'lxml', 'pyarrow', 'httpx', 'zstandard', 'py3langid', 'numpy'} "
        "& set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
