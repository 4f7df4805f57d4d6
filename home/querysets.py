"""Reads of the programme and of subscriptions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from wagtail.models import Page

    from base.models import Territory


def in_force(at: datetime) -> Q:
    """Return the condition that a headline is the one to show at `at`; works in the database and in a preview."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at)) & Q(theme__live=True)


class HeadlineQuerySet(models.QuerySet):
    """Reads of headlines."""

    def current(self, at: datetime) -> HeadlineQuerySet:
        """Headlines in force at `at` whose theme is published, the last begun first."""
        return self.filter(in_force(at)).order_by("-starts_at", "-pk")


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
