"""The table of faults in docs/money.md names tests that exist; the points to die at are in the product."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest

from tests.support.doomed_lives import POINTS
from tests.support.house.tree import ROOT

LEAST = 20
"""Rows the table had when it was written: none may be dropped unseen."""


def test_every_fault_has_a_test_that_is_there() -> None:
    text = (ROOT / "docs" / "money.md").read_text()
    table = text.partition("### Faults")[2]
    rows = re.findall(r"^\| (?!---|fault \|)(.+) \| (.+) \|$", table, flags=re.MULTILINE)
    assert len(rows) >= LEAST
    for fault, named in rows:
        found = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", named)
        assert found, f"{fault}: no test is named"
        source = (ROOT / found[1]).read_text()
        assert f"def {found[2]}(" in source, f"{fault}: {named} is not there"


@pytest.mark.parametrize("point", POINTS)
def test_every_point_to_die_at_is_in_the_product(point: str) -> None:
    module, path, when = POINTS[point]
    owner: Any = import_module(module)
    for name in path.split("."):
        owner = getattr(owner, name)
    assert callable(owner)
    assert when in {"before", "after"}
