"""Reads of stories and events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from base.page_querysets import CardPageQuerySet

if TYPE_CHECKING:
    from base.models import Tag


class StoryPageQuerySet(CardPageQuerySet):
    """Reads of stories."""

    def newest_first(self) -> StoryPageQuerySet:
        """Order by the date the story bears, the last first."""
        return self.order_by(F("published_on").desc(nulls_last=True), "-pk")


class EventPageQuerySet(CardPageQuerySet):
    """Reads of events, which know when they take place by their dates (`shown_starts_at`, `shown_ends_at`).

    A date without an end is over as soon as it has begun; a cancelled one counts for nothing here.
    """

    def with_cards(self) -> Self:
        """The events with their picture and their dates, in a constant number of queries."""
        return super().with_cards().prefetch_related("dates")

    def upcoming(self, *, at: datetime) -> EventPageQuerySet:
        """Events with a planned date not over at `at`, the one whose next date is nearest first."""
        coming = self._with_shown(self._own_dates().upcoming(at=at))
        return coming.filter(shown_starts_at__isnull=False).order_by("shown_starts_at", "pk")

    def past(self, *, at: datetime) -> EventPageQuerySet:
        """Events that took place and have no planned date left at `at`, the last first."""
        over = self._with_shown(self._own_dates().over(at=at)).filter(shown_starts_at__isnull=False)
        return over.exclude(Exists(self._own_dates().upcoming(at=at))).order_by("-shown_starts_at", "-pk")

    def called_off(self, *, at: datetime) -> EventPageQuerySet:
        """Events that will not take place: nothing but cancelled dates, of which one was still to come at `at`."""
        cancelled = self._with_shown(self._own_dates(planned=False).not_over(at=at).order_by("starts_at"))
        found = cancelled.exclude(Exists(self._own_dates())).filter(shown_starts_at__isnull=False)
        return found.order_by("shown_starts_at", "pk")

    def coming_first(self, *, at: datetime) -> EventPageQuerySet:
        """Events to come, nearest first, then the past ones, the last first."""
        coming, over = self._own_dates().upcoming(at=at)[:1], self._own_dates().over(at=at)[:1]
        found = self.annotate(
            coming=Subquery(coming.values("starts_at")),
            shown_starts_at=Coalesce("coming", Subquery(over.values("starts_at"))),
            shown_ends_at=Coalesce(Subquery(coming.values("ends_at")), Subquery(over.values("ends_at"))),
        )
        return found.order_by(
            F("coming").asc(nulls_last=True), F("shown_starts_at").desc(nulls_last=True), "pk"
        )

    def _own_dates(self, *, planned: bool = True) -> EventDateQuerySet:
        """Return the dates of the event of the outer query, cancelled ones left aside or not."""
        dates: EventDateQuerySet = self.model._meta.get_field("dates").related_model.objects.filter(
            event=OuterRef("pk")
        )
        return dates.planned() if planned else dates

    def _with_shown(self, dates: EventDateQuerySet) -> EventPageQuerySet:
        """Annotate the first of `dates`."""
        return self.annotate(
            shown_starts_at=Subquery(dates.values("starts_at")[:1]),
            shown_ends_at=Subquery(dates.values("ends_at")[:1]),
        )


class EventDateQuerySet(models.QuerySet):
    """Reads of the dates of events; one without an end is over as soon as it has begun."""

    def planned(self) -> EventDateQuerySet:
        """Dates that are not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def not_over(self, *, at: datetime) -> EventDateQuerySet:
        """Dates not over at `at`, cancelled ones included."""
        return self.annotate(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__gt=at)

    def upcoming(self, *, at: datetime) -> EventDateQuerySet:
        """Planned dates not over at `at`, nearest first."""
        return self.planned().not_over(at=at).order_by("starts_at", "pk")

    def over(self, *, at: datetime) -> EventDateQuerySet:
        """Planned dates over at `at`, the last first."""
        over = self.planned().annotate(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__lte=at)
        return over.order_by("-starts_at", "-pk")

    def with_people(self) -> EventDateQuerySet:
        """The dates with how many persons have a place (`confirmed_people`) and how many wait (`waiting_people`)."""
        return self.annotate(
            confirmed_people=Sum(
                "registrations__people", filter=Q(registrations__state="confirmed"), default=0
            ),
            waiting_people=Sum("registrations__people", filter=Q(registrations__state="waiting"), default=0),
        )

    def expecting_people(self, *, at: datetime) -> EventDateQuerySet:
        """Planned dates that have not begun at `at` and for which somebody is registered."""
        registered = self.filter(registrations__state__in=("confirmed", "waiting"))
        return registered.planned().filter(starts_at__gt=at).distinct()

    def to_remind(self, *, at: datetime, before: timedelta) -> EventDateQuerySet:
        """Planned dates of published events that begin within `before`, whose people were not reminded yet."""
        near = self.planned().filter(starts_at__gt=at, starts_at__lte=at + before, event__live=True)
        return near.filter(reminded_at__isnull=True).order_by("starts_at", "pk")


