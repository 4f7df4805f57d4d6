"""What every service of the bank leans on: refusals, idempotency keys, the lines of the site's balance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from demo_bank.models import BankKey, BankMovement


class BankError(Exception):
    """A definite refusal of the bank."""


def _fingerprint(facts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def replayed(key: str, *facts: object) -> str | None:
    """Return the identifier answered to this key before, None when new; BankError when the body differs."""
    known = BankKey.objects.filter(key=key).first()
    if known is None:
        return None
    if known.fingerprint != _fingerprint(facts):
        raise BankError("same key, other body")
    return known.remote_id


def remember(key: str, remote_id: str, *facts: object) -> None:
    """Keep what was answered to this key."""
    BankKey.objects.create(key=key, fingerprint=_fingerprint(facts), remote_id=remote_id)


def move(kind: str, subject_id: str, amount_cents: int, *, at: datetime) -> None:
    """Write one line of the balance, in the transaction of the fact it is about."""
    BankMovement.objects.create(kind=kind, subject_id=subject_id, amount_cents=amount_cents, at=at)


def movements(*, since: datetime, until: datetime) -> Iterator[BankMovement]:
    """Yield the lines of [since, until), the oldest first, read by chunks."""
    rows = BankMovement.objects.filter(at__gte=since, at__lt=until)
    yield from rows.order_by("at", "pk").iterator(chunk_size=500)
