"""A state machine over everything a campaign's money may live through: after every step the books are right."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campaigns.errors import CampaignError, ProviderError
from campaigns.models import Campaign, CampaignTotals, LedgerEntry, Pledge
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import cancelling, inbox, operating, paying, pledging, rewarding, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankPayment, BankRefund, BankTransfer
from tests.builders import a_backer, a_campaign, remote_id, tier

AMOUNTS = st.sampled_from([100, 500, 2_000, 2_500, 3_333, 5_000])


class CampaignMoney(RuleBasedStateMachine):
    """One campaign of threshold 60 €, ceiling 150 €, a tier of two units; a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.numbers = itertools.count()

    @initialize()
    def launch(self) -> None:
        self.campaign = a_campaign(threshold_cents=6_000, goal_cents=10_000)
        meal = tier(self.campaign, 1)
        meal.limit = 2
        meal.save(update_fields=["limit"])
        assert self.campaign.launched_at
        self.at = self.campaign.launched_at

    def teardown(self) -> None:
        """Undo everything: each history starts from an empty database."""
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def attempt(self, action: Callable[[], Any]) -> None:
        """Do what may be refused; a refusal writes nothing, which the invariants check."""
        try:
            with transaction.atomic():
                action()
        except (CampaignError, ProviderError):
            pass

    def some_pledge(self, which: int, *states: str) -> Pledge | None:
        rows = list(
            Pledge.objects.filter(status__in=states).order_by("pk")
            if states
            else Pledge.objects.order_by("pk")
        )
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

    @precondition(lambda self: Campaign.objects.filter(status__in=["live", "suspended"]).exists())
    @rule()
    def staff_cancel(self) -> None:
        if next(self.numbers) % 7 == 0:
            settling.cancel(campaign=self.campaign, at=self.at, reason="Arrêt.")

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "campaign"):
            return
        report = check_books()
        assert report.differences == 0, [line for check in report.checks for line in check.differences]

    @invariant()
    def the_bank_agrees(self) -> None:
        if not hasattr(self, "campaign"):
            return
        assert BankTransfer.objects.count() <= 1
        charged = sum(
            BankPayment.objects.filter(
                state="paid", charge_id__in=Pledge.objects.values("charge_id")
            ).values_list("amount_cents", flat=True)
        )
        refunded = sum(BankRefund.objects.values_list("amount_cents", flat=True))
        sent = sum(BankTransfer.objects.values_list("amount_cents", flat=True))
        assert LedgerEntry.objects.balance("provider") == charged - refunded - sent

    @invariant()
    def the_gate_is_shut_after_the_end(self) -> None:
        if not hasattr(self, "campaign"):
            return
        totals = CampaignTotals.objects.get()
        assert totals.takes_pledges == (Campaign.objects.get().status == CampaignState.LIVE)


@pytest.mark.django_db
def test_any_history_leaves_the_books_right():
    run_state_machine_as_test(
        CampaignMoney,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
