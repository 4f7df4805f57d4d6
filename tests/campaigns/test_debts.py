"""Refunds that come back: still owed, asked again or proven paid by other means, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import MoveRefused
from campaigns.models import Campaign, CampaignTotals, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import debts, inbox, operating, rereading, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankPayment, BankRefund
from notices.models import Notice
from tests.builders import a_campaign, a_pledge
from tests.campaigns.test_disputes import news, the_books_are_right

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge():
    """A pledge of a cancelled campaign, given back at once."""
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    operating.run_operations(at=timezone.now())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    return pledge


@pytest.fixture
def debt(pledge: Pledge) -> Pledge:
    """The same, whose refund came back days later."""
    bank.fail_refund(BankRefund.objects.get().remote_id, at=timezone.now())
    news()
    pledge.refresh_from_db()
    return pledge


def test_a_refund_that_comes_back_is_a_debt_again_and_its_backer_is_told_once(debt: Pledge) -> None:
    news()
    rereading.sync_refund(
        gateway_name="demo", remote_id=BankRefund.objects.get().remote_id, at=timezone.now()
    )
    assert debt.status == PledgeState.REFUND_FAILED
    assert CampaignTotals.objects.get().held_cents == debt.amount_cents
    assert Campaign.objects.get().needs_attention
    assert Notice.objects.filter(kind="refund_failed").count() == 1
    assert LedgerEntry.objects.filter(kind="refund_failed").count() == 1
    the_books_are_right()


def test_a_debt_is_sent_again_and_told_again(debt: Pledge) -> None:
    debts.send_again(pledge=debt, at=timezone.now())
    assert debt.status == PledgeState.REFUND_DUE
    with pytest.raises(MoveRefused):
        debts.send_again(pledge=debt, at=timezone.now())
    news()
    debt.refresh_from_db()
    assert debt.status == PledgeState.REFUNDED
    assert Notice.objects.filter(kind="pledge_refunded").count() == 2
    assert list(PaymentOperation.objects.filter(kind="refund").values_list("state", flat=True)) == [
        "cancelled",
        "done",
    ]
    the_books_are_right()


def test_a_debt_is_closed_with_a_proof_and_paid_from_the_bank(debt: Pledge) -> None:
    with pytest.raises(ValueError, match="proof"):
        debts.close_debt(pledge=debt, proof="  ", at=timezone.now())
    debts.close_debt(pledge=debt, proof="Virement du 12 mars, réf. 4471", at=timezone.now())
    with pytest.raises(MoveRefused):
        debts.close_debt(pledge=debt, proof="Encore", at=timezone.now())
    with pytest.raises(MoveRefused):
        debts.send_again(pledge=debt, at=timezone.now())
    debt.refresh_from_db()
    assert debt.status == PledgeState.REFUNDED
    assert debt.changes.latest("pk").reason == "Virement du 12 mars, réf. 4471"
    assert LedgerEntry.objects.balance(f"bank:{debt.campaign.territory_id}") == -debt.amount_cents
    operating.run_operations(at=timezone.now() + timedelta(days=1))
    assert BankRefund.objects.count() == 1
    the_books_are_right()


def test_a_refund_made_and_failed_before_anybody_looked_leaves_both_lines_explained() -> None:
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    BankPayment.objects.update(refund_fate="failed")
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    news()
    pledge.refresh_from_db()
    campaign.refresh_from_db()
    assert (pledge.status, campaign.status) == (PledgeState.REFUND_FAILED, CampaignState.CANCELLED)
    the_books_are_right()
    BankPayment.objects.update(refund_fate="")
    debts.send_again(pledge=pledge, at=timezone.now())
    news()
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.REFUNDED
    the_books_are_right()


def test_a_refund_the_bank_takes_days_to_make_is_looked_at_when_it_says_so() -> None:
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    BankPayment.objects.update(refund_fate="pending")
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    news()
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDING
    the_books_are_right()
    bank.finish_refund(BankRefund.objects.get().remote_id, at=timezone.now())
    bank.deliver_events()
    soon = timezone.now() + timedelta(minutes=2)
    inbox.read_events(at=soon)
    operating.run_operations(at=soon)
    pledge.refresh_from_db()
    assert (pledge.status, BankRefund.objects.count()) == (PledgeState.REFUNDED, 1)
    the_books_are_right()
    assert check_books().differences == 0
