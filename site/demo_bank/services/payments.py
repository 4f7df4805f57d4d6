"""Payment pages: opening one, and every answer a card may get."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from demo_bank.models import BankPayment, new_id
from demo_bank.services.books import BankError, move, remember, replayed
from demo_bank.services.events import emit


@transaction.atomic
def open_payment(
    *, reference: str, amount_cents: int, description: str, return_url: str, expires_at: datetime, key: str
) -> BankPayment:
    """Open a payment page."""
    facts = (reference, amount_cents, return_url)
    if remote_id := replayed(key, *facts):
        return BankPayment.objects.get(remote_id=remote_id)
    payment = BankPayment.objects.create(
        reference=reference,
        amount_cents=amount_cents,
        description=description[:200],
        return_url=return_url,
        expires_at=expires_at,
    )
    remember(key, payment.remote_id, *facts)
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
            if state == BankPayment.State.PAID:
                move("charge", str(facts["charge_id"]), payment.amount_cents, at=at)
            emit(f"payment.{state}", payment.remote_id, at=at)
    payment.refresh_from_db()
    return payment


def find_payment(charge_id: str) -> BankPayment | None:
    """Return the payment of a charge."""
    return BankPayment.objects.filter(charge_id=charge_id).first() if charge_id else None


def accept(remote_id: str, *, at: datetime, refund_fate: str = "") -> BankPayment:
    """Charge the card, unless the page is over; `refund_fate` says what its refund will meet: pending, failed."""
    payment = read_payment(remote_id, at=at)
    if refund_fate:
        BankPayment.objects.filter(pk=payment.pk).update(refund_fate=refund_fate)
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
