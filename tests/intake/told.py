"""What the code of intake tells a user, found in its syntax: errors, refusals and warnings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import quoth.intake
from quoth.intake.encodings import guess_warning
from quoth.wording import DATE_UNCLEAR, foreign

ROOT = Path(quoth.intake.__file__).parent
_ERRORS = {
    "InputError": -1, "LeftOutError": -1, "NoTextColumnError": -1, "FetchError": -1,
    "RefusalError": 0, "_Bad": 1, "_Site": 0,
}  # fmt: skip
_DEEPEST = 4
_FEWEST_LETTERS = 6


def told() -> dict[str, set[str]]:
    """The messages of each module, with "…" for what is filled in."""
    # What is worded for other rooms too.
    found = {"wording": {plain(foreign("…")), f"{DATE_UNCLEAR}…", plain(guess_warning("…"))}}
    for path in sorted(ROOT.rglob("*.py")):
        module = _Module(ast.parse(path.read_text(encoding="utf-8")))
        messages = {plain(one) for one in module.messages()}
        kept = {one for one in messages if sum(map(str.isalpha, one)) >= _FEWEST_LETTERS}
        if kept:
            found[path.relative_to(ROOT).as_posix()] = kept
    return found


def plain(message: str) -> str:
    """A message with one "…" for each run of what is filled in, on one line."""
    return " ".join(re.sub(r"…(?:\s*…)+", "…", message).split())


class _Module:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._functions = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        self._constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def messages(self) -> Iterator[str]:
        for scope in (self._tree, *self._functions.values()):
            for node in _own(scope):
                for value in _message_nodes(node, scope):
                    yield from self._texts(value, scope)

    def _texts(self, node: ast.expr, scope: ast.AST, depth: int = 0) -> list[str]:
        """All that an expression may come to."""
        deeper = depth + 1
        if depth > _DEEPEST:
            return ["…"]
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else [""]
        if isinstance(node, ast.JoinedStr):
            return [
                "".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values)
            ]
        if isinstance(node, ast.Lambda):
            return self._texts(node.body, scope, deeper)
        if isinstance(node, ast.BinOp):
            parts = (self._texts(side, scope, deeper) for side in (node.left, node.right))
            return ["".join(both) for both in product(*parts)]
        if isinstance(node, (ast.IfExp, ast.BoolOp)):
            several = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
            return [text for one in several for text in self._texts(one, scope, deeper)]
        if isinstance(node, ast.Name):
            given = [
                one.value
                for one in ast.walk(scope)
                if isinstance(one, ast.Assign)
                and any(isinstance(t, ast.Name) and t.id == node.id for t in one.targets)
            ]
            given = given or [c for c in [self._constants.get(node.id)] if c is not None]
            return [t for one in given for t in self._texts(one, scope, deeper)] or ["…"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            function = self._functions.get(node.func.id)
            if function is not None:
                returned = [
                    one.value
                    for one in ast.walk(function)
                    if isinstance(one, ast.Return) and one.value is not None
                ]
                return [t for one in returned for t in self._texts(one, function, deeper)] or ["…"]
        return ["…"]


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope that are in no function within it."""
    stack = list(ast.iter_child_nodes(scope))
    while stack:
        node = stack.pop()
        if not isinstance(node, ast.FunctionDef):
            yield node
            stack.extend(ast.iter_child_nodes(node))


def _message_nodes(node: ast.AST, scope: ast.AST) -> Iterator[ast.expr]:
    """The expressions in ``node`` that are told to a user."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", None)
        place = _ERRORS.get(name) if isinstance(name, str) else None
        if place is not None and len(node.args) > max(place, 0):
            yield node.args[place]
        at = getattr(node.func, "value", None)
        if getattr(node.func, "attr", "") == "append" and getattr(at, "id", "") == "warnings":
            yield node.args[0]
        for keyword in node.keywords:
            if keyword.arg == "warnings":
                yield from _items(keyword.value)
    text = isinstance(scope, ast.FunctionDef) and scope.returns is not None
    if isinstance(node, ast.Yield) and text and node.value is not None:
        assert isinstance(scope, ast.FunctionDef)
        if ast.unparse(scope.returns or ast.Constant("")) in ("Iterator[str]", "Iterable[str]"):
            yield node.value


def _items(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Tuple):
        for one in node.elts:
            value = one.value if isinstance(one, ast.Starred) else one
            yield from _items(value)
    elif isinstance(node, (ast.GeneratorExp, ast.ListComp)):
        yield node.elt
    elif isinstance(node, ast.IfExp):
        yield from (*_items(node.body), *_items(node.orelse))
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tuple":
        return  # of what a function yields, which is found there
    elif isinstance(node, (ast.JoinedStr, ast.Constant, ast.Call)):
        yield node


if __name__ == "__main__":
    for module, messages in told().items():
        for message in sorted(messages):
            print(f"{module}\t{message}")
