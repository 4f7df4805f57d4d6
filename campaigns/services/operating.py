"""Calling the provider for what is owed: claim, call outside any transaction, record. Safe to kill at any point."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from campaigns.errors import ProviderError, ProviderRefused
from campaigns.gateways import gateway_named
from campaigns.gateways.base import Gateway, PayoutSnapshot, RefundSnapshot
from campaigns.models import PaymentOperation, Pledge
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services.moves import lock_campaign, move_pledge
from campaigns.services.paying import campaign_group, flag_campaign, operation_key
from campaigns.services.refunding import record_refund
from campaigns.services.settling import record_payout

LEASE = timedelta(minutes=5)
LONGEST_PAUSE_SECONDS = 600
PENDING_PAUSE = timedelta(hours=1)
"""Between two looks at a refund that the provider has taken and not finished."""
WAITED_KINDS = (PaymentOperation.Kind.REFUND, PaymentOperation.Kind.PAYOUT)

logger = logging.getLogger(__name__)


def run_operations(*, at: datetime, limit: int = 500, gateway: Gateway | None = None) -> dict[str, int]:
    """Perform the operations that are due; return how many ended in each way (done, later, attention).

    One that cannot be recorded keeps its lease, is looked up again after it, and holds no other back.
    """
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
            try:
                counts[_perform(operation, was_sent=was_sent, at=at, gateway=gateway)] += 1
            except OperationalError:
                raise  # the database's trouble, not the operation's
            except Exception as error:
                logger.exception("operation %s cannot be recorded", operation.purpose)
                reason = f"{operation.get_kind_display()} : {type(error).__name__}"
                flag_campaign(campaign_id=operation.campaign_id, reason=reason)
    return counts


def _claim(operation: PaymentOperation, *, at: datetime) -> bool:
    """Take the row for this worker and commit `sending`, so that a crash from here on is looked up, not repeated."""
    # The round may have begun long ago: the lease counts from now, or another worker would take what is being sent.
    lease_until = max(at, timezone.now()) + LEASE
    with transaction.atomic():
        mine = PaymentOperation.objects.filter(
            pk=operation.pk, state=operation.state, attempt=operation.attempt
        ).update(state=OperationState.SENDING, attempt=F("attempt") + 1, lease_until=lease_until)
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
        answer = (_find(operation, provider) if was_sent else None) or _send(operation, provider)
    except ProviderRefused as error:
        return _give_up(operation, str(error), at=at)
    except ProviderError as error:
        pause = min(2**operation.attempt, LONGEST_PAUSE_SECONDS) * 1000
        spread = random.randrange(pause * 3 // 4, pause * 5 // 4)  # noqa: S311  # nosec B311 - not a secret
        PaymentOperation.objects.filter(pk=operation.pk, attempt=operation.attempt).update(
            lease_until=None, next_try_at=at + timedelta(milliseconds=spread), problem=str(error)[:300]
        )
        return "later"
    if isinstance(answer, RefundSnapshot) and answer.state != "done":
        return _wait_or_give_up(operation, answer, at=at)
    with transaction.atomic():
        mine = PaymentOperation.objects.filter(pk=operation.pk, state=OperationState.SENDING).update(
            state=OperationState.DONE, remote_id=answer.remote_id, done_at=at, lease_until=None, problem=""
        )
        if not mine:
            return "later"  # another worker recorded it meanwhile
        operation.refresh_from_db()
        if operation.kind == PaymentOperation.Kind.REFUND:
            record_refund(operation=operation, at=at)
        else:
            record_payout(operation=operation, at=at)
    return "done"


def _find(operation: PaymentOperation, provider: Gateway) -> RefundSnapshot | PayoutSnapshot | None:
    if operation.kind == PaymentOperation.Kind.REFUND:
        return provider.find_refund(_charge(operation), reference=str(operation.uuid))
    return provider.find_payout(campaign_group(operation.campaign_id))


def _send(operation: PaymentOperation, provider: Gateway) -> RefundSnapshot | PayoutSnapshot:
    key = operation_key(operation)
    if operation.kind == PaymentOperation.Kind.REFUND:
        return provider.refund(
            _charge(operation), operation.amount_cents, reference=str(operation.uuid), key=key
        )
    account = f"holder-{operation.campaign.holder_id}"
    group = campaign_group(operation.campaign_id)
    return provider.pay_out(account, operation.amount_cents, group=group, key=key)


def _charge(operation: PaymentOperation) -> str:
    return operation.pledge.charge_id if operation.pledge else ""


def _wait_or_give_up(operation: PaymentOperation, refund: RefundSnapshot, *, at: datetime) -> str:
    """Look again later at a refund the provider has not finished; a failed one is a debt again (invariant 4)."""
    if refund.state == "failed":
        return _give_up(operation, f"remboursement échoué ({refund.remote_id})", at=at)
    PaymentOperation.objects.filter(pk=operation.pk, attempt=operation.attempt).update(
        lease_until=None, next_try_at=at + PENDING_PAUSE, problem=""
    )
    return "later"


def _give_up(operation: PaymentOperation, problem: str, *, at: datetime) -> str:
    """A definite refusal: a person must look; a refund that failed stays a debt."""
    with transaction.atomic():
        lock_campaign(operation.campaign_id)
        mine = PaymentOperation.objects.filter(
            pk=operation.pk, attempt=operation.attempt, state=OperationState.SENDING
        ).update(state=OperationState.ATTENTION, problem=problem[:300], lease_until=None)
        if not mine:
            return "later"  # another worker took it over, and may have recorded it
        if operation.kind == PaymentOperation.Kind.REFUND:
            pledge = Pledge.objects.get(operations=operation)
            if pledge.status == PledgeState.REFUNDING:
                move_pledge(pledge=pledge, to=PledgeState.REFUND_FAILED, at=at)
        flag_campaign(campaign_id=operation.campaign_id, reason=f"{operation.get_kind_display()} : {problem}")
    return "attention"
