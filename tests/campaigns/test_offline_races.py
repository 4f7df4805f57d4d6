"""Races between the counter and the site on real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import CampaignTotals, LedgerEntry, OfflinePayment, PaymentOperation, Pledge, RewardTier
from campaigns.services import cancelling, settling
from campaigns.services.reconciling import check_books
from tests.builders import a_campaign, tier
from tests.campaigns.test_races import at_once, pledgers, unexpected
from tests.offline import a_cashier, an_evidence, an_offline_pledge, hand_out

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CROWD = 6


def brought(campaign: Any, amount: int, **facts: Any) -> list[Callable[[], Pledge]]:
    """Several people of the team who take money in for the same campaign."""
    a_cashier()
    return [lambda: an_offline_pledge(campaign, amount, **facts) for _each in range(CROWD)]


def test_the_last_unit_goes_once_to_the_counter_or_to_the_site() -> None:
    campaign = a_campaign()
    meal = tier(campaign, 1)
    RewardTier.objects.filter(pk=meal.pk).update(limit=1)
    results = at_once(*pledgers(campaign, 2_000, tier=meal), *brought(campaign, 2_000, tier=meal))
    assert not unexpected(results)
    assert Pledge.objects.count() == 1
    assert OfflinePayment.objects.count() == Pledge.objects.filter(gateway="bank").count()
    assert check_books().differences == 0


def test_the_ceiling_holds_for_both_together() -> None:
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000, surplus_percent=150)
    results = at_once(*pledgers(campaign, 1_000), *brought(campaign, 1_000))
    assert not unexpected(results)
    assert Pledge.objects.count() == 3
    totals = CampaignTotals.objects.get()
    assert totals.reserved_cents + totals.gathered_cents == 3_000
    assert check_books().differences == 0


def test_the_same_cheque_typed_by_two_people_is_taken_in_once() -> None:
    campaign = a_campaign()
    evidence = an_evidence()
    results = at_once(*brought(campaign, 2_000, evidence=evidence))
    assert not unexpected(results)
    assert Pledge.objects.count() == 1
    assert check_books().differences == 0


def test_money_brought_as_the_campaign_ends_is_decided_with_it_or_refused() -> None:
    campaign = a_campaign(threshold_cents=1_000)
    assert campaign.deadline is not None

    def end() -> None:
        settling.close_campaign(campaign=campaign, at=campaign.deadline)
        settling.decide(campaign=campaign, at=campaign.deadline)

    results = at_once(end, *brought(campaign, 1_000))
    assert not unexpected(results)
    campaign.refresh_from_db()
    kept = Pledge.objects.filter(counted=True).count()
    assert campaign.decided_cents == kept * 1_000
    assert campaign.status == ("funded" if kept else "refunded")
    assert check_books().differences == 0


def test_a_refund_is_given_out_once_by_two_people() -> None:
    campaign = a_campaign()
    cancelling.cancel_pledge(pledge=an_offline_pledge(campaign), at=timezone.now())
    operation = PaymentOperation.objects.by_hand().get()
    now = timezone.now()
    results = at_once(*[lambda: hand_out(operation, at=now) for _each in range(4)])
    assert not unexpected(results)
    assert LedgerEntry.objects.filter(kind="refund").count() == 1
    assert check_books().differences == 0
