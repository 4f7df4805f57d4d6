"""The demonstration's calendar: everything is so many days before or after the moment of loading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
LAUNCH_HOUR = time(8)
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Clock:
    """Moments relative to `now` (aware), in the zone of the town."""

    now: datetime

    @property
    def today(self) -> date:
        """The local date of the loading."""
        return self.now.astimezone(PARIS).date()

    def day(self, days: int) -> date:
        """The local date `days` days from today, negative in the past."""
        return self.today + timedelta(days=days)

    def moment(self, days: int, hour: time = LAUNCH_HOUR) -> datetime:
        """A local hour of that day; what it names does not shift when the clocks change."""
        return datetime.combine(self.day(days), hour, tzinfo=PARIS)

    def next_weekday(self, days: int, weekday: int | None) -> date:
        """The first such weekday (0 is Monday) on or after that day; the day itself for None."""
        first = self.day(days)
        return first if weekday is None else first + timedelta(days=(weekday - first.weekday()) % 7)
