"""Builders of events that take registrations, and of the people who register, through the services."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from stories.models import EventDate, EventPage, Registration
from stories.services import registering
from tests.editorial import an_event

_numbers = itertools.count(1)


def an_open_event(*, capacity: int | None = 5, **fields: Any) -> EventPage:
    """An event in a week that takes registrations, for so many people."""
    return an_event(takes_registrations=True, capacity=capacity, **fields)


def the_date(event: EventPage) -> EventDate:
    """The first date of an event."""
    return EventDate.objects.filter(event=event).select_related("event").earliest("starts_at")


def somebody_registers(date: EventDate, people: int = 1, **fields: Any) -> Registration:
    """A registration, confirmed or waiting as places allow; `email` and `name` may be given."""
    number = next(_numbers)
    usual = {
        "name": f"Personne {number}",
        "email": f"personne-{number}@example.org",
        "needs": "",
        "at": timezone.now() - dt.timedelta(minutes=1),
    }
    return registering.register(date=date, people=people, **{**usual, **fields}).registration


def states(date: EventDate) -> list[str]:
    """Where each registration of a date stands, in the order of arrival."""
    rows = Registration.objects.filter(date=date).order_by("registered_at", "pk")
    return list(rows.values_list("state", flat=True))
