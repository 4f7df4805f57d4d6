"""What the demonstration bank does when asked. It knows nothing of campaigns: references and amounts only.

Events leave through the signal `event_signed`, as (body, header): whoever listens takes them in as it would take a
real provider's webhook. An event not taken is offered again by `deliver_events`.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from demo_bank.models import BankEvent, BankKey, BankPayment, BankRefund, BankTransfer, new_id
from demo_bank.signatures import sign

event_signed = Signal()


class BankError(Exception):
    """A definite refusal of the bank."""


def _replayed(key: str, *facts: object) -> str | None:
    """Return the identifier answered to this key before, None when new; BankError when the body differs."""
    fingerprint = hashlib.sha256(repr(facts).encode()).hexdigest()
    known = BankKey.objects.filter(key=key).first()
    if known is None:
        return None
    if known.fingerprint != fingerprint:
        raise BankError("same key, other body")
    return known.remote_id


def _remember(key: str, remote_id: str, *facts: object) -> None:
    BankKey.objects.create(
        key=key, fingerprint=hashlib.sha256(repr(facts).encode()).hexdigest(), remote_id=remote_id
    )


@transaction.atomic
def open_payment(
    *, reference: str, amount_cents: int, description: str, return_url: str, expires_at: datetime, key: str
) -> BankPayment:
    """Open a payment page."""
    facts = (reference, amount_cents, return_url)
    if remote_id := _replayed(key, *facts):
        return BankPayment.objects.get(remote_id=remote_id)
    payment = BankPayment.objects.create(
        reference=reference,
        amount_cents=amount_cents,
        description=description[:200],
        return_url=return_url,
        expires_at=expires_at,
    )
    _remember(key, payment.remote_id, *facts)
    return payment


def read_payment(remote_id: str, *, at: datetime | None = None) -> BankPayment:
    """Return a payment as it is at `at`; an open one past its time is over."""
    payment = BankPayment.objects.filter(remote_id=remote_id).first()
    if payment is None:
        raise BankError("no such payment")
    if payment.state in {"open", "checking"} and (at or timezone.now()) >= payment.expires_at:
        return _settle(payment, BankPayment.State.OVER, at=at or timezone.now())
    return payment


def _settle(
    payment: BankPayment, state: str, *, at: datetime, from_states: tuple[str, ...] = ("open", "checking")
) -> BankPayment:
    """Move a payment to its final state once and emit the event, whoever asks first."""
    facts: dict[str, object] = {"state": state}
    if state == BankPayment.State.PAID:
        facts |= {"charge_id": new_id(), "paid_at": at}
    with transaction.atomic():
        if BankPayment.objects.filter(pk=payment.pk, state__in=from_states).update(**facts):
            BankEvent.objects.create(kind=f"payment.{state}", subject_id=payment.remote_id, created_at=at)
            transaction.on_commit(deliver_events, robust=True)
    payment.refresh_from_db()
    return payment


def accept(remote_id: str, *, at: datetime) -> BankPayment:
    """Charge the card, unless the page is over."""
    payment = read_payment(remote_id, at=at)
    return _settle(payment, BankPayment.State.PAID, at=at)


def decline(remote_id: str, *, at: datetime) -> BankPayment:
    """Refuse the card."""
    return _settle(read_payment(remote_id, at=at), BankPayment.State.DECLINED, at=at)


def start_checking(remote_id: str, *, at: datetime) -> BankPayment:
    """Begin the card holder's check (3-D Secure)."""
    payment = read_payment(remote_id, at=at)
    BankPayment.objects.filter(pk=payment.pk, state=BankPayment.State.OPEN).update(
        state=BankPayment.State.CHECKING
    )
    payment.refresh_from_db()
    return payment


def end(remote_id: str, *, at: datetime) -> BankPayment:
    """Close the page without payment."""
    return _settle(read_payment(remote_id, at=at), BankPayment.State.OVER, at=at)


def accept_late(remote_id: str, *, at: datetime) -> BankPayment:
    """Charge the card of a page that is over: rare at a real bank, and the case a site must survive."""
    payment = read_payment(remote_id, at=at)
    return _settle(payment, BankPayment.State.PAID, at=max(at, payment.expires_at), from_states=("over",))


@transaction.atomic
def refund(charge_id: str, amount_cents: int, *, key: str, at: datetime) -> BankRefund:
    """Give a charge back; at most once, at most its amount."""
    facts = (charge_id, amount_cents)
    if remote_id := _replayed(key, *facts):
        return BankRefund.objects.get(remote_id=remote_id)
    payment = BankPayment.objects.filter(charge_id=charge_id, state=BankPayment.State.PAID).first()
    if payment is None or amount_cents > payment.amount_cents:
        raise BankError("no such charge, or above its amount")
    if hasattr(payment, "refund"):
        raise BankError("charge already refunded")
    given_back = BankRefund.objects.create(payment=payment, amount_cents=amount_cents, created_at=at)
    _remember(key, given_back.remote_id, *facts)
    return given_back


def find_refund(charge_id: str) -> BankRefund | None:
    """Return the refund of a charge."""
    return BankRefund.objects.filter(payment__charge_id=charge_id).first()


@transaction.atomic
def transfer(account: str, amount_cents: int, *, group: str, key: str, at: datetime) -> BankTransfer:
    """Send money to an account."""
    facts = (account, amount_cents, group)
    if remote_id := _replayed(key, *facts):
        return BankTransfer.objects.get(remote_id=remote_id)
    sent = BankTransfer.objects.create(account=account, group=group, amount_cents=amount_cents, created_at=at)
    _remember(key, sent.remote_id, *facts)
    return sent


def find_transfer(group: str) -> BankTransfer | None:
    """Return the transfer of a group."""
    return BankTransfer.objects.filter(group=group).first()


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
