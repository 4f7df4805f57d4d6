"""Giving money back: deciding it, and recording that the provider did it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from campaigns.models import Campaign, CampaignTotals, LedgerEntry, PaymentOperation, Pledge
from campaigns.notices import tell_backer
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import books
from campaigns.services.moves import lock_campaign, move_campaign, move_pledge, move_pledges


def refund_operation(pledge: Pledge, *, at: datetime) -> PaymentOperation:
    """Return the (unsaved) operation that gives one pledge back."""
    return PaymentOperation(
        kind=PaymentOperation.Kind.REFUND,
        purpose=f"refund:{pledge.uuid}",
        campaign_id=pledge.campaign_id,
        pledge=pledge,
        amount_cents=pledge.amount_cents,
        gateway=pledge.gateway,
        created_at=at,
        next_try_at=at,
    )


def owe_refund(*, pledge: Pledge, at: datetime, reason: str = "") -> None:
    """Decide that one pledge is given back, inside the caller's transaction."""
    move_pledge(pledge=pledge, to=PledgeState.REFUND_DUE, at=at, reason=reason)
    refund_operation(pledge, at=at).save(force_insert=True)


def owe_refunds(*, campaign: Campaign, at: datetime) -> int:
    """Decide that every held pledge of a campaign is given back; the caller holds the campaign's lock."""
    pledges = list(Pledge.objects.filter(campaign=campaign, status=PledgeState.HELD))
    move_pledges(pledges=pledges, to=PledgeState.REFUND_DUE, at=at)
    PaymentOperation.objects.bulk_create(
        [refund_operation(pledge, at=at) for pledge in pledges], batch_size=500
    )
    return len(pledges)


def record_refund(*, operation: PaymentOperation, at: datetime) -> None:
    """Write that the provider gave the money back: entry, pledge, totals, and the campaign once all is given back."""
    campaign = lock_campaign(operation.campaign_id)
    pledge = Pledge.objects.select_for_update(of=("self",), no_key=True).get(operations=operation)
    pledge.campaign = campaign
    move_pledge(pledge=pledge, to=PledgeState.REFUNDED, at=at)
    books.enter(
        kind=LedgerEntry.Kind.REFUND,
        debit=books.held(campaign),
        credit=books.PROVIDER,
        amount_cents=operation.amount_cents,
        campaign=campaign,
        pledge=pledge,
        operation=operation,
        at=at,
    )
    CampaignTotals.objects.filter(campaign=campaign).update(
        held_cents=F("held_cents") - operation.amount_cents
    )
    tell_backer(pledge=pledge, kind="pledge_refunded", at=at)
    finish_refunds(campaign=campaign, at=at)


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
