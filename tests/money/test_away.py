"""The payment provider or the mail server is away: people are told the truth, pages answer, money goes its way."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from campaigns.gateways import breaker
from campaigns.gateways.stripe import calling
from campaigns.links import pledge_token
from campaigns.models import Campaign, Pledge
from campaigns.rules.status import PledgeState
from campaigns.services import operating, settling
from campaigns.services.reconciling import check_books
from notices.models import Notice
from notices.services import send_due_notices
from tests.builders import a_campaign, a_pledge
from tests.campaigns.test_pledge_views import filled
from tests.support.fake_stripe import FakeStripe

DOWN = ("500", "429", "409", "reset_before", "reset_after", "saved_500_undone", "saved_500_done", "slow")
MESSAGES = ("ne répond pas pour le moment", "Rien n’a été débité")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStripe]:
    """Stripe, called by a client that waits half a second and not twenty."""
    monkeypatch.setattr(calling, "TIMEOUT_SECONDS", 0.5)
    calling._client_of.cache_clear()
    with FakeStripe() as stripe, override_settings(PAYMENT_GATEWAY="stripe", **stripe.settings()):
        yield stripe
    calling._client_of.cache_clear()


def confirm(client: Client, campaign: Campaign) -> HttpResponse:
    """Fill in the form and confirm it."""
    form = {**filled(campaign, client), "step": "confirm"}
    return client.post(reverse("campaigns:pledge", args=[campaign.pk]), form, follow=True)


def assert_told(page: HttpResponse) -> None:
    """Check that the page says what happened."""
    assert page.status_code == 200
    for words in MESSAGES:
        assert words in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("fault", DOWN)
def test_a_pledge_is_refused_with_a_clear_message_and_made_once_stripe_is_back(
    fake: FakeStripe, client: Client, fault: Any, figure: Any
) -> None:
    campaign = a_campaign()
    fake.faults.add(fault, path="sessions", times=10, seconds=1.0 if fault == "slow" else 0.0)
    assert_told(confirm(client, campaign))
    pledge = Pledge.objects.get()
    retry = reverse("campaigns:retry", args=[pledge_token(pledge)])
    assert_told(client.post(retry, follow=True))
    for address in (campaign.page.url, "/", reverse("campaigns:pledge", args=[campaign.pk])):
        assert client.get(address).status_code == 200

    fake.faults.asked.clear()
    breaker.forget_troubles()
    answer = client.post(retry)
    assert answer.url.startswith(fake.base)
    assert Pledge.objects.get().status == PledgeState.AWAITING_PAYMENT
    figure(
        f"away ({fault}): a pledge refused twice in clear words, 3 pages answered, made once Stripe was back"
    )


@pytest.mark.django_db(transaction=True)
def test_while_stripe_hangs_for_one_the_others_are_told_at_once_and_pages_answer(
    fake: FakeStripe, client: Client, monkeypatch: pytest.MonkeyPatch, figure: Any
) -> None:
    monkeypatch.setattr(breaker, "SLOW_SECONDS", 0.0)
    campaign = a_campaign()
    hanging, let_go = threading.Event(), threading.Event()
    real = fake.faults.next

    def hang(method: str, path: str) -> Any:
        hanging.set()
        let_go.wait(30)
        return real(method, path)

    monkeypatch.setattr(fake.faults, "next", hang)
    monkeypatch.setattr(calling, "TIMEOUT_SECONDS", 30)
    calling._client_of.cache_clear()
    first: list[HttpResponse] = []

    def visit() -> None:
        try:
            first.append(confirm(Client(), campaign))
        finally:
            connections.close_all()

    visitor = threading.Thread(target=visit)
    visitor.start()
    assert hanging.wait(30)
    served = fake.served
    try:
        for _other in range(5):
            assert_told(confirm(client, campaign))
            assert client.get(campaign.page.url).status_code == 200
        assert fake.served == served, "the others did not wait for Stripe"
    finally:
        let_go.set()
        visitor.join()
    assert first[0].redirect_chain[0][0].startswith(fake.base)
    figure("away (hangs for one): 5 others told at once, 5 pages answered, none of them waited for Stripe")


class Relay:
    """A mail relay that is away, then takes everything."""

    def __init__(self) -> None:
        self.is_away = True
        self.taken: list[mail.EmailMessage] = []

    def open(self) -> None:
        """Take a connection."""
        if self.is_away:
            raise ConnectionRefusedError("nobody")

    def close(self) -> None:
        """End a connection."""

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        """Take messages."""
        self.taken += messages
        return len(messages)


@pytest.mark.django_db
def test_mail_down_for_a_day_delays_letters_and_no_money(
    monkeypatch: pytest.MonkeyPatch, figure: Any
) -> None:
    relay = Relay()
    monkeypatch.setattr(mail, "get_connection", lambda *_args, **_kwargs: relay)
    funded, missed = a_campaign(threshold_cents=5_000), a_campaign(threshold_cents=50_000)
    for campaign in (funded, missed):
        for _number in range(3):
            a_pledge(campaign)
    start = max(campaign.deadline for campaign in (funded, missed) if campaign.deadline)

    def work(minute: int) -> None:
        at = start + timedelta(minutes=minute)
        settling.settle_due(at=at)
        operating.run_operations(at=at)
        send_due_notices(at=at)

    work(0)
    states = Counter(Campaign.objects.values_list("status", flat=True))
    assert states == {"settled": 1, "refunded": 1}, "the money does not wait for the letters"
    for minute in range(5, 24 * 60, 5):
        work(minute)
    assert relay.taken == []
    written = Notice.objects.count()
    assert set(Notice.objects.values_list("state", flat=True)) == {Notice.State.PENDING}

    relay.is_away = False
    for minute in range(24 * 60, 24 * 60 + 16, 5):
        work(minute)
    assert not Notice.objects.exclude(state=Notice.State.SENT).exists()
    assert len(relay.taken) == written
    refunded = [message for message in relay.taken if "remboursé" in message.subject.lower()]
    assert len({message.to[0] for message in refunded}) == 3
    assert check_books().differences == 0
    figure(
        f"mail away for a day: two campaigns settled meanwhile, {written} letters late, none lost or repeated"
    )
