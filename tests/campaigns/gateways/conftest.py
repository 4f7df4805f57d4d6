"""Both banks for the contract, and Stripe's fake alone for what only Stripe has."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from campaigns.gateways.stripe import StripeGateway
from tests.support.banks import Bank, DemoBank, StripeBank
from tests.support.fake_stripe import FakeStripe


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    """Serve a fake of Stripe, and have the site speak to it."""
    with FakeStripe() as stripe, override_settings(**stripe.settings()):
        yield stripe


@pytest.fixture
def gateway(fake: FakeStripe) -> StripeGateway:
    """Return the gateway of that Stripe."""
    return StripeGateway()


@pytest.fixture(params=["stripe", "demo"])
def bank(request: Any, db: None) -> Bank:
    """Return hands on each provider in turn."""
    if request.param == "demo":
        return DemoBank()
    return StripeBank(request.getfixturevalue("fake"))
