"""A slip as people make it: on a phone or a screen of the library, with and without JavaScript, then printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign, PaymentSlip
from tests.builders import a_campaign, a_picture
from tests.slips import a_town

pytestmark = pytest.mark.browser


@pytest.fixture
def campaign(transactional_db: None) -> Campaign:
    """A live campaign of a town that takes more than cards."""
    a_town()
    return a_campaign(page={"title": "Le café des Tanneries", "picture": a_picture()})


@pytest.fixture(params=["site_page", "page_no_js"], ids=["with JavaScript", "without JavaScript"])
def phone(request: pytest.FixtureRequest, live_server: LiveServer) -> Page:
    """A page as wide as a phone."""
    page: Page = request.getfixturevalue(request.param)
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_from_the_campaign_to_the_printed_slip_without_an_email(campaign: Campaign, phone: Page) -> None:
    phone.goto(campaign.page.url)
    phone.get_by_role("link", name="Payer autrement").first.click()
    main = phone.get_by_role("main")
    for words in ("Accueil de la mairie", "FR76 3000", "Régie des projets", "Dernier jour pour payer"):
        expect(main).to_contain_text(words)

    phone.get_by_label("Montant de votre soutien").fill("20")
    phone.get_by_role("radio", name=re.compile("Un repas")).check()
    phone.get_by_label("Votre nom", exact=True).fill("Mme Arnaud")
    phone.get_by_role("button", name="Faire mon bulletin").click()

    summary = phone.get_by_role("alert")
    address = phone.get_by_label("Votre adresse postale")
    expect(summary).to_be_focused()
    expect(address).to_have_accessible_description(re.compile("il nous en faut une"))
    expect(phone.get_by_label("Votre nom", exact=True)).to_have_value("Mme Arnaud")
    expect(phone.get_by_role("radio", name=re.compile("Un repas"))).to_be_checked()
    summary.get_by_role("link").click()
    expect(address).to_be_focused()
    address.fill("12, rue des Tanneurs\n99999 Rivelaine")
    phone.get_by_role("button", name="Faire mon bulletin").click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text("Votre bulletin de 20 € est prêt")
    slip = PaymentSlip.objects.get()
    expect(phone.locator(".slip-code b")).to_have_text(slip.reference)
    phone.get_by_role("link", name="La page à imprimer").click()
    phone.emulate_media(media="print")
    expect(phone.get_by_text(slip.reference).first).to_be_visible()
    expect(phone.get_by_text("À découper, et à garder")).to_be_visible()
    expect(phone.get_by_text("Imprimez cette page")).to_be_hidden()
    phone.emulate_media(media="screen")


def test_a_blank_slip_is_one_click_away(campaign: Campaign, phone: Page) -> None:
    phone.goto(f"/soutenir/{campaign.pk}/autrement/")
    phone.get_by_role("link", name="page à imprimer").click()
    expect(phone.get_by_text(f"Projet {campaign.pk}", exact=True).first).to_be_visible()
