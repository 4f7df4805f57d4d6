"""A backer chooses another reward for the same amount, before the deadline."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from base.page_cache import forget_pages
from campaigns.errors import NotTakenBack, SameReward, TierMismatch
from campaigns.models import Pledge, RewardChange, RewardTier
from campaigns.rules.rewards import legal_nature
from campaigns.rules.status import PledgeState
from campaigns.services.cancelling import may_change
from campaigns.services.moves import lock_campaign
from campaigns.services.pledging import claim_unit, release_unit


@transaction.atomic
def change_reward(*, pledge: Pledge, tier: RewardTier | None, at: datetime) -> Pledge:
    """Give `pledge` the reward `tier` (None: no reward) and return it as it is now.

    The new unit is claimed before the old one is given back, so that nobody is left without either. Raises
    `NotTakenBack` (no longer held, or past the deadline), `SameReward`, `TierMismatch` or `TierSoldOut`, having
    written nothing.
    """
    campaign = lock_campaign(pledge.campaign_id)
    locked = Pledge.objects.select_for_update(of=("self",), no_key=True)
    pledge = locked.select_related("tier").get(pk=pledge.pk)
    pledge.campaign = campaign
    if pledge.status != PledgeState.HELD or not may_change(campaign=campaign, at=at):
        raise NotTakenBack
    if pledge.tier_id == (tier.pk if tier else None):
        raise SameReward
    if tier is not None and (tier.campaign_id != campaign.pk or tier.price_cents > pledge.amount_cents):
        raise TierMismatch
    if tier is not None:
        claim_unit(tier.pk)
    release_unit(pledge)
    RewardChange.objects.create(pledge=pledge, before=pledge.tier, after=tier, at=at)
    pledge.tier = tier
    pledge.holds_unit = tier is not None
    pledge.legal_nature = legal_nature(tier.kind if tier else None)
    pledge.save(update_fields=["tier", "holds_unit", "legal_nature"])
    forget_pages()
    return pledge
