"""A pledge that its holder gives back after the payout: asked by one, granted by another, done by the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from base.private_files import check_upload
from campaigns.errors import BalanceTooLow, ProviderUnclear
from campaigns.gateways.base import RefundSnapshot, ReversalSnapshot
from campaigns.gateways.demo import DemoGateway
from campaigns.models import Campaign, Decision, PaymentOperation, Pledge
from campaigns.services import deciding, inbox, operating
from campaigns.services.asking_returns import ask_to_return
from campaigns.services.comparing import compare_with_provider
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from tests.builders import a_campaign, a_pledge, settle
from tests.campaigns.finance_room import a_colleague
from tests.support.hostile_files import pdf, upload


class PoorHolder(DemoGateway):
    """A provider at which the holder's account is empty."""

    def reverse_payout(
        self, payout_id: str, amount_cents: int, *, reference: str, key: str
    ) -> ReversalSnapshot:
        """Refuse, as Stripe words it."""
        raise BalanceTooLow("balance_insufficient: The connected account has insufficient funds.")


class LosesAnswers(DemoGateway):
    """A provider that takes the money back and whose answer never comes."""

    def reverse_payout(
        self, payout_id: str, amount_cents: int, *, reference: str, key: str
    ) -> ReversalSnapshot:
        """Do it, and say nothing."""
        super().reverse_payout(payout_id, amount_cents, reference=reference, key=key)
        raise ProviderUnclear("timed out")


class Watched(DemoGateway):
    """A provider that remembers which charges it was asked to give back."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def refund(self, charge_id: str, amount_cents: int, *, reference: str, key: str) -> RefundSnapshot:
        """Remember, and do as always."""
        self.asked.append(charge_id)
        return super().refund(charge_id, amount_cents, reference=reference, key=key)


def a_settled(*amounts: int) -> Campaign:
    """A campaign paid out to its holder."""
    campaign = a_campaign(threshold_cents=min(amounts))
    for amount in amounts:
        a_pledge(campaign, amount)
    return settle(campaign)


def asked(pledge: Pledge) -> Decision:
    """The return, asked by one person of finance."""
    return ask_to_return(
        pledge=pledge,
        asked_by=a_colleague(),
        reason="Contrepartie jamais remise.",
        proof=check_upload(upload("accord.pdf", pdf())),
        at=timezone.now(),
    )


def granted(pledge: Pledge) -> Decision:
    """The same, granted by another."""
    return deciding.approve(decision=asked(pledge), by=a_colleague(), at=timezone.now())


def work(gateway: Any = None, **later: float) -> dict[str, int]:
    """A round of the worker: what one step makes due is left to the next round."""
    return operating.run_operations(at=timezone.now() + timedelta(**later), gateway=gateway, limit=1)


def news() -> None:
    """Read what the bank tells."""
    bank.deliver_events()
    inbox.read_events(at=timezone.now() + timedelta(minutes=1))


def step(kind: str) -> PaymentOperation:
    """The last operation of a kind."""
    found = PaymentOperation.objects.filter(kind=kind).last()
    assert found is not None
    return found


def books_are_right(gateway_name: str = "demo", *, days: int = 0) -> None:
    """Both checks find nothing."""
    report = check_books()
    assert report.differences == 0, [line for check in report.checks for line in check.differences]
    for hours in (0, 2):
        at = timezone.now() + timedelta(days=days, hours=hours, seconds=1)
        run = compare_with_provider(gateway_name=gateway_name, at=at)
        assert run.differences == 0, run.lines
