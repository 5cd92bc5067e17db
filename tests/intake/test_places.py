"""Folders, patterns and links: which files are read, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_samples import shown, take

from quoth.errors import LeftOutError


def files(*given: str | Path) -> list[str]:
    """What is found, but for the line on what is left out."""
    return shown(item for item in take(*given) if not isinstance(item, LeftOutError))


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the files that a user might have, with the user standing in it."""
    for name in (
        "b.txt",
        "a.txt",
        "A.TXT",
        "notes.odt",
        ".hidden.txt",
        "2021/c.md",
        "2021/deep/d.html.gz",
        "2021/photo.png",
        ".git/e.txt",
        "[draft].txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("She said so, they said, and that it is so. So she said.", encoding="utf-8")
    (tmp_path / "2021/deep/d.html.gz").write_text("<p>She said that it is so.</p>")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_is_read_whole_in_sorted_order(news: Path) -> None:
    assert files(".") == [
        "2021/c.md",
        "2021/deep/d.html.gz",
        "A.TXT",
        "[draft].txt",
        "a.txt",
        "b.txt",
    ]
    assert files("2021") == files("2021/") == ["2021/c.md", "2021/deep/d.html.gz"]


def test_patterns_are_sorted_too(news: Path) -> None:
    assert files("*.txt") == ["[draft].txt", "a.txt", "b.txt"]
    assert files("2021/**/*.gz") == ["2021/deep/d.html.gz"]
    # A pattern for everything takes what a folder would.
    assert files("**") == files(".")
    assert files("2021/*") == ["2021/c.md"]
    # What it names by its ending is read, known or not.
    assert files("*.odt") == ["notes.odt"]


def test_a_name_that_looks_like_a_pattern_is_a_name_where_it_exists(news: Path) -> None:
    assert files("[draft].txt") == ["[draft].txt"]
    assert files("[ab].txt") == ["a.txt", "b.txt"]
    assert shown(take(Path("[ab].txt"))) == ["[ab].txt: no such file"]


def test_hidden_files_are_read_when_they_are_named(news: Path) -> None:
    assert files(".hidden.txt", ".git") == [".hidden.txt", ".git/e.txt"]


def test_links_to_folders_are_followed_but_never_round_in_circles(news: Path) -> None:
    (news / "2021/back").symlink_to(news)
    (news / "2021/deep/again").symlink_to(news / "2021/deep")
    (news / "z").symlink_to(news / "2021/deep")
    assert files("2021") == [
        # Through the link, everything once; the folder it came from is above it.
        "2021/back/2021: a link that leads back into a folder above; not followed",
        "2021/back/A.TXT",
        "2021/back/[draft].txt",
        "2021/back/a.txt",
        "2021/back/b.txt",
        "2021/back/z/again: a link that leads back into a folder above; not followed",
        "2021/back/z/d.html.gz",
        "2021/c.md",
    ]


def test_a_folder_without_articles_is_an_error(news: Path) -> None:
    (news / "empty/deeper").mkdir(parents=True)
    (message,) = files("empty")
    assert message.startswith("empty: no article files in this folder (known are .html ")
