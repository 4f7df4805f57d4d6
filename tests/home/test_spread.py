"""The invented pledges of the demonstration: exact sums, tiers respected, a lifelike shape."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import timedelta

import pytest

from home.demo.campaigns import CAMPAIGNS
from home.demo.people import MESSAGES
from home.demo.shapes import CampaignStory
from home.demo.spread import SMALLEST_CENTS, PlannedPledge, spread

COLLECTED = [campaign for campaign in CAMPAIGNS if campaign.gathered_cents]


def pledges_of(campaign: CampaignStory, *, seed: int = 42) -> list[PlannedPledge]:
    """The pledges of a campaign as the demonstration spreads them."""
    return spread(
        seed=f"{seed}-{campaign.slug}",
        gathered_cents=campaign.gathered_cents,
        span=timedelta(days=min(campaign.launched_days_ago, campaign.duration_days)),
        tiers=campaign.tiers,
        messages=MESSAGES,
        ended=campaign.launched_days_ago >= campaign.duration_days,
    )


@pytest.mark.parametrize("campaign", COLLECTED, ids=lambda campaign: campaign.slug)
@pytest.mark.parametrize("seed", range(5))
def test_each_campaign_gathers_exactly_its_sum(campaign: CampaignStory, seed: int):
    pledges = pledges_of(campaign, seed=seed)

    assert sum(pledge.amount_cents for pledge in pledges) == campaign.gathered_cents
    assert min(pledge.amount_cents for pledge in pledges) >= SMALLEST_CENTS


@pytest.mark.parametrize("campaign", COLLECTED, ids=lambda campaign: campaign.slug)
def test_prices_and_limits_of_tiers_are_respected(campaign: CampaignStory):
    pledges = pledges_of(campaign)
    sold = Counter(pledge.tier for pledge in pledges if pledge.tier is not None)

    assert sold, "somebody takes a reward"
    for pledge in pledges:
        assert pledge.tier is None or pledge.amount_cents >= campaign.tiers[pledge.tier].price_cents
    for index, units in sold.items():
        limit = campaign.tiers[index].limit
        assert limit is None or units <= limit


def test_a_tier_of_two_units_never_sells_a_third():
    tiers = [tier for tier in CAMPAIGNS[0].tiers if tier.limit][:1]
    scarce = [type(tiers[0])(**{**vars(tiers[0]), "limit": 2})]

    for seed in range(30):
        plan = spread(seed=seed, gathered_cents=200_000, span=timedelta(days=20), tiers=scarce)
        assert sum(pledge.tier == 0 for pledge in plan) == 2


@pytest.mark.parametrize("hours", [1, 7, 23, 26, 24 * 3, 24 * 61])
@pytest.mark.parametrize("ended", [True, False])
def test_moments_are_in_order_and_within_the_span(hours: int, ended: bool):
    span = timedelta(hours=hours)
    moments = [p.offset for p in spread(seed=1, gathered_cents=90_000, span=span, tiers=(), ended=ended)]

    assert moments == sorted(moments)
    assert timedelta(0) <= moments[0]
    assert moments[-1] < span


def test_a_third_come_in_the_first_days_and_many_at_the_end():
    span = timedelta(days=60)
    moments = [p.offset for p in spread(seed=3, gathered_cents=4_000_000, span=span, tiers=())]
    early = sum(moment < timedelta(days=5) for moment in moments) / len(moments)
    late = sum(moment >= timedelta(days=54) for moment in moments) / len(moments)

    assert 0.30 < early < 0.45
    assert 0.20 < late < 0.35


def test_all_together_they_look_like_a_small_town():
    amounts = [pledge.amount_cents for campaign in COLLECTED for pledge in pledges_of(campaign)]

    assert 350 <= len(amounts) <= 520
    assert 2_000 <= statistics.median(amounts) <= 3_000
    assert 4_800 <= statistics.fmean(amounts) <= 6_800


def test_the_same_seed_tells_the_same_story_and_nobody_repeats_a_message():
    campaign = CAMPAIGNS[0]
    messages = [pledge.message for pledge in pledges_of(campaign) if pledge.message]

    assert pledges_of(campaign) == pledges_of(campaign)
    assert pledges_of(campaign) != pledges_of(campaign, seed=43)
    assert messages
    assert len(messages) == len(set(messages))


def test_nothing_gathered_is_nobody_and_an_impossible_sum_is_refused():
    assert spread(seed=1, gathered_cents=0, span=timedelta(days=3), tiers=()) == []
    with pytest.raises(ValueError, match="smallest amount"):
        spread(seed=1, gathered_cents=SMALLEST_CENTS - 1, span=timedelta(days=3), tiers=())
