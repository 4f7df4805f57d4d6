"""Reads of applications."""

from __future__ import annotations

import re
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
        """Those that editors and moderators read: deposited, neither withdrawn nor erased (`calls.access`)."""
        return self.deposited().filter(erased_at=None)

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
