"""How the money of a campaign came in: a seeded, pure invention that looks like a small town's collections.

A third of the pledges arrive in the first days, few in the middle, more again before the end. Half of the
people give 25 € or less; a few firms and families give much more, so that the mean is more than twice that.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from home.demo.shapes import Tier

SMALLEST_CENTS = 500
"""No invented pledge is smaller; it is the first of the amounts suggested to visitors."""

# Amounts people really write in such a field, with how often: median 25 €, mean a little above 50 €.
_AMOUNTS: tuple[tuple[int, int], ...] = (
    (500, 7),
    (1_000, 15),
    (1_500, 10),
    (2_000, 17),
    (2_500, 14),
    (3_000, 12),
    (4_000, 6),
    (5_000, 14),
    (6_000, 4),
    (8_000, 3),
    (10_000, 15),
    (15_000, 5),
    (20_000, 9),
    (30_000, 6),
    (50_000, 4),
)
_OPENING_SHARE = 0.34
_CLOSING_SHARE = 0.22
_WAKING_HOURS = 14.5
_WITHOUT_REWARD = 0.28
_MORE_MODEST_REWARD = 0.2
_ANONYMOUS = 0.16
_WITH_MESSAGE = 0.45


@dataclass(frozen=True)
class PlannedPledge:
    """One pledge to make: how long after launch, how much, for which tier (index), what is said with it."""

    offset: timedelta
    amount_cents: int
    tier: int | None
    anonymous: bool
    message: str | None


def spread(
    *,
    seed: int | str,
    gathered_cents: int,
    span: timedelta,
    tiers: Sequence[Tier],
    messages: Sequence[str] = (),
    ended: bool = True,
) -> list[PlannedPledge]:
    """Return the pledges, earliest first, that add up to exactly `gathered_cents` within `span`.

    `ended` says that the span runs to the deadline, so that people hurried at its end. Prices and limits
    are kept. Raise ValueError on a sum that nobody could give.
    """
    if gathered_cents == 0:
        return []
    if gathered_cents < SMALLEST_CENTS or span <= timedelta(0):
        raise ValueError("A collection needs time and at least one pledge of the smallest amount.")
    draw = random.Random(f"{seed}")  # noqa: S311  # nosec B311
    amounts = _amounts(draw, gathered_cents)
    offsets = sorted(_offset(draw, span, ended=ended) for _ in amounts)
    left = [tier.limit for tier in tiers]
    words = _deck(draw, messages)
    planned = []
    for offset, amount in zip(offsets, amounts, strict=True):
        index = _tier(draw, amount, tiers, left)
        message = words.pop() if words and draw.random() < _WITH_MESSAGE else None
        planned.append(PlannedPledge(offset, amount, index, draw.random() < _ANONYMOUS, message))
    return planned


def _amounts(draw: random.Random, total: int) -> list[int]:
    """Draw amounts until they add up to the total; nobody gives more than a quarter of a large one."""
    largest = max(10_000, total // 4)
    choices = [(amount, weight) for amount, weight in _AMOUNTS if amount <= largest]
    values, weights = [c[0] for c in choices], [c[1] for c in choices]
    amounts: list[int] = []
    rest = total
    while rest:
        amount = draw.choices(values, weights)[0]
        if rest - amount < SMALLEST_CENTS:
            # What is left is one pledge of its own, odd if it must be: people do complete a threshold.
            amount = rest
        amounts.append(amount)
        rest -= amount
    draw.shuffle(amounts)
    return amounts


def _offset(draw: random.Random, span: timedelta, *, ended: bool) -> timedelta:
    """Draw a moment: a day by the mood of a collection, then an hour when people are awake."""
    days = span / timedelta(days=1)
    mood = draw.random()
    if mood < _OPENING_SHARE:
        first, last = 0.0, min(days, max(2.0, days * 0.08))
    elif ended and mood > 1 - _CLOSING_SHARE:
        first, last = max(0.0, days - max(2.0, days * 0.1)), days
    else:
        first, last = 0.0, days
    while True:
        day = int(draw.uniform(first, last))
        moment = timedelta(days=day, hours=draw.uniform(0.2, _WAKING_HOURS))
        if moment < span:
            return timedelta(seconds=int(moment.total_seconds()))
        # A short or broken last day: look a little earlier rather than for ever.
        first = max(0.0, first - 0.25)
        if day == 0:
            return timedelta(seconds=int(draw.uniform(0.05, 0.95) * span.total_seconds()))


def _tier(draw: random.Random, amount: int, tiers: Sequence[Tier], left: list[int | None]) -> int | None:
    """Choose a tier the amount allows and that is not sold out, taking its unit; None when none is wanted."""
    open_to = [i for i, tier in enumerate(tiers) if tier.price_cents <= amount and left[i] != 0]
    if not open_to or draw.random() < _WITHOUT_REWARD:
        return None
    open_to.sort(key=lambda i: tiers[i].price_cents)
    modest = len(open_to) > 1 and draw.random() < _MORE_MODEST_REWARD
    index = draw.choice(open_to[:-1]) if modest else open_to[-1]
    units = left[index]
    if units is not None:
        left[index] = units - 1
    return index


def _deck(draw: random.Random, messages: Sequence[str]) -> list[str]:
    """Shuffle the messages, so that no two people of one campaign say the same thing."""
    deck = list(messages)
    draw.shuffle(deck)
    return deck
