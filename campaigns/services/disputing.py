"""Payments contested at the backer's bank: the provider takes the money at once, and gives it back if it is rejected.

Who bears it meanwhile depends on where the money was: kept for the campaign, it leaves what is held and what is
gathered; already on its way back or paid out, it is the platform's loss, never another campaign's.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from campaigns.gateways import gateway_named
from campaigns.gateways.base import DisputeSnapshot, Gateway
from campaigns.models import Campaign, CampaignTotals, Dispute, LedgerEntry, PaymentOperation, Pledge
from campaigns.notices import tell_holder
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services import books
from campaigns.services.counting import change_held, count_in, count_out
from campaigns.services.flags import flag_campaign
from campaigns.services.moves import lock_campaign, move_pledge
from campaigns.services.paying import sync_payment
from campaigns.services.pledging import release_unit
from campaigns.services.refunding import finish_refunds, owe_refund
from campaigns.services.returning import after_contest

P = PledgeState
KEPT = {P.HELD, P.REFUND_DUE, P.REFUND_FAILED}
"""Contested in these, the money leaves the campaign's own account."""
UNDECIDED = {CampaignState.LIVE, CampaignState.SUSPENDED, CampaignState.CLOSING}


def sync_dispute(
    *, gateway_name: str, remote_id: str, at: datetime, gateway: Gateway | None = None
) -> Dispute | None:
    """Re-read a contest at the provider and write what it means; None when its payment is not one of ours.

    Called by events and by the reconciliation, any number of times, in any order: same facts, same state.
    """
    provider = gateway or gateway_named(gateway_name)
    snapshot = provider.read_dispute(remote_id)
    if not Pledge.objects.filter(gateway=gateway_name, charge_id=snapshot.charge_id).exists():
        # The contest may be told before the payment it is about.
        payment = provider.find_payment(snapshot.charge_id)
        if payment is not None:
            sync_payment(gateway_name=gateway_name, remote_id=payment.remote_id, at=at, gateway=provider)
    with transaction.atomic():
        rows = Pledge.objects.filter(gateway=gateway_name, charge_id=snapshot.charge_id)
        found = rows.exclude(charge_id="").only("campaign_id").first()
        if found is None:
            return None
        campaign = lock_campaign(found.campaign_id)
        dispute = Dispute.objects.filter(gateway=gateway_name, remote_id=remote_id).first()
        if dispute is None:
            dispute = open_dispute(campaign, found.pk, snapshot, gateway_name=gateway_name, at=at)
        if snapshot.state != "open" and dispute.state == Dispute.State.OPEN:
            close_dispute(campaign, dispute, won=snapshot.state == "won", at=at)
    return dispute


def open_dispute(
    campaign: Campaign,
    pledge_pk: int,
    snapshot: DisputeSnapshot,
    *,
    gateway_name: str,
    at: datetime,
    letter: str = "pledge_disputed",
    flagged: bool = True,
) -> Dispute:
    """Write a contest in the books; a refund that has not left is called off, since the bank gives the money back.

    The caller holds the campaign's lock. `letter` is what the holder reads.
    """
    called_off = PaymentOperation.objects.filter(
        pledge=pledge_pk, kind=PaymentOperation.Kind.REFUND, state=OperationState.PENDING
    ).update(state=OperationState.CANCELLED, problem="contestation")
    pledge = Pledge.objects.select_for_update(no_key=True).get(pk=pledge_pk)
    pledge.campaign = campaign
    before = P(pledge.status)
    is_whole = snapshot.amount_cents == pledge.amount_cents
    is_kept = is_whole and before in KEPT and (before != P.REFUND_DUE or bool(called_off))
    account = books.held(campaign) if is_kept else books.LOSSES
    dispute = Dispute.objects.create(
        gateway=gateway_name,
        remote_id=snapshot.remote_id,
        pledge=pledge,
        amount_cents=snapshot.amount_cents,
        before=before,
        account=account,
        opened_at=at,
    )
    books.enter(
        kind=LedgerEntry.Kind.DISPUTE,
        debit=account,
        credit=books.place(gateway_name, campaign),
        amount_cents=snapshot.amount_cents,
        campaign=campaign,
        pledge=pledge,
        at=at,
    )
    if is_kept:
        change_held(pledge, -snapshot.amount_cents)
        if campaign.status in UNDECIDED:
            count_out(pledge)
    if is_kept or before == P.RELEASED:
        move_pledge(pledge=pledge, to=P.DISPUTED, at=at)
    if flagged:
        flag_campaign(campaign_id=campaign.pk, reason=f"paiement contesté : {pledge.reference}")
    tell_holder(campaign=campaign, kind=letter, at=at)
    if is_kept:
        finish_refunds(campaign=campaign, at=at)
    return dispute


def close_dispute(campaign: Campaign, dispute: Dispute, *, won: bool, at: datetime) -> None:
    """Write how a contest ended; rejected, the money is back where it was taken from."""
    pledge = Pledge.objects.select_for_update(no_key=True).get(pk=dispute.pledge_id)
    pledge.campaign = campaign
    Dispute.objects.filter(pk=dispute.pk).update(
        state=Dispute.State.WON if won else Dispute.State.LOST, closed_at=at
    )
    dispute.refresh_from_db()
    is_ours = pledge.status == P.DISPUTED
    if not won:
        if is_ours:
            move_pledge(pledge=pledge, to=P.LOST, at=at)
            if campaign.status in UNDECIDED:
                release_unit(pledge)
            after_contest(pledge=pledge, at=at)
        return
    books.enter(
        kind=LedgerEntry.Kind.DISPUTE_WON,
        debit=books.place(dispute.gateway, campaign),
        credit=dispute.account,
        amount_cents=dispute.amount_cents,
        campaign=campaign,
        pledge=pledge,
        at=at,
    )
    if not is_ours:
        return
    if dispute.account == books.LOSSES:
        move_pledge(pledge=pledge, to=P.RELEASED, at=at)
        after_contest(pledge=pledge, at=at)
        return
    change_held(pledge, dispute.amount_cents)
    if dispute.before == P.HELD and campaign.status in UNDECIDED and _has_room(campaign, dispute):
        move_pledge(pledge=pledge, to=P.HELD, at=at)
        count_in(pledge)
        return
    if campaign.status in UNDECIDED:
        release_unit(pledge)
    owe_refund(pledge=pledge, at=at)


def _has_room(campaign: Campaign, dispute: Dispute) -> bool:
    """Tell whether what comes back still fits under the ceiling, and keep the totals from moving until it is in."""
    rows = CampaignTotals.objects.select_for_update(no_key=True).filter(
        campaign=campaign,
        ceiling_cents__gte=F("reserved_cents") + F("gathered_cents") + dispute.amount_cents,
    )
    return rows.exists()
