"""Money that waits for an account: nothing is called, the holder hears of it, everybody is given back in time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Membership, Organisation
from campaigns.errors import ProviderUnclear
from campaigns.gateways.demo import DemoGateway
from campaigns.models import Campaign, LedgerEntry, PaymentOperation, PayoutAccount, Pledge
from campaigns.rules.waiting import REMINDED_ON_DAYS, given_back_from, reminder_due
from campaigns.services import operating, payout_accounts, settling, waiting
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankRefund, BankTransfer
from notices.models import Notice
from tests.builders import a_campaign, a_pledge, a_user

pytestmark = pytest.mark.django_db


def ask_for_papers(campaign, at=None):
    """The bank stops paying the account."""
    account, at = campaign.recipient.account, at or timezone.now()
    bank.ask_of_account(account.remote_id, missing=["identity.document"], due_by=None, is_paid=False, at=at)
    return payout_accounts.sync_account(gateway_name="demo", remote_id=account.remote_id, at=at)


def a_waiting_payout(*amounts, at=None):
    """A campaign that succeeded while its account may not be paid."""
    campaign = a_campaign(threshold_cents=1_000, goal_cents=100_000, at=at)
    for amount in amounts or (1_000, 2_501):
        a_pledge(campaign, amount, at=at) if at else a_pledge(campaign, amount)
    ask_for_papers(campaign)
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    return Campaign.objects.get(pk=campaign.pk)


def run(at, gateway=None):
    for _round in range(200):
        if not operating.run_operations(at=at, gateway=gateway)["done"]:
            return


def the_payout():
    return PaymentOperation.objects.get(kind="payout")


class Untouched(DemoGateway):
    """Fails the test when it is asked for a payout."""

    def pay_out(self, *args, **kwargs):
        raise AssertionError("nothing may be called")

    find_payout = pay_out


def test_a_payout_waits_without_a_call_nor_an_alarm_and_leaves_once_the_account_is_in_order():
    campaign = a_waiting_payout()
    run(campaign.deadline + timedelta(days=3), gateway=Untouched())
    assert the_payout().state == "pending"
    assert not Campaign.objects.get().needs_attention
    assert "dès que le compte" in str(Notice.objects.get(kind="campaign_funded_waiting").context)
    account = campaign.recipient.account
    bank.satisfy_account(account.remote_id, at=timezone.now())
    payout_accounts.sync_account(gateway_name="demo", remote_id=account.remote_id, at=timezone.now())
    run(campaign.deadline + timedelta(days=3))
    assert BankTransfer.objects.get().account == account.remote_id
    assert Campaign.objects.get().status == "settled"
    assert check_books().differences == 0


def test_a_provider_that_refuses_because_of_the_account_makes_the_payout_wait():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=100_000)
    a_pledge(campaign, 1_000)
    account = campaign.recipient.account
    bank.ask_of_account(account.remote_id, missing=["x"], due_by=None, is_paid=False, at=timezone.now())
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)  # we have not heard of it yet
    operating.run_operations(at=campaign.deadline)
    assert the_payout().state == "pending"
    account.refresh_from_db()
    assert not account.payouts_enabled
    assert not Campaign.objects.get().needs_attention


def test_a_payout_that_was_sent_is_looked_up_even_if_its_account_stopped_since():
    class Lost(DemoGateway):
        """Pays, then loses its answer."""

        def pay_out(self, account, amount_cents, *, group, key):
            super().pay_out(account, amount_cents, group=group, key=key)
            raise ProviderUnclear("lost")

    campaign = a_campaign(threshold_cents=1_000, goal_cents=100_000)
    a_pledge(campaign, 1_000)
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    operating.run_operations(at=campaign.deadline, gateway=Lost())
    ask_for_papers(campaign)
    run(campaign.deadline + timedelta(minutes=20))
    assert Campaign.objects.get().status == "settled"
    assert BankTransfer.objects.count() == 1
    assert check_books().differences == 0


def test_the_holder_is_reminded_on_each_day_once():
    campaign = a_waiting_payout(at=timezone.now())
    for hours in range(0, 24 * 33, 5):
        waiting.watch_waiting_payouts(at=campaign.deadline + timedelta(hours=hours))
    assert Notice.objects.filter(kind="account_waits").count() == 4
    assert "chacun est remboursé le" in str(Notice.objects.filter(kind="account_waits").first().context)


def test_what_an_account_lacks_is_told_to_who_acts_for_it_and_the_holder_hears_that_it_waits():
    campaign, admin = a_waiting_payout(at=timezone.now()), a_user()
    organisation = Organisation.objects.create(name="Les Passeurs", kind="association")
    Membership.objects.create(organisation=organisation, user=admin, right=Membership.Right.ADMINISTRATOR)
    PayoutAccount.objects.update(user=None, organisation=organisation)
    waiting.watch_waiting_payouts(at=campaign.deadline + timedelta(days=1))
    told = {row.user: row.context for row in Notice.objects.filter(kind="account_waits")}
    assert set(told) == {campaign.holder, admin}
    assert "pièce d’identité" in str(told[admin])
    assert "pièce d’identité" not in str(told[campaign.holder])
    assert reverse("campaigns:payout", args=[campaign.pk]) in str(told[campaign.holder])


def test_everybody_is_given_back_before_the_providers_limit():
    campaign = a_waiting_payout(1_000, 2_501, 700)
    limit = waiting.give_back_at(campaign)
    assert limit == Pledge.objects.order_by("paid_at").first().paid_at + timedelta(days=80)
    assert waiting.watch_waiting_payouts(at=limit - timedelta(seconds=1))["given back"] == 0
    assert waiting.watch_waiting_payouts(at=limit)["given back"] == 1
    assert check_books().differences == 0
    campaign.refresh_from_db()
    assert (campaign.status, campaign.outcome) == ("cancelled", "funded")
    assert the_payout().state == "cancelled"
    run(limit)
    campaign.refresh_from_db()
    assert campaign.status == "refunded"
    assert "n’a pas été prêt à temps" in campaign.state.sentence
    assert sorted(BankRefund.objects.values_list("amount_cents", flat=True)) == [700, 1_000, 2_501]
    for code in (
        "provider",
        f"held:{campaign.pk}",
        f"payable:{campaign.pk}",
        f"commission:{campaign.territory_id}",
    ):
        assert LedgerEntry.objects.balance(code) == 0, code
    assert Notice.objects.filter(kind="backer_unpayable").count() == 3
    assert Notice.objects.filter(kind="pledge_refunded").count() == 3
    assert check_books().differences == 0


def test_an_account_in_order_at_the_last_second_is_paid_and_nobody_is_refunded():
    campaign = a_waiting_payout()
    limit, operation = waiting.give_back_at(campaign), the_payout()
    account = campaign.recipient.account
    bank.satisfy_account(account.remote_id, at=limit)

    class Late(DemoGateway):
        """The account comes in order while the provider is asked whether a transfer left."""

        def find_payout(self, group):
            payout_accounts.sync_account(gateway_name="demo", remote_id=account.remote_id, at=limit)
            return super().find_payout(group)

    assert not waiting.give_everything_back(operation=operation, at=limit, gateway=Late())
    run(limit)
    assert Campaign.objects.get().status == "settled"
    assert not BankRefund.objects.exists()


def test_a_transfer_that_left_all_the_same_is_recorded_and_nobody_is_refunded():
    campaign = a_waiting_payout()
    limit, operation = waiting.give_back_at(campaign), the_payout()
    account = campaign.recipient.account
    bank.satisfy_account(account.remote_id, at=limit)
    DemoGateway().pay_out(
        account.remote_id, operation.amount_cents, group=waiting.campaign_group(campaign.pk), key="elsewhere"
    )
    assert not waiting.give_everything_back(operation=operation, at=limit)
    run(limit)
    assert Campaign.objects.get().status == "settled"
    assert BankTransfer.objects.count() == 1
    assert not BankRefund.objects.exists()
    assert check_books().differences == 0


def test_a_provider_that_does_not_answer_leaves_everything_as_it_is():
    class Silent(DemoGateway):
        """Does not answer."""

        def find_payout(self, group):
            raise ProviderUnclear("timeout")

    campaign = a_waiting_payout()
    limit = waiting.give_back_at(campaign)
    assert not waiting.give_everything_back(operation=the_payout(), at=limit, gateway=Silent())
    assert the_payout().state == "pending"
    assert waiting.watch_waiting_payouts(at=limit)["given back"] == 1


def test_sums_that_differ_keep_the_money_and_ask_for_a_person():
    campaign = a_waiting_payout()
    Pledge.objects.filter(amount_cents=1_000).update(status="disputed")
    assert waiting.watch_waiting_payouts(at=waiting.give_back_at(campaign))["given back"] == 0
    campaign.refresh_from_db()
    assert campaign.needs_attention
    assert campaign.status == "funded"
    assert the_payout().state == "pending"


def test_a_check_of_the_books_sees_a_refund_decided_without_its_reversing_entries(monkeypatch):
    """Negative control: without the reversal the same verb leaves the books wrong."""
    campaign = a_waiting_payout()
    monkeypatch.setattr(waiting.books, "enter", lambda **facts: None)
    waiting.watch_waiting_payouts(at=waiting.give_back_at(campaign))
    assert check_books().differences > 0


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    amounts=st.lists(st.integers(100, 9_999), min_size=1, max_size=6),
    steps=st.lists(st.sampled_from(["papers", "order", "run", "watch", "late"]), max_size=8),
)
def test_any_history_of_a_waiting_payout_leaves_the_books_right(amounts, steps):
    from django.db import transaction

    with transaction.atomic():
        campaign = a_waiting_payout(1_000, *amounts)
        account, at = campaign.recipient.account, campaign.deadline
        for step in [*steps, "late", "late"]:
            if step == "papers":
                ask_for_papers(campaign, at)
            elif step == "order":
                bank.satisfy_account(account.remote_id, at=at)
                payout_accounts.sync_account(gateway_name="demo", remote_id=account.remote_id, at=at)
            elif step == "late":
                at += timedelta(days=31)
                waiting.watch_waiting_payouts(at=at)
            elif step == "watch":
                waiting.watch_waiting_payouts(at=at)
            run(at)
            assert check_books().differences == 0
        campaign.refresh_from_db()
        sent, back = BankTransfer.objects.count(), BankRefund.objects.count()
        assert (campaign.status, sent, back) in [("settled", 1, 0), ("refunded", 0, len(amounts) + 1)]
        transaction.set_rollback(True)


def test_the_days_of_the_reminders_and_the_limit():
    decided = timezone.now()
    assert reminder_due(decided_at=decided, at=decided + timedelta(hours=23)) is None
    assert [reminder_due(decided_at=decided, at=decided + timedelta(days=day)) for day in (1, 6, 7, 45)] == [
        1,
        1,
        7,
        45,
    ]
    assert REMINDED_ON_DAYS[:4] == (1, 7, 14, 30)
    assert given_back_from(first_charge=decided, days=80) == decided + timedelta(days=80)
