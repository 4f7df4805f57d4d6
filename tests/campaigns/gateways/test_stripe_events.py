"""Stripe's events: two secrets, two kinds of accounts, test and live, and the types the site listens to."""

import json
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import stripe
from django.test import override_settings

from campaigns.errors import BadSignature
from campaigns.gateways.base import Event
from campaigns.gateways.stripe import StripeGateway
from campaigns.gateways.stripe.signed_events import ACCOUNT_KINDS, PLATFORM_KINDS
from tests.support.fake_stripe import FakeStripe
from tests.support.fake_stripe.events import signature
from tests.support.house.tree import ROOT

PLATFORM = "whsec_platform"


def told(gateway: StripeGateway, named: str, *, secret: str = PLATFORM, **facts: Any) -> Event:
    """Have an event of a type verified."""
    content = {
        "id": "evt_1",
        "type": named,
        "livemode": False,
        "data": {"object": {"id": "thing_1"}},
        **facts,
    }
    body = json.dumps(content).encode()
    return gateway.verify_event(body, {"Stripe-Signature": signature(body, secret)})


@pytest.mark.parametrize("secret", ["whsec_platform", "whsec_connect"])
def test_either_secret_signs(gateway: StripeGateway, secret: str) -> None:
    assert told(gateway, "checkout.session.completed", secret=secret).kind == "payment.paid"


@pytest.mark.parametrize("secret", ["whsec_other", "", " "])
def test_no_other_secret_does(gateway: StripeGateway, secret: str) -> None:
    with pytest.raises(BadSignature):
        told(gateway, "checkout.session.completed", secret=secret)


def test_without_secrets_nothing_is_believed(fake: FakeStripe, gateway: StripeGateway) -> None:
    with override_settings(STRIPE_WEBHOOK_SECRET="", STRIPE_CONNECT_WEBHOOK_SECRET=""):
        for secret in ("", "whsec_platform"):
            with pytest.raises(BadSignature):
                told(gateway, "checkout.session.completed", secret=secret)


@pytest.mark.parametrize(("named", "kind"), PLATFORM_KINDS.items())
def test_what_happens_on_the_platform_names_its_object(gateway: StripeGateway, named: str, kind: str) -> None:
    assert told(gateway, named) == Event("evt_1", kind, "thing_1")


@pytest.mark.parametrize(("named", "kind"), ACCOUNT_KINDS.items())
def test_what_happens_on_a_holders_account_names_the_account(
    gateway: StripeGateway, named: str, kind: str
) -> None:
    assert told(gateway, named, account="acct_1") == Event("evt_1", kind, "acct_1")


def test_a_payment_on_a_holders_own_account_is_none_of_ours(gateway: StripeGateway) -> None:
    for named in PLATFORM_KINDS:
        assert told(gateway, named, account="acct_1").kind == f"other.{named}"


def test_what_nobody_listens_to_is_kept_and_has_no_effect(gateway: StripeGateway) -> None:
    assert told(gateway, "invoice.created").kind == "other.invoice.created"


@pytest.mark.parametrize(
    ("key", "live", "kind"),
    [
        ("sk_live_1", True, "payment.paid"),
        ("sk_live_1", False, "other.checkout.session.completed"),
        ("rk_live_1", True, "payment.paid"),
        ("sk_test_1", True, "other.checkout.session.completed"),
    ],
)
def test_test_and_live_never_mix(gateway: StripeGateway, key: str, live: bool, kind: str) -> None:
    with override_settings(STRIPE_SECRET_KEY=key):
        assert told(gateway, "checkout.session.completed", livemode=live).kind == kind


def test_the_types_exist_in_this_version_of_the_api() -> None:
    known = set(get_args(get_type_hints(stripe.Event)["type"]))

    assert set(PLATFORM_KINDS) | set(ACCOUNT_KINDS) <= known


def test_the_owner_is_told_to_select_exactly_these_types() -> None:
    guide = Path(ROOT / "docs" / "operations.md").read_text()

    def listed(title: str) -> set[str]:
        part = guide.split(title, 1)[1].split("\n\n", 2)[1]
        return set(re.findall(r"`([a-z_.]+)`", part))

    assert listed("Events of your account:") == set(PLATFORM_KINDS)
    assert listed("Events of connected accounts:") == set(ACCOUNT_KINDS)