class RegistrationQuerySet(models.QuerySet):
    """Reads of registrations."""

    def active(self) -> RegistrationQuerySet:
        """Those that have a place or wait for one, in the order of arrival."""
        return self.filter(state__in=("confirmed", "waiting")).order_by("registered_at", "pk")

    def confirmed(self) -> RegistrationQuerySet:
        """Those that have a place."""
        return self.filter(state="confirmed")

    def waiting(self) -> RegistrationQuerySet:
        """Those that wait for one, in the order of arrival."""
        return self.filter(state="waiting").order_by("registered_at", "pk")

    def people(self) -> int:
        """Return how many persons these registrations bring."""
        return int(self.aggregate(people=Sum("people", default=0))["people"])

    def named(self) -> RegistrationQuerySet:
        """Those that still bear a name: old ones are kept as numbers alone."""
        return self.exclude(name="")

    def to_forget(self, *, before: datetime) -> RegistrationQuerySet:
        """Those still bearing a name or an address whose date began before `before`."""
        return self.filter(date__starts_at__lt=before).exclude(name="", email="", needs="")


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

    def on(self, day: date) -> SchemePageQuerySet:
        """The schemes, each knowing the day it is shown (`day`), which its card needs to say where it stands."""
        return self.annotate(day=Value(day, output_field=models.DateField()))

    def open_first(self, day: date) -> SchemePageQuerySet:
        """Schemes open that day, the first to close first, then those to open, then the closed ones, the last first."""
        rank = Case(
            When(closes_on__lt=day, then=Value(2)), When(opens_on__gt=day, then=Value(1)), default=Value(0)
        )
        ending = Case(When(closes_on__gte=day, then=F("closes_on")), default=Value(None))
        coming = Case(When(opens_on__gt=day, then=F("opens_on")), default=Value(None))
        return (
            self.on(day)
            .annotate(rank=rank, coming=coming, ending=ending)
            .order_by(
                "rank",
                F("coming").asc(nulls_last=True),
                F("ending").asc(nulls_last=True),
                F("closes_on").desc(nulls_last=True),
                "title",
                "pk",
            )
        )

    def fitting(self, tags: Iterable[Tag]) -> SchemePageQuerySet:
        """Schemes that share one of `tags`, the most first, then those useful to all; the last checked come first."""
        wanted = [tag.pk for tag in tags]
        shared = (
            self.model.tags.through.objects.filter(content_object=OuterRef("pk"), tag__in=wanted)
            .order_by()
            .values("content_object")
            .annotate(number=Count("pk"))
            .values("number")
        )
        found = self.annotate(shared=Coalesce(Subquery(shared), Value(0)))
        return found.filter(Q(shared__gt=0) | Q(for_everyone=True)).order_by("-shared", "-checked_on", "pk")


class KitPageQuerySet(CardPageQuerySet):
    """Reads of kits."""

    def newest_first(self) -> KitPageQuerySet:
        """Order by first publication, the last first."""
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
