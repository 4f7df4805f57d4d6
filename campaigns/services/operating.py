"""Calling the provider for what is owed: claim, call outside any transaction, record. Safe to kill at any point.

Operations go by batches: one transaction claims, the calls are made, one transaction for each campaign records. A
crash leaves at most a batch `sending`, and what is found so is looked up at the provider before anything is sent again.
"""

from __future__ import annotations

import logging
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from base.schedule import stopping
from campaigns.errors import AccountNotReady, BalanceTooLow, ProviderError, ProviderRefused, ProviderUnclear
from campaigns.gateways import gateway_named
from campaigns.gateways.base import Gateway, PayoutSnapshot, RefundSnapshot, ReversalSnapshot
from campaigns.models import PaymentOperation, Pledge
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services.flags import flag_campaign
from campaigns.services.moves import move_pledges
from campaigns.services.pacing import take_tokens
from campaigns.services.paying import campaign_group, operation_key
from campaigns.services.refunding import record_failure, record_refunds, record_stray_refund
from campaigns.services.returning import record_return, record_return_failure, record_reversal
from campaigns.services.settling import record_payout
from campaigns.services.waiting import cannot_be_paid, wait_for_account

BATCH = 200
"""A statement costs about the same for few rows and for many: by fifties, what a worker on PostgreSQL writes took more
time than the calls themselves."""
LEASE = timedelta(minutes=5)
"""Longer than a batch usually takes. Where the calls time out one after the other, what is left is not sent."""
LONGEST_PAUSE_SECONDS = 600
LAST_CALL = timedelta(minutes=1)
"""Nothing is sent so near the end of its lease: a call that hangs must end before another worker begins."""
PENDING_PAUSE = timedelta(hours=1)
"""Between two looks at a refund that the provider has taken and not finished."""
BALANCE_PAUSE = timedelta(hours=1)
"""Between two tries of a transfer for which the provider has not enough available money yet."""

FAR = timedelta(milliseconds=20)
"""A provider that takes longer to answer is called several times at once; for a nearer one, threads only cost."""

Kind = PaymentOperation.Kind
Answer = RefundSnapshot | PayoutSnapshot | ReversalSnapshot
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claimed:
    """An operation this worker may perform; `was_sent` says that somebody may have performed it already."""

    operation: PaymentOperation
    was_sent: bool


def run_operations(*, at: datetime, limit: int = 500, gateway: Gateway | None = None) -> dict[str, int]:
    """Perform the operations that are due; return how many ended in each way (done, later, attention).

    One that cannot be recorded keeps its lease, is looked up again after it, and holds no other back. A worker told to
    end claims nothing more.
    """
    counts = {"done": 0, "later": 0, "attention": 0}
    due = PaymentOperation.objects.due(at=at).order_by()
    for name in due.values_list("gateway", flat=True).distinct():
        try:
            provider = gateway or gateway_named(name)
        except KeyError:
            logger.error("operations are due at %s, a provider this site does not have", name)
            continue
        taken = 0
        while not stopping.is_set():
            claimed = claim(at=at, most=min(BATCH, limit - taken), name=name, provider=provider)
            if not claimed:
                break
            taken += len(claimed)
            answers = call(claimed, provider)
            for outcome, number in record(claimed, answers, at=at).items():
                counts[outcome] += number
    return counts


def claim(*, at: datetime, most: int, name: str, provider: Gateway) -> list[Claimed]:
    """Take rows for this worker and commit `sending`, so that a crash from here on is looked up, not repeated.

    As many as `most`, as are due at the provider of this `name`, and as its pace allows now.
    """
    now = timezone.now()
    # The round may have begun long ago: the lease counts from now, or another worker would take what is being sent.
    lease_until = max(at, now) + LEASE
    with transaction.atomic():
        due = PaymentOperation.objects.due(at=at).filter(gateway=name)
        due = due.select_related("pledge", "payout_account")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(of=("self",), skip_locked=True, no_key=True)
        rows = list(due[:most])
        pace = provider.calls_per_second
        rows = rows[: take_tokens(gateway=name, per_second=pace, wanted=len(rows), at=now)]
        claimed = [Claimed(row, row.state == OperationState.SENDING) for row in rows]
        PaymentOperation.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=OperationState.SENDING, attempt=F("attempt") + 1, lease_until=lease_until
        )
        leaving: dict[int, list[Pledge]] = defaultdict(list)
        for row in rows:
            row.state, row.lease_until = OperationState.SENDING, lease_until
            row.attempt += 1
            if row.kind == Kind.REFUND and row.pledge and row.pledge.status == PledgeState.REFUND_DUE:
                leaving[row.campaign_id].append(row.pledge)
        for pledges in leaving.values():
            move_pledges(pledges=pledges, to=PledgeState.REFUNDING, at=at)
    return claimed


