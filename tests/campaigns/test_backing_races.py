"""Races of backers who change their minds, on real PostgreSQL, each with its negative control."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.errors import NotTakenBack, TierSoldOut
from campaigns.models import Campaign, CampaignTotals, PaymentOperation, Pledge, RewardTier
from campaigns.rules.status import PledgeState
from campaigns.services import cancelling, pledging, rewarding, settling
from campaigns.services.cancelling import cancel_pledge
from campaigns.services.reconciling import check_books
from campaigns.services.rewarding import change_reward
from tests.builders import a_backer, a_campaign, a_pledge, tier
from tests.campaigns.test_races import at_once, pledgers, unexpected

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CROWD = 8


def no_difference() -> bool:
    report = check_books()
    assert report.differences == 0, [line for check in report.checks for line in check.differences]
    return True


def test_a_pledge_taken_back_by_many_clicks_at_once_is_given_back_once():
    campaign = a_campaign()
    a_pledge(campaign, 1_000)
    pledge = a_pledge(campaign, 2_000, tier=tier(campaign, 1))
    results = at_once(*[lambda: cancel_pledge(pledge=pledge, at=timezone.now())] * CROWD)
    assert not unexpected(results)
    assert sum(isinstance(result, NotTakenBack) for result in results) == CROWD - 1
    assert PaymentOperation.objects.filter(kind="refund").count() == 1
    assert CampaignTotals.objects.get().gathered_cents == 1_000
    assert no_difference()


def test_without_locks_and_conditional_moves_clicks_would_give_back_twice(monkeypatch):
    """Negative control: the campaign's row and the pledge's, read and held, are what makes it once."""
    campaign = a_campaign()
    a_pledge(campaign, 9_000)
    pledge = a_pledge(campaign, 2_000)
    meeting = threading.Barrier(2, timeout=10)

    def unlocked(pk: int) -> Campaign:
        return Campaign.objects.select_related("page", "territory", "holder").get(pk=pk)

    def owe(*, pledge: Pledge, at: Any, reason: str = "") -> None:
        meeting.wait()  # both have read the pledge as held before either writes
        Pledge.objects.filter(pk=pledge.pk).update(status=PledgeState.REFUND_DUE)

    monkeypatch.setattr(cancelling, "lock_campaign", unlocked)
    monkeypatch.setattr(cancelling, "owe_refund", owe)
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda rows, *args, **options: rows.all()
    )
    monkeypatch.setattr(cancelling, "tell_backer", lambda **facts: None)
    at_once(*[lambda: cancel_pledge(pledge=pledge, at=timezone.now())] * 2)
    assert CampaignTotals.objects.get().gathered_cents == 9_000 - 2_000


def test_taking_back_and_settling_race_at_the_deadline():
    """Either the pledge is out before the outcome, or it is part of it: never both, never neither."""
    for before in (timedelta(milliseconds=1), timedelta(0)):
        campaign = a_campaign(threshold_cents=5_000, goal_cents=10_000)
        pledges = [a_pledge(campaign, 1_000) for _number in range(5)]
        end = campaign.deadline

        def close(campaign: Campaign = campaign, end: Any = end) -> Any:
            settling.close_campaign(campaign=campaign, at=end)
            return settling.decide(campaign=campaign, at=end)

        at = end - before
        backs = [lambda pledge=pledge, at=at: cancel_pledge(pledge=pledge, at=at) for pledge in pledges]
        results = at_once(*backs, close)
        assert not unexpected(results)
        taken = sum(isinstance(result, Pledge) for result in results)
        campaign.refresh_from_db()
        assert campaign.decided_cents == 5_000 - 1_000 * taken
        assert campaign.outcome == ("unfunded" if taken else "funded")
        assert not (taken and before == timedelta(0))
        assert no_difference()


def test_pledging_and_taking_back_at_the_ceiling_never_overshoot():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000, surplus_percent=150)
    held = [a_pledge(campaign, 1_000) for _number in range(3)]
    backs = [lambda pledge=pledge: cancel_pledge(pledge=pledge, at=timezone.now()) for pledge in held]
    results = at_once(*pledgers(campaign, 1_000), *backs)
    assert not unexpected(results)
    totals = CampaignTotals.objects.get()
    assert totals.gathered_cents == 0
    assert totals.reserved_cents <= 3_000
    assert no_difference()


def test_the_last_unit_is_changed_to_once():
    campaign = a_campaign()
    meal = tier(campaign, 1)
    pledges = [a_pledge(campaign, 2_000, tier=tier(campaign, 0)) for _number in range(CROWD)]
    RewardTier.objects.filter(pk=meal.pk).update(limit=1)
    results = at_once(
        *[
            lambda pledge=pledge: change_reward(pledge=pledge, tier=meal, at=timezone.now())
            for pledge in pledges
        ]
    )
    assert not unexpected(results)
    assert sum(isinstance(result, TierSoldOut) for result in results) == CROWD - 1
    assert [row.claimed for row in campaign.tiers.order_by("price_cents")] == [CROWD - 1, 1]
    assert no_difference()


def test_changing_to_the_last_unit_and_pledging_for_it_leave_one_winner():
    campaign = a_campaign()
    meal = tier(campaign, 1)
    pledge = a_pledge(campaign, 2_000, tier=tier(campaign, 0))
    RewardTier.objects.filter(pk=meal.pk).update(limit=1)
    results = at_once(
        *pledgers(campaign, 2_000, tier=meal),
        lambda: change_reward(pledge=pledge, tier=meal, at=timezone.now()),
    )
    assert not unexpected(results)
    assert sum(isinstance(result, Pledge) for result in results) == 1
    assert RewardTier.objects.get(pk=meal.pk).claimed == 1
    assert no_difference()


def test_read_then_write_would_sell_the_last_unit_twice(monkeypatch):
    """Negative control: the conditional write is what keeps the last unit (the database's constraint aside)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE campaigns_rewardtier DROP CONSTRAINT claimed_within_limit")
    try:
        campaign = a_campaign()
        meal = tier(campaign, 1)
        pledge = a_pledge(campaign, 2_000, tier=tier(campaign, 0))
        RewardTier.objects.filter(pk=meal.pk).update(limit=1)
        meeting = threading.Barrier(2, timeout=10)

        def read_then_write(pk: int) -> None:
            row = RewardTier.objects.get(pk=pk)
            meeting.wait()
            if row.limit is None or row.claimed < row.limit:
                RewardTier.objects.filter(pk=pk).update(claimed=row.claimed + 1)

        monkeypatch.setattr(pledging, "claim_unit", read_then_write)
        monkeypatch.setattr(rewarding, "claim_unit", read_then_write)
        results = at_once(
            lambda: pledging.start_pledge(
                campaign=campaign,
                amount_cents=2_000,
                backer=a_backer(),
                submission_key="k",
                at=timezone.now(),
                tier=meal,
            ),
            lambda: change_reward(pledge=pledge, tier=meal, at=timezone.now()),
        )
        assert sum(isinstance(result, Pledge) for result in results) == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE campaigns_rewardtier ADD CONSTRAINT claimed_within_limit CHECK "
                '("limit" IS NULL OR claimed <= "limit") NOT VALID'
            )


def test_two_backers_swapping_rewards_are_no_deadlock():
    campaign = a_campaign()
    cheap, meal = tier(campaign, 0), tier(campaign, 1)
    one = a_pledge(campaign, 2_000, tier=cheap)
    two = a_pledge(campaign, 2_000, tier=meal)
    for _turn in range(5):
        results = at_once(
            lambda: change_reward(pledge=one, tier=meal, at=timezone.now()),
            lambda: change_reward(pledge=two, tier=cheap, at=timezone.now()),
        )
        assert not unexpected(results)
        at_once(
            lambda: change_reward(pledge=one, tier=cheap, at=timezone.now()),
            lambda: change_reward(pledge=two, tier=meal, at=timezone.now()),
        )
    assert no_difference()
