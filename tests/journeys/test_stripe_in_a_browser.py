"""A pledge paid on a page that is not the site's own, by a real browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from csp.constants import SELF
from django.test import override_settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign, Pledge
from campaigns.rules.status import PledgeState
from config.settings.base import PUBLIC_CSP
from tests.builders import a_campaign
from tests.journeys.test_pledge_in_a_browser import review
from tests.support.fake_stripe import FakeStripe

pytestmark = pytest.mark.browser


def policy(*hosts: str) -> dict[str, Any]:
    """Return the site's policy, with the pages of a provider at these hosts."""
    return {**PUBLIC_CSP, "form-action": [SELF, *hosts]}


@pytest.fixture
def stripe(transactional_db: None) -> Iterator[FakeStripe]:
    """Serve a fake whose pages the site's forms may lead to, as those of Stripe in its settings."""
    with FakeStripe() as fake:
        facts = {"PAYMENT_GATEWAY": "stripe", "PUBLIC_CSP": policy(fake.base), **fake.settings()}
        with override_settings(**facts):
            yield fake


@pytest.fixture
def campaign(stripe: FakeStripe) -> Campaign:
    """A live campaign whose payments go to Stripe."""
    return a_campaign(page={"title": "Le café des Tanneries"})


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Page:
    """A page without JavaScript that may leave the site."""
    return new_context(base_url=live_server.url, locale="fr-FR", java_script_enabled=False).new_page()


def test_from_the_review_to_the_receipt_by_way_of_stripe(
    stripe: FakeStripe, campaign: Campaign, visitor: Page
) -> None:
    review(visitor, campaign)

    visitor.get_by_role("button", name="Payer").click()
    visitor.wait_for_url(f"{stripe.base}/c/pay/**")
    expect(visitor.get_by_text("25,00 €")).to_be_visible()
    visitor.get_by_label("Card").fill("4000 0000 0000 9995")
    visitor.get_by_role("button", name="Payer").click()
    expect(visitor.get_by_role("alert")).to_be_visible()
    visitor.get_by_label("Card").fill("4000 0025 0000 3155")
    visitor.get_by_role("button", name="Payer").click()
    visitor.get_by_role("button", name="Complete").click()

    expect(visitor.get_by_text("Merci ! Votre soutien est enregistré").first).to_be_visible()
    assert Pledge.objects.get().status == PledgeState.HELD


def test_a_page_that_the_policy_does_not_name_is_not_reached(
    stripe: FakeStripe, campaign: Campaign, visitor: Page
) -> None:
    """What keeps the test above awake: Chromium follows no form to a page that `form-action` leaves out."""
    with override_settings(PUBLIC_CSP=policy()):
        review(visitor, campaign)
        visitor.get_by_role("button", name="Payer").click()
        expect(visitor.get_by_role("heading", level=1)).to_contain_text("25 € pour")

    assert stripe.base not in visitor.url


def test_turning_back_from_stripes_page_leads_to_the_site(
    stripe: FakeStripe, campaign: Campaign, visitor: Page, live_server: LiveServer
) -> None:
    review(visitor, campaign)
    visitor.get_by_role("button", name="Payer").click()
    visitor.wait_for_url(f"{stripe.base}/c/pay/**")

    visitor.get_by_role("link", name="Retour").click()

    visitor.wait_for_url(f"{live_server.url}/**")
    assert Pledge.objects.get().status == PledgeState.AWAITING_PAYMENT
