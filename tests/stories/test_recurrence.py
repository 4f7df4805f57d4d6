"""When an event comes back: the same hour on the clock, the same weekday, never too far."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.recurrence import LONGEST, MOST_DATES, occurrences, rank_in_month

ZONES = ("Europe/Paris", "Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea", "America/New_York")
REPEATS = ("weekly", "fortnightly", "monthly")


@st.composite
def series(draw: st.DrawFn) -> dict:
    """An event by day, between two and thirty-six hours long, that comes back for up to two years."""
    zone = draw(st.sampled_from(ZONES))
    day = draw(st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)))
    hour = dt.time(draw(st.integers(6, 23)), draw(st.sampled_from((0, 15, 30, 45))))
    starts_at = dt.datetime.combine(day, hour, ZoneInfo(zone)).astimezone(dt.UTC)
    lasts = draw(st.none() | st.integers(30, 36 * 60))
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=lasts) if lasts else None,
        "repeats": draw(st.sampled_from(REPEATS)),
        "until": day + dt.timedelta(days=draw(st.integers(0, 730))),
        "zone": zone,
    }


def of(event: dict) -> list:
    return occurrences(
        event["starts_at"],
        event["ends_at"],
        repeats=event["repeats"],
        until=event["until"],
        zone=event["zone"],
    )


@given(series())
def test_a_series_begins_as_given_and_stays_within_its_limits(event: dict) -> None:
    found = of(event)
    starts = [start for start, _end in found]
    days = [start.astimezone(ZoneInfo(event["zone"])).date() for start in starts]

    assert found[0] == (event["starts_at"], event["ends_at"])
    assert starts == sorted(set(starts))
    assert len(found) <= MOST_DATES
    assert all(day <= event["until"] for day in days)
    assert days[-1] - days[0] <= LONGEST
    assert all(start.tzinfo is dt.UTC for start in starts)


@given(series())
def test_the_clock_on_the_wall_shows_the_same_hour(event: dict) -> None:
    place = ZoneInfo(event["zone"])
    found = of(event)

    assert len({start.astimezone(place).time() for start, _end in found}) == 1
    for start, end in found:
        assert (end is None) is (event["ends_at"] is None)
        assert end is None or end > start


@given(series())
def test_the_weekday_stays_and_the_step_is_kept(event: dict) -> None:
    place = ZoneInfo(event["zone"])
    days = [start.astimezone(place).date() for start, _end in of(event)]
    steps = {after - before for before, after in itertools.pairwise(days)}

    assert len({day.weekday() for day in days}) == 1
    if event["repeats"] == "monthly":
        assert len({rank_in_month(day) for day in days}) == 1
        assert len({(day.year, day.month) for day in days}) == len(days)
    else:
        weeks = 1 if event["repeats"] == "weekly" else 2
        assert steps <= {dt.timedelta(weeks=weeks)}


@given(series())
def test_no_date_is_forgotten_before_the_last_day(event: dict) -> None:
    """One step after the last date lies beyond the last day, the year, or the greatest number."""
    place = ZoneInfo(event["zone"])
    found = of(event)
    first, last = (found[rank][0].astimezone(place).date() for rank in (0, -1))
    longest_step = {"weekly": 7, "fortnightly": 14, "monthly": 98}[event["repeats"]]
    limit = min(event["until"], first + LONGEST)

    assert len(found) == MOST_DATES or last + dt.timedelta(days=longest_step) > limit


def paris(day: int, month: int, hour: int, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=ZoneInfo("Europe/Paris")).astimezone(dt.UTC)


def test_summer_time_does_not_move_the_hour() -> None:
    found = occurrences(
        paris(18, 10, 18),
        paris(18, 10, 20),
        repeats="weekly",
        until=dt.date(2026, 11, 1),
        zone="Europe/Paris",
    )

    assert [(start.hour, end.hour) for start, end in found] == [(16, 18), (17, 19), (17, 19)]


def test_a_month_without_a_fifth_thursday_is_skipped() -> None:
    found = occurrences(
        paris(29, 10, 18), None, repeats="monthly", until=dt.date(2027, 4, 30), zone="Europe/Paris"
    )

    assert [start.date().isoformat() for start, _end in found] == ["2026-10-29", "2026-12-31", "2027-04-29"]


def test_the_third_thursday_of_each_month() -> None:
    found = occurrences(
        paris(19, 11, 18), None, repeats="monthly", until=dt.date(2027, 2, 28), zone="Europe/Paris"
    )

    assert [start.date().isoformat() for start, _end in found] == [
        "2026-11-19",
        "2026-12-17",
        "2027-01-21",
        "2027-02-18",
    ]


@pytest.mark.parametrize(("repeats", "until"), [("none", dt.date(2027, 1, 1)), ("weekly", None)])
def test_once_is_once(repeats: str, until: dt.date | None) -> None:
    assert len(occurrences(paris(1, 3, 9), None, repeats=repeats, until=until, zone="Europe/Paris")) == 1
