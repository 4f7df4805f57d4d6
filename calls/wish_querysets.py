"""Reads of wishes and of the questions they answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from base.french import words


class WishQuestionQuerySet(models.QuerySet):
    """Reads of questions."""

    def open(self, *, at: datetime) -> WishQuestionQuerySet:
        """Questions that may be answered at `at`, on a published page."""
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=at), opens_at__lte=at, page__live=True)

    def next_change(self, *, at: datetime) -> datetime | None:
        """The first moment after `at` at which a question opens or closes; one query."""
        moments = self.aggregate(
            opening=models.Min("opens_at", filter=Q(opens_at__gt=at)),
            closing=models.Min("closes_at", filter=Q(closes_at__gt=at)),
        )
        return min((moment for moment in moments.values() if moment is not None), default=None)


class WishQuerySet(models.QuerySet):
    """Reads of wishes; the public reads `published()` and nothing else."""

    def published(self) -> WishQuerySet:
        """Those the public reads, the latest first."""
        return self.filter(state="published").order_by("-said_at", "-pk")

    def to_read(self) -> WishQuerySet:
        """Those nobody has read yet, the oldest first."""
        return self.filter(state="pending").order_by("said_at", "pk")

    def born_into(self, call: Any) -> WishQuerySet:
        """The published wishes from which `call` was born."""
        return self.published().filter(group__call=call)

    def to_tell(self) -> WishQuerySet:
        """Published wishes whose author wants to hear more, at an address that was proved."""
        return self.filter(state="published", confirmed_at__isnull=False).exclude(email="")

    def near(self, asked: set[str], *, limit: int) -> list[Any]:
        """Return published wishes that share a word with what is asked, given as `base.french.words` gives them.

        The closest first, then the latest, among the latest 500: it shows that somebody thought of it too.
        """
        scored = [(len(asked & set(words(wish.text))), wish) for wish in self.published()[:500]]
        scored.sort(key=lambda pair: -pair[0])
        return [wish for score, wish in scored if score][:limit]
