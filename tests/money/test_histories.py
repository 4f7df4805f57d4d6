"""A state machine over everything a campaign's money may live through: after every step the books are right."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Count
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campaigns.errors import CampaignError, ProviderError
from campaigns.models import Campaign, CampaignTotals, Dispute, LedgerEntry, Pledge, RewardTier
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import (
    cancelling,
    comparing,
    debts,
    inbox,
    operating,
    paying,
    pledging,
    rewarding,
    settling,
)
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankDispute, BankEvent, BankMovement, BankPayment, BankRefund, BankTransfer
from tests.builders import a_backer, a_campaign, remote_id, tier
from tests.money.conftest import size
from tests.money.offline_history import AMOUNTS, OfflineRules
from tests.support.house.tree import ROOT

LONG = size(25, 50, 90)
"""Steps a history must have to be counted: Hypothesis makes short ones too."""
WANTED = size(3, 300, 2_400)
"""How many such histories a run must have seen."""
READS = ("SELECT", "SAVEPOINT", "RELEASE")


class CampaignMoney(OfflineRules, RuleBasedStateMachine):
    """One campaign of threshold 60 €, ceiling 150 €, a tier of two units; a clock that only goes forward."""

    histories = long_enough = steps = checks = 0
    made: Campaign
    """Launched once, for every history to begin with."""

    def __init__(self) -> None:
        super().__init__()
        type(self).histories += 1
        assert self.made.launched_at
        self.clock = time_machine.travel(self.made.launched_at, tick=False)
        self.hands = self.clock.start()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.numbers = itertools.count()
        self.writes = self.own_steps = 0
        self.checked: Any = None
        self.listening = connection.execute_wrapper(self.count_writes)
        self.listening.__enter__()

    def count_writes(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Know whether anything may have changed: whatever is no read counts, what is undone too."""
        self.writes += not sql.lstrip().upper().startswith(READS)
        return execute(sql, params, many, context)

    @initialize()
    def launch(self) -> None:
        self.campaign = Campaign.objects.get(pk=self.made.pk)
        assert self.campaign.launched_at
        self.at = self.campaign.launched_at

    def teardown(self) -> None:
        """Undo everything: each history starts from a campaign nobody has given to."""
        type(self).long_enough += self.own_steps >= LONG
        self.listening.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)
        self.clock.stop()

    def attempt(self, action: Callable[[], Any]) -> None:
        """Do what may be refused; a refusal writes nothing, which the invariants check."""
        try:
            with transaction.atomic():
                action()
        except (CampaignError, ProviderError):
            pass

    def some_pledge(self, which: int, *states: str) -> Pledge | None:
        """One in these states wherever its money is; without states, one paid on line."""
        some = Pledge.objects.filter(status__in=states) if states else Pledge.objects.exclude(gateway="bank")
        rows = list(some.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    @rule(amount=AMOUNTS, with_reward=st.booleans(), backer=st.integers(0, 3))
    def pledge(self, amount: int, with_reward: bool, backer: int) -> None:
        def start() -> None:
            pledge = pledging.start_pledge(
                campaign=self.campaign,
                amount_cents=amount,
                tier=tier(self.campaign, 1) if with_reward else None,
                backer=a_backer(email=f"personne-{backer}@example.org"),
                submission_key=f"key-{next(self.numbers)}",
                at=self.at,
            )
            paying.open_payment_page(pledge=pledge, return_url="http://testserver/", at=self.at)

        self.attempt(start)

    @rule(amount=AMOUNTS, with_reward=st.booleans(), backer=st.integers(0, 3))
    def somebody_gives(self, amount: int, with_reward: bool, backer: int) -> None:
        """Pledge, pay and come back in one go: most people do, and what follows needs money that is held."""
        before = Pledge.objects.count()
        self.pledge(amount, with_reward, backer)
        made = Pledge.objects.order_by("-pk").first()
        if made and Pledge.objects.count() > before:
            bank.accept(remote_id(made), at=self.at)
            paying.sync_payment(gateway_name="demo", remote_id=remote_id(made), at=self.at)

    @rule(
        which=st.integers(0, 50),
        answer=st.sampled_from([bank.accept, bank.decline, bank.end, bank.accept_late]),
    )
    def the_bank_answers(self, which: int, answer: Callable[..., Any]) -> None:
        pledge = self.some_pledge(which)
        if pledge and remote_id(pledge):
            answer(remote_id(pledge), at=self.at)

    @rule(which=st.integers(0, 50))
    def the_return_page_looks(self, which: int) -> None:
        pledge = self.some_pledge(which)
        if pledge and remote_id(pledge):
            paying.sync_payment(gateway_name="demo", remote_id=remote_id(pledge), at=self.at)

    @rule()
    def events_are_read(self) -> None:
        bank.deliver_events()
        inbox.read_events(at=self.at + timedelta(days=365))

    @rule(which=st.integers(0, 50))
    def a_declined_payment_is_tried_again(self, which: int) -> None:
        pledge = self.some_pledge(which, PledgeState.DECLINED)
        if pledge:
            self.attempt(lambda: pledging.try_again(pledge=pledge, at=self.at))
            pledge.refresh_from_db()
            if pledge.status == PledgeState.AWAITING_PAYMENT:
                paying.open_payment_page(pledge=pledge, return_url="http://testserver/", at=self.at)

    @rule(which=st.integers(0, 50))
    def a_backer_takes_a_pledge_back(self, which: int) -> None:
        pledge = self.some_pledge(which, PledgeState.HELD, PledgeState.AWAITING_PAYMENT)
        if pledge:
            self.attempt(lambda: cancelling.cancel_pledge(pledge=pledge, at=self.at))

    @rule(which=st.integers(0, 50), reward=st.sampled_from([None, 0, 1]))
    def a_backer_changes_reward(self, which: int, reward: int | None) -> None:
        pledge = self.some_pledge(which, PledgeState.HELD)
        wanted = None if reward is None else tier(self.campaign, reward)
        if pledge:
            self.attempt(lambda: rewarding.change_reward(pledge=pledge, tier=wanted, at=self.at))

    @rule(minutes=st.sampled_from([1, 29, 31, 45, 60 * 24 * 10, 60 * 24 * 31]))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        self.hands.move_to(self.at)
        for payment in BankPayment.objects.filter(state__in=["open", "checking"], expires_at__lte=self.at):
            bank.end(payment.remote_id, at=self.at)

    @rule()
    def reservations_are_swept(self) -> None:
        paying.expire_reservations(at=self.at)

    @rule()
    def deadlines_are_settled(self) -> None:
        settling.settle_due(at=self.at)

    @rule()
    def operations_are_run(self) -> None:
        operating.run_operations(at=self.at)

    @rule(which=st.integers(0, 50), fate=st.sampled_from(["", "pending", "failed"]))
    def a_card_gets_a_fate(self, which: int, fate: str) -> None:
        """What a refund of this card would meet."""
        pledge = self.some_pledge(which)
        if pledge:
            BankPayment.objects.filter(reference=str(pledge.uuid)).update(refund_fate=fate)

    @rule(which=st.integers(0, 50), fails=st.booleans())
    def a_refund_moves(self, which: int, fails: bool) -> None:
        """One that was pending arrives, or one that was done comes back."""
        refunds = list(BankRefund.objects.order_by("pk"))
        if refunds:
            (bank.fail_refund if fails else bank.finish_refund)(
                refunds[which % len(refunds)].remote_id, at=self.at
            )

    @rule(which=st.integers(0, 50), proven=st.booleans())
    def a_debt_is_taken_up(self, which: int, proven: bool) -> None:
        pledge = self.some_pledge(which, PledgeState.REFUND_FAILED)
        if pledge and proven:
            debts.close_debt(pledge=pledge, proof="Virement", at=self.at)
        elif pledge:
            debts.send_again(pledge=pledge, at=self.at)

    @rule(which=st.integers(0, 50))
    def a_payment_is_contested(self, which: int) -> None:
        pledge = self.some_pledge(which)
        if pledge and pledge.charge_id and not Dispute.objects.filter(pledge=pledge).exists():
            with contextlib.suppress(bank.BankError):
                bank.open_dispute(pledge.charge_id, at=self.at)

    @rule(which=st.integers(0, 50), won=st.booleans())
    def a_contest_ends(self, which: int, won: bool) -> None:
        disputes = list(BankDispute.objects.order_by("pk"))
        if disputes:
            bank.close_dispute(disputes[which % len(disputes)].remote_id, won=won, at=self.at)

    @rule(which=st.integers(0, 50))
    def a_second_page_is_paid(self, which: int) -> None:
        """A page whose answer was lost, paid all the same: nobody awaits it."""
        pledge = self.some_pledge(which)
        if pledge and next(self.numbers) % 5 == 0:
            page = bank.open_payment(
                reference=str(pledge.uuid),
                amount_cents=pledge.amount_cents,
                description="",
                return_url="http://testserver/",
                expires_at=self.at + timedelta(minutes=31),
                key=f"lost-{next(self.numbers)}",
            )
            bank.accept(page.remote_id, at=self.at)

    @rule(seed=st.randoms(use_true_random=False), times=st.integers(1, 3))
    def events_come_repeated_and_out_of_order(self, seed: Any, times: int) -> None:
        events = list(BankEvent.objects.order_by("pk")) * times
        seed.shuffle(events)
        for event in events[:20]:
            reader = inbox.READERS[event.kind.partition(".")[0]]
            reader(gateway_name="demo", remote_id=event.subject_id, at=self.at)

    @rule()
    def books_are_compared_with_the_bank(self) -> None:
        comparing.compare_with_provider(gateway_name="demo", at=self.at + timedelta(days=400))

    @precondition(lambda self: Campaign.objects.filter(status__in=["live", "suspended"]).exists())
    @rule()
    def staff_cancel(self) -> None:
        if next(self.numbers) % 7 == 0:
            settling.cancel(campaign=self.campaign, at=self.at, reason="Arrêt.")

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "campaign"):
            return
        type(self).steps += 1
        self.own_steps += 1
        if self.checked == (self.writes, self.at):
            return  # nothing was written since, and it is the same time: the same answer
        type(self).checks += 1
        report = check_books()
        self.checked = (self.writes, self.at)
        assert report.differences == 0, [line for check in report.checks for line in check.differences]

    @invariant()
    def the_bank_moved_no_more_than_it_should(self) -> None:
        """One transfer at most; never more given back than was paid, contests rejected aside."""
        if not hasattr(self, "campaign"):
            return
        assert BankTransfer.objects.count() <= 1
        refunded = BankRefund.objects.exclude(state="failed").values("payment").annotate(number=Count("pk"))
        assert all(row["number"] == 1 for row in refunded)

    @invariant()
    def what_the_bank_has_is_what_the_books_say(self) -> None:
        """As far as the books were told: with every event read and nothing under way, to the cent."""
        if not hasattr(self, "campaign") or next(self.numbers) % 12:
            return
        with transaction.atomic():
            self.settle_down()
            lines = sum(BankMovement.objects.values_list("amount_cents", flat=True))
            underway = sum(BankRefund.objects.filter(state="pending").values_list("amount_cents", flat=True))
            assert LedgerEntry.objects.balance("provider") == lines + underway
            run = comparing.compare_with_provider(gateway_name="demo", at=self.at + timedelta(days=500))
            assert run.differences == 0, run.lines
            run = comparing.compare_with_provider(gateway_name="demo", at=self.at + timedelta(days=501))
            assert run.differences == 0, run.lines
            report = check_books(at=self.at)
            assert report.differences == 0, [line for check in report.checks for line in check.differences]
            transaction.set_rollback(True)

    def settle_down(self) -> None:
        """Let every worker do all it can at this hour."""
        for _round in range(3):
            bank.deliver_events()
            inbox.read_events(at=self.at + timedelta(days=365))
            for event in BankEvent.objects.order_by("pk"):
                reader = inbox.READERS[event.kind.partition(".")[0]]
                reader(gateway_name="demo", remote_id=event.subject_id, at=self.at)
            operating.run_operations(at=self.at)

    @invariant()
    def the_gate_is_shut_after_the_end(self) -> None:
        if not hasattr(self, "campaign"):
            return
        totals = CampaignTotals.objects.get()
        assert totals.takes_pledges == (Campaign.objects.get().status == CampaignState.LIVE)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(7_200)
def test_any_history_leaves_the_books_right(figure: Any) -> None:
    CampaignMoney.made = a_campaign(threshold_cents=6_000, goal_cents=10_000)
    RewardTier.objects.filter(pk=tier(CampaignMoney.made, 1).pk).update(limit=2)
    run_state_machine_as_test(
        CampaignMoney,
        settings=settings(
            max_examples=size(12, 460, 3_600),
            stateful_step_count=size(30, 60, 100),
            deadline=None,
            print_blob=True,
            # Seeds that failed are kept, and tried first by the next run.
            database=DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "money"),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert CampaignMoney.long_enough >= WANTED
    figure(
        f"histories: {CampaignMoney.histories}, {CampaignMoney.long_enough} of them of {LONG} steps or more, "
        f"{CampaignMoney.steps} steps, the books checked after the {CampaignMoney.checks} that wrote something: "
        "0 violated"
    )