def call(claimed: Sequence[Claimed], provider: Gateway) -> list[Answer | Exception]:
    """Look up what may have been sent, then send what was not; several at once where the provider is far."""

    def one(each: Claimed) -> Answer | Exception:
        lease_until = each.operation.lease_until
        if lease_until is None or timezone.now() >= lease_until - LAST_CALL:
            return ProviderUnclear("not sent: the lease is nearly over, another worker may take it")
        if stopping.is_set():
            return ProviderUnclear("not sent: this worker is told to end")
        try:
            found = _find(each.operation, provider) if each.was_sent else None
            return found or _send(each.operation, provider)
        except Exception as error:  # told apart when recording: it must not lose the others' answers
            return error

    if not claimed:
        return []
    began = time.perf_counter_ns()
    answers = [one(claimed[0])]
    is_far = time.perf_counter_ns() - began > FAR // timedelta(microseconds=1) * 1_000
    at_once = min(len(claimed) - 1, provider.calls_at_once) if is_far else 1
    if at_once <= 1:
        return answers + [one(each) for each in claimed[1:]]
    with ThreadPoolExecutor(at_once) as pool:
        return answers + list(pool.map(one, claimed[1:]))


def _find(operation: PaymentOperation, provider: Gateway) -> Answer | None:
    if operation.kind == Kind.PAYOUT:
        return provider.find_payout(campaign_group(operation.campaign_id))
    if operation.kind == Kind.REVERSAL:
        return provider.find_reversal(operation.charge_id, reference=str(operation.uuid))
    if operation.remote_id:
        return provider.read_refund(operation.remote_id)
    return provider.find_refund(operation.charge_id, reference=str(operation.uuid))


def _send(operation: PaymentOperation, provider: Gateway) -> Answer:
    key = operation_key(operation)
    if operation.kind == Kind.PAYOUT:
        account = operation.payout_account
        if account is None or not account.payouts_enabled:
            raise AccountNotReady
        group = campaign_group(operation.campaign_id)
        return provider.pay_out(account.remote_id, operation.amount_cents, group=group, key=key)
    facts = {"reference": str(operation.uuid), "key": key}
    if operation.kind == Kind.REVERSAL:
        return provider.reverse_payout(operation.charge_id, operation.amount_cents, **facts)
    pledge = operation.pledge
    if operation.kind == Kind.RETURN and pledge and pledge.status != PledgeState.RELEASED:
        raise ProviderRefused("paiement contesté : la banque de la personne répond d’abord")
    return provider.refund(operation.charge_id, operation.amount_cents, **facts)


def record(
    claimed: Sequence[Claimed], answers: Sequence[Answer | Exception], *, at: datetime
) -> dict[str, int]:
    """Write what each answer means; return how many ended in each way."""
    counts: dict[str, int] = defaultdict(int)
    refunds: dict[int, list[tuple[PaymentOperation, str]]] = defaultdict(list)
    for each, answer in zip(claimed, answers, strict=True):
        operation = each.operation
        if operation.kind == Kind.REFUND and isinstance(answer, RefundSnapshot) and answer.state == "done":
            refunds[operation.campaign_id].append((operation, answer.remote_id))
            continue
        try:
            counts[_record_one(operation, answer, at=at)] += 1
        except OperationalError:
            raise  # the database's trouble, not the operation's
        except Exception as error:
            counts[_unrecorded(operation, error)] += 1
    for rows in refunds.values():
        for outcome, number in _record_refunds(rows, at=at).items():
            counts[outcome] += number
    return counts


def _record_refunds(rows: list[tuple[PaymentOperation, str]], *, at: datetime) -> dict[str, int]:
    """Record the refunds of one campaign together; one by one when one of them cannot be."""
    answers = [(operation.pk, remote_id) for operation, remote_id in rows]
    campaign_id = rows[0][0].campaign_id
    try:
        with transaction.atomic():
            done = record_refunds(campaign_id=campaign_id, answers=answers, at=at)
        return {"done": done, "later": len(rows) - done}
    except OperationalError:
        raise  # the database's trouble, not the operation's
    except Exception as error:
        if len(rows) == 1:
            return {_unrecorded(rows[0][0], error): 1}
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for outcome, number in _record_refunds([row], at=at).items():
            counts[outcome] += number
    return counts


