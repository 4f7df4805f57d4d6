"""A backer chooses another reward for the same amount."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from campaigns.errors import NotTakenBack, SameReward, TierMismatch, TierSoldOut
from campaigns.models import Pledge, RewardChange, RewardTier
from campaigns.services.launching import TierDraft
from campaigns.services.reconciling import check_books
from campaigns.services.rewarding import change_reward
from tests.builders import a_campaign, a_pledge, a_reservation, tier

pytestmark = pytest.mark.django_db

TIERS = [
    TierDraft(title="Un café", kind="thanks", price_cents=500, limit=3),
    TierDraft(title="Un panier", kind="product", price_cents=2_000, limit=2),
    TierDraft(title="Un banquet", kind="invitation", price_cents=9_000),
]


def claimed(campaign) -> list[int]:
    return list(campaign.tiers.order_by("price_cents").values_list("claimed", flat=True))


def test_units_nature_and_log_follow_the_new_reward():
    campaign = a_campaign(tiers=TIERS)
    pledge = a_pledge(campaign, 2_500, tier=tier(campaign, 0))
    pledge = change_reward(pledge=pledge, tier=tier(campaign, 1), at=timezone.now())
    assert (pledge.tier.title, pledge.legal_nature) == ("Un panier", "pre_purchase")
    assert claimed(campaign) == [0, 1, 0]
    pledge = change_reward(pledge=pledge, tier=None, at=timezone.now())
    assert (pledge.tier, pledge.legal_nature) == (None, "gift")
    assert claimed(campaign) == [0, 0, 0]
    change_reward(pledge=pledge, tier=tier(campaign, 0), at=timezone.now())
    assert claimed(campaign) == [1, 0, 0]
    assert Pledge.objects.get().amount_cents == 2_500
    lines = [(line.before_id, line.after_id) for line in RewardChange.objects.all()]
    cafe, basket = tier(campaign, 0).pk, tier(campaign, 1).pk
    assert lines == [(cafe, basket), (basket, None), (None, cafe)]
    assert check_books().differences == 0


def test_refusals_write_nothing():
    campaign = a_campaign(tiers=TIERS)
    cafe, basket, banquet = (tier(campaign, place) for place in range(3))
    pledge = a_pledge(campaign, 2_500, tier=cafe)
    RewardTier.objects.filter(pk=basket.pk).update(limit=0)
    other = tier(a_campaign(), 0)
    for wanted, error in (
        (cafe, SameReward),
        (basket, TierSoldOut),
        (banquet, TierMismatch),
        (other, TierMismatch),
    ):
        with pytest.raises(error):
            change_reward(pledge=pledge, tier=wanted, at=timezone.now())
    with pytest.raises(NotTakenBack):
        change_reward(pledge=pledge, tier=None, at=campaign.deadline)
    with pytest.raises(NotTakenBack):
        change_reward(pledge=a_reservation(campaign), tier=cafe, at=timezone.now())
    assert claimed(campaign) == [1, 0, 0]
    assert not RewardChange.objects.exists()


def test_its_own_last_unit_is_not_sold_out_for_who_leaves_and_comes_back():
    campaign = a_campaign(tiers=TIERS)
    RewardTier.objects.filter(pk=tier(campaign, 1).pk).update(limit=1)
    pledge = a_pledge(campaign, 2_500, tier=tier(campaign, 1))
    pledge = change_reward(pledge=pledge, tier=None, at=timezone.now())
    change_reward(pledge=pledge, tier=tier(campaign, 1), at=timezone.now())
    assert claimed(campaign) == [0, 1, 0]


@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET at = at"])
def test_the_log_is_append_only_in_the_database_too(statement):
    campaign = a_campaign(tiers=TIERS)
    change_reward(pledge=a_pledge(campaign, 2_500), tier=tier(campaign, 0), at=timezone.now())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("campaigns_rewardchange"))
