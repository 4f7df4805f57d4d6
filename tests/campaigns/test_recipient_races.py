"""Who receives the money, and a payout that waits, raced on real PostgreSQL."""

from __future__ import annotations

import itertools
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership, Organisation
from campaigns.models import Campaign, PaymentOperation, PayoutAccount, Recipient
from campaigns.services import (
    hosting,
    operating,
    payout_accounts,
    receiving,
    recipient_changes,
    settling,
    waiting,
)
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankAccount, BankRefund, BankTransfer
from tests.builders import a_campaign, a_pledge, a_user
from tests.campaigns.test_races import at_once, unexpected
from tests.campaigns.test_waiting import a_waiting_payout

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 6


def an_organisation(admin, name="Les Passeurs"):
    row = Organisation.objects.create(name=name, kind="association")
    Membership.objects.create(user=admin, organisation=row, right=Membership.Right.ADMINISTRATOR)
    return row


@pytest.mark.parametrize("number", range(ROUNDS))
def test_paying_and_giving_everything_back_at_once_do_one_of_them(number):
    campaign = a_waiting_payout(1_000, 2_000, 3_000)
    account, limit = campaign.recipient.account, waiting.give_back_at(campaign)

    def comes_in_order():
        bank.satisfy_account(account.remote_id, at=limit)
        payout_accounts.sync_account(gateway_name="demo", remote_id=account.remote_id, at=limit)
        operating.run_operations(at=limit)

    at_once(
        comes_in_order,
        lambda: waiting.watch_waiting_payouts(at=limit),
        lambda: operating.run_operations(at=limit),
        lambda: waiting.watch_waiting_payouts(at=limit),
    )
    assert check_books().differences == 0
    for minutes in (10, 20, 30):  # past every lease
        at = limit + timedelta(minutes=minutes)
        waiting.watch_waiting_payouts(at=at)
        operating.run_operations(at=at)
    campaign.refresh_from_db()
    sent, back = BankTransfer.objects.count(), BankRefund.objects.count()
    assert (campaign.status, sent, back) in [("settled", 1, 0), ("refunded", 0, 3)]
    assert check_books().differences == 0


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_change_taking_effect_while_the_outcome_is_decided_pays_whom_the_terms_name(number):
    campaign, admin = a_campaign(threshold_cents=1_000, goal_cents=10_000), a_user()
    a_pledge(campaign, 1_000)
    request = receiving.ask_hosting(
        campaign=campaign, email="a@example.org", by=campaign.holder, at=timezone.now(), reason="Parce que."
    )
    hosting.accept_hosting(
        recipient=request, organisation=an_organisation(admin), fee_bps=0, by=admin, at=timezone.now()
    )
    recipient_changes.approve_change(campaign=campaign, at=timezone.now())
    account = PayoutAccount.objects.get(organisation__isnull=False)
    payout_accounts.open_account(account=account, at=timezone.now())
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    bank.satisfy_account(account.remote_id, at=timezone.now())

    def verified():
        payout_accounts.sync_account(gateway_name="demo", remote_id=account.remote_id, at=timezone.now())

    results = at_once(verified, lambda: settling.decide(campaign=campaign, at=campaign.deadline), verified)
    assert not unexpected(results)
    terms = Campaign.objects.get().launched_terms
    assert PaymentOperation.objects.get(kind="payout").payout_account.remote_id == terms["account"]
    assert Recipient.objects.current().count() == 1
    assert not Recipient.objects.under_way().exists()
    assert check_books().differences == 0


def test_pressing_the_button_many_times_at_once_opens_one_account():
    campaign = a_campaign(state="draft")
    account = receiving.receive_oneself(campaign=campaign, by=campaign.holder, at=timezone.now()).account

    def press():
        return payout_accounts.open_account(
            account=PayoutAccount.objects.get(pk=account.pk), at=timezone.now()
        )

    assert not unexpected(at_once(*[press] * 8))
    assert BankAccount.objects.count() == 1


def test_without_the_claim_the_same_presses_open_several(monkeypatch):
    """Negative control: with a claim that lets everybody in and keys forgotten, each press opens its own."""
    campaign = a_campaign(state="draft")
    account = receiving.receive_oneself(campaign=campaign, by=campaign.holder, at=timezone.now()).account
    keys, together = itertools.count(), threading.Barrier(8)

    def forgotten(row: PayoutAccount) -> str:
        together.wait(timeout=30)  # everybody is past the claim before anybody has opened anything
        return f"forgotten-{next(keys)}"

    monkeypatch.setattr(payout_accounts, "account_key", forgotten)
    monkeypatch.setattr(payout_accounts, "_claim", lambda account, at: True)

    def press():
        row = PayoutAccount.objects.get(pk=account.pk)
        row.lease_until = None
        payout_accounts.open_account(account=row, at=timezone.now())

    at_once(*[press] * 8)
    assert BankAccount.objects.count() > 1


def test_a_link_pressed_by_two_administrators_at_once_serves_once():
    campaign, admins = a_campaign(state="draft"), [a_user(), a_user()]
    rows = [an_organisation(admin, f"Asso {admin.pk}") for admin in admins]
    request = receiving.ask_hosting(
        campaign=campaign, email="a@example.org", by=campaign.holder, at=timezone.now()
    )
    results = at_once(
        *[
            lambda admin=admin, row=row: hosting.accept_hosting(
                recipient=request, organisation=row, fee_bps=0, by=admin, at=timezone.now()
            )
            for admin, row in zip(admins, rows, strict=True)
        ]
    )
    assert not unexpected(results)
    assert sum(isinstance(result, Recipient) for result in results) == 1
    assert Recipient.objects.current().count() == 1


def test_choosing_twice_at_once_leaves_one_current_recipient():
    campaign = a_campaign(state="draft")
    organisation = an_organisation(campaign.holder)
    facts = {"campaign": campaign, "by": campaign.holder, "at": timezone.now()}
    results = at_once(
        *[lambda: receiving.receive_oneself(**facts)] * 3,
        *[lambda: receiving.receive_through(organisation=organisation, **facts)] * 3,
    )
    assert not unexpected(results)
    assert Recipient.objects.current().count() == 1
    assert PayoutAccount.objects.count() == 2
