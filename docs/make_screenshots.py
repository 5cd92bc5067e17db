"""Make the pictures of the web app: real pages of a real server in a real browser.

    python docs/make_screenshots.py [FOLDER]

A ledger of the articles in examples/ is served and shown by Chromium (on the path); the pictures go
into FOLDER, docs/pictures by default.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = (
    ("web-article", "/article/3", 1280, "light"),
    ("web-statements", "/statements?q=study", 1280, "light"),
    ("web-audit", "/audit", 1280, "dark"),
    ("web-phone", "/article/3", 390, "dark"),
)


def main() -> int:
    """Serves, shows, and keeps what is seen."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not installed", file=sys.stderr)
        return 1
    quoth = [sys.executable, "-m", "quoth"]
    with tempfile.TemporaryDirectory() as place:
        ledger = str(Path(place) / "news.db")
        examples = [str(ROOT / "examples" / name) for name in ("articles.csv", "buffalo.txt")]
        subprocess.run([*quoth, "add", "--quiet", ledger, *examples], check=True)
        server = subprocess.Popen(
            [*quoth, "serve", ledger, "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        address = server.stdout.readline().removeprefix("quoth: ").strip().rstrip("/")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox"]
                )
                for name, path, width, scheme in PICTURES:
                    page = browser.new_page(
                        viewport={"width": width, "height": 860},
                        color_scheme="dark" if scheme == "dark" else "light",
                    )
                    page.goto(address + path)
                    if "/article/" in path and width > 600:
                        page.locator(".card h4 a").first.hover()
                    page.screenshot(path=folder / f"{name}.png")
                    page.close()
                browser.close()
        finally:
            server.terminate()
            server.wait(20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
