"""What Stripe's objects mean: each function turns one of them into one of our snapshots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import stripe
from django.conf import settings

from campaigns.errors import ProviderRefused
from campaigns.gateways.base import (
    AccountSnapshot,
    DisputeSnapshot,
    DisputeState,
    Movement,
    MovementKind,
    PaymentSnapshot,
    PaymentState,
    PayoutSnapshot,
    RefundSnapshot,
    RefundState,
    ReversalSnapshot,
)

REFUND_STATES: dict[str, RefundState] = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
# An inquiry (« warning ») takes no money, nor does a dispute that a refund ended before it began: the payment stands.
NOTHING_TAKEN = {"warning_needs_response", "warning_under_review", "warning_closed", "prevented"}
DISPUTE_STATES: dict[str, DisputeState] = {
    "won": "won",
    "lost": "lost",
    **dict.fromkeys(NOTHING_TAKEN, "won"),
}
# By `reporting_category`, which says more than `type` (a dispute, a failed refund and a fee are all « adjustments »).
MOVEMENT_KINDS: dict[str, MovementKind] = {
    "charge": "charge",
    "refund": "refund",
    "refund_failure": "refund_failed",
    "transfer": "payout",
    "transfer_reversal": "reversal",
    "dispute": "dispute",
    "dispute_reversal": "dispute_won",
    "fee": "fee",
    "payout": "bank",
    "payout_reversal": "bank",
    "topup": "bank",
    "topup_reversal": "bank",
}
# What `type` alone says, for a category that is not in the list above.
KINDS_BY_TYPE: dict[str, MovementKind] = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund_failed",
    "payment_failure_refund": "refund_failed",
    "transfer": "payout",
    "transfer_refund": "reversal",
    "stripe_fee": "fee",
    "tax_fee": "fee",
    "payout": "bank",
    "payout_cancel": "bank",
    "payout_failure": "bank",
    "topup": "bank",
    "topup_reversal": "bank",
}


def moment(seconds: int) -> datetime:
    """Return Stripe's seconds as a moment in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def id_of(thing: Any) -> str:
    """Return the identifier of an object that may have come whole, as its identifier, or not at all."""
    if thing is None:
        return ""
    return thing if isinstance(thing, str) else str(thing.id)


def marks(**facts: str) -> dict[str, str]:
    """Return the metadata of what we make: this site's name, so that two sites on one account never mix."""
    return {"site": settings.SITE_KEY, **facts}


def marks_on(thing: Any) -> dict[str, str]:
    """Return the metadata of an object."""
    return thing.metadata.to_dict() if thing.metadata else {}


def bears(thing: Any, **facts: str) -> bool:
    """Tell whether an object was made by this site, with these facts in its metadata."""
    return marks(**facts).items() <= marks_on(thing).items()


def payment_of(session: stripe.checkout.Session) -> PaymentSnapshot:
    """Return a payment page with what became of it; its PaymentIntent comes expanded with its latest charge.

    A card that is refused leaves the page open for another one: `declined` never comes from Stripe.
    """
    intent: Any = session.payment_intent
    paid = session.payment_status == "paid"
    state: PaymentState = "paid" if paid else "over" if session.status == "expired" else "open"
    if paid and session.currency != "eur":
        raise ProviderRefused(f"{session.id} was paid in {session.currency}")
    return PaymentSnapshot(
        remote_id=session.id,
        reference=(session.client_reference_id or "") if bears(session) else "",
        state=state,
        amount_cents=session.amount_total or 0,
        charge_id=id_of(intent) if paid else "",
        # The bank's moment, not that of the page: a card holder's check may take minutes.
        paid_at=moment(intent.latest_charge.created) if paid else None,
    )


def refund_of(refund: stripe.Refund) -> RefundSnapshot:
    """Return a refund; what waits for anything (the bank, the backer, our balance) is pending."""
    return RefundSnapshot(
        remote_id=refund.id,
        state=REFUND_STATES.get(refund.status or "", "pending"),
        charge_id=id_of(refund.payment_intent),
        amount_cents=refund.amount,
    )


def payout_of(transfer: stripe.Transfer) -> PayoutSnapshot:
    """Return a transfer to a holder."""
    return PayoutSnapshot(remote_id=transfer.id, amount_cents=transfer.amount)


def reversal_of(reversal: Any) -> ReversalSnapshot:
    """Return what was taken back from a transfer."""
    return ReversalSnapshot(remote_id=reversal.id, amount_cents=reversal.amount)


def account_of(account: stripe.Account) -> AccountSnapshot:
    """Return a holder's account: paid only when it may receive our transfer, and its bank the money after that."""
    asked = account.requirements
    may_receive = getattr(account.capabilities, "transfers", "") == "active"
    due = [*((asked and asked.past_due) or []), *((asked and asked.currently_due) or [])]
    deadline = asked.current_deadline if asked else None
    reason = (asked and asked.disabled_reason) or ""
    return AccountSnapshot(
        remote_id=account.id,
        reference=marks_on(account).get("reference", "") if bears(account) else "",
        payouts_enabled=bool(account.payouts_enabled) and may_receive,
        details_submitted=bool(account.details_submitted),
        missing=tuple(dict.fromkeys(due)),
        due_by=moment(deadline) if deadline else None,
        refused=reason.startswith("rejected."),
    )


def dispute_of(dispute: stripe.Dispute) -> DisputeSnapshot:
    """Return a dispute."""
    return DisputeSnapshot(
        remote_id=dispute.id,
        charge_id=id_of(dispute.payment_intent),
        state=DISPUTE_STATES.get(dispute.status, "open"),
        amount_cents=dispute.amount,
    )


def _charge_subject(source: Any) -> str:
    return id_of(source.payment_intent) or id_of(source)


SUBJECTS: dict[MovementKind, Callable[[Any], str]] = {"charge": _charge_subject}


def movement_of(line: stripe.BalanceTransaction) -> Movement:
    """Return a line of the balance; its source comes expanded, since our charges go by their PaymentIntent."""
    kind = MOVEMENT_KINDS.get(line.reporting_category) or KINDS_BY_TYPE.get(line.type, "other")
    source: Any = line.source
    whole = source is not None and not isinstance(source, str)
    return Movement(
        remote_id=line.id,
        kind=kind,
        subject_id=SUBJECTS.get(kind, id_of)(source) if whole else id_of(source),
        amount_cents=line.amount,
        fee_cents=line.fee,
        at=moment(line.created),
    )
