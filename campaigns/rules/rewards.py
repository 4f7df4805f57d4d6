"""Reward tiers: kinds, hand-over, price ranges, legal nature."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class RewardKind(StrEnum):
    """What a backer receives; a product is a pre-purchase, everything else thanks for a gift."""

    THANKS = "thanks"
    INVITATION = "invitation"
    ACCESS = "access"
    DISCOUNT = "discount"
    PRODUCT = "product"


class HandOver(StrEnum):
    """How the reward reaches the backer."""

    ON_SITE = "on_site"
    AT_EVENT = "at_event"
    BY_POST = "by_post"
    BY_EMAIL = "by_email"
    NONE = "none"


class LegalNature(StrEnum):
    """What a pledge is in law; never equity, never a paid loan."""

    GIFT = "gift"
    GIFT_WITH_REWARD = "gift_with_reward"
    PRE_PURCHASE = "pre_purchase"


def legal_nature(kind: str | None) -> LegalNature:
    """Return the nature of a pledge from the kind of its reward, None without a reward."""
    if kind is None:
        return LegalNature.GIFT
    return LegalNature.PRE_PURCHASE if kind == RewardKind.PRODUCT else LegalNature.GIFT_WITH_REWARD


def price_until(prices: Sequence[int], price: int) -> int | None:
    """Return the next dearer price, where the range of `price` ends; None for the dearest tier."""
    return min((other for other in prices if other > price), default=None)
