"""Reads of promotions and of those who accompany them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from calls.addresses import normal_address


class PromotionQuerySet(models.QuerySet):
    """Reads of promotions; who may follow which is `calls.access`."""

    def due(self, *, at: datetime) -> PromotionQuerySet:
        """Those whose common launch has come and is not done, the oldest first."""
        return self.filter(launched_at=None, launches_at__lte=at).order_by("launches_at", "pk")

    def followed_by_mentor(self, user: Any) -> PromotionQuerySet:
        """Those in which `user` accompanies a project, the next to launch first."""
        from calls.models import CallPage, Mentor  # they stand above the model these reads belong to

        mine = Mentor.objects.naming(user).values("application__call")
        calls = CallPage.objects.with_zone()
        found = self.filter(call__in=mine).prefetch_related(models.Prefetch("call", queryset=calls))
        return found.order_by("launches_at", "pk")


class MentorQuerySet(models.QuerySet):
    """Reads of mentors."""

    def naming(self, user: Any) -> MentorQuerySet:
        """Those whose address is the one `user` signs in with, of projects that are kept."""
        return self.filter(email=normal_address(user.email), application__state="accepted")
