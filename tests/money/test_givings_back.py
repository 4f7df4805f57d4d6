"""The same state machine after the payout, with a holder who gives pledges back: contests, failures, empty accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from accounts.models import User
from campaigns.models import Campaign, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services import operating, returning
from campaigns.services.asking_returns import refusal_of
from demo_bank.models import BankReversal, BankTransfer
from tests.builders import a_campaign, a_pledge, a_user, settle
from tests.campaigns.giving_back import PoorHolder
from tests.money.conftest import size
from tests.money.test_histories import CampaignMoney
from tests.support.house.tree import ROOT


class GivingBack(CampaignMoney):
    """A campaign of four pledges of 20 € just paid out, 76 € to its holder."""

    @initialize()
    def launch(self) -> None:
        self.campaign = Campaign.objects.get(pk=self.made.pk)
        assert self.campaign.deadline
        self.at = self.campaign.deadline + timedelta(minutes=1)
        self.hands.move_to(self.at)
        self.finance: User = a_user()

    @rule(which=st.integers(0, 50))
    def a_holder_gives_a_pledge_back(self, which: int) -> None:
        """What an approved decision does."""
        pledge = self.some_pledge(which, PledgeState.RELEASED)
        if pledge is None or refusal_of(pledge):
            return
        payout = returning.payout_of(pledge)
        assert payout is not None
        returning.owe_reversal(pledge=pledge, payout=payout, at=self.at)

    @rule()
    def operations_are_run_one_by_one(self) -> None:
        operating.run_operations(at=self.at, limit=1)

    @rule()
    def the_holder_s_account_is_empty(self) -> None:
        operating.run_operations(at=self.at, gateway=PoorHolder(), limit=2)

    @rule(which=st.integers(0, 50), again=st.booleans())
    def a_stopped_step_is_taken_up(self, which: int, again: bool) -> None:
        stopped = PaymentOperation.objects.filter(kind__in=returning.STEPS, state=OperationState.ATTENTION)
        rows = list(stopped.order_by("pk"))
        if rows:
            verb = returning.try_again if again else returning.give_up
            self.attempt(lambda: verb(operation=rows[which % len(rows)], at=self.at, actor=self.finance))

    @invariant()
    def no_more_is_taken_back_than_was_sent(self) -> None:
        if not hasattr(self, "campaign"):
            return
        back = BankReversal.objects.aggregate(sum=Sum("amount_cents"))["sum"] or 0
        sent = BankTransfer.objects.aggregate(sum=Sum("amount_cents"))["sum"] or 0
        assert back <= sent
        assert BankReversal.objects.count() == len(
            set(BankReversal.objects.values_list("reference", flat=True))
        )

    @invariant()
    def once_all_is_done_what_was_given_back_is_nobody_s_any_more(self) -> None:
        """Every backer whose holder gave back has the money, is owed it, or had it from the bank."""
        if not hasattr(self, "campaign") or next(self.numbers) % 6:
            return
        with transaction.atomic():
            self.settle_down()
            waiting = LedgerEntry.objects.balance(f"returned:{self.campaign.pk}")
            steps = PaymentOperation.objects.filter(kind=PaymentOperation.Kind.RETURN)
            under_way = steps.exclude(state__in=[OperationState.DONE, OperationState.CANCELLED])
            assert -waiting == (under_way.aggregate(sum=Sum("amount_cents"))["sum"] or 0)
            assert not Pledge.objects.filter(
                status=PledgeState.RELEASED, operations__in=steps.filter(state=OperationState.DONE)
            ).exists()
            transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(7_200)
def test_whatever_a_holder_gives_back_leaves_the_books_right(figure: Any) -> None:
    campaign = a_campaign(threshold_cents=6_000, goal_cents=10_000)
    for _number in range(4):
        a_pledge(campaign, 2_000)
    assert campaign.deadline
    with time_machine.travel(campaign.deadline + timedelta(minutes=1), tick=False):
        GivingBack.made = settle(campaign)
    run_state_machine_as_test(
        GivingBack,
        settings=settings(
            max_examples=size(8, 120, 1_000),
            stateful_step_count=size(30, 60, 100),
            deadline=None,
            print_blob=True,
            # Seeds that failed are kept, and tried first by the next run.
            database=DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "money"),
            suppress_health_check=list(HealthCheck),
        ),
    )
    figure("histories after the payout, pledges given back: 0 invariant violated")
