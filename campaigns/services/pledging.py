"""Pledges from reservation to kept money. Stock, ceiling and gate are claimed by conditional writes, last thing
before the commit, in the order tier then totals; they are given back in the same order, exactly once."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from campaigns.errors import (
    AmountOutOfBounds,
    CampaignClosed,
    CeilingReached,
    NotTriedAgain,
    TierMismatch,
    TierSoldOut,
)
from campaigns.models import Campaign, CampaignTotals, PaymentOperation, Pledge, RewardTier, StateChange
from campaigns.rules.deadlines import RESERVATION
from campaigns.rules.rewards import legal_nature
from campaigns.rules.status import PledgeState
from campaigns.services.moves import move_pledge

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Backer:
    """Who pledges: the name and address given, and the account when signed in."""

    name: str
    email: str
    kind: str = Pledge.BackerKind.INDIVIDUAL
    organisation_name: str = ""
    user: User | None = None
    postal_address: str = ""

    @property
    def key(self) -> str:
        """A keyed hash that tells backers apart and names nobody: by e-mail, by name and address without one."""
        known = self.email.strip().lower() or " ".join(f"{self.name} {self.postal_address}".lower().split())
        return hmac.new(settings.SECRET_KEY.encode(), f"backer:{known}".encode(), hashlib.sha256).hexdigest()


def start_pledge(
    *,
    campaign: Campaign,
    amount_cents: int,
    backer: Backer,
    submission_key: str,
    at: datetime,
    tier: RewardTier | None = None,
    shown_as: str = Pledge.ShownAs.NAME,
    message: str = "",
    wants_tax_receipt: bool = False,
) -> Pledge:
    """Reserve the amount (and a unit of the tier) for 30 minutes and write down the payment page to open.

    The same `submission_key` gives the same pledge, however often it is sent. Raises `AmountOutOfBounds`,
    `TierMismatch`, `TierSoldOut`, `CeilingReached` or `CampaignClosed`, having written nothing.
    """
    known = Pledge.objects.filter(submission_key=submission_key, campaign=campaign).first()
    if known:
        return known
    check_amount(campaign, amount_cents, tier)
    try:
        with transaction.atomic():
            pledge = new_pledge(
                campaign=campaign,
                tier=tier,
                amount_cents=amount_cents,
                backer=backer,
                submission_key=submission_key,
                gateway=campaign.gateway,
                at=at,
            )
            pledge.shown_as, pledge.message = shown_as, message
            pledge.wants_tax_receipt = wants_tax_receipt
            pledge.save(force_insert=True)
            StateChange.objects.create(
                campaign=campaign, pledge=pledge, after=PledgeState.AWAITING_PAYMENT, at=at
            )
            _ask_for_page(pledge, at=at)
            reserve(pledge, at=at)
    except IntegrityError:
        # The same form sent twice at once: the other request's pledge is the one.
        known = Pledge.objects.filter(submission_key=submission_key, campaign=campaign).first()
        if known is None:
            raise
        return known
    return pledge


def check_amount(campaign: Campaign, amount_cents: int, tier: RewardTier | None) -> None:
    """Refuse a reward that is not the campaign's or costs more, and an amount outside the territory's bounds."""
    territory = campaign.territory
    if tier is not None and (tier.campaign_id != campaign.pk or amount_cents < tier.price_cents):
        raise TierMismatch
    if not territory.smallest_pledge_cents <= amount_cents <= territory.largest_pledge_cents:
        raise AmountOutOfBounds(territory.smallest_pledge_cents, territory.largest_pledge_cents)


def new_pledge(
    *,
    campaign: Campaign,
    tier: RewardTier | None,
    amount_cents: int,
    backer: Backer,
    submission_key: str,
    gateway: str,
    at: datetime,
) -> Pledge:
    """Return an unsaved pledge whose reservation begins at `at`."""
    return Pledge(
        submission_key=submission_key,
        campaign=campaign,
        tier=tier,
        amount_cents=amount_cents,
        legal_nature=legal_nature(tier.kind if tier else None),
        user=backer.user,
        backer_kind=backer.kind,
        backer_name=backer.name,
        organisation_name=backer.organisation_name,
        backer_email=backer.email.strip(),
        backer_key=backer.key,
        postal_address=backer.postal_address,
        gateway=gateway,
        attempts=1,
        created_at=at,
        reserved_until=at + RESERVATION,
    )


def try_again(*, pledge: Pledge, at: datetime) -> None:
    """Reserve again for a declined pledge and ask for a new payment page; refusals as `start_pledge`."""
    with transaction.atomic():
        locked = Pledge.objects.select_for_update(no_key=True).get(pk=pledge.pk)
        if locked.status != PledgeState.DECLINED:
            raise NotTriedAgain
        move_pledge(
            pledge=locked,
            to=PledgeState.AWAITING_PAYMENT,
            at=at,
            attempts=locked.attempts + 1,
            reserved_until=at + RESERVATION,
        )
        _ask_for_page(locked, at=at)
        reserve(locked, at=at)
    pledge.refresh_from_db()


def _ask_for_page(pledge: Pledge, *, at: datetime) -> None:
    """Write down the payment page to open for the pledge's current attempt (writing rule 1)."""
    PaymentOperation.objects.create(
        kind=PaymentOperation.Kind.OPEN_PAYMENT,
        purpose=f"open:{pledge.uuid}:{pledge.attempts}",
        campaign_id=pledge.campaign_id,
        pledge=pledge,
        amount_cents=pledge.amount_cents,
        gateway=pledge.gateway,
        created_at=at,
        next_try_at=at,
    )


