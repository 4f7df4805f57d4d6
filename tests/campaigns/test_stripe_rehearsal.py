"""The rehearsal of an owner, walked against the fake of Stripe by a tireless visitor."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings
from django.urls import reverse

from campaigns.gateways.stripe import StripeGateway
from campaigns.management.commands import stripe_rehearsal
from tests.support.fake_stripe import FakeStripe

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStripe]:
    """Serve a fake on which somebody does, whenever the command waits, what it has just printed."""
    with FakeStripe() as stripe, override_settings(**stripe.settings()):

        def click(seconds: float) -> None:
            for session in stripe.all("checkout.session"):
                card = "4000002500003155" if session["amount_total"] == 2_500 else "4000000000000077"
                stripe.pay(session["id"], card)
            for account in stripe.all("account"):
                stripe.complete_account(account["id"])

        monkeypatch.setattr(stripe_rehearsal, "sleep", click)
        yield stripe


def rehearse(**options: Any) -> str:
    said = StringIO()
    call_command("stripe_rehearsal", stdout=said, **options)
    return said.getvalue()


def test_everything_is_walked_and_checked(fake: FakeStripe) -> None:
    said = rehearse()

    assert "WRONG" not in said
    assert said.count("ok    ") > 20
    for session in fake.all("checkout.session"):
        if session["status"] == "complete":
            assert f"/c/pay/{session['id']}" in said
    assert "4000 0000 0000 0077" in said
    assert len(fake.all("refund")) == len(fake.all("transfer")) == len(fake.all("transfer_reversal")) == 1
    assert "NONE   about a payment" in said


def test_events_that_reached_the_site_are_told(
    fake: FakeStripe, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = StripeGateway.movements

    def delivered_meanwhile(*args: Any, **kwargs: Any) -> Any:
        address = reverse("campaigns:webhook", args=["stripe"])
        fake.deliver(
            lambda body, header: (
                client.post(
                    address, body, content_type="application/json", headers={"Stripe-Signature": header}
                ).status_code
            )
        )
        return real(*args, **kwargs)

    monkeypatch.setattr(StripeGateway, "movements", delivered_meanwhile)

    said = rehearse()

    for subject in ("payment", "refund", "account"):
        assert f"ok     about a {subject}" in said


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("sk_live_1", "never touches real money"),
        ("rk_live_1", "never touches real money"),
        ("pk_test_1", "secret sandbox key"),
        ("", "secret sandbox key"),
    ],
)
def test_a_live_key_or_none_is_refused_before_anything_is_sent(fake: FakeStripe, key: str, why: str) -> None:
    fake.api_key = key
    with override_settings(STRIPE_SECRET_KEY=key), pytest.raises(CommandError, match=why):
        rehearse()

    assert fake.served == 0


def test_a_stripe_that_does_otherwise_is_said(fake: FakeStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.keys.begin = lambda key, request: None  # type: ignore[method-assign]

    with pytest.raises(CommandError, match="the same key gives the same page"):
        rehearse()


def test_it_gives_up_waiting(fake: FakeStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe_rehearsal, "sleep", lambda seconds: None)

    with pytest.raises(CommandError, match="Gave up waiting until it is paid"):
        rehearse(wait=0)


def test_stripe_refusing_is_said(fake: FakeStripe) -> None:
    with override_settings(STRIPE_SECRET_KEY="sk_test_other"), pytest.raises(CommandError, match="Unclear"):
        rehearse()
