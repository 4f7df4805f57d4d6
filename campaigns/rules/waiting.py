"""A payout that waits for an account: when its holder is reminded, and when everybody is given back instead."""

from __future__ import annotations

from datetime import datetime, timedelta

REMINDED_ON_DAYS = (1, 7, 14, 30, 45, 60)
"""Days after the outcome on which a holder whose account is not in order hears of it again."""


def reminder_due(*, decided_at: datetime, at: datetime) -> int | None:
    """Return the last of the reminding days that has come, None before the first."""
    days = (at - decided_at).days
    come = [day for day in REMINDED_ON_DAYS if day <= days]
    return come[-1] if come else None


def given_back_from(*, first_charge: datetime, days: int) -> datetime:
    """Return when the money can wait no longer: `days` after the first charge, before the provider's own limit."""
    return first_charge + timedelta(days=days)