def _unrecorded(operation: PaymentOperation, error: Exception) -> str:
    logger.error("operation %s cannot be recorded", operation.purpose, exc_info=error)
    flag_campaign(
        campaign_id=operation.campaign_id, reason=f"{operation.get_kind_display()} : {type(error).__name__}"
    )
    return "later"


def _record_one(operation: PaymentOperation, answer: Answer | Exception, *, at: datetime) -> str:
    """Write what one answer means; return done, later or attention."""
    mine = PaymentOperation.objects.filter(
        pk=operation.pk, attempt=operation.attempt, state=OperationState.SENDING
    )
    if isinstance(answer, AccountNotReady):
        return wait_for_account(operation)
    if isinstance(answer, ProviderRefused):
        if cannot_be_paid(operation, at=at):
            return wait_for_account(operation)
        return _give_up(operation, str(answer), at=at)
    if isinstance(answer, BalanceTooLow) and operation.kind == Kind.REVERSAL:
        # Nobody knows when a holder's account will have enough: a person speaks with them.
        return _give_up(operation, f"le compte du porteur n’a pas assez, rien n’est repris ({answer})", at=at)
    if isinstance(answer, ProviderError):
        mine.update(lease_until=None, next_try_at=at + _pause(operation, answer), problem=str(answer)[:300])
        return "later"
    if isinstance(answer, Exception):
        raise answer
    if isinstance(answer, RefundSnapshot) and answer.state != "done":
        operation.remote_id = answer.remote_id
        if answer.state == "failed":
            return _give_up(operation, f"remboursement échoué ({answer.remote_id})", at=at)
        mine.update(lease_until=None, next_try_at=at + PENDING_PAUSE, problem="", remote_id=answer.remote_id)
        return "later"
    with transaction.atomic():
        done = PaymentOperation.objects.filter(pk=operation.pk, state=OperationState.SENDING).update(
            state=OperationState.DONE, remote_id=answer.remote_id, done_at=at, lease_until=None, problem=""
        )
        if not done:
            return "later"  # another worker recorded it meanwhile
        operation.refresh_from_db()
        _record_done(operation, at=at)
    return "done"


def _record_done(operation: PaymentOperation, *, at: datetime) -> None:
    """Write that an operation is done; refunds are recorded together, elsewhere."""
    match Kind(operation.kind):
        case Kind.PAYOUT:
            record_payout(operation=operation, at=at)
        case Kind.STRAY_REFUND:
            record_stray_refund(operation=operation, at=at)
        case Kind.REVERSAL:
            record_reversal(operation=operation, at=at)
        case Kind.RETURN:
            record_return(operation=operation, at=at)


def _pause(operation: PaymentOperation, error: ProviderError) -> timedelta:
    """How long to wait before the next try: growing, and spread so that workers do not come back together."""
    if isinstance(error, BalanceTooLow):
        return BALANCE_PAUSE
    pause = min(2**operation.attempt, LONGEST_PAUSE_SECONDS) * 1000
    spread = random.randrange(pause * 3 // 4, pause * 5 // 4)  # noqa: S311  # nosec B311 - not a secret
    return timedelta(milliseconds=spread)


def _give_up(operation: PaymentOperation, problem: str, *, at: datetime) -> str:
    """A definite refusal: a person must look; a refund that failed stays a debt."""
    with transaction.atomic():
        if operation.kind in PaymentOperation.REFUNDS:
            write = record_return_failure if operation.kind == Kind.RETURN else record_failure
            told = write(operation=operation, problem=problem, at=at, attempt=operation.attempt)
            return "attention" if told else "later"
        mine = PaymentOperation.objects.filter(
            pk=operation.pk, attempt=operation.attempt, state=OperationState.SENDING
        ).update(state=OperationState.ATTENTION, problem=problem[:300], lease_until=None)
        if not mine:
            return "later"  # another worker took it over, and may have recorded it
        flag_campaign(campaign_id=operation.campaign_id, reason=f"{operation.get_kind_display()} : {problem}")
    return "attention"
