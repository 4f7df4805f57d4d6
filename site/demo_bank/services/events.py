"""Signed events: offered to whoever listens, again and again until taken.

They leave through the signal `event_signed`, as (body, header): whoever listens takes them in as it would take a real
provider's webhook.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from demo_bank.models import BankEvent
from demo_bank.signatures import sign

event_signed = Signal()


def emit(kind: str, subject_id: str, *, at: datetime) -> None:
    """Write an event in the caller's transaction, and offer it after the commit."""
    BankEvent.objects.create(kind=kind, subject_id=subject_id, created_at=at)
    transaction.on_commit(deliver_events, robust=True)


def deliver_events(limit: int = 100) -> int:
    """Offer every event not yet taken to whoever listens; return how many were taken."""
    taken = 0
    for event in BankEvent.objects.filter(delivered_at=None).order_by("pk")[:limit]:
        body = json.dumps({"id": event.event_id, "kind": event.kind, "subject": event.subject_id}).encode()
        header = sign(body, secret=settings.DEMO_BANK_SECRET, timestamp=int(timezone.now().timestamp()))
        answers = event_signed.send_robust(sender=BankEvent, body=body, header=header)
        if any(answer is True for _receiver, answer in answers):
            BankEvent.objects.filter(pk=event.pk).update(delivered_at=timezone.now())
            taken += 1
    return taken
