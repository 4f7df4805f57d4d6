"""Payments contested by their payers."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from demo_bank.models import BankDispute, BankPayment
from demo_bank.services.books import BankError, move
from demo_bank.services.events import emit


def open_dispute(charge_id: str, *, at: datetime) -> BankDispute:
    """Contest a charge, once: its amount leaves the balance."""
    payment = BankPayment.objects.filter(charge_id=charge_id, state=BankPayment.State.PAID).first()
    if payment is None:
        raise BankError("no such charge")
    try:
        with transaction.atomic():
            dispute = BankDispute.objects.create(
                payment=payment, amount_cents=payment.amount_cents, created_at=at
            )
            move("dispute", dispute.remote_id, -dispute.amount_cents, at=at)
            emit("dispute.open", dispute.remote_id, at=at)
    except IntegrityError as error:
        raise BankError("already contested") from error
    return dispute


def close_dispute(remote_id: str, *, won: bool, at: datetime) -> BankDispute:
    """End a contest: won, the money comes back to the balance; lost, it stays away."""
    with transaction.atomic():
        state = "won" if won else "lost"
        if BankDispute.objects.filter(remote_id=remote_id, state="open").update(state=state):
            if won:
                move("dispute_won", remote_id, read_dispute(remote_id).amount_cents, at=at)
            emit(f"dispute.{state}", remote_id, at=at)
    return read_dispute(remote_id)


def read_dispute(remote_id: str) -> BankDispute:
    """Return a contest as it is now."""
    dispute = BankDispute.objects.filter(remote_id=remote_id).first()
    if dispute is None:
        raise BankError("no such dispute")
    return dispute
