"""What a holder commits to besides money: rights on what is made, small tiers, several kinds of reward."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

SMALL_TIER_CENTS = 1000
"""Anybody must be able to take part and receive something: one tier at 10 € or less."""


class Rights(StrEnum):
    """Who keeps the rights on what the project creates; every free licence is named."""

    KEPT = "kept"
    CC_BY = "cc-by"
    CC_BY_SA = "cc-by-sa"
    CC0 = "cc0"
    ART_LIBRE = "art-libre"
    GPL = "gpl"
    ODBL = "odbl"


def has_small_tier(prices: Sequence[int]) -> bool:
    """Tell whether one price is at `SMALL_TIER_CENTS` or less, equality included."""
    return any(0 < price <= SMALL_TIER_CENTS for price in prices)


def is_varied(kinds: Collection[str]) -> bool:
    """Tell whether rewards are of two kinds at least."""
    return len(set(kinds)) > 1
