"""A backer takes a pledge back before the deadline: the whole sum is owed back, unit and room are free again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from campaigns.errors import NotTakenBack, ProviderUnclear
from campaigns.gateways import gateway_named
from campaigns.gateways.base import PaymentPages
from campaigns.models import Campaign, PaymentOperation, Pledge
from campaigns.notices import tell_backer
from campaigns.rules.deadlines import is_open
from campaigns.rules.status import TAKEN_BACK, CampaignState, OperationState, PledgeState
from campaigns.services.counting import count_out
from campaigns.services.moves import lock_campaign
from campaigns.services.paying import page_operation, sync_payment
from campaigns.services.pledging import end_reservation, release_unit
from campaigns.services.refunding import finish_refunds, owe_refund

OPEN_STATES = frozenset({CampaignState.LIVE, CampaignState.SUSPENDED})


def may_change(*, campaign: Campaign, at: datetime) -> bool:
    """Tell whether backers may still take pledges back or choose another reward: until the second pledging ends.

    A suspension stops new pledges, not these rights.
    """
    return campaign.status in OPEN_STATES and campaign.deadline is not None and is_open(at, campaign.deadline)


def cancel_pledge(*, pledge: Pledge, at: datetime, gateway: PaymentPages | None = None) -> Pledge:
    """Take a pledge back and return it as it is now; `NotTakenBack` when it may not be, having written nothing.

    A payment page that is still open is ended at the provider first, outside any transaction; whatever the provider
    then says decides: unpaid, the reservation is over; paid meanwhile, the pledge is held and is given back like any
    other. `ProviderError` when it does not answer: nothing is known, nothing is done.
    """
    if not may_change(campaign=pledge.campaign, at=at):
        raise NotTakenBack
    if pledge.status == PledgeState.AWAITING_PAYMENT:
        _end_page(pledge, at=at, gateway=gateway)
        pledge = Pledge.objects.select_related("campaign").get(pk=pledge.pk)
        if pledge.status in {PledgeState.EXPIRED, PledgeState.DECLINED}:
            return pledge
        if pledge.status == PledgeState.AWAITING_PAYMENT:
            raise ProviderUnclear("the page was not ended")
    return _give_back(pledge, at=at)


def _end_page(pledge: Pledge, *, at: datetime, gateway: PaymentPages | None) -> None:
    """End the page of a reservation, then let `sync_payment` write what became of it."""
    operation = page_operation(pledge)
    if operation.remote_id:
        (gateway or gateway_named(operation.gateway)).end_payment(operation.remote_id)
        sync_payment(gateway_name=operation.gateway, remote_id=operation.remote_id, at=at, gateway=gateway)
        return
    with transaction.atomic():
        campaign = lock_campaign(pledge.campaign_id)
        locked = Pledge.objects.select_for_update(no_key=True).get(pk=pledge.pk)
        # No address was given to anyone. While a request may still be opening the page, it has the word; the attempt
        # counted here makes a late answer of its provider worthless.
        unopened = PaymentOperation.objects.filter(pk=operation.pk, remote_id="").filter(
            Q(state=OperationState.PENDING) | Q(state=OperationState.SENDING, lease_until__lte=at)
        )
        if locked.status != PledgeState.AWAITING_PAYMENT or not unopened.update(
            state=OperationState.CANCELLED, attempt=F("attempt") + 1
        ):
            return
        end_reservation(pledge=locked, to=PledgeState.EXPIRED, at=at)
        finish_refunds(campaign=campaign, at=at)


@transaction.atomic
def _give_back(pledge: Pledge, *, at: datetime) -> Pledge:
    """Owe a held pledge back: no longer counted, unit and room free, all in one transaction."""
    campaign = lock_campaign(pledge.campaign_id)
    locked = Pledge.objects.select_for_update(of=("self",), no_key=True).select_related("tier", "user")
    pledge = locked.get(pk=pledge.pk)
    pledge.campaign = campaign
    if pledge.status != PledgeState.HELD or not may_change(campaign=campaign, at=at):
        raise NotTakenBack
    owe_refund(pledge=pledge, at=at, reason=TAKEN_BACK)
    release_unit(pledge)
    count_out(pledge)
    tell_backer(pledge=pledge, kind="pledge_taken_back", at=at)
    return pledge
