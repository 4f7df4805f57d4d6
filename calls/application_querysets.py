"""Reads of applications."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Membership

RECEIPT = re.compile(r"([0-9]{1,8})-([0-9]{1,8})")
WRITERS = (Membership.Right.ADMINISTRATOR, Membership.Right.EDITOR)


class ApplicationQuerySet(models.QuerySet):
    """Reads of applications; who may see which is `calls.access`."""

    def deposited(self) -> ApplicationQuerySet:
        """Those that were deposited and not withdrawn."""
        return self.exclude(state__in=["draft", "withdrawn"])

    def read_by_staff(self) -> ApplicationQuerySet:
        """Those that the territory may read: deposited, neither withdrawn nor erased; `calls.access` narrows it."""
        return self.deposited().filter(erased_at=None)

    def selected(self, call: Any) -> ApplicationQuerySet:
        """The projects of a call's promotion: those that were accepted, in the order of their numbers."""
        return self.filter(call=call, state="accepted").order_by("number")

    def searched(self, words: str) -> ApplicationQuerySet:
        """Those whose project, organisation, neighbourhood or receipt number has every word."""
        found = self
        for word in words.replace("\0", " ").split()[:8]:
            asked = Q(title__icontains=word) | Q(neighbourhood__icontains=word)
            asked |= Q(organisation__name__icontains=word)
            receipt = RECEIPT.fullmatch(word)
            if receipt:
                asked |= Q(call=int(receipt[1]), number=int(receipt[2]))
            found = found.filter(asked)
        return found

    def held_by(self, user: Any) -> ApplicationQuerySet:
        """Those that `user` holds, joined, or writes for an organisation."""
        from calls.models import ApplicationMember  # it points to the model these reads belong to

        joined = ApplicationMember.objects.filter(user=user).values("application")
        writing = Membership.objects.filter(user=user, right__in=WRITERS).values("organisation")
        return self.filter(Q(holder=user) | Q(pk__in=joined) | Q(organisation__in=writing))

    def closing_soon(self, *, at: datetime, within: timedelta) -> ApplicationQuerySet:
        """Drafts begun before the last `within` of a published call that closes by then; the first to close first."""
        return self.filter(
            state="draft",
            call__live=True,
            call__closes_at__gt=at,
            call__closes_at__lte=at + within,
            begun_at__lte=models.F("call__closes_at") - within,
        ).order_by("call__closes_at", "pk")

    def for_list(self) -> ApplicationQuerySet:
        """With what a list of one's own shows, in a constant number of queries."""
        return self.select_related("call", "organisation", "holder", "form", "current").order_by(
            "-saved_at", "-pk"
        )


class ApplicationInvitationQuerySet(models.QuerySet):
    """Reads of invitations to write an application."""

    def usable(self, *, at: datetime) -> ApplicationInvitationQuerySet:
        """Those whose link still works."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at).order_by("invited_at", "pk")
