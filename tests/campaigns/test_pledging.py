"""From reservation to kept money: what is claimed, what is given back, what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import AmountOutOfBounds, CampaignClosed, CeilingReached, TierMismatch, TierSoldOut
from campaigns.models import CampaignTotals, LedgerEntry, Pledge, RewardTier
from campaigns.rules.status import PledgeState
from campaigns.services import inbox, launching, paying, pledging
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from notices.models import Notice
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, remote_id, tier

pytestmark = pytest.mark.django_db


def sync(pledge: Pledge, at=None) -> Pledge:
    paying.sync_payment(gateway_name="demo", remote_id=remote_id(pledge), at=at or timezone.now())
    pledge.refresh_from_db()
    return pledge


def totals(campaign) -> CampaignTotals:
    return CampaignTotals.objects.get(campaign=campaign)


def test_a_reservation_claims_room_and_unit_then_payment_turns_it_into_held_money():
    campaign = a_campaign()
    meal = tier(campaign, 1)
    pledge = a_reservation(campaign, 2500, tier=meal)
    assert (totals(campaign).reserved_cents, totals(campaign).gathered_cents) == (2500, 0)
    meal.refresh_from_db()
    assert meal.claimed == 1
    bank.accept(remote_id(pledge), at=timezone.now())
    sync(pledge)
    assert pledge.status == PledgeState.HELD
    figures = totals(campaign)
    assert (figures.reserved_cents, figures.gathered_cents, figures.held_cents, figures.backers) == (
        0,
        2500,
        2500,
        1,
    )
    assert LedgerEntry.objects.balance("provider") == 2500
    assert LedgerEntry.objects.balance(f"held:{campaign.pk}") == -2500
    assert Notice.objects.filter(kind="pledge_held", recipient=pledge.backer_email).count() == 1
    assert check_books().differences == 0


def test_the_same_facts_told_again_in_any_order_change_nothing():
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    for _again in range(3):
        sync(pledge)
        bank.deliver_events()
        inbox.read_events(at=timezone.now())
    assert LedgerEntry.objects.count() == 1
    assert totals(campaign).gathered_cents == 2500
    assert Notice.objects.filter(kind="pledge_held").count() == 1


def test_one_submission_key_makes_one_pledge():
    campaign = a_campaign()
    backer = a_backer()
    first = a_reservation(campaign, backer=backer, submission_key="k")
    second = a_reservation(campaign, backer=backer, submission_key="k")
    assert first.pk == second.pk
    assert totals(campaign).reserved_cents == 2500


def test_one_person_with_two_pledges_is_one_backer():
    campaign = a_campaign()
    a_pledge(campaign, backer=a_backer(email="Camille@Example.org"))
    a_pledge(campaign, backer=a_backer(email="camille@example.org"))
    assert (totals(campaign).backers, totals(campaign).pledges) == (1, 2)


@pytest.mark.parametrize("answer", [bank.decline, bank.end])
def test_a_payment_that_does_not_happen_gives_everything_back_once(answer):
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2000, tier=tier(campaign, 1))
    answer(remote_id(pledge), at=timezone.now())
    for _again in range(2):
        sync(pledge)
    assert pledge.status in {PledgeState.DECLINED, PledgeState.EXPIRED}
    assert totals(campaign).reserved_cents == 0
    assert tier(campaign, 1).claimed == 0
    assert check_books().differences == 0


def test_a_declined_payment_may_be_tried_again_with_the_same_unit():
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2000, tier=tier(campaign, 1))
    first_page = remote_id(pledge)
    bank.decline(first_page, at=timezone.now())
    sync(pledge)
    pledging.try_again(pledge=pledge, at=timezone.now())
    paying.open_payment_page(pledge=pledge, return_url="http://testserver/", at=timezone.now())
    assert remote_id(pledge) != first_page
    # The first page's refusal, told late, must not end the second attempt.
    paying.sync_payment(gateway_name="demo", remote_id=first_page, at=timezone.now())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.AWAITING_PAYMENT
    bank.accept(remote_id(pledge), at=timezone.now())
    assert sync(pledge).status == PledgeState.HELD
    assert tier(campaign, 1).claimed == 1
    assert check_books().differences == 0


def test_a_late_payment_is_owed_back_and_never_counted():
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2000, tier=tier(campaign, 1))
    late = pledge.reserved_until + timedelta(seconds=90)
    bank.end(remote_id(pledge), at=late)
    sync(pledge, at=late)
    bank.accept_late(remote_id(pledge), at=late)
    sync(pledge, at=late)
    assert pledge.status == PledgeState.REFUND_DUE
    figures = totals(campaign)
    assert (figures.gathered_cents, figures.held_cents, figures.backers) == (0, 2000, 0)
    assert tier(campaign, 1).claimed == 0
    assert pledge.operations.filter(kind="refund").count() == 1
    assert check_books().differences == 0


def test_a_payment_one_second_after_its_reservation_does_not_count_even_if_nobody_swept_it_yet():
    campaign = a_campaign()
    pledge = a_reservation(campaign)
    bank.accept(remote_id(pledge), at=pledge.reserved_until + timedelta(seconds=1))
    assert sync(pledge).status == PledgeState.REFUND_DUE
    assert totals(campaign).reserved_cents == 0


def test_a_payment_at_the_last_instant_of_its_reservation_counts():
    campaign = a_campaign()
    pledge = a_reservation(campaign)
    bank.accept(remote_id(pledge), at=pledge.reserved_until)
    assert sync(pledge).status == PledgeState.HELD


def test_the_last_unit_goes_to_the_first_reservation():
    campaign = a_campaign()
    meal = tier(campaign, 1)
    RewardTier.objects.filter(pk=meal.pk).update(limit=1)
    a_reservation(campaign, 2000, tier=meal)
    with pytest.raises(TierSoldOut):
        a_reservation(campaign, 2000, tier=meal)
    assert totals(campaign).reserved_cents == 2000
    assert Pledge.objects.count() == 1


def test_the_ceiling_counts_reservations_and_says_what_remains():
    campaign = a_campaign(threshold_cents=10_000, goal_cents=10_000, surplus_percent=150)
    a_reservation(campaign, 14_000)
    with pytest.raises(CeilingReached) as refused:
        a_reservation(campaign, 1_001)
    assert refused.value.room_cents == 1_000
    a_reservation(campaign, 1_000)
    assert Pledge.objects.count() == 2


@pytest.mark.parametrize("amount", [99, 300_001])
def test_amounts_outside_the_territory_s_bounds_are_refused(amount):
    with pytest.raises(AmountOutOfBounds):
        a_reservation(a_campaign(), amount)


def test_a_tier_of_another_campaign_or_above_the_amount_is_refused():
    campaign, other = a_campaign(), a_campaign()
    with pytest.raises(TierMismatch):
        a_reservation(campaign, 5000, tier=tier(other))
    with pytest.raises(TierMismatch):
        a_reservation(campaign, 1999, tier=tier(campaign, 1))
    assert not Pledge.objects.exists()


def test_the_deadline_is_an_instant():
    campaign = a_campaign()
    a_reservation(campaign, at=campaign.deadline - timedelta(microseconds=1))
    with pytest.raises(CampaignClosed):
        a_reservation(campaign, at=campaign.deadline)
    assert Pledge.objects.count() == 1


def test_a_suspended_campaign_takes_no_pledge_and_keeps_those_in_course():
    campaign = a_campaign()
    pledge = a_reservation(campaign)
    launching.suspend(campaign=campaign, at=timezone.now(), reason="Vérification")
    with pytest.raises(CampaignClosed):
        a_reservation(campaign)
    bank.accept(remote_id(pledge), at=timezone.now())
    assert sync(pledge).status == PledgeState.HELD
    campaign.refresh_from_db()
    launching.resume(campaign=campaign, at=timezone.now())
    a_reservation(campaign)


def test_a_forgotten_reservation_ends_only_when_the_bank_says_its_page_is_over(time_machine):
    campaign = a_campaign()
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    pledge = a_reservation(campaign)
    time_machine.move_to(start + timedelta(minutes=30, seconds=30), tick=False)
    assert paying.expire_reservations(at=timezone.now()) == 0
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.AWAITING_PAYMENT
    time_machine.move_to(start + timedelta(minutes=31), tick=False)
    assert paying.expire_reservations(at=timezone.now()) == 1
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.EXPIRED
    assert totals(campaign).reserved_cents == 0


def test_a_reservation_whose_page_was_never_opened_ends_by_itself():
    campaign = a_campaign()
    at = timezone.now()
    pledging.start_pledge(campaign=campaign, amount_cents=1000, backer=a_backer(), submission_key="k", at=at)
    assert paying.expire_reservations(at=at + timedelta(minutes=30, seconds=59)) == 0
    assert paying.expire_reservations(at=at + timedelta(minutes=31)) == 1
    assert totals(campaign).reserved_cents == 0
    assert check_books().differences == 0
