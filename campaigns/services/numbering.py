"""Numbers without gaps: given in the transaction of the paper that bears them, one paper at a time in a series."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.models import NumberSeries


def year_of(at: datetime, zone: str) -> int:
    """Return the year a paper issued at `at` belongs to, where it is issued."""
    return at.astimezone(ZoneInfo(zone)).year


def take_numbers(series: str, count: int = 1) -> int:
    """Give the next `count` numbers of a series and return the first; the series is held until the commit.

    It is the last lock a transaction takes, after campaign, pledge, tier and totals. A transaction that is undone
    gives its numbers back, and whoever waited for the series takes them.
    """
    # The first number of a series may be asked for by several at once: one makes its row, the others find it.
    NumberSeries.objects.bulk_create([NumberSeries(code=series)], ignore_conflicts=True)
    row = NumberSeries.objects.select_for_update().get(code=series)
    first = row.last + 1
    NumberSeries.objects.filter(pk=row.pk).update(last=row.last + count)
    return first
