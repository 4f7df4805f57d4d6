"""Reads of headlines."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


def in_force(at: datetime) -> Q:
    """Return the condition that a headline is the one to show at `at`; works in the database and in a preview."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at)) & Q(theme__live=True)


class HeadlineQuerySet(models.QuerySet):
    """Reads of headlines."""

    def current(self, at: datetime) -> HeadlineQuerySet:
        """Headlines in force at `at` whose theme is published, the last begun first."""
        return self.filter(in_force(at)).order_by("-starts_at", "-pk")
