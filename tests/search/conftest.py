"""The town that the tests of search look into."""

import pytest

from tests.search.town import Town, a_town


@pytest.fixture
def town(db: None) -> Town:
    """A small town, see `tests.search.town`."""
    return a_town()
