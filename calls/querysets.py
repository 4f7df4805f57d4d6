"""Reads of calls for projects."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast
from wagtail.models import Page

from base.models import Territory
from base.page_querysets import CardPageQuerySet

ANNOUNCED = timedelta(days=30)


class CallPageQuerySet(CardPageQuerySet):
    """Reads of calls; a call is open from the second it opens to the second before it closes.

    A standing call never closes: `standing` alone finds it.
    """

    def live_standing_near(self, page: Page, *, but: int | None) -> Any:
        """Return the live standing call of the territory of `page`, other than `but`; None when there is none."""
        territory = Territory.objects.for_page(page)
        return self.in_territory(territory).standing().live().exclude(pk=but).first()

    def standing(self) -> CallPageQuerySet:
        """The calls by which anyone proposes a project all year."""
        return self.filter(is_standing=True).order_by("pk")

    def with_zone(self) -> CallPageQuerySet:
        """The calls with the zone of their territory, in the same query."""
        around = (
            Territory.objects.annotate(below=Cast(OuterRef("path"), CharField()))
            .filter(below__startswith=F("root_page__path"))
            .order_by("-root_page__path")
        )
        return self.annotate(local_zone=Subquery(around.values("zone")[:1]))

    def with_cards(self) -> CallPageQuerySet:
        """What a card of a call shows, hours in its territory's zone."""
        return super().with_cards().with_zone().with_results()

    def with_results(self) -> CallPageQuerySet:
        """The calls, each knowing without another query whether its decisions were published."""
        from calls.models import Publication  # it points to the model these reads belong to

        published = Publication.objects.filter(call=OuterRef("pk"), published_at__isnull=False)
        return self.annotate(decisions_are_out=Exists(published))

    def upcoming(self, *, at: datetime) -> CallPageQuerySet:
        """Calls that open later than `at`, the next one first."""
        return self.filter(opens_at__gt=at, is_standing=False).order_by("opens_at", "pk")

    def open(self, *, at: datetime) -> CallPageQuerySet:
        """Calls that may be answered at `at`, the first to close first."""
        return self.filter(opens_at__lte=at, closes_at__gt=at).order_by("closes_at", "pk")

    def not_closed(self, *, at: datetime) -> CallPageQuerySet:
        """Calls that may be answered at `at` or later, the standing one included."""
        return self.filter(Q(closes_at__gt=at) | Q(is_standing=True))

    def launching(self, *, at: datetime) -> CallPageQuerySet:
        """Calls whose promotion is launched within `ANNOUNCED` after `at`, the next one first."""
        return self.filter(
            promotion__launched_at=None,
            promotion__launches_at__gt=at,
            promotion__launches_at__lte=at + ANNOUNCED,
        ).order_by("promotion__launches_at", "pk")

    def announced(self, *, at: datetime) -> CallPageQuerySet:
        """The call to answer (the first to close, else the next to open) and the one launched next, in one query.

        Two rows at most: the first has `is_to_answer`, the other its `common_launch_at`; one call may be both.
        """
        answerable = self.filter(Q(closes_at__gt=at) | Q(opens_at__gt=at)).open_first(at=at).values("pk")[:1]
        launched = self.launching(at=at).values("pk")[:1]
        is_first, is_launched = Q(pk=Subquery(answerable)), Q(pk=Subquery(launched))
        return self.filter(is_first | is_launched).annotate(
            is_to_answer=Case(When(is_first, then=Value(True)), default=Value(False)),
            common_launch_at=Case(When(is_launched, then=F("promotion__launches_at")), default=Value(None)),
        )

    def closed(self, *, at: datetime) -> CallPageQuerySet:
        """Calls closed at `at`, the last closed first."""
        return self.filter(opens_at__lte=at, closes_at__lte=at).order_by("-closes_at", "-pk")

    def next_change(self, *, at: datetime) -> datetime | None:
        """The first moment after `at` at which a published call opens, closes, gives its results or is launched."""
        moments = self.live().aggregate(
            opening=Min("opens_at", filter=Q(opens_at__gt=at)),
            closing=Min("closes_at", filter=Q(closes_at__gt=at)),
            results=Min("results_at", filter=Q(results_at__gt=at)),
            # A launch that is due stays the next change until the worker has done it.
            launch=Min("promotion__launches_at", filter=Q(promotion__launched_at=None)),
        )
        return min((moment for moment in moments.values() if moment is not None), default=None)

    def open_first(self, *, at: datetime) -> CallPageQuerySet:
        """Order for public lists: open ones, first to close first, then those to come, then closed ones, last first."""
        is_open, is_upcoming = Q(opens_at__lte=at, closes_at__gt=at), Q(opens_at__gt=at)
        rank = Case(
            When(is_open, then=Value(0)),
            When(is_upcoming, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        ahead = Case(
            When(is_open, then=F("closes_at")), When(is_upcoming, then=F("opens_at")), default=Value(None)
        )
        return (
            self.filter(is_standing=False)
            .annotate(rank=rank, ahead=ahead)
            .order_by("rank", F("ahead").asc(nulls_last=True), "-closes_at", "pk")
        )

    def during(self, since: datetime, until: datetime) -> CallPageQuerySet:
        """Calls open at some moment from `since` to `until`."""
        return self.filter(opens_at__lt=until, closes_at__gt=since)
