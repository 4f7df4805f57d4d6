"""Contested payments: whoever bears the money, in whatever order the news comes, the books and the bank agree."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, CampaignTotals, Dispute, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import disputing, inbox, operating, settling
from campaigns.services.comparing import compare_with_provider
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankRefund
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, settle, tier

pytestmark = pytest.mark.django_db


def news() -> None:
    """Let the worker read the bank's events and do what they ask for."""
    bank.deliver_events()
    inbox.read_events(at=timezone.now() + timedelta(minutes=1))
    operating.run_operations(at=timezone.now() + timedelta(minutes=1))


def the_books_are_right() -> None:
    report = check_books()
    assert report.differences == 0, [line for check in report.checks for line in check.differences]
    run = compare_with_provider(gateway_name="demo", at=timezone.now() + timedelta(seconds=1))
    assert run.differences == 0, run.lines
    later = compare_with_provider(gateway_name="demo", at=timezone.now() + timedelta(hours=2))
    assert later.differences == 0, later.lines


@pytest.fixture
def campaign():
    """A campaign with a pledge that claims a unit, and another of the same person."""
    campaign = a_campaign(threshold_cents=3_000)
    backer = a_backer()
    a_pledge(campaign, 2_000, tier=tier(campaign, 1), backer=backer)
    a_pledge(campaign, 1_500, backer=backer)
    return campaign


def contested() -> Pledge:
    return Pledge.objects.order_by("pk")[0]


@pytest.mark.parametrize("won", [True, False])
def test_contested_while_the_campaign_is_open(campaign: Campaign, won: bool) -> None:
    dispute = bank.open_dispute(contested().charge_id, at=timezone.now())
    news()
    news()
    totals = CampaignTotals.objects.get()
    assert (totals.gathered_cents, totals.held_cents, totals.pledges, totals.backers) == (1_500, 1_500, 1, 1)
    assert contested().status == PledgeState.DISPUTED
    assert tier(campaign, 1).claimed == 1, "the unit waits for the answer"
    the_books_are_right()

    bank.close_dispute(dispute.remote_id, won=won, at=timezone.now())
    news()
    news()
    totals.refresh_from_db()
    assert contested().status == (PledgeState.HELD if won else PledgeState.LOST)
    assert totals.gathered_cents == (3_500 if won else 1_500)
    assert tier(campaign, 1).claimed == int(won)
    the_books_are_right()
    assert not BankRefund.objects.exists()


def test_a_contest_can_make_a_campaign_miss_its_threshold(campaign: Campaign) -> None:
    dispute = bank.open_dispute(contested().charge_id, at=timezone.now())
    news()
    settle(campaign)
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.REFUNDED
    assert BankRefund.objects.get().amount_cents == 1_500
    the_books_are_right()
    bank.close_dispute(dispute.remote_id, won=True, at=timezone.now())
    news()
    assert contested().status == PledgeState.REFUNDED, "decided without it: given back"
    assert CampaignTotals.objects.get().held_cents == 0
    the_books_are_right()


def test_a_rejected_contest_for_which_no_room_is_left_is_given_back() -> None:
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000, surplus_percent=100)
    pledge = a_pledge(campaign, 1_500)
    dispute = bank.open_dispute(pledge.charge_id, at=timezone.now())
    news()
    a_pledge(campaign, 1_000)
    bank.close_dispute(dispute.remote_id, won=True, at=timezone.now())
    news()
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    assert CampaignTotals.objects.get().gathered_cents == 1_000
    the_books_are_right()


@pytest.mark.parametrize("won", [True, False])
def test_contested_after_the_payout_the_platform_bears_it(campaign: Campaign, won: bool) -> None:
    settle(campaign)
    assert contested().status == PledgeState.RELEASED
    dispute = bank.open_dispute(contested().charge_id, at=timezone.now())
    news()
    assert LedgerEntry.objects.balance("losses") == 2_000
    assert Campaign.objects.get().gathered_cents == 3_500
    bank.close_dispute(dispute.remote_id, won=won, at=timezone.now())
    news()
    assert contested().status == (PledgeState.RELEASED if won else PledgeState.LOST)
    assert LedgerEntry.objects.balance("losses") == (0 if won else 2_000)
    the_books_are_right()


def test_a_contest_calls_off_a_refund_that_has_not_left(campaign: Campaign) -> None:
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    dispute = bank.open_dispute(contested().charge_id, at=timezone.now())
    news()
    assert contested().status == PledgeState.DISPUTED
    assert PaymentOperation.objects.get(pledge=contested(), kind="refund").state == "cancelled"
    bank.close_dispute(dispute.remote_id, won=False, at=timezone.now())
    news()
    campaign.refresh_from_db()
    assert (contested().status, campaign.status) == (PledgeState.LOST, CampaignState.REFUNDED)
    assert BankRefund.objects.count() == 1, "the bank gave this one back, the other was refunded"
    the_books_are_right()


def test_a_contest_of_what_was_refunded_already_is_the_platform_s_loss_until_rejected(
    campaign: Campaign,
) -> None:
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    operating.run_operations(at=timezone.now())
    dispute = bank.open_dispute(contested().charge_id, at=timezone.now())
    news()
    assert contested().status == PledgeState.REFUNDED
    assert LedgerEntry.objects.balance("losses") == 2_000
    the_books_are_right()
    bank.close_dispute(dispute.remote_id, won=True, at=timezone.now())
    news()
    assert LedgerEntry.objects.balance("losses") == 0
    the_books_are_right()


@pytest.mark.parametrize("order", list(itertools.permutations(["opened", "closed", "again"])))
def test_news_in_any_order_ends_the_same(campaign: Campaign, order: tuple[str, ...]) -> None:
    """The object is read again each time: what the event said does not matter, only that it came."""
    dispute = bank.open_dispute(contested().charge_id, at=timezone.now())
    bank.close_dispute(dispute.remote_id, won=True, at=timezone.now())
    for _event in order:
        disputing.sync_dispute(gateway_name="demo", remote_id=dispute.remote_id, at=timezone.now())
    assert contested().status == PledgeState.HELD
    assert CampaignTotals.objects.get().gathered_cents == 3_500
    assert Dispute.objects.get().state == "won"
    the_books_are_right()


def test_a_contest_of_a_payment_that_is_not_ours_changes_nothing() -> None:
    campaign = a_campaign()
    pledge = a_reservation(campaign)
    payment = bank.open_payment(
        reference="elsewhere",
        amount_cents=500,
        description="",
        return_url="http://testserver/",
        expires_at=pledge.reserved_until,
        key="elsewhere",
    )
    charge = bank.accept(payment.remote_id, at=timezone.now()).charge_id
    dispute = bank.open_dispute(charge, at=timezone.now())
    found = disputing.sync_dispute(gateway_name="demo", remote_id=dispute.remote_id, at=timezone.now())
    assert found is None
    assert not Dispute.objects.exists()
