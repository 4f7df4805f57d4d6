"""Money brought otherwise than on line: same gate, ceiling, units and refund duty; proved when it goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from base.models import PrivateFile
from campaigns.errors import (
    AlreadyTakenIn,
    AmountOutOfBounds,
    CampaignClosed,
    CashTooLarge,
    CeilingReached,
    DecisionRefused,
    NeedsSomebodyElse,
    NotRemitted,
    TierMismatch,
    TierSoldOut,
)
from campaigns.models import (
    Campaign,
    CampaignTotals,
    CommissionInvoice,
    Decision,
    LedgerEntry,
    OfflinePayment,
    PaymentOperation,
    Pledge,
    RewardTier,
)
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.offline import RemittedBy, Way
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services import (
    cancelling,
    debts,
    deciding,
    operating,
    remitting,
    settling,
    slips,
    taking_in,
    unpaid,
    voiding,
    waiting,
)
from campaigns.services.invoicing import statement_of
from campaigns.services.reconciling import check_books
from tests.builders import a_backer, a_campaign, a_pledge, settle, tier
from tests.campaigns.test_waiting import ask_for_papers
from tests.decisions import somebody
from tests.offline import (
    a_cashier,
    a_document,
    an_evidence,
    an_offline_pledge,
    hand_out,
    without_email,
)

pytestmark = pytest.mark.django_db


def the_books_are_right() -> None:
    report = check_books()
    assert not report.differences, [check.differences for check in report.checks if check.differences]


def in_bank(campaign: Campaign) -> int:
    return LedgerEntry.objects.balance(f"bank:{campaign.territory_id}")


def test_money_at_the_counter_is_held_and_counted_like_any_other() -> None:
    campaign = a_campaign()
    pledge = an_offline_pledge(campaign, 2_000)
    assert (pledge.status, pledge.counted, pledge.backer_email) == (PledgeState.HELD, True, "")
    totals = CampaignTotals.objects.get(campaign=campaign)
    assert (totals.gathered_cents, totals.held_cents, totals.reserved_cents) == (2_000, 2_000, 0)
    assert (totals.backers, totals.pledges) == (1, 1)
    assert in_bank(campaign) == 2_000
    assert LedgerEntry.objects.balance("provider") == 0
    the_books_are_right()


def test_the_same_form_sent_twice_makes_one_pledge() -> None:
    campaign = a_campaign()
    evidence = an_evidence()
    first = an_offline_pledge(campaign, evidence=evidence, submission_key="same")
    assert an_offline_pledge(campaign, evidence=evidence, submission_key="same") == first
    assert OfflinePayment.objects.count() == 1


def test_the_same_cheque_is_not_taken_in_twice() -> None:
    campaign = a_campaign()
    an_offline_pledge(campaign, evidence=an_evidence(Way.CHEQUE, reference="1234567"))
    with pytest.raises(AlreadyTakenIn):
        an_offline_pledge(a_campaign(), evidence=an_evidence(Way.CHEQUE, reference=" 1234567 "))
    assert Pledge.objects.count() == 1
    the_books_are_right()


def test_two_people_without_email_are_two_backers_and_the_same_one_is_one() -> None:
    campaign = a_campaign()
    for name in ("Mme Arnaud", "M. Blanc", "mme  arnaud"):
        an_offline_pledge(campaign, backer=without_email(name))
    assert CampaignTotals.objects.get(campaign=campaign).backers == 2
    the_books_are_right()


def test_what_on_line_refuses_the_counter_refuses_too() -> None:
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000)
    territory = campaign.territory
    with pytest.raises(AmountOutOfBounds):
        an_offline_pledge(campaign, territory.largest_pledge_cents + 1, way=Way.CHEQUE)
    with pytest.raises(TierMismatch):
        an_offline_pledge(campaign, 100, tier=tier(a_campaign()))
    with pytest.raises(CeilingReached) as refused:
        an_offline_pledge(campaign, campaign.ceiling_cents + 1, way=Way.CHEQUE)
    assert refused.value.room_cents == campaign.ceiling_cents
    with pytest.raises(CashTooLarge):
        an_offline_pledge(a_campaign(), territory.largest_cash_cents + 1, way=Way.CASH)
    assert campaign.deadline is not None
    with pytest.raises(CampaignClosed):
        an_offline_pledge(campaign, 500, at=campaign.deadline)
    assert not Pledge.objects.exists()
    assert not OfflinePayment.objects.exists()
    assert not PrivateFile.objects.exists()


def test_the_last_unit_goes_once_whether_on_line_or_at_the_counter() -> None:
    campaign = a_campaign()
    rare = tier(campaign)
    RewardTier.objects.filter(pk=rare.pk).update(limit=1)
    a_pledge(campaign, rare.price_cents, tier=rare)
    with pytest.raises(TierSoldOut):
        an_offline_pledge(campaign, rare.price_cents, tier=rare)
    the_books_are_right()


def test_a_transfer_come_too_late_is_written_and_owed_back() -> None:
    campaign = a_campaign()
    assert campaign.deadline is not None
    late = campaign.deadline + timedelta(days=1)
    settle(campaign)
    pledge = taking_in.take_in_to_give_back(
        campaign=campaign,
        amount_cents=5_000,
        backer=without_email(),
        evidence=an_evidence(Way.TRANSFER),
        submission_key="late",
        at=late,
    )
    assert (pledge.status, pledge.counted) == (PledgeState.REFUND_DUE, False)
    the_books_are_right()
    hand_out(PaymentOperation.objects.by_hand().get(), at=late)
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    assert in_bank(campaign) == 0
    the_books_are_right()


def test_a_slip_reserves_nothing_and_serves_once() -> None:
    campaign = a_campaign()
    slip = slips.make_slip(campaign=campaign, amount_cents=2_000, backer=without_email(), at=timezone.now())
    assert slips.find_slip(f" {slip.code[:4].lower()} - {slip.code[4:]}") == slip
    assert CampaignTotals.objects.get(campaign=campaign).reserved_cents == 0

    def brought(key: str) -> Pledge:
        return taking_in.take_in(
            campaign=campaign,
            amount_cents=2_000,
            backer=without_email(),
            evidence=an_evidence(),
            submission_key=key,
            slip=slip,
            at=timezone.now(),
        )

    pledge = brought("once")
    with pytest.raises(AlreadyTakenIn):
        brought("twice")
    slip.refresh_from_db()
    assert slip.pledge == pledge
    assert Pledge.objects.count() == 1


def test_slips_end_on_their_last_day_and_are_erased_a_month_after_the_deadline() -> None:
    campaign = a_campaign()
    assert campaign.deadline is not None
    days = timedelta(days=campaign.territory.offline_days_before)
    assert slips.takes_slips(campaign, at=campaign.deadline - days)
    too_late = campaign.deadline - days + timedelta(days=1)
    assert not slips.takes_slips(campaign, at=too_late)
    with pytest.raises(CampaignClosed):
        slips.make_slip(campaign=campaign, amount_cents=2_000, backer=a_backer(), at=too_late)
    slips.make_slip(campaign=campaign, amount_cents=2_000, backer=a_backer(), at=timezone.now())
    assert slips.forget_slips(at=campaign.deadline + slips.KEPT) == 0
    assert slips.forget_slips(at=campaign.deadline + slips.KEPT + timedelta(seconds=1)) == 1


def test_a_missed_campaign_is_refunded_only_once_the_counter_gave_its_part_back() -> None:
    campaign = a_campaign(threshold_cents=100_000)
    a_pledge(campaign, 3_000)
    pledge = an_offline_pledge(campaign, 2_000)
    settle(campaign)
    assert campaign.status == CampaignState.UNFUNDED, "the worker does not touch what is in the bank"
    operation = PaymentOperation.objects.by_hand().get()
    assert campaign.deadline is not None
    done = hand_out(operation, at=campaign.deadline, way=RemittedBy.COUNTER)
    assert done.document.owner_id == str(operation.pk)
    with pytest.raises(NotRemitted):
        hand_out(operation, at=campaign.deadline)
    campaign.refresh_from_db()
    pledge.refresh_from_db()
    assert (campaign.status, pledge.status) == (CampaignState.REFUNDED, PledgeState.REFUNDED)
    assert (in_bank(campaign), LedgerEntry.objects.balance("provider")) == (0, 0)
    the_books_are_right()


def test_one_payout_for_each_source_and_one_invoice_with_the_last() -> None:
    campaign = a_campaign(threshold_cents=1_000)
    a_pledge(campaign, 10_000)
    an_offline_pledge(campaign, 4_000)
    assert campaign.deadline is not None
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    bank_share = PaymentOperation.objects.by_hand().get()
    commission = LedgerEntry.objects.get(kind="commission").amount_cents
    assert bank_share.amount_cents == 4_000, "the commission stays at the provider"
    with pytest.raises(NotRemitted):
        hand_out(bank_share, at=campaign.deadline)
    bank_share.refresh_from_db()
    assert bank_share.state == OperationState.PENDING
    operating.run_operations(at=campaign.deadline)
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.FUNDED
    assert not CommissionInvoice.objects.exists()
    assert LedgerEntry.objects.get(kind="payout").amount_cents == 10_000 - commission
    the_books_are_right()
    hand_out(bank_share, at=campaign.deadline)
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.SETTLED
    assert CommissionInvoice.objects.get().total_cents == commission
    assert in_bank(campaign) == 0
    sources = {source.code: source.gross_cents for source in statement_of(campaign).sources}
    assert sources == {"provider": 10_000, "bank": 4_000}
    the_books_are_right()


def test_a_campaign_paid_at_the_counter_alone_needs_no_provider() -> None:
    campaign = a_campaign(threshold_cents=1_000)
    an_offline_pledge(campaign, 4_000)
    settle(campaign)
    share = PaymentOperation.objects.get(kind="payout")
    commission = LedgerEntry.objects.get(kind="commission").amount_cents
    assert (share.gateway, share.amount_cents) == ("bank", 4_000 - commission)
    assert campaign.deadline is not None
    hand_out(share, at=campaign.deadline)
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.SETTLED
    assert in_bank(campaign) == commission
    the_books_are_right()


def test_a_backer_takes_back_what_they_brought() -> None:
    campaign = a_campaign()
    pledge = an_offline_pledge(campaign, tier=tier(campaign), amount_cents=tier(campaign).price_cents)
    taken_back = cancelling.cancel_pledge(pledge=pledge, at=timezone.now())
    assert taken_back.status == PledgeState.REFUND_DUE
    assert tier(campaign).claimed == 0
    the_books_are_right()
    hand_out(PaymentOperation.objects.by_hand().get(), at=timezone.now(), way=RemittedBy.COUNTER)
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    the_books_are_right()


def test_a_transfer_that_comes_back_is_a_debt_again_and_is_made_again() -> None:
    campaign = a_campaign()
    pledge = cancelling.cancel_pledge(pledge=an_offline_pledge(campaign), at=timezone.now())
    operation = PaymentOperation.objects.by_hand().get()
    hand_out(operation, at=timezone.now())
    returned = {"operation": operation, "reason": "compte clos", "by": a_cashier(), "at": timezone.now()}
    remitting.record_return(**returned)
    with pytest.raises(NotRemitted):
        remitting.record_return(**returned)
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUND_FAILED
    assert in_bank(campaign) == pledge.amount_cents
    the_books_are_right()
    debts.send_again(pledge=pledge, at=timezone.now())
    hand_out(PaymentOperation.objects.by_hand().get(), at=timezone.now())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    assert in_bank(campaign) == 0
    the_books_are_right()


def test_an_unpaid_cheque_is_counted_out_once() -> None:
    campaign = a_campaign()
    some = tier(campaign)
    pledge = an_offline_pledge(campaign, some.price_cents, way=Way.CHEQUE, tier=some)
    bounced = {"reference": "REJ-1", "document": a_document(), "by": a_cashier(), "at": timezone.now()}
    unpaid.record_unpaid(pledge=pledge, **bounced)
    with pytest.raises(NotRemitted):
        unpaid.record_unpaid(pledge=pledge, **(bounced | {"reference": "REJ-2", "document": a_document()}))
    pledge.refresh_from_db()
    assert (pledge.status, pledge.counted, pledge.holds_unit) == (PledgeState.LOST, False, False)
    assert in_bank(campaign) == 0
    the_books_are_right()


def test_a_cheque_unpaid_after_the_payout_is_the_territory_s_loss() -> None:
    campaign = a_campaign(threshold_cents=1_000)
    pledge = an_offline_pledge(campaign, 4_000, way=Way.CHEQUE)
    settle(campaign)
    assert campaign.deadline is not None
    hand_out(PaymentOperation.objects.by_hand().get(), at=campaign.deadline)
    unpaid.record_unpaid(
        pledge=pledge, reference="REJ", document=a_document(), by=a_cashier(), at=campaign.deadline
    )
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.LOST
    assert LedgerEntry.objects.balance("losses") == 4_000
    the_books_are_right()


def test_only_a_cheque_may_come_back_unpaid() -> None:
    pledge = an_offline_pledge(a_campaign(), way=Way.CASH)
    with pytest.raises(NotRemitted):
        unpaid.record_unpaid(
            pledge=pledge, reference="REJ", document=a_document(), by=a_cashier(), at=timezone.now()
        )


def test_when_the_account_never_is_in_order_the_bank_gives_its_part_back_too() -> None:
    campaign = a_campaign(threshold_cents=1_000)
    a_pledge(campaign, 10_000)
    an_offline_pledge(campaign, 4_000)
    ask_for_papers(campaign)
    assert campaign.deadline is not None
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    limit = waiting.give_back_at(campaign)
    assert limit is not None
    share = PaymentOperation.objects.by_hand().get()
    assert waiting.watch_waiting_payouts(at=limit)["given back"] == 1
    share.refresh_from_db()
    assert share.state == OperationState.CANCELLED
    the_books_are_right()
    operating.run_operations(at=limit)
    hand_out(PaymentOperation.objects.by_hand().get(), at=limit)
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.REFUNDED
    assert in_bank(campaign) == 0
    the_books_are_right()


def test_the_books_say_when_money_of_the_bank_has_no_evidence() -> None:
    campaign = a_campaign()
    pledge = an_offline_pledge(campaign)
    Pledge.objects.filter(pk=a_pledge(campaign).pk).update(gateway="bank")
    assert check_books().differences == 2, "neither its payment nor its entry"
    Pledge.objects.filter(pk=pledge.pk).update(gateway="demo")
    assert check_books().differences == 3, "and one entered in the bank although it was paid on line"


def test_what_was_typed_by_mistake_is_voided_by_two_people_and_taken_in_again() -> None:
    campaign = a_campaign()
    pledge = an_offline_pledge(campaign, 20_000)
    asked = voiding.ask_to_void(
        pledge=pledge, asked_by=a_cashier(), reason="200 pour 20", proof=a_document(), at=timezone.now()
    )
    with pytest.raises(NeedsSomebodyElse):
        deciding.approve(decision=asked, by=a_cashier(), at=timezone.now())
    assert Decision.objects.waiting_about(DecisionKind.VOID, at=timezone.now(), pledge=pledge) == asked
    deciding.approve(decision=asked, by=somebody("second"), at=timezone.now())
    pledge.refresh_from_db()
    assert (pledge.status, pledge.counted) == (PledgeState.LOST, False)
    assert in_bank(campaign) == 0
    assert not PaymentOperation.objects.by_hand().exists(), "nobody is owed what did not come"
    an_offline_pledge(campaign, 2_000)
    assert in_bank(campaign) == CampaignTotals.objects.get(campaign=campaign).gathered_cents == 2_000
    the_books_are_right()


def test_neither_a_card_nor_money_that_left_is_voided() -> None:
    campaign = a_campaign()
    gone = cancelling.cancel_pledge(pledge=an_offline_pledge(campaign), at=timezone.now())
    for pledge in (a_pledge(campaign), gone):
        with pytest.raises(DecisionRefused):
            voiding.ask_to_void(
                pledge=pledge, asked_by=a_cashier(), reason="Erreur", proof=a_document(), at=timezone.now()
            )
