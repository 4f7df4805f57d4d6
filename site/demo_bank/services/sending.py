"""Money that leaves the site's balance: refunds, transfers to holders, and what comes back of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, Sum

from demo_bank.models import BankPayment, BankRefund, BankReversal, BankTransfer
from demo_bank.services.books import BankError, move, remember, replayed
from demo_bank.services.events import emit


@transaction.atomic
def refund(charge_id: str, amount_cents: int, *, key: str, at: datetime, reference: str = "") -> BankRefund:
    """Give a charge back; once unless it fails, at most its amount."""
    facts = (charge_id, amount_cents, reference)
    if remote_id := replayed(key, *facts):
        return BankRefund.objects.get(remote_id=remote_id)
    payment = BankPayment.objects.filter(charge_id=charge_id, state=BankPayment.State.PAID).first()
    if payment is None or amount_cents > payment.amount_cents:
        raise BankError("no such charge, or above its amount")
    if hasattr(payment, "dispute") and payment.dispute.state != "won":
        raise BankError("charge disputed")
    if payment.refunds.exclude(state="failed").exists():
        raise BankError("charge already refunded")
    given_back = BankRefund.objects.create(
        payment=payment,
        amount_cents=amount_cents,
        reference=reference,
        state="pending" if payment.refund_fate else "done",
        created_at=at,
    )
    move("refund", given_back.remote_id, -amount_cents, at=at)
    remember(key, given_back.remote_id, *facts)
    if payment.refund_fate == "failed":
        fail_refund(given_back.remote_id, at=at)
        given_back.refresh_from_db()
    return given_back


def find_refund(charge_id: str, *, reference: str = "") -> BankRefund | None:
    """Return the refund of a charge that did not fail, else the one of this reference, else None."""
    rows = BankRefund.objects.filter(payment__charge_id=charge_id).order_by("-pk")
    mine = Q(reference=reference) if reference else Q()
    return rows.exclude(state="failed").first() or rows.filter(mine).first()


def read_refund(remote_id: str) -> BankRefund:
    """Return a refund as it is now."""
    found = BankRefund.objects.filter(remote_id=remote_id).first()
    if found is None:
        raise BankError("no such refund")
    return found


def finish_refund(remote_id: str, *, at: datetime) -> None:
    """Say that a pending refund reached the backer."""
    with transaction.atomic():
        if BankRefund.objects.filter(remote_id=remote_id, state="pending").update(state="done"):
            emit("refund.done", remote_id, at=at)


def fail_refund(remote_id: str, *, at: datetime) -> None:
    """Say that a refund came back, even one said done days ago: the money is in the balance again."""
    with transaction.atomic():
        if BankRefund.objects.filter(remote_id=remote_id).exclude(state="failed").update(state="failed"):
            move("refund_failed", remote_id, read_refund(remote_id).amount_cents, at=at)
            emit("refund.failed", remote_id, at=at)


@transaction.atomic
def transfer(account: str, amount_cents: int, *, group: str, key: str, at: datetime) -> BankTransfer:
    """Send money to an account."""
    facts = (account, amount_cents, group)
    if remote_id := replayed(key, *facts):
        return BankTransfer.objects.get(remote_id=remote_id)
    sent = BankTransfer.objects.create(account=account, group=group, amount_cents=amount_cents, created_at=at)
    move("payout", sent.remote_id, -amount_cents, at=at)
    remember(key, sent.remote_id, *facts)
    return sent


def find_transfer(group: str) -> BankTransfer | None:
    """Return the transfer of a group."""
    return BankTransfer.objects.filter(group=group).first()


@transaction.atomic
def reverse(transfer_id: str, amount_cents: int, *, reference: str, key: str, at: datetime) -> BankReversal:
    """Take money of a transfer back, at most what is left of it."""
    facts = (transfer_id, amount_cents, reference)
    if remote_id := replayed(key, *facts):
        return BankReversal.objects.get(remote_id=remote_id)
    sent = BankTransfer.objects.select_for_update().filter(remote_id=transfer_id).first()
    if sent is None:
        raise BankError("no such transfer")
    already = sent.reversals.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    if already + amount_cents > sent.amount_cents:
        raise BankError("above what is left of the transfer")
    back = BankReversal.objects.create(
        transfer=sent, amount_cents=amount_cents, reference=reference, created_at=at
    )
    move("reversal", back.remote_id, amount_cents, at=at)
    remember(key, back.remote_id, *facts)
    return back


def find_reversal(transfer_id: str, *, reference: str) -> BankReversal | None:
    """Return the reversal of a transfer that bears this reference."""
    return BankReversal.objects.filter(transfer__remote_id=transfer_id, reference=reference).first()