def reserve(pledge: Pledge, *, at: datetime) -> None:
    """Claim a unit of the tier, then the room under the ceiling while the gate is open, in the caller's transaction."""
    if pledge.tier_id:
        claim_unit(pledge.tier_id)
        Pledge.objects.filter(pk=pledge.pk).update(holds_unit=True)
        pledge.holds_unit = True
    campaign = Campaign.objects.only("deadline", "status", "zone").get(pk=pledge.campaign_id)
    reserved = campaign.accepts_pledges_at(at) and CampaignTotals.objects.filter(
        campaign_id=pledge.campaign_id,
        takes_pledges=True,
        ceiling_cents__gte=F("reserved_cents") + F("gathered_cents") + pledge.amount_cents,
    ).update(reserved_cents=F("reserved_cents") + pledge.amount_cents)
    if not reserved:
        totals = CampaignTotals.objects.get(campaign_id=pledge.campaign_id)
        if not totals.takes_pledges or not campaign.accepts_pledges_at(at):
            raise CampaignClosed
        raise CeilingReached(max(totals.ceiling_cents - totals.reserved_cents - totals.gathered_cents, 0))


def claim_unit(tier_id: int) -> None:
    """Take one unit of a reward tier by a conditional write; `TierSoldOut` when none is left."""
    left = RewardTier.objects.filter(pk=tier_id).filter(Q(limit__isnull=True) | Q(claimed__lt=F("limit")))
    if not left.update(claimed=F("claimed") + 1):
        raise TierSoldOut


def release_unit(pledge: Pledge) -> None:
    """Give the unit of the reward tier back, if the pledge still holds one: once, however often it is called."""
    if Pledge.objects.filter(pk=pledge.pk, holds_unit=True).update(holds_unit=False):
        RewardTier.objects.filter(pledges=pledge).update(claimed=F("claimed") - 1)
    pledge.holds_unit = False


def end_reservation(*, pledge: Pledge, to: str, at: datetime) -> None:
    """End a reservation that is not paid, its unit and room given back; the caller holds its locks."""
    move_pledge(pledge=pledge, to=to, at=at)
    release_unit(pledge)
    CampaignTotals.objects.filter(campaign_id=pledge.campaign_id).update(
        reserved_cents=F("reserved_cents") - pledge.amount_cents
    )
