"""What the money suites share: how much each runs, and the figures they print at the end.

`TERREAU_MONEY` chooses: `short` inside `make test`, `usual` for `make test-money`, `long` for `make test-money-long`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

SIZES = ("short", "usual", "long")


def size(short: int, usual: int, long: int) -> int:
    """Return the number of this run."""
    asked = os.environ.get("TERREAU_MONEY", "short")
    if asked not in SIZES:
        pytest.exit(f"TERREAU_MONEY is {asked!r}; it must be one of {', '.join(SIZES)}.", returncode=4)
    return (short, usual, long)[SIZES.index(asked)]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Print a line at the end of the run: what was really done and seen, in whichever process."""
    return lambda line: record_property("figure", line)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    figures = [line for report in reports for name, line in report.user_properties if name == "figure"]
    if figures:
        terminalreporter.section("money")
        for line in figures:
            terminalreporter.write_line(line)
