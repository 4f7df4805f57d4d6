"""When an event that comes back takes place: pure functions over hours and days, no database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONCE = "none"
WEEKLY = "weekly"
FORTNIGHTLY = "fortnightly"
MONTHLY = "monthly"
LONGEST = timedelta(days=366)  # from the first day to the last one
MOST_DATES = 60

Occurrence = tuple[datetime, datetime | None]


def occurrences(
    starts_at: datetime, ends_at: datetime | None, *, repeats: str, until: date | None, zone: str
) -> list[Occurrence]:
    """Return the start and end of every date in UTC, the first one as given, then until the local day `until`.

    Each date begins and ends at the same hour on the clock of `zone`, summer and winter alike. Monthly means the same
    weekday of the month (the third Thursday); a month without a fifth one is skipped. Never more than a year, nor
    more than MOST_DATES.
    """
    place = ZoneInfo(zone)
    first = starts_at.astimezone(place)
    lasts = _on_the_clock(ends_at.astimezone(place)) - _on_the_clock(first) if ends_at else None
    found: list[Occurrence] = [(starts_at.astimezone(UTC), ends_at.astimezone(UTC) if ends_at else None)]
    if repeats == ONCE or until is None:
        return found
    last_day = min(until, first.date() + LONGEST)
    for day in _days_after(first.date(), repeats):
        if day > last_day or len(found) == MOST_DATES:
            break
        found.append(_at(day, first.time(), lasts, ends_at - starts_at if ends_at else None, place))
    return found


def rank_in_month(day: date) -> int:
    """Return 3 for the third Thursday of a month, when the day is one."""
    return (day.day - 1) // 7 + 1


def _on_the_clock(moment: datetime) -> datetime:
    """Forget the zone: what the clock on the wall shows."""
    return moment.replace(tzinfo=None, fold=0)


def _at(
    day: date, hour: time, lasts: timedelta | None, really_lasts: timedelta | None, place: ZoneInfo
) -> Occurrence:
    """Return that day's date; where the clock's change eats or doubles its last hour, it lasts as the first did."""
    start = datetime.combine(day, hour.replace(fold=0))
    starts_at = start.replace(tzinfo=place).astimezone(UTC)
    if lasts is None or really_lasts is None:
        return starts_at, None
    ends_at = (start + lasts).replace(tzinfo=place).astimezone(UTC)
    return starts_at, ends_at if ends_at > starts_at else starts_at + really_lasts


def _days_after(first: date, repeats: str) -> Iterator[date]:
    """Yield the days after `first`, without end."""
    if repeats == MONTHLY:
        yield from _same_weekdays(first)
        return
    step = timedelta(weeks={WEEKLY: 1, FORTNIGHTLY: 2}[repeats])
    day = first + step
    while True:
        yield day
        day += step


def _same_weekdays(first: date) -> Iterator[date]:
    """Yield the same weekday of each later month, where there is one."""
    rank = rank_in_month(first)
    month = first.replace(day=1)
    while True:
        month = (month + timedelta(days=32)).replace(day=1)
        day = month + timedelta(days=(first.weekday() - month.weekday()) % 7 + 7 * (rank - 1))
        if day.month == month.month:
            yield day
