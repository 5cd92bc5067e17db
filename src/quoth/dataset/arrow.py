"""pyarrow, loaded when it is needed; without it, one line that says how to get it."""

from __future__ import annotations

from quoth.errors import OptionError

try:
    import pyarrow
    import pyarrow.parquet as _parquet
except ImportError as error:
    raise OptionError('a dataset needs pyarrow: pip install "quoth[parquet]"') from error

assert _parquet  # an attribute of pyarrow from here on

__all__ = ["pyarrow"]
