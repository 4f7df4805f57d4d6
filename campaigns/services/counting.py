"""What a campaign has gathered: a pledge counted in, a pledge counted out, in the transaction of the fact.

The caller holds the campaign's lock, which every verb that moves a pledge takes first.
"""

from __future__ import annotations

from django.db.models import F

from base.page_cache import forget_pages
from campaigns.models import CampaignTotals, Pledge


def count_in(pledge: Pledge) -> None:
    """Add a kept pledge to what its campaign gathered; the room for it is there already."""
    _count(pledge, 1)


def count_out(pledge: Pledge) -> None:
    """Take a pledge away from what its campaign gathered; nothing when it is not part of it."""
    if pledge.counted:
        _count(pledge, -1)


def _count(pledge: Pledge, sign: int) -> None:
    others = Pledge.objects.counted().filter(campaign_id=pledge.campaign_id, backer_key=pledge.backer_key)
    is_only = not others.exclude(pk=pledge.pk).exists()
    Pledge.objects.filter(pk=pledge.pk).update(counted=sign > 0)
    pledge.counted = sign > 0
    CampaignTotals.objects.filter(campaign_id=pledge.campaign_id).update(
        gathered_cents=F("gathered_cents") + sign * pledge.amount_cents,
        pledges=F("pledges") + sign,
        backers=F("backers") + sign * int(is_only),
    )
    forget_pages()  # the sums that cards and thermometers show


def change_held(pledge: Pledge, cents: int) -> None:
    """Add to, or take from, the cached figure of what is held for the pledge's campaign."""
    CampaignTotals.objects.filter(campaign_id=pledge.campaign_id).update(held_cents=F("held_cents") + cents)
