"""Reads of stories and events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from base.page_querysets import CardPageQuerySet

if TYPE_CHECKING:
    from stories.models import EventPage


def next_of_each(events: Iterable[EventPage]) -> list[EventPage]:
    """Return the first of the events that bear the same title: a weekly one shows its next date only."""
    found: dict[str, EventPage] = {}
    for event in events:
        found.setdefault(event.title, event)
    return list(found.values())


class StoryPageQuerySet(CardPageQuerySet):
    """Reads of stories."""

    def newest_first(self) -> StoryPageQuerySet:
        """Order by the date the story bears, the last first."""
        return self.order_by(F("published_on").desc(nulls_last=True), "-pk")


class EventPageQuerySet(CardPageQuerySet):
    """Reads of events; one without an end is over as soon as it has begun."""

    def upcoming(self, *, at: datetime) -> EventPageQuerySet:
        """Events not over at `at`, nearest first."""
        return (
            self.annotate(over_at=Coalesce("ends_at", "starts_at"))
            .filter(over_at__gt=at)
            .order_by("starts_at", "pk")
        )

    def past(self, *, at: datetime) -> EventPageQuerySet:
        """Events over at `at`, the last first."""
        over = self.annotate(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__lte=at)
        return over.order_by("-starts_at", "-pk")

    def other_dates(self, event: EventPage, *, at: datetime) -> EventPageQuerySet:
        """Events to come that stand beside `event` and bear its title, nearest first."""
        return self.sibling_of(event).exclude(pk=event.pk).filter(title=event.title).upcoming(at=at)

    def coming_first(self, *, at: datetime) -> EventPageQuerySet:
        """Events to come, nearest first, then the past ones, the last first."""
        coming = Case(When(over_at__gt=at, then=F("starts_at")), default=Value(None))
        return self.annotate(over_at=Coalesce("ends_at", "starts_at"), coming=coming).order_by(
            F("coming").asc(nulls_last=True), "-starts_at", "pk"
        )


class EventDateQuerySet(models.QuerySet):
    """Reads of the dates of events; one without an end is over as soon as it has begun."""

    def planned(self) -> EventDateQuerySet:
        """Dates that are not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def upcoming(self, *, at: datetime) -> EventDateQuerySet:
        """Planned dates not over at `at`, nearest first."""
        coming = self.planned().annotate(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__gt=at)
        return coming.order_by("starts_at", "pk")


class RegistrationQuerySet(models.QuerySet):
    """Reads of registrations."""

    def confirmed(self) -> RegistrationQuerySet:
        """Those that have a place."""
        return self.filter(state="confirmed")

    def waiting(self) -> RegistrationQuerySet:
        """Those that wait for one, in the order of arrival."""
        return self.filter(state="waiting").order_by("registered_at", "pk")


class SchemePageQuerySet(CardPageQuerySet):
    """Reads of schemes."""

    def open_on(self, day: date) -> SchemePageQuerySet:
        """Schemes one may ask for that day."""
        return self.filter(
            Q(opens_on__isnull=True) | Q(opens_on__lte=day), Q(closes_on__isnull=True) | Q(closes_on__gte=day)
        )

    def unchecked_since(self, day: date) -> SchemePageQuerySet:
        """Schemes nobody has checked since `day`, the longest forgotten first."""
        return self.filter(checked_on__lt=day).order_by("checked_on", "pk")


class KitPageQuerySet(CardPageQuerySet):
    """Reads of kits."""

    def newest_first(self) -> KitPageQuerySet:
        """Order by first publication, the last first."""
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
