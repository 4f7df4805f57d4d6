"""Calling the provider for what is owed: claim, call outside any transaction, record. Safe to kill at any point."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from campaigns.errors import ProviderError, ProviderRefused
from campaigns.gateways import gateway_named
from campaigns.gateways.base import Gateway
from campaigns.models import PaymentOperation, Pledge
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services.moves import move_pledge
from campaigns.services.paying import flag_campaign, operation_key
from campaigns.services.refunding import record_refund
from campaigns.services.settling import record_payout

LEASE = timedelta(minutes=5)
LONGEST_PAUSE_SECONDS = 600
WAITED_KINDS = (PaymentOperation.Kind.REFUND, PaymentOperation.Kind.PAYOUT)


def run_operations(*, at: datetime, limit: int = 500, gateway: Gateway | None = None) -> dict[str, int]:
    """Perform the operations that are due; return how many ended in each way (done, later, attention)."""
    counts = {"done": 0, "later": 0, "attention": 0}
    due = (
        PaymentOperation.objects.filter(
            kind__in=WAITED_KINDS,
            state__in=[OperationState.PENDING, OperationState.SENDING],
            next_try_at__lte=at,
        )
        .filter(Q(lease_until__isnull=True) | Q(lease_until__lte=at))
        .order_by("next_try_at", "pk")
    )
    for operation in list(due[:limit]):
        was_sent = operation.state == OperationState.SENDING
        if _claim(operation, at=at):
            counts[_perform(operation, was_sent=was_sent, at=at, gateway=gateway)] += 1
    return counts


def _claim(operation: PaymentOperation, *, at: datetime) -> bool:
    """Take the row for this worker and commit `sending`, so that a crash from here on is looked up, not repeated."""
    with transaction.atomic():
        mine = PaymentOperation.objects.filter(
            pk=operation.pk, state=operation.state, attempt=operation.attempt
        ).update(state=OperationState.SENDING, attempt=F("attempt") + 1, lease_until=at + LEASE)
        if not mine:
            return False
        operation.refresh_from_db()
        if operation.kind == PaymentOperation.Kind.REFUND:
            pledge = Pledge.objects.get(operations=operation)
            if pledge.status == PledgeState.REFUND_DUE:
                move_pledge(pledge=pledge, to=PledgeState.REFUNDING, at=at)
    return True


def _perform(operation: PaymentOperation, *, was_sent: bool, at: datetime, gateway: Gateway | None) -> str:
    """Look up, then send if needed, then record; return done, later or attention."""
    provider = gateway or gateway_named(operation.gateway)
    try:
        remote_id = _find(operation, provider) if was_sent else None
        remote_id = remote_id or _send(operation, provider)
    except ProviderRefused as error:
        return _give_up(operation, str(error), at=at)
    except ProviderError as error:
        pause = min(2**operation.attempt, LONGEST_PAUSE_SECONDS) * 1000
        spread = random.randrange(pause * 3 // 4, pause * 5 // 4)  # noqa: S311  # nosec B311 - not a secret
        PaymentOperation.objects.filter(pk=operation.pk, attempt=operation.attempt).update(
            lease_until=None, next_try_at=at + timedelta(milliseconds=spread), problem=str(error)[:300]
        )
        return "later"
    with transaction.atomic():
        mine = PaymentOperation.objects.filter(pk=operation.pk, state=OperationState.SENDING).update(
            state=OperationState.DONE, remote_id=remote_id, done_at=at, lease_until=None, problem=""
        )
        if not mine:
            return "later"  # another worker recorded it meanwhile
        operation.refresh_from_db()
        if operation.kind == PaymentOperation.Kind.REFUND:
            record_refund(operation=operation, at=at)
        else:
            record_payout(operation=operation, at=at)
    return "done"


def payout_group(operation: PaymentOperation) -> str:
    """The name of a campaign's transfer at the provider: one per campaign."""
    return f"campaign-{operation.campaign_id}"


def _find(operation: PaymentOperation, provider: Gateway) -> str | None:
    if operation.kind == PaymentOperation.Kind.REFUND:
        refund = provider.find_refund(_charge(operation))
        return refund.remote_id if refund and refund.state == "done" else None
    payout = provider.find_payout(payout_group(operation))
    return payout.remote_id if payout else None


def _send(operation: PaymentOperation, provider: Gateway) -> str:
    key = operation_key(operation)
    if operation.kind == PaymentOperation.Kind.REFUND:
        return provider.refund(_charge(operation), operation.amount_cents, key=key).remote_id
    account = f"holder-{operation.campaign.holder_id}"
    return provider.pay_out(account, operation.amount_cents, group=payout_group(operation), key=key).remote_id


def _charge(operation: PaymentOperation) -> str:
    return operation.pledge.charge_id if operation.pledge else ""


def _give_up(operation: PaymentOperation, problem: str, *, at: datetime) -> str:
    """A definite refusal: a person must look; a refund that failed stays a debt."""
    with transaction.atomic():
        PaymentOperation.objects.filter(pk=operation.pk).update(
            state=OperationState.ATTENTION, problem=problem[:300], lease_until=None
        )
        if operation.kind == PaymentOperation.Kind.REFUND:
            pledge = Pledge.objects.get(operations=operation)
            if pledge.status == PledgeState.REFUNDING:
                move_pledge(pledge=pledge, to=PledgeState.REFUND_FAILED, at=at)
        flag_campaign(campaign_id=operation.campaign_id, reason=f"{operation.get_kind_display()} : {problem}")
    return "attention"
