"""Reads of stories and events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, F, Value, When
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
