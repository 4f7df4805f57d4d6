"""Answers of a provider that fit nothing: no figure moves, a person is asked, and what is known is not asked about."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import ProviderUnclear
from campaigns.gateways.demo import DemoGateway
from campaigns.links import pledge_token
from campaigns.models import Campaign, CampaignTotals, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.status import PledgeState
from campaigns.services import inbox, operating, paying, pledging, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankPayment, BankRefund
from notices.models import Notice
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, remote_id

pytestmark = pytest.mark.django_db


def look(page: str) -> None:
    paying.sync_payment(gateway_name="demo", remote_id=page, at=timezone.now())


def another_page(pledge: Pledge, amount_cents: int) -> str:
    """A page of the same pledge whose answer was lost."""
    return bank.open_payment(
        reference=str(pledge.uuid),
        amount_cents=amount_cents,
        description="",
        return_url="http://testserver/",
        expires_at=pledge.reserved_until + timedelta(minutes=1),
        key="lost",
    ).remote_id


def test_the_same_payment_told_again_is_no_mystery():
    pledge = a_pledge(a_campaign())
    look(remote_id(pledge))
    bank.deliver_events()
    inbox.read_events(at=timezone.now())
    assert not Campaign.objects.get().needs_attention


def test_a_second_payment_of_one_pledge_is_in_the_books_and_given_back_by_itself():
    pledge = a_pledge(a_campaign())
    page = another_page(pledge, pledge.amount_cents)
    bank.accept(page, at=timezone.now())
    for _again in range(3):
        look(page)
    assert LedgerEntry.objects.balance("unclaimed") == -pledge.amount_cents
    assert CampaignTotals.objects.get().gathered_cents == pledge.amount_cents
    assert check_books().differences == 0
    operating.run_operations(at=timezone.now())
    assert LedgerEntry.objects.balance("unclaimed") == 0
    assert BankRefund.objects.get().payment.remote_id == page
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD
    assert Notice.objects.filter(kind="stray_payment").count() == 1
    assert check_books().differences == 0


def test_a_payment_after_a_refusal_is_given_back_by_itself():
    pledge = a_reservation(a_campaign(), 2_500)
    page = another_page(pledge, 2_500)
    bank.decline(remote_id(pledge), at=timezone.now())
    look(remote_id(pledge))
    bank.accept(page, at=timezone.now())
    look(page)
    operating.run_operations(at=timezone.now())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.DECLINED
    assert BankRefund.objects.get().payment.remote_id == page
    assert check_books().differences == 0


def test_a_payment_of_another_amount_is_given_back_and_asks_for_a_person():
    pledge = a_reservation(a_campaign(), 2_500)
    page = another_page(pledge, 2_499)
    bank.accept(page, at=timezone.now())
    look(page)
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.AWAITING_PAYMENT
    assert Campaign.objects.get().needs_attention
    operating.run_operations(at=timezone.now())
    assert BankRefund.objects.get().amount_cents == 2_499
    assert LedgerEntry.objects.balance("unclaimed") == 0
    assert check_books().differences == 0


def test_a_payment_in_excess_that_cannot_be_given_back_stays_owed_and_asks_for_a_person():
    pledge = a_pledge(a_campaign())
    page = another_page(pledge, pledge.amount_cents)
    bank.accept(page, at=timezone.now(), refund_fate="failed")
    look(page)
    operating.run_operations(at=timezone.now())
    assert LedgerEntry.objects.balance("unclaimed") == -pledge.amount_cents
    assert PaymentOperation.objects.get(kind="stray_refund").state == "attention"
    assert Campaign.objects.get().needs_attention
    assert check_books().differences == 0


def test_a_payment_that_names_no_pledge_of_ours_is_left_alone():
    for reference in ("not a pledge", "00000000-0000-0000-0000-000000000000", ""):
        payment = bank.open_payment(
            reference=reference,
            amount_cents=100,
            description="",
            return_url="http://testserver/",
            expires_at=timezone.now() + timedelta(minutes=31),
            key=f"foreign {reference}",
        )
        bank.accept(payment.remote_id, at=timezone.now())
        assert (
            paying.sync_payment(gateway_name="demo", remote_id=payment.remote_id, at=timezone.now()) is None
        )


def test_a_provider_silent_for_forty_minutes_asks_for_a_person_and_keeps_the_reservation(monkeypatch):
    pledge = a_reservation(a_campaign())
    start = pledge.created_at

    def silent(self: Any, remote_id: str) -> None:
        raise ProviderUnclear("down")

    monkeypatch.setattr(DemoGateway, "read_payment", silent)
    paying.expire_reservations(at=start + timedelta(minutes=39, seconds=59))
    assert not Campaign.objects.get().needs_attention
    paying.expire_reservations(at=start + timedelta(minutes=40))
    assert Campaign.objects.get().needs_attention
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.AWAITING_PAYMENT
    assert CampaignTotals.objects.get().reserved_cents == pledge.amount_cents


class Nested(DemoGateway):
    """Runs something else before it answers."""

    def __init__(self, meanwhile: Any) -> None:
        self.meanwhile = meanwhile

    def open_payment(self, request, *, key):
        self.meanwhile()
        return super().open_payment(request, key=key)

    def refund(self, charge_id, amount_cents, *, reference, key):
        self.meanwhile()
        return super().refund(charge_id, amount_cents, reference=reference, key=key)


def test_a_second_click_while_the_page_is_being_opened_opens_no_other():
    now = timezone.now()
    pledge = pledging.start_pledge(
        campaign=a_campaign(), amount_cents=1_000, backer=a_backer(), submission_key="k", at=now
    )
    second: list[str | None] = []

    def click() -> None:
        same = Pledge.objects.get(pk=pledge.pk)
        second.append(paying.open_payment_page(pledge=same, return_url="http://testserver/", at=now))

    assert paying.open_payment_page(
        pledge=pledge, return_url="http://testserver/", at=now, gateway=Nested(click)
    )
    assert second == [None]
    assert BankPayment.objects.count() == 1


def test_a_refund_being_sent_is_left_to_whoever_sends_it_even_in_a_round_begun_long_ago():
    campaign = a_campaign()
    a_pledge(campaign)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    others: list[dict[str, int]] = []

    def other_worker() -> None:
        others.append(operating.run_operations(at=timezone.now()))

    PaymentOperation.objects.filter(kind="refund").update(next_try_at=timezone.now() - timedelta(hours=1))
    operating.run_operations(at=timezone.now() - timedelta(minutes=10), gateway=Nested(other_worker))
    assert others == [{"done": 0, "later": 0, "attention": 0}]
    assert PaymentOperation.objects.get(kind="refund").attempt == 1


def test_asking_for_the_payment_page_again_and_again_is_limited(client):
    pledge = a_reservation(a_campaign())
    retry = reverse("campaigns:retry", args=[pledge_token(pledge)])
    assert [client.post(retry).status_code for _try in range(11)] == [302] * 10 + [429]
