"""No pattern of intake takes more than linear time: each is pumped with what could trap it.

All patterns are found by themselves: those that modules keep, in tables and records too, those that
stand in calls (`re.sub(r"…", …)`), and those that are put together from words.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

import pytest

import quoth.intake
import quoth.text
import quoth.wording
from quoth.intake.documents.bundles.words import labelled, words

if not hasattr(signal, "setitimer"):
    pytest.skip("patterns cannot be interrupted here", allow_module_level=True)

_MODULES = [
    importlib.import_module(m.name)
    for room in (quoth.intake, quoth.text)
    for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
] + [quoth.wording]
_CALLS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
# Patterns put together where they are used, with where that is: they are pumped by hand.
_COMPOSED = {
    "quoth.intake.dates.mentions": 3,
    "quoth.intake.documents.bundles.words.labelled": 1,
    "quoth.intake.furniture_patterns._pattern": 1,
}
# What stands in a bound: the longest text, in characters, that these patterns are applied to.
_BOUNDS = {
    "quoth.intake.furniture": 700,
    "quoth.text.wrapping._BROKEN": 40,
    "quoth.text.sentences._BEFORE": 40,
}
_PUMPS = (
    *"a \t1-<\"=[(é_:#&'\r\n",
    *("a ", "<a ", "mar", "1/", "- ", "\r\n", "a,", "A ", "A. ", "by ", "http://", "1:", "=' "),
)
_CHARACTERS = 10_000
_SOON = 0.02  # seconds of this process; what needs more is tried on eight times as much
_LARGER = 8
_WORSE = 24  # times as long on the larger text: a square pattern needs 64
_SECONDS = 2.0
_IN_BOUNDS = 0.1  # seconds for a text as long as its bound permits


def _kept(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value: itself, or in tables and records."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        yield from (p for one in (*value, *value.values()) for p in _kept(one, depth + 1))
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        yield from (p for one in value for p in _kept(one, depth + 1))
    elif depth < 4 and is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _kept(getattr(value, one.name), depth + 1)


def _called(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any] | None]]:
    """The patterns that stand in calls within functions, with where; None where one is composed."""
    tree = ast.parse(inspect.getsource(module))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    for function in functions:
        for call in ast.walk(function):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            is_re = isinstance(call.func.value, ast.Name) and call.func.value.id == "re"
            if not is_re or call.func.attr not in _CALLS:
                continue
            given: Any = call.args[0]
            name = f"{module.__name__}.{function.name}"
            if isinstance(given, ast.Constant):
                flags = re.IGNORECASE if "re.I" in ast.unparse(call) else 0
                pattern = re.compile(given.value, flags)
                if call.func.attr in ("match", "fullmatch"):
                    _AT_START.add((pattern.pattern, pattern.flags))
                yield name, pattern
                continue
            handed_in = isinstance(given, ast.Name) and given.id in {
                one.arg for one in function.args.args
            }
            if handed_in or not isinstance(given, ast.Name | ast.Attribute):
                yield name, None


def _all() -> dict[str, re.Pattern[Any]]:
    found: dict[str, re.Pattern[Any]] = {}
    for module in _MODULES:
        for name, value in vars(module).items():
            for number, pattern in enumerate(_kept(value)):
                found[f"{module.__name__}.{name} {number}"] = pattern
        for number, (name, called) in enumerate(_called(module)):
            if called is not None:
                found[f"{name} call {number}"] = called
            if called is not None and (called.pattern, called.flags) in _AT_START:
                _CALLED_AT_START.add(f"{name} call {number}")
    labels = [
        label for key in ("nexis", "proquest") for of in words()[key].values() for label in of
    ]
    found["labelled"] = labelled(*labels)
    by_pattern: dict[tuple[Any, int], str] = {}
    for name, pattern in found.items():
        by_pattern.setdefault((pattern.pattern, pattern.flags), name)
    return {name: found[name] for name in by_pattern.values()}


_AT_START: set[tuple[Any, int]] = set()
_CALLED_AT_START = {"labelled"}
_SOURCES = "\n".join(map(inspect.getsource, _MODULES))
_PATTERNS = _all()


class _LateError(Exception):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise _LateError


def _sample(parsed: Any, often: int) -> str:
    """A text that the pattern may match: each repeated part ``often`` times, or as it must be."""
    out = []
    for code, given in parsed:
        if code is codes.LITERAL:
            out.append(chr(given))
        elif code is codes.NOT_LITERAL:
            out.append("b" if given == ord("a") else "a")
        elif code is codes.ANY:
            out.append("a")
        elif code is codes.IN:
            out.append(_member(given))
        elif code is codes.BRANCH:
            out.append(_sample(given[1][0], often))
        elif code is codes.SUBPATTERN:
            out.append(_sample(given[3], often))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, inside = given
            out.append(_sample(inside, often) * min(max(least, often), int(most)))
        elif code is codes.ATOMIC_GROUP:
            out.append(_sample(given, often))
    return "".join(out)


_CLASSES = {
    codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


def _member(given: Any) -> str:
    negated = given[0][0] is codes.NEGATE
    if negated:
        kept = "".join(chr(value) for code, value in given if code is codes.LITERAL)
        return next(sign for sign in "a1 -é" if sign not in kept)
    code, value = given[0]
    if code is codes.RANGE:
        return chr(value[0])
    return _CLASSES[value] if code is codes.CATEGORY else chr(value)


def _pumps(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Beginnings, each with what is repeated behind it."""
    given = pattern.pattern
    source = given.decode("latin-1") if isinstance(given, bytes) else given
    # Of a bytes pattern, its signs are those of Latin-1.
    parsed = parser.parse(source, pattern.flags & ~re.UNICODE)
    samples = {text for often in (0, 1, 2) for text in (_sample(parsed, often),) if text}
    own = {part for text in samples for part in (text[:200], text[:-1][:200], text[1:][:200])}
    generic = [(start, pump) for start in ("", "<a ", "# ") for pump in _PUMPS]
    runs = [(text[:at], text[at]) for text in samples for at in range(min(len(text), 12))]
    return generic + [("", part) for part in sorted(own) if part] + sorted(set(runs))


