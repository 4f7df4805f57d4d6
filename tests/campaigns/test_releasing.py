"""A payout the provider refused leaves again when two people say so: looked up first, sent once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import DecisionRefused, NeedsSomebodyElse
from campaigns.models import Campaign, Decision, PaymentOperation
from campaigns.rules.decisions import DecisionKind
from campaigns.services import deciding, operating
from campaigns.services.paying import campaign_group
from campaigns.services.reconciling import check_books
from campaigns.services.releasing import ask_to_release
from demo_bank import services as bank
from demo_bank.models import BankTransfer
from tests.campaigns.finance_room import a_colleague, a_stopped_payout, page
from tests.second_factor import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> PaymentOperation:
    """A payout that the provider refused."""
    return a_stopped_payout().operations.get(kind="payout")


def granted(held: PaymentOperation) -> Decision:
    """The release asked by one person and approved by another."""
    decision = ask_to_release(
        operation=held, asked_by=a_colleague(), reason="Compte vérifié.", at=timezone.now()
    )
    return deciding.approve(decision=decision, by=a_colleague(), at=timezone.now())


def test_two_people_have_it_sent_and_the_campaign_is_settled(held: PaymentOperation) -> None:
    operating.run_operations(at=timezone.now() + timedelta(days=1))
    assert not BankTransfer.objects.exists(), "alone, it waits for ever"
    granted(held)
    operating.run_operations(at=timezone.now())
    assert BankTransfer.objects.get().amount_cents == held.amount_cents
    assert Campaign.objects.get().status == "settled"
    assert check_books().differences == 0


def test_a_payout_that_had_left_all_the_same_is_found_and_not_sent_again(held: PaymentOperation) -> None:
    assert held.payout_account
    bank.transfer(
        held.payout_account.remote_id,
        held.amount_cents,
        group=campaign_group(held.campaign_id),
        key="its answer was lost",
        at=timezone.now(),
    )
    granted(held)
    operating.run_operations(at=timezone.now())
    assert BankTransfer.objects.count() == 1
    assert Campaign.objects.get().status == "settled"


def test_nobody_releases_alone_nor_twice(held: PaymentOperation) -> None:
    asker = a_colleague()
    decision = ask_to_release(operation=held, asked_by=asker, reason="Vérifié.", at=timezone.now())
    assert (
        Decision.objects.waiting_about(DecisionKind.RELEASE_PAYOUT, at=timezone.now(), operation=held)
        == decision
    )
    with pytest.raises(NeedsSomebodyElse):
        deciding.approve(decision=decision, by=asker, at=timezone.now())
    with pytest.raises(DecisionRefused):
        ask_to_release(operation=held, asked_by=a_colleague(), reason="Encore.", at=timezone.now())
    deciding.approve(decision=decision, by=a_colleague(), at=timezone.now())
    held.refresh_from_db()
    with pytest.raises(DecisionRefused):
        ask_to_release(operation=held, asked_by=asker, reason="Encore.", at=timezone.now())


def test_the_screen_asks_and_leads_to_the_decision(client: Client, held: PaymentOperation) -> None:
    client.force_login(a_colleague(), backend="django.contrib.auth.backends.ModelBackend")
    confirm(client)
    assert "compte du porteur à vérifier" in page(client, "finance:payout", held.pk)
    address = reverse("finance:payout", args=[held.pk])
    empty = client.post(address, {"reason": "  "})
    assert empty.status_code == 422
    assert "Écrivez ce qui a été réglé" in empty.content.decode()
    asked = client.post(address, {"reason": "Compte vérifié le 12 mars."})
    assert asked.status_code == 302
    assert asked.url.startswith("/decisions/")
    assert "Voir la décision demandée" in page(client, "finance:payout", held.pk)
    refund = PaymentOperation.objects.exclude(kind="payout").first()
    assert refund is not None
    assert client.get(reverse("finance:payout", args=[refund.pk])).status_code == 404
