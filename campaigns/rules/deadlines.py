"""Durations and instants: how long a campaign may last, how long a reservation lives."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta

LONGEST_DAYS = 62
"""Two calendar months at most; Stripe holds money for 90 days, which leaves time to settle (money.md)."""

RESERVATION = timedelta(minutes=30)
"""A payment that finishes within this counts."""

PAYMENT_PAGE = RESERVATION + timedelta(minutes=1)
"""The provider's page ends a minute after the reservation."""

RESERVATION_ALARM = timedelta(minutes=40)
"""Past this, a reservation that the provider has not ended needs a person."""


def latest_deadline(launched_at: datetime) -> datetime:
    """Return the last deadline allowed for a launch: two calendar months on, and never more than 62 days.

    The day is kept where it exists, else the month's last one (31 December → 28 or 29 February). The result
    has the hour of `launched_at` in its own zone.
    """
    month = launched_at.month + 2
    year = launched_at.year + (month - 1) // 12
    month = (month - 1) % 12 + 1
    day = min(launched_at.day, calendar.monthrange(year, month)[1])
    return min(
        launched_at.replace(year=year, month=month, day=day), launched_at + timedelta(days=LONGEST_DAYS)
    )


def is_open(at: datetime, deadline: datetime) -> bool:
    """Tell whether a pledge may start: strictly before the deadline instant."""
    return at < deadline


def days_left(at: datetime, deadline: datetime) -> int:
    """Return whole days left, 0 on the last day and after."""
    return max((deadline - at).days, 0)
