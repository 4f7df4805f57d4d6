"""A pledge as people make it: on a phone, without JavaScript, with the keyboard alone, with second thoughts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign, Pledge
from campaigns.services.reconciling import check_books
from tests.builders import a_campaign, a_picture

pytestmark = pytest.mark.browser


@pytest.fixture
def campaign(transactional_db: None) -> Campaign:
    """A live campaign with two rewards."""
    return a_campaign(page={"title": "Le café des Tanneries", "picture": a_picture()})


@pytest.fixture(params=["site_page", "page_no_js"], ids=["with JavaScript", "without JavaScript"])
def phone(request: pytest.FixtureRequest, live_server: LiveServer) -> Page:
    """A page as wide as a phone."""
    page: Page = request.getfixturevalue(request.param)
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def fill_who(page: Page) -> None:
    """Say who gives, on the pledge form."""
    page.get_by_label("Votre nom", exact=True).fill("Zoé Martin")
    page.get_by_label("Votre adresse électronique").fill("zoe@example.org")


def review(page: Page, campaign: Campaign, amount: str = "25") -> None:
    """Go from the pledge form's address to the review of a pledge without reward."""
    page.goto(f"/soutenir/{campaign.pk}/?montant={amount}")
    fill_who(page)
    page.get_by_role("button", name="Relire mon soutien").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{amount} € pour")


def expect_receipt(page: Page, amount: str) -> None:
    """Fail unless the page is the receipt of a pledge that is kept."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Reçu de soutien")
    expect(page.get_by_text("Merci ! Votre soutien est enregistré").first).to_be_visible()
    expect(page.locator(".receipt-row--total")).to_contain_text(amount)


def test_from_the_campaign_to_the_receipt(campaign: Campaign, phone: Page) -> None:
    phone.goto(campaign.page.url)
    phone.get_by_label("Un autre montant").fill("2000000")
    phone.get_by_role("button", name="Soutenir", exact=True).click()
    fill_who(phone)
    phone.get_by_label("Un mot pour le porteur").fill("Vivement l’ouverture !")
    phone.get_by_role("button", name="Relire mon soutien").click()

    summary = phone.get_by_role("alert")
    amount = phone.get_by_label("Montant de votre soutien")
    expect(summary).to_be_focused()
    expect(amount).to_have_accessible_description(re.compile("montant maximal"))
    expect(phone.get_by_label("Votre nom", exact=True)).to_have_value("Zoé Martin")
    summary.get_by_role("link").click()
    expect(amount).to_be_focused()
    amount.fill("25")
    phone.get_by_role("radio", name=re.compile("Un repas")).check()
    phone.get_by_role("button", name="Relire mon soutien").click()

    main = phone.get_by_role("main")
    for words in (
        "Un repas",
        "remboursé intégralement",
        "5 %",
        "heure de Paris",
        "zoe@example.org",
        "04 65 71",
    ):
        expect(main).to_contain_text(words)
    phone.get_by_role("button", name="Payer").click()
    phone.get_by_role("button", name="la banque accepte").click()
    expect_receipt(phone, "25 €")

    phone.get_by_role("link", name="Retourner au projet").click()
    expect(phone.get_by_text("Vivement l’ouverture !")).to_be_visible()
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.amount_cents, pledge.tier.title) == ("held", 2500, "Un repas")


def test_a_declined_card_is_tried_again(campaign: Campaign, phone: Page) -> None:
    review(phone, campaign)
    phone.get_by_role("button", name="Payer").click()
    phone.get_by_role("button", name="La banque refuse la carte").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("La banque a refusé le paiement")
    expect(phone.get_by_text("Rien n’a été débité")).to_be_visible()

    phone.get_by_role("button", name="Essayer de nouveau").click()
    phone.get_by_role("button", name="demande une confirmation").click()
    phone.get_by_role("button", name="Je confirme le paiement").click()
    expect_receipt(phone, "25 €")

    assert Pledge.objects.get().status == "held"
    assert check_books().differences == 0


def test_back_after_the_payment_and_sent_again_is_one_pledge(campaign: Campaign, site_page: Page) -> None:
    review(site_page, campaign)
    site_page.get_by_role("button", name="Payer").dblclick()
    site_page.get_by_role("button", name="la banque accepte").click()
    expect_receipt(site_page, "25 €")

    site_page.go_back()  # the bank has its answer: it sends back to the site
    expect_receipt(site_page, "25 €")
    site_page.go_back()
    site_page.get_by_role("button", name="Payer").click()
    expect_receipt(site_page, "25 €")

    campaign.totals.refresh_from_db()
    assert (Pledge.objects.count(), campaign.totals.held_cents) == (1, 2500)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; every stop on the way must show where it is."""
    expect(wanted).to_be_attached()
    for _stop in range(80):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const shown = element => {
                    const style = getComputedStyle(element);
                    return style.outlineStyle !== "none" || style.boxShadow !== "none";
                };
                const focused = document.activeElement;
                return shown(focused) || shown(focused.parentElement) || focused.outerHTML.slice(0, 200);
            }"""
        )
        assert seen is True, f"the focus is not seen on {seen}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def test_with_the_keyboard_alone(campaign: Campaign, site_page: Page) -> None:
    page, press = site_page, site_page.keyboard.press
    page.goto(campaign.page.url)
    press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    press("Enter")
    tab_to(page, page.get_by_label("Un autre montant"))
    page.keyboard.type("15")
    press("Enter")

    tab_to(page, page.get_by_label("Montant de votre soutien"))
    tab_to(page, page.get_by_role("radio", name="Sans contrepartie"))
    press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("Un café"))).to_be_checked()
    tab_to(page, page.get_by_label("Votre nom", exact=True))
    page.keyboard.type("Zoé Martin")
    tab_to(page, page.get_by_label("Votre adresse électronique"))
    page.keyboard.type("zoe@example.org")
    tab_to(page, page.get_by_role("button", name="Relire mon soutien"))
    press("Enter")
    tab_to(page, page.get_by_role("button", name="Payer"))
    press("Enter")
    tab_to(page, page.get_by_role("button", name="la banque accepte"))
    press("Enter")

    expect_receipt(page, "15 €")
    assert Pledge.objects.get().tier.title == "Un café"
