"""The end of a campaign: one outcome, to the cent, whatever breaks."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from campaigns.errors import MoveRefused, ProviderRefused, ProviderUnclear
from campaigns.gateways.demo import DemoGateway
from campaigns.models import Campaign, CampaignTotals, LedgerEntry, PaymentOperation, Pledge, StateChange
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import operating, paying, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankRefund, BankTransfer
from notices.models import Notice
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, remote_id, settle, tier

pytestmark = pytest.mark.django_db


def test_success_pays_the_holder_net_of_commission():
    campaign = a_campaign(threshold_cents=5_000, goal_cents=10_000)
    a_pledge(campaign, 2_501, tier=tier(campaign, 1))
    a_pledge(campaign, 2_500)
    settle(campaign)
    assert (campaign.status, campaign.outcome, campaign.decided_cents) == ("settled", "funded", 5_001)
    # 5 % of 50.01 € is 2.5005 €, rounded half up once for the whole campaign.
    assert LedgerEntry.objects.get(kind="commission").amount_cents == 250
    assert BankTransfer.objects.get().amount_cents == 4_751
    assert LedgerEntry.objects.balance(f"held:{campaign.pk}") == 0
    assert LedgerEntry.objects.balance(f"payable:{campaign.pk}") == 0
    assert LedgerEntry.objects.balance("provider") == 250
    assert set(Pledge.objects.values_list("status", flat=True)) == {"released"}
    assert check_books().differences == 0


def test_the_threshold_exactly_reached_succeeds():
    campaign = a_campaign(threshold_cents=5_000, goal_cents=10_000)
    a_pledge(campaign, 5_000)
    assert settle(campaign).outcome == "funded"


def test_a_threshold_missed_by_one_cent_gives_everyone_everything_back():
    campaign = a_campaign(threshold_cents=5_000, goal_cents=10_000)
    a_pledge(campaign, 2_500)
    a_pledge(campaign, 2_499)
    settle(campaign)
    assert (campaign.status, campaign.outcome) == ("refunded", "unfunded")
    assert not BankTransfer.objects.exists()
    assert sorted(BankRefund.objects.values_list("amount_cents", flat=True)) == [2_499, 2_500]
    assert LedgerEntry.objects.balance("provider") == 0
    assert not LedgerEntry.objects.filter(kind="commission").exists()
    assert campaign.gathered_cents == 4_999
    assert check_books().differences == 0


def test_a_campaign_nobody_supported_ends_refunded_at_once():
    campaign = settle(a_campaign())
    assert (campaign.status, campaign.decided_cents) == ("refunded", 0)
    assert check_books().differences == 0


def test_the_outcome_waits_for_the_last_reservation():
    campaign = a_campaign(threshold_cents=5_000, goal_cents=10_000)
    a_pledge(campaign, 4_000)
    last = a_reservation(campaign, 1_000, at=campaign.deadline - timedelta(seconds=1))
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    assert settling.decide(campaign=campaign, at=campaign.deadline) is None
    bank.accept(remote_id(last), at=campaign.deadline + timedelta(minutes=10))
    paying.sync_payment(
        gateway_name="demo", remote_id=remote_id(last), at=campaign.deadline + timedelta(minutes=10)
    )
    assert settling.decide(campaign=campaign, at=campaign.deadline + timedelta(minutes=11)) == "funded"
    assert check_books().differences == 0


def test_a_campaign_does_not_close_before_its_deadline():
    campaign = a_campaign()
    with pytest.raises(MoveRefused):
        settling.close_campaign(campaign=campaign, at=campaign.deadline - timedelta(microseconds=1))
    assert settling.settle_due(at=campaign.deadline - timedelta(microseconds=1)) == []
    assert [state for _campaign, state in settling.settle_due(at=campaign.deadline)] == [
        "closing",
        "unfunded",
    ]


def test_deciding_twice_decides_once():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=10_000)
    a_pledge(campaign, 1_000)
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    assert settling.decide(campaign=campaign, at=campaign.deadline) == "funded"
    assert settling.decide(campaign=campaign, at=campaign.deadline) is None
    assert PaymentOperation.objects.filter(kind="payout").count() == 1


def test_books_that_disagree_hold_the_decision_and_raise_the_flag():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=10_000)
    a_pledge(campaign, 1_000)
    CampaignTotals.objects.filter(campaign=campaign).update(gathered_cents=900)
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    assert settling.decide(campaign=campaign, at=campaign.deadline) is None
    campaign.refresh_from_db()
    assert campaign.needs_attention
    assert campaign.status == CampaignState.CLOSING
    assert check_books().differences > 0


def test_cancelling_gives_everyone_back_and_a_payment_in_course_too():
    campaign = a_campaign()
    a_pledge(campaign, 2_000)
    in_course = a_reservation(campaign, 3_000)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Le lieu a brûlé.")
    bank.accept(remote_id(in_course), at=timezone.now())
    paying.sync_payment(gateway_name="demo", remote_id=remote_id(in_course), at=timezone.now())
    while any(operating.run_operations(at=timezone.now()).values()):
        pass
    campaign.refresh_from_db()
    assert (campaign.status, campaign.outcome, campaign.gathered_cents) == ("refunded", "cancelled", 2_000)
    assert LedgerEntry.objects.balance("provider") == 0
    assert check_books().differences == 0


class Forgetful(DemoGateway):
    """Does the thing, loses the answer, and remembers no idempotency key: only a look-up can tell."""

    def __init__(self, losses: int) -> None:
        self.losses = losses

    def _lose(self, answer):
        if self.losses:
            self.losses -= 1
            raise ProviderUnclear("answer lost")
        return answer

    def refund(self, charge_id, amount_cents, *, reference, key):
        key += "forgotten" * self.losses
        return self._lose(super().refund(charge_id, amount_cents, reference=reference, key=key))

    def pay_out(self, account, amount_cents, *, group, key):
        return self._lose(
            super().pay_out(account, amount_cents, group=group, key=key + "forgotten" * self.losses)
        )


def run_until_quiet(gateway, at):
    for minute in range(60):
        operating.run_operations(at=at + timedelta(minutes=20 * minute), gateway=gateway)


@pytest.mark.parametrize("amount", [10_000, 9_999])
def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(amount):
    campaign = a_campaign(threshold_cents=10_000, goal_cents=10_000)
    a_pledge(campaign, amount)
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    run_until_quiet(Forgetful(losses=1), campaign.deadline)
    campaign.refresh_from_db()
    assert campaign.status in {"settled", "refunded"}
    assert BankTransfer.objects.count() + BankRefund.objects.count() == 1
    assert check_books().differences == 0


def test_without_the_look_up_the_same_lost_answer_pays_twice(monkeypatch):
    """Negative control of the test above: the guard is what prevents the duplicate."""
    campaign = a_campaign(threshold_cents=10_000, goal_cents=10_000)
    a_pledge(campaign, 10_000)
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    monkeypatch.setattr(operating, "_find", lambda operation, provider: None)
    run_until_quiet(Forgetful(losses=1), campaign.deadline)
    assert BankTransfer.objects.count() == 2


class Refusing(DemoGateway):
    """Refuses for good."""

    def refund(self, charge_id, amount_cents, *, reference, key):
        raise ProviderRefused("charge disputed")


def test_a_definite_refusal_stays_a_debt_and_asks_for_a_person():
    campaign = a_campaign(threshold_cents=10_000, goal_cents=10_000)
    pledge = a_pledge(campaign, 5_000)
    settle(campaign, gateway=Refusing())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUND_FAILED
    assert campaign.status == CampaignState.UNFUNDED
    assert campaign.needs_attention
    assert check_books().differences == 0


def test_each_person_hears_of_the_outcome_once():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=10_000)
    backer = a_backer()
    a_pledge(campaign, 1_000, backer=backer)
    a_pledge(campaign, 1_500, backer=backer)
    settle(campaign)
    assert Notice.objects.filter(kind="backer_funded").count() == 1
    assert Notice.objects.filter(kind="campaign_paid_out", recipient=campaign.holder.email).count() == 1


@pytest.mark.parametrize("table", ["campaigns_ledgerentry", "campaigns_statechange"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_books_and_the_log(table, statement):
    a_pledge(a_campaign())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert LedgerEntry.objects.count() == 1
    assert StateChange.objects.exists()


def test_check_ledger_sees_a_campaign_whose_terms_changed_after_launch():
    campaign = a_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(threshold_cents=1)
    assert any("terms" in line for check in check_books().checks for line in check.differences)
