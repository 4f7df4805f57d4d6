"""The inbox of provider events: verify, keep under its unique id, answer; read the object later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from campaigns.errors import ProviderError
from campaigns.gateways import gateway_named
from campaigns.models import ProviderEvent
from campaigns.services.paying import sync_payment

LARGEST_BODY = 65_536
MOST_ATTEMPTS = 12


def take_event(*, gateway_name: str, body: bytes, headers: Mapping[str, str], at: datetime) -> bool:
    """Keep a genuine event; True when it is new. `BadSignature` when the provider did not sign it."""
    event = gateway_named(gateway_name).verify_event(body, headers)
    _row, is_new = ProviderEvent.objects.get_or_create(
        gateway=gateway_name,
        event_id=event.event_id[:120],
        defaults={
            "kind": event.kind[:80],
            "subject_id": event.subject_id[:120],
            "received_at": at,
            "next_try_at": at,
        },
    )
    return is_new


def read_events(*, at: datetime, limit: int = 500) -> int:
    """Re-read the object of each event not yet processed; return how many were."""
    done = 0
    waiting = ProviderEvent.objects.filter(processed_at=None, next_try_at__lte=at, attempts__lt=MOST_ATTEMPTS)
    for event in list(waiting[:limit]):
        row = ProviderEvent.objects.filter(pk=event.pk, processed_at=None)
        try:
            if event.kind.startswith("payment."):
                sync_payment(gateway_name=event.gateway, remote_id=event.subject_id, at=at)
        except ProviderError as error:
            row.update(
                attempts=F("attempts") + 1,
                problem=str(error)[:300],
                next_try_at=at + timedelta(seconds=min(2**event.attempts * 5, 3600)),
            )
            continue
        done += row.update(processed_at=at, problem="")
    return done
