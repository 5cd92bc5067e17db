"""What the tests of intake share."""

from collections.abc import Iterator

import pytest

from news_site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()
