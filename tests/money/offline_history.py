"""What happens in histories to money that does not pass through a provider."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from campaigns.models import PaymentOperation, Pledge
from campaigns.rules.offline import RemittedBy, Way
from campaigns.rules.status import PledgeState
from campaigns.services import remitting, taking_in, unpaid
from tests.builders import tier
from tests.offline import a_cashier, a_document, an_evidence, an_offline_pledge, hand_out, without_email

AMOUNTS = st.sampled_from([100, 500, 2_000, 2_500, 3_333, 5_000])


class OfflineRules:
    """Rules for a machine that has a campaign, a clock `at`, `attempt` and `some_pledge`."""

    campaign: Any
    at: Any
    attempt: Any
    some_pledge: Any

    @rule(
        amount=AMOUNTS,
        with_reward=st.booleans(),
        backer=st.integers(0, 3),
        way=st.sampled_from(list(Way)),
    )
    def money_is_brought(self, amount: int, with_reward: bool, backer: int, way: Way) -> None:
        """Take in what somebody brings, if it may be."""
        self.attempt(
            lambda: an_offline_pledge(
                self.campaign,
                amount,
                way=way,
                at=self.at,
                backer=without_email(f"Personne {backer}"),
                tier=tier(self.campaign, 1) if with_reward else None,
            )
        )

    @rule(amount=AMOUNTS)
    def money_comes_too_late(self, amount: int) -> None:
        """Take in a transfer that cannot be counted."""
        evidence = an_evidence(Way.TRANSFER)
        taking_in.take_in_to_give_back(
            campaign=self.campaign,
            amount_cents=amount,
            backer=without_email(),
            evidence=evidence,
            submission_key=f"late-{evidence.reference}",
            at=self.at,
        )

    @rule(which=st.integers(0, 50), way=st.sampled_from(list(RemittedBy)))
    def the_territory_s_bank_gives_out(self, which: int, way: RemittedBy) -> None:
        """Carry out a refund or a payout of the bank."""
        rows = list(PaymentOperation.objects.by_hand())
        if rows:
            self.attempt(lambda: hand_out(rows[which % len(rows)], at=self.at, way=way))

    @rule(which=st.integers(0, 50))
    def a_transfer_comes_back(self, which: int) -> None:
        """Learn that a refund did not arrive."""
        rows = list(PaymentOperation.objects.refunds().filter(gateway="bank", state="done").order_by("pk"))
        if rows:
            made = rows[which % len(rows)]
            self.attempt(
                lambda: remitting.record_return(
                    operation=made, reason="Compte clos", by=a_cashier(), at=self.at
                )
            )

    @rule(which=st.integers(0, 50))
    def a_cheque_is_unpaid(self, which: int) -> None:
        """Learn that a cheque was not paid."""
        pledges = list(Pledge.objects.filter(offline__way=Way.CHEQUE).order_by("pk"))
        if pledges:
            pledge = pledges[which % len(pledges)]
            if pledge.status != PledgeState.REFUNDING:
                self.attempt(
                    lambda: unpaid.record_unpaid(
                        pledge=pledge, reference="Rejet", document=a_document(), by=a_cashier(), at=self.at
                    )
                )
