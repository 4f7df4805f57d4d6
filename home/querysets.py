"""Reads of the programme and of subscriptions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Min, Q

if TYPE_CHECKING:
    from wagtail.models import Page

    from base.models import Territory


class SlotQuerySet(models.QuerySet):
    """Reads of slots."""

    def of(self, page: Page) -> SlotQuerySet:
        """Slots of one page."""
        return self.filter(page_id=page.pk)

    def in_territory(self, territory: Territory) -> SlotQuerySet:
        """Slots of the pages of one territory."""
        return self.filter(page__path__startswith=territory.root_page.path)

    def during(self, since: datetime, until: datetime) -> SlotQuerySet:
        """Slots that have something in common with the time from `since` to `until`."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=since), starts_at__lt=until)

    def in_force(self, at: datetime, *, approved_only: bool = False) -> SlotQuerySet:
        """Slots of the moment `at`, in the order they are shown: position, then the last begun."""
        rows = self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)
        if approved_only:
            rows = rows.filter(approved_at__isnull=False)
        return rows.order_by("position", "-starts_at", "-pk")

    def next_change(self, *, at: datetime) -> datetime | None:
        """The first moment after `at` at which a slot begins or ends; one query."""
        moments = self.aggregate(
            **{name: Min(name, filter=Q(**{f"{name}__gt": at})) for name in ("starts_at", "ends_at")}
        )
        return min((moment for moment in moments.values() if moment is not None), default=None)


class ShowingQuerySet(models.QuerySet):
    """Reads of what was shown."""

    def open(self) -> ShowingQuerySet:
        """Showings not ended yet."""
        return self.filter(ends_at__isnull=True)

    def during(self, since: datetime, until: datetime) -> ShowingQuerySet:
        """Showings that have something in common with the time from `since` to `until`."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=since), starts_at__lt=until)

    def in_territory(self, territory: Territory) -> ShowingQuerySet:
        """Showings on the pages of one territory."""
        return self.filter(page__path__startswith=territory.root_page.path)


class SubscriptionQuerySet(models.QuerySet):
    """Reads of subscriptions."""

    def active(self) -> SubscriptionQuerySet:
        """Those whose address is confirmed and who have not left."""
        return self.filter(confirmed_at__isnull=False, left_at__isnull=True)

    def asking_for(self, theme_id: int) -> SubscriptionQuerySet:
        """Those who asked for everything, or for one theme among others."""
        asked = self.model._base_manager.filter(themes=theme_id).values("pk")
        return self.filter(Q(everything=True) | Q(pk__in=asked))
