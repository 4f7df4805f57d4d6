"""A backer takes a pledge back before the deadline: what it changes, when it is refused, and at the provider's page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import NotTakenBack, ProviderUnclear
from campaigns.gateways.demo import DemoGateway
from campaigns.models import CampaignTotals, PaymentOperation, Pledge
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services import launching, paying, pledging, settling
from campaigns.services.cancelling import cancel_pledge
from campaigns.services.operating import run_operations
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from notices.models import Notice
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, remote_id, settle, tier

pytestmark = pytest.mark.django_db


def figures() -> tuple[int, int, int, int, int]:
    totals = CampaignTotals.objects.get()
    return (
        totals.gathered_cents,
        totals.reserved_cents,
        totals.held_cents,
        totals.pledges,
        totals.backers,
    )


def no_difference() -> bool:
    report = check_books()
    assert report.differences == 0, [line for check in report.checks for line in check.differences]
    return True


def test_a_held_pledge_is_owed_back_and_counts_no_more():
    campaign = a_campaign()
    a_pledge(campaign, 3_000)
    pledge = a_pledge(campaign, 2_500, tier=tier(campaign, 1))
    assert figures() == (5_500, 0, 5_500, 2, 2)
    taken = cancel_pledge(pledge=pledge, at=timezone.now())
    assert (taken.status, taken.counted) == (PledgeState.REFUND_DUE, False)
    assert figures() == (3_000, 0, 5_500, 1, 1)
    assert tier(campaign, 1).claimed == 0
    assert PaymentOperation.objects.get(kind="refund").amount_cents == 2_500
    assert Notice.objects.filter(kind="pledge_taken_back", recipient=pledge.backer_email).count() == 1
    assert no_difference()
    run_operations(at=timezone.now())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    assert figures() == (3_000, 0, 3_000, 1, 1)
    assert no_difference()


def test_a_person_with_another_pledge_is_still_counted():
    campaign = a_campaign()
    backer = a_backer()
    a_pledge(campaign, 1_000, backer=backer)
    second = a_pledge(campaign, 2_000, backer=backer)
    cancel_pledge(pledge=second, at=timezone.now())
    assert figures()[3:] == (1, 1)
    cancel_pledge(pledge=Pledge.objects.counted().get(), at=timezone.now())
    assert figures()[3:] == (0, 0)
    assert no_difference()


def test_room_under_the_ceiling_and_the_last_unit_are_free_at_once():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000, surplus_percent=100)
    meal = tier(campaign, 1)
    meal.limit = 1
    meal.save(update_fields=["limit"])
    pledge = a_pledge(campaign, 2_000, tier=meal)
    cancel_pledge(pledge=pledge, at=timezone.now())
    a_pledge(campaign, 2_000, tier=meal)
    assert no_difference()


@pytest.mark.parametrize("suspended", [False, True])
def test_allowed_to_the_last_millisecond_and_not_at_the_deadline(suspended):
    campaign = a_campaign()
    first, second = a_pledge(campaign), a_pledge(campaign)
    if suspended:
        launching.suspend(campaign=campaign, at=timezone.now(), reason="Vérification")
    campaign.refresh_from_db()
    for pledge in (first, second):
        pledge.refresh_from_db()
    with pytest.raises(NotTakenBack):
        cancel_pledge(pledge=first, at=campaign.deadline)
    cancel_pledge(pledge=second, at=campaign.deadline - timedelta(milliseconds=1))
    first.refresh_from_db()
    assert first.status == PledgeState.HELD
    assert no_difference()


def test_a_settled_or_stopped_campaign_gives_nothing_back_this_way():
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    # The caller's copy is from before: the locked row decides.
    with pytest.raises(NotTakenBack):
        cancel_pledge(pledge=pledge, at=timezone.now())
    assert PaymentOperation.objects.filter(kind="refund").count() == 1
    assert no_difference()


def test_twice_is_once():
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    cancel_pledge(pledge=pledge, at=timezone.now())
    with pytest.raises(NotTakenBack):
        cancel_pledge(pledge=pledge, at=timezone.now())
    assert PaymentOperation.objects.filter(kind="refund").count() == 1
    assert no_difference()


def test_what_was_taken_back_does_not_decide_the_outcome():
    campaign = a_campaign(threshold_cents=5_000, goal_cents=10_000)
    a_pledge(campaign, 3_000)
    pledge = a_pledge(campaign, 2_000)
    cancel_pledge(pledge=pledge, at=timezone.now())
    settle(campaign)
    campaign.refresh_from_db()
    assert (campaign.status, campaign.decided_cents) == (CampaignState.REFUNDED, 3_000)
    assert no_difference()


def test_a_refund_still_in_course_does_not_pay_the_holder():
    campaign = a_campaign(threshold_cents=3_000, goal_cents=10_000)
    a_pledge(campaign, 3_000)
    pledge = a_pledge(campaign, 2_000)
    cancel_pledge(pledge=pledge, at=timezone.now())
    settle(campaign)
    campaign.refresh_from_db()
    pledge.refresh_from_db()
    assert (campaign.decided_cents, pledge.status) == (3_000, PledgeState.REFUNDED)
    assert no_difference()


# A payment page still open


def test_an_open_page_is_ended_at_the_provider_before_the_reservation_is():
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2_000, tier=tier(campaign, 1))
    taken = cancel_pledge(pledge=pledge, at=timezone.now())
    assert taken.status == PledgeState.EXPIRED
    assert figures() == (0, 0, 0, 0, 0)
    assert tier(campaign, 1).claimed == 0
    assert bank.read_payment(remote_id(pledge)).state == "over"
    assert no_difference()


def test_a_page_paid_in_the_meantime_is_given_back_as_paid():
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2_000)
    bank.accept(remote_id(pledge), at=timezone.now())  # the site has not heard of it yet
    taken = cancel_pledge(pledge=Pledge.objects.get(), at=timezone.now())
    assert taken.status == PledgeState.REFUND_DUE
    assert figures() == (0, 0, 2_000, 0, 0)
    assert no_difference()


def test_a_silent_provider_changes_nothing():
    class Silent(DemoGateway):
        """A provider that does not answer."""

        def end_payment(self, remote_id):
            """Say nothing."""
            raise ProviderUnclear("timeout")

    campaign = a_campaign()
    pledge = a_reservation(campaign, 2_000)
    with pytest.raises(ProviderUnclear):
        cancel_pledge(pledge=pledge, at=timezone.now(), gateway=Silent())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.AWAITING_PAYMENT
    assert figures() == (0, 2_000, 0, 0, 0)
    assert no_difference()


def not_opened(campaign):
    return pledging.start_pledge(
        campaign=campaign,
        amount_cents=2_000,
        backer=a_backer(),
        submission_key="key",
        at=timezone.now(),
    )


def test_a_page_never_asked_for_needs_no_provider_and_is_never_opened_after():
    campaign = a_campaign()
    pledge = not_opened(campaign)
    assert cancel_pledge(pledge=pledge, at=timezone.now()).status == PledgeState.EXPIRED
    assert figures() == (0, 0, 0, 0, 0)
    assert paying.open_payment_page(pledge=pledge, return_url="/", at=timezone.now()) is None
    assert no_difference()


def test_a_page_being_opened_is_waited_for():
    campaign = a_campaign()
    pledge = not_opened(campaign)
    now = timezone.now()
    operation = paying.page_operation(pledge)
    PaymentOperation.objects.filter(pk=operation.pk).update(
        state=OperationState.SENDING, attempt=1, lease_until=now + timedelta(seconds=30)
    )
    with pytest.raises(ProviderUnclear):
        cancel_pledge(pledge=pledge, at=now)
    assert cancel_pledge(pledge=pledge, at=now + timedelta(minutes=2)).status == PledgeState.EXPIRED
    assert no_difference()
