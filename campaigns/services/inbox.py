"""The inbox of provider events: verify, keep under its unique id, answer; read the object later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import OperationalError
from django.db.models import F

from base.schedule import stopping
from campaigns.errors import ProviderRefused
from campaigns.gateways import gateway_named
from campaigns.models import ProviderEvent
from campaigns.services.disputing import sync_dispute
from campaigns.services.paying import sync_payment
from campaigns.services.payout_accounts import sync_account
from campaigns.services.rereading import sync_refund

LARGEST_BODY = 262_144
"""A real provider's event holds a whole object, of which only the identifier is kept."""
MOST_REFUSALS = 12
"""An object the provider says it does not have is given up after so many looks; silence is never given up."""
LONGEST_PAUSE_SECONDS = 600
READERS: dict[str, Callable[..., object]] = {
    "payment": sync_payment,
    "refund": sync_refund,
    "dispute": sync_dispute,
    "account": sync_account,
}
"""What re-reads the object an event names, by the first word of its kind; an event of another kind changes nothing."""

logger = logging.getLogger(__name__)


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
    """Re-read the object of each event not yet processed; return how many were. One that fails holds no other back."""
    done = 0
    waiting = ProviderEvent.objects.filter(processed_at=None, next_try_at__lte=at)
    for event in list(waiting.order_by("next_try_at", "pk")[:limit]):
        if stopping.is_set():
            break
        row = ProviderEvent.objects.filter(pk=event.pk, processed_at=None)
        try:
            reader = READERS.get(event.kind.partition(".")[0])
            if reader is not None:
                reader(gateway_name=event.gateway, remote_id=event.subject_id, at=at)
        except OperationalError:
            raise  # the database's trouble, not the event's: the whole round is made again
        except Exception as error:
            logger.warning("event %s cannot be read yet", event, exc_info=True)
            given_up = isinstance(error, ProviderRefused) and event.attempts + 1 >= MOST_REFUSALS
            pause = min(2 ** min(event.attempts, 10) * 5, LONGEST_PAUSE_SECONDS)
            row.update(
                attempts=F("attempts") + 1,
                problem=f"{type(error).__name__}: {error}"[:300],
                next_try_at=at + timedelta(seconds=pause),
                processed_at=at if given_up else None,
            )
            continue
        done += row.update(processed_at=at, problem="")
    return done
