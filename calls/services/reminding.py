"""Reminding those whose draft is still one when the closing comes near."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from calls.models import Application
from calls.notices import tell_holders

DAYS_BEFORE = (2, 7)


def remind_draft_holders(*, at: datetime) -> int:
    """Write, once each, the reminders due at `at`: a week and two days before a closing. Return how many drafts.

    A draft begun later than that is not reminded of what its holder has just read. When both are due, the closer
    one is enough. A closing that is put off is another closing.
    """
    told: set[int] = set()
    for days in DAYS_BEFORE:
        drafts = Application.objects.closing_soon(at=at, within=timedelta(days=days))
        for draft in drafts.exclude(pk__in=told).select_related("call", "holder", "current"):
            closes_at = draft.call.closes_at
            assert closes_at is not None
            with transaction.atomic():
                tell_holders(
                    kind="application_closing_soon",
                    application=draft,
                    occasion=f"{days}:{closes_at:%Y%m%d%H%M%S}",
                    text=str(days),
                )
            told.add(draft.pk)
    return len(told)
