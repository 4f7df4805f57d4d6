"""Moving a moment on the clock on the wall."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from home.shifts import on_the_wall, shifted

PARIS = ZoneInfo("Europe/Paris")


def local(month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 18, 30, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (local(10, 20), 7, local(10, 27)),  # over the end of summer time
        (local(3, 25), 7, local(4, 1)),  # over its beginning
        (local(3, 29), -3, local(3, 26)),
        (local(2, 28), 1, local(3, 1)),
    ],
)
def test_an_hour_stays_the_same_across_a_change_of_time(
    moment: dt.datetime, days: int, expected: dt.datetime
) -> None:
    stored = moment.astimezone(dt.UTC)  # as the database gives it

    assert shifted(stored, dt.timedelta(days=days), "Europe/Paris") == expected


def test_the_clock_on_the_wall_has_no_zone() -> None:
    assert on_the_wall(local(7, 14).astimezone(dt.UTC), "Europe/Paris") == dt.datetime(2026, 7, 14, 18, 30)
