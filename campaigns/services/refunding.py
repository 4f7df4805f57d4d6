"""Giving money back: deciding it, and recording that the provider did it, or that it came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F

from campaigns.models import Campaign, CampaignTotals, LedgerEntry, PaymentOperation, Pledge
from campaigns.notices import tell_backer, tell_each
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services import books
from campaigns.services.counting import change_held
from campaigns.services.flags import flag_campaign
from campaigns.services.moves import lock_campaign, move_campaign, move_pledge, move_pledges

K = LedgerEntry.Kind
CHUNK = 500


def refund_operation(pledge: Pledge, *, at: datetime, earlier: int = 0) -> PaymentOperation:
    """Return the (unsaved) operation that gives one pledge back; `earlier` ones failed or were called off."""
    return PaymentOperation(
        kind=PaymentOperation.Kind.REFUND,
        purpose=f"refund:{pledge.uuid}:{earlier + 1}",
        campaign_id=pledge.campaign_id,
        pledge=pledge,
        amount_cents=pledge.amount_cents,
        charge_id=pledge.charge_id,
        gateway=pledge.gateway,
        created_at=at,
        next_try_at=at,
    )


def owe_refund(*, pledge: Pledge, at: datetime, reason: str = "") -> None:
    """Decide that one pledge is given back, inside the caller's transaction."""
    earlier = pledge.operations.filter(kind=PaymentOperation.Kind.REFUND).count()
    move_pledge(pledge=pledge, to=PledgeState.REFUND_DUE, at=at, reason=reason)
    refund_operation(pledge, at=at, earlier=earlier).save(force_insert=True)


def owe_refunds(*, campaign: Campaign, at: datetime, state: PledgeState = PledgeState.HELD) -> int:
    """Decide that every held pledge of a campaign (or of another state) is given back; the caller holds its lock."""
    owed = 0
    held = Pledge.objects.filter(campaign=campaign, status=state).order_by("pk")
    while pledges := list(held[:CHUNK]):  # what was moved is not read again
        keys = [pledge.pk for pledge in pledges]
        earlier = dict(
            PaymentOperation.objects.filter(kind=PaymentOperation.Kind.REFUND, pledge__in=keys)
            .order_by()
            .values_list("pledge")
            .annotate(number=Count("pk"))
        )
        move_pledges(pledges=pledges, to=PledgeState.REFUND_DUE, at=at)
        PaymentOperation.objects.bulk_create(
            refund_operation(pledge, at=at, earlier=earlier.get(pledge.pk, 0)) for pledge in pledges
        )
        owed += len(pledges)
    return owed


def record_refunds(*, campaign_id: int, answers: Sequence[tuple[int, str]], at: datetime) -> int:
    """Write that the provider gave charges of one campaign back: (operation's key, provider's reference) each.

    Entries, pledges, totals, letters, and the campaign once all is given back, in the caller's transaction. Returns
    how many were still to be recorded; another worker may have recorded the others meanwhile.
    """
    campaign = lock_campaign(campaign_id)
    remote = dict(answers)
    operations = list(
        PaymentOperation.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=remote, state=OperationState.SENDING)
        .order_by("pk")
    )
    for operation in operations:
        operation.state, operation.remote_id = OperationState.DONE, remote[operation.pk]
        operation.done_at, operation.lease_until, operation.problem = at, None, ""
    if not operations:
        return 0
    # All of them are there, and locked: this only updates, each row once, and costs less to say than `bulk_update`.
    PaymentOperation.objects.bulk_create(
        operations,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["state", "remote_id", "done_at", "lease_until", "problem"],
    )
    keys = [operation.pledge_id for operation in operations if operation.pledge_id]
    rows = Pledge.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    pledges = {pledge.pk: pledge for pledge in rows.select_related("tier", "user").order_by("pk")}
    for pledge in pledges.values():
        pledge.campaign = campaign
    move_pledges(pledges=pledges.values(), to=PledgeState.REFUNDED, at=at)
    refunds = [(operation, pledges[operation.pledge_id or 0]) for operation in operations]
    books.enter_refunds(campaign=campaign, refunds=refunds, at=at)
    given_back = sum(operation.amount_cents for operation in operations)
    CampaignTotals.objects.filter(campaign=campaign).update(held_cents=F("held_cents") - given_back)
    tell_each(pledges=[(pledge, row.pk) for row, pledge in refunds], kind="pledge_refunded")
    finish_refunds(campaign=campaign, at=at)
    return len(operations)