def _seconds(look: Callable[[], object]) -> float:
    """How long ``look`` takes; `_SECONDS` where it takes longer."""
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    start = time.process_time()
    try:
        look()
    except _LateError:
        return _SECONDS
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start


def _check(what: str, look: Callable[[str], object], start: str, pump: str, most: int) -> None:
    """Fails where the time that ``look`` takes grows faster than the text, or, in a text that is
    bounded, is long."""
    times = most // len(pump)
    for end in ("", "\x01"):
        first = _seconds(lambda: look(start + pump * times + end))  # noqa: B023
        late = first > _IN_BOUNDS if most < _CHARACTERS else False
        if not late and first > _SOON and most >= _CHARACTERS:
            second = _seconds(lambda: look(start + pump * times * _LARGER + end))  # noqa: B023
            late = second > _WORSE * first or second >= _SECONDS
        if late:
            pytest.fail(f"{what} takes too long on {start!r}, many {pump!r} and {end!r}")


def _way(name: str, pattern: re.Pattern[Any]) -> Callable[[Any], object]:
    """How the program applies a pattern: only at the beginning of a text, or everywhere in it."""
    short = name.partition(" ")[0].rpartition(".")[2]
    if name in _CALLED_AT_START:
        return pattern.match
    ways = set(re.findall(rf"(?<!\w){re.escape(short)}\.(\w+)", _SOURCES))
    return pattern.match if ways and ways <= {"match", "fullmatch"} else pattern.search


@pytest.fixture(autouse=True)
def _limited() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, _stop)
    yield
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("name", sorted(_PATTERNS))
def test_a_pattern_is_linear(name: str) -> None:
    pattern = _PATTERNS[name]
    most = min([bound for of, bound in _BOUNDS.items() if name.startswith(of)] or [_CHARACTERS])
    look = _way(name, pattern)
    as_bytes = isinstance(pattern.pattern, bytes)
    for start, pump in _pumps(pattern):
        _check(name, lambda t: look(t.encode() if as_bytes else t), start, pump, most)


@pytest.mark.parametrize("trap", [r"(?:a+)+b", r"\s+$", r"\w+@", r"[^\n]*x"])
def test_a_pattern_that_is_not_linear_is_found(trap: str) -> None:
    pattern = re.compile(trap)

    def pumped() -> None:
        for start, pump in _pumps(pattern):
            _check(trap, pattern.search, start, pump, _CHARACTERS)

    with pytest.raises(pytest.fail.Exception, match="takes too long"):
        pumped()


def test_every_pattern_that_is_put_together_is_known() -> None:
    composed = [name for m in _MODULES for name, pattern in _called(m) if pattern is None]
    assert {name: composed.count(name) for name in composed} == _COMPOSED


@pytest.mark.parametrize("pump", ["2021", "2021-", "mar 1, 2021", "1/3/2021 ", "12", "mar"])
def test_the_search_for_a_day_is_linear(pump: str) -> None:
    from quoth.intake.dates import mentions

    _check("mentions", lambda text: mentions("2021-03-01", text), "", pump, 10 * _CHARACTERS)
