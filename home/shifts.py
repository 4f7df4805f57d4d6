"""Moving moments on the clock on the wall: 18 h 30 stays 18 h 30 across a change of hour. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def on_the_wall(moment: datetime, zone: str) -> datetime:
    """Return what the clock on a wall of `zone` shows at `moment`, without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def shifted(moment: datetime, gap: timedelta, zone: str) -> datetime:
    """Return `moment` moved by `gap` on the clock of `zone`: whole days keep the hour across a change of hour."""
    return (on_the_wall(moment, zone) + gap).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
