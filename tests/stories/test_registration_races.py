"""Races for places on real PostgreSQL, each with its negative control: without the lock, the same race goes wrong."""

import datetime as dt
import threading

import pytest
from django.utils import timezone

from notices.models import Notice
from stories.errors import EventError
from stories.models import EventDate, Registration
from stories.services import dating, registering
from tests.campaigns.test_races import at_once
from tests.registrations import an_open_event, somebody_registers, states, the_date

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CROWD = 10


def unexpected(results: list) -> list:
    return [
        result for result in results if isinstance(result, Exception) and not isinstance(result, EventError)
    ]


def test_the_last_places_are_given_once():
    date = the_date(an_open_event(capacity=5))

    results = at_once(*[lambda: somebody_registers(date, 2)] * CROWD)

    assert not unexpected(results)
    assert sorted(states(date)) == ["confirmed"] * 2 + ["waiting"] * (CROWD - 2)
    assert Registration.objects.confirmed().people() == 4


def test_without_the_lock_places_would_be_given_twice(monkeypatch):
    """Negative control: the lock on the date's row is what holds the number of places."""
    date = the_date(an_open_event(capacity=2))
    meeting = threading.Barrier(CROWD)

    def counted_together(date: EventDate) -> int | None:
        room = date.event.capacity - date.registrations.confirmed().people()
        meeting.wait(timeout=20)
        return room

    monkeypatch.setattr(
        registering, "lock_date", lambda date: EventDate.objects.select_related("event").get(pk=date.pk)
    )
    monkeypatch.setattr(registering, "free_places", counted_together)

    at_once(*[lambda: somebody_registers(date, 2)] * CROWD)

    assert Registration.objects.confirmed().people() > 2


def test_the_same_address_many_times_at_once_is_one_registration():
    date = the_date(an_open_event(capacity=5))

    results = at_once(*[lambda: somebody_registers(date, email="zoe@example.org")] * CROWD)

    assert not unexpected(results)
    assert {result.pk for result in results} == {Registration.objects.get().pk}


def test_places_freed_at_once_are_given_once():
    date = the_date(an_open_event(capacity=4))
    leaving = [somebody_registers(date) for _number in range(4)]
    for _number in range(CROWD):
        somebody_registers(date, 2)

    results = at_once(
        *[
            lambda one=one: registering.cancel_registration(registration=one, at=timezone.now())
            for one in leaving * 2
        ]
    )

    assert not unexpected(results)
    assert Registration.objects.confirmed().people() == 4
    assert Notice.objects.filter(kind="event_place_freed").count() == 2
    assert Notice.objects.filter(kind="event_withdrawn").count() == 4


def test_registering_while_the_date_is_called_off_leaves_nobody_behind():
    date = the_date(an_open_event(capacity=None))

    results = at_once(
        *[lambda: somebody_registers(date)] * CROWD,
        lambda: dating.cancel_date(date=date, reason="Neige", at=timezone.now()),
    )

    assert not unexpected(results)
    assert set(states(date)) <= {"cancelled"}


def test_publishing_many_times_at_once_makes_each_date_once():
    event = an_open_event(starts_at=timezone.now() + dt.timedelta(days=3))
    event.repeats, event.repeats_until = "weekly", (timezone.now() + dt.timedelta(days=40)).date()

    results = at_once(*[lambda: dating.write_dates(event, at=timezone.now())] * 4)

    assert not unexpected(results)
    assert event.dates.count() == 6


def test_two_workers_remind_once():
    date = the_date(an_open_event(starts_at=timezone.now() + dt.timedelta(days=1)))
    somebody_registers(date, at=timezone.now() - dt.timedelta(days=2))

    results = at_once(*[lambda: registering.remind_registered(at=timezone.now())] * 4)

    assert sorted(results) == [0, 0, 0, 1]
    assert Notice.objects.filter(kind="event_reminder").count() == 1
