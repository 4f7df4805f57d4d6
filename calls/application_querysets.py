"""Reads of applications."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Membership

WRITERS = (Membership.Right.ADMINISTRATOR, Membership.Right.EDITOR)


class ApplicationQuerySet(models.QuerySet):
    """Reads of applications; who may see which is `calls.access`."""

    def deposited(self) -> ApplicationQuerySet:
        """Those that were deposited and not withdrawn."""
        return self.exclude(state__in=["draft", "withdrawn"])

    def held_by(self, user: Any) -> ApplicationQuerySet:
        """Those that `user` holds, joined, or writes for an organisation."""
        from calls.models import ApplicationMember  # it points to the model these reads belong to

        joined = ApplicationMember.objects.filter(user=user).values("application")
        writing = Membership.objects.filter(user=user, right__in=WRITERS).values("organisation")
        return self.filter(Q(holder=user) | Q(pk__in=joined) | Q(organisation__in=writing))
