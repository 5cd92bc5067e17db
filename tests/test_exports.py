"""What quoth offers at its front door: one sorted list, and it is true."""

from __future__ import annotations

import types

import pytest

import quoth


def test_the_list_is_sorted_and_what_is_in_it_is_there() -> None:
    assert list(quoth.__all__) == sorted(quoth.__all__)
    for name in quoth.__all__:
        assert getattr(quoth, name) is not None


def test_nothing_public_is_missing_from_the_list() -> None:
    public = {
        name
        for name, value in vars(quoth).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert public - {"annotations", "TYPE_CHECKING"} <= set(quoth.__all__)


def test_everything_public_is_documented() -> None:
    for name in quoth.__all__:
        value = getattr(quoth, name)
        if callable(value):
            assert (value.__doc__ or "").strip(), name


def test_every_error_is_one_of_the_family() -> None:
    for name in quoth.__all__:
        value = getattr(quoth, name)
        if isinstance(value, type) and issubclass(value, Exception):
            assert issubclass(value, quoth.QuothError)


def test_the_reader_comes_when_it_is_asked_for() -> None:
    from quoth.reading.reader import Reader

    assert quoth.Reader is Reader


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match=r"module 'quoth' has no attribute 'unquote'"):
        _ = quoth.unquote
