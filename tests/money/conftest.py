"""What the money suites share: how much each runs, and the figures they print at the end.

`TERREAU_MONEY` chooses: `short` inside `make test`, `usual` for `make test-money`, `long` for `make test-money-long`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

SIZES = ("short", "usual", "long")
_figures: list[str] = []


def size(short: int, usual: int, long: int) -> int:
    """Return the number of this run."""
    asked = os.environ.get("TERREAU_MONEY", "short")
    if asked not in SIZES:
        pytest.exit(f"TERREAU_MONEY is {asked!r}; it must be one of {', '.join(SIZES)}.", returncode=4)
    return (short, usual, long)[SIZES.index(asked)]


@pytest.fixture
def figure() -> Callable[[str], None]:
    """Print a line at the end of the run: what was really done and seen."""
    return _figures.append


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures."""
    if _figures:
        terminalreporter.section("money")
        for line in _figures:
            terminalreporter.write_line(line)
