"""Races on real PostgreSQL, each with its negative control: without the guard, the same race goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from campaigns.errors import CampaignError
from campaigns.models import CampaignTotals, LedgerEntry, Pledge, RewardTier
from campaigns.services import operating, paying, pledging, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankRefund
from notices.models import Notice
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, remote_id, tier

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CROWD = 12


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions on threads released together; return their results, exceptions included."""
    barrier = threading.Barrier(len(actions))
    results: list[Any] = [None] * len(actions)

    def run(position: int, action: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[position] = action()
        except Exception as error:
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def unexpected(results: list[Any]) -> list[Exception]:
    return [
        result
        for result in results
        if isinstance(result, Exception) and not isinstance(result, CampaignError)
    ]


def pledgers(campaign: Any, amount: int, **facts: Any) -> list[Callable[[], Pledge]]:
    return [
        lambda number=number: pledging.start_pledge(
            campaign=campaign,
            amount_cents=amount,
            backer=a_backer(),
            submission_key=f"crowd-{number}",
            at=timezone.now(),
            **facts,
        )
        for number in range(CROWD)
    ]


def test_the_last_unit_is_reserved_once():
    campaign = a_campaign()
    meal = tier(campaign, 1)
    RewardTier.objects.filter(pk=meal.pk).update(limit=1)
    results = at_once(*pledgers(campaign, 2_000, tier=meal))
    assert not unexpected(results)
    assert Pledge.objects.count() == 1
    assert check_books().differences == 0


def test_the_ceiling_holds():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000, surplus_percent=150)
    results = at_once(*pledgers(campaign, 1_000))
    assert not unexpected(results)
    assert Pledge.objects.count() == 3
    assert CampaignTotals.objects.get().reserved_cents == 3_000


def test_read_then_write_would_pass_the_ceiling(monkeypatch):
    """Negative control: the conditional write is what holds the ceiling (the database's last constraint aside)."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE campaigns_campaigntotals DROP CONSTRAINT pledges_within_ceiling")
    try:
        campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000, surplus_percent=150)
        meeting = threading.Barrier(CROWD)

        def read_then_write(pledge: Pledge, *, at: Any) -> None:
            totals = CampaignTotals.objects.get(campaign_id=pledge.campaign_id)
            meeting.wait()
            if totals.reserved_cents + pledge.amount_cents <= totals.ceiling_cents:
                totals.reserved_cents += pledge.amount_cents
                totals.save()

        monkeypatch.setattr(pledging, "reserve", read_then_write)
        at_once(*pledgers(campaign, 1_000))
        assert Pledge.objects.count() > 3
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE campaigns_campaigntotals ADD CONSTRAINT pledges_within_ceiling CHECK "
                "(NOT takes_pledges OR ceiling_cents >= reserved_cents + gathered_cents) NOT VALID"
            )


def test_the_same_form_sent_many_times_at_once_makes_one_pledge():
    campaign = a_campaign()
    backer = a_backer()
    results = at_once(
        *[
            lambda: pledging.start_pledge(
                campaign=campaign, amount_cents=1_000, backer=backer, submission_key="same", at=timezone.now()
            )
        ]
        * CROWD
    )
    assert {getattr(result, "pk", result) for result in results} == {Pledge.objects.get().pk}
    assert CampaignTotals.objects.get().reserved_cents == 1_000


def test_return_page_events_and_sweep_at_once_record_one_charge():
    campaign = a_campaign()
    pledge = a_reservation(campaign)
    bank.accept(remote_id(pledge), at=timezone.now())
    reference = remote_id(pledge)
    results = at_once(
        *[lambda: paying.sync_payment(gateway_name="demo", remote_id=reference, at=timezone.now())] * CROWD
    )
    assert not unexpected(results)
    assert LedgerEntry.objects.count() == 1
    assert Notice.objects.filter(kind="pledge_held").count() == 1
    assert check_books().differences == 0


def test_the_same_person_paying_twice_at_once_is_one_backer():
    campaign = a_campaign()
    backer = a_backer()
    references = []
    for _again in range(4):
        pledge = a_reservation(campaign, backer=backer)
        bank.accept(remote_id(pledge), at=timezone.now())
        references.append(remote_id(pledge))
    at_once(
        *[
            lambda reference=reference: paying.sync_payment(
                gateway_name="demo", remote_id=reference, at=timezone.now()
            )
            for reference in references
        ]
    )
    totals = CampaignTotals.objects.get()
    assert (totals.backers, totals.pledges) == (1, 4)


def test_pledges_and_closing_race_at_the_deadline():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=100_000)
    just_before = campaign.deadline
    from datetime import timedelta

    at = just_before - timedelta(milliseconds=1)

    def pledge(number: int) -> Any:
        return pledging.start_pledge(
            campaign=campaign, amount_cents=1_000, backer=a_backer(), submission_key=f"late-{number}", at=at
        )

    def close() -> Any:
        settling.close_campaign(campaign=campaign, at=campaign.deadline)
        return settling.decide(campaign=campaign, at=campaign.deadline)

    results = at_once(*[lambda number=number: pledge(number) for number in range(CROWD)], close)
    assert not unexpected(results)
    campaign.refresh_from_db()
    waiting = Pledge.objects.filter(status="awaiting_payment").count()
    # Either the outcome waits for every accepted reservation, or it was decided before any was accepted.
    assert campaign.status == ("closing" if waiting else "refunded")
    assert check_books().differences == 0


@pytest.mark.parametrize("gathered", [9_000, 12_000])
def test_several_workers_settle_once(gathered):
    campaign = a_campaign(threshold_cents=10_000, goal_cents=20_000)
    for _number in range(6):
        a_pledge(campaign, gathered // 6)
    end = campaign.deadline

    def work() -> None:
        settling.settle_due(at=end)
        for _turn in range(3):
            operating.run_operations(at=end)

    results = at_once(*[work] * 6)
    assert not unexpected(results)
    campaign.refresh_from_db()
    assert campaign.status in {"refunded", "settled"}
    assert BankRefund.objects.count() == (6 if gathered < 10_000 else 0)
    assert LedgerEntry.objects.filter(kind="payout").count() == (0 if gathered < 10_000 else 1)
    assert check_books().differences == 0
