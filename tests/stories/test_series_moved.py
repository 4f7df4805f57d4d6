"""A whole series that goes to other days: its dates follow with the people registered, who are told once each."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from notices.models import Notice
from stories.models import EventDate, EventPage
from stories.services import dating
from tests.registrations import an_open_event, somebody_registers, states

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)  # a Tuesday
PARIS = ZoneInfo("Europe/Paris")
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def on(month: int, day: int, hour: int = 18) -> dt.datetime:
    """That day of the winter of the tests, on the clock of Paris."""
    return dt.datetime(2027 if month < 6 else 2026, month, day, hour, tzinfo=PARIS)


def a_series(first: dt.datetime, until: dt.date, *, repeats: str = "weekly", **fields) -> EventPage:
    usual = {"starts_at": first, "ends_at": first + 2 * HOUR, "repeats": repeats, "repeats_until": until}
    return an_open_event(**{**usual, **fields})


def a_saturday_series() -> EventPage:
    """Four Saturdays, two people registered for each."""
    event = a_series(on(11, 28), dt.date(2026, 12, 19))
    for date in event.dates.all():
        somebody_registers(date)
        somebody_registers(date)
    Notice.objects.all().delete()
    return event


def publish(event: EventPage, first: dt.datetime, **fields) -> None:
    event = EventPage.objects.get(pk=event.pk)
    event.starts_at, event.ends_at = first, first + 2 * HOUR
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()


def days(event: EventPage, *, cancelled: bool = False) -> list[tuple[int, int]]:
    rows = EventDate.objects.filter(event=event, cancelled_at__isnull=not cancelled).order_by("starts_at")
    local = [row.starts_at.astimezone(PARIS) for row in rows]
    return [(moment.month, moment.day) for moment in local]


def told() -> dict[str, int]:
    """How many letters of each kind."""
    kinds = list(Notice.objects.values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in set(kinds)}


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (on(11, 29), [(11, 29), (12, 6), (12, 13), (12, 20)]),
        (on(12, 1), [(12, 1), (12, 8), (12, 15), (12, 22)]),
        (on(12, 4), [(12, 4), (12, 11), (12, 18), (12, 25)]),
        (on(11, 25), [(11, 25), (12, 2), (12, 9), (12, 16)]),
    ],
)
def test_every_date_follows_with_its_people(first, wanted):
    event = a_saturday_series()
    before = list(event.dates.order_by("starts_at").values_list("pk", flat=True))
    last = first.date() + 21 * DAY

    publish(event, first, repeats_until=last)

    assert days(event) == wanted
    assert list(event.dates.order_by("starts_at").values_list("pk", flat=True)) == before
    assert all(states(date) == ["confirmed", "confirmed"] for date in event.dates.all())
    assert told() == {"event_moved": 8}
    letters = list(Notice.objects.all())
    assert {letter.context["title"].split(" : ")[0] for letter in letters} == {"La date ou l’heure a changé"}
    assert "samedi" not in " ".join(letter.context["facts"][0][1].lower() for letter in letters)


def test_publishing_it_again_tells_nobody_twice():
    event = a_saturday_series()

    publish(event, on(11, 29), repeats_until=dt.date(2026, 12, 20))
    publish(event, on(11, 29), repeats_until=dt.date(2026, 12, 20), title="Autre titre")

    assert told() == {"event_moved": 8}


def test_what_has_begun_stays_and_the_others_keep_their_turn(clock):
    with time_machine.travel(NOW - 30 * DAY, tick=False):
        event = a_series(on(11, 9), dt.date(2026, 12, 7))  # Mondays: 9, 16, 23 November, then two to come
    first_to_come = somebody_registers(event.dates.get(starts_at=on(11, 30)))
    Notice.objects.all().delete()

    publish(event, on(11, 12), repeats_until=dt.date(2026, 12, 10))  # Thursdays, since the first one

    assert days(event) == [(11, 9), (11, 16), (11, 23), (11, 26), (12, 3), (12, 10)]
    first_to_come.refresh_from_db()
    assert first_to_come.date.starts_at == on(12, 3)
    assert told() == {"event_moved": 1}


def test_a_date_whose_new_day_is_past_is_called_off(clock):
    with time_machine.travel(NOW - 30 * DAY, tick=False):
        event = a_series(on(11, 5), dt.date(2026, 12, 3))  # Thursdays
    late = somebody_registers(event.dates.get(starts_at=on(11, 26)))
    next_one = somebody_registers(event.dates.get(starts_at=on(12, 3)))
    Notice.objects.all().delete()

    publish(event, on(11, 2), repeats_until=dt.date(2026, 11, 30))  # Mondays: that of the 23rd is over

    assert days(event) == [(11, 5), (11, 12), (11, 19), (11, 30)]
    assert days(event, cancelled=True) == [(11, 26)]
    late.refresh_from_db()
    next_one.refresh_from_db()
    assert (late.state, next_one.state) == ("cancelled", "confirmed")
    assert next_one.date.starts_at == on(11, 30)
    assert told() == {"event_cancelled": 1, "event_moved": 1}


def test_a_rarer_series_keeps_the_dates_it_can_and_calls_off_the_others():
    event = a_saturday_series()

    publish(event, on(11, 29), repeats="fortnightly", repeats_until=dt.date(2026, 12, 20))

    assert days(event) == [(11, 29), (12, 13)]
    assert days(event, cancelled=True) == [(12, 5), (12, 19)]
    assert told() == {"event_moved": 4, "event_cancelled": 4}


def test_a_more_frequent_series_adds_dates():
    event = a_series(on(11, 28), dt.date(2026, 12, 12), repeats="fortnightly")
    rows = list(event.dates.order_by("starts_at").values_list("pk", flat=True))

    publish(event, on(11, 29), repeats="weekly", repeats_until=dt.date(2026, 12, 13))

    assert days(event) == [(11, 29), (12, 6), (12, 13)]
    assert [event.dates.get(starts_at=moment).pk for moment in (on(11, 29), on(12, 13))] == rows


def test_a_monthly_date_stays_in_its_month():
    event = a_series(on(11, 26), dt.date(2027, 2, 28), repeats="monthly")  # the fourth Thursday
    assert days(event) == [(11, 26), (12, 24), (1, 28), (2, 25)]
    for date in event.dates.all():
        somebody_registers(date)
    Notice.objects.all().delete()

    publish(event, on(11, 27))  # the fourth Friday: in January, six days before that Thursday

    assert days(event) == [(11, 27), (12, 25), (1, 22), (2, 26)]
    assert days(event, cancelled=True) == []
    assert told() == {"event_moved": 4}


def test_a_date_called_off_stays_so_on_its_new_day():
    event = a_saturday_series()
    second = event.dates.get(starts_at=on(12, 5))
    dating.cancel_date(date=second, reason="Marché de Noël", at=NOW)
    Notice.objects.all().delete()

    publish(event, on(11, 29), repeats_until=dt.date(2026, 12, 20))

    second.refresh_from_db()
    assert (second.starts_at, second.cancel_reason) == (on(12, 6), "Marché de Noël")
    assert told() == {"event_moved": 6}