def record_failure(
    *, operation: PaymentOperation, problem: str, at: datetime, attempt: int | None = None
) -> bool:
    """Write that a refund will not be made, or came back days after it was done: the money is a debt again.

    In the caller's transaction; False when somebody else recorded it, or took the operation over since this
    `attempt`. A person must look at it.
    """
    campaign = lock_campaign(operation.campaign_id)
    row = (
        PaymentOperation.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=operation.pk, state__in=[OperationState.SENDING, OperationState.DONE])
        .first()
    )
    if row is None or attempt not in {None, row.attempt}:
        return False
    was_done = row.state == OperationState.DONE
    PaymentOperation.objects.filter(pk=row.pk).update(
        state=OperationState.ATTENTION, problem=problem[:300], lease_until=None, remote_id=operation.remote_id
    )
    is_stray = row.kind == PaymentOperation.Kind.STRAY_REFUND
    pledge = Pledge.objects.select_for_update(of=("self",), no_key=True).get(operations=row)
    pledge.campaign = campaign
    if not was_done and operation.remote_id:  # it was made, then failed: both are in the provider's own lines
        _enter_failed(row, pledge, is_stray=is_stray, made=True, at=at)
    if was_done or operation.remote_id:
        _enter_failed(row, pledge, is_stray=is_stray, made=False, at=at)
    if not is_stray and pledge.status in {PledgeState.REFUNDING, PledgeState.REFUNDED}:
        move_pledge(pledge=pledge, to=PledgeState.REFUND_FAILED, at=at, reason=problem[:200])
        if was_done:
            change_held(pledge, row.amount_cents)
        tell_backer(pledge=pledge, kind="refund_failed", at=at, again=row.pk)
    flag_campaign(campaign_id=row.campaign_id, reason=f"{row.get_kind_display()} : {problem}")
    return True


def _enter_failed(
    operation: PaymentOperation, pledge: Pledge, *, is_stray: bool, made: bool, at: datetime
) -> None:
    """Write one half of a refund that failed: that it was made, or that it came back."""
    account = books.UNCLAIMED if is_stray else books.held(pledge.campaign)
    place = books.place(operation.gateway, pledge.campaign)
    kinds = (K.STRAY_REFUND, K.STRAY_REFUND_FAILED) if is_stray else (K.REFUND, K.REFUND_FAILED)
    books.enter(
        kind=kinds[0] if made else kinds[1],
        debit=account if made else place,
        credit=place if made else account,
        amount_cents=operation.amount_cents,
        campaign=pledge.campaign,
        pledge=pledge,
        operation=operation,
        at=at,
    )


def record_stray_refund(*, operation: PaymentOperation, at: datetime) -> None:
    """Write that a payment that should not have been was given back."""
    books.enter(
        kind=K.STRAY_REFUND,
        debit=books.UNCLAIMED,
        credit=books.PROVIDER,
        amount_cents=operation.amount_cents,
        campaign=operation.campaign,
        pledge=operation.pledge,
        operation=operation,
        at=at,
    )


def finish_refunds(*, campaign: Campaign, at: datetime) -> None:
    """Move a missed or cancelled campaign to « refunded » once nothing is held or reserved for it.

    The caller holds the campaign's lock and calls it after whatever ends a refund or a reservation, so that neither the
    last refund nor the last reservation is missed.
    """
    if campaign.status not in {CampaignState.UNFUNDED, CampaignState.CANCELLED}:
        return
    totals = CampaignTotals.objects.get(campaign=campaign)
    if totals.held_cents == 0 and totals.reserved_cents == 0:
        move_campaign(campaign=campaign, to=CampaignState.REFUNDED, at=at, settled_at=at)
