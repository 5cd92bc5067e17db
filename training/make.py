"""From corpora to a model folder, by a recipe.

    python -m training.make --shared SHARED [--recipe quoth-en-2] [--work FOLDER] [--out FOLDER]

A recipe (``training/recipes/NAME.toml``) names the model it goes on from, the data with their
digests, the seeds and every step with its arguments. Data of another digest are refused, since what
comes out would be another model. The steps run one after the other, each in a process of its own;
one whose result stands in the work folder is not run again, so a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RECIPES = Path(__file__).parent / "recipes"


class RecipeError(Exception):
    """A recipe that is missing, or data that are not what it names."""


def load(name: str) -> dict[str, Any]:
    """The recipe called ``name``.

    Raises:
        RecipeError: when there is none.
    """
    path = RECIPES / f"{name}.toml"
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in RECIPES.glob("*.toml")))
        raise RecipeError(f"no recipe {name!r}; there are: {known}")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def digest(path: Path) -> str:
    """SHA-256 of a file, or of the files of a folder in the order of their names."""
    found = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            found.update(file.read_bytes())
    return found.hexdigest()


def check(data: Mapping[str, str], shared: Path) -> None:
    """Compares the data under ``shared`` with the digests of a recipe.

    Raises:
        RecipeError: for the first file that is missing or other than when the recipe was written.
    """
    for name, wanted in data.items():
        path = shared / name
        if not path.exists():
            raise RecipeError(f"{path}: missing; the recipe needs it")
        if (found := digest(path)) != wanted:
            raise RecipeError(
                f"{path}: its SHA-256 is {found[:12]}…, and the recipe was written for "
                f"{wanted[:12]}…; --other-data goes on with it"
            )


def start(recipe: Mapping[str, Any], work: Path) -> Path:
    """The model folder from which a recipe goes on, taken out of the project's history."""
    folder = work / "start"
    if not (folder / "bundle.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("encoder.onnx", "arguments.onnx", "tokenizer.json", "bundle.json"):
            told = f"{recipe['start']['commit']}:src/quoth/model/{file}"
            done = subprocess.run(["git", "show", told], cwd=ROOT, capture_output=True, check=False)
            if done.returncode:
                raise RecipeError(f"{told}: not in this checkout's history (a shallow clone?)")
            (folder / file).write_bytes(done.stdout)
    return folder


def run(module: str, *arguments: str) -> None:
    """One step in a process of its own; it ends the program when it fails."""
    command = [sys.executable, "-m", module, *arguments]
    print("$", *command[1:], flush=True)
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{module} failed; what was trained by then is kept in its folder")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of data/ and bench/")
    parser.add_argument("--recipe", default="quoth-en-2")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training")
    parser.add_argument("--out", type=Path, help="default: model in the work folder")
    parser.add_argument("--other-data", action="store_true", help="take data of other digests")
    args = parser.parse_args()
    try:
        recipe = load(args.recipe)
        if not args.other_data:
            check(recipe["data"], args.shared)
        work = (args.work / args.recipe).resolve()
        places = {
            "shared": str(args.shared.resolve()),
            "work": str(work),
            "start": str(start(recipe, work)) if "start" in recipe else "",
            "out": str((args.out or work / "model").resolve()),
        }
    except RecipeError as error:
        sys.exit(str(error))
    for step in recipe["steps"]:
        # A step that makes nothing of its own changes what the one before made, and may run again.
        if step["makes"]:
            made = Path(step["makes"].format(**places))
            if made.exists():
                print(f"{made}: made before, not again", flush=True)
                continue
            made.parent.mkdir(parents=True, exist_ok=True)
        run(step["module"], *(str(one).format(**places) for one in step["arguments"]))


if __name__ == "__main__":
    main()
